"""Grouped rows of a manifest as a data set's content: classes, counts and splits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Literal

import pandas as pd
import pyarrow as pa

Rows = Literal["images", "annotations"]

NUMBER = 16
"""Digits from which a label is no number of a class any more."""


@dataclass(frozen=True, eq=False)
class Groups:
    """Rows per class and split, as text.

    Attributes:
        by_class: ``label`` (missing where a row has none), ``split`` (empty where there is none)
            and the columns of counts, added up.
        sampled: images whose rows were counted one by one.
        repeated: the first of these that has several rows; empty if none has.
        imageless: rows that name no image; 0 if that was not counted.
    """

    by_class: pd.DataFrame
    sampled: int = 0
    repeated: str = ""
    imageless: int = 0


def groups(table: pa.Table, counts: Sequence[str]) -> Groups:
    """Grouped rows of a query as text, with the sampled images looked at and added up."""
    frame = pd.DataFrame({name: table[name].to_pandas().astype("int64") for name in counts})
    frame.insert(0, "label", text(table, "label"))
    frame.insert(1, "split", text(table, "split").fillna(""))
    sampled, repeated = 0, ""
    if "sample" in table.column_names:
        sample = text(table, "sample")
        there = sample.notna()
        rows = frame.loc[there].groupby([frame["split"], sample])["rows"].sum()
        sampled = len(rows)
        several = rows.index[rows > 1]
        repeated = several[0][1] if len(several) else ""
    added = frame.groupby(["label", "split"], dropna=False, sort=True)[list(counts)].sum()
    imageless = 0
    if "named" in table.column_names:
        named = table["named"].to_pandas().astype("int64")
        imageless = int(frame["rows"].sum() - named.sum())
    return Groups(added.reset_index(), sampled, repeated, imageless)


def text(table: pa.Table, name: str) -> "pd.Series[str]":
    """A column as text without spaces around it; missing where it is null, NaN or empty."""
    if name not in table.column_names:
        return pd.Series(pd.NA, index=range(table.num_rows), dtype="string")
    column = table[name]
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type):
        values = column.to_pylist()
        texts = [None if each is None or isnan(each) else f"{each:.15g}" for each in values]
        return pd.Series(texts, dtype="string")
    found: pd.Series[str] = column.cast(pa.large_string()).to_pandas().astype("string")
    found = found.str.strip()
    return found.mask(found == "")


@dataclass(frozen=True, eq=False, kw_only=True)
class Figures:
    """What was counted, by whichever engine.

    Attributes:
        rows: what a row is.
        labels: columns label, split, labels; a missing label are rows without one.
        by_class: columns label, split, images, distinct ones; None if they were not counted.
        by_split: columns split, images, unlabelled; None if images were not counted.
        shared: as in ``Content``.
    """

    rows: Rows
    labels: pd.DataFrame
    by_class: pd.DataFrame | None
    by_split: pd.DataFrame | None
    shared: bool | None


Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def tables(figures: Figures) -> Tables:
    """Classes, counts and splits of a content."""
    labelled = figures.labels.dropna(subset=["label"])
    names = in_order(labelled["label"].unique().tolist())
    classes = pd.DataFrame({"id": names, "name": names, "synset": ""}, dtype="str")
    counts = (
        labelled.merge(figures.by_class, how="left", on=["label", "split"])
        if (figures.by_class is not None)
        else labelled.assign(images=pd.array([pd.NA] * len(labelled), dtype="Int64"))
    )
    counts = pd.DataFrame(
        {
            "position": pd.Index(names, dtype="string").get_indexer(pd.Index(counts["label"])),
            "split": counts["split"].astype("str"),
            "images": counts["images"].astype("Int64"),
            "labels": counts["labels"].astype("Int64"),
            "boxes": pd.array([pd.NA] * len(counts), dtype="Int64"),
        }
    ).sort_values(["position", "split"], ignore_index=True)
    splits = figures.by_split
    if splits is None:
        found = sorted(set(figures.labels["split"]))
        splits = pd.DataFrame({"split": found, "images": pd.NA, "unlabelled": pd.NA})
    splits = pd.DataFrame(
        {
            "split": splits["split"].astype("str"),
            "images": splits["images"].astype("Int64"),
            "unlabelled": splits["unlabelled"].astype("Int64"),
        }
    ).sort_values("split", ignore_index=True)
    return classes, counts, splits


def in_order(labels: Iterable[str]) -> list[str]:
    """Whole numbers in their order, texts after them."""
    numbers: list[str] = []
    texts: list[str] = []
    for label in labels:
        number = label.isascii() and label.isdecimal() and len(label) < NUMBER
        (numbers if number else texts).append(label)
    return sorted(sorted(numbers), key=int) + sorted(texts)
