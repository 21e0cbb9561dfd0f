"""From the validation images to new ones: how much a model's error grows, and at which branches.

ImageNetV2's images were collected as ILSVRC-2012's validation images were, years later (Recht et
al. 2019): both evaluations have the same classes and no image in common.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from explorer.atlas import Atlas
from explorer.audits.errors import nodes
from explorer.audits.overview import branches_of
from explorer.evaluations.declared import ILSVRC, IMAGENETV2
from explorer.formatting import counted, fixed
from explorer.statistics import independent_difference, wilson

LEAST_CLASSES = 5
"""A branch needs as many classes to be named as the one whose error grows most or least."""


def in_both(atlas: Atlas, name: str) -> bool:
    """Whether a model of that name comes with both evaluations."""
    return all(name in atlas.evaluation(key).names for key in (ILSVRC, IMAGENETV2))


def models(atlas: Atlas) -> tuple[str, ...]:
    """Names of the models that come with both evaluations, in the order of the first."""
    return tuple(name for name in atlas.evaluation(ILSVRC).names if in_both(atlas, name))


def drop(atlas: Atlas, name: str, wnids: Iterable[str]) -> pd.DataFrame:
    """A model's top-1 error on the images of both evaluations, at some synsets.

    Args:
        atlas: hierarchy and evaluations.
        name: of a model that is ``in_both``.
        wnids: the synsets, each with the distinct classes at or under it.

    Returns:
        wnid, name, classes, images (of the validation set) with error, error_low and error_high
        (percent, original labels; Wilson), new_images (of ImageNetV2) with new_error,
        new_error_low and new_error_high, and difference (percentage points, new less validation)
        with its interval low and high (Newcombe 1998, independent samples). All intervals take
        the classes as given. NaN where a synset has no class.
    """
    wnids = list(wnids)
    positions = atlas.hierarchy.positions(wnids)
    old, new = (
        nodes.roll_up(atlas, atlas.evaluation(key).model(name)) for key in (ILSVRC, IMAGENETV2)
    )
    images, wrong, new_images, new_wrong = (
        rolled.total(column, positions)
        for rolled in (old, new)
        for column in ("predicted_images", "top1_wrong")
    )
    error, new_error = (rolled.subtree("top1_error", positions) for rolled in (old, new))
    error_low, error_high = wilson(wrong, images)
    new_low, new_high = wilson(new_wrong, new_images)
    low, high = independent_difference(wrong, images, new_wrong, new_images)
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.telling_names(wnids),
            "classes": old.subtree("classes", positions),
            "images": images,
            "error": error,
            "error_low": error_low,
            "error_high": error_high,
            "new_images": new_images,
            "new_error": new_error,
            "new_error_low": new_low,
            "new_error_high": new_high,
            "difference": new_error - error,
            "low": low,
            "high": high,
        }
    )


def branches(atlas: Atlas, name: str, focus: str) -> pd.DataFrame:
    """The same for every branch of a synset with a class, the largest difference first."""
    frame = drop(atlas, name, branches_of(atlas, focus))
    frame = frame[frame["classes"] > 0]
    return frame.sort_values(["difference", "wnid"], ascending=[False, True], ignore_index=True)


def verdict(here: pd.DataFrame, found: pd.DataFrame, model: str) -> str:
    """The errors on the two sets of images compared, in sentences.

    Args:
        here: the row of ``drop`` for the synset itself; it has classes.
        found: what ``branches`` gave.
        model: its name, as it is to be written.
    """
    (row,) = here.to_dict("records")
    low, high = row["low"], row["high"]
    errors = f"{fixed(row['new_error'], 1, '%')} against {fixed(row['error'], 1, '%')}"
    if low <= 0 <= high:
        largest = fixed(max(abs(low), abs(high)), 1)
        text = (
            f"For {model}, no difference between ImageNetV2 and the validation images was found "
            f"({errors}); one of up to {largest} percentage points would be compatible with the "
            "data."
        )
    else:
        way = "higher" if row["difference"] > 0 else "lower"
        ends = sorted((abs(low), abs(high)))
        text = (
            f"{model}'s error is {fixed(abs(row['difference']), 1)} percentage points {way} on "
            f"ImageNetV2 than on the validation images ({errors}; 95% CI of the difference "
            f"{fixed(ends[0], 1)} to {fixed(ends[1], 1)})."
        )
    enough = found[found["classes"] >= LEAST_CLASSES]
    if len(enough) < 2:
        return text
    most, *_, least = enough.to_dict("records")
    return (
        f"{text} Of {counted(len(enough), 'branch')} with {LEAST_CLASSES} classes or more, the "
        f"difference is largest at {most['name']} ({_points(most)}) and smallest at "
        f"{least['name']} ({_points(least)})."
    )


def _points(row: Mapping[Hashable, Any]) -> str:
    sign = "+" if row["difference"] > 0 else ""
    return (
        f"{sign}{fixed(row['difference'], 1)} points, 95% CI {fixed(row['low'], 1)} to "
        f"{fixed(row['high'], 1)}"
    )
