"""The boxes of a data set: how many, how large, and where.

Of ImageNet only those of the ILSVRC-2012 validation images are available. An area is a share of
its image, a position a share of the image's width and height.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.datasets.boxes import Boxes, by_class

GRID = 28
"""Cells of the heat map along each side."""


BUILT_IN = "ilsvrc2012"
"""The built-in data set whose boxes are there: those of its validation images."""


def with_boxes(atlas: Atlas) -> list[str]:
    """Keys of the data sets that have boxes of their own: the challenge's, and the user's.

    Subsets of the challenge's classes have the same boxes as the challenge.
    """
    return [
        key
        for key, dataset in atlas.datasets.items()
        if key == BUILT_IN or (dataset.own and dataset.read_boxes is not None)
    ]


def labels_under(atlas: Atlas, focus: str, dataset: str = BUILT_IN) -> list[int]:
    """The labels that a data set's boxes have of its classes at or under a synset, ascending.

    Boxes of a user's own data set are numbered as its classes are; those of all built-in data sets
    are the challenge's, and have its class indices.
    """
    rolled = atlas.roll_up(dataset)
    inside = np.flatnonzero(np.isin(rolled.members, atlas.hierarchy.subtree(focus)))
    # The challenge numbers its classes in the order of their wnids, as its data set has them.
    if rolled.dataset.own or dataset == BUILT_IN:
        same: list[int] = inside.tolist()
        return same
    index = atlas.index_of
    return sorted(index[wnid] for wnid in rolled.dataset.wnids[inside] if wnid in index)


def classes(atlas: Atlas, boxes: Boxes, labels: Sequence[int]) -> pd.DataFrame:
    """Some classes with statistics of their boxes.

    Args:
        atlas: words.
        boxes: every box of these classes.
        labels: class indices.

    Returns:
        wnid, name, index, boxes, boxes_per_image, several_percent (of images), most_boxes (on
        an image), mean_scale, median_scale and chance_percent (percent), by class index.
    """
    found = by_class(boxes).iloc[list(labels)]
    wnids = found.index.tolist()
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "index": list(labels),
            "boxes": found["boxes"].to_numpy(),
            "boxes_per_image": (found["boxes"] / found["box_images"]).to_numpy(),
            "several_percent": (found["several"] / found["box_images"] * 100).to_numpy(),
            "most_boxes": found["most"].to_numpy(),
            "mean_scale": (found["area"] / found["sized"] * 100).to_numpy(),
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
    per_image, sized = boxes.per_image, ~np.isnan(boxes.area)
    some, area, label = len(boxes) > 0, boxes.area[sized] * 100, boxes.label[sized]
    known = len(area) > 0
    count = np.bincount(label)
    sums = np.bincount(label, weights=area)[count > 0]
    return {
        "boxes": float(len(boxes)),
        "images": float(len(per_image)),
        "boxes_per_image": float(per_image.mean()) if some else float("nan"),
        "several_percent": float((per_image > 1).mean() * 100) if some else float("nan"),
        "mean_scale": float(area.mean()) if known else float("nan"),
        "median_scale": float(np.median(area)) if known else float("nan"),
        "class_scale": float((sums / count[count > 0]).mean()) if known else float("nan"),
    }


def positions(boxes: Boxes) -> Numbers:
    """Where objects are: GRID x GRID percent of the boxes that cover a cell's centre.

    Rows run from the top of the image, columns from the left; zeros if there is no box.
    """
    placed = boxes.corners[~np.isnan(boxes.area)]
    left, top, right, bottom = (placed * GRID).T
    # A centre at k + ½ is covered if the box reaches from at most there to beyond it.
    columns = [np.clip(np.ceil(edge - 0.5), 0, GRID).astype(np.int64) for edge in (left, right)]
    rows = [np.clip(np.ceil(edge - 0.5), 0, GRID).astype(np.int64) for edge in (top, bottom)]
    side = GRID + 1
    steps = np.zeros((side, side))
    for row, column, sign in ((0, 0, 1), (0, 1, -1), (1, 0, -1), (1, 1, 1)):
        corner = rows[row] * side + columns[column]
        steps += sign * np.bincount(corner, minlength=side * side).reshape(side, side)
    covered: Numbers = steps.cumsum(axis=0).cumsum(axis=1)[:GRID, :GRID]
    return covered / max(1, len(placed)) * 100


CROWD = 8
"""Boxes of an image from which on images are counted in one bar."""


def _histogram(values: Numbers, edges: Numbers, series: str) -> pd.DataFrame:
    values = values[~np.isnan(values)]
    counts, _ = np.histogram(values, edges)
    share = counts / max(1, len(values)) * 100
    return pd.DataFrame(
        {
            "series": series,
            "left": edges[:-1],
            "right": edges[1:],
            "boxes": counts,
            "y": share.round(3),
        }
    )


def areas(boxes: Boxes, series: str, bars: int = 20) -> pd.DataFrame:
    """Boxes by the share of their image: series, left, right (percent), boxes, y (%)."""
    edges: Numbers = np.linspace(0, 100, bars + 1)
    return _histogram(boxes.area * 100, edges, series)


def aspects(boxes: Boxes, series: str) -> pd.DataFrame:
    """Boxes by width over height: series, left, right (log2), boxes, y (percent).

    The outermost bars count everything narrower than 1 : 8 or wider than 8 : 1.
    """
    edges: Numbers = np.linspace(-3, 3, 13)
    values = np.clip(np.log2(np.maximum(boxes.aspect.astype(np.float64), 1e-6)), -2.999, 2.999)
    return _histogram(values, edges, series)


def crowds(boxes: Boxes, series: str, most: int = CROWD) -> pd.DataFrame:
    """Images by how many boxes they have: series, left, right, boxes (images), y (%).

    The last bar counts all images with at least ``most`` boxes.
    """
    edges: Numbers = np.linspace(0.5, most + 0.5, most + 1)
    return _histogram(np.minimum(boxes.per_image, most).astype(np.float64), edges, series)


def geometry(boxes: Boxes) -> pd.DataFrame:
    """Boxes as a table to take away: image, wnid, label, width, height, x0, y0, x1, y1 (pixels)."""
    frame = boxes.pixels.reset_index(drop=True)
    frame.insert(1, "wnid", [boxes.wnids[label] for label in boxes.label.tolist()])
    return frame
