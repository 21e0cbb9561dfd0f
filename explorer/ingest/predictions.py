"""A table of predictions as a model among the others.

One row per image: the image as file name or number, the predicted class as number, wnid or
name, or several in order, and if it is known the probability of the first one. The table is
checked on the known labels before it is believed: which column is the prediction, which
numbering it is in, and whether its columns agree.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

from explorer.ingest import agreement, images, numbering
from explorer.ingest import classes as cells_of
from explorer.ingest.agreement import Said
from explorer.ingest.classes import Vocabulary
from explorer.ingest.columns import Columns, Group, Use, assign
from explorer.ingest.images import Images
from explorer.ingest.numbering import Evidence
from explorer.ingest.reading import Choice, ChoiceNeeded, Option, Reading, Taken
from explorer.ingest.tables import IMAGE_BY_POSITION, TextTable, refuse, shown
from explorer.predictions import IMAGES, NONE, OWN, Predictions, validation
from explorer.settings import Settings

HANDFUL = 10
"""With more images than this and no error, a file is told to hold the labels themselves."""

FLOAT32 = 1e-6
"""A share above 1 by no more than this is 1, rounded in single precision."""


@dataclass
class _Told:
    """What is said of a file while it is read."""

    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    used: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


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
    return _Table(table, words, settings, choice or Choice()).taken()


class _Table:
    """One table on its way to a model."""

    def __init__(
        self, table: TextTable, words: Vocabulary, settings: Settings, choice: Choice
    ) -> None:
        self.table, self.words, self.settings, self.choice = table, words, settings, choice
        self.columns: Columns = assign(table)
        self.cells = list(zip(*(cells for _, cells in table.rows), strict=True))
        self.rows = [row for row, _ in table.rows]
        self.wnids = list(words.index)
        self.told = _Told(notes=list(table.notes))

    def taken(self) -> Taken:
        """The model; see ``take``."""
        self._check_columns()
        self.images = self._images()
        group, others = self._choose()
        main = self._said(group)
        self._refuse(main.classes.faults)
        self._check_repeats()
        self.orders = self._orders()
        said = [each for each in map(self._said, others) if self._usable(each)]
        allowed, said = self._same_role(main, group, said)
        label = self._labels(main, said)
        taken, confirmed, options = self._decide(main, allowed, label)
        return self._model(main, group, taken, confirmed, options)

    # Columns

    def _check_columns(self) -> None:
        if not self.columns.images and len(self.rows) != IMAGES:
            raise self._fault(
                "expected a column of images (file_name, image, image_id, path, ...) and one of "
                "classes (predicted_class, prediction, ..., or top1 to top5), found "
                f"{', '.join(map(shown, self.table.header[:8]))}"
            )
        if self.columns.gaps:
            raise self._fault("; ".join(self.columns.gaps))
        if not self.columns.predictions and not self.columns.classes:
            flags = [self.table.header[at] for at in self.columns.flags]
            hint = f"; {' and '.join(flags)} hold only 0 and 1, which are hits" if flags else ""
            raise self._fault(
                "expected a column of predicted classes (predicted_class, prediction, ..., or "
                f"top1 to top5), found {', '.join(map(shown, self.table.header[:8]))}{hint}"
            )

    def _choose(self) -> tuple[Group, list[Group]]:
        """The group of the predictions, and the other groups of classes."""
        every = (*self.columns.predictions, *self.columns.classes)
        asked = self.choice.column
        if asked:
            for group in every:
                if asked not in (*group.names, group.title):
                    continue
                # The first rank stands for all of them, a later one for itself.
                at = group.names.index(asked) if asked in group.names else 0
                chosen = Group((asked,), (group.at[at],), group.use) if at else group
                return chosen, [each for each in every if each is not group]
            raise self._needed(f"has no column {shown(asked)} that may hold predictions")
        first = self.columns.predictions or self.columns.classes
        # The widest group keeps the ranks; of single columns the first.
        chosen = max(first, key=lambda group: len(group.at))
        return chosen, [group for group in every if group is not chosen]

    def _said(self, group: Group) -> Said:
        columns = [self.cells[at] for at in group.at]
        return Said(group.title, columns[0], cells_of.parse(columns, self.words))

    def _usable(self, said: Said) -> bool:
        if not said.readable:
            self.told.ignored.append(said.title)
        return said.readable

    def _same_role(
        self, main: Said, group: Group, said: list[Said]
    ) -> tuple[set[str] | None, list[Said]]:
        """Numberings that other columns of predictions allow, and the columns that are left.

        Where no column is named a prediction, all columns of classes have the same role.
        """
        named = {each.title for each in self.columns.predictions}
        alike = [
            each
            for each in said
            if each.title in named or not named or group.use is not Use.PREDICTION
        ]
        rest = [each for each in said if each not in alike]
        if self.choice.column:
            return None, said
        allowed: set[str] | None = None
        for other in alike:
            shared = agreement.shared_numberings(main, other)
            if not shared:
                self._disagree(main, other)
            if len(shared) < len(numbering.class_numberings()):
                keys = {each.key for each in shared}
                allowed = keys if allowed is None else allowed & keys
            self.told.used.append(("the same class", other.title))
        return allowed, rest

    def _disagree(self, main: Said, other: Said) -> None:
        faults = agreement.contradictions(main, other)
        lines = [f"Row {self.rows[at]:,}: {fault}." for at, fault in faults.items()]
        count = f"{len(lines):,} of {len(self.rows):,} rows"
        raise self._needed(
            f"has columns that disagree in {count}: {main.title} and {other.title}. "
            f"{' '.join(lines[:3])}"
        )

    # Images

    def _images(self) -> Images:
        if not self.columns.images:
            self.told.notes.append(
                f"No column names the images; the {IMAGES:,} rows are taken in order."
            )
            return images.parse([str(at) for at in range(1, IMAGES + 1)], self.words.index)
        parsed = [
            (at, images.parse(self.cells[at], self.words.index)) for at in self.columns.images
        ]
        main_at, main = next(
            (each for each in parsed if each[1].named.any()),
            min(parsed, key=lambda each: len(each[1].faults)),
        )
        name = self.table.header[main_at]
        self.told.used.append(("image", "position" if name == IMAGE_BY_POSITION else name))
        self._refuse(main.faults)
        for at, other in parsed:
            if at == main_at:
                continue
            if len(other.faults) == len(self.rows):
                self.told.ignored.append(self.table.header[at])
                continue
            differ = agreement.images_differ(main, other)
            self._refuse(
                {
                    int(row): f"{name} is image {main.numbers[row]:,} and "
                    f"{self.table.header[at]} is image {other.numbers[row]:,}"
                    for row in differ
                }
            )
            self.told.used.append(("the same image", self.table.header[at]))
        return main

    def _check_repeats(self) -> None:
        numbers = self.images.numbers
        _, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
        again = np.flatnonzero(first[inverse] != np.arange(len(numbers)))
        self._refuse(
            {
                int(row): f"image {numbers[row]:,} is already in row "
                f"{self.rows[int(first[inverse[row]])]:,}"
                for row in again
            }
        )

    def _orders(self) -> list[numbering.ImageOrder]:
        """Orders of the images that wnids in their paths allow."""
        every = list(numbering.image_orders())
        orders = every[:1] if self.images.named.any() else every
        if (self.images.classes == NONE).all():
            return orders
        order, differ = agreement.folder_labels(self.images, orders)
        self._refuse(
            {
                int(row): agreement.folder_fault(self.images, int(row), self.wnids)
                for row in np.flatnonzero(differ)
            }
        )
        self.told.notes.append("The wnids in the paths are the known labels of the images.")
        return [order]

    # Meaning

    def _true_classes(self) -> int:
        places = self.orders[0].read(self.images.numbers)
        return len(np.unique(validation().labels[places[places != NONE]]))

    def _labels(self, main: Said, said: list[Said]) -> Evidence | None:
        """What columns beside the predictions say of the file's own labels."""
        found: Evidence | None = None
        for other in said:
            label = agreement.labels(other, self.images, self.orders, self._true_classes())
            if label is not None and label.right.all():
                self.told.used.append(("label", other.title))
            elif agreement.shared_numberings(main, other):
                self.told.used.append(("the same class", other.title))
                continue
            elif label is not None:
                self.told.used.append(("label", other.title))
                self.told.warnings.append(
                    f"{other.title} differs from the known label in "
                    f"{len(self.rows) - label.hits:,} of {len(self.rows):,} rows; errors are "
                    "counted on the known labels."
                )
            elif self.choice.column:
                self.told.ignored.append(other.title)
                continue
            else:
                self._contradicts(main, other)
            assert label is not None, "a column without labels was refused"
            if not other.classes.certain or not self.images.named.any():
                found = found or label
        return found

    def _contradicts(self, main: Said, other: Said) -> None:
        plain = numbering.plain()
        labels = validation().labels
        places = plain.images.read(self.images.numbers)
        read = plain.classes.read(other.classes.numbers[:, 0], other.classes.known[:, 0])
        wrong = np.flatnonzero((places == NONE) | (labels[places] != read))
        lines = [
            f"Row {self.rows[row]:,}: {other.title} is {shown(other.cells[row])}, the label of "
            f"image {self.images.numbers[row]:,} is {self._label(int(places[row]))}, and "
            f"{main.title} is {shown(main.cells[row])}."
            for row in wrong[:3].tolist()
        ]
        raise self._needed(
            f"has a column {other.title} that is neither the known label ({len(wrong):,} of "
            f"{len(self.rows):,} rows differ) nor the class in {main.title}. {' '.join(lines)} "
            "Either the images are not the ones that are named, or that column is of another "
            "model"
        )

    def _label(self, place: int) -> str:
        index = int(validation().labels[place])
        return f"{index} ({self.wnids[index]})"

    def _decide(
        self, main: Said, allowed: set[str] | None, label: Evidence | None
    ) -> tuple[Evidence, bool, tuple[Evidence, ...]]:
        """The reading that is taken, whether it is confirmed, and others that fit."""
        found = numbering.evidence(
            self.images.numbers,
            self.images.named,
            main.classes.numbers[:, 0],
            main.classes.known[:, 0],
            orders=self.orders,
        )
        if label is not None:
            same = label.numbering.images.key
            found = [each for each in found if each.numbering.images.key == same] or found
        if allowed is not None:
            fits = [each for each in found if {key.split("+")[0] for key in each.keys} & allowed]
            found = fits or found
        self.first = found[0]
        decision = numbering.decide(found, self._true_classes())
        if self.choice.numbering:
            chosen = next((each for each in found if self.choice.numbering in each.keys), None)
            if chosen is None:
                raise self._choose_numbering(
                    f"{shown(self.choice.numbering)} does not fit the file", found
                )
            best = decision.taken
            if best is not None and best.contradicts(chosen) and decision.confirmed:
                raise self._choose_numbering(
                    f"read as {chosen.numbering.title}, {chosen.hits:,} of {len(self.rows):,} "
                    f"images are right; as {best.numbering.title}, {best.hits:,} are",
                    (best, *decision.others),
                )
            rest = tuple(each for each in decision.others if each is not chosen)
            return chosen, decision.confirmed and chosen is best, rest
        if label is not None and not decision.confirmed and not main.classes.certain:
            same = next((e for e in found if set(e.keys) & set(label.keys)), None)  # type: ignore[assignment]
            if isinstance(same, Evidence):
                self.told.notes.append("The file's own labels confirm the numbering.")
                return same, True, ()
        if decision.taken is None and decision.others:
            raise self._choose_numbering(
                "no reading of its numbers agrees with the known labels better than chance "
                f"({found[0].hits:,} of {len(self.rows):,} images are right as "
                f"{found[0].numbering.title})",
                decision.others,
            )
        return decision.taken or found[0], decision.confirmed, decision.others

    # The model

    def _model(
        self,
        main: Said,
        group: Group,
        taken: Evidence,
        confirmed: bool,
        others: tuple[Evidence, ...],
    ) -> Taken:
        reading = taken.numbering
        guesses = reading.classes.read(main.classes.numbers, main.classes.known)
        places = reading.images.read(self.images.numbers)
        self._check_inside(main, guesses, places, reading)
        self._check_direction(guesses, places)
        self._tell(taken, confirmed)
        width = guesses.shape[1]
        ranked = np.full((IMAGES, width), NONE, dtype=np.int16)
        ranked[places] = guesses
        confidence = np.full(IMAGES, np.nan, dtype=np.float32)
        confidence[places] = self._probabilities()
        known = bool(np.isfinite(confidence).any())
        own = Predictions(
            self.table.name,
            ranked[:, 0].copy(),
            OWN,
            ranked if width > 1 else None,
            confidence if known else None,
        )
        return Taken(own, self._reading(main, group, taken, confirmed, others))

    def _reading(
        self,
        main: Said,
        group: Group,
        taken: Evidence,
        confirmed: bool,
        others: tuple[Evidence, ...],
    ) -> Reading:
        header, used = self.table.header, [("prediction", group.title), *self.told.used]
        if self.columns.probability is not None:
            used.append(("probability", header[self.columns.probability]))
        titles = {name for _, name in used}
        inside = {
            at
            for each in (*self.columns.predictions, *self.columns.classes)
            if each.title in titles or each is group
            for at in each.at
        }
        inside |= set(group.at)
        ignored = [
            name
            for at, name in enumerate(header)
            if at not in inside and name not in titles and name != IMAGE_BY_POSITION
        ]
        needs = not main.classes.certain or taken.numbering.images.key != numbering.PLAIN_IMAGES
        return Reading(
            tuple(used),
            tuple(ignored),
            _option(taken) if needs or not confirmed else None,
            confirmed,
            tuple(map(_option, others)),
            (*self.told.notes, *main.classes.notes),
            tuple(self.told.warnings),
        )

    def _check_inside(
        self,
        main: Said,
        guesses: NDArray[np.int16],
        places: NDArray[np.int64],
        reading: numbering.Numbering,
    ) -> None:
        faults: dict[int, str] = {}
        outside = (guesses == NONE) & (main.classes.numbers != NONE)
        for row, rank in np.argwhere(outside).tolist():
            number = int(main.classes.numbers[row, rank])
            faults[row] = f"expected {cells_of.EXPECTED}, found {shown(number)}"
            if not reading.plain:
                faults[row] += f" (read as {reading.classes.title})"
        for row in np.flatnonzero(places == NONE).tolist():
            faults[row] = (
                "expected an image such as ILSVRC2012_val_00000001.JPEG or a number from 1 to "
                f"{IMAGES:,}, found {shown(self.images.numbers[row])}"
            )
        self._refuse(faults)

    def _check_direction(self, guesses: NDArray[np.int16], places: NDArray[np.int64]) -> None:
        """Refuse ranks that get better from first to last: they are in ascending order."""
        full = (guesses != NONE).all(axis=1)
        if guesses.shape[1] < 2 or not full.any():
            return
        labels = validation().labels[places]
        first = int((guesses[full, 0] == labels[full]).sum())
        last = int((guesses[full, -1] == labels[full]).sum())
        if last > first and special.betainc(last, first + 1, 0.5) < numbering.CHANCE:
            raise self._fault(
                f"the ranks are in ascending order: the last prediction is right for {last:,} "
                f"images and the first for {first:,}; write the most probable class first"
            )

    def _tell(self, taken: Evidence, confirmed: bool) -> None:
        count = len(self.rows)
        if taken.right.all() and count > HANDFUL:
            self.told.warnings.append(
                f"No error in {count:,} images: these are the labels themselves, not predictions."
            )
        if confirmed and not taken.numbering.plain and taken is not self.first:
            self.told.warnings.append(
                f"Numbers are read as {taken.numbering.title}: {taken.hits:,} of {count:,} images "
                f"are right; as {self.first.numbering.title} only {self.first.hits:,} are."
            )

    def _probabilities(self) -> NDArray[np.float32]:
        at = self.columns.probability
        found = np.full(len(self.rows), np.nan, dtype=np.float32)
        if at is None:
            return found
        faults: dict[int, str] = {}
        for row, cell in enumerate(self.cells[at]):
            share = _probability(cell)
            if isinstance(share, str):
                faults[row] = share
            else:
                found[row] = share
        self._refuse(faults)
        return found

    # Refusals

    def _refuse(self, faults: Mapping[int, str]) -> None:
        if faults:
            lines = [f"Row {self.rows[at]:,}: {fault}." for at, fault in sorted(faults.items())]
            raise refuse(self.table.name, lines, self.settings.upload_faults)

    def _fault(self, problem: str) -> Exception:
        return refuse(self.table.name, [f"Row 1: {problem}."], self.settings.upload_faults)

    def _needed(self, problem: str) -> ChoiceNeeded:
        columns = self.columns.choices
        return ChoiceNeeded(
            f"{self.table.name} {problem.removesuffix('.')}. Choose the column of the predictions: "
            f"{', '.join(columns)}.",
            columns=columns,
        )

    def _choose_numbering(self, problem: str, options: Sequence[Evidence]) -> ChoiceNeeded:
        named = "; ".join(f"{each.numbering.key} ({each.numbering.title})" for each in options[:6])
        return ChoiceNeeded(
            f"{self.table.name} was not read: {problem}. Choose how it is numbered: {named}.",
            numberings=tuple(map(_option, options)),
        )


def _option(evidence: Evidence) -> Option:
    return Option(evidence.numbering.key, evidence.numbering.title)


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
