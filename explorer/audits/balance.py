"""Is it balanced? How images spread over the classes of a subtree, in metrics and curves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.audits.overview import branches_of
from explorer.audits.subtree import Colour
from explorer.closure import Integers, Numbers
from explorer.datasets import CLASSES, DataSet, Figures
from explorer.formatting import written

POINTS = 160
"""Points of a curve at most: more are not seen, and a figure must stay small."""

COUNTED = ("images", "presences")
"""Units of what a class can have more or less of to train on."""

BINS_PER_DECADE = 5
"""Bars of a histogram for each factor of ten."""


@dataclass(frozen=True)
class Metric:
    """A figure of a distribution of images over classes.

    Attributes:
        key: its name in tables and downloads.
        label: its name on a page.
        unit: what one of it is.
        meaning: formula and source, in a sentence.
        of: counts (ascending, at least one) and a threshold to the figure; NaN where it has
            no value.
    """

    key: str
    label: str
    unit: str
    meaning: str
    of: Callable[[Numbers, float], float]


def gini(counts: Numbers) -> float:
    """Gini's coefficient of ascending counts: 0 if all are equal, near 1 if one holds all."""
    size, total = len(counts), counts.sum()
    if total == 0:
        return float("nan")
    ranks = np.arange(1, size + 1)
    return float(((2 * ranks - size - 1) * counts).sum() / (size * total))


def effective_classes(counts: Numbers) -> float:
    """Exp of Shannon's entropy of the classes' shares: how many equal classes are as diverse."""
    total = counts.sum()
    if total == 0:
        return float("nan")
    shares = counts[counts > 0] / total
    return float(np.exp(-(shares * np.log(shares)).sum()))


def imbalance(counts: Numbers) -> float:
    """Largest over smallest count; NaN where the smallest is 0."""
    return float(counts[-1] / counts[0]) if counts[0] > 0 else float("nan")


def top_share(counts: Numbers, part: float) -> float:
    """Percent of all images in the largest ``part`` of the classes, rounded up to whole ones."""
    total = counts.sum()
    largest = int(np.ceil(part * len(counts) - 1e-9))
    return float(counts[len(counts) - largest :].sum() / total * 100) if total else float("nan")


def _quantile(share: float) -> Callable[[Numbers, float], float]:
    return lambda counts, _: float(np.quantile(counts, share))


def _top(part: float) -> Callable[[Numbers, float], float]:
    return lambda counts, _: top_share(counts, part)


METRICS = (
    Metric("classes", "Classes", "classes", "Classes whose count is known.", lambda n, _: len(n)),
    Metric("images", "Images", "images", "Sum over the classes.", lambda n, _: n.sum()),
    Metric(
        "gini",
        "Gini coefficient",
        "0 to 1",
        "Σ (2i − n − 1) xᵢ / (n Σ xᵢ) over the n counts xᵢ in ascending order (Gini 1912): twice "
        "the area between the Lorenz curve and equality. 0 if all classes are equal.",
        lambda n, _: gini(n),
    ),
    Metric(
        "imbalance_ratio",
        "Imbalance ratio",
        "times",
        "Largest class over smallest class (Buda, Maki and Mazurowski 2018). No value where the "
        "smallest class has no image.",
        lambda n, _: imbalance(n),
    ),
    Metric(
        "effective_classes",
        "Effective classes",
        "classes",
        "exp(−Σ pᵢ ln pᵢ), pᵢ the share of images in class i: the number of equal classes that "
        "are as diverse (Hill 1973, order 1).",
        lambda n, _: effective_classes(n),
    ),
    Metric("median", "Median", "images per class", "Half the classes have fewer.", _quantile(0.5)),
    Metric("smallest", "Smallest", "images per class", "The smallest class.", lambda n, _: n[0]),
    Metric(
        "lower_quartile",
        "Lower quartile",
        "images per class",
        "A quarter of the classes have fewer; between two classes, in proportion.",
        _quantile(0.25),
    ),
    Metric(
        "upper_quartile",
        "Upper quartile",
        "images per class",
        "A quarter of the classes have more; between two classes, in proportion.",
        _quantile(0.75),
    ),
    Metric("largest", "Largest", "images per class", "The largest class.", lambda n, _: n[-1]),
    Metric(
        "top_1_percent",
        "In the largest 1 %",
        "%",
        "Share of images in the largest 1 % of classes, rounded up to whole classes.",
        _top(0.01),
    ),
    Metric(
        "top_10_percent",
        "In the largest 10 %",
        "%",
        "Share of images in the largest 10 % of classes, rounded up to whole classes.",
        _top(0.1),
    ),
    Metric(
        "top_50_percent",
        "In the largest 50 %",
        "%",
        "Share of images in the largest half of the classes, rounded up to whole classes.",
        _top(0.5),
    ),
    Metric(
        "under_threshold",
        "Small classes",
        "classes",
        "Classes with fewer images than the threshold chosen.",
        lambda n, threshold: (n < threshold).sum(),
    ),
)
"""The shape of a distribution, in the order of a page."""


