"""The groups of a cut: which class is in which, how that was settled, and their balance."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Integers, Numbers
from explorer.atlas import Atlas
from explorer.audits.balance import distribution
from explorer.audits.balance.subtrees import count_measures
from explorer.audits.superclasses import heads as cuts
from explorer.audits.superclasses.cut import Cut, Edit
from explorer.audits.superclasses.ground import (
    HAND,
    HOW,
    LISTED,
    NONE,
    ONE,
    Assignment,
    Codes,
    Ground,
    ground,
    rest_of,
)
from explorer.audits.superclasses.presets import LISTS, Listing, listing
from explorer.datasets import RollUp
from explorer.formatting import counted, fixed
from explorer.owner import Owner, kept_by

SETTLED = ("most specific", "largest", "tie, first by wnid", "by hand")
"""How a class that is under several groups, or was placed, came into the one that has it."""

CONTESTED = SETTLED[1:]
"""Of these, the ways where no group is inside the others, so that a rule or a person decided."""


@dataclass(frozen=True, eq=False, repr=False)
class Grouping(Owner):
    """The classes of a data set in groups.

    Attributes:
        cut: that makes them.
        wnids: the classes, in the order of the data set's columns.
        keys: of the groups, ascending: the wnid of a synset, or the short name of a listed group.
            A group's place is the index of the new class. Each has at least one class.
        names: of those that are no synsets, by key.
        rest: keys of groups with another group below their synset: what is left of it.
        group: per class, place in ``keys``; −1 under none.
        how: per class, place in ``HOW``.
        candidates: row of a settled class to the wnids of all synsets of the cut that it is under.
        refused: edits that could not be made, and why.
    """

    cut: Cut
    wnids: tuple[str, ...]
    keys: tuple[str, ...]
    names: Mapping[str, str]
    rest: frozenset[str]
    group: Integers
    how: Codes
    candidates: Mapping[int, tuple[str, ...]]
    refused: tuple[tuple[Edit, str], ...]

    @cached_property
    def index(self) -> dict[str, int]:
        """Place of each group by its key."""
        return {key: at for at, key in enumerate(self.keys)}

    @property
    def under_none(self) -> Integers:
        """Rows of the classes that are in no group."""
        return np.flatnonzero(self.group == NONE)


@kept_by("rolled", most=16)
def grouping(rolled: RollUp, cut: Cut, folder: Path = facts.DATA) -> Grouping:
    """The groups that a cut makes of the classes of a data set.

    Each class is in exactly one group or in none. The same cut gives the same groups always.

    Args:
        rolled: the data set, rolled up.
        cut: how its classes are grouped.
        folder: of the fact tables, which have the published lists.

    Raises:
        ExplorerError: the method needs image counts, which are not available.
        TableError: the table of a list is missing or damaged.
    """
    held = ground(rolled)
    listed = listing(cut.preset, folder) if cut.method == "preset" else Listing({}, {}, ())
    positions = rolled.hierarchy.positions(listed.heads).tolist()
    made = set(positions) if cut.method == "preset" else cuts.of_method(held, cut)
    state = cuts.Heads(made, set(listed.names))
    tried = [(edit, state.apply(held, edit)) for edit in cut.edits]
    found = Assignment(held, state.heads, state.taken)
    key: list[str] = [
        rolled.hierarchy.wnids[at] if at != NONE else "" for at in found.head.tolist()
    ]
    how = found.how.copy()
    _as_listed(held, state, listed, key, how)
    tried += _as_placed(rolled, state, key, how)
    keys = tuple(sorted({*key} - {""}))
    index = {each: at for at, each in enumerate(keys)} | {"": NONE}
    group = np.array([index[each] for each in key], dtype=np.int64)
    group.flags.writeable = how.flags.writeable = False
    synsets = {head: 0.0 for head in state.heads if rolled.hierarchy.wnids[head] in index}
    return Grouping(
        cut,
        tuple(rolled.dataset.wnids.tolist()),
        keys,
        {each: name for each, name in listed.names.items() if each in index},
        frozenset(rolled.hierarchy.named(rest_of(synsets, held))),
        group,
        how,
        _candidates(held, found, how),
        tuple((edit, why) for edit, why in tried if why),
    )


def _as_listed(
    held: Ground, state: cuts.Heads, listed: Listing, key: list[str], how: Codes
) -> None:
    """Put the classes of a list where the list has them, but for those that edits moved."""
    kept = {held.rolled.hierarchy.wnids[head] for head in state.heads} | state.named
    moved = {row for head in state.added & state.heads for row in held.under(head).tolist()}
    for row, wnid in enumerate(held.rolled.dataset.wnids.tolist()):
        group = listed.group.get(wnid)
        if group is None or row in moved:
            continue
        if not group:
            key[row], how[row] = "", ONE
        elif group in kept:
            key[row], how[row] = group, LISTED


def _as_placed(
    rolled: RollUp, state: cuts.Heads, key: list[str], how: Codes
) -> list[tuple[Edit, str]]:
    """Put classes where they were placed by hand; those that cannot be, and why."""
    there = set(key) - {""} | state.named
    row_of = {wnid: row for row, wnid in enumerate(rolled.dataset.wnids.tolist())}
    refused = []
    for wnid, group in state.placed.items():
        if group not in there:
            refused.append((Edit("place", wnid, group), "there is no such group in this cut"))
            continue
        row = row_of[wnid]
        key[row], how[row] = group, HAND
    return refused


def _candidates(held: Ground, found: Assignment, how: Codes) -> dict[int, tuple[str, ...]]:
    """The synsets of the cut that each settled class is under, the most specific first.

    One of them may have no class left, and so be no group, where others have all of its classes.
    """
    rows = np.flatnonzero((how != ONE) & (how != LISTED))
    place, head = held.candidates(found.heads, rows)
    depths, wnids = held.rolled.hierarchy.depths, held.rolled.hierarchy.wnids
    several: dict[int, list[int]] = {row: [] for row in rows.tolist()}
    for at, position in zip(place.tolist(), head.tolist(), strict=True):
        several[int(rows[at])].append(position)
    return {
        row: tuple(wnids[at] for at in sorted(heads, key=lambda at: (-int(depths[at]), at)))
        for row, heads in several.items()
    }


def group_names(atlas: Atlas, found: Grouping) -> list[str]:
    """What the groups are called, each name once, in the order of their keys.

    A name that several would have is followed by the parent's or the key; hidden terms stay hidden.
    """
    synsets = [key for key in found.keys if key not in found.names]
    named = dict(zip(synsets, atlas.lexicon.telling_names(synsets), strict=True)) | dict(
        found.names
    )
    named |= {key: f"{named[key]} (rest)" for key in found.rest}
    times = Counter(named.values())
    return [f"{named[key]} ({key})" if times[named[key]] > 1 else named[key] for key in found.keys]


def class_images(rolled: RollUp) -> tuple[Numbers, str]:
    """Images of each class, NaN where unknown, and the label of that count; empty without one."""
    keys = count_measures(rolled.dataset)
    if not keys:
        return np.full(len(rolled.dataset), np.nan), ""
    measure = rolled.dataset.measure(keys[0])
    return rolled.dataset.columns[measure.numerator], measure.label


@kept_by("found", most=2)
def table(atlas: Atlas, rolled: RollUp, found: Grouping) -> pd.DataFrame:
    """The groups, those with the most classes first.

    Returns:
        One row per group: index (of the new class), key, wnid (empty where the group is no
        synset), name, classes, share_classes (percent of the classes in groups), images (sum over
        the classes; NaN where none is known), share_images, smallest, median and largest (images
        per class), gini and effective_classes (over the classes of the group, see
        ``audits.balance.distribution``), settled (classes that are under several groups) and
        contested (of these, those that are not just under nested groups; see ``CONTESTED``).
    """
    images, _ = class_images(rolled)
    names = group_names(atlas, found)
    settled, contested = (
        np.isin(found.how, [HOW.index(each) for each in ways]) for ways in (SETTLED, CONTESTED)
    )
    rows = []
    order = np.argsort(found.group, kind="stable")
    ends = np.searchsorted(found.group[order], np.arange(len(found.keys) + 1))
    for at, key in enumerate(found.keys):
        own = order[ends[at] : ends[at + 1]]
        known = np.sort(images[own][np.isfinite(images[own])])
        rows.append(
            {
                "index": at,
                "key": key,
                "wnid": "" if key in found.names else key,
                "name": names[at],
                "classes": len(own),
                "images": known.sum() if len(known) else np.nan,
                "smallest": known[0] if len(known) else np.nan,
                "median": float(np.median(known)) if len(known) else np.nan,
                "largest": known[-1] if len(known) else np.nan,
                "gini": distribution.gini(known) if len(known) else np.nan,
                "effective_classes": distribution.effective_classes(known)
                if len(known)
                else np.nan,
                "settled": int(settled[own].sum()),
                "contested": int(contested[own].sum()),
            }
        )
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    for count, share in (("classes", "share_classes"), ("images", "share_images")):
        total = frame[count].sum()
        frame[share] = frame[count] / total * 100 if total else np.nan
    return frame[[*_ORDER]].sort_values(
        ["classes", "key"], ascending=[False, True], ignore_index=True
    )


_COLUMNS = (
    "index",
    "key",
    "wnid",
    "name",
    "classes",
    "images",
    "smallest",
    "median",
    "largest",
    "gini",
    "effective_classes",
    "settled",
    "contested",
)
_ORDER = (
    *_COLUMNS[:5],
    "share_classes",
    "images",
    "share_images",
    *_COLUMNS[6:],
)


def classes(atlas: Atlas, rolled: RollUp, found: Grouping) -> pd.DataFrame:
    """Every class with its group, in the order of the class index.

    Returns:
        wnid, name, index (position when the classes of the data set are sorted by wnid, as
        torchvision's ImageFolder counts folders), images (NaN where unknown), superclass_index
        (−1 under none), superclass (key; empty under none), superclass_name, settled (how, empty
        for a class under one group), and of a settled class under (wnids of all synsets of the cut
        that it is under) and under_names, the most specific first.
    """
    images, _ = class_images(rolled)
    wnids = list(found.wnids)
    names = [*group_names(atlas, found), ""]
    keys = [*found.keys, ""]
    under = [found.candidates.get(row, ()) for row in range(len(wnids))]
    order = np.argsort(np.array(wnids), kind="stable")
    frame = pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "images": images,
            "superclass_index": found.group,
            "superclass": [keys[at] for at in found.group.tolist()],
            "superclass_name": [names[at] for at in found.group.tolist()],
            "settled": [HOW[code] if code not in (ONE, LISTED) else "" for code in found.how],
            "under": [" ".join(each) for each in under],
            "under_names": ["; ".join(atlas.lexicon.names(each)) for each in under],
        }
    ).iloc[order]
    frame.insert(2, "index", np.arange(len(frame)))
    return frame.reset_index(drop=True)


def balance(atlas: Atlas, rolled: RollUp, found: Grouping) -> dict[str, float]:
    """The groups in totals.

    Returns:
        groups; classes and images in them; classes_under_none; settled, and of these specific,
        largest, tie and by_hand; contested (settled, but for the specific); then over the groups'
        classes, and with the ending _images over their images (NaN where unknown): ratio (largest
        over smallest), gini and effective (effective number of groups; see
        ``audits.balance.distribution``).
    """
    frame = table(atlas, rolled, found)
    by_how = np.bincount(found.how, minlength=len(HOW))
    held: dict[str, float] = {
        "groups": float(len(frame)),
        "classes": float(frame["classes"].sum()),
        "images": float(frame["images"].sum(min_count=1)),
        "classes_under_none": float(len(found.under_none)),
        "settled": float(sum(by_how[HOW.index(each)] for each in SETTLED)),
        "contested": float(sum(by_how[HOW.index(each)] for each in CONTESTED)),
        "specific": float(by_how[1]),
        "largest": float(by_how[2]),
        "tie": float(by_how[3]),
        "by_hand": float(by_how[4]),
    }
    for column, ending in (("classes", ""), ("images", "_images")):
        sizes = np.sort(frame[column].to_numpy(np.float64))
        some = len(sizes) > 0 and bool(np.isfinite(sizes).all())
        held[f"ratio{ending}"] = distribution.imbalance(sizes) if some else float("nan")
        held[f"gini{ending}"] = distribution.gini(sizes) if some else float("nan")
        held[f"effective{ending}"] = distribution.effective_classes(sizes) if some else float("nan")
    return held


def sentence(rolled: RollUp, found: Grouping, total: Mapping[str, float]) -> str:
    """What a cut gives, in a sentence or two, from what ``balance`` gave."""
    noun = rolled.dataset.noun
    some = "all" if not total["classes_under_none"] else f"{fixed(total['classes'], 0)} of"
    text = (
        f"{counted(total['groups'], 'superclass')} with {some} {counted(len(found.wnids), noun)} "
        f"of {rolled.dataset.title}"
    )
    if total["classes_under_none"]:
        text += f"; {counted(total['classes_under_none'], noun)} in none"
    text += "."
    if total["contested"]:
        ways = [
            (total[key], how)
            for key, how in (
                ("largest", "in the largest of them"),
                ("tie", "in the first by wnid (a tie)"),
                ("by_hand", "placed by hand"),
            )
            if total[key]
        ]
        contested = f"{counted(total['contested'], noun)} that several groups could have"
        if len(ways) == 1:
            text += f" {contested} {'is' if total['contested'] == 1 else 'are'} {ways[0][1]}."
        else:
            parts = [
                f"{fixed(number, 0)} {'is' if number == 1 else 'are'} {how}" for number, how in ways
            ]
            text += f" Of {contested}, {', '.join(parts[:-1])} and {parts[-1]}."
    if found.cut.method == "groups" and not found.cut.edits:
        missing = found.cut.number - int(total["groups"])
        if missing > 0 and total["groups"] == total["classes"]:
            text += " Every class is a group of its own, so there are fewer than asked for."
        elif missing > 0:
            text += " The next division would give more than asked for."
        elif missing < 0:
            text += " Fewer are not possible."
    return text


def about(cut: Cut) -> str:
    """How a cut is made, in a sentence."""
    match cut.method:
        case "groups":
            size = "classes" if cut.by == "classes" else "images"
            text = (
                f"The group with the most {size} is divided until there are {cut.number:,} "
                f"groups; children smaller than {cuts.SMALL * 100:.0f} % of the mean group stay "
                "together as “(rest)” while anything else can be divided"
            )
        case "depth":
            text = f"Synsets {counted(cut.number, 'edge')} below the root, on the longest path"
        case "images" | "classes":
            text = f"The lowest synsets with at least {counted(cut.number, cut.method)} each"
        case "preset":
            return LISTS[cut.preset].about
        case _:
            text = "One group of everything, to be divided by hand"
    return f"{text}."
