"""The distribution of images over classes as curves: rank-size, Lorenz, histogram."""

import numpy as np
import pandas as pd

from explorer.arrays import Integers, Numbers

POINTS = 160
"""Maximum number of points of a curve: more are not seen, and a figure must stay small."""

BINS_PER_DECADE = 5
"""Bars of a histogram for each factor of ten."""


def rank_size(values: Numbers, series: str) -> pd.DataFrame:
    """Classes by rank, the largest first: series, x (rank from 1), y (images), share (x in %).

    Thinned evenly over the ranks and denser at the thin end, where the curve falls; both ends are
    kept.
    """
    descending = np.sort(values)[::-1]
    size = len(descending)
    at = _thinned(size)
    share = (at + 1) / max(size, 1) * 100
    return pd.DataFrame({"series": series, "x": at + 1, "y": descending[at], "share": share})


def _thinned(size: int) -> Integers:
    """Places from 0 to size - 1, dense at the end, both ends kept."""
    if size <= POINTS:
        return np.arange(size)
    evenly = np.linspace(0, size - 1, POINTS // 2)
    end = size - np.geomspace(1, size, POINTS // 2)
    return np.unique(np.concatenate([evenly, end]).round().astype(np.int64))


def lorenz(values: Numbers, series: str) -> pd.DataFrame:
    """The Lorenz curve: series, x (share of classes), y (share of images in the smallest x)."""
    ascending = np.sort(values)
    total = ascending.sum()
    size = len(ascending)
    if not total:
        return pd.DataFrame(columns=["series", "x", "y"])
    at = np.unique(np.linspace(0, size, min(size, POINTS) + 1).round().astype(np.int64))
    x = at / size
    y = np.concatenate([[0.0], np.cumsum(ascending)])[at] / total
    return pd.DataFrame({"series": series, "x": x.round(5), "y": y.round(5)})


def histogram(values: Numbers, series: str) -> pd.DataFrame:
    """Classes by images, bars of equal width in the logarithm; classes without one apart.

    Returns:
        One row per bar with classes: series, least and most (images, whole), left and right
        (logarithms to the base 10 of its edges; a bar below 0 for no images), y (classes).
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
    return bars
