"""What the first page states: entry points, data sets, splits, winners of the challenge."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from explorer import facts
from explorer.atlas import Atlas
from explorer.datasets import CLASSES, OTHERS, OWN
from explorer.formatting import known
from explorer.owner import kept_by
from explorer.wordnet.noun_table import ENTITY

BRANCHES = (
    "n00021939",  # artifact
    "n00015388",  # animal
    "n00017222",  # plant
    "n00007846",  # person
    "n00021265",  # food (substance)
    "n07555863",  # food (solid)
    "n00019128",  # natural object
    "n12992868",  # fungus
    "n00523513",  # sport
    "n09287968",  # geological formation
)
"""Where to start: large branches that a person would name, well below the abstract top."""

FAVOURITES = (
    "n02084071",  # dog
    "n02121620",  # cat
    "n01503061",  # bird
    "n02159955",  # insect
    "n04524313",  # vehicle
    "n03800933",  # musical instrument
    "n03405725",  # furniture
    "n13134947",  # fruit
    "n13104059",  # tree
)
"""Popular branches inside those."""

TREE_ENTRIES = (*BRANCHES, ENTITY)
"""Top rows of the tree: the root last, so that every synset can be reached."""


def branches_of(atlas: Atlas, focus: str) -> list[str]:
    """Branches used to break down a synset: its children, or the entry points for the root.

    The root's own children are not informative: one of them has 98 % of ImageNet's classes.
    """
    return [*BRANCHES, *FAVOURITES] if focus == ENTITY else atlas.hierarchy.children_of(focus)


def entry_points(atlas: Atlas, wnids: tuple[str, ...]) -> pd.DataFrame:
    """The entry points with the classes and images under each.

    Returns:
        One row per entry point: wnid, name, classes and images (Fall 2011, distinct),
        ilsvrc2012 (its classes).
    """
    positions = atlas.hierarchy.positions(wnids)
    fall11, challenge = atlas.roll_up("fall11"), atlas.roll_up("ilsvrc2012")
    return pd.DataFrame(
        {
            "wnid": list(wnids),
            "name": atlas.lexicon.telling_names(wnids),
            "classes": fall11.subtree(CLASSES, positions).astype(np.int64),
            "images": fall11.subtree("images", positions).astype(np.int64),
            "ilsvrc2012": challenge.subtree(CLASSES, positions).astype(np.int64),
        }
    )


def outside(atlas: Atlas, wnids: tuple[str, ...]) -> int:
    """How many Fall 2011 classes are under none of some synsets."""
    covered = np.zeros(len(atlas.hierarchy), dtype=np.bool_)
    for wnid in wnids:
        covered[atlas.hierarchy.subtree(wnid)] = True
    return int((~covered[atlas.roll_up("fall11").members]).sum())


@kept_by("atlas", most=2)
def releases(atlas: Atlas, folder: Path = facts.DATA, *, own: bool = False) -> pd.DataFrame:
    """ImageNet's releases and subsets with their totals.

    Args:
        atlas: that has them.
        folder: of the fact tables.
        own: whether the user's own data sets are listed after them.

    Returns:
        One row per data set: key, title, classes, images (NaN where not known per class), basis
        (measured, derived or not known), published (images in the release's own statement,
        NaN if none), summary, note.
    """
    totals = facts.read("published_totals", folder).set_index("key")["value"]
    rows = []
    for key, dataset in atlas.datasets.items():
        if key == "wordnet" or dataset.group == OTHERS or (dataset.group == OWN and not own):
            continue
        images = [measure for measure in dataset.measures if measure.key == "images"]
        published = dict(dataset.published).get("images")
        rows.append(
            {
                "key": key,
                "title": dataset.title,
                "classes": len(dataset),
                "images": np.nansum(dataset.columns["images"]) if images else np.nan,
                "basis": ("derived" if images[0].derived else "measured")
                if images
                else "not known by class",
                "published": float(totals[published]) if published else np.nan,
                "summary": dataset.summary,
                "note": dataset.note,
            }
        )
    return pd.DataFrame(rows)


@kept_by("atlas", most=2)
def headline(atlas: Atlas, folder: Path = facts.DATA) -> dict[str, float | int | None]:
    """The totals at the top of the page, measured at the root, and the published ones.

    Returns:
        Keys of ``published_totals`` to their values, and ``classes`` and ``images`` as summed
        from the table of classes.
    """
    totals = facts.read("published_totals", folder)
    root = atlas.hierarchy.position(ENTITY)
    fall11 = atlas.roll_up("fall11")
    published = dict(zip(totals["key"], totals["value"], strict=True))
    return {key: known(float(value)) for key, value in published.items()} | {
        "classes": known(float(fall11.subtree(CLASSES)[root])),
        "images": known(float(fall11.subtree("images")[root])),
    }


@lru_cache(maxsize=2)
def splits(folder: Path = facts.DATA) -> pd.DataFrame:
    """ILSVRC-2012's splits.

    Returns:
        One row per split: split, images, boxed_images, boxes (published totals; <NA> if not known).
    """
    totals = facts.read("published_totals", folder).set_index("key")["value"]
    # A table is rejected unless it has as many rows as its description says.
    boxes = facts.catalogue(folder)["validation_boxes"].rows
    train, validation = (
        int(totals[f"ilsvrc2012_{name}_images"]) for name in ("train", "validation")
    )
    return pd.DataFrame(
        {
            "split": ["Training", "Validation", "Test"],
            "images": [train, validation, int(totals["ilsvrc2012_test_images"])],
            "boxed_images": pd.array(
                [int(totals["ilsvrc2012_train_boxed_images"]), validation, None], dtype="Int64"
            ),
            "boxes": pd.array([int(totals["ilsvrc2012_train_boxes"]), boxes, None], dtype="Int64"),
        }
    )


@lru_cache(maxsize=2)
def challenge(folder: Path = facts.DATA) -> pd.DataFrame:
    """The winners of the ILSVRC classification task, one row per year, as in the fact table."""
    return facts.read("challenge", folder).sort_values("year", ignore_index=True)
