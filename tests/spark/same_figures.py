"""``python -m tests.spark.same_figures``: a real Spark cluster counts what DuckDB counts.

A standalone master and two workers are started on the loopback address, and a manifest is counted
through ``explorer.ingest.datasets.frames`` by both engines. Run by ``make test-spark`` in an
environment of its own; every process is ended by its id.
"""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pyspark
from pyspark.sql import DataFrame, SparkSession

from explorer.ingest.datasets import frames
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.progress import silent
from explorer.settings import Settings

LOOPBACK = "127.0.0.1"
WORKERS = 2
PATIENCE = 90
"""Seconds that the cluster may take to start."""

TABLE = Path(__file__).parents[2] / "data" / "imagenet21k.csv"

ROWS = f"""
SELECT
    CASE WHEN i = 7 THEN NULL WHEN i = 8 THEN '  ' WHEN i = 9 THEN ' ' || wnid ELSE wnid END
        AS label,
    CASE WHEN i = 3 THEN NULL WHEN i % 5 = 0 THEN 'val' ELSE 'train' END AS split,
    CASE WHEN i = 4 THEN NULL ELSE wnid || '_' || (i // 2) END AS image,
    CASE WHEN i % 5 = 0 THEN 'val' ELSE 'train' END || '/' || wnid || '/' || i || '.JPEG' AS path,
    i AS number,
    [wnid, 'n' || (i % 3), wnid] AS labels
FROM (
    SELECT wnid, unnest(range(fall11_images // 300)) AS i
    FROM read_csv('{TABLE}') WHERE fall11_images IS NOT NULL
)
"""
"""Fall 2011's classes, a row per 300 images, with what a manifest can lack."""

CASES: dict[str, tuple[Sequence[str], Options]] = {
    "annotations": (("label", "split", "image"), Options()),
    "distinct images": (("label", "split", "image"), Options(distinct=True)),
    "a row per image": (("label", "split", "path"), Options(image="path")),
    "rows as chosen": (("label", "split", "image"), Options(rows="images")),
    "folders of a path": (("path",), Options()),
    "whole numbers": (("number", "split", "path"), Options(label="number", distinct=True)),
    "lists of labels": (("labels", "split", "path"), Options(label="labels", distinct=True)),
}


@contextmanager
def process(words: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended at the end."""
    with log.open("wb") as output:
        started = subprocess.Popen(words, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield started
        finally:
            started.terminate()
            try:
                started.wait(20)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


def wait_for(log: Path, words: str, times: int, running: subprocess.Popen[bytes]) -> None:
    """Wait until a log has said something so many times."""
    until = time.monotonic() + PATIENCE
    while len(re.findall(words, log.read_text(encoding="utf-8", errors="replace"))) < times:
        if running.poll() is not None or time.monotonic() > until:
            sys.exit(f"Spark did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
        time.sleep(0.1)


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as listening:
        listening.bind((LOOPBACK, 0))
        return int(listening.getsockname()[1])


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A master and two workers; gives the master's address."""
    home = Path(pyspark.__file__).parent
    os.environ |= {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": LOOPBACK}
    run = str(home / "bin" / "spark-class")
    port, log = free_port(), folder / "master.log"
    address = f"spark://{LOOPBACK}:{port}"
    common = ["--host", LOOPBACK, "--webui-port", "0"]
    with ExitStack() as stack:
        master = [run, "org.apache.spark.deploy.master.Master", *common, "--port", str(port)]
        running = stack.enter_context(process(master, log))
        wait_for(log, "Starting Spark master", 1, running)
        for number in range(WORKERS):
            work = folder / f"worker-{number}"
            limits = ["--cores", "1", "--memory", "1G", "--work-dir", str(work)]
            worker = [run, "org.apache.spark.deploy.worker.Worker", *common, *limits, address]
            stack.enter_context(process(worker, folder / f"worker-{number}.log"))
        wait_for(log, "Registering worker", WORKERS, running)
        yield address


@contextmanager
def session(address: str) -> Iterator[SparkSession]:
    """A driver of the cluster; its own Java process ends with it."""
    options = {
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.host": LOOPBACK,
        "spark.executor.memory": "512m",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master(address).appName("manifest")
    for name, value in options.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    gateway = spark.sparkContext._gateway  # noqa: SLF001 - the only way to end its process
    try:
        yield spark
    finally:
        spark.stop()
        gateway.shutdown()
        with contextlib.suppress(AttributeError):
            gateway.proc.stdin.close()
            gateway.proc.wait(20)


def read(frame: object, options: Options) -> Content:
    """A frame counted where it is."""
    return frames.read(frame, options, Settings(), silent, "manifest")


def differences(spark: DataFrame, duck: duckdb.DuckDBPyRelation, options: Options) -> list[str]:
    """What the two engines do not count alike."""
    found, expected = read(spark, options), read(duck, options)
    wrong = []
    for table in ("classes", "counts", "splits"):
        try:
            pd.testing.assert_frame_equal(getattr(found, table), getattr(expected, table))
        except AssertionError as fault:
            wrong.append(f"{table}: {fault}")
    if (found.shared, found.aside) != (expected.shared, expected.aside):
        wrong.append(f"{found.shared}, {found.aside}; expected {expected.shared}, {expected.aside}")
    return wrong


def main() -> None:
    """Compare every case; the exit status is 1 if any differs."""
    began = time.monotonic()
    with TemporaryDirectory(prefix="spark-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / "manifest.parquet"
        duckdb.sql(ROWS).write_parquet(str(source))
        duck = duckdb.read_parquet(str(source))
        with cluster(folder) as address, session(address) as spark:
            started = time.monotonic() - began
            print(f"Spark {spark.version} on {address}, started in {started:.0f} s")
            frame = spark.read.parquet(str(source)).repartition(2 * WORKERS)
            failed = 0
            for case, (columns, options) in CASES.items():
                wrong = differences(frame.select(*columns), duck.select(*columns), options)
                failed += bool(wrong)
                print(f"{'differs' if wrong else 'the same figures'}: {case}")
                for each in wrong:
                    print(f"  {each}")
            workers = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1  # noqa: SLF001
            if workers != WORKERS:
                failed += 1
                print(f"expected executors on {WORKERS} workers, found {workers}")
    print(f"{duck_rows(ROWS):,} rows, {len(CASES)} cases, {time.monotonic() - began:.0f} s")
    sys.exit(failed > 0)


def duck_rows(query: str) -> int:
    """How many rows a query has."""
    return int(duckdb.sql(f"SELECT count(*) FROM ({query})").fetchall()[0][0])


if __name__ == "__main__":
    main()