def count_measures(dataset: DataSet) -> list[str]:
    """Keys of the measures that count something of each class; empty where none is known."""
    return [
        measure.key for measure in dataset.measures if measure.additive and measure.unit in COUNTED
    ]


class Counts(NamedTuple):
    """Classes, ascending by wnid, and how many images each has."""

    wnids: list[str]
    images: Numbers


def counts(figures: Figures, focus: str, measure: str) -> Counts:
    """The classes at or under a synset whose count is known.

    Raises:
        UnknownSynset, UnknownMeasure: the wnid or the key means nothing.
    """
    positions = figures.hierarchy.subtree(focus)
    own = figures.own(measure, positions)
    known = np.isfinite(own)
    return Counts(figures.hierarchy.named(positions[known]), own[known])


def shape(values: Numbers, threshold: float) -> dict[str, float]:
    """Every metric of some counts, in any order; NaN where it has no value.

    Args:
        values: a count a class, at least 0.
        threshold: images below which a class counts as small.
    """
    ascending = np.sort(np.asarray(values, dtype=np.float64))
    if not len(ascending):
        empty = {"classes", "images", "under_threshold"}
        return {each.key: 0.0 if each.key in empty else float("nan") for each in METRICS}
    return {each.key: float(each.of(ascending, threshold)) for each in METRICS}


def not_counted(figures: Figures, focus: str, measure: str) -> int:
    """How many classes at or under a synset have no known count."""
    at = figures.hierarchy.positions([focus])
    return int(figures.unknown(measure, at)[0])


def branches(
    atlas: Atlas, figures: Figures, focus: str, measure: str, threshold: float
) -> pd.DataFrame:
    """The shape of every branch of a synset, the one with the smallest median first.

    Returns:
        A row a branch (see ``overview.branches_of``) with a counted class: wnid, name, then a
        column a metric.
    """
    children = branches_of(atlas, focus)
    rows = []
    for wnid, name in zip(children, atlas.lexicon.telling_names(children), strict=True):
        values = counts(figures, wnid, measure).images
        if len(values):
            rows.append({"wnid": wnid, "name": name} | shape(values, threshold))
    frame = pd.DataFrame(rows, columns=["wnid", "name", *(each.key for each in METRICS)])
    return frame.sort_values(["median", "wnid"], ignore_index=True)


def inner_and_leaves(figures: Figures, focus: str, measure: str, threshold: float) -> pd.DataFrame:
    """Classes that have other classes of the data set below them, and those that have not.

    Returns:
        Two rows: kind, then a column a metric.
    """
    found = counts(figures, focus, measure)
    positions = figures.hierarchy.positions(found.wnids)
    inner = figures.subtree(CLASSES, positions) > 1
    rows = [
        {"kind": kind} | shape(found.images[mask], threshold)
        for kind, mask in (("inner classes", inner), ("leaf classes", ~inner))
    ]
    return pd.DataFrame(rows)


def small_classes(
    atlas: Atlas, figures: Figures, focus: str, measure: str, threshold: float
) -> pd.DataFrame:
    """Classes with fewer images than a threshold, the smallest first: wnid, name, parents, count.

    ``parents`` are names, joined by commas.
    """
    found = counts(figures, focus, measure)
    order = np.argsort(found.images, kind="stable")
    small = order[found.images[order] < threshold]
    wnids = [found.wnids[at] for at in small]
    parents = [atlas.hierarchy.parents_of(wnid) for wnid in wnids]
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "parents": [", ".join(atlas.lexicon.names(above)) for above in parents],
            "count": found.images[small],
        }
    )


def ranked_classes(atlas: Atlas, figures: Figures, focus: str, measure: str) -> pd.DataFrame:
    """Every counted class, the largest first.

    Returns:
        rank (from 1), wnid, name, count, and share_at_or_below: percent of all images in this
        class and the smaller ones, the height of the Lorenz curve there; NaN without images.
    """
    found = counts(figures, focus, measure)
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
            "count": images,
            "share_at_or_below": below / total * 100 if total else np.full(len(order), np.nan),
        }
    )


