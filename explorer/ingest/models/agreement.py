"""Compare columns of a file that should have the same content, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.evaluations import NONE, Flags
from explorer.ingest.files.tables import shown
from explorer.ingest.models import numbering
from explorer.ingest.models.classes import Classes
from explorer.ingest.models.columns import Group
from explorer.ingest.models.images import UNKNOWN, Images
from explorer.ingest.models.numbering import ClassNumbering, Evidence, ImageOrder
from explorer.ingest.models.validation import validation

LABELS_SHARE = 0.9
"""Share of the rows in which a column of the file's own labels must be the known label."""


@dataclass(frozen=True, eq=False)
class Said:
    """A group of columns with its classes."""

    group: Group
    cells: Sequence[str]
    classes: Classes

    @property
    def title(self) -> str:
        """The columns in a sentence."""
        return self.group.title

    @property
    def read(self) -> int:
        """Rows in which it names a class."""
        return len(self.cells) - len(self.classes.faults)

    @property
    def readable(self) -> bool:
        """Whether it names a class in any row at all."""
        return self.read > 0


def shared_numberings(main: Said, other: Said) -> list[ClassNumbering]:
    """Numberings of ``main`` under which both name the same class in every row.

    Rows where ``other`` names no class are left out.
    """
    rows = _both(main, other)
    one, two = _first(main, rows), _first(other, rows)
    every = numbering.class_numberings()
    if np.array_equal(one[0], two[0]) and np.array_equal(one[1], two[1]):
        return list(every)
    firsts = every if (one[0] != NONE).any() else every[:1]
    seconds = {
        each.read(*two).tobytes() for each in (every if (two[0] != NONE).any() else every[:1])
    }
    found = [each for each in firsts if each.read(*one).tobytes() in seconds]
    return list(every) if found and len(firsts) == 1 else found


def contradictions(main: Said, other: Said) -> dict[int, str]:
    """Row to a sentence with both readings, where two columns name different classes."""
    rows = _both(main, other)
    plain = numbering.class_numberings()[0]
    differ = plain.read(*_first(main, rows)) != plain.read(*_first(other, rows))
    return {
        int(row): f"{main.title} is {shown(main.cells[row])} and {other.title} is "
        f"{shown(other.cells[row])}, which are two classes"
        for row in np.flatnonzero(rows)[differ]
    }


def labels(
    other: Said, images: Images, orders: Sequence[ImageOrder], classes: int
) -> Evidence | None:
    """The numbering under which a column equals the known labels; None if there is none.

    ``classes`` is the number of true classes of the file.
    """
    found = numbering.evidence(
        images.numbers,
        images.named,
        other.classes.numbers[:, 0],
        other.classes.known[:, 0],
        orders=orders,
    )
    decision = numbering.decide(found, classes)
    taken = decision.taken
    return taken if taken is not None and taken.hits >= LABELS_SHARE * other.read else None


def folder_labels(images: Images, orders: Sequence[ImageOrder]) -> tuple[ImageOrder, Flags]:
    """The order in which the wnids of paths are the known labels, and the rows where not."""
    known = validation().labels
    said = images.classes != NONE
    best: tuple[ImageOrder, Flags] | None = None
    for order in orders:
        places = order.read(images.numbers)
        differ = np.asarray(said & ((places == NONE) | (known[places] != images.classes)))
        if best is None or differ.sum() < best[1].sum():
            best = order, differ
    assert best is not None, "there is always an order"
    return best


def folder_fault(images: Images, row: int, wnids: Sequence[str]) -> str:
    """What is wrong with a row whose path has another wnid than the image's known label."""
    number = int(images.numbers[row])
    label = wnids[int(validation().labels[number - 1])] if 0 < number <= 50_000 else "unknown"
    at = int(images.classes[row])
    said = "a wnid that is no class of ILSVRC-2012" if at == UNKNOWN else wnids[at]
    return f"the path has {said}, but the label of image {number:,} is {label}"


def counts_rows(main: Images, other: Images) -> bool:
    """Whether a column next to file names numbers the rows from 0, so it identifies no image."""
    return bool(main.named.all()) and np.array_equal(other.numbers, np.arange(len(other.numbers)))


def images_differ(main: Images, other: Images) -> NDArray[np.int64]:
    """Rows in which two columns name different images."""
    both = (main.numbers != NONE) & (other.numbers != NONE)
    return np.flatnonzero(both & (main.numbers != other.numbers))


def _both(main: Said, other: Said) -> Flags:
    rows = np.ones(len(main.cells), dtype=np.bool_)
    rows[[*main.classes.faults, *other.classes.faults]] = False
    return rows


def _first(said: Said, rows: Flags) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
    return said.classes.numbers[rows, 0], said.classes.known[rows, 0]
