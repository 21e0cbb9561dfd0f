"""What the panels on class balance show, in a sentence each."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from explorer.arrays import Numbers
from explorer.formatting import counted, fixed, precise, singular, written

FEWEST = 2
"""Minimum number of branches for a statement about the largest one."""


def distribution(images: Numbers, threshold: float, what: str, unit: str, one: str = "") -> str:
    """How many classes have few images, and how many images half of the classes have at least.

    Args:
        images: one number per class, at least one class.
        threshold: a class with fewer is small.
        what: the classes, in the plural ("furniture classes").
        unit: what is counted ("images").
        one: the class, where it is a single one.
    """
    size = len(images)
    if size == 1:
        return f"{one or f'The only one of the {what}'} has {counted(images[0], unit)}."
    low, high = float(images.min()), float(images.max())
    if low == high:
        each = f"no {unit}" if low == 0 else counted(low, unit)
        return f"All {size:,} {what} have {each}."
    small = int((images < threshold).sum())
    # At least half of the classes have as many as the one in the middle, counted from the largest.
    middle = float(np.sort(images)[::-1][(size + 1) // 2 - 1])
    amount = f"under {written(threshold)} {unit}"
    if small == size:
        text = f"All {size:,} {what} have {amount}"
    elif small:
        text = f"{small:,} of {size:,} {what} {'has' if small == 1 else 'have'} {amount}"
    else:
        text = f"None of {size:,} {what} has {amount}"
    return f"{text}; half have {written(middle)} or more."


def branches(found: pd.DataFrame, unit: str, name: str) -> str:
    """Which branches have the smallest and the largest median.

    Args:
        found: what ``subtrees.branches`` gave: name, classes, median.
        unit: what is counted ("images").
        name: of the synset whose branches they are.
    """
    if found.empty:
        return f"{name} has no branches to compare."
    if len(found) < FEWEST:
        only = found.iloc[0]
        return (
            f"The only branch of {name}, {only['name']}, has a median of "
            f"{counted(only['median'], unit)} per class ({counted(only['classes'], 'class')})."
        )
    rows = found.sort_values("median", kind="stable").to_dict("records")
    least, most = rows[0], rows[-1]
    if least["median"] == most["median"]:
        return (
            f"All {len(found):,} branches have the same median, "
            f"{counted(least['median'], unit)} per class."
        )
    return (
        f"Median {unit} per class: lowest in {_median(least)}, highest in {_median(most)}, of "
        f"{len(found):,} branches."
    )


def _median(row: Mapping[Hashable, Any]) -> str:
    return f"{row['name']} ({precise(row['median'])}; {counted(row['classes'], 'class')})"


def comparison(
    first: Mapping[str, float], second: Mapping[str, float], titles: tuple[str, str], unit: str
) -> str:
    """How the typical class and the balance of two distributions differ.

    Args:
        first: what ``distribution.shape`` gave.
        second: the same of the other one.
        titles: of the two.
        unit: what is counted ("images").
    """
    medians = first["median"], second["median"]
    if medians[0] == medians[1]:
        text = f"Both have a median of {counted(medians[0], unit)} per class"
    else:
        text = (
            f"The median class has {counted(medians[0], unit)} in {titles[0]} and "
            f"{precise(medians[1])} in {titles[1]}"
        )
    ginis = first["gini_corrected"], second["gini_corrected"]
    if not np.isfinite(ginis).all():
        return f"{text}."
    written_ginis = [fixed(each, 3) for each in ginis]
    if written_ginis[0] == written_ginis[1]:
        return f"{text}; the corrected Gini of both is {written_ginis[0]}."
    better = int(ginis[1] < ginis[0])
    return (
        f"{text}; {titles[better]} is better balanced (corrected Gini {written_ginis[better]} "
        f"against {written_ginis[1 - better]})."
    )


def plan(total: Mapping[str, float], unit: str) -> str:
    """What an epoch of a training plan draws, and what the plan does to the balance.

    Args:
        total: what ``plan.summary`` gave.
        unit: what is counted ("images").
    """
    used, classes = total["classes_used"], total["classes"]
    if not used:
        return "The plan draws from no class."
    of = "all" if used == classes else f"{written(used)} of"
    which = (
        f"its only {singular('classes')}" if classes == 1 else f"{of} {written(classes)} classes"
    )
    text = f"An epoch draws {counted(total['images_planned'], unit)} from {which}"
    before, after = (precise(total[f"effective_classes_{when}"]) for when in ("before", "after"))
    if classes > 1:
        text += (
            f"; the effective number of classes stays at {before}"
            if before == after
            else f"; the effective number of classes goes from {before} to {after}"
        )
    missed = total["missed_percent"]
    if np.isfinite(missed):
        text += f"; on average {fixed(missed, 1, '%')} of the {unit} are not drawn"
    return f"{text}."
