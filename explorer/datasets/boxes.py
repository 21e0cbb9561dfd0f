"""Bounding boxes of a data set's classes, and what they say of each class.

An area is a share of its image, a position a share of the image's width and height.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer import facts
from explorer.arrays import Integers, Numbers
from explorer.datasets.measure import CLASSES, Measure
from explorer.owner import Owner, kept_by

OVERLAP = 0.5
"""Intersection over union from which a box is in the right place (Russakovsky et al. 2015)."""

ROUNDING = 1e-12
"""Share of the unit square below which two areas are equal: some boxes overlap by exactly 0.5.

Boxes in whole pixels differ by more, and float64 by less.
"""

SOURCE = "validation_boxes"


@dataclass(frozen=True, eq=False, repr=False)
class Boxes(Owner):
    """Boxes, in the order of their images.

    Attributes:
        wnids: the classes by index.
        image: number of the image, per box.
        label: class index, per box.
        corners: boxes x 4: left, top, right, bottom, as shares of the image.
        aspect: width over height in pixels, per box.
        pixels: the table as it was read: image, label, width, height, x0, y0, x1, y1.
    """

    wnids: tuple[str, ...]
    image: Integers
    label: Integers
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
    """What the boxes say of each class, over the images that have one.

    Returns:
        One row per class by wnid, in the order of the class indices; NaN without boxes:
        box_images, boxes, several (images with more than one box), most (boxes of the most
        crowded image), area (sum of shares), mean_area and median_area (shares), chance (chance
        performance of localisation, share).
    """
    size = len(boxes.wnids)
    count = np.bincount(boxes.label, minlength=size)
    per_image = pd.DataFrame({"image": boxes.image, "label": boxes.label}).value_counts(
        ["label", "image"], sort=False
    )
    crowds = per_image.groupby("label")
    area = pd.Series(boxes.area)
    total = np.bincount(boxes.label, weights=boxes.area, minlength=size)
    order = np.argsort(boxes.label, kind="stable")
    each = np.split(boxes.corners[order], np.cumsum(count)[:-1])
    some = np.where(count > 0, count, np.nan)
    found = pd.DataFrame(
        {
            "box_images": crowds.size(),
            "boxes": crowds.sum(),
            "several": crowds.apply(lambda boxes: float((boxes > 1).sum())),
            "most": crowds.max(),
            "median_area": area.groupby(boxes.label).median(),
        },
        index=pd.RangeIndex(size),
        dtype=np.float64,
    )
    found["area"] = np.where(count > 0, total, np.nan)
    found["mean_area"] = total / some
    found["chance"] = [chance(corners) for corners in each]
    return found.set_index(pd.Index(boxes.wnids, name="wnid"))


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
    left, top, right, bottom = corners.T
    wide = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    high = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
    area = (right - left) * (bottom - top)
    union = np.add.outer(area, area) - shared
    hits = int((shared >= OVERLAP * union - ROUNDING).sum()) - size
    return hits / (size * (size - 1))


COLUMNS = ("box_images", "boxes", "several", "area", "mean_area", "chance")
"""Columns of ``by_class`` that the measures are over."""

MEASURES = (
    Measure(
        key="val_boxes",
        label="Validation boxes",
        unit="boxes",
        numerator="boxes",
        source=SOURCE,
        meaning="Bounding boxes of the class in the ILSVRC-2012 validation images.",
    ),
    Measure(
        key="boxes_per_image",
        label="Boxes per validation image",
        unit="boxes per image",
        numerator="boxes",
        denominator="box_images",
        centred=True,
        source=SOURCE,
        meaning="Mean number of boxes per validation image.",
    ),
    Measure(
        key="several_objects",
        label="Images with multiple objects",
        unit="%",
        numerator="several",
        denominator="box_images",
        source=SOURCE,
        meaning="Share of the validation images that have more than one box.",
    ),
    Measure(
        key="object_scale",
        label="Mean object scale",
        unit="%",
        numerator="area",
        denominator="boxes",
        source=SOURCE,
        meaning="Mean share of the image that a validation box covers; mean over boxes.",
    ),
    Measure(
        key="class_object_scale",
        label="Mean object scale per class",
        unit="%",
        numerator="mean_area",
        denominator=CLASSES,
        source=SOURCE,
        meaning="Mean share of the image that a class's validation boxes cover; mean over classes, "
        "as in Russakovsky et al. (2015), so that classes with many small objects count no more "
        "than others.",
    ),
    Measure(
        key="chance_localisation",
        label="Chance performance of localisation",
        unit="%",
        numerator="chance",
        denominator=CLASSES,
        source=SOURCE,
        meaning="Share of pairs of a class's boxes that overlap by an intersection over union of "
        "at least 0.5 on a unit square (Russakovsky et al. 2015); mean over classes.",
    ),
)
"""What the boxes add to a data set whose classes are the challenge's."""
