"""How much of one data set is inside another: classes in both, and where the others lie."""

from dataclasses import dataclass

import numpy as np

from explorer.atlas import Atlas
from explorer.audits.balance.subtrees import count_measures
from explorer.datasets import CLASSES
from explorer.formatting import counted, fixed


@dataclass(frozen=True)
class Containment:
    """Where the classes of a first data set at or under a synset lie in a second one.

    Attributes:
        classes: of the first.
        same: that are classes of the second.
        split: of the others, those with classes of the second below them.
        within: of the rest, those below a class of the second.
        apart: neither.
        measure: label of the count of the first data set; empty if it has none.
        share: percent of that count that the ``same`` classes have; NaN without a count.
        unnamed: classes of the first without a synset, which none of these numbers has.
    """

    classes: int
    same: int
    split: int
    within: int
    apart: int
    measure: str
    share: float
    unnamed: int


def containment(atlas: Atlas, first: str, second: str, focus: str) -> Containment:
    """Where the classes of one data set at or under a synset lie in another.

    Raises:
        UnknownDataSet, UnknownSynset: a key or the wnid means nothing.
    """
    rolled, other = atlas.roll_up(first), atlas.roll_up(second)
    hierarchy = atlas.hierarchy
    positions = np.intersect1d(rolled.members, hierarchy.subtree(focus))
    same = np.isfinite(other.own(CLASSES, positions))
    split = ~same & (other.subtree(CLASSES, positions) > 0)
    above = np.asarray(hierarchy.closure[:, positions][other.members].sum(axis=0)).ravel() > 0
    within = ~same & ~split & above
    measures = count_measures(rolled.dataset)
    share, label = float("nan"), ""
    if measures:
        count = rolled.own(measures[0], positions)
        label = rolled.dataset.measure(measures[0]).label
        total = np.nansum(count)
        share = float(np.nansum(count[same]) / total * 100) if total else float("nan")
    mapping = rolled.dataset.mapping
    return Containment(
        len(positions),
        int(same.sum()),
        int(split.sum()),
        int(within.sum()),
        int((~same & ~split & ~within).sum()),
        label,
        share,
        int((mapping.read()["wnid"] == "").sum()) if mapping else 0,
    )


def sentence(found: Containment, first: str, second: str, where: str = "") -> str:
    """The answer as a sentence.

    Args:
        found: what ``containment`` gave.
        first: title of the first data set.
        second: title of the second.
        where: name of the synset; empty for all classes.
    """
    under = f" under {where}" if where else ""
    if not found.classes:
        return f"{first} has no class{under}."
    if found.same == found.classes:
        each = {1: "The class", 2: "Both classes"}
        every = each.get(found.classes, f"All {counted(found.classes, 'class')}")
        are = "is a class" if found.classes == 1 else "are classes"
        inside = f"{every} of {first}{under} {are} of {second}"
    else:
        share = fixed(found.same / found.classes * 100, 1, "%")
        inside = (
            f"{found.same:,} of the {counted(found.classes, 'class')} of {first}{under} ({share}) "
            f"{'is a class' if found.same == 1 else 'are classes'} of {second}"
        )
    if found.measure and found.same < found.classes and not np.isnan(found.share):
        inside += f", with {fixed(found.share, 1, '%')} of its {found.measure.lower()}"
    said = [inside]
    if found.same < found.classes:
        said.append(_others(found, second))
    if found.unnamed:
        verb = "is" if found.unnamed == 1 else "are"
        said.append(
            f"{counted(found.unnamed, 'class')} of {first} without a synset {verb} not counted"
        )
    return ". ".join(said) + "."


def _others(found: Containment, second: str) -> str:
    """Where the classes are that the second data set does not have, without a full stop."""
    rest = [
        (found.split, "above"),
        (found.within, "under"),
        (found.apart, "neither above nor under"),
    ]
    (first, what), *more = [(number, what) for number, what in rest if number]
    count = found.classes - found.same
    if not more:
        subject = "The other class is" if count == 1 else f"The other {count:,} are"
        return f"{subject} {what} a class of {second}"
    others = "".join(f", {number:,} {where} one" for number, where in more)
    return f"Of the other {count:,}, {first:,} are {what} a class of {second}{others}"
