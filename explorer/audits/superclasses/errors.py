"""Errors at a cut: a prediction is right where its superclass is the label's."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer import formatting
from explorer.arrays import Integers
from explorer.atlas import Atlas
from explorer.audits.superclasses.groups import Grouping, group_names
from explorer.datasets import RollUp
from explorer.errors import ExplorerError
from explorer.evaluations import Evaluation, Need, Predictions, Truth, lacking
from explorer.statistics import wilson

ELSEWHERE = "no group"
"""Column of the predictions of classes that are in no group."""


def evaluation_of(atlas: Atlas, rolled: RollUp) -> Evaluation:
    """The evaluation whose classes include a data set's.

    Raises:
        ExplorerError: the classes are no evaluation's.
    """
    if not rolled.dataset.evaluation:
        with_errors = [each.title for each in atlas.datasets.values() if each.evaluation]
        raise ExplorerError(
            f"Predictions are not available for the classes of {rolled.dataset.title}. They are "
            f"available for {', '.join(with_errors)}."
        )
    return atlas.evaluation(rolled.dataset.evaluation)


def images_note(rolled: RollUp, evaluation: Evaluation) -> str:
    """Which images errors at a cut are over, and what of other classes counts as, in sentences."""
    title, number = evaluation.about.title, len(rolled.dataset)
    if number >= evaluation.truth.classes:
        return f"Images: {title}."
    classes = formatting.counted(number, "class")
    return (
        f"Images: those of {title} whose label is one of the {classes} of "
        f"{rolled.dataset.title}. A prediction of another class is wrong at every cut, so even one "
        "group of everything is not right on all of them."
    )


def predictions(evaluation: Evaluation, name: str) -> Predictions:
    """A model whose predicted classes are known.

    Raises:
        UnknownModel: no model has that name.
        ExplorerError: its predicted classes are not known.
    """
    model = evaluation.model(name)
    if not isinstance(model, Predictions):
        raise ExplorerError(lacking(model, Need.PREDICTED_CLASS, "accuracy at a cut needs"))
    return model


def group_by_index(found: Grouping, truth: Truth) -> Integers:
    """By class index of an evaluation, place of the group; −1 for none."""
    at = dict(zip(found.wnids, found.group.tolist(), strict=True))
    return np.array([at.get(wnid, -1) for wnid in truth.wnids], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Confusion:
    """Images by group of their label and group of their prediction.

    Attributes:
        keys: of the groups, in the order of their index.
        names: what each is called.
        counts: groups x (groups + 1) images: rows by label, columns by prediction, the last one
            for predictions in no group.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    counts: NDArray[np.int64]


def confusion(atlas: Atlas, found: Grouping, model: Predictions) -> Confusion:
    """The confusion of all groups, over the images with a prediction whose label is in a group."""
    group = group_by_index(found, model.truth)
    labels = group[model.truth.labels]
    counted = model.covered & (labels >= 0)
    size = len(found.keys)
    predicted = group[model.predicted[counted]]
    columns = np.where(predicted < 0, size, predicted)
    counts = np.bincount(
        labels[counted] * (size + 1) + columns, minlength=size * (size + 1)
    ).reshape(size, size + 1)
    return Confusion(found.keys, tuple(group_names(atlas, found)), counts.astype(np.int64))


def by_group(held: Confusion) -> pd.DataFrame:
    """Errors of each group.

    Returns:
        One row per group with images, the least accurate first: key, name, images (with that
        label), accuracy with low and high (percent of these whose prediction is in the group;
        Wilson's interval), predicted (images predicted as the group), precision (percent of these
        with a label in the group; of the counted images), most_confused (name of the group that
        most of its other images are predicted as; empty without an error) and confused_images.
    """
    size = len(held.keys)
    right = held.counts[:, :size].diagonal().astype(np.float64)
    images = held.counts.sum(axis=1).astype(np.float64)
    predicted = held.counts[:, :size].sum(axis=0).astype(np.float64)
    low, high = wilson(right, images)
    off = held.counts.copy()
    np.fill_diagonal(off, -1)
    worst = off.argmax(axis=1) if size else np.zeros(0, dtype=np.int64)
    confused = off[np.arange(size), worst]
    columns = [*held.names, ELSEWHERE]
    with np.errstate(divide="ignore", invalid="ignore"):
        frame = pd.DataFrame(
            {
                "key": held.keys,
                "name": held.names,
                "images": images.astype(np.int64),
                "accuracy": right / images * 100,
                "low": low,
                "high": high,
                "predicted": predicted.astype(np.int64),
                "precision": right / predicted * 100,
                "most_confused": [
                    columns[at] if count > 0 else ""
                    for at, count in zip(worst.tolist(), confused.tolist(), strict=True)
                ],
                "confused_images": confused.clip(min=0),
            }
        )
    return frame[frame["images"] > 0].sort_values(
        ["accuracy", "key"], ascending=[True, True], ignore_index=True
    )


def long(held: Confusion) -> pd.DataFrame:
    """The confusion as rows, one per cell with an image.

    Returns:
        label_group and predicted_group (names), label_key, predicted_key (empty for no group),
        images and percent (of the images with that label).
    """
    row, column = np.nonzero(held.counts)
    names, keys = [*held.names, ELSEWHERE], [*held.keys, ""]
    images = held.counts[row, column]
    totals = held.counts.sum(axis=1).clip(min=1)
    return pd.DataFrame(
        {
            "label_group": [names[at] for at in row.tolist()],
            "predicted_group": [names[at] for at in column.tolist()],
            "label_key": [keys[at] for at in row.tolist()],
            "predicted_key": [keys[at] for at in column.tolist()],
            "images": images,
            "percent": images / totals[row] * 100,
        }
    )


def summary(found: Grouping, model: Predictions) -> dict[str, float]:
    """Accuracy at a cut, and of the classes themselves on the same images.

    Returns:
        images (with a prediction and a label in a group), left_out (with a prediction, but a label
        in no group), accuracy with low and high, top1_accuracy with top1_low and top1_high
        (percent; Wilson's intervals; NaN without images), and macro_accuracy (mean over the groups
        with images).
    """
    group = group_by_index(found, model.truth)
    labels = group[model.truth.labels]
    counted = model.covered & (labels >= 0)
    right = counted & (group[model.predicted.clip(min=0)] == labels)
    same = counted & (model.predicted == model.truth.labels)
    images = float(counted.sum())
    size = len(found.keys)
    by_label = np.bincount(labels[counted], minlength=size)
    right_by_label = np.bincount(labels[right], minlength=size)
    some = by_label > 0
    held = {"images": images, "left_out": float((model.covered & (labels < 0)).sum())}
    for name, flags in (("", right), ("top1_", same)):
        hits = float(flags.sum())
        low, high = wilson(np.array([hits]), np.array([images]))
        held[f"{name}accuracy"] = hits / images * 100 if images else float("nan")
        held[f"{name}low"], held[f"{name}high"] = float(low[0]), float(high[0])
    macro = right_by_label[some] / by_label[some] * 100
    held["macro_accuracy"] = float(macro.mean()) if some.any() else float("nan")
    return held


def with_predictions(evaluation: Evaluation) -> dict[str, Predictions]:
    """The models whose predicted classes are known, by name: the user's own, then built-in ones."""
    own = {name: model for name, model in evaluation.own.items() if isinstance(model, Predictions)}
    return own | dict(evaluation.built_in)
