"""A small valid example of every format of data sets: two classes, each with images in two splits.

Whoever adds a format adds its example here; recognition and damaged files are tested with it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

Maker = Callable[[Path], Path]
"""Writes an example into an empty folder, and gives the path to read."""


def counts_csv(folder: Path) -> Path:
    path = folder / "counts.csv"
    path.write_text("wnid,name,train,val\nn02084071,dog,3,1\nn02121808,cat,2,2\n", encoding="utf-8")
    return path


def counts_json(folder: Path) -> Path:
    path = folder / "counts.json"
    path.write_text('[{"class": "dog", "images": 4}, {"class": "cat", "images": 4}]', "utf-8")
    return path


def counts_parquet(folder: Path) -> Path:
    path = folder / "counts.parquet"
    frame = pd.DataFrame({"class": ["dog", "cat"], "images": [4, 4], "boxes": [5, 9]})
    frame.to_parquet(path)
    return path


EXAMPLES: Mapping[str, tuple[Maker, ...]] = {
    "counts": (counts_csv, counts_json, counts_parquet),
}
"""Makers by key of the format."""

CASES = [(key, make) for key, makers in EXAMPLES.items() for make in makers]
CASE_NAMES = [make.__name__ for _, make in CASES]
