"""A fine-grained branch, such as the dogs: its members in the lists that are often confused."""

from collections.abc import Mapping

import pandas as pd

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.datasets import CLASSES
from explorer.formatting import counted, precise, written
from explorer.owner import kept_by

DOG = "n02084071"
LISTS = ("fall11", "ilsvrc2012", "stanford-dogs")
"""Data sets whose lists are set side by side."""


def lists(also: str = "") -> tuple[str, ...]:
    """Keys of ``LISTS``, and of one more data set if it is none of them."""
    return (*LISTS, also) if also and also not in LISTS else LISTS


@kept_by("atlas", most=4)
def members(atlas: Atlas, root: str, also: str = "") -> pd.DataFrame:
    """Every class at or under a root in any of the lists, with its figures.

    Where a list is mostly about the root, its classes elsewhere are there too: Stanford Dogs
    has three that are no dog in WordNet.

    Args:
        atlas: hierarchy and data sets.
        root: wnid of the branch.
        also: key of one more data set to compare; none if empty.

    Returns:
        wnid, name, under_root, groups (names of the root's children it is under), parents
        (names) and several_parents, then fall11, ilsvrc2012, stanford-dogs and ``also`` (whether
        it is in the list), index (in ILSVRC-2012, <NA> if it is not), images (Fall 2011),
        train_images and box_package (0 or 1); NaN where not known. By wnid.
    """
    hierarchy, lexicon = atlas.hierarchy, atlas.lexicon
    below = set(hierarchy.named(hierarchy.subtree(root)))
    inside = {key: set(atlas.dataset(key).wnids) for key in lists(also)}
    rows = {wnid for held in inside.values() for wnid in held & below}
    for held in (inside[key] for key in LISTS):
        if len(held & below) > len(held) / 2:
            rows |= held
    wnids = sorted(rows)
    positions = hierarchy.positions(wnids)
    parents = [hierarchy.parents_of(wnid) for wnid in wnids]
    groups = _groups(atlas, root)
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": lexicon.names(wnids),
            "under_root": [wnid in below for wnid in wnids],
            "groups": [
                ", ".join(name for name, held in groups.items() if wnid in held) for wnid in wnids
            ],
            "parents": [", ".join(lexicon.names(above)) for above in parents],
            "several_parents": [len(above) > 1 for above in parents],
            **{key: [wnid in held for wnid in wnids] for key, held in inside.items()},
            "index": pd.array([atlas.index_of.get(wnid) for wnid in wnids], dtype="Int64"),
            "images": atlas.roll_up("fall11").own("images", positions),
            "train_images": atlas.roll_up("ilsvrc2012").own("images", positions),
            "box_package": atlas.roll_up("fall11").own("boxed_classes", positions) / 100,
        }
    )


def _groups(atlas: Atlas, root: str) -> dict[str, set[str]]:
    """Names of a root's children to all that is at or under each."""
    hierarchy = atlas.hierarchy
    children = hierarchy.children_of(root)
    return {
        name: set(hierarchy.named(hierarchy.subtree(child)))
        for child, name in zip(children, atlas.lexicon.telling_names(children), strict=True)
    }


def groups(atlas: Atlas, root: str, also: str = "") -> pd.DataFrame:
    """The root's children as WordNet groups them; ``also`` as in ``members``.

    Returns:
        One row per child with a class in any list, largest first: wnid, name, fall11, ilsvrc2012,
        stanford-dogs and ``also`` (classes), images (Fall 2011) and train_images. Groups overlap.
    """
    wnids = atlas.hierarchy.children_of(root)
    positions = atlas.hierarchy.positions(wnids)
    frame = pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.telling_names(wnids),
            **{key: atlas.roll_up(key).subtree(CLASSES, positions) for key in lists(also)},
            "images": atlas.roll_up("fall11").subtree("images", positions),
            "train_images": atlas.roll_up("ilsvrc2012").subtree("images", positions),
        }
    )
    frame = frame[frame[list(lists(also))].any(axis="columns")]
    return frame.sort_values(["fall11", "wnid"], ascending=[False, True], ignore_index=True)


def summary(atlas: Atlas, root: str) -> dict[str, float]:
    """A root in figures.

    Returns:
        For each list its classes at or under the root; images, train_images and
        boxed_percent (classes with a box package); share_of_ilsvrc and share_of_fall11
        (percent of all classes); several_parents (classes with more than one).
    """
    at = atlas.hierarchy.positions([root])

    def total(key: str, measure: str = CLASSES) -> float:
        values: Numbers = atlas.roll_up(key).subtree(measure, at)
        return float(values[0])

    listed = members(atlas, root)
    found = {key: total(key) for key in LISTS}
    return found | {
        "images": total("fall11", "images"),
        "train_images": total("ilsvrc2012", "images"),
        "boxed_percent": total("fall11", "boxed_classes"),
        "share_of_ilsvrc": found["ilsvrc2012"] / len(atlas.dataset("ilsvrc2012")) * 100,
        "share_of_fall11": found["fall11"] / len(atlas.dataset("fall11")) * 100,
        "several_parents": float(
            (listed["several_parents"] & listed["fall11"] & listed["under_root"]).sum()
        ),
    }


def verdict(found: Mapping[str, float], name: str, also: Mapping[str, float] | None = None) -> str:
    """How many classes each list has at or under a root, in a sentence.

    Args:
        found: the result of ``summary`` for the root.
        name: of the root.
        also: further data sets by title, and how many classes they have there.
    """
    said = [f"ImageNet-21K has {counted(int(found['fall11']), 'class')} at or under {name}"]
    if found["ilsvrc2012"]:
        share = precise(found["share_of_ilsvrc"], "%")
        said.append(f"ILSVRC-2012 {written(found['ilsvrc2012'])} ({share} of all its classes)")
    else:
        said.append("ILSVRC-2012 none")
    if found["stanford-dogs"]:
        said.append(f"Stanford Dogs {written(found['stanford-dogs'])}")
    said += [f"{title} {written(each) if each else 'none'}" for title, each in (also or {}).items()]
    return f"{', '.join(said[:-1])} and {said[-1]}."


def only_in(listed: pd.DataFrame, first: str, second: str) -> list[str]:
    """Names of the members that one list has and another one has not."""
    return listed.loc[listed[first] & ~listed[second], "name"].tolist()
