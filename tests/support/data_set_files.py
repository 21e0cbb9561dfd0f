"""A small valid example of every format of data sets: two classes, each with images in two splits.

Whoever adds a format adds its example here; recognition and damaged files are tested with it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from explorer.ingest.datasets.content import Content

Maker = Callable[[Path], Path]
"""Writes an example into an empty folder, and gives the path to read."""


def figures(content: Content, what: str = "images") -> dict[tuple[str, str], Any]:
    """A count by class and split; None where it is unknown."""
    ids = content.classes["id"]
    return {
        (ids[row["position"]], row["split"]): None if pd.isna(row[what]) else row[what]
        for row in content.counts.to_dict("records")
    }


def said(content: Content) -> dict[str, tuple[int, str]]:
    """What was left out or has to be said: how many, and where the first is."""
    return {each.what: (each.count, each.where) for each in content.aside}


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


def folders(folder: Path) -> Path:
    for name in ("train/dog/1.jpg", "train/dog/2.jpg", "train/cat/3.jpg", "val/cat/4.jpg"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xff\xd8\xff\xd9")
    return folder


EXAMPLES: Mapping[str, tuple[Maker, ...]] = {
    "counts": (counts_csv, counts_json, counts_parquet),
    "folders": (folders,),
}
"""Makers by key of the format."""

CASES = [(key, make) for key, makers in EXAMPLES.items() for make in makers]
CASE_NAMES = [make.__name__ for _, make in CASES]
