"""The images that files of predictions are read on: ILSVRC-2012's validation set."""

from collections.abc import Mapping

from explorer.evaluations import Evaluation, Predictions
from explorer.evaluations.declared import ILSVRC, load
from explorer.evaluations.truth import Truth

IMAGES, CLASSES = 50_000, 1_000
"""Its published size: what files of predictions are measured by before anything is loaded."""


def evaluation() -> Evaluation:
    """The validation set with the models that come with it."""
    return load()[ILSVRC]


def validation() -> Truth:
    """The validation images.

    Raises:
        TableError: a table is missing or damaged.
    """
    return evaluation().truth


def built_in() -> Mapping[str, Predictions]:
    """The models that come with the explorer, by name.

    Raises:
        TableError: a table is missing or damaged.
    """
    return evaluation().built_in


def names() -> tuple[str, ...]:
    """Names of these models, the most accurate first, without their predictions."""
    return evaluation().names
