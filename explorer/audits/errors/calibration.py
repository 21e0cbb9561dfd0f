"""Calibration of a model's confidence, at any node.

Only the probability of the top-1 prediction is known, so every figure is about that one number
as the probability that the prediction is correct.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Integers, Numbers
from explorer.evaluations import Predictions
from explorer.formatting import counted, fixed
from explorer.statistics import wilson

SOURCE = "cgnorthcutt/benchmarking-keras-pytorch"

CHUNK = 2_000_000
"""Maximum number of simulated outcomes in memory at once."""

NORMAL = 25.0
"""Variance of a bin's hits from which their number is drawn from a normal distribution."""

SMALLEST = float(np.finfo(np.float32).eps)
"""Confidences are kept this far from 0 and 1 in the log loss: they come as float32."""


@dataclass(frozen=True)
class Scores:
    """How well the confidence of a model is calibrated; NaN without images.

    Attributes:
        images: with a prediction and a confidence.
        confidence: mean, in percent.
        accuracy: in percent.
        expected_error: expected calibration error, in percentage points (see ``expected_error``).
        null_mean: mean expected calibration error of a perfectly calibrated model with these very
            confidences. The error is biased upwards where bins have few images, so a small one
            means nothing unless it is compared with this.
        null_high: 95 of 100 such models stay at or below it.
        debiased_error: root mean squared calibration error, debiased (see ``debiased_error``).
        brier: mean squared difference of confidence and outcome (Brier 1950).
        log_loss: mean negative log-likelihood of the outcome, in nats.
    """

    images: int
    confidence: float
    accuracy: float
    expected_error: float
    null_mean: float
    null_high: float
    debiased_error: float
    brier: float
    log_loss: float


def reliability(confidence: Numbers, correct: Numbers, bins: int) -> pd.DataFrame:
    """Images by the confidence of the model, in bins of equal width.

    Args:
        confidence: probability of the top-1 prediction, 0 to 1, per image.
        correct: 1 where the prediction is correct, else 0, per image.
        bins: how many; the last one includes 1.

    Returns:
        One row per bin with images: low, high (of the bin), images, confidence (mean) and accuracy,
        accuracy_low, accuracy_high (Wilson's interval), all in percent.
    """
    at = _bins(confidence, bins)
    images = np.bincount(at, minlength=bins)
    sure, right = (
        np.bincount(at, weights=values, minlength=bins) for values in (confidence, correct)
    )
    edges = np.linspace(0, 100, bins + 1)
    frame = pd.DataFrame({"low": edges[:-1], "high": edges[1:], "images": images})
    some = images > 0
    low, high = wilson(np.asarray(right[some], float), np.asarray(images[some], float))
    frame = frame[some].reset_index(drop=True)
    return frame.assign(
        confidence=sure[some] / images[some] * 100,
        accuracy=right[some] / images[some] * 100,
        accuracy_low=low,
        accuracy_high=high,
    )


def expected_error(bins: pd.DataFrame) -> float:
    """Expected calibration error in percentage points (Naeini et al. 2015; Guo et al. 2017).

    The mean of |accuracy - confidence| over bins, weighted by images.
    """
    images = bins["images"].to_numpy(np.float64)
    if not images.sum():
        return float("nan")
    away = (bins["accuracy"] - bins["confidence"]).abs().to_numpy(np.float64)
    return float((images * away).sum() / images.sum())


def debiased_error(bins: pd.DataFrame) -> float:
    """Root mean squared calibration error, debiased, in percentage points (Kumar et al. 2019).

    From each bin's squared difference of accuracy and mean confidence, the part that chance
    alone brings, accuracy (1 - accuracy) / (images - 1), is taken off; the mean is weighted by
    images. 0 where chance explains all; bins with one image are left out, NaN without others.
    """
    some = bins[bins["images"] > 1]
    images, accuracy, confidence = (
        some[name].to_numpy(np.float64) for name in ("images", "accuracy", "confidence")
    )
    if not images.sum():
        return float("nan")
    by_chance = accuracy * (100 - accuracy) / (images - 1)
    squared = (accuracy - confidence) ** 2 - by_chance
    return float(np.sqrt(max(0.0, (images * squared).sum() / images.sum())))


