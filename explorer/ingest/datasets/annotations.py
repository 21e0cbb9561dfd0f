"""Images and their labels, as readers of annotation formats gather them, and the tables they make.

A label names the class of an object or of a whole image; with its box, if it has one.
"""

from array import array
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer.arrays import Integers, Numbers
from explorer.ingest.datasets import class_names
from explorer.ingest.datasets.content import (
    BOX_COLUMNS,
    CLASS_COLUMNS,
    FLAGS,
    Aside,
    Content,
    Provenance,
)

Mask = NDArray[np.bool_]

BOXED = 1 << len(FLAGS)
"""Bit of a label that has a box; those below it are the ``FLAGS``, in their order."""

UNKNOWN = float("nan")
"""Width or height of an image whose size is not known."""

SLACK = {"pixels": 1.0, "shares": 0.002}
"""How far a box may reach outside its image unsaid: published files round their corners."""

NO_BOX = (UNKNOWN,) * 4


def flags(**given: bool) -> int:
    """The bits of some flags, by name."""
    return sum(1 << FLAGS.index(name) for name, said in given.items() if said)


class Asides:
    """Counts of what is left out or doubtful, by kind, with the place of the first."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._found: dict[str, Aside] = {}

    def add(self, what: str, where: str, *, count: int = 1, kept: bool = False) -> None:
        """Count some more of a kind; the first place that is named stays."""
        if count:
            first = self._found.get(what, Aside(what=what, count=0, where=where, kept=kept))
            self._found[what] = Aside(
                what=what, count=first.count + count, where=first.where, kept=kept
            )

    def every(self) -> tuple[Aside, ...]:
        """All of them, in the order in which they were first met."""
        return tuple(self._found.values())


@dataclass(frozen=True, eq=False)
class Annotations:
    """Images, classes and labels in columns that a reader appends to.

    Attributes:
        unit: of the corners: pixels, or shares of the image's width and height.
        split: of an image: number of its split in ``splits``.
        width: of an image, in pixels; ``UNKNOWN`` if it is not known.
        height: of an image, in pixels.
        image: of a label: number of its image.
        position: of a label: its class.
        flags: of a label: bits of ``FLAGS``, and ``BOXED``.
        corners: of a label: x0, y0, x1, y1; anything where it has no box.
        splits: names of the splits.
        classes: id, name and synset of each class.
        asides: what was set aside so far.
    """

    unit: Literal["pixels", "shares"] = "pixels"
    split: "array[int]" = field(default_factory=lambda: array("i"))
    width: "array[float]" = field(default_factory=lambda: array("d"))
    height: "array[float]" = field(default_factory=lambda: array("d"))
    image: "array[int]" = field(default_factory=lambda: array("i"))
    position: "array[int]" = field(default_factory=lambda: array("i"))
    flags: "array[int]" = field(default_factory=lambda: array("B"))
    corners: "array[float]" = field(default_factory=lambda: array("d"))
    splits: list[str] = field(default_factory=list)
    classes: list[tuple[str, str, str]] = field(default_factory=list)
    asides: Asides = field(default_factory=Asides)
    _positions: dict[Hashable, int] = field(default_factory=dict)

    def split_number(self, name: str) -> int:
        """The number of a split, which is added if it is new."""
        if name not in self.splits:
            self.splits.append(name)
        return self.splits.index(name)

    def class_position(self, key: Hashable, row: tuple[str, str, str]) -> int:
        """The position of the class with a key; one that is new is added with its row."""
        position = self._positions.setdefault(key, len(self.classes))
        if position == len(self.classes):
            self.classes.append(row)
        return position

    def add_image(self, split: int, width: float = UNKNOWN, height: float = UNKNOWN) -> int:
        """Add an image; returns its number."""
        self.split.append(split)
        self.width.append(width)
        self.height.append(height)
        return len(self.split) - 1

    def add_label(
        self,
        image: int,
        position: int,
        corners: tuple[float, float, float, float] | None = None,
        bits: int = 0,
    ) -> None:
        """Add a label of an image, with its box if it has one."""
        self.image.append(image)
        self.position.append(position)
        self.flags.append(bits if corners is None else bits | BOXED)
        self.corners.extend(NO_BOX if corners is None else corners)

    def content(
        self,
        provenance: Provenance,
        place: Callable[[int], str],
        *,
        exhaustive: bool = True,
    ) -> Content:
        """The tables.

        Args:
            provenance: what was read.
            place: where a label is, by its number: file and row, or an id.
            exhaustive: whether every class was looked for in every image.
        """
        image = np.frombuffer(self.image, np.int32)
        position = np.frombuffer(self.position, np.int32)
        bits = np.frombuffer(self.flags, np.uint8)
        split = np.frombuffer(self.split, np.int32)
        corners = np.frombuffer(self.corners, np.float64).reshape(-1, 4)
        sizes = np.stack([np.frombuffer(each, np.float64) for each in (self.width, self.height)], 1)
        sizes = np.where(np.isfinite(sizes).all(1, keepdims=True) & (sizes > 0), sizes, np.nan)
        kept = self._kept(corners, sizes, image, (bits & BOXED) > 0, place)
        labelled = _distinct(image.astype(np.int64) * max(1, len(self.classes)) + position)
        owners, shown = np.divmod(labelled, max(1, len(self.classes)))
        boxes = None
        if (bits & BOXED).any():
            columns = (image[kept], position[kept], *sizes[image[kept]].T, *corners[kept].T)
            boxes = pd.DataFrame(dict(zip(BOX_COLUMNS, columns, strict=True)), copy=False)
        return Content(
            classes=pd.DataFrame(self.classes, columns=list(CLASS_COLUMNS), dtype="str"),
            counts=self._counts(split, owners, shown, image, position, bits, kept),
            splits=self._split_table(split, owners),
            provenance=provenance,
            shared=bool(len(_distinct(owners)) < len(owners)),
            exhaustive=exhaustive,
            boxes=boxes,
            box_unit=self.unit,
            aside=(
                *self.asides.every(),
                *class_names.unseen(name for _, name, _ in self.classes),
            ),
        )

    def _kept(
        self,
        corners: Numbers,
        sizes: Numbers,
        image: NDArray[np.int32],
        boxed: Mask,
        place: Callable[[int], str],
    ) -> Mask:
        """Which labels have a valid box; the others are counted with the reason."""
        slack = SLACK[self.unit]
        x0, y0, x1, y1 = corners.T
        width, height = (1.0, 1.0) if self.unit == "shares" else sizes[image].T
        kept = boxed.copy()
        left_out = (
            ("boxes with a corner that is not a finite number", ~np.isfinite(corners).all(1)),
            ("boxes without width or height, or with a negative one", (x1 <= x0) | (y1 <= y0)),
            (
                "boxes that are wholly outside their image",
                (x1 <= 0) | (y1 <= 0) | (x0 >= width) | (y0 >= height),
            ),
        )
        for what, wrong in left_out:
            self._say(f"{what} (their labels are counted)", kept & wrong, place)
            kept &= ~wrong
        over = (x0 < -slack) | (y0 < -slack) | (x1 > width + slack) | (y1 > height + slack)
        self._say("boxes that reach outside their image", kept & over, place, kept=True)
        return kept

    def _say(
        self, what: str, wrong: Mask, place: Callable[[int], str], *, kept: bool = False
    ) -> None:
        if wrong.any():
            self.asides.add(what, place(int(wrong.argmax())), count=int(wrong.sum()), kept=kept)

    def _counts(
        self,
        split: NDArray[np.int32],
        owners: Integers,
        shown: Integers,
        image: NDArray[np.int32],
        position: NDArray[np.int32],
        bits: NDArray[np.uint8],
        kept: Mask,
    ) -> pd.DataFrame:
        """Every class in every split; a class that none of a split's images shows has zeros."""
        several = max(1, len(self.splits))
        cells = len(self.classes) * several
        cell = position.astype(np.int64) * several + split[image]
        columns = {
            "images": np.bincount(shown * several + split[owners], minlength=cells),
            "labels": np.bincount(cell, minlength=cells),
            "boxes": np.bincount(cell[kept], minlength=cells),
        }
        for bit, name in enumerate(FLAGS):
            flagged = kept & ((bits >> bit) & 1 > 0)
            if flagged.any():
                columns[name] = np.bincount(cell[flagged], minlength=cells)
        frame = pd.DataFrame(columns, dtype="Int64")
        if not (bits & BOXED).any():
            frame["boxes"] = pd.array([pd.NA] * cells, dtype="Int64")
        frame.insert(0, "position", np.repeat(np.arange(len(self.classes)), several))
        frame.insert(1, "split", np.tile(np.array(self.splits or [""], object), len(self.classes)))
        return frame

    def _split_table(self, split: NDArray[np.int32], owners: Integers) -> pd.DataFrame:
        images = np.bincount(split, minlength=len(self.splits))
        labelled = np.bincount(split[_distinct(owners)], minlength=len(self.splits))
        return pd.DataFrame(
            {
                "split": pd.array(self.splits, dtype="str"),
                "images": pd.array(images, dtype="Int64"),
                "unlabelled": pd.array(images - labelled, dtype="Int64"),
            }
        )


def _distinct(values: Integers) -> Integers:
    """The unique values in ascending order; sorting is faster than NumPy's hashing for them."""
    ascending = np.sort(values)
    new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return ascending[new]
