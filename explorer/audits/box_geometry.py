"""The boxes of the ILSVRC-2012 validation images: how many, how large, and where.

All boxes of the challenge's 1,000 classes are available. An area is a share of its image, a
position a share of the image's width and height.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer import facts
from explorer.atlas import Atlas
from explorer.closure import Integers, Numbers
from explorer.datasets import CLASSES, DataSet, Group, Measure

IMAGES_A_CLASS = 50
"""Validation images of every class."""

GRID = 28
"""Cells of the heat map along each side."""

OVERLAP = 0.5
"""Intersection over union from which a box is in the right place (Russakovsky et al. 2015)."""

ROUNDING = 1e-12
"""Share of the unit square below which two areas are equal: some boxes overlap by exactly 0.5.

Boxes in whole pixels differ by more, and float64 by less.
"""

SOURCE = "validation_boxes"


@dataclass(frozen=True, eq=False, repr=False)
class Boxes:
    """Boxes, in the order of their images.

    Attributes:
        image: number of the validation image, per box.
        label: class index, per box.
        corners: boxes x 4: left, top, right, bottom, as shares of the image.
        aspect: width over height in pixels, per box.
        pixels: the table as it was read: image, label, width, height, x0, y0, x1, y1.
    """

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
            self.image[kept],
            self.label[kept],
            self.corners[kept],
            self.aspect[kept],
            self.pixels[kept],
        )


@lru_cache(maxsize=1)
def load(folder: Path = facts.DATA) -> Boxes:
    """All boxes, read once.

    Raises:
        TableError: the table is missing or damaged.
    """
    table = facts.read(SOURCE, folder)
    size = table[["width", "height", "width", "height"]].to_numpy(np.float64)
    places = table[["x0", "y0", "x1", "y1"]].to_numpy(np.float64)
    wide, high = places[:, 2] - places[:, 0], places[:, 3] - places[:, 1]
    return Boxes(
        table["image"].to_numpy(np.int64),
        table["label"].to_numpy(np.int64),
        places / size,
        (wide / np.maximum(high, 1)).astype(np.float32),
        table.astype(np.int32),
    )


def labels_under(atlas: Atlas, focus: str) -> list[int]:
    """Indices of the challenge's classes at or under a synset, ascending."""
    # The challenge numbers its classes in the order of their wnids, as the data set has them.
    members = atlas.figures("ilsvrc2012").members
    inside: list[int] = np.flatnonzero(np.isin(members, atlas.hierarchy.subtree(focus))).tolist()
    return inside


@lru_cache(maxsize=1)
def by_class(folder: Path = facts.DATA) -> pd.DataFrame:
    """What is known of each class's boxes.

    Returns:
        One row per class, by class index 0 to 999: val_images, val_boxes, several (images with
        more than one box), most (boxes of the most crowded image), area (sum of shares),
        mean_area and median_area (shares), chance (chance performance of localisation, share).
    """
    boxes = load(folder)
    count = np.bincount(boxes.label, minlength=1000)
    per_image = pd.DataFrame({"image": boxes.image, "label": boxes.label}).value_counts(
        ["label", "image"], sort=False
    )
    crowds = per_image.groupby("label")
    area = pd.Series(boxes.area)
    total = np.bincount(boxes.label, weights=boxes.area, minlength=1000)
    order = np.argsort(boxes.label, kind="stable")
    each = np.split(boxes.corners[order], np.cumsum(count)[:-1])
    return pd.DataFrame(
        {
            "val_images": np.full(1000, float(IMAGES_A_CLASS)),
            "val_boxes": count.astype(np.float64),
            "several": crowds.apply(lambda boxes: float((boxes > 1).sum())).to_numpy(),
            "most": crowds.max().to_numpy(np.float64),
            "area": total,
            "mean_area": total / count,
            "median_area": area.groupby(boxes.label).median().to_numpy(),
            "chance": [chance(corners) for corners in each],
        },
        index=pd.RangeIndex(1000, name="index"),
    )


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


MEASURES = (
    Measure(
        key="val_boxes",
        label="Validation boxes",
        unit="boxes",
        numerator="val_boxes",
        source=SOURCE,
        meaning="Bounding boxes of the class in the ILSVRC-2012 validation images.",
    ),
    Measure(
        key="boxes_per_image",
        label="Boxes per validation image",
        unit="boxes per image",
        numerator="val_boxes",
        denominator="val_images",
        source=SOURCE,
        meaning="Mean number of boxes per validation image.",
    ),
    Measure(
        key="several_objects",
        label="Images with multiple objects",
        unit="%",
        numerator="several",
        denominator="val_images",
        source=SOURCE,
        meaning="Share of the validation images that have more than one box.",
    ),
    Measure(
        key="object_scale",
        label="Mean object scale",
        unit="%",
        numerator="area",
        denominator="val_boxes",
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


@lru_cache(maxsize=8)
def boxed(dataset: DataSet, folder: Path = facts.DATA) -> DataSet:
    """A data set with the box measures of its classes that are in ILSVRC-2012."""

    def columns() -> pd.DataFrame:
        numbered = facts.read("ilsvrc2012", folder).set_index("wnid")["index"]
        return by_class(folder).loc[numbered.to_numpy()].set_index(numbered.index)

    names = ("val_images", "val_boxes", "several", "area", "mean_area", "chance")
    return dataset.extended(Group(names=names, load=columns), *MEASURES)


def classes(atlas: Atlas, labels: Sequence[int]) -> pd.DataFrame:
    """Some classes with what is known of their boxes.

    Returns:
        wnid, name, index, boxes, boxes_per_image, several_percent (of images), most_boxes (on
        an image), mean_scale, median_scale and chance_percent (percent), by class index.
    """
    found = by_class().loc[list(labels)]
    wnids = [atlas.class_index[label] for label in labels]
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "index": list(labels),
            "boxes": found["val_boxes"].to_numpy(),
            "boxes_per_image": (found["val_boxes"] / found["val_images"]).to_numpy(),
            "several_percent": (found["several"] / found["val_images"] * 100).to_numpy(),
            "most_boxes": found["most"].to_numpy(),
            "mean_scale": (found["area"] / found["val_boxes"] * 100).to_numpy(),
            "median_scale": (found["median_area"] * 100).to_numpy(),
            "chance_percent": (found["chance"] * 100).to_numpy(),
        }
    )


