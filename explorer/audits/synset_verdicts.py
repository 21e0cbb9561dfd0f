"""What the chart of a synset's subtree shows, in a sentence or two."""

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.audits import synsets
from explorer.datasets import CLASSES, Measure, RollUp
from explorer.formatting import counted, precise, written

LARGE = 10
"""Classes from which a branch is compared with others, if enough branches have as many."""

FEWEST = 3
"""Branches with different values, below which none is named as the highest."""


def subtree(atlas: Atlas, wnid: str, rolled: RollUp, measure: str) -> str:
    """How many classes a synset has, and what a measure is there, overall and at the extremes.

    Args:
        atlas: hierarchy and words.
        wnid: the synset.
        rolled: of the data set.
        measure: key of the measure that the chart's colours show.

    Returns:
        Plain text; empty where the data set has no class at or under the synset.

    Raises:
        UnknownSynset, UnknownMeasure: the wnid or the key means nothing.
    """
    hierarchy, dataset = atlas.hierarchy, rolled.dataset
    wanted = dataset.measure(measure)
    at = hierarchy.positions([wnid, *hierarchy.roots])
    here, every = rolled.subtree(CLASSES, at)[:2].tolist()
    if not here:
        return ""
    at_root = wnid in hierarchy.roots
    text = _classes(atlas, wnid, rolled, here, every)
    if wanted.key == CLASSES:
        return text
    value, overall = rolled.subtree(wanted.key, at)[:2].tolist()
    text += f" {wanted.label}: {_value(wanted, value)}"
    if not np.isfinite(value):
        return f"{text}."
    if not at_root:
        text += f" of {written(overall)}" if wanted.additive else ""
        text += "" if wanted.additive else f", {_value(wanted, overall)} overall"
    return f"{text}{_extremes(synsets.branches(atlas, wnid, rolled), wanted, dataset.noun)}."


def _classes(atlas: Atlas, wnid: str, rolled: RollUp, here: float, every: float) -> str:
    dataset, name = rolled.dataset, atlas.lexicon.name(wnid)
    if wnid in atlas.hierarchy.roots:
        return f"{dataset.title} has {counted(here, dataset.noun)}."
    if here == 1 and wnid in dataset:
        return f"{name} is one of {counted(every, dataset.noun)}."
    share = f" ({precise(100 * here / every, '%')})" if here > 1 else ""
    verb = "are" if here > 1 else "is"
    return f"{written(here)} of {counted(every, dataset.noun)}{share} {verb} at or under {name}."


def _value(measure: Measure, value: float) -> str:
    if not np.isfinite(value):
        return "not known"
    return written(value, measure.unit if measure.unit == "%" else "")


def _extremes(branches: pd.DataFrame, measure: Measure, noun: str) -> str:
    """Words on the branches with the highest and the lowest value, if that says something."""
    if measure.additive:
        return ""
    known = branches[(branches[CLASSES] > 0) & np.isfinite(branches[measure.key])]
    large = known[known[CLASSES] >= LARGE]
    chosen, of = large, f"among the {len(large):,} branches with at least {LARGE} {noun}, "
    if len(large) < FEWEST:
        chosen, of = known, ""
    if chosen[measure.key].nunique() < FEWEST:
        return ""
    values = chosen[measure.key]
    high, low = (
        _holders(chosen[values == end], measure, noun) for end in (values.max(), values.min())
    )
    return f"; {of}highest in {high} and lowest in {low}"


def _holders(branches: pd.DataFrame, measure: Measure, noun: str) -> str:
    """The largest of the branches with one value, how many others there are, and the value."""
    first = branches.iloc[0]
    value = _value(measure, first[measure.key])
    if len(branches) > 1:
        return f"{first['name']} and {len(branches) - 1:,} more ({value})"
    return f"{first['name']} ({value}, {counted(first[CLASSES], noun)})"
