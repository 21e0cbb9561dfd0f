"""A table of accuracies per class as a model of which only these are known.

Numbers of classes are tested like those of predictions, but on the built-in models: which
classes are hard is much the same for all models (``explorer.ingest.models.difficulty``).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.evaluations import NONE, OWN, ClassAccuracies
from explorer.ingest.files.tables import TextTable, refuse, shown
from explorer.ingest.models import classes as cells_of
from explorer.ingest.models import columns, numbering
from explorer.ingest.models.classes import Vocabulary
from explorer.ingest.models.difficulty import LEAST_R, correlation
from explorer.ingest.models.numbering import ClassNumbering
from explorer.ingest.models.reading import Choice, ChoiceNeeded, Option, Reading, Taken
from explorer.ingest.models.validation import CLASSES, validation
from explorer.settings import Settings

NEGATIVE_R = 0.5
"""With a correlation below minus this, accuracies are errors."""

Z = 4.26
"""Standard deviations of Fisher's z with a one-sided probability of 1e-5."""

FLOAT32 = 1e-6
"""Tolerance for shares above 1, for rounding in single precision."""

Shares = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Fit:
    """Accuracies by class index under one numbering, and their correlation."""

    numbering: ClassNumbering
    keys: tuple[str, ...]
    index: NDArray[np.int16]
    r: float

    @property
    def valid(self) -> bool:
        """Whether every row has a class."""
        return bool((self.index != NONE).all())

    def z(self) -> float:
        """Fisher's z in standard deviations: 0 is no correlation at all."""
        return math.atanh(min(self.r, 0.999999)) * math.sqrt(max(len(self.index) - 3, 0))

    def confirmed(self) -> bool:
        """Whether the correlation is that of the right order."""
        return self.r >= LEAST_R and self.z() >= Z

    def clearly_better(self, other: "_Fit") -> bool:
        """Whether the correlation is significantly higher than another one's."""
        return self.confirmed() and (self.z() - other.z()) / math.sqrt(2) >= Z


def is_accuracies(table: TextTable) -> bool:
    """Whether a table has a column of classes and one of accuracies, and none of images."""
    header = table.header
    if any(columns.use_of(name) is columns.Use.IMAGE for name in header):
        return False
    return any(map(columns.is_class, header)) and _value_column(table) is not None


def take(
    table: TextTable, words: Vocabulary, settings: Settings, choice: Choice | None = None
) -> Taken:
    """A model from a table of accuracies.

    Args:
        table: what was read; ``is_accuracies`` of it.
        words: the challenge's classes.
        settings: how many faults are named.
        choice: what the user decided.

    Raises:
        ChoiceNeeded: no numbering of the classes is confirmed.
        UploadError: a cell is invalid, a class appears twice or a name is ambiguous.
    """
    choice = choice or Choice()
    header = table.header
    rows = [row for row, _ in table.rows]
    cells = list(zip(*(cells for _, cells in table.rows), strict=True))
    by_value = _value_column(table)
    assert by_value is not None, "the table has a column of accuracies"
    by_class = [at for at, name in enumerate(header) if columns.is_class(name) and at != by_value]
    said = [cells_of.parse([cells[at]], words) for at in by_class]
    main = min(range(len(said)), key=lambda at: (len(said[at].faults) > 0, not said[at].certain))
    faults = dict(said[main].faults)
    # A percent sign after every number decides, whatever the column's name.
    signs = all(cell.endswith("%") for cell in cells[by_value])
    values, wrong = _values(cells[by_value], signs or columns.in_percent(header[by_value]), signs)
    for row, problem in wrong.items():
        faults[row] = f"{faults[row]}; {problem}" if row in faults else problem
    support_at = next((at for at, name in enumerate(header) if columns.is_support(name)), None)
    support = np.full(len(rows), np.nan)
    if support_at is not None:
        support, wrong = _counts(cells[support_at])
        faults = {**wrong, **faults}
    _refuse(table, rows, faults, settings)
    fits = _fits(said[main].numbers[:, 0], said[main].known[:, 0], values)
    agreeing, used = [], []
    for at, other in zip(by_class, said, strict=True):
        if other is said[main] or len(other.faults) == len(rows):
            continue
        fits = _agreeing(table, rows, fits, other, (header[by_class[main]], header[at]), settings)
        agreeing.append(at)
        used.append(("the same class", header[at]))
    taken, confirmed, others = _decide(table, fits, choice)
    _refuse(table, rows, _twice_or_none(rows, taken, cells[by_class[main]]), settings)
    accuracy, images = np.full(CLASSES, np.nan), np.zeros(CLASSES)
    accuracy[taken.index], images[taken.index] = values, support
    used = [("class", header[by_class[main]]), *used, ("accuracy", header[by_value])]
    if support_at is not None:
        used.append(("images per class", header[support_at]))
    names = {name for _, name in used}
    numbered = not said[main].certain
    warnings = []
    if taken is not fits[0] and confirmed:
        warnings.append(
            f"Numbers are read as {taken.numbering.title}: the accuracies correlate with those of "
            f"the built-in models (r = {taken.r:.2f}); as {fits[0].numbering.title} they do not "
            f"(r = {fits[0].r:.2f})."
        )
    reading = Reading(
        tuple(used),
        tuple(name for name in header if name not in names),
        _option(taken) if numbered or not confirmed else None,
        confirmed,
        tuple(map(_option, others)),
        (*table.notes, *said[main].notes),
        tuple(warnings),
    )
    known = images if support_at is not None else None
    return Taken(ClassAccuracies(validation(), table.name, accuracy, OWN, known), reading)


