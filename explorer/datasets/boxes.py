"""Bounding boxes of a data set's classes, and what they say of each class.

An area is a share of its image, a position a share of the image's width and height.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer import facts
from explorer.arrays import Integers, Numbers
from explorer.datasets.measure import Measure
from explorer.owner import Owner, kept_by
from explorer.settings import settings

OVERLAP = 0.5
"""Intersection over union from which a box is in the right place (Russakovsky et al. 2015)."""

ROUNDING = 1e-12
"""Share of the unit square below which two areas are equal: some boxes overlap by exactly 0.5.

Boxes in whole pixels differ by more, and float64 by less.
"""

PART = 512
"""Boxes that are compared with all others of their class at once."""

SOURCE = "validation_boxes"


@dataclass(frozen=True, eq=False, repr=False)
class Boxes(Owner):
    """Boxes, in the order of their images.

    Attributes:
        wnids: the classes by index.
        image: number of the image, per box.
        label: class index, per box.
        corners: boxes x 4: left, top, right, bottom, as shares of the image; NaN where the size
            of the image is not known.
        aspect: width over height in pixels, per box; NaN where it is not known.
        pixels: the table as it was read: image, label, width, height, x0, y0, x1, y1.
    """

    wnids: tuple[str, ...]
    image: NDArray[np.signedinteger]
    label: NDArray[np.signedinteger]
    corners: Numbers
    aspect: NDArray[np.float32]
    pixels: pd.DataFrame

    def __len__(self) -> int:
        return len(self.image)

    @cached_property
    def area(self) -> Numbers:
        """Share of the image, per box."""
        left, top, right, bottom = self.corners.T
        area: Numbers = (right - left) * (bottom - top)
        return area

    @cached_property
    def per_image(self) -> Integers:
        """How many boxes each image has, of those with any."""
        counts: Integers = np.unique(self.image, return_counts=True)[1]
        return counts

    def of(self, labels: Sequence[int]) -> "Boxes":
        """The boxes of some classes; these very ones if all are."""
        kept = np.isin(self.label, labels)
        if kept.all():
            return self
        return Boxes(
            self.wnids,
            self.image[kept],
            self.label[kept],
            self.corners[kept],
            self.aspect[kept],
            self.pixels[kept],
        )


def load(wnids: Sequence[str], folder: Path = facts.DATA) -> Boxes:
    """The boxes of the ILSVRC-2012 validation images.

    Args:
        wnids: the challenge's classes by index.
        folder: where the fact tables are.

    Raises:
        TableError: the table is missing or damaged.
    """
    table = facts.read(SOURCE, folder)
    size = table[["width", "height", "width", "height"]].to_numpy(np.float64)
    places = table[["x0", "y0", "x1", "y1"]].to_numpy(np.float64)
    wide, high = places[:, 2] - places[:, 0], places[:, 3] - places[:, 1]
    return Boxes(
        tuple(wnids),
        table["image"].to_numpy(np.int64),
        table["label"].to_numpy(np.int64),
        places / size,
        (wide / np.maximum(high, 1)).astype(np.float32),
        table.astype(np.int32),
    )


@kept_by("boxes")
def by_class(boxes: Boxes) -> pd.DataFrame:
    """Statistics of the boxes per class, over the images that have one.

    Returns:
        One row per class by wnid, in the order of the class indices; NaN without boxes:
        box_images, boxes, several (images with more than one box), most (boxes of the most
        crowded image), sized (boxes whose share of the image is known; 0 without any), area (sum
        of shares), mean_area and median_area (shares), chance (chance performance of
        localisation, share; of a random sample where a class has more boxes than the setting
        ``chance_boxes``); and scaled and paired, 1 where mean_area and chance are known, else 0.
    """
    size = len(boxes.wnids)
    count = np.bincount(boxes.label, minlength=size)
    per_image = pd.DataFrame({"image": boxes.image, "label": boxes.label}).value_counts(
        ["label", "image"], sort=False
    )
    crowds = per_image.groupby("label")
    sized = ~np.isnan(boxes.area)
    label, corners = boxes.label[sized], boxes.corners[sized]
    area = pd.Series(boxes.area[sized])
    total = np.bincount(label, weights=area, minlength=size)
    measured = np.bincount(label, minlength=size)
    order = np.argsort(label, kind="stable")
    # One part per class; if no class is mapped there is no part, not one empty part.
    each = np.split(corners[order], np.cumsum(measured))[:size]
    some = np.where(measured > 0, measured, np.nan)
    found = pd.DataFrame(
        {
            "box_images": crowds.size(),
            "boxes": crowds.sum(),
            "several": crowds.apply(lambda boxes: float((boxes > 1).sum())),
            "most": crowds.max(),
            "median_area": area.groupby(label).median(),
        },
        index=pd.RangeIndex(size),
        dtype=np.float64,
    )
    found["sized"] = np.where(count > 0, measured, np.nan)
    found["area"] = np.where(measured > 0, total, np.nan)
    found["mean_area"] = total / some
    most = settings().chance_boxes
    found["chance"] = [chance(_sample(corners, most)) for corners in each]
    found["scaled"] = (measured > 0).astype(np.float64)
    found["paired"] = found["chance"].notna().astype(np.float64)
    return found.set_index(pd.Index(boxes.wnids, name="wnid"))


def _sample(corners: Numbers, most: int) -> Numbers:
    """At most so many of some boxes, the same ones every time."""
    if len(corners) <= most:
        return corners
    chosen = np.random.default_rng(len(corners)).choice(len(corners), most, replace=False)
    return corners[np.sort(chosen)]


def chance(corners: Numbers) -> float:
    """Chance performance of localisation of a class (Russakovsky et al. 2015).

    The share of ordered pairs of its boxes, drawn on one unit square, that overlap by an
    intersection over union of at least 0.5: how often a box taken from another object of
    the class would be right. NaN with fewer than two boxes.

    Args:
        corners: boxes x 4: left, top, right, bottom, as shares of the image, in float64: at the
            threshold, float32 counts some pairs that are out and leaves out some that are in.
    """
    size = len(corners)
    if size < 2:
        return float("nan")
    hits = sum(_overlapping(part, corners) for part in np.array_split(corners, -(-size // PART)))
    return (hits - size) / (size * (size - 1))


def _overlapping(some: Numbers, others: Numbers) -> int:
    """Pairs of one of some boxes and one of others that overlap by at least 0.5."""
    (left, top, right, bottom), (left2, top2, right2, bottom2) = some.T, others.T
    wide = np.minimum.outer(right, right2) - np.maximum.outer(left, left2)
    high = np.minimum.outer(bottom, bottom2) - np.maximum.outer(top, top2)
    shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
    areas = (right - left) * (bottom - top), (right2 - left2) * (bottom2 - top2)
    union = np.add.outer(*areas) - shared
    return int((shared >= OVERLAP * union - ROUNDING).sum())


COLUMNS = (
    "box_images",
    "boxes",
    "several",
    "sized",
    "area",
    "mean_area",
    "chance",
    "scaled",
    "paired",
)
"""Columns that the measures are over."""


def measures(source: str, words: Mapping[str, tuple[str, str]]) -> tuple[Measure, ...]:
    """The measures over ``COLUMNS``.

    Args:
        source: where the boxes come from.
        words: label and meaning of each of these measures by its key.
    """
    return tuple(
        Measure(
            key=key,
            label=words[key][0],
            unit=unit,
            numerator=numerator,
            denominator=denominator,
            centred=key == "boxes_per_image",
            source=source,
            meaning=words[key][1],
        )
        for key, unit, numerator, denominator in (
            ("val_boxes", "boxes", "boxes", None),
            ("boxes_per_image", "boxes per image", "boxes", "box_images"),
            ("several_objects", "%", "several", "box_images"),
            ("object_scale", "%", "area", "sized"),
            ("class_object_scale", "%", "mean_area", "scaled"),
            ("chance_localisation", "%", "chance", "paired"),
        )
    )


MEASURES = measures(
    SOURCE,
    {
        "val_boxes": (
            "Validation boxes",
            "Bounding boxes of the class in the ILSVRC-2012 validation images.",
        ),
        "boxes_per_image": (
            "Boxes per validation image",
            "Mean number of boxes per validation image.",
        ),
        "several_objects": (
            "Images with multiple objects",
            "Share of the validation images that have more than one box.",
        ),
        "object_scale": (
            "Mean object scale",
            "Mean share of the image that a validation box covers; mean over boxes.",
        ),
        "class_object_scale": (
            "Mean object scale per class",
            (
                "Mean share of the image that a class's validation boxes cover; mean over classes, "
                "as in Russakovsky et al. (2015), so that classes with many small objects count no "
                "more than others."
            ),
        ),
        "chance_localisation": (
            "Chance performance of localisation",
            (
                "Share of pairs of a class's boxes that overlap by an intersection over union of "
                "at least 0.5 on a unit square (Russakovsky et al. 2015); mean over classes."
            ),
        ),
    },
)
"""What the boxes add to a data set whose classes are the challenge's."""
