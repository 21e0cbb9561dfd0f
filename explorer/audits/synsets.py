"""One synset, its children and siblings, its data sets, and two synsets compared."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.audits.overview import branches_of
from explorer.datasets import CLASSES, RollUp
from explorer.formatting import known
from explorer.wordnet.hierarchy import INSTANCE, IS_A

Card = dict[str, Any]
"""Plain values only, so that it can be written as JSON as it is."""


def card(atlas: Atlas, wnid: str, rolled: RollUp) -> Card:
    """Everything known about a synset.

    Returns:
        wnid, name, lemmas, gloss, hidden (words not shown), safety (of a person synset: safe,
        sensitive or offensive, by Yang et al. 2020; else None), instance, depth (edges on the
        longest path to the root), ilsvrc2012_index and ilsvrc2012_devkit_id (None where it
        is no class), tiered_category (wnid and name of the category that tieredImageNet files
        it under, else None), datasets (keys it is a class of),
        parents and children (wnid, name, kind), siblings (count), dataset (key of the figures)
        and figures: measure to label, unit, own, subtree and classes of unknown value.

    Raises:
        UnknownSynset: the wnid means nothing.
    """
    hierarchy, lexicon = atlas.hierarchy, atlas.lexicon
    at = hierarchy.positions([wnid])
    category = atlas.numberings.tiered.get(wnid)
    return {
        "wnid": wnid,
        "name": lexicon.name(wnid),
        "lemmas": lexicon.lemmas_of(wnid),
        "gloss": lexicon.gloss(wnid),
        "hidden": wnid in lexicon.hidden,
        "safety": atlas.safety.get(wnid),
        "instance": hierarchy.is_instance(wnid),
        "depth": hierarchy.depth(wnid),
        "ilsvrc2012_index": atlas.index_of.get(wnid),
        "ilsvrc2012_devkit_id": atlas.numberings.devkit_id_of.get(wnid),
        "tiered_category": {"wnid": category, "name": lexicon.name(category)} if category else None,
        "datasets": [key for key, held in atlas.datasets.items() if wnid in held],
        "parents": _relatives(atlas, hierarchy.parents_of(wnid), wnid, upward=True),
        "children": _relatives(atlas, hierarchy.children_of(wnid), wnid, upward=False),
        "siblings": len(hierarchy.siblings_of(wnid)),
        "dataset": rolled.dataset.key,
        "figures": {
            measure.key: {
                "label": measure.label,
                "unit": measure.unit,
                "own": known(rolled.own(measure.key, at)[0]),
                "subtree": known(rolled.subtree(measure.key, at)[0]),
                "classes_not_known": int(rolled.unknown(measure.key, at)[0]),
            }
            for measure in rolled.dataset.measures
        },
    }


def _relatives(atlas: Atlas, wnids: list[str], of: str, *, upward: bool) -> list[dict[str, str]]:
    return [
        {
            "wnid": wnid,
            "name": atlas.lexicon.name(wnid),
            "kind": _kind(atlas, *((wnid, of) if upward else (of, wnid))),
        }
        for wnid in wnids
    ]


def _kind(atlas: Atlas, parent: str, child: str) -> str:
    hierarchy = atlas.hierarchy
    node = hierarchy.position(child)
    at = hierarchy.parents.of(node).tolist().index(hierarchy.position(parent))
    return INSTANCE if hierarchy.parents.instance[hierarchy.parents.starts[node] + at] else IS_A


def children(atlas: Atlas, wnid: str, rolled: RollUp) -> pd.DataFrame:
    """The children of a synset, largest first, with the data set's figures.

    Returns:
        One row per child: wnid, name, kind (of the edge), children (how many it has itself),
        then for every measure "<key>" (subtree), and for sums "<key>_own" (itself); NaN where
        not known or no class. Children without a class are kept, with zero classes.
    """
    frame = _rows(atlas, atlas.hierarchy.children_of(wnid), rolled)
    frame.insert(2, "kind", [_kind(atlas, wnid, child) for child in frame["wnid"]])
    return frame


def presence(atlas: Atlas, wnid: str) -> pd.DataFrame:
    """What each data set has of a synset.

    Returns:
        A row per data set but WordNet, in the atlas' order: key, title, own (whether the synset
        is a class), classes (at or under it), images_own and images (of its classes whose count
        is known; NaN where none is).

    Raises:
        UnknownSynset: the wnid means nothing.
    """
    at = atlas.hierarchy.positions([wnid])
    rows = []
    for key, dataset in atlas.datasets.items():
        if key == "wordnet":
            continue
        rolled = atlas.roll_up(key)
        counted = any(measure.key == "images" for measure in rolled.dataset.measures)
        rows.append(
            {
                "key": key,
                "title": dataset.title,
                "own": wnid in dataset,
                "classes": int(rolled.subtree(CLASSES, at)[0]),
                "images_own": rolled.own("images", at)[0] if counted else np.nan,
                "images": _some(rolled, at) if counted else np.nan,
            }
        )
    return pd.DataFrame(rows)


def _some(rolled: RollUp, at: np.ndarray) -> float:
    """Images at or under a synset; NaN if no class there has a known count."""
    known_classes = rolled.subtree(CLASSES, at)[0] - rolled.unknown("images", at)[0]
    return float(rolled.subtree("images", at)[0]) if known_classes > 0 else np.nan


def siblings(atlas: Atlas, wnid: str, rolled: RollUp) -> pd.DataFrame:
    """The other children of a synset's parents, those with most classes first.

    Returns:
        One row per sibling: wnid, name (disambiguated where two are equal), classes (at or under
            it).

    Raises:
        UnknownSynset: the wnid means nothing.
    """
    wnids = atlas.hierarchy.siblings_of(wnid)
    frame = pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.telling_names(wnids),
            CLASSES: rolled.subtree(CLASSES, atlas.hierarchy.positions(wnids)),
        }
    )
    return frame.sort_values([CLASSES, "wnid"], ascending=[False, True], ignore_index=True)


def classes(
    atlas: Atlas, wnid: str, rolled: RollUp, measures: Sequence[str] | None = None
) -> pd.DataFrame:
    """Every class of a data set at or under a synset, with its own figures.

    Args:
        atlas: hierarchy and words.
        wnid: the synset.
        rolled: of the data set.
        measures: keys of the measures to include; all but the number of classes if None.

    Returns:
        One row per class, by wnid: wnid, name, kind (internal if other classes of the data set
        are below it, else leaf), then one column per measure; NaN where it is not known.

    Raises:
        UnknownSynset, UnknownMeasure: the wnid or a key means nothing.
    """
    positions = atlas.hierarchy.subtree(wnid)
    positions = positions[np.isfinite(rolled.own(CLASSES, positions))]
    wnids = atlas.hierarchy.named(positions)
    every = (measure.key for measure in rolled.dataset.measures if measure.key != CLASSES)
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "kind": np.where(rolled.subtree(CLASSES, positions) > 1, "internal", "leaf").tolist(),
            **{
                key: rolled.own(key, positions) for key in (every if measures is None else measures)
            },
        }
    )


def branches(atlas: Atlas, wnid: str, rolled: RollUp) -> pd.DataFrame:
    """Branches used to break down a synset: the entry points for the root, else its children.

    Returns:
        What ``children`` returns, without the kind of the edge.
    """
    return _rows(atlas, branches_of(atlas, wnid), rolled)


def _rows(atlas: Atlas, wnids: list[str], rolled: RollUp) -> pd.DataFrame:
    positions = atlas.hierarchy.positions(wnids)
    frame = pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.telling_names(wnids),
            "children": np.diff(atlas.hierarchy.children.starts)[positions],
            **_figure_columns(rolled, positions),
        }
    )
    return frame.sort_values([CLASSES, "wnid"], ascending=[False, True], ignore_index=True)


def _figure_columns(rolled: RollUp, positions: np.ndarray) -> dict[str, np.ndarray]:
    columns = {}
    for measure in rolled.dataset.measures:
        columns[measure.key] = rolled.subtree(measure.key, positions)
        if measure.additive and measure.key != CLASSES:
            columns[f"{measure.key}_own"] = rolled.own(measure.key, positions)
    return columns


def comparison(atlas: Atlas, first: str, second: str) -> Card:
    """Two synsets: lowest common ancestors, path length, Wu-Palmer similarity (1994).

    Returns:
        lowest_common_ancestors (wnid, name), path (wnid, name: from the first up to the
        lowest common ancestor and down to the second), edges (on that path; None if they share
        no ancestor), wu_palmer (0 to 1).
    """
    hierarchy, lexicon = atlas.hierarchy, atlas.lexicon
    path = hierarchy.path_between(first, second)
    return {
        "first": first,
        "second": second,
        "lowest_common_ancestors": [
            {"wnid": wnid, "name": lexicon.name(wnid)}
            for wnid in hierarchy.lowest_common_ancestors(first, second)
        ],
        "path": [{"wnid": wnid, "name": lexicon.name(wnid)} for wnid in path],
        "edges": len(path) - 1 if path else None,
        "wu_palmer": hierarchy.wu_palmer(first, second),
    }
