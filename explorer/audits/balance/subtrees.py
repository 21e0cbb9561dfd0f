"""Is it balanced? How images are distributed over the classes of a subtree and its branches.

A data set may have classes of which one is an ancestor of another (dog and its breeds in Fall
2011). Images of such an internal class are images of the general concept, often far fewer or
more than those of a leaf class, so every figure is available for both kinds apart.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer.arrays import Integers, Numbers
from explorer.atlas import Atlas
from explorer.audits.balance.distribution import METRICS, shape
from explorer.audits.overview import branches_of
from explorer.audits.subtree import Colour
from explorer.datasets import CLASSES, DataSet, Measure, RollUp
from explorer.errors import ExplorerError
from explorer.owner import kept_by

COUNTED = ("images", "image-class pairs")
"""Units of the counts per class that balance is computed from."""

ALL = "all"
KINDS = {
    ALL: "All classes",
    "leaves": "Leaf classes",
    "internal": "Internal classes",
}
"""Kinds of classes: an internal class has another class of the data set below it, a leaf none."""


def count_measures(dataset: DataSet) -> list[str]:
    """Keys of the measures that are counts per class; empty if there are none."""
    return [
        measure.key for measure in dataset.measures if measure.additive and measure.unit in COUNTED
    ]


def count_measure(dataset: DataSet, key: str = "") -> Measure:
    """The measure with that key, which must be a count per class; the first such one if empty.

    Raises:
        UnknownMeasure: the data set has no measure with that key.
        ExplorerError: the measure is not a count per class, or the data set has no such measure.
    """
    measures = count_measures(dataset)
    if not measures:
        raise ExplorerError(
            f"Per-class image counts of {dataset.title} are not available, so its balance "
            "cannot be computed."
        )
    measure = dataset.measure(key or measures[0])
    if measure.key not in measures:
        raise ExplorerError(
            f"{measure.label} is not a count per class. Choose one of: {', '.join(measures)}."
        )
    return measure


def summed(*measures: Measure) -> tuple[str, str]:
    """Label and unit of a sum of counts over classes.

    If an image can count for several classes, the sum is not a number of images.
    """
    if all(measure.unit == "images" for measure in measures):
        return "Images", "images"
    labels = dict.fromkeys(measure.label for measure in measures)
    units = dict.fromkeys(measure.unit for measure in measures)
    return " / ".join(labels), " / ".join(units)


class Counts(NamedTuple):
    """Classes, ascending by wnid, and how many images each has."""

    wnids: list[str]
    images: Numbers


def counts(rolled: RollUp, focus: str, measure: str, kind: str = ALL) -> Counts:
    """The classes at or under a synset whose count is known.

    Args:
        rolled: of the data set.
        focus: wnid of the synset.
        measure: key of what is counted.
        kind: of the classes, a key of ``KINDS``.

    Raises:
        UnknownSynset, UnknownMeasure: the wnid or the key means nothing.
    """
    positions, own = _classes(rolled, focus, measure, kind)
    known = np.isfinite(own)
    return Counts(rolled.hierarchy.named(positions[known]), own[known])


def _classes(rolled: RollUp, focus: str, measure: str, kind: str) -> tuple[Integers, Numbers]:
    """Positions of the classes of a kind at or under a synset, and their counts, NaN if unknown."""
    positions = rolled.hierarchy.subtree(focus)
    positions = positions[np.isfinite(rolled.own(CLASSES, positions))]
    positions = positions[_of_kind(rolled, positions, kind)]
    return positions, rolled.own(measure, positions)


def _of_kind(rolled: RollUp, positions: Integers, kind: str) -> NDArray[np.bool_]:
    """Which of some classes are of a kind; those that are no classes are leaves."""
    if kind == ALL:
        return np.ones(len(positions), dtype=bool)
    internal = rolled.subtree(CLASSES, positions) > 1
    return internal if kind == "internal" else ~internal


def not_counted(rolled: RollUp, focus: str, measure: str, kind: str = ALL) -> int:
    """How many classes of a kind at or under a synset have no known count."""
    _, own = _classes(rolled, focus, measure, kind)
    return int(np.isnan(own).sum())


@kept_by("rolled")
def kinds(
    rolled: RollUp, focus: str, measure: str, threshold: float
) -> dict[str, dict[str, float]]:
    """The shape of all classes, leaf classes and internal classes under a synset.

    Returns:
        Key of ``KINDS`` to what ``shape`` gives, for each kind with a known count.
    """
    found = {kind: counts(rolled, focus, measure, kind).images for kind in KINDS}
    return {kind: shape(images, threshold) for kind, images in found.items() if len(images)}


def branches(
    atlas: Atlas, rolled: RollUp, focus: str, measure: str, threshold: float, kind: str = ALL
) -> pd.DataFrame:
    """The shape of every branch of a synset, the one with the smallest median first.

    Returns:
        One row per branch (see ``overview.branches_of``) with a known count: wnid, name, internal
        (how many of its counted classes are internal), then one column per metric.
    """
    children = branches_of(atlas, focus)
    rows = []
    for wnid, name in zip(children, atlas.lexicon.telling_names(children), strict=True):
        found = counts(rolled, wnid, measure, kind)
        if found.wnids:
            positions = rolled.hierarchy.positions(found.wnids)
            internal = int(_of_kind(rolled, positions, "internal").sum())
            about = {"wnid": wnid, "name": name, "internal": internal}
            rows.append(about | shape(found.images, threshold))
    whole = {each.key: np.int64 for each in METRICS if each.whole}
    columns = ["wnid", "name", "internal", *(each.key for each in METRICS)]
    frame = pd.DataFrame(rows, columns=columns).astype(whole)
    return frame.sort_values(["median", "wnid"], ignore_index=True)


def small_classes(
    atlas: Atlas, rolled: RollUp, focus: str, measure: str, threshold: float, kind: str = ALL
) -> pd.DataFrame:
    """Classes with fewer images than a threshold, the smallest first.

    Returns:
        wnid, name, kind (leaf or internal), parents (names, joined by commas), count.
    """
    found = counts(rolled, focus, measure, kind)
    order = np.argsort(found.images, kind="stable")
    small = order[found.images[order] < threshold]
    wnids = [found.wnids[at] for at in small]
    parents = [atlas.hierarchy.parents_of(wnid) for wnid in wnids]
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "kind": _kinds(rolled, wnids),
            "parents": [", ".join(atlas.lexicon.names(above)) for above in parents],
            "count": found.images[small].astype(np.int64),
        }
    )


def _kinds(rolled: RollUp, wnids: list[str]) -> list[str]:
    internal = _of_kind(rolled, rolled.hierarchy.positions(wnids), "internal")
    return ["internal" if each else "leaf" for each in internal]


def ranked_classes(
    atlas: Atlas, rolled: RollUp, focus: str, measure: str, kind: str = ALL
) -> pd.DataFrame:
    """Every class with a known count, the largest first.

    Returns:
        rank (from 1), wnid, name, kind (leaf or internal), count, and share_at_or_below: percent
        of all images in this class and the smaller ones, the height of the Lorenz curve there;
        NaN without images.
    """
    found = counts(rolled, focus, measure, kind)
    order = np.argsort(-found.images, kind="stable")
    images = found.images[order]
    total = images.sum()
    below = np.cumsum(images[::-1])[::-1]
    wnids = [found.wnids[at] for at in order]
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(order) + 1),
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "kind": _kinds(rolled, wnids),
            "count": images.astype(np.int64),
            "share_at_or_below": below / total * 100 if total else np.full(len(order), np.nan),
        }
    )


def against_median(rolled: RollUp, focus: str, measure: str, name: str, kind: str = ALL) -> Colour:
    """The median of each subtree relative to the median of the whole, as a ratio.

    For a class itself it is its own count over the median of the whole. NaN where the median of
    the whole is 0, where nothing is known, and for classes of another kind.
    """
    hierarchy, own = rolled.hierarchy, rolled.own(measure)
    everywhere = np.arange(len(own))
    own[~_of_kind(rolled, everywhere, kind)] = np.nan

    def median(position: int) -> float:
        values = own[hierarchy.subtree(hierarchy.wnids[position])]
        values = values[np.isfinite(values)]
        return float(np.median(values)) if len(values) else float("nan")

    whole = median(hierarchy.position(focus)) or float("nan")

    def subtree(positions: Integers) -> Numbers:
        distinct, places = np.unique(positions, return_inverse=True)
        return np.array([median(position) for position in distinct.tolist()])[places] / whole

    return Colour(f"Median relative to {name}", "ratio", subtree, lambda at: own[at] / whole)
