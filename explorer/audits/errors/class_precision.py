"""Precision and recall: what a model predicts too often, at any synset and per class.

At a synset an image is right if label and prediction are both at or under it, so recall is the
share of its images that stay in it, and precision the share of what is predicted there that is
from there.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from explorer.arrays import Integers, Numbers
from explorer.atlas import Atlas
from explorer.audits.errors.metric_tables import classes_under
from explorer.audits.errors.nodes import inside_errors
from explorer.audits.overview import branches_of
from explorer.datasets import DataSet
from explorer.evaluations import Predictions
from explorer.evaluations.class_errors import ancestors, wrong
from explorer.evaluations.truth import Truth
from explorer.formatting import counted, fixed
from explorer.statistics import wilson

TRAINING_IMAGES = "images"
"""Column of a data set that has the training images of each class."""

GROUPS = ("head", "middle", "tail")

TOO_OFTEN = 1.5
"""Times that a class is predicted as often as it occurs, to be named as predicted too often."""


def groups(atlas: Atlas, model: Predictions, wnids: Iterable[str]) -> pd.DataFrame:
    """Precision, recall and F1 of some synsets, each over the distinct classes at or under it.

    Returns:
        One row per synset: wnid, name, classes, images (labelled as one of them), predicted
        (images predicted as one of them), right (both), then in percent recall with recall_low
        and recall_high, precision with precision_low and precision_high (Wilson), f1 (their
        harmonic mean; 0 if no image is right), labelled_share and predicted_share (of all images
        with a prediction), and ratio (predicted / images). NaN without images.
    """
    wnids = list(wnids)
    truth, covered = model.truth, model.covered
    labels, predicted = truth.labels[covered], model.predicted[covered]
    correct = ~wrong(model)[covered]
    columns = np.column_stack(
        [
            np.bincount(labels, minlength=truth.classes),
            np.bincount(predicted, minlength=truth.classes),
            np.bincount(labels[correct], minlength=truth.classes),
            np.bincount(labels, minlength=truth.classes) > 0,
        ]
    ).astype(np.float64)
    positions = atlas.hierarchy.positions(wnids)
    below = ancestors(atlas.hierarchy, truth)[:, positions].T
    images, guessed, right, classes = np.asarray(below @ columns).reshape(len(wnids), 4).T
    right = right + inside_errors(atlas.hierarchy, model)[positions]
    recall_low, recall_high = wilson(right, images)
    precision_low, precision_high = wilson(right, guessed)
    with np.errstate(divide="ignore", invalid="ignore"):
        return pd.DataFrame(
            {
                "wnid": wnids,
                "name": atlas.lexicon.telling_names(wnids),
                "classes": classes,
                "images": images,
                "predicted": guessed,
                "right": right,
                "recall": right / images * 100,
                "recall_low": recall_low,
                "recall_high": recall_high,
                "precision": right / guessed * 100,
                "precision_low": precision_low,
                "precision_high": precision_high,
                "f1": np.where(images > 0, 200 * right / (images + guessed), np.nan),
                "labelled_share": images / len(labels) * 100,
                "predicted_share": guessed / len(labels) * 100,
                "ratio": guessed / images,
            }
        )


def classes(atlas: Atlas, model: Predictions, focus: str) -> pd.DataFrame:
    """``groups`` of every class at or under a synset that has images, lowest F1 first."""
    indices = classes_under(atlas.hierarchy, model.truth, focus)
    return _worst_first(groups(atlas, model, [model.truth.wnids[at] for at in indices]))


def branches(atlas: Atlas, model: Predictions, focus: str) -> pd.DataFrame:
    """``groups`` of every branch of a synset that has images, lowest F1 first."""
    return _worst_first(groups(atlas, model, branches_of(atlas, focus)))


def _worst_first(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame[frame["images"] > 0]
    return frame.sort_values(["f1", "wnid"], ignore_index=True)


def verdict(found: pd.DataFrame) -> str:
    """How evenly a model predicts its classes, and which it knows least, in sentences.

    Args:
        found: what ``classes`` gave.
    """
    if found.empty:
        return "None of these classes has an image with a prediction."
    lowest = found.iloc[0]
    if len(found) == 1:
        return (
            f"{lowest['name']}: recall {fixed(lowest['recall'], 1, '%')}, precision "
            f"{fixed(lowest['precision'], 1, '%')}."
        )
    often = int((found["ratio"] >= TOO_OFTEN).sum())
    seldom = int((found["ratio"] <= 1 / TOO_OFTEN).sum())
    return (
        f"Of {counted(len(found), 'class')}, {often:,} {'is' if often == 1 else 'are'} predicted "
        f"at least {TOO_OFTEN:g} times as often as {'it occurs' if often == 1 else 'they occur'}, "
        f"and {seldom:,} at most two thirds as often. The lowest F1 is that of {lowest['name']}: "
        f"{fixed(lowest['f1'], 1, '%')} (recall {fixed(lowest['recall'], 1, '%')}, precision "
        f"{fixed(lowest['precision'], 1, '%')})."
    )


def training_sets(atlas: Atlas, truth: Truth) -> tuple[str, ...]:
    """Keys of the data sets that have training images of every class of an evaluation."""
    return tuple(
        key
        for key, dataset in atlas.datasets.items()
        if TRAINING_IMAGES in dataset.columns and set(truth.wnids) <= set(dataset.wnids)
    )


def by_frequency(
    found: pd.DataFrame, dataset: DataSet, tail_below: float, head_from: float
) -> pd.DataFrame:
    """Precision, recall and F1 of classes with many, some and few training images.

    Liu et al. (2019, CVPR) call classes of fewer than 20 training images tail ("few-shot") and of
    more than 100 head ("many-shot"); where to cut depends on the data set.

    Args:
        found: what ``classes`` gave.
        dataset: whose images the model was trained on.
        tail_below: a class of fewer training images is of the tail.
        head_from: a class of at least so many is of the head; no less than ``tail_below``.

    Returns:
        One row per group: group (head, middle, tail or unknown, which is left out without
        classes), classes, fewest and most training images, images, then in percent the means over
        classes of recall, precision (over the classes that are predicted at all) and f1. NaN for
        a group without classes.
    """
    own = pd.Series(dataset.columns[TRAINING_IMAGES], index=dataset.wnids)
    trained = own.reindex(found["wnid"]).to_numpy(np.float64)
    which = np.select(
        [np.isnan(trained), trained >= head_from, trained < tail_below],
        ["unknown", "head", "tail"],
        "middle",
    )
    rows = []
    for group in (*GROUPS, "unknown"):
        chosen = which == group
        if group == "unknown" and not chosen.any():
            continue
        part, images = found[chosen], trained[chosen]
        rows.append(
            {
                "group": group,
                "classes": int(chosen.sum()),
                "fewest": _least(images),
                "most": -_least(-images),
                "images": int(part["images"].sum()),
                "recall": _mean(part["recall"].to_numpy(np.float64)),
                "precision": _mean(part["precision"].to_numpy(np.float64)),
                "f1": _mean(part["f1"].to_numpy(np.float64)),
            }
        )
    return pd.DataFrame(rows)


def thirds(dataset: DataSet, wnids: Iterable[str]) -> tuple[int, int]:
    """Bounds that put a third of the classes into the tail and a third into the head.

    Classes with the same number of images are never separated, so the groups can differ in size.

    Returns:
        ``tail_below`` and ``head_from`` for ``by_frequency``; both 0 if nothing is known.
    """
    own = pd.Series(dataset.columns[TRAINING_IMAGES], index=dataset.wnids)
    known = np.sort(own.reindex(list(wnids)).dropna().to_numpy(np.float64))
    if not len(known):
        return 0, 0
    cuts: Integers = np.array([len(known) // 3, len(known) * 2 // 3])
    low, high = known[cuts].astype(np.int64).tolist()
    return low, high


def _mean(values: Numbers) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def _least(values: Numbers) -> float:
    known = values[np.isfinite(values)]
    return float(known.min()) if len(known) else float("nan")
