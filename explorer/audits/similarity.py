"""How alike data sets are: how their classes or images are distributed over branches.

Two distributions are compared by the Jensen-Shannon divergence (Lin 1991, IEEE Transactions on
Information Theory 37, 145-151), from 0 (the same) to 1 bit (no branch in common). One alone is
compared with the uniform distribution by the Kullback-Leibler divergence, log2 of the number of
branches less the entropy: 0 bits where all branches are equal.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.overview import BRANCHES
from explorer.datasets import CLASSES, DataSet
from explorer.formatting import fixed
from explorer.owner import kept_by
from explorer.wordnet.noun_table import ENTITY

IMAGES = "images"
WHAT = (CLASSES, IMAGES)
"""What can be distributed over branches."""

ELSEWHERE = "elsewhere"
"""Key of the classes under none of the branches: the synset itself, or the rest."""


@dataclass(frozen=True, eq=False)
class Similarity:
    """Distributions of data sets over branches, and how far apart they are.

    Attributes:
        shares: one row per data set that has something under the synset, in the order of the
            atlas: key, title, total (classes or images under the synset; classes without a known
            number of images are left out), divergence_from_uniform (bits), nearest (key of the
            most similar other data set; empty if there is none) and nearest_divergence (bits).
        distributions: data sets x branches, shares of 1; columns are wnids and ``elsewhere``.
        names: of the columns.
        divergences: data sets x data sets, Jensen-Shannon divergence in bits.
        left_out: keys of the data sets that have nothing under the synset or no such figure.
    """

    shares: pd.DataFrame
    distributions: pd.DataFrame
    names: tuple[str, ...]
    divergences: pd.DataFrame
    left_out: tuple[str, ...]


@kept_by("atlas", most=8)
def similarity(atlas: Atlas, focus: str = ENTITY, what: str = CLASSES) -> Similarity:
    """Compare all data sets by what they have under each branch of a synset.

    The branches are the synset's children; of the root, the large branches that the tree begins
    with. A class under several of them counts for each by an equal part, so that every class
    counts once.

    Args:
        atlas: hierarchy and data sets.
        focus: wnid of the synset.
        what: "classes" or "images" (of the data sets whose image counts per class are known).
    """
    hierarchy = atlas.hierarchy
    wnids = [*BRANCHES] if focus == ENTITY else hierarchy.children_of(focus)
    under = hierarchy.below[hierarchy.positions([focus])].toarray().ravel() > 0
    parts = hierarchy.below[hierarchy.positions(wnids)].toarray().T if wnids else None
    found: dict[str, Numbers] = {}
    sums: list[float] = []
    for key, dataset in atlas.datasets.items():
        weights = _weights(dataset, what)
        if weights is None:
            continue
        members = atlas.roll_up(key).members
        weights = np.where(under[members], np.nan_to_num(weights), 0.0)
        if not weights.sum():
            continue
        sums.append(float(weights.sum()))
        inside = np.zeros((len(members), 0)) if parts is None else parts[members]
        among = inside.sum(axis=1)
        split = inside / np.maximum(among, 1)[:, None]
        found[key] = np.append(weights @ split, weights[among == 0].sum())
    keys = list(found)
    totals = np.array(sums)
    distributions = pd.DataFrame(
        np.array([found[key] for key in keys]).reshape(len(keys), len(wnids) + 1) / totals[:, None],
        index=pd.Index(keys, name="key"),
        columns=[*wnids, ELSEWHERE],
    )
    apart = _jensen_shannon(distributions.to_numpy(np.float64))
    others = apart + np.where(np.eye(len(keys)) > 0, np.inf, 0.0)
    alone = len(keys) < 2
    nearest = np.zeros(len(keys), dtype=np.int64) if alone else others.argmin(axis=1)
    shares = pd.DataFrame(
        {
            "key": keys,
            "title": [atlas.datasets[key].title for key in keys],
            "total": totals,
            "divergence_from_uniform": np.log2(len(wnids) + 1)
            - special.entr(distributions.to_numpy(np.float64)).sum(axis=1) / np.log(2),
            "nearest": ["" if alone else keys[at] for at in nearest],
            "nearest_divergence": [
                float("nan") if alone else float(others[row, at]) for row, at in enumerate(nearest)
            ],
        }
    )
    return Similarity(
        shares,
        distributions,
        (*atlas.lexicon.telling_names(wnids), ELSEWHERE),
        pd.DataFrame(apart, index=distributions.index, columns=keys),
        tuple(key for key in atlas.datasets if key not in found),
    )


def _weights(dataset: DataSet, what: str) -> Numbers | None:
    """By class 1, or its images; None where no number of images is known."""
    if what == CLASSES:
        return dataset.columns[CLASSES]
    if IMAGES not in dataset.columns or np.isnan(dataset.columns[IMAGES]).all():
        return None
    return dataset.columns[IMAGES]


def _jensen_shannon(shares: Numbers) -> Numbers:
    """By pair of rows, the divergence in bits; exactly 0 on the diagonal."""
    entropy = special.entr(shares).sum(axis=1) / np.log(2)
    size = len(shares)
    apart = np.zeros((size, size))
    for row in range(size):
        middle = (shares[row] + shares) / 2
        between = special.entr(middle).sum(axis=1) / np.log(2)
        apart[row] = between - (entropy[row] + entropy) / 2
    apart = np.clip((apart + apart.T) / 2, 0.0, 1.0)
    np.fill_diagonal(apart, 0.0)
    return apart


def verdict(found: Similarity, key: str, title: str, name: str) -> str:
    """Which data sets one is most and least like, in a sentence.

    Args:
        found: what ``similarity`` gave.
        key: of the data set.
        title: of the data set, which is not in ``found`` where it has nothing at or under.
        name: of the synset.
    """
    titles = dict(zip(found.shares["key"], found.shares["title"], strict=True))
    if key not in titles:
        return f"{title} has nothing at or under {name} to compare."
    others = found.divergences[key].drop(key)
    if others.empty:
        return f"No other data set has anything here to compare {titles[key]} with."
    if others.max() == 0:
        return f"{titles[key]} and all other data sets here are distributed alike (0 bits)."
    nearest, farthest = str(others.idxmin()), str(others.idxmax())
    return (
        f"{titles[key]} is most like {titles[nearest]} ({fixed(others.min(), 4)} bits) and "
        f"least like {titles[farthest]} ({fixed(others.max(), 2)} bits; 1 is the maximum)."
    )
