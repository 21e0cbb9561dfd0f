"""Which classes are hard: much the same for all models, and so a test of an order of classes."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.ingest.models.validation import CLASSES, built_in, validation

LEAST_R = 0.3
"""Accuracies in the right order correlate with the mean of the built-in models at least so much:
each of those does with the others at 0.82 to 0.97, and in a wrong order at 0.2 at most."""

ENOUGH = 100
"""Classes from which on a correlation below ``LEAST_R`` contradicts an order."""

Shares = NDArray[np.float64]


@lru_cache(maxsize=1)
def mean_accuracy() -> Shares:
    """Mean accuracy of the built-in models by class index."""
    labels = validation().labels
    right = [model.guesses == labels for model in built_in().values()]
    hits = np.mean([np.bincount(labels[each], minlength=CLASSES) for each in right], axis=0)
    return np.asarray(hits / np.bincount(labels, minlength=CLASSES))


def correlation(accuracies: Shares, classes: NDArray[np.int64]) -> float:
    """Pearson's r of accuracies with the mean of the built-in models; 0 where it has no sense."""
    mean = mean_accuracy()[classes]
    if len(classes) < 4 or np.ptp(accuracies) == 0 or np.ptp(mean) == 0:
        return 0.0
    return float(np.corrcoef(accuracies, mean)[0, 1])
