"""A table of predictions as a model among the others.

One row per image: the image as file name or number, the predicted class as number, wnid or
name, or several in order, and if it is known the probability of the first one. The table is
checked on the known labels before it is believed: which column is the prediction, which
numbering it is in, and whether its columns agree.
"""

import math

import numpy as np
from numpy.typing import NDArray

from explorer.evaluations import NONE, OWN, Predictions
from explorer.ingest.files.tables import IMAGE_BY_POSITION, TextTable, shown
from explorer.ingest.models import classes, decision, numbering, order, roles
from explorer.ingest.models.agreement import Said
from explorer.ingest.models.classes import Vocabulary
from explorer.ingest.models.columns import assign
from explorer.ingest.models.decision import Decided
from explorer.ingest.models.images import Images
from explorer.ingest.models.opened import Opened, Told, option
from explorer.ingest.models.reading import Choice, Reading, Taken
from explorer.ingest.models.validation import IMAGES, validation
from explorer.settings import Settings

FLOAT32 = 1e-6
"""Tolerance for shares above 1, for rounding in single precision."""


def is_predictions(table: TextTable) -> bool:
    """Whether a table has a column of images, or one of predictions for all images in order."""
    columns = assign(table)
    return bool(columns.images) or (bool(columns.predictions) and len(table.rows) == IMAGES)


def take(
    table: TextTable, words: Vocabulary, settings: Settings, choice: Choice | None = None
) -> Taken:
    """A model from a table.

    Args:
        table: what was read.
        words: the challenge's classes.
        settings: how many faults are named.
        choice: what the user decided.

    Raises:
        ChoiceNeeded: the file has several meanings, or no reading of its numbers is confirmed.
        UploadError: a column is missing, columns contradict each other, or a cell makes no
            sense; every such row counts.
    """
    file = Opened(table, words, settings, choice or Choice(), Told(list(table.notes)))
    roles.check(file)
    found = roles.find_images(file)
    orders = roles.find_orders(file, found)
    main, others = roles.choose(file, found, orders)
    if main.classes.faults and order.are_boxes(main.classes.numbers):
        raise order.boxed(file)
    file.refuse(main.classes.faults)
    allowed, beside = roles.same_role(file, main, [said for said in others if said.readable])
    decided = decision.decide(file, found, orders, main, beside, allowed)
    return Taken(_model(file, found, main, decided), _reading(file, main, decided))


def _model(file: Opened, found: Images, main: Said, decided: Decided) -> Predictions:
    reading = decided.taken.numbering
    predicted = reading.classes.read(main.classes.numbers, main.classes.known)
    places = reading.images.read(found.numbers)
    _check_inside(file, found, main, predicted, places, reading)
    order.check_ranks(file, main.classes.numbers, predicted, places)
    width = predicted.shape[1]
    ranked = np.full((IMAGES, width), NONE, dtype=np.int16)
    ranked[places] = predicted
    confidence = np.full(IMAGES, np.nan, dtype=np.float32)
    confidence[places] = _probabilities(file)
    return Predictions(
        validation(),
        file.table.name,
        ranked[:, 0].copy(),
        OWN,
        ranked if width > 1 else None,
        confidence if np.isfinite(confidence).any() else None,
    )


def _reading(file: Opened, main: Said, decided: Decided) -> Reading:
    columns = file.columns
    used = [("prediction", main.title), *file.told.used]
    if columns.probability is not None:
        used.append(("probability", file.name(columns.probability)))
    titles = {name for _, name in used}
    groups = [main.group, *columns.predictions, *columns.classes]
    inside = {at for each in groups if each.title in titles for at in each.at}
    names = [(at, file.name(at)) for at in range(len(file.table.header)) if at not in inside]
    reading = decided.taken.numbering
    numbered = not main.classes.certain or reading.images.key != numbering.PLAIN_IMAGES
    return Reading(
        tuple(used),
        tuple(name for _, name in names if name not in titles and name != IMAGE_BY_POSITION),
        option(decided.taken) if numbered or not decided.confirmed else None,
        decided.confirmed,
        tuple(map(option, decided.others)),
        (*file.told.notes, *main.classes.notes),
        tuple(file.told.warnings),
    )


def _check_inside(
    file: Opened,
    found: Images,
    main: Said,
    predicted: NDArray[np.int16],
    places: NDArray[np.int64],
    reading: numbering.Numbering,
) -> None:
    """Refuse numbers that are no class, or no image, in the reading that is taken."""
    faults: dict[int, str] = {}
    read_as = "" if reading.plain else f" (read as {reading.title})"
    for row, rank in np.argwhere((predicted == NONE) & (main.classes.numbers != NONE)).tolist():
        number = int(main.classes.numbers[row, rank])
        faults[row] = f"expected {classes.EXPECTED}, found {shown(number)}{read_as}"
    for row in np.flatnonzero(places == NONE).tolist():
        faults[row] = (
            "expected an image such as ILSVRC2012_val_00000001.JPEG or a number from 1 to "
            f"{IMAGES:,}, found {shown(found.numbers[row])}{read_as}"
        )
    file.refuse(faults)


def _probabilities(file: Opened) -> NDArray[np.float32]:
    """Probability of the first prediction by row, NaN where there is none."""
    at = file.columns.probability
    found = np.full(len(file.rows), np.nan, dtype=np.float32)
    if at is None:
        return found
    faults: dict[int, str] = {}
    for row, cell in enumerate(file.cells[at]):
        share = _probability(cell)
        if isinstance(share, str):
            faults[row] = share
        else:
            found[row] = share
    file.refuse(faults)
    return found


def _probability(cell: str) -> float | str:
    """A probability, NaN for an empty cell, or what is wrong with it; of a list the first."""
    if not cell:
        return math.nan
    first = cell.strip("[]() ").replace(",", " ").split() if cell[0] in "[(" else [cell]
    try:
        value = float(first[0]) if "_" not in cell else math.nan
    except (ValueError, IndexError):
        value = math.nan
    if 0 <= value <= 1 + FLOAT32:
        return min(value, 1.0)
    return f"expected a probability from 0 to 1, found {shown(cell)}"