def _value_column(table: TextTable) -> int | None:
    """Place of the column of accuracies; ``top1`` of whole numbers above 100 is of classes."""
    found = [at for at, name in enumerate(table.header) if columns.is_accuracy(name)]
    for at in found:
        if not any(
            cells[at].isdecimal() and len(cells[at]) > 2 and cells[at] != "100"
            for _, cells in table.rows
        ):
            return at
    return None


def _values(cells: Sequence[str], percent: bool, signs: bool) -> tuple[Shares, dict[int, str]]:
    """Accuracies from 0 to 1, and row to what is wrong.

    Args:
        cells: as written.
        percent: whether they are percent.
        signs: whether every one has a percent sign; otherwise none may have one.
    """
    most = 100.0 if percent else 1.0
    found = np.array([_number(cell.removesuffix("%") if signs else cell) for cell in cells])
    faults = {}
    for row in np.flatnonzero(~((found >= 0) & (found <= most * (1 + FLOAT32)))).tolist():
        hint = ""
        if not percent and 1 < found[row] <= 100:
            hint = "; use a column named accuracy_percent for percentages"
        faults[row] = f"expected an accuracy from 0 to {most:g}, found {shown(cells[row])}{hint}"
    if percent and not signs and not faults and 0 < found.max() <= 1:
        faults[0] = (
            "expected percentages from 0 to 100, found no value above 1 in the whole column "
            f"({shown(cells[0])}); use a column named accuracy for shares from 0 to 1"
        )
    return np.minimum(found / most, 1.0), faults


def _counts(cells: Sequence[str]) -> tuple[Shares, dict[int, str]]:
    found = np.array([_number(cell) for cell in cells])
    good = (found >= 1) & (found == np.floor(found)) & (found <= 1e7)
    return found, {
        row: f"expected a number of images of at least 1, found {shown(cells[row])}"
        for row in np.flatnonzero(~good).tolist()
    }


def _number(cell: str) -> float:
    try:
        return float("nan" if "_" in cell else cell)
    except ValueError:
        return float("nan")


def _fits(numbers: NDArray[np.int64], known: NDArray[np.int16], values: Shares) -> list[_Fit]:
    """Numberings that differ on the rows, the plain one first."""
    every = list(numbering.class_numberings())
    if len(numbers) not in {len(each.table) for each in every if each.key in numbering.SUBSETS}:
        every = [each for each in every if each.key not in numbering.SUBSETS]
    found: dict[bytes, _Fit] = {}
    for each in every if (numbers != NONE).any() else every[:1]:
        index = each.read(numbers, known)
        mark = index.tobytes()
        if mark in found:
            same = found[mark]
            found[mark] = _Fit(same.numbering, (*same.keys, each.key), same.index, same.r)
            continue
        inside = index != NONE
        found[mark] = _Fit(
            each, (each.key,), index, correlation(values[inside], index[inside].astype(np.int64))
        )
    return list(found.values())


