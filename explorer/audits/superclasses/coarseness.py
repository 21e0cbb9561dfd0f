"""How coarse labels must be for a model to be right: accuracy against the number of groups."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from explorer.arrays import Integers
from explorer.audits.superclasses.ground import Assignment, Ground, ground
from explorer.audits.superclasses.heads import by_groups
from explorer.datasets import RollUp
from explorer.evaluations import Predictions
from explorer.formatting import counted, fixed
from explorer.owner import kept_by
from explorer.statistics import wilson

RIGHT = 90.0
"""Percent of the images that a label must be coarse enough to be right on."""

STEPS = 24
"""Cuts that a curve is drawn through at most."""

TRIED = 32
"""Numbers of groups that are all tried between two points of a curve; more are halved first."""


@dataclass(frozen=True, eq=False, repr=False)
class Cuts:
    """The cuts of a data set that ``groups-N`` makes, each made once.

    Attributes:
        ground: what they are made over.
        by: what makes a group the largest.
        made: requested number to the position of each class's head, per class of the data set.
    """

    ground: Ground
    by: str
    made: dict[int, Integers] = field(default_factory=dict)

    def __getitem__(self, number: int) -> Integers:
        """The head of each class in a cut into that many groups; negative under none."""
        if number not in self.made:
            heads = by_groups(self.ground, number, self.by)
            self.made[number] = Assignment(self.ground, heads).head
        return self.made[number]

    def groups(self, number: int) -> int:
        """Groups that there are if that many are asked for."""
        heads = np.unique(self[number])
        return int((heads >= 0).sum())


@kept_by("rolled")
def cuts(rolled: RollUp, by: str) -> Cuts:
    """The cuts of a data set into any number of groups.

    Raises:
        ExplorerError: by images, and image counts are not available.
    """
    held = ground(rolled)
    held.weights(by)
    return Cuts(held, by)


def _hits(rolled: RollUp, model: Predictions) -> tuple[Callable[[Integers], float], float]:
    """Counts a model's images that are right under a cut, and how many images there are.

    Images are those with a prediction whose label is a class of the data set.
    """
    truth = model.truth
    row_of = {wnid: row for row, wnid in enumerate(rolled.dataset.wnids.tolist())}
    row = np.array([row_of.get(wnid, -1) for wnid in truth.wnids], dtype=np.int64)
    labels = row[truth.labels]
    used = model.covered & (labels >= 0)
    # Few pairs of a label and a prediction occur, so each is looked up once per cut.
    pairs = labels[used] * (truth.classes + 1) + model.predicted[used]
    pair, images = np.unique(pairs, return_counts=True)
    label, predicted = pair // (truth.classes + 1), row[pair % (truth.classes + 1)]

    def right(head: Integers) -> float:
        same = (head[label] == head[predicted]) & (predicted >= 0) & (head[label] >= 0)
        return float(images[same].sum())

    return right, float(images.sum())


def _numbers(rolled: RollUp) -> list[int]:
    """Numbers of groups that a curve is drawn through, ascending."""
    most = max(len(rolled.dataset), 1)
    return np.unique(np.geomspace(1, most, STEPS).round().astype(np.int64)).tolist()  # type: ignore[no-any-return]


def curve(
    rolled: RollUp, model: Predictions, by: str = "classes", also: Iterable[float] = ()
) -> pd.DataFrame:
    """Accuracy of a model against the number of groups, the largest group always divided next.

    Over the images with a prediction whose label is a class of the data set.

    Args:
        rolled: the data set, rolled up.
        model: predictions of an evaluation that has its classes.
        by: what group size is measured in: ``classes`` or ``images``.
        also: further numbers of groups; NaN among them is passed over.

    Returns:
        model, groups, images, accuracy, low and high (percent; Wilson's interval), by groups.
    """
    made = cuts(rolled, by)
    right, total = _hits(rolled, model)
    further = {int(each) for each in also if np.isfinite(each)}
    asked = {made.groups(number): number for number in sorted({*_numbers(rolled), *further})}
    numbers = sorted(asked)
    hits = np.array([right(made[asked[each]]) for each in numbers])
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

    The curve may rise a little where shared classes change groups, so its last point where a
    model is right that often is taken, and the numbers up to the next point are searched: all of
    them if they are at most ``TRIED``, halved until they are if not.

    Returns:
        One row per model: model, groups (most groups at which it is; NaN if there are none),
        accuracy with low and high there, next_groups and next_accuracy (with one group more, where
        it is not; NaN if every class is a group of its own), top1_accuracy (every class a group of
        its own) and images, by groups, most first.
    """
    frame = pd.DataFrame([_crossing(rolled, model, by) for model in models])
    return frame.sort_values(
        ["groups", "top1_accuracy"], ascending=False, ignore_index=True, na_position="last"
    )


def _crossing(rolled: RollUp, model: Predictions, by: str) -> dict[str, object]:
    """A row of ``coarseness``."""
    made, asked = cuts(rolled, by), _numbers(rolled)
    right, total = _hits(rolled, model)

    def enough(number: int) -> bool:
        return right(made[number]) >= total * RIGHT / 100

    held: dict[str, object] = {"model": model.model}
    unknown = float("nan")
    last = next((number for number in reversed(asked) if total and enough(number)), 0)
    beyond = next((number for number in asked if number > last), 0)
    if last and beyond:
        last, beyond = _narrowed(last, beyond, enough)
    for name, number in (("", last), ("next_", beyond if last else 0)):
        hits = right(made[number]) if number else unknown
        held[f"{name}groups"] = float(made.groups(number)) if number else unknown
        held[f"{name}accuracy"] = hits / total * 100 if number else unknown
        if not name:
            low, high = wilson(np.array([hits]), np.array([total]))
            held["low"], held["high"] = float(low[0]), float(high[0])
    held["top1_accuracy"] = right(made[asked[-1]]) / total * 100 if total else unknown
    held["images"] = int(total)
    return held


def _narrowed(last: int, beyond: int, enough: Callable[[int], bool]) -> tuple[int, int]:
    """The last number that is enough between one that is and one that is not, and the next."""
    while beyond - last > TRIED:
        middle = (last + beyond) // 2
        last, beyond = (middle, beyond) if enough(middle) else (last, middle)
    last = next((number for number in range(beyond - 1, last, -1) if enough(number)), last)
    return last, last + 1


def answer(model: str, row: "pd.Series[float]") -> str:
    """How coarse a label must be for a model, in a sentence, from a row of ``coarseness``."""
    if not row["images"]:
        return f"{model} has no prediction for an image of these classes."
    often = f"right on {RIGHT:.0f} % of the images"
    if not np.isfinite(row["groups"]):
        return f"However few the superclasses, {model} is not {often}."
    if not np.isfinite(row["next_groups"]):
        return f"{model} is {often} even with every class on its own."
    interval = f"95% CI {fixed(row['low'], 1)} to {fixed(row['high'], 1)}"
    return (
        f"{model} is {often} with {counted(row['groups'], 'superclass')} "
        f"({fixed(row['accuracy'], 1, '%')}, {interval}), no longer with "
        f"{fixed(row['next_groups'], 0)} ({fixed(row['next_accuracy'], 1, '%')})."
    )
