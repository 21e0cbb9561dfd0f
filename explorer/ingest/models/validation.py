"""The images that files of predictions are read on: ILSVRC-2012's validation set."""

from collections.abc import Mapping

from explorer.evaluations import Predictions
from explorer.evaluations.declared import ILSVRC, load
from explorer.evaluations.truth import Truth

IMAGES, CLASSES = 50_000, 1_000
"""Its published size: what files of predictions are measured by before anything is loaded."""


def validation() -> Truth:
    """The validation images.

    Raises:
        TableError: a table is missing or damaged.
    """
    return load()[ILSVRC].truth


def built_in() -> Mapping[str, Predictions]:
    """The models that come with the explorer, by name.

    Raises:
        TableError: a table is missing or damaged.
    """
    return load()[ILSVRC].built_in


def names() -> tuple[str, ...]:
    """Names of these models, the most accurate first, without their predictions."""
    return load()[ILSVRC].names