def null_errors(confidence: Numbers, bins: int, draws: int, seed: int = 0) -> Numbers:
    """Expected calibration errors of perfectly calibrated models, in percentage points.

    Each draw makes every image correct with the probability of its confidence, independently.
    In bins where chance alone gives a variance of ``NORMAL`` or more, the number of correct
    images is drawn from the normal distribution that it then follows.

    Args:
        confidence: 0 to 1, per image; at least one.
        bins: of equal width.
        draws: simulated models.
        seed: the same seed gives the same errors.
    """
    numbers = np.random.default_rng(seed)
    at = _bins(confidence, bins)
    away = np.zeros(draws)
    for place in np.unique(at).tolist():
        sure = confidence[at == place]
        variance = float((sure * (1 - sure)).sum())
        if variance >= NORMAL:
            away += np.abs(numbers.normal(0, np.sqrt(variance), draws))
            continue
        at_once = max(1, CHUNK // len(sure))
        for first in range(0, draws, at_once):
            size = min(at_once, draws - first)
            hits = (numbers.random((size, len(sure)), dtype=np.float32) < sure).sum(axis=1)
            away[first : first + size] += np.abs(hits - sure.sum())
    return away / len(confidence) * 100


def scores(confidence: Numbers, correct: Numbers, bins: int, draws: int) -> Scores:
    """Every figure of calibration; arguments as for ``reliability`` and ``null_errors``."""
    if not len(confidence):
        return Scores(0, *[float("nan")] * 8)
    found = reliability(confidence, correct, bins)
    null = null_errors(confidence, bins, draws)
    sure = np.clip(confidence, SMALLEST, 1 - SMALLEST)
    return Scores(
        len(confidence),
        float(confidence.mean() * 100),
        float(correct.mean() * 100),
        expected_error(found),
        float(null.mean()),
        float(np.quantile(null, 0.95)),
        debiased_error(found),
        float(((confidence - correct) ** 2).mean()),
        float(-np.log(np.where(correct > 0, sure, 1 - sure)).mean()),
    )


def verdict(found: Scores) -> str:
    """The expected calibration error and that of perfectly calibrated models, as a sentence."""
    band = (
        "of perfectly calibrated models with the same confidences on "
        f"{counted(found.images, 'image')}, 95% have at most {fixed(found.null_high, 2)} "
        f"({fixed(found.null_mean, 2)} on average)"
    )
    error = f"expected calibration error is {fixed(found.expected_error, 2)} percentage points"
    if found.expected_error > found.null_high:
        return f"Miscalibrated: the {error}; {band}."
    none = "No miscalibration was found, which does not show that there is none"
    return f"{none}: the {error}; {band}."


def outcomes(model: Predictions, labels: list[int]) -> tuple[Numbers, Numbers]:
    """Confidence and correctness (1 or 0) of a model on the images of some classes.

    Images without a prediction or without a confidence are left out.
    """
    truth = model.truth
    if model.confidence is None:
        return np.zeros(0), np.zeros(0)
    chosen = np.isin(truth.labels, labels) & model.covered & np.isfinite(model.confidence)
    correct = (model.predicted == truth.labels)[chosen].astype(np.float64)
    return model.confidence[chosen].astype(np.float64), correct


def of(model: Predictions, labels: list[int], bins: int) -> pd.DataFrame:
    """The reliability of a model on the images of some classes; see ``reliability``."""
    return reliability(*outcomes(model, labels), bins)


def curve(bins: pd.DataFrame, series: str) -> pd.DataFrame:
    """The reliability curve as points: series, x (mean confidence), y (accuracy), low, high.

    All in percent, low and high the interval of the accuracy; images is how many there are.
    """
    return pd.DataFrame(
        {
            "series": series,
            "x": bins["confidence"],
            "y": bins["accuracy"],
            "low": bins["accuracy_low"],
            "high": bins["accuracy_high"],
            "images": bins["images"],
        }
    )


def listed() -> pd.DataFrame:
    """The models that the source of the built-in confidences lists, most accurate first.

    Returns:
        model, top1_percent, top5_percent, confidence_percent (mean of the top-1 prediction),
        difference (confidence less accuracy, percentage points), by_image (whether the
        confidences per image are available).
    """
    found = facts.read("confidence_models")
    names = found["platform"] + "_" + found["model"].str.lower()
    here = {field.name for field in facts.catalogue()["confidence_9_models"].fields}
    confidence = found["mean_confidence"] * 100
    frame = pd.DataFrame(
        {
            "model": names,
            "top1_percent": found["top1_percent"],
            "top5_percent": found["top5_percent"],
            "confidence_percent": confidence,
            "difference": confidence - found["top1_percent"],
            "by_image": names.isin(here),
        }
    )
    return frame.sort_values(["top1_percent", "model"], ascending=[False, True], ignore_index=True)


def _bins(confidence: Numbers, bins: int) -> Integers:
    at: Integers = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    return at
