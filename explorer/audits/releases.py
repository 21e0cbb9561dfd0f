"""Data sets compared with each other: shared classes, missing ones, and uneven branches."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer import datasets
from explorer.atlas import Atlas
from explorer.audits.overview import branches_of
from explorer.datasets import CLASSES, OTHERS, OWN, DataSet, Group, Measure, RollUp
from explorer.owner import kept_by
from explorer.wordnet.hierarchy import Hierarchy
from explorer.wordnet.noun_table import ENTITY

MISSING, MISSING_SHARE = "missing", "missing_share"
COVERED_SHARE = "covered_share"


def comparable(atlas: Atlas) -> list[str]:
    """Keys of the data sets that are lists of classes: all but WordNet itself."""
    return [key for key in atlas.datasets if key != "wordnet"]


def imagenet(atlas: Atlas, *more: str) -> tuple[str, ...]:
    """Keys of the lists of classes that are ImageNet's or its challenge's, and ``more``."""
    sets = atlas.datasets.items()
    return tuple(
        key
        for key, held in sets
        if (key != "wordnet" and held.group not in (OTHERS, OWN)) or key in more
    )


@kept_by("atlas")
def _membership(atlas: Atlas, keys: tuple[str, ...]) -> pd.DataFrame:
    wnids = sorted({wnid for key in keys for wnid in atlas.datasets[key].wnids})
    index = pd.Index(wnids, name="wnid")
    return pd.DataFrame({key: index.isin(atlas.datasets[key].wnids) for key in keys}, index)


def membership(
    atlas: Atlas, focus: str = ENTITY, keys: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """Which class at or under a synset is in which data set.

    Args:
        atlas: hierarchy and data sets.
        focus: wnid of the synset.
        keys: of the data sets; ImageNet's own (see ``imagenet``) if None.

    Returns:
        One row per class of any of them, indexed by wnid; a column of true and false per data
        set.
    """
    frame = _membership(atlas, imagenet(atlas) if keys is None else keys)
    if focus == ENTITY:
        return frame
    below = set(atlas.hierarchy.named(atlas.hierarchy.subtree(focus)))
    return frame[frame.index.isin(below)]


def intersections(found: pd.DataFrame) -> pd.DataFrame:
    """How many classes are in exactly which data sets, the largest group first.

    Args:
        found: what ``membership`` gave, or some of its columns.

    Returns:
        One row per combination that occurs: one boolean column per data set, and classes.
        Classes that are in none of these data sets are left out.
    """
    keys = list(found.columns)
    present = found[found.any(axis="columns")]
    counted = present.groupby(keys, sort=False).size().reset_index(name="classes")
    return counted.sort_values(["classes", *keys], ascending=False, ignore_index=True)


@kept_by("first")
def without(first: DataSet, second: DataSet) -> DataSet:
    """The first data set, with which of its classes the second one lacks."""
    lacking = ~first.wnids.isin(second.wnids)
    column = pd.DataFrame({MISSING: lacking.astype(np.float64)}, index=first.wnids)
    return first.extended(
        Group(names=(MISSING,), load=lambda: column),
        Measure(
            key=MISSING,
            label=f"Classes missing from {second.title}",
            unit="classes",
            numerator=MISSING,
            source=first.source,
            meaning=f"Classes of {first.title} that are not classes of {second.title}.",
        ),
        Measure(
            key=MISSING_SHARE,
            label=f"Share missing from {second.title}",
            unit="%",
            numerator=MISSING,
            denominator=CLASSES,
            source=first.source,
            meaning=f"Share of the classes of {first.title} that are not classes of "
            f"{second.title}.",
        ),
    )


@kept_by("dataset")
def coverage(wordnet: DataSet, dataset: DataSet) -> DataSet:
    """WordNet's synsets, with which of them are classes of a data set."""
    covered = wordnet.wnids.isin(dataset.wnids)
    column = pd.DataFrame({COVERED_SHARE: covered.astype(np.float64)}, index=wordnet.wnids)
    return wordnet.extended(
        Group(names=(COVERED_SHARE,), load=lambda: column),
        Measure(
            key=COVERED_SHARE,
            label=f"Share of synsets in {dataset.title}",
            unit="%",
            numerator=COVERED_SHARE,
            denominator=CLASSES,
            source=dataset.source,
            meaning=f"Share of WordNet's noun synsets that are classes of {dataset.title}.",
        ),
    )


