"""What each subset of ImageNet kept: the share of its classes under every branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.audits.overview import branches_of
from explorer.datasets import CLASSES
from explorer.formatting import counted, fixed
from explorer.owner import kept_by

SUBSETS = ("fall11", "winter21", "21k-p-winter21", "12k", "ilsvrc2012")
"""The data sets that are followed unless others are chosen."""

LEAST_CLASSES = 10
"""Classes that a branch has in the first data set at least, to be named as the one that grew."""


@dataclass(frozen=True, eq=False)
class Kept:
    """Branches over data sets.

    Attributes:
        datasets: one row per data set, in order: key, title, classes (of the whole data set) and
            here (those at or under the synset).
        shares: one row per branch and data set, branches with the largest share first: wnid, name,
            place (of the data set, from 0), classes, share (percent of all classes of the data
            set; 0 where it has none under the branch).
    """

    datasets: pd.DataFrame
    shares: pd.DataFrame

    @property
    def branches(self) -> list[str]:
        """Names of the branches, in order."""
        return list(dict.fromkeys(self.shares["wnid"].tolist()))


@kept_by("atlas")
def kept(atlas: Atlas, focus: str, keys: tuple[str, ...]) -> Kept:
    """The share of each data set's classes under each branch of a synset.

    Shares are of all classes of a data set, whatever the synset, so that a branch has the same
    share on the way down. Branches overlap where a class has several parents, so shares can add up
    to more than that of the synset. Branches without a class in any of the data sets are left out.

    Args:
        atlas: hierarchy and data sets.
        focus: wnid whose branches are followed: its children, or the entry points of the root.
        keys: of the data sets, in the order in which they are drawn.
    """
    wnids = branches_of(atlas, focus)
    positions = atlas.hierarchy.positions([focus, *wnids])
    sums = {key: atlas.roll_up(key).subtree(CLASSES, positions) for key in keys}
    sets = pd.DataFrame(
        {
            "key": list(keys),
            "title": [atlas.dataset(key).title for key in keys],
            "classes": [len(atlas.dataset(key)) for key in keys],
            "here": [int(sums[key][0]) for key in keys],
        }
    )
    classes = np.array([sums[key][1:] for key in keys]).T.reshape(len(wnids), len(keys))
    shares = classes / sets["classes"].to_numpy(np.float64) * 100
    some = np.flatnonzero(classes.any(axis=1))
    order = some[np.argsort(-shares[some].max(axis=1), kind="stable")]
    names = atlas.lexicon.telling_names(wnids)
    frame = pd.DataFrame(
        [
            (wnids[at], names[at], place, int(classes[at, place]), float(shares[at, place]))
            for at in order.tolist()
            for place in range(len(keys))
        ],
        columns=["wnid", "name", "place", "classes", "share"],
    )
    return Kept(sets, frame)


def verdict(found: Kept, name: str) -> str:
    """What became of the branches from the first to the last data set, in sentences.

    Args:
        found: what ``kept`` gave; at least two data sets.
        name: of the synset.
    """
    sets = found.datasets
    first, last = sets.iloc[0], sets.iloc[-1]
    there = sets[sets["here"] > 0]
    if there.empty:
        return f"None of these data sets has a class at or under {name}."
    if not found.branches:
        which = "; ".join(there["title"])
        of = f"{len(there)} of these {len(sets)} data sets"
        return f"{name} has no branches; it is a class of {of}: {which}."
    if not last["here"]:
        held = counted(int(there["here"].iloc[-1]), "class")
        return (
            f"{last['title']} has no class at or under {name}; {there['title'].iloc[-1]} has "
            f"{held}."
        )
    ends = _ends(found)
    both = [each for each in ends if each["last"] > 0 and each["classes"] >= LEAST_CLASSES]
    parts: list[str] = []
    for chosen, verb in ((max, "grew"), (min, "shrank")):
        if not both:
            break
        each = chosen(both, key=lambda each: each["last"] / each["first"])
        times = each["last"] / each["first"]
        if times == 1 or (times > 1) != (verb == "grew"):
            continue
        parts.append(
            f"{'that' if parts else 'the share'} of {each['name']} {verb} most, from "
            f"{share_written(each['first'])} to {share_written(each['last'])}"
            + (f" ({fixed(times, 1)} times)" if verb == "grew" else "")
        )
    lost = [each["name"] for each in ends if each["first"] > 0 and not each["last"]]
    if lost:
        named = lost[0] if len(lost) == 1 else f"{len(lost):,} of {len(ends):,} branches"
        parts.append(f"{named} {'has' if len(lost) == 1 else 'have'} no class left")
    if not parts and not both:
        # Of few classes one more or less would be a large part, so the synset speaks for all.
        whole = [share_written(each["here"] / each["classes"] * 100) for each in (first, last)]
        went = "stayed at" if whole[0] == whole[1] else f"went from {whole[0]} to"
        parts = [f"the share of {name} {went} {whole[1]}; its branches are too small to compare"]
    if not parts:
        parts = [f"no large branch of {name} changed its share"]
    return f"From {first['title']} to {last['title']}, {'; '.join(parts)}."


def share_written(value: float) -> str:
    """A share in percent, a small one with more decimals: "36.1 %", "0.87 %", "0.005 %"."""
    return fixed(value, 0 if value == 0 else 1 if value >= 1 else 2 if value >= 0.1 else 3, "%")


def heading(title: str) -> tuple[str, ...]:
    """The title of a data set in short lines: "21K-P", "Winter", "2021"."""
    short = title.removeprefix("ImageNet-") if title[9:10].isdigit() else title
    return tuple(short.replace(",", "").replace(" (ImageNet-1K)", " (1K)").split())


def drawn(found: Kept, most: int) -> pd.DataFrame:
    """The rows of the branches with the largest shares, with ``title`` and ``written``.

    Args:
        found: what ``kept`` gave.
        most: branches.
    """
    frame = found.shares[found.shares["wnid"].isin(found.branches[:most])]
    titles = found.datasets["title"].tolist()
    return frame.assign(
        written=[share_written(share) for share in frame["share"]],
        title=[titles[place] for place in frame["place"]],
    )


def wide(found: Kept) -> pd.DataFrame:
    """One row per branch: wnid, name, then classes_ and share_ of each data set by its key."""
    keys = found.datasets["key"].tolist()
    frame = found.shares.drop_duplicates("wnid")[["wnid", "name"]].reset_index(drop=True)
    for place, key in enumerate(keys):
        there = found.shares[found.shares["place"] == place].reset_index(drop=True)
        frame[f"classes_{key}"] = there["classes"]
        frame[f"share_{key}"] = there["share"]
    return frame


def _ends(found: Kept) -> Sequence[dict[str, Any]]:
    """By branch its name, its classes in the first data set, its share of that and of the last."""
    last = len(found.datasets) - 1
    return [
        {
            "name": str(rows["name"].iloc[0]),
            "classes": int(rows["classes"].iloc[0]),
            "first": float(rows["share"].iloc[0]),
            "last": float(rows["share"].iloc[last]),
        }
        for _, rows in found.shares.groupby("wnid", sort=False)
    ]
