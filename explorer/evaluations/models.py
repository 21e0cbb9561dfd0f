"""Models: with predictions per image, with right or wrong per image, or per class."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Numbers
from explorer.evaluations.truth import Flags, Indices, Truth
from explorer.owner import Owner

OWN = "your own upload"
"""Source of a model that is the user's own."""

NONE = -1
"""Class index of an image without a prediction."""


@dataclass(frozen=True, eq=False, repr=False)
class Predictions(Owner):
    """Predictions of one model per image.

    Attributes:
        truth: the images and their labels.
        model: its name; untrusted text for an uploaded model.
        predicted: its top-1 prediction per image as a class index, ``NONE`` where there is none.
        source: where the predictions are from, in a few words.
        ranked: images x k predictions in order, the first one included; None if only that is
            known.
        confidence: probability of the top-1 prediction per image, NaN where not known; None if
            never.
        read_top5: reads, by model, how many images of each class have no label in the top 5;
            None for a model of which that is not published.
    """

    truth: Truth
    model: str
    predicted: Indices
    source: str
    ranked: Indices | None = None
    confidence: NDArray[np.float32] | None = None
    read_top5: Callable[[], Mapping[str, Numbers]] | None = None

    @property
    def covered(self) -> Flags:
        """Whether the model has a prediction for an image."""
        return np.asarray(self.predicted != NONE)

    @property
    def top5_known(self) -> bool:
        """Whether every covered image has five predictions."""
        ranked = self.ranked
        if ranked is None or ranked.shape[1] < 5:
            return False
        return bool((ranked[self.covered, :5] != NONE).all())


@dataclass(frozen=True, eq=False, repr=False)
class CorrectFlags(Owner):
    """A model of which only is known on which images its predictions are right.

    Attributes:
        truth: the images and their labels.
        model: its name.
        covered: whether it is known for an image.
        correct: whether the top-1 prediction is the label; false where not known.
        source: where the flags are from, in a few words.
        correct_top5: whether the label is among the top 5, false where not known; None if never.
    """

    truth: Truth
    model: str
    covered: Flags
    correct: Flags
    source: str
    correct_top5: Flags | None = None


@dataclass(frozen=True, eq=False, repr=False)
class ClassAccuracies(Owner):
    """A model of which only the accuracy of each class is known.

    Attributes:
        truth: the images that the accuracies are over, and their classes.
        model: its name; untrusted text.
        accuracy: top-1 accuracy by class index, from 0 to 1; NaN where not known.
        source: where it is from.
        support: images behind each accuracy by class index; None for all images of the class.
    """

    truth: Truth
    model: str
    accuracy: NDArray[np.float64]
    source: str
    support: NDArray[np.float64] | None = None


ByImage = Predictions | CorrectFlags
"""A model with right or wrong per image, without predictions."""

Model = Predictions | CorrectFlags | ClassAccuracies
"""A model that can be chosen."""


class Need(Enum):
    """What an analysis needs to know of a model; the value is how a sentence puts it."""

    CORRECTNESS = "to know on which images it is right"
    PREDICTED_CLASS = "the class that it predicts on each image"
    CONFIDENCE = "the confidence of each prediction"


def lacking(model: Model, need: Need, what: str = "this view needs") -> str:
    """Why an analysis with a need cannot be done for a model, in a sentence; empty if it can.

    Args:
        model: its name, for the sentence; may be untrusted text.
        need: what is needed.
        what: what needs it, with its verb.
    """
    if isinstance(model, Predictions):
        if need is not Need.CONFIDENCE or model.confidence is not None:
            return ""
        known = f"{model.model} has no confidence scores"
    elif isinstance(model, ClassAccuracies):
        known = f"Only per-class accuracies of {model.model} are available"
    elif need is Need.CORRECTNESS:
        return ""
    else:
        known = f"Of {model.model} is known only on which images it is right or wrong"
    return f"{known}; {what} {need.value}."
