"""Choose the numbering of a table of predictions, and test it on the table's own labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.evaluations import NONE
from explorer.ingest.files.tables import shown
from explorer.ingest.models import agreement, difficulty, numbering, order
from explorer.ingest.models.agreement import Said
from explorer.ingest.models.images import Images
from explorer.ingest.models.numbering import Decision, Evidence, ImageOrder
from explorer.ingest.models.opened import Opened
from explorer.ingest.models.validation import validation

HANDFUL = 10
"""With more images than this and no error, a warning says that the file may be the labels."""


@dataclass(frozen=True, eq=False)
class Decided:
    """The reading that is taken, whether it is confirmed, and others that fit."""

    taken: Evidence
    confirmed: bool
    others: tuple[Evidence, ...]


def decide(
    file: Opened,
    found: Images,
    orders: Sequence[ImageOrder],
    main: Said,
    beside: Sequence[Said],
    allowed: set[str] | None,
) -> Decided:
    """The reading of a file's numbers.

    Args:
        file: the table.
        found: its images.
        orders: of the images that are possible.
        main: its predictions.
        beside: other columns of classes.
        allowed: keys of the possible numberings of classes; None for all.

    Raises:
        ChoiceNeeded: no reading is confirmed, the user's is contradicted by another one, or a
            column is neither the known label nor the prediction.
    """
    places = orders[0].read(found.numbers)
    classes = len(np.unique(validation().labels[places[places != NONE]]))
    label = _labels(file, found, orders, main, beside, classes)
    readings = numbering.evidence(
        found.numbers,
        found.named,
        main.classes.numbers[:, 0],
        main.classes.known[:, 0],
        orders=[label.numbering.images] if label is not None else orders,
    )
    if allowed is not None:
        fits = [each for each in readings if _class_keys(each) & allowed]
        readings = fits or readings
    decision = numbering.decide(readings, classes)
    if file.choice.numbering:
        decided = _chosen(file, readings, decision)
    else:
        _check_later_ranks(file, found, orders, main, readings)
        decided = _found(file, readings, decision, classes)
    _tell(file, readings[0], decided)
    return decided


def _check_later_ranks(
    file: Opened,
    found: Images,
    orders: Sequence[ImageOrder],
    main: Said,
    readings: Sequence[Evidence],
) -> None:
    """Refuse ranks of which only a later one is right better than chance."""
    numbers, known = main.classes.numbers, main.classes.known
    ranks = numbers.shape[1]
    if ranks < 2 or any(each.confirmed() for each in readings):
        return
    for at in range(ranks - 1, 0, -1):
        later = numbering.evidence(
            found.numbers, found.named, numbers[:, at], known[:, at], orders=orders
        )
        best = max(later, key=lambda each: each.hits)
        if best.confirmed():
            first = max(each.hits for each in readings)
            raise order.not_in_order(file, first, best.hits, at + 1, ranks)


def _labels(
    file: Opened,
    found: Images,
    orders: Sequence[ImageOrder],
    main: Said,
    beside: Sequence[Said],
    classes: int,
) -> Evidence | None:
    """The numbering under which another column equals the known labels."""
    first: Evidence | None = None
    for other in beside:
        label = agreement.labels(other, found, orders, classes)
        if label is None or label.hits < other.read:
            # With few errors a repeated prediction is nearly the label, so this comes first.
            if agreement.shared_numberings(main, other):
                file.told.used.append(("the same class", other.title))
                continue
            if label is None and file.choice.column:
                continue
            if label is None:
                raise _neither(file, found, main, other)
            file.told.warnings.append(
                f"{other.title} differs from the known label in "
                f"{other.read - label.hits:,} of {other.read:,} rows; errors are counted "
                "on the known labels."
            )
        file.told.used.append(("label", other.title))
        first = first or label
    return first


def _neither(file: Opened, found: Images, main: Said, other: Said) -> Exception:
    plain = numbering.plain()
    labels = validation().labels
    places = plain.images.read(found.numbers)
    read = plain.classes.read(other.classes.numbers[:, 0], other.classes.known[:, 0])
    wrong = np.flatnonzero((places == NONE) | (labels[places] != read))
    lines = [
        f"Row {file.rows[row]:,}: {other.title} is {shown(other.cells[row])}, the label of image "
        f"{found.numbers[row]:,} is {labels[places[row]]} ({file.wnids[labels[places[row]]]}), "
        f"and {main.title} is {shown(main.cells[row])}."
        for row in wrong[:3].tolist()
    ]
    return file.column_needed(
        f"has a column {other.title} that is neither the known label ({len(wrong):,} of "
        f"{len(file.rows):,} rows differ) nor the class in {main.title}. {' '.join(lines)} Either "
        "the images are not the ones that are named, or that column is of another model"
    )


def _chosen(file: Opened, readings: list[Evidence], decision: Decision) -> Decided:
    """The reading that the user chose."""
    asked, best = file.choice.numbering, decision.taken
    chosen = next((each for each in readings if asked in each.keys), None)
    if chosen is None:
        raise file.numbering_needed(f"{shown(asked)} does not fit the file", readings)
    if best is not None and decision.confirmed and best.contradicts(chosen):
        raise file.numbering_needed(
            f"read as {chosen.numbering.title}, {chosen.hits:,} of {len(file.rows):,} images are "
            f"right; as {best.numbering.title}, {best.hits:,} are",
            (best, *decision.others),
        )
    fit = decision.others if best is None or best is chosen else (best, *decision.others)
    others = tuple(each for each in fit if each is not chosen)
    sure = decision.confirmed and chosen is best and _in_known_order(chosen)
    return Decided(chosen, sure, others)


def _found(file: Opened, readings: list[Evidence], decision: Decision, classes: int) -> Decided:
    """The reading that the known labels confirm."""
    if decision.taken is None and decision.others:
        first = readings[0]
        best = max(readings, key=lambda each: each.hits)
        problem = (
            "no reading of its numbers agrees with the known labels better than chance "
            f"({first.hits:,} of {len(file.rows):,} images are right as {first.numbering.title}); "
            "either the predictions belong to other images, or the numbers to other classes, or "
            "the model knows nothing"
        )
        if classes < numbering.FEW_CLASSES and best is not first:
            problem = (
                f"it has too few classes to tell whether its numbers are {first.numbering.title} "
                f"({first.hits:,} of {len(file.rows):,} images right), or "
                f"{best.numbering.title} ({best.hits:,} right)"
            )
        raise file.numbering_needed(problem, decision.others)
    taken = decision.taken or readings[0]
    if not _in_known_order(taken):
        raise file.numbering_needed(
            "its images seem to be in the order of class folders, but not of folders sorted by "
            "wnid, since its hard classes are not those of the built-in models; name the images, "
            "or put the rows in the order of the validation numbers",
            (taken,),
        )
    return Decided(taken, decision.confirmed, decision.others)


def _in_known_order(taken: Evidence) -> bool:
    """Whether the difficult classes confirm the order of the images.

    In the order of class folders every sorting of the folders has the same hits, if classes are
    numbered by the same folders; only the difficulty of the classes distinguishes them.
    """
    classes = np.flatnonzero(taken.images_by_class)
    if taken.numbering.images.key in numbering.OWN_ORDERS or len(classes) < difficulty.ENOUGH:
        return True
    shares = taken.by_class[classes] / taken.images_by_class[classes]
    return difficulty.correlation(shares, classes) >= difficulty.LEAST_R


def _tell(file: Opened, first: Evidence, decided: Decided) -> None:
    """Add warnings about what is probably not intended."""
    taken, count = decided.taken, len(file.rows)
    if taken.right.all() and count > HANDFUL:
        file.told.warnings.append(
            f"No error in {count:,} images: these are the labels themselves, not predictions."
        )
    if never := order.never_predicted(taken):
        file.told.warnings.append(never)
    if lost := order.shifted(taken.right, file.rows):
        file.told.warnings.append(lost)
    if decided.confirmed and not taken.numbering.plain and taken is not first:
        file.told.warnings.append(
            f"Numbers are read as {taken.numbering.title}: {taken.hits:,} of {count:,} images are "
            f"right; as {first.numbering.title} only {first.hits:,} are."
        )


def _class_keys(evidence: Evidence) -> set[str]:
    return {key.partition("+")[0] for key in evidence.keys}
