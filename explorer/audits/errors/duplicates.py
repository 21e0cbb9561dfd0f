"""Identical training images of ILSVRC-2012: between classes, and within them.

Two classes with the same image under both labels cannot be distinguished on it; a model that
confuses them may have learned just that.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.owner import kept_by

SOURCE = "fjxmlzn/ImageNet_duplicates"


class Totals(NamedTuple):
    """Sums over some classes.

    Attributes:
        classes: with an image that is identical to one of another class.
        across: training images that are identical to one of another class.
        within: training images that are identical to another of their class.
        pairs: pairs of classes that share an image, with at least one of the two among them.
    """

    classes: int
    across: int
    within: int
    pairs: int


@kept_by("atlas")
def _pairs(atlas: Atlas) -> pd.DataFrame:  # noqa: ARG001 the owner of what is read
    return facts.read("train_duplicate_class_pairs")


def pairs(atlas: Atlas, wnids: Sequence[str]) -> pd.DataFrame:
    """Pairs of classes that share identical training images.

    Args:
        atlas: words and training images.
        wnids: classes; at least one of each pair is among them.

    Returns:
        wnid, second (the two classes), name, second_name, identical_images, percent (of the
        training images of the class that has fewer), meet (lowest common ancestors); most images
        first.
    """
    found = _pairs(atlas)
    found = found[found["wnid_a"].isin(wnids) | found["wnid_b"].isin(wnids)]
    found = found.sort_values(
        ["identical_images", "wnid_a", "wnid_b"], ascending=[False, True, True], kind="stable"
    )
    first, second = found["wnid_a"].tolist(), found["wnid_b"].tolist()
    rolled = atlas.roll_up("ilsvrc2012")
    smaller = np.minimum(
        *(rolled.own("images", atlas.hierarchy.positions(each)) for each in (first, second))
    )
    shared = found["identical_images"].to_numpy(np.float64)
    each = list(dict.fromkeys([*first, *second]))
    called = dict(zip(each, atlas.lexicon.telling_names(each), strict=True))
    return pd.DataFrame(
        {
            "wnid": first,
            "second": second,
            "name": [called[wnid] for wnid in first],
            "second_name": [called[wnid] for wnid in second],
            "identical_images": found["identical_images"].to_numpy(np.int64),
            "percent": shared / smaller * 100,
            "meet": [
                ", ".join(atlas.lexicon.names(atlas.hierarchy.lowest_common_ancestors(*each)))
                for each in zip(first, second, strict=True)
            ],
        }
    )


def between(atlas: Atlas, first: Sequence[str], second: Sequence[str]) -> Numbers:
    """Identical training images of each two classes; 0 where a pair shares none."""
    found = _pairs(atlas)
    known = found.set_index(["wnid_a", "wnid_b"])["identical_images"]
    asked = [(min(pair), max(pair)) for pair in zip(first, second, strict=True)]
    keys = pd.MultiIndex.from_tuples(asked, names=known.index.names)
    return known.reindex(keys).fillna(0).to_numpy(np.float64)


def by_class(atlas: Atlas, wnids: Sequence[str]) -> pd.DataFrame:
    """Classes with identical training images, most first.

    Returns:
        wnid, name, across (training images that are identical to one of another class), within
        (to another of the class), percent (of the class's training images that are either).
    """
    found = facts.read("train_duplicates_by_class").set_index("wnid").loc[list(wnids)]
    images = atlas.roll_up("ilsvrc2012").own("images", atlas.hierarchy.positions(list(wnids)))
    across = found["train_images_also_in_another_class"].to_numpy(np.int64)
    within = found["train_images_twice_in_class"].to_numpy(np.int64)
    frame = pd.DataFrame(
        {
            "wnid": list(wnids),
            "name": atlas.lexicon.telling_names(wnids),
            "across": across,
            "within": within,
            "percent": (across + within) / images * 100,
        }
    )
    order = ["across", "within", "wnid"]
    some: pd.DataFrame = frame[(across + within) > 0]
    return some.sort_values(order, ascending=[False, False, True], ignore_index=True)


def totals(atlas: Atlas, wnids: Sequence[str]) -> Totals:
    """Sums over some classes."""
    found = by_class(atlas, wnids)
    return Totals(
        classes=int((found["across"] > 0).sum()),
        across=int(found["across"].sum()),
        within=int(found["within"].sum()),
        pairs=len(pairs(atlas, wnids)),
    )
