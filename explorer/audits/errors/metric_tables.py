"""Tables of the metrics that know the hierarchy: of one model, of two, and over ranks.

The intervals are from what each image adds to a metric (see ``metrics``). Of two models it is the
difference of what the image adds to either, which keeps the pairing by image.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from explorer.arrays import Integers, Numbers
from explorer.atlas import Atlas
from explorer.audits.errors.metrics import METRICS, PERCENT, Judged
from explorer.evaluations import Predictions
from explorer.evaluations.class_errors import ancestors, severities
from explorer.evaluations.truth import Truth
from explorer.owner import kept_by
from explorer.statistics import Z
from explorer.wordnet.hierarchy import Hierarchy

FEWEST_IMAGES = 30
"""Images below which no interval is given: it rests on a normal approximation.

Of the severity of mistakes these are the errors, of two models those of the one with fewer.
"""


def classes_under(hierarchy: Hierarchy, truth: Truth, focus: str) -> Integers:
    """Indices of the evaluation's classes at or under a synset, ascending."""
    above = ancestors(hierarchy, truth)
    return np.flatnonzero(above[:, [hierarchy.position(focus)]].toarray().ravel())


@kept_by("model", most=8)
def summary(atlas: Atlas, model: Predictions, focus: str) -> pd.DataFrame:
    """Every metric over the images whose label is a class at or under a synset.

    Precision is over all images predicted as one of these classes.

    Returns:
        One row per metric: metric, title, value, low, high (95 %), unit, average (images or
        classes), images, meaning. NaN where it is not defined; no interval below
        ``FEWEST_IMAGES`` images (of severity, errors), or where all images agree.
    """
    judged = Judged(
        atlas.hierarchy,
        model,
        model.covered,
        classes_under(atlas.hierarchy, model.truth, focus),
    )
    images = int(judged.here.sum())
    rows = []
    for metric in METRICS:
        found = metric.estimate(judged)
        reach = _reach(found.added, found.images)
        rows.append(
            {
                "metric": metric.key,
                "title": metric.title,
                "value": found.value,
                "low": found.value - reach,
                "high": found.value + reach,
                "unit": metric.unit,
                "average": metric.average,
                "images": images,
                "meaning": metric.meaning,
            }
        )
    frame = pd.DataFrame(rows)
    shares = frame["unit"] == PERCENT
    frame["low"] = frame["low"].clip(lower=0)
    frame["high"] = frame["high"].mask(shares, frame["high"].clip(upper=100))
    return frame


@kept_by("first", most=8)
def differences(atlas: Atlas, first: Predictions, second: Predictions, focus: str) -> pd.DataFrame:
    """Every metric of two models, over the images that both cover, with paired intervals.

    Returns:
        One row per metric: metric, title, first, second, difference (second - first) with low
        and high (95 %), unit, average, images, better ("first" or "second" where the interval
        excludes 0, else empty), meaning.
    """
    classes = classes_under(atlas.hierarchy, first.truth, focus)
    both = np.asarray(first.covered & second.covered)
    one, two = (Judged(atlas.hierarchy, model, both, classes) for model in (first, second))
    images = int(one.here.sum())
    rows = []
    for metric in METRICS:
        before, after = metric.estimate(one), metric.estimate(two)
        difference = after.value - before.value
        reach = _reach(after.added - before.added, min(before.images, after.images))
        clear = abs(difference) > reach
        rows.append(
            {
                "metric": metric.key,
                "title": metric.title,
                "first": before.value,
                "second": after.value,
                "difference": difference,
                "low": difference - reach,
                "high": difference + reach,
                "unit": metric.unit,
                "average": metric.average,
                "images": images,
                "better": ""
                if not clear
                else "second"
                if (difference < 0) == metric.adverse
                else "first",
                "meaning": metric.meaning,
            }
        )
    return pd.DataFrame(rows)


def distance_at(
    atlas: Atlas, model: Predictions, focus: str, counts: Sequence[int] = (1, 5, 10, 20)
) -> pd.DataFrame:
    """Mean hierarchical distance of the first k predictions (Bertinetto et al. 2020).

    The mean over images of the mean height, over the first k predictions, of the lowest common
    ancestor of label and prediction; 0 for a prediction that is the label.

    Args:
        atlas: hierarchy.
        model: whose ranked predictions; k is at most as many as each image has.
        focus: wnid of the subtree that labels are in.
        counts: k; those that are unknown for the model are left out, 1 is always known.

    Returns:
        One row per k: k, distance, low, high (edges, 95 %), images (with k predictions).
    """
    table = severities(atlas.hierarchy, model.truth)
    ranked = model.predicted[:, None] if model.ranked is None else model.ranked
    classes = classes_under(atlas.hierarchy, model.truth, focus)
    here = np.isin(model.truth.labels, classes)
    rows = []
    for count in counts:
        if count > ranked.shape[1]:
            continue
        some = here & (ranked[:, :count] >= 0).all(axis=1)
        if not some.any():
            continue
        means = table[model.truth.labels[some][:, None], ranked[some, :count]].mean(axis=1)
        images = int(some.sum())
        value = float(means.mean())
        reach = _reach((means - value) / images, images)
        rows.append(
            {
                "k": count,
                "distance": value,
                "low": max(value - reach, 0.0) if np.isfinite(reach) else reach,
                "high": value + reach,
                "images": images,
            }
        )
    return pd.DataFrame(rows, columns=["k", "distance", "low", "high", "images"])


def _reach(added: Numbers, images: int) -> float:
    """Half-width of the 95 % interval to either side; NaN if there is none."""
    spread = float(added @ added)
    if images < FEWEST_IMAGES or spread == 0:
        return float("nan")
    return float(Z * np.sqrt(spread * images / (images - 1)))
