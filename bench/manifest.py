"""A manifest against DuckDB alone and pandas: seconds and memory, each in a process of its own.

``python -m bench.manifest`` counts 14.2 million rows made from Fall 2011's real counts, as Parquet
and as CSV. ``EXPLORER_BENCH_BILLION=1`` adds 10^9 rows of two columns, if the disk has room.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tests.support.server import ROOT

BILLION = 1_000_000_000
ROOM = 30_000_000_000
"""Bytes that have to be free for the billion rows."""

REPEATS = 3

FALL11 = f"""
SELECT wnid, CASE WHEN i % 20 = 0 THEN 'val' ELSE 'train' END AS split,
    wnid || '_' || i || '.JPEG' AS image
FROM (
    SELECT wnid, unnest(range(fall11_images)) AS i
    FROM read_csv('{ROOT / "data" / "imagenet21k.csv"}') WHERE fall11_images IS NOT NULL
)
ORDER BY hash(wnid || i)
"""


def explorer(path: Path) -> int:
    """The reader, which tells by itself that a row is an image."""
    return _read(path, "")


def chosen(path: Path) -> int:
    """The reader, told that a row is an image, as the yardstick is."""
    return _read(path, "images")


def _read(path: Path, rows: str) -> int:
    from explorer.ingest.datasets import manifest
    from explorer.ingest.datasets.format import Options
    from explorer.progress import silent
    from explorer.settings import settings

    options = Options(rows="images" if rows else "")
    return int(manifest.read(path, options, settings(), silent).counts["labels"].sum())


def bare(path: Path) -> int:
    """The same groups by one query of DuckDB's."""
    query = f"SELECT wnid, split, count(*) FROM '{path}' GROUP BY wnid, split"
    return sum(int(row[-1]) for row in duckdb.connect().sql(query).fetchall())


def bare_telling(path: Path) -> int:
    """The same by one query of DuckDB's that looks at the images, too, as ``explorer`` has to."""
    query = (
        "SELECT wnid, split, CASE WHEN suffix(image, '117.JPEG') THEN image END AS sample, "
        f"count(*) FROM '{path}' GROUP BY ALL"
    )
    return sum(int(row[-1]) for row in duckdb.connect().sql(query).fetchall())


def pandas(path: Path) -> int:
    """The same groups by pandas."""
    import pandas as pd

    columns = ["wnid", "split"]
    read = pd.read_parquet(path, columns=columns) if path.suffix == ".parquet" else None
    frame = pd.read_csv(path, usecols=columns) if read is None else read
    return int(frame.groupby(columns).size().sum())


WAYS: dict[str, Callable[[Path], int]] = {
    each.__name__: each for each in (explorer, chosen, bare, bare_telling, pandas)
}


def run(way: str, path: Path) -> tuple[float, float, int]:
    """Seconds (best of some), highest memory in MB, and rows counted."""
    words = [sys.executable, "-m", "bench.manifest", way, str(path)]
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    seconds, megabytes, rows = json.loads(done.stdout)
    return float(seconds), float(megabytes), int(rows)


def measured(way: str, path: Path) -> None:
    """What ``run`` starts."""
    import explorer.ingest.datasets.manifest  # noqa: F401 - the import is no part of the count

    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        rows = WAYS[way](path)
        times.append(time.perf_counter() - began)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1_000
    print(json.dumps([min(times), peak, rows]))


def compare(path: Path, ways: list[str]) -> None:
    """Print every way of counting a file, and how it compares with DuckDB alone."""
    found = {way: run(way, path) for way in ways}
    if len({rows for _, _, rows in found.values()}) > 1:
        sys.exit(f"{path.name}: the ways count different rows: {found}")
    for way, (seconds, megabytes, rows) in found.items():
        print(
            f"manifest of {rows:,} rows, {path.suffix[1:]}, {way}: {seconds:.2f} s, "
            f"{seconds / found['bare'][0]:.2f} times bare DuckDB, {megabytes:,.0f} MB",
            flush=True,
        )


def measure() -> None:
    """Make the files, count them, remove them."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        duckdb.connect().sql(FALL11).write_parquet(str(folder / "fall11.parquet"))
        duckdb.connect().read_parquet(str(folder / "fall11.parquet")).write_csv(
            str(folder / "fall11.csv")
        )
        for ending in ("parquet", "csv"):
            compare(folder / f"fall11.{ending}", list(WAYS))
        if os.environ.get("EXPLORER_BENCH_BILLION"):
            if shutil.disk_usage(folder).free < ROOM:
                print("10^9 rows: not measured, there is too little room on the disk")
                return
            path = folder / "billion.parquet"
            duckdb.connect().sql(
                "SELECT 'n' || lpad((hash(range) % 21841)::VARCHAR, 8, '0') AS wnid, "
                f"'fold ' || range % 5 AS split FROM range({BILLION})"
            ).write_parquet(str(path))
            compare(path, ["chosen", "bare"])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measured(sys.argv[1], Path(sys.argv[2]))
    else:
        measure()
