"""What the comparison of data sets shows, in a sentence for each panel of the releases page."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from explorer.audits.subsets import share_written
from explorer.formatting import counted

NAMED = 3
"""Classes up to which a sentence names each."""


def representation(found: pd.DataFrame, first: str, second: str) -> str:
    """Which branches a data set has most and least of, compared with another; may be empty.

    Args:
        found: what ``releases.representation`` gave.
        first: title of the first data set.
        second: title of the second.
    """
    compared = found.dropna(subset=["difference"]).sort_values("difference", kind="stable")
    if compared.empty:
        return ""
    least, most = compared.iloc[0], compared.iloc[-1]
    parts = [
        f"most {word} {_named(compared, row)} ({share_written(row['share_first'])} of its classes "
        f"here, {share_written(row['share_second'])} in {second})"
        for word, row, fits in (
            ("over-represented", most, most["difference"] > 0),
            ("under-represented", least, least["difference"] < 0),
        )
        if fits
    ]
    if not parts:
        return f"Every branch has the same share of {first} as of {second}."
    return f"In {first}, {'; '.join(parts)}."


def _named(compared: pd.DataFrame, row: "pd.Series[Any]") -> str:
    """The branch with its verb, together with those that have the very same two shares."""
    shares = ["share_first", "share_second"]
    names = compared.loc[(compared[shares] == row[shares]).all(axis="columns"), "name"].tolist()
    return f"{'is' if len(names) == 1 else 'are'} {_together(names)}"


def _together(names: Sequence[str]) -> str:
    """Branches with the very same shares: one or two by name, of more the first."""
    if len(names) <= 2:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1:,} more branches"


def missing(found: pd.DataFrame, first: str, second: str, name: str) -> str:
    """Which classes a second data set does not have.

    Args:
        found: what ``releases.missing_classes`` gave; may be empty.
        first: title of the first data set, which has a class at or under the synset.
        second: title of the second.
        name: of the synset.
    """
    if found.empty:
        return f"No class of {first} at or under {name} is missing from {second}."
    named = f" ({', '.join(found['name'])})" if len(found) <= NAMED else ""
    return f"In {first} and not in {second}: {counted(len(found), 'class')}{named}."


def membership(found: pd.DataFrame, name: str, titles: Mapping[str, str]) -> str:
    """How many classes are shared, and how many are in one data set only.

    Args:
        found: what ``releases.membership`` gave, not empty.
        name: of the synset.
        titles: of the data sets by key.
    """
    times = found.sum(axis="columns")
    times = times[times > 0]
    size = found.shape[1]
    if len(times) == 1:
        there = [titles[key] for key in found.columns if found[key].any()]
        return f"{name} is in {len(there)} of {counted(size, 'data set')}: {'; '.join(there)}."
    alone = int((times == 1).sum())
    few = f"{alone:,}" if alone else "none"
    return (
        f"Of {counted(len(times), 'class')} at or under {name}, {few} "
        f"{'is' if alone < 2 else 'are'} in one data set only; the most widely shared are in "
        f"{int(times.max())} of {size}."
    )


def coverage(found: pd.DataFrame, classes: float, synsets: float, title: str, name: str) -> str:
    """How much of WordNet a data set has under a synset, and where it has least.

    Args:
        found: what ``releases.covered_branches`` gave, the least covered first; may be empty.
        classes: of the data set at or under the synset.
        synsets: of WordNet at or under it.
        title: of the data set.
        name: of the synset.
    """
    text = (
        f"{title} has {classes:,.0f} of {counted(synsets, 'synset')} at or under {name} "
        f"({share_written(classes / synsets * 100)})"
    )
    if len(found) < 2 or found["share"].iloc[0] == found["share"].iloc[-1]:
        return f"{text}."
    best, least = (
        f"{_together(found.loc[found['share'] == share, 'name'].tolist())} {word} "
        f"({share_written(share)})"
        for word, share in (("best", found["share"].iloc[-1]), ("least", found["share"].iloc[0]))
    )
    return f"{text}; it covers {best} and {least}."
