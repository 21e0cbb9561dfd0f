"""What a reader finds in a user's data set: its classes, their counts, boxes, what it set aside.

Classes have the data set's own names; they are mapped to synsets elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import pandas as pd

CLASS_COLUMNS = ("id", "name", "synset")
"""Texts of a class: its id and its name as the source writes them, and the synset that the source
itself gives (a wnid, a sense such as dog.n.01, or a MID); empty where it gives none."""

COUNT_COLUMNS = ("position", "split", "images", "labels", "boxes")
"""Of a class (its position in ``classes``) in a split (empty text where there are none): distinct
images, labels (rows, annotations or files that name the class) and boxes; missing where a figure
was not counted."""

FLAGS = ("crowd", "difficult", "truncated", "occluded", "group_of", "depiction")
"""Kinds of boxes that are counted apart, each a further column of ``counts`` where it occurs.

They are among ``boxes``, too."""

SPLIT_COLUMNS = ("split", "images", "unlabelled")
"""Of a split: distinct images in all, and images without any label; missing where not counted."""

BOX_COLUMNS = ("image", "position", "width", "height", "x0", "y0", "x1", "y1")
"""Of a box: number of its image, its class, size of the image in pixels (missing where it is not
known), and its corners in ``box_unit``."""


@dataclass(frozen=True, kw_only=True)
class Aside:
    """Something in the source that was left out, or is counted but doubtful.

    Attributes:
        what: in the plural, such as "boxes that reach outside their image".
        count: how many.
        where: the first of them: file and row, or an id.
        kept: whether they are in the counts all the same.
    """

    what: str
    count: int
    where: str = ""
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What was read, when, and how.

    Attributes:
        source: path or name of what was read, as the user gave it.
        format: key of the format.
        options: what was chosen, by name of the option.
        files: how many files were read.
        size: of these files, in bytes.
        modified: when the newest of them was last changed; None if it is not known.
        read: when they were read.
    """

    source: str
    format: str
    read: datetime
    options: Mapping[str, str] = field(default_factory=dict)
    files: int = 1
    size: int = 0
    modified: datetime | None = None


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Content:
    """A user's data set as it was read.

    Attributes:
        classes: one row per class with ``CLASS_COLUMNS``, a class without images among them
            where the source lists it.
        counts: one row per class and split with ``COUNT_COLUMNS`` and, where they occur, columns
            of ``FLAGS``; whole numbers, ``Int64``.
        splits: one row per split with ``SPLIT_COLUMNS``.
        shared: whether an image can have several classes, so that images of classes do not add
            up to images; None if that was not counted.
        exhaustive: False if classes were looked for in some of the images only (federated), so
            that counts are lower bounds.
        boxes: one row per box with ``BOX_COLUMNS``; None if the source has none.
        box_unit: of the corners: pixels, or shares of the image's width and height.
        aside: what was left out or is doubtful.
        recognised: why the source was taken for this format, in a sentence.
        provenance: what was read.
    """

    classes: pd.DataFrame
    counts: pd.DataFrame
    splits: pd.DataFrame
    provenance: Provenance
    shared: bool | None = None
    exhaustive: bool = True
    boxes: pd.DataFrame | None = None
    box_unit: Literal["pixels", "shares"] = "pixels"
    aside: tuple[Aside, ...] = ()
    recognised: str = ""

    def __post_init__(self) -> None:
        """Check that the tables belong together.

        Raises:
            ValueError: a column is missing, or a count is of no class.
        """
        tables = {
            "classes": (self.classes, CLASS_COLUMNS),
            "counts": (self.counts, COUNT_COLUMNS),
            "splits": (self.splits, SPLIT_COLUMNS),
            **({} if self.boxes is None else {"boxes": (self.boxes, BOX_COLUMNS)}),
        }
        for name, (table, wanted) in tables.items():
            if missing := [column for column in wanted if column not in table]:
                raise ValueError(f"{name} lacks the column {missing[0]!r}")
            if name in {"counts", "boxes"} and len(table):
                least, most = table["position"].min(), table["position"].max()
                if least < 0 or most >= len(self.classes):
                    raise ValueError(f"{name} has a position that is of no class")
        if self.counts.duplicated(["position", "split"]).any():
            raise ValueError("counts has a class and a split twice")