def against_median(figures: Figures, focus: str, measure: str, name: str) -> Colour:
    """How a subtree's median compares with the median of the whole, in times.

    Of a class itself it is its own count over the median of the whole. Thin branches are
    below 1. NaN where a median is 0 or nothing is known.
    """
    hierarchy, own = figures.hierarchy, figures.own(measure)

    def median(position: int) -> float:
        values = own[hierarchy.subtree(hierarchy.wnids[position])]
        values = values[np.isfinite(values)]
        return float(np.median(values)) if len(values) else float("nan")

    whole = median(hierarchy.position(focus)) or float("nan")

    def subtree(positions: Integers) -> Numbers:
        distinct, places = np.unique(positions, return_inverse=True)
        return np.array([median(position) for position in distinct.tolist()])[places] / whole

    return Colour(f"Median over that of {name}", "times", subtree, lambda at: own[at] / whole)


def rank_size(values: Numbers, series: str) -> pd.DataFrame:
    """Classes by rank, the largest first: series, x (rank from 1), y (images), hover.

    Thinned evenly over the logarithm of the rank; both ends are kept.
    """
    descending = np.sort(values)[::-1]
    at = _thinned(len(descending))
    return pd.DataFrame(
        {
            "series": series,
            "x": at + 1,
            "y": descending[at],
            "hover": [
                f"{series}<br>class {rank + 1:,} by size: {written(value)} images"
                for rank, value in zip(at.tolist(), descending[at].tolist(), strict=True)
            ],
        }
    )


def _thinned(size: int) -> Integers:
    """Places from 0 to size - 1, dense at the beginning, both ends kept."""
    if size <= POINTS:
        return np.arange(size)
    return np.unique(np.geomspace(1, size, POINTS).round().astype(np.int64)) - 1


def lorenz(values: Numbers, series: str) -> pd.DataFrame:
    """The Lorenz curve: series, x (share of classes), y (share of images in the smallest x)."""
    ascending = np.sort(values)
    total = ascending.sum()
    size = len(ascending)
    if not total:
        return pd.DataFrame(columns=["series", "x", "y", "hover"])
    at = np.unique(np.linspace(0, size, min(size, POINTS) + 1).round().astype(np.int64))
    x = at / size
    y = np.concatenate([[0.0], np.cumsum(ascending)])[at] / total
    return pd.DataFrame(
        {
            "series": series,
            "x": x.round(5),
            "y": y.round(5),
            "hover": [
                f"{series}<br>the smallest {a:.1%} of classes hold {b:.1%} of the images"
                for a, b in zip(x.tolist(), y.tolist(), strict=True)
            ],
        }
    )


def histogram(values: Numbers, series: str) -> pd.DataFrame:
    """Classes by images, bars of equal width in the logarithm; classes without one apart.

    Returns:
        A row a bar with classes: series, least and most (images, whole), left and right
        (logarithms to the base 10 of its edges; a bar below 0 for no image), y (classes), hover.
    """
    largest = max(1.0, float(values.max(initial=1.0)))
    steps = int(np.floor(np.log10(largest) * BINS_PER_DECADE)) + 1
    edges = np.unique(np.ceil(10 ** (np.arange(steps + 1) / BINS_PER_DECADE)))
    classes, _ = np.histogram(values, edges)
    bars = pd.DataFrame(
        {
            "least": [0.0, *edges[:-1]],
            "most": [0.0, *(edges[1:] - 1)],
            "left": [-1 / BINS_PER_DECADE, *np.log10(edges[:-1])],
            "right": [0.0, *np.log10(edges[1:])],
            "y": [int((values < 1).sum()), *classes.tolist()],
        }
    )
    bars = bars[bars["y"] > 0].reset_index(drop=True)
    bars.insert(0, "series", series)
    bars["hover"] = [
        f"{series}<br>{_between(low, high)}: {count:,} classes"
        for low, high, count in zip(
            bars["least"].tolist(), bars["most"].tolist(), bars["y"].tolist(), strict=True
        )
    ]
    return bars


def _between(low: float, high: float) -> str:
    if high < 1:
        return "no image"
    return f"{low:,.0f} images" if low == high else f"{low:,.0f} to {high:,.0f} images"


def side_by_side(first: dict[str, float], second: dict[str, float]) -> pd.DataFrame:
    """Two shapes and their difference: metric, unit, first, second, difference (second − first)."""
    return pd.DataFrame(
        [
            {
                "key": each.key,
                "metric": each.label,
                "unit": each.unit,
                "first": first[each.key],
                "second": second[each.key],
                "difference": second[each.key] - first[each.key],
            }
            for each in METRICS
        ]
    )
