"""Which classes are hard: much the same for all models, and so a test of an order of classes."""

import numpy as np
from numpy.typing import NDArray

from explorer.evaluations import Evaluation
from explorer.ingest.models.validation import evaluation
from explorer.owner import kept_by

LEAST_R = 0.3
"""Accuracies in the right order correlate with the mean of the built-in models at least so much:
each of those does with the others at 0.82 to 0.97, and in a wrong order at 0.2 at most."""

ENOUGH = 100
"""Classes from which on a correlation below ``LEAST_R`` contradicts an order."""

Shares = NDArray[np.float64]


@kept_by("evaluation")
def mean_accuracy(evaluation: Evaluation) -> Shares:
    """Mean accuracy of an evaluation's built-in models by class index."""
    truth = evaluation.truth
    right = [model.predicted == truth.labels for model in evaluation.built_in.values()]
    hits = [np.bincount(truth.labels[each], minlength=truth.classes) for each in right]
    return np.asarray(np.mean(hits, axis=0) / truth.images_by_class)


def correlation(accuracies: Shares, classes: NDArray[np.int64]) -> float:
    """Pearson's r of accuracies with the mean of the built-in models; 0 where it has no sense."""
    mean = mean_accuracy(evaluation())[classes]
    if len(classes) < 4 or np.ptp(accuracies) == 0 or np.ptp(mean) == 0:
        return 0.0
    return float(np.corrcoef(accuracies, mean)[0, 1])
