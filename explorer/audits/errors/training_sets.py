"""One network trained on six sets of images of the same 1,000 classes (SELECT).

The validation images are the same 50 per class, so accuracies add up over classes. The table does
not name the network; ResNet-50 is the example of its README.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.overview import branches_of
from explorer.statistics import wilson

TABLE = "select_resnet50_by_training_set"
VALIDATION = 50
"""Validation images per class, on which every accuracy is."""


@dataclass(frozen=True)
class TrainingSet:
    """A set of images that the network was trained on: its key, and what it is called."""

    key: str
    title: str


SETS = (
    TrainingSet("in1000", "ImageNet"),
    TrainingSet("oi1000", "Open Images"),
    TrainingSet("la1000", "LAION, by similar images"),
    TrainingSet("la1000t2i", "LAION, by text"),
    TrainingSet("sd1000", "generated from images"),
    TrainingSet("sd1000t2i", "generated from text"),
)


def by_class(atlas: Atlas, wnids: Sequence[str]) -> pd.DataFrame:
    """The error of each class by training set, with its training images.

    Returns:
        wnid, name, then for each of ``SETS`` its key with ``_error`` (percent of 50 validation
        images) and with ``_images`` (training images of the class).
    """
    found = facts.read(TABLE).set_index("wnid").loc[list(wnids)]
    columns: dict[str, object] = {"wnid": list(wnids), "name": atlas.lexicon.names(wnids)}
    for each in SETS:
        accuracy = found[f"{each.key}_top1_accuracy"].to_numpy(np.float64)
        columns[f"{each.key}_error"] = 100 - accuracy * 100
    for each in SETS:
        columns[f"{each.key}_images"] = found[f"{each.key}_train_images"].to_numpy(np.int64)
    return pd.DataFrame(columns)


def _sums(every: pd.DataFrame, wnids: Sequence[str]) -> dict[str, float]:
    inside = every[every["wnid"].isin(wnids)]
    errors = {f"{each.key}_error": float(inside[f"{each.key}_error"].mean()) for each in SETS}
    images = {f"{each.key}_images": int(inside[f"{each.key}_images"].sum()) for each in SETS}
    return {"classes": len(inside), **errors, **images}


def overall(atlas: Atlas, wnids: Sequence[str]) -> pd.DataFrame:
    """The error over some classes by training set.

    Returns:
        One row per set: title, images (for training, of these classes), classes_without (that
        have none), error (percent), low and high (Wilson's interval).
    """
    found = by_class(atlas, wnids)
    trials = np.full(len(SETS), float(len(found) * VALIDATION))
    errors: Numbers = np.array([found[f"{each.key}_error"].mean() for each in SETS])
    low, high = wilson(errors / 100 * trials, trials)
    return pd.DataFrame(
        {
            "title": [each.title for each in SETS],
            "images": [int(found[f"{each.key}_images"].sum()) for each in SETS],
            "classes_without": [int((found[f"{each.key}_images"] == 0).sum()) for each in SETS],
            "error": errors,
            "low": low,
            "high": high,
        }
    )


def branches(atlas: Atlas, focus: str) -> pd.DataFrame:
    """The error of every branch with a class by training set, the worst on ImageNet first.

    Returns:
        wnid, name, classes, then columns as ``by_class``: errors are means over the distinct
        classes, images are sums.
    """
    wnids = facts.read(TABLE)["wnid"].tolist()
    every = by_class(atlas, wnids)
    classes = set(wnids)
    children = branches_of(atlas, focus)
    rows = []
    for wnid, name in zip(children, atlas.lexicon.telling_names(children), strict=True):
        below = classes.intersection(atlas.hierarchy.named(atlas.hierarchy.subtree(wnid)))
        if below:
            rows.append({"wnid": wnid, "name": name, **_sums(every, sorted(below))})
    frame = pd.DataFrame(rows, columns=["wnid", "name", "classes", *every.columns[2:]])
    return frame.sort_values(["in1000_error", "wnid"], ascending=[False, True], ignore_index=True)
