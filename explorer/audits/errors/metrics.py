"""Metrics that know the hierarchy, each as a value with what every image adds to its deviation.

Every metric in this module is a ratio of sums over images, or a mean over classes of such ratios,
so all are linearised in one way (Cochran 1977, Sampling Techniques, section 6.4; the delta method).

Ancestors are taken over all parents, so that in a DAG no path is preferred: the set of a class is
the class and every synset above it, without the root, which all classes share (Kiritchenko et al.
2006, "Learning and Evaluation in the Presence of Class Hierarchies"; Silla and Freitas 2011, Data
Mining and Knowledge Discovery 22, 31-72).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from explorer.arrays import Integers, Numbers
from explorer.evaluations import Predictions
from explorer.evaluations.class_errors import ancestors, severities
from explorer.evaluations.truth import Flags, Truth
from explorer.owner import kept_by
from explorer.wordnet.hierarchy import Hierarchy

PERCENT, EDGES = "%", "edges"
"""Units of the metrics."""


@kept_by("truth")
def shared_ancestors(hierarchy: Hierarchy, truth: Truth) -> NDArray[np.int16]:
    """Classes x classes: synsets that are in the sets of both; see the module.

    The diagonal is the size of each set; 0 for a class that is a root itself.
    """
    above = ancestors(hierarchy, truth).astype(np.int32)
    inner = np.ones(len(hierarchy), dtype=np.int32)
    inner[hierarchy.positions(hierarchy.roots)] = 0
    kept = sparse.csr_array(above.multiply(inner))
    found: NDArray[np.int16] = (kept @ kept.T).toarray().astype(np.int16)
    found.flags.writeable = False
    return found


@dataclass(frozen=True, eq=False)
class Judged:
    """A model's predictions on the images that a comparison is over.

    Attributes:
        hierarchy: over which it is judged.
        model: whose predictions.
        images: whether an image is judged: it has a prediction of every model compared.
        classes: indices of the classes in focus.
    """

    hierarchy: Hierarchy
    model: Predictions
    images: Flags
    classes: Integers

    @property
    def truth(self) -> Truth:
        """The images and their labels."""
        return self.model.truth

    @cached_property
    def here(self) -> Flags:
        """Whether an image is judged and its label is a class in focus."""
        return np.asarray(self.images & np.isin(self.truth.labels, self.classes))

    def pairs(self, table: NDArray[np.int16] | NDArray[np.int8]) -> Numbers:
        """By image the cell of its label and prediction; 0 where it is not judged."""
        labels, predicted = self.truth.labels, self.model.predicted
        return np.where(self.images, table[labels, predicted], 0).astype(np.float64)

    @cached_property
    def shared(self) -> Numbers:
        """By image, the synsets that are above both its label and its prediction."""
        return self.pairs(shared_ancestors(self.hierarchy, self.truth))

    @cached_property
    def above(self) -> tuple[Numbers, Numbers]:
        """By image, the synsets above its label, and above its prediction."""
        sizes = np.diagonal(shared_ancestors(self.hierarchy, self.truth)).astype(np.float64)
        return sizes[self.truth.labels], np.where(self.images, sizes[self.model.predicted], 0.0)

    @cached_property
    def distance(self) -> Numbers:
        """By image, the height of the lowest common ancestor of label and prediction, in edges."""
        return self.pairs(severities(self.hierarchy, self.truth))

    @cached_property
    def correct(self) -> Flags:
        """Whether an image is judged and its prediction is its label."""
        return np.asarray(self.images & (self.model.predicted == self.truth.labels))


@dataclass(frozen=True)
class Estimate:
    """A metric's value and what each image adds to its deviation.

    Attributes:
        value: in the metric's unit; NaN if it is not defined.
        added: per image; adds up to 0.
        images: that the value is over: of the severity of mistakes, the errors.
    """

    value: float
    added: Numbers = field(repr=False)
    images: int


@dataclass(frozen=True)
class Metric:
    """A metric of a model's predictions.

    Attributes:
        key: its name in downloads and the terminal.
        title: its name on a page.
        unit: "%" or "edges".
        average: "images" (micro: every image counts the same) or "classes" (macro: every class).
        adverse: whether more of it is worse.
        meaning: what it is, in a sentence, with its source.
        estimate: computes it.
    """

    key: str
    title: str
    unit: str
    average: str
    adverse: bool
    meaning: str
    estimate: Callable[[Judged], Estimate] = field(repr=False)


def _ratio(above: Numbers, below: Numbers, scale: float) -> Estimate:
    """The sum of one figure per image over that of another."""
    total = below.sum()
    if total == 0:
        return Estimate(float("nan"), np.zeros(len(above)), 0)
    ratio = above.sum() / total
    added = (above - ratio * below) / total * scale
    return Estimate(float(ratio * scale), added, int((below > 0).sum()))


def _overlap(numerator: float, of_label: bool, of_prediction: bool) -> Callable[[Judged], Estimate]:
    """Shared ancestors, times a factor, per ancestor of labels, predictions, or both."""

    def estimate(judged: Judged) -> Estimate:
        label, prediction = judged.above
        here = judged.here
        below = label * of_label + prediction * of_prediction
        return _ratio(judged.shared * here * numerator, below * here, 100.0)

    return estimate


def _severity(judged: Judged) -> Estimate:
    wrong = (judged.here & ~judged.correct).astype(np.float64)
    return _ratio(judged.distance * wrong, wrong, 1.0)


def _distance(judged: Judged) -> Estimate:
    here = judged.here.astype(np.float64)
    return _ratio(judged.distance * here, here, 1.0)


def _macro(numerator: float, of_label: bool, of_prediction: bool) -> Callable[[Judged], Estimate]:
    """Right predictions, times a factor, per image labelled or predicted as a class, or both.

    The mean over the classes in focus that have such an image.
    """

    def estimate(judged: Judged) -> Estimate:
        truth, images = judged.truth, judged.images
        size = truth.classes
        sides = [
            side[images]
            for side, wanted in ((truth.labels, of_label), (judged.model.predicted, of_prediction))
            if wanted
        ]
        right = judged.correct[images] * numerator / len(sides)
        above = sum(np.bincount(side, right, size) for side in sides)
        below = sum(np.bincount(side, minlength=size) for side in sides)
        some = np.zeros(size, dtype=np.bool_)
        some[judged.classes] = True
        some &= np.asarray(below) > 0
        added = np.zeros(len(truth))
        if not some.any():
            return Estimate(float("nan"), added, 0)
        divisor = np.where(some, below, 1.0)
        ratios = np.where(some, above / divisor, 0.0)
        added[images] = sum(
            np.where(some[side], (right - ratios[side]) / divisor[side], 0.0) for side in sides
        )
        value = float(ratios[some].mean() * 100)
        return Estimate(value, added / some.sum() * 100, int(judged.here.sum()))

    return estimate


METRICS = (
    Metric(
        "hierarchical_precision",
        "Hierarchical precision",
        PERCENT,
        "images",
        False,
        "Synsets at or above both label and prediction, per synset at or above the prediction; "
        "the root is left out (Kiritchenko et al. 2006).",
        _overlap(1.0, of_label=False, of_prediction=True),
    ),
    Metric(
        "hierarchical_recall",
        "Hierarchical recall",
        PERCENT,
        "images",
        False,
        "Synsets at or above both label and prediction, per synset at or above the label; the "
        "root is left out (Kiritchenko et al. 2006).",
        _overlap(1.0, of_label=True, of_prediction=False),
    ),
    Metric(
        "hierarchical_f1",
        "Hierarchical F1",
        PERCENT,
        "images",
        False,
        "Harmonic mean of hierarchical precision and recall (Kiritchenko et al. 2006).",
        _overlap(2.0, of_label=True, of_prediction=True),
    ),
    Metric(
        "severity",
        "Mistake severity",
        EDGES,
        "images",
        True,
        "Mean height of the lowest common ancestor of label and prediction, over the errors (Deng "
        "et al. 2010; Bertinetto et al. 2020).",
        _severity,
    ),
    Metric(
        "hierarchical_distance",
        "Hierarchical distance",
        EDGES,
        "images",
        True,
        "The same mean over all images, 0 for correct predictions (Bertinetto et al. 2020).",
        _distance,
    ),
    Metric(
        "macro_recall",
        "Recall, macro",
        PERCENT,
        "classes",
        False,
        "Mean over classes of the share of a class's images that are predicted as it.",
        _macro(1.0, of_label=True, of_prediction=False),
    ),
    Metric(
        "macro_precision",
        "Precision, macro",
        PERCENT,
        "classes",
        False,
        "Mean over classes of the share of images predicted as a class that have its label, "
        "whatever their label is; classes that are never predicted are left out.",
        _macro(1.0, of_label=False, of_prediction=True),
    ),
    Metric(
        "macro_f1",
        "F1, macro",
        PERCENT,
        "classes",
        False,
        "Mean over classes of the harmonic mean of precision and recall; 0 for a class that is "
        "never predicted.",
        _macro(2.0, of_label=True, of_prediction=True),
    ),
)
"""Every metric, in the order in which they are shown."""