def roll_up(hierarchy: Hierarchy, dataset: DataSet) -> RollUp:
    """A derived data set, rolled up; computed once while it is in use."""
    return datasets.roll_up(hierarchy, dataset)


def missing_classes(atlas: Atlas, first: str, second: str, focus: str) -> pd.DataFrame:
    """Classes at or under a synset that the first data set has and the second one lacks.

    Returns:
        wnid, name, parents (names), by wnid.
    """
    found = membership(atlas, focus, tuple(dict.fromkeys((first, second))))
    wnids = found.index[found[first] & ~found[second]].tolist()
    parents = [atlas.hierarchy.parents_of(wnid) for wnid in wnids]
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "parents": [", ".join(atlas.lexicon.names(above)) for above in parents],
        }
    )


def representation(atlas: Atlas, first: str, second: str, focus: str) -> pd.DataFrame:
    """How large a part of each data set the branches of a synset are.

    Returns:
        One row per branch with a class in either, the largest difference first, or the most
        classes where one data set has none at or under the synset: wnid, name, then
        for each data set classes_ and share_ (percent of its classes at or under the synset),
        difference (percentage points, first − second) and ratio (share first / share second;
        NaN where the second has none). Branches overlap, so shares can add up to more than 100.
    """
    wnids = branches_of(atlas, focus)
    positions = atlas.hierarchy.positions(wnids)
    whole = atlas.hierarchy.positions([focus])
    columns = {}
    for which, key in (("first", first), ("second", second)):
        rolled = atlas.roll_up(key)
        classes = rolled.subtree(CLASSES, positions)
        total = float(rolled.subtree(CLASSES, whole)[0])
        columns[f"classes_{which}"] = classes
        columns[f"share_{which}"] = classes / total * 100 if total else np.full(len(wnids), np.nan)
    frame = pd.DataFrame({"wnid": wnids, "name": atlas.lexicon.telling_names(wnids), **columns})
    frame["difference"] = frame["share_first"] - frame["share_second"]
    frame["ratio"] = frame["share_first"] / frame["share_second"].where(frame["share_second"] > 0)
    frame = frame[(frame["classes_first"] > 0) | (frame["classes_second"] > 0)]
    # If one data set has no class under the root, there is no difference to sort by.
    compared = frame["difference"].notna().any()
    by = frame["difference"].abs() if compared else frame["classes_first"] + frame["classes_second"]
    return frame.loc[by.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def with_branches(atlas: Atlas, *keys: str) -> NDArray[np.bool_]:
    """By position, whether one of the data sets has a class below a synset, itself left out."""
    found = np.zeros(len(atlas.hierarchy), dtype=np.bool_)
    for key in keys:
        rolled = atlas.roll_up(key)
        found |= rolled.subtree(CLASSES) > np.nan_to_num(rolled.own(CLASSES))
    return found


def covered_branches(atlas: Atlas, key: str, focus: str) -> pd.DataFrame:
    """How much of WordNet's branches under a synset a data set has.

    Returns:
        wnid, name, synsets, classes, share (percent of the synsets), the least covered first.
    """
    wnids = branches_of(atlas, focus)
    positions = atlas.hierarchy.positions(wnids)
    synsets = atlas.roll_up("wordnet").subtree(CLASSES, positions)
    classes = atlas.roll_up(key).subtree(CLASSES, positions)
    frame = pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.telling_names(wnids),
            "synsets": synsets,
            "classes": classes,
            "share": classes / synsets * 100,
        }
    )
    return frame.sort_values(["share", "wnid"], ignore_index=True)


def pairs(found: pd.DataFrame, most: int = 20) -> pd.DataFrame:
    """The largest differences, sorted: from what the first has more of to what it has less of.

    Args:
        found: what ``representation`` gave.
        most: maximum number of pairs.

    Returns:
        wnid, label, first, second (percent of each data set's classes), classes_first,
        classes_second and difference (percentage points).
    """
    top = found.dropna(subset=["difference"]).head(most)
    named = {"name": "label", "share_first": "first", "share_second": "second"}
    columns = ["wnid", "label", "first", "second", "classes_first", "classes_second", "difference"]
    return (
        top.rename(columns=named)[columns]
        .sort_values("difference", ascending=False, kind="stable")
        .reset_index(drop=True)
    )