def _agreeing(
    table: TextTable,
    rows: list[int],
    fits: list[_Fit],
    other: cells_of.Classes,
    names: tuple[str, str],
    settings: Settings,
) -> list[_Fit]:
    """The readings under which another column names the same classes."""
    both = np.ones(len(rows), dtype=np.bool_)
    both[list(other.faults)] = False
    seconds = [
        each.read(other.numbers[both, 0], other.known[both, 0])
        for each in numbering.class_numberings()
    ]
    kept = [fit for fit in fits if any(np.array_equal(fit.index[both], two) for two in seconds)]
    if not kept:
        differ = np.flatnonzero(both)[fits[0].index[both] != seconds[0]]
        cells = {
            int(at): f"{names[0]} and {names[1]} are different classes: "
            + " and ".join(shown(table.rows[at][1][table.header.index(name)]) for name in names)
            for at in differ
        }
        _refuse(table, rows, cells, settings)
    return kept


def _decide(
    table: TextTable, fits: list[_Fit], choice: Choice
) -> tuple[_Fit, bool, tuple[_Fit, ...]]:
    first = fits[0]
    best = max((fit for fit in fits if fit.confirmed()), key=lambda fit: fit.r, default=None)
    if best is not None and best is not first and not best.clearly_better(first):
        best = first
    few = len(first.index) < numbering.FEW_CLASSES
    valid = tuple(fit for fit in fits if fit.valid)
    if best is None:
        others = tuple(fit for fit in valid if fit is not first)
        sure = first.confirmed() or (few and len(fits) == 1)
    else:
        others = tuple(f for f in valid if f is not best and not best.clearly_better(f))
        sure = best.confirmed()
    if choice.numbering:
        chosen = next((fit for fit in fits if choice.numbering in fit.keys), None)
        if chosen is None:
            raise _needed(
                table, f"the numbering {shown(choice.numbering)} does not fit the file", valid
            )
        if best is not None and best.clearly_better(chosen):
            problem = (
                f"read as {chosen.numbering.title}, its accuracies do not correlate with those of "
                f"the built-in models (r = {chosen.r:.2f}); as {best.numbering.title} they do "
                f"(r = {best.r:.2f})"
            )
            raise _needed(table, problem, (best, *others))
        return chosen, sure and chosen is best, tuple(f for f in others if f is not chosen)
    if best is None and not few and min(fit.r for fit in fits) <= -NEGATIVE_R:
        problem = (
            "the accuracies are high where those of the built-in models are low (r = "
            f"{min(fit.r for fit in fits):.2f}), as errors are; write accuracies, 1 - error."
        )
        raise refuse(table.name, [problem.capitalize()], 1)
    if best is None and not few and valid:
        raise _needed(
            table,
            "in no numbering do its accuracies correlate with those of the built-in models "
            f"(r = {first.r:.2f} as {first.numbering.title})",
            valid,
        )
    return best or first, sure, others


def _needed(table: TextTable, problem: str, options: Sequence[_Fit]) -> ChoiceNeeded:
    named = "; ".join(f"{fit.numbering.key} ({fit.numbering.title})" for fit in options[:6])
    return ChoiceNeeded(
        f"{table.name} was not read: {problem}. Choose how its classes are numbered: {named}.",
        numberings=tuple(map(_option, options)),
    )


def _twice_or_none(rows: list[int], fit: _Fit, cells: Sequence[str]) -> dict[int, str]:
    seen: dict[int, int] = {}
    faults = {}
    for at, index in enumerate(fit.index.tolist()):
        if index == NONE:
            faults[at] = f"expected {cells_of.EXPECTED}, found {shown(cells[at])}"
        elif index in seen:
            faults[at] = f"class {index} is already in row {rows[seen[index]]:,}"
        else:
            seen[index] = at
    return faults


def _refuse(table: TextTable, rows: list[int], faults: dict[int, str], settings: Settings) -> None:
    if faults:
        lines = [f"Row {rows[at]:,}: {problem}." for at, problem in sorted(faults.items())]
        raise refuse(table.name, lines, settings.upload_faults)


def _option(fit: _Fit) -> Option:
    return Option(fit.numbering.key, fit.numbering.title)
