"""Two models at every node: whose error is smaller, and by more than chance?"""

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse, special

from explorer.atlas import Atlas
from explorer.audits.errors import ancestors, wrong
from explorer.closure import Integers, Numbers
from explorer.predictions import CLASSES, Predictions, validation

SIGNIFICANT = 0.05
"""Share of false findings that is put up with among the nodes called different."""


def mcnemar(only_first: Numbers, only_second: Numbers) -> Numbers:
    """Two-sided p-value of McNemar's exact test, for counts of any size (McNemar 1947).

    Args:
        only_first: images on which the first model alone is wrong.
        only_second: images on which the second alone is.
    """
    discordant = only_first + only_second
    smaller = np.minimum(only_first, only_second)
    # Of the binomial distribution; all of scipy.stats would take 30 MB and a third of a second.
    p = np.asarray(2 * special.bdtr(smaller, discordant.astype(np.int64), 0.5))
    return np.where(discordant > 0, np.minimum(p, 1.0), 1.0)


def benjamini_hochberg(p: Numbers) -> Numbers:
    """p-values adjusted for how many there are (Benjamini and Hochberg 1995)."""
    size = len(p)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * size / np.arange(1, size + 1)
    adjusted = np.empty(size)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.minimum(adjusted, 1.0)


def compare(atlas: Atlas, first: Predictions, second: Predictions, focus: str) -> pd.DataFrame:
    """Both models at every node at or under a synset, over images that both speak of.

    Nodes that hold the very same classes as a node below them are left out: they would be the
    same test again.

    Returns:
        A row a node: wnid, name, classes, images, error_first and error_second (percent,
        original labels), difference (percentage points, second − first), only_first and
        only_second (images that one alone gets wrong), p (McNemar, exact), q (p adjusted by
        Benjamini and Hochberg over these nodes) and different (q under 0.05). Smallest q first,
        then the largest difference.
    """
    hierarchy, truth = atlas.hierarchy, validation()
    both = first.covered & second.covered
    missed = [wrong(truth, model) & both for model in (first, second)]
    flags = [both, *missed, missed[0] & ~missed[1], missed[1] & ~missed[0]]
    columns = np.column_stack(
        [np.bincount(truth.labels[each], minlength=CLASSES) for each in flags]
    ).astype(np.float64)
    below = hierarchy.subtree(focus)
    above = ancestors(hierarchy)[:, below]
    sums = np.column_stack([np.ones(CLASSES), columns])
    rolled = np.asarray(above.T @ sums)
    nodes = _distinct(above, rolled[:, 0], hierarchy.depths[below])
    classes, images, wrong_first, wrong_second, only_first, only_second = rolled[nodes].T
    some = images > 0
    nodes, classes, images = nodes[some], classes[some], images[some]
    wrong_first, wrong_second = wrong_first[some], wrong_second[some]
    only_first, only_second = only_first[some], only_second[some]
    p = mcnemar(only_first, only_second)
    q = benjamini_hochberg(p)
    wnids = hierarchy.named(below[nodes])
    frame = pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "classes": classes,
            "images": images,
            "error_first": wrong_first / images * 100,
            "error_second": wrong_second / images * 100,
            "difference": (wrong_second - wrong_first) / images * 100,
            "only_first": only_first,
            "only_second": only_second,
            "p": p,
            "q": q,
            "different": q < SIGNIFICANT,
        }
    )
    frame["size"] = frame["difference"].abs()
    frame = frame.sort_values(["q", "size", "wnid"], ascending=[True, False, True])
    return frame.drop(columns="size").reset_index(drop=True)


def _distinct(above: sparse.csr_array, classes: Numbers, depths: Integers) -> Integers:
    """Places of nodes with a class, of those with the same classes the deepest."""
    below = above.tocsc()
    chosen: dict[bytes, int] = {}
    for node in np.argsort(depths, kind="stable").tolist():
        if classes[node] > 0:
            held = np.sort(below.indices[below.indptr[node] : below.indptr[node + 1]])
            chosen[held.tobytes()] = node
    return np.array(sorted(chosen.values()), dtype=np.int64)


def widest(found: pd.DataFrame) -> "pd.Series[Any]":
    """The row of the node with most classes, which holds all of what ``compare`` looked at."""
    return found.iloc[int(found["classes"].argmax())]


def against_the_trend(found: pd.DataFrame) -> pd.DataFrame:
    """The nodes where the model that is better on the whole is worse, by more than chance.

    Args:
        found: what ``compare`` gave.
    """
    if found.empty:
        return found
    opposite = (found["difference"] * float(widest(found)["difference"])).lt(0)
    return found.loc[opposite & found["different"]].reset_index(drop=True)
