"""Whether rows and ranks are in the order that they seem to be in.

Two faults leave a table that reads well: ranks that are not sorted by probability, as
``argpartition`` and an ascending ``argsort`` give them, and rows that are shifted against their
images from some row on, as after one that was lost.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from explorer.evaluations import NONE, Flags
from explorer.ingest.models import classes, numbering
from explorer.ingest.models.numbering import Evidence
from explorer.ingest.models.opened import Opened
from explorer.ingest.models.validation import validation

DOUBT = 0.01
"""Significance level of the test that the first rank is right more often than any other."""

BOXES = 10
"""Rows from which on five numbers that could be a class and its box are taken for that."""

LEAST_RIGHT = 50
"""Images that must be right at any rank before their order is judged."""

COMMON = 10
"""Images of a class from which on a model that knows it predicts it now and then."""

NEVER_SHARE = 0.1
"""More than this share of the common classes without a prediction is worth a warning."""

LARGEST_BYTE = 255

BLOCK = 250
"""Rows per block in the test for a shift between rows and images."""

LOST = 0.02
"""A block has lost its images if a smaller share of it is right, and that is no accident."""


def more_often(one: int, two: int) -> float:
    """P(X ≥ one) of X successes in one + two trials of probability 1/2."""
    return float(special.betainc(one, two + 1, 0.5)) if one else 1.0


def check_ranks(
    file: Opened,
    numbers: NDArray[np.int64],
    predicted: NDArray[np.int16],
    places: NDArray[np.int64],
) -> None:
    """Refuse ranks of which a later one is right more often than the first, and boxes.

    Args:
        file: the table; a warning is added to it if the order is only doubtful.
        numbers: rows x ranks, as written.
        predicted: rows x ranks, class indices.
        places: of the image by row, from 0.

    Raises:
        UploadError: the ranks are not in the order of probability.
    """
    full = (predicted != NONE).all(axis=1)
    labels = validation().labels[places[full]]
    right = (predicted[full] == labels[:, None]).sum(axis=0).tolist()
    if len(right) < 2:
        return
    by_accident = full.sum() * (len(right) - 1) / validation().classes
    if are_boxes(numbers) and numbering.at_least(sum(right[1:]), by_accident) >= numbering.CHANCE:
        raise boxed(file)
    if not any(right):
        return
    first, (best, at) = right[0], max((count, rank) for rank, count in enumerate(right[1:], 2))
    if more_often(best, first) < numbering.CHANCE:
        raise not_in_order(file, first, best, at, len(right))
    if first + best >= LEAST_RIGHT and more_often(first, best) > DOUBT:
        file.told.warnings.append(
            f"The first prediction is right for {first:,} images and prediction {at} for "
            f"{best:,}: they may not be in order of probability."
        )


def are_boxes(numbers: NDArray[np.int64]) -> bool:
    """Whether five numbers per row are like a class and the corners of its box.

    The left edge of a box is below the right one and the upper below the lower one. Of ranked
    classes one row in four is like that, so ``BOXES`` rows without exception are no accident.

    Args:
        numbers: rows x ranks, as written; ``NONE`` where no number is.
    """
    if numbers.shape[1] % classes.BOX:
        return False
    _, left, top, right, bottom = numbers[(numbers != NONE).all(axis=1), : classes.BOX].T
    return len(left) >= BOXES and bool(((left < right) & (top < bottom)).all())


def boxed(file: Opened) -> Exception:
    """The error for numbers that are a class and its box."""
    return file.fault(
        "of five numbers in a row the second is always below the fourth and the third below the "
        "fifth, as in a class with its box (left, top, right, bottom); leave the boxes out, or "
        "write wnids as in Kaggle's PredictionString"
    )


def not_in_order(file: Opened, first: int, best: int, at: int, ranks: int) -> Exception:
    """The error for ranks of which number ``at`` is right more often than the first."""
    order = "in ascending order" if at == ranks else "not in order of probability"
    return file.fault(
        f"the predictions of a row are {order}: number {at} is right for {best:,} images and the "
        f"first for {first:,}; write the most probable class first"
    )


def never_predicted(taken: Evidence) -> str:
    """A sentence on classes with images that are never predicted; empty if there are few.

    Numbers that were cut off, as in an 8-bit column, leave most classes without a prediction.
    """
    common = taken.images_by_class >= COMMON
    never = int((common & (taken.predicted_by_class == 0)).sum())
    if not common.any() or never <= NEVER_SHARE * common.sum():
        return ""
    largest = int(np.flatnonzero(taken.predicted_by_class).max(initial=0))
    hint = ", as if the numbers were stored in 8 bits" if largest == LARGEST_BYTE else ""
    return (
        f"{never:,} of the {int(common.sum()):,} classes with {COMMON} images or more are never "
        f"predicted; the largest class index is {largest}{hint}."
    )


def shifted(right: Flags, rows: Sequence[int]) -> str:
    """A sentence on rows that are hardly ever right while the others are; empty if none are.

    Args:
        right: whether each row is right.
        rows: their numbers in the file.
    """
    blocks = len(right) // BLOCK
    if blocks < 2:
        return ""
    share = float(right.mean())
    hits = right[: blocks * BLOCK].reshape(blocks, BLOCK).sum(axis=1)
    accident = special.bdtr(hits, BLOCK, share) * blocks
    lost = np.flatnonzero((hits <= LOST * BLOCK) & (accident < numbering.CHANCE))
    if not len(lost):
        return ""
    first, last = lost[0] * BLOCK, min((lost[-1] + 1) * BLOCK, len(right)) - 1
    inside = np.isin(np.arange(len(right)) // BLOCK, lost)
    return (
        f"Of {int(inside.sum()):,} rows between row {rows[first]:,} and row {rows[last]:,} only "
        f"{right[inside].mean():.1%} are right, of the others {right[~inside].mean():.1%}: make "
        "sure that no row was lost and that these predictions belong to these images."
    )
