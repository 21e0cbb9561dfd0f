"""The groups of a cut as the sectors of a treemap, and the parts that a group has."""

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.audits.overview import BRANCHES
from explorer.audits.superclasses.ground import ground
from explorer.audits.superclasses.groups import Grouping, class_images
from explorer.charts.sector_colours import FEWEST
from explorer.datasets import CLASSES, RollUp
from explorer.formatting import counted

TOP, OTHERS, LEFT = "all", "others", "none"
"""Ids of the outermost sector, and of those that are no group."""

FRAME = "frame-"
"""Prefix of the id of an entry point that contains groups."""


def sectors(
    atlas: Atlas, rolled: RollUp, found: Grouping, groups: pd.DataFrame, most: int
) -> pd.DataFrame:
    """Groups within the entry points that they are under, sized by classes.

    Args:
        atlas: hierarchy and words.
        rolled: the data set.
        found: its groups.
        groups: what ``groups.table`` gave.
        most: groups with a sector of their own at most; the smaller ones share one.

    Returns:
        One row per sector: id (a group's key, or one of the constants), parent, kind, label, name,
        area and size (classes), text, colour (see ``colour_by``), hidden (0) and wnid (the id).
    """
    shown, rest = groups.iloc[:most], groups.iloc[most:]
    frames = _frames(atlas, shown["key"].tolist(), found)
    total = float(groups["classes"].sum())
    none = float(len(found.under_none))
    rows = [_row(TOP, "", "focus", rolled.dataset.title, total + none)]
    area: dict[str, float] = {}
    colours = shown[colour_by(groups)].to_numpy(np.float64).tolist()
    columns = (shown[each].tolist() for each in ("key", "name", "classes"))
    for key, name, size, colour in zip(*columns, colours, strict=True):
        frame = frames.get(key, "")
        area[frame] = area.get(frame, 0.0) + size
        parent = FRAME + frame if frame else TOP
        rows.append(_row(key, parent, "group", name, size, counted(size, "class"), colour))
    rows += [
        _row(FRAME + frame, TOP, "frame", atlas.lexicon.name(frame), size)
        for frame, size in area.items()
        if frame
    ]
    if len(rest):
        size = float(rest["classes"].sum())
        label = f"{counted(len(rest), 'more superclass')}"
        rows.append(_row(OTHERS, TOP, "others", label, size, counted(size, "class")))
    if none:
        rows.append(_row(LEFT, TOP, "outside", "under none", none, counted(none, "class")))
    return pd.DataFrame(rows)


def colour_by(groups: pd.DataFrame) -> str:
    """The column of ``groups.table`` that colours show: median images per class if they differ.

    Where fewer than three medians differ, as of ILSVRC-2012, it is ``classes``.
    """
    return "median" if groups["median"].nunique() >= FEWEST else "classes"


def _frames(atlas: Atlas, keys: list[str], found: Grouping) -> dict[str, str]:
    """The entry point of each group that is under one with another group in it."""
    frames: dict[str, str] = {}
    for key in keys:
        if key not in found.names and key not in BRANCHES:
            above = [each for each in atlas.hierarchy.main_path(key) if each in BRANCHES]
            if above:
                frames[key] = above[-1]
    several = [frame for frame in frames.values() if [*frames.values()].count(frame) > 1]
    return {key: frame for key, frame in frames.items() if frame in several}


def _row(
    id_: str,
    parent: str,
    kind: str,
    name: str,
    size: float,
    text: str = "",
    colour: float = np.nan,
) -> dict[str, object]:
    return {
        "id": id_,
        "parent": parent,
        "kind": kind,
        "label": name,
        "name": name,
        "area": size,
        "size": size,
        "text": text,
        "colour": colour,
        "hidden": 0,
        "wnid": id_,
    }


def parts(atlas: Atlas, rolled: RollUp, found: Grouping, key: str) -> pd.DataFrame:
    """The children of a group's synset that have classes: what it would be divided into.

    Returns:
        wnid, name, classes (distinct, at or under it), images (NaN where unknown) and group
        (whether it is a group already), most classes first; empty for a group that is no synset.
    """
    held = ground(rolled)
    at = [] if key in found.names else held.divided(rolled.hierarchy.position(key))
    at = [each for each in at if rolled.hierarchy.wnids[each] != key]
    wnids = rolled.hierarchy.named(at)
    counts, _ = class_images(rolled)
    frame = pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.telling_names(wnids),
            "classes": rolled.subtree(CLASSES)[at].astype(np.int64),
            "images": [
                np.nan if np.isnan(own).all() else float(np.nansum(own))
                for own in (counts[held.under(each)] for each in at)
            ],
            "group": [wnid in found.index for wnid in wnids],
        }
    )
    return frame.sort_values(["classes", "wnid"], ascending=[False, True], ignore_index=True)
