"""Errors at a cut: a prediction is right where its superclass is the label's."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer import formatting
from explorer.arrays import Integers
from explorer.atlas import Atlas
from explorer.audits.superclasses.cut import made
from explorer.audits.superclasses.groups import Grouping, group_names, grouping
from explorer.datasets import RollUp
from explorer.errors import ExplorerError
from explorer.evaluations import Evaluation, Need, Predictions, Truth, lacking
from explorer.owner import kept_by
from explorer.statistics import wilson

ELSEWHERE = "no group"
"""Column of the predictions of classes that are in no group."""

RIGHT = 90.0
"""Percent of the images that a label must be coarse enough to be right on."""

STEPS = 24
"""Cuts that a curve is drawn through at most."""


def evaluation_of(atlas: Atlas, rolled: RollUp) -> Evaluation:
    """The evaluation whose classes hold a data set's.

    Raises:
        ExplorerError: the classes are no evaluation's.
    """
    if not rolled.dataset.evaluation:
        with_errors = [key for key, each in atlas.datasets.items() if each.evaluation]
        raise ExplorerError(
            f"Predictions are not available for the classes of {rolled.dataset.title}; they are "
            f"for {', '.join(with_errors)}."
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
        UnknownModel: there is none of that name.
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


# Accuracy against the number of groups


@kept_by("rolled")
def coarser(rolled: RollUp, by: str) -> tuple[Integers, NDArray[np.int64]]:
    """Cuts of a data set into ever more groups, each the one that ``groups-N`` makes.

    Returns:
        Numbers of groups, ascending, from as few as possible to the number of classes, and a row
        per cut with the group of each class of the data set.
    """
    asked = np.unique(np.geomspace(1, max(len(rolled.dataset), 1), STEPS).round().astype(np.int64))
    found: dict[int, Integers] = {}
    for number in asked.tolist():
        cut = grouping(rolled, made("groups", min(number, 2_000), by))
        found.setdefault(len(cut.keys), cut.group)
    numbers = sorted(found)
    return np.array(numbers, dtype=np.int64), np.array([found[each] for each in numbers])


def curve(rolled: RollUp, model: Predictions, by: str = "classes") -> pd.DataFrame:
    """Accuracy of a model against the number of groups, the largest group always divided next.

    Over the images with a prediction whose label is a class of the data set.

    Returns:
        model, groups, images, accuracy, low and high (percent; Wilson's interval), by groups.
    """
    numbers, cuts = coarser(rolled, by)
    truth = model.truth
    row_of = {wnid: row for row, wnid in enumerate(rolled.dataset.wnids.tolist())}
    row = np.array([row_of.get(wnid, -1) for wnid in truth.wnids], dtype=np.int64)
    labels = row[truth.labels]
    counted = model.covered & (labels >= 0)
    # Few pairs of a label and a prediction occur, so each is looked up once per cut.
    pairs = labels[counted] * (truth.classes + 1) + model.predicted[counted]
    pair, images = np.unique(pairs, return_counts=True)
    label, predicted = pair // (truth.classes + 1), row[pair % (truth.classes + 1)]
    total = float(images.sum())
    hits = np.array(
        [
            images[
                (group[label] == group[predicted]) & (predicted >= 0) & (group[label] >= 0)
            ].sum()
            for group in cuts
        ],
        dtype=np.float64,
    )
    low, high = wilson(hits, np.full(len(hits), total))
    return pd.DataFrame(
        {
            "model": model.model,
            "groups": numbers,
            "images": int(total),
            "accuracy": hits / total * 100 if total else np.full(len(hits), np.nan),
            "low": low,
            "high": high,
        }
    )


def coarseness(rolled: RollUp, models: Iterable[Predictions], by: str = "classes") -> pd.DataFrame:
    """How coarse labels must be for each model to be right on ``RIGHT`` percent of the images.

    Returns:
        One row per model: model, groups (most groups of the curve at which it is; NaN if there is
        none), accuracy with low and high there, next_groups and next_accuracy (the curve's next
        point, where it is not; NaN at its end), top1_accuracy (at its last point, every class a
        group of its own) and images, by groups, most first.
    """
    rows = []
    for model in models:
        found = curve(rolled, model, by)
        enough = found["accuracy"].to_numpy() >= RIGHT
        # The curve may rise a little where shared classes change groups: up to its first fall.
        last = int(np.argmin(enough)) - 1 if not enough.all() else len(found) - 1
        at = found.iloc[last] if last >= 0 else None
        beyond = found.iloc[last + 1] if last + 1 < len(found) else None
        unknown = float("nan")
        rows.append(
            {
                "model": model.model,
                "groups": unknown if at is None else float(at["groups"]),
                "accuracy": unknown if at is None else at["accuracy"],
                "low": unknown if at is None else at["low"],
                "high": unknown if at is None else at["high"],
                "next_groups": unknown if beyond is None else float(beyond["groups"]),
                "next_accuracy": unknown if beyond is None else beyond["accuracy"],
                "top1_accuracy": found["accuracy"].iloc[-1],
                "images": int(found["images"].iloc[0]),
            }
        )
    frame = pd.DataFrame(rows)
    return frame.sort_values(
        ["groups", "top1_accuracy"], ascending=False, ignore_index=True, na_position="last"
    )


def with_predictions(evaluation: Evaluation) -> dict[str, Predictions]:
    """The models whose predicted classes are known, by name: the user's own, then built-in ones."""
    own = {name: model for name, model in evaluation.own.items() if isinstance(model, Predictions)}
    return own | dict(evaluation.built_in)


def answer(model: str, row: "pd.Series[float]") -> str:
    """How coarse a label must be for a model, in a sentence, from a row of ``coarseness``."""
    if not row["images"]:
        return f"{model} has no prediction for an image of these classes."
    if not np.isfinite(row["groups"]):
        return f"{model} is right on less than {RIGHT:.0f} % of the images at every cut."
    groups = f"{row['groups']:,.0f}"
    if not np.isfinite(row["next_groups"]):
        return f"{model} is right on {RIGHT:.0f} % of the images even with every class on its own."
    return (
        f"{model} is right on {RIGHT:.0f} % of the images with {groups} superclasses "
        f"({row['accuracy']:.1f} %, 95% CI {row['low']:.1f} to {row['high']:.1f}), no longer with "
        f"{row['next_groups']:,.0f} ({row['next_accuracy']:.1f} %)."
    )
