"""Is a model as often right as it says? Calibration at any node."""

import numpy as np
import pandas as pd

from explorer.closure import Numbers
from explorer.predictions import Predictions, validation
from explorer.statistics import wilson


def reliability(confidence: Numbers, correct: Numbers, bins: int) -> pd.DataFrame:
    """Images by how sure the model is, in bins of equal width.

    Args:
        confidence: probability of the first guess, 0 to 1, per image.
        correct: 1 where the guess is right, else 0, per image.
        bins: how many; the last one holds 1 too.

    Returns:
        A row a bin with images: low, high (of the bin), images, confidence (mean) and accuracy,
        accuracy_low, accuracy_high (Wilson's interval), all in percent.
    """
    at = np.minimum((confidence * bins).astype(np.int64), bins - 1)
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

    The mean over images of how far the accuracy of their bin is from its mean confidence.
    """
    images = bins["images"].to_numpy(np.float64)
    if not images.sum():
        return float("nan")
    away = (bins["accuracy"] - bins["confidence"]).abs().to_numpy(np.float64)
    return float((images * away).sum() / images.sum())


def of(model: Predictions, labels: list[int], bins: int) -> pd.DataFrame:
    """The reliability of a model on the images of some classes; see ``reliability``.

    Images without a guess or without a probability are left out; empty where none is left.
    """
    truth = validation()
    if model.confidence is None:
        return reliability(np.zeros(0), np.zeros(0), bins)
    chosen = np.isin(truth.labels, labels) & model.covered & np.isfinite(model.confidence)
    right = (model.guesses == truth.labels)[chosen].astype(np.float64)
    return reliability(model.confidence[chosen].astype(np.float64), right, bins)


def curve(bins: pd.DataFrame, series: str) -> pd.DataFrame:
    """The reliability curve as points: series, x (mean confidence), y (accuracy), hover."""
    return pd.DataFrame(
        {
            "series": series,
            "x": bins["confidence"] / 100,
            "y": bins["accuracy"] / 100,
            "hover": [
                f"{series}<br>says {says:.1f} %, is right {right:.1f} % ({low:.1f} to {high:.1f})"
                f"<br>{count:,} images"
                for says, right, low, high, count in zip(
                    *(
                        bins[name].tolist()
                        for name in (
                            "confidence",
                            "accuracy",
                            "accuracy_low",
                            "accuracy_high",
                            "images",
                        )
                    ),
                    strict=True,
                )
            ],
        }
    )