def summary(boxes: Boxes) -> dict[str, float]:
    """Some boxes in figures.

    Returns:
        boxes, images (with any of them), boxes_per_image, several_percent (images with more
        than one), mean_scale and median_scale (over boxes) and class_scale (mean over classes of
        their mean, as in Russakovsky et al. 2015), in percent of the image; NaN without boxes.
    """
    per_image, area = boxes.per_image, boxes.area * 100
    some = len(boxes) > 0
    count = np.bincount(boxes.label)
    sums = np.bincount(boxes.label, weights=area)[count > 0]
    return {
        "boxes": float(len(boxes)),
        "images": float(len(per_image)),
        "boxes_per_image": float(per_image.mean()) if some else float("nan"),
        "several_percent": float((per_image > 1).mean() * 100) if some else float("nan"),
        "mean_scale": float(area.mean()) if some else float("nan"),
        "median_scale": float(np.median(area)) if some else float("nan"),
        "class_scale": float((sums / count[count > 0]).mean()) if some else float("nan"),
    }


def positions(boxes: Boxes) -> Numbers:
    """Where objects are: GRID x GRID percent of the boxes that cover a cell's centre.

    Rows run from the top of the image, columns from the left; zeros if there is no box.
    """
    left, top, right, bottom = (boxes.corners * GRID).T
    # A centre at k + ½ is covered if the box reaches from at most there to beyond it.
    columns = [np.clip(np.ceil(edge - 0.5), 0, GRID).astype(np.int64) for edge in (left, right)]
    rows = [np.clip(np.ceil(edge - 0.5), 0, GRID).astype(np.int64) for edge in (top, bottom)]
    side = GRID + 1
    steps = np.zeros((side, side))
    for row, column, sign in ((0, 0, 1), (0, 1, -1), (1, 0, -1), (1, 1, 1)):
        corner = rows[row] * side + columns[column]
        steps += sign * np.bincount(corner, minlength=side * side).reshape(side, side)
    covered: Numbers = steps.cumsum(axis=0).cumsum(axis=1)[:GRID, :GRID]
    return covered / max(1, len(boxes)) * 100


def _histogram(
    values: Numbers, edges: Numbers, series: str, words: Mapping[int, str]
) -> pd.DataFrame:
    counts, _ = np.histogram(values, edges)
    share = counts / max(1, len(values)) * 100
    return pd.DataFrame(
        {
            "series": series,
            "left": edges[:-1],
            "right": edges[1:],
            "boxes": counts,
            "y": share.round(3),
            "hover": [
                f"{series}<br>{words[at]}: {each:.1f} % ({count:,})"
                for at, (each, count) in enumerate(zip(share, counts, strict=True))
            ],
        }
    )


def areas(boxes: Boxes, series: str, bars: int = 20) -> pd.DataFrame:
    """Boxes by the share of their image: series, left, right (percent), boxes, y (%), hover."""
    edges: Numbers = np.linspace(0, 100, bars + 1)
    words = {at: f"{edges[at]:.0f} to {edges[at + 1]:.0f} % of the image" for at in range(bars)}
    return _histogram(boxes.area * 100, edges, series, words)


def aspects(boxes: Boxes, series: str) -> pd.DataFrame:
    """Boxes by width over height: series, left, right (log2), boxes, y (percent), hover.

    The outermost bars hold all that is narrower than 1 : 8 or wider than 8 : 1.
    """
    edges: Numbers = np.linspace(-3, 3, 13)
    words = {
        at: f"width {2.0 ** edges[at]:.2g} to {2.0 ** edges[at + 1]:.2g} times the height"
        for at in range(len(edges) - 1)
    }
    values = np.clip(np.log2(np.maximum(boxes.aspect.astype(np.float64), 1e-6)), -2.999, 2.999)
    return _histogram(values, edges, series, words)


def crowds(boxes: Boxes, series: str, most: int = 8) -> pd.DataFrame:
    """Images by how many boxes they have: series, left, right, boxes (images), y (%), hover.

    The last bar holds all images with ``most`` boxes or more.
    """
    edges: Numbers = np.linspace(0.5, most + 0.5, most + 1)
    words = {at: f"{at + 1}{' or more' if at + 1 == most else ''} boxes" for at in range(most)}
    return _histogram(np.minimum(boxes.per_image, most).astype(np.float64), edges, series, words)


def geometry(atlas: Atlas, boxes: Boxes) -> pd.DataFrame:
    """Boxes as a table to take away: image, wnid, label, width, height, x0, y0, x1, y1 (pixels)."""
    frame = boxes.pixels.reset_index(drop=True)
    frame.insert(1, "wnid", [atlas.class_index[label] for label in boxes.label.tolist()])
    return frame
