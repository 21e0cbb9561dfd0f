"""A manifest against DuckDB alone and pandas: seconds and memory, each in a process of its own.

``python -m bench.manifest`` counts 14.2 million rows made from Fall 2011's real counts, as Parquet
and as CSV. ``EXPLORER_BENCH_BILLION=1`` adds 10^9 rows of two columns, if the disk has room;
another number adds so many rows.

Two questions are compared. Told that a row is an image, the reader (``chosen``) counts groups, as
one query of DuckDB (``bare``) and pandas do from the same two columns of the same file. Left to
itself, the reader (``explorer``) tells as well whether an image has several rows, for which it has
to look at the column of images: ``bare_telling`` and ``pandas_telling`` answer that, too.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from tests.support.server import ROOT

if TYPE_CHECKING:
    from pandas import DataFrame

BILLION = 1_000_000_000
ROOM = 30_000_000_000
"""Bytes that have to be free for the billion rows."""

ROUNDS = 3

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
    frame = _pandas_frame(path, ["wnid", "split"])
    return int(frame.groupby(["wnid", "split"]).size().sum())


def pandas_telling(path: Path) -> int:
    """The same by pandas, which looks at all images whether one has several rows."""
    frame = _pandas_frame(path, ["wnid", "split", "image"])
    if frame.duplicated(["split", "image"]).any():
        sys.exit(f"{path.name}: an image has several rows")
    return int(frame.groupby(["wnid", "split"]).size().sum())


def _pandas_frame(path: Path, columns: list[str]) -> "DataFrame":
    import pandas as pd

    if path.suffix == ".parquet":
        return pd.read_parquet(path, columns=columns)
    return pd.read_csv(path, usecols=columns)


WAYS: dict[str, Callable[[Path], int]] = {
    each.__name__: each for each in (explorer, chosen, bare, bare_telling, pandas, pandas_telling)
}


@dataclass(frozen=True)
class Taken:
    """What one count took: seconds by the clock and of processor time, MB at its peak, and rows."""

    wall: float
    processor: float
    megabytes: float
    rows: int


def run(way: str, path: Path) -> Taken:
    """One count, in a process of its own."""
    words = [sys.executable, "-m", "bench.manifest", way, str(path)]
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    return Taken(*json.loads(done.stdout))


def measured(way: str, path: Path) -> None:
    """What ``run`` starts: a count of a few rows, which loads all code, and the one that counts."""
    few = path.with_name(f"few{path.suffix}")
    WAYS[way](few)
    began, before = time.perf_counter(), time.process_time()
    rows = WAYS[way](path)
    wall, processor = time.perf_counter() - began, time.process_time() - before
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1_000
    print(json.dumps([wall, processor, peak, rows]))


def compare(path: Path, ways: list[str], rounds: int = ROUNDS) -> None:
    """Print every way of counting a file, in turns, and how it compares with DuckDB alone."""
    _few(path)
    run("bare", path)  # the file is in memory from here on
    found: dict[str, list[Taken]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            found[way].append(run(way, path))
    rows = {each.rows for taken in found.values() for each in taken}
    if len(rows) > 1:
        sys.exit(f"{path.name}: the ways count different rows: {found}")
    wall = {way: median(each.wall for each in taken) for way, taken in found.items()}
    processor = {way: median(each.processor for each in taken) for way, taken in found.items()}
    for way, taken in found.items():
        print(
            f"manifest of {rows.copy().pop():,} rows, {path.suffix[1:]}, {way}: {wall[way]:.2f} s, "
            f"{wall[way] / wall['bare']:.2f} times bare DuckDB; processor {processor[way]:.2f} s, "
            f"{processor[way] / processor['bare']:.2f} times; "
            f"{max(each.megabytes for each in taken):,.0f} MB",
            flush=True,
        )


def _few(path: Path) -> None:
    """The first rows of a file, beside it."""
    few = duckdb.connect().sql(f"SELECT * FROM '{path}' LIMIT 1000")
    name = str(path.with_name(f"few{path.suffix}"))
    few.write_parquet(name) if path.suffix == ".parquet" else few.write_csv(name)


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
        if asked := int(os.environ.get("EXPLORER_BENCH_BILLION", "0")):
            _billion(folder, BILLION if asked == 1 else asked)


def _billion(folder: Path, rows: int) -> None:
    """Make a file of so many rows of two columns, and count it."""
    if shutil.disk_usage(folder).free < ROOM * rows / BILLION:
        print(f"{rows:,} rows: not measured, there is too little room on the disk")
        return
    path = folder / "billion.parquet"
    began = time.perf_counter()
    duckdb.connect().sql(
        "SELECT 'n' || lpad((hash(range) % 21841)::VARCHAR, 8, '0') AS wnid, "
        f"'fold ' || range % 5 AS split FROM range({rows})"
    ).write_parquet(str(path))
    print(
        f"{rows:,} rows written in {time.perf_counter() - began:.0f} s, "
        f"{path.stat().st_size / 1e9:.1f} GB",
        flush=True,
    )
    compare(path, ["chosen", "bare"])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measured(sys.argv[1], Path(sys.argv[2]))
    else:
        measure()
