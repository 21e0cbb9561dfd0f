"""Hand-made data sets of a user, for what is tested behind the readers."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from explorer.ingest.datasets.content import Content, Provenance
from explorer.ingest.library.own import OwnDataSet
from explorer.ingest.names.mapping import Mapping
from explorer.settings import Settings

DOG, PUPPY, CAT = "n02084071", "n01322604", "n02121620"


def content(
    rows: list[dict[str, Any]],
    classes: list[str],
    splits: dict[str, Any] | None = None,
    **also: Any,
) -> Content:
    """What a reader could have given.

    Args:
        rows: of the counts; figures that are left out were not counted.
        classes: names, in the order of the positions.
        splits: images in all by split; of the splits in the rows, not counted, if None.
        also: further fields.
    """
    counts = pd.DataFrame(
        {"split": "", "images": None, "labels": None, "boxes": None} | row for row in rows
    )
    whole = [name for name in counts if name not in ("position", "split")]
    names = sorted(set(counts["split"])) if splits is None else list(splits)
    return Content(
        classes=pd.DataFrame({"id": classes, "name": classes, "synset": ""}, dtype=str),
        counts=counts.astype(dict.fromkeys(whole, "Int64")),
        splits=pd.DataFrame(
            {
                "split": names,
                "images": pd.array([(splits or {}).get(name) for name in names], "Int64"),
                "unlabelled": pd.array([None] * len(names), "Int64"),
            }
        ),
        provenance=Provenance(
            source="animals.csv", format="counts", read=datetime(2026, 11, 26, 12, tzinfo=UTC)
        ),
        **also,
    )


def mapping(read: Content, wnids: list[str], matches: list[str] | None = None) -> Mapping:
    """A mapping of its classes; exact where there is a synset unless said otherwise."""
    table = read.classes[["id", "name"]].assign(
        wnid=wnids,
        match=["exact" if wnid else "" for wnid in wnids] if matches is None else matches,
        by="",
        note="",
    )
    return Mapping(table)


def own(read: Content, names: Mapping, key: str = "animals", **also: Any) -> OwnDataSet:
    """A data set of what was read."""
    return OwnDataSet(key=key, title=key.capitalize(), content=read, mapping=names, **also)


def animals(key: str = "animals", images: int = 10) -> OwnDataSet:
    """Dogs and cats, and a third class without a synset."""
    rows = [{"position": at, "images": images * (at + 1)} for at in range(3)]
    read = content(rows, ["dog", "cat", "thing"], shared=False)
    return own(read, mapping(read, [DOG, CAT, ""]), key)


def boxes(rows: Sequence[tuple[float, ...]]) -> pd.DataFrame:
    """Boxes: image, position, width, height, x0, y0, x1, y1."""
    columns = ["image", "position", "width", "height", "x0", "y0", "x1", "y1"]
    return pd.DataFrame(rows, columns=columns)


def settings(folder: Path, **also: Any) -> Settings:
    """Settings that keep data sets below a folder."""
    return dataclasses.replace(Settings(), data_dir=folder / "data", **also)
