"""A data set's columns rolled up over the hierarchy, each distinct class counted once."""

import threading
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Integers, Numbers
from explorer.datasets.dataset import DataSet
from explorer.datasets.measure import CLASSES
from explorer.owner import Owner, kept_by
from explorer.wordnet.hierarchy import Hierarchy

Places = Integers | slice
"""Positions of synsets in a hierarchy."""

EVERYWHERE = slice(None)


@dataclass(frozen=True, eq=False, repr=False)
class RollUp(Owner):
    """A data set's figures at every synset; a column is rolled up when first asked for.

    Most data sets have classes under few of WordNet's synsets, so sums are kept only there:
    ``places`` has their positions; the last place, of zeros, is that of all other synsets.

    Attributes:
        dataset: whose figures they are.
        hierarchy: over which they are rolled up.
    """

    dataset: DataSet
    hierarchy: Hierarchy
    _sums: dict[str, Numbers] = field(default_factory=dict, init=False)
    _known: dict[str, Numbers] = field(default_factory=dict, init=False)
    _rolling: threading.RLock = field(default_factory=threading.RLock, init=False)

    @cached_property
    def members(self) -> Integers:
        """Position of each class of the data set, in the order of its columns.

        Raises:
            UnknownSynset: a class of the data set is not in the hierarchy.
        """
        return self.hierarchy.positions(self.dataset.wnids.tolist())

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """By position of a synset, the place of its sums."""
        some = self._some
        places = np.full(len(self.hierarchy), len(some), dtype=np.int32)
        places[some] = np.arange(len(some))
        places.flags.writeable = False
        return places

    def subtree(self, measure: str, at: Places = EVERYWHERE) -> Numbers:
        """The measure of synsets' subtrees, by position; NaN where nothing is known."""
        wanted = self.dataset.measure(measure)
        top = self._known_sum(wanted.numerator, at)
        if wanted.denominator is None:
            return top
        return _ratio(top, self._known_sum(wanted.denominator, at)) * wanted.scale

    def own(self, measure: str, at: Places = EVERYWHERE) -> Numbers:
        """The measure of synsets' own classes; NaN where one is no class or it is not known."""
        wanted = self.dataset.measure(measure)
        columns = self.dataset.columns
        rows = self._row[at]
        # The row of what is no class is -1: the NaN put last.
        values = np.append(columns[wanted.numerator], np.nan)[rows]
        if wanted.denominator is not None:
            divisors = np.append(columns[wanted.denominator], np.nan)[rows]
            values = _ratio(values, divisors) * wanted.scale
        return values

    def unknown(self, measure: str, at: Places = EVERYWHERE) -> Numbers:
        """How many classes of subtrees have no known value of the measure."""
        column = self.dataset.measure(measure).numerator
        places = self.places[at]
        classes = self._sum(CLASSES)[places]
        self._sum(column)
        return classes - self._known[column][places] if column in self._known else classes * 0.0

    def total(self, column: str, at: Places = EVERYWHERE) -> Numbers:
        """Sums of a column over synsets' distinct classes, by position, unknown values left out."""
        return self._sum(column)[self.places[at]]

    def _known_sum(self, column: str, at: Places) -> Numbers:
        places = self.places[at]
        sums = self._sum(column)[places]
        classes = self._sum(CLASSES)[places]
        known = self._known[column][places] if column in self._known else classes
        return np.where((known > 0) | (classes == 0), sums, np.nan)

    def _sum(self, column: str) -> Numbers:
        """Sums of a column by place; rolled up with all others that are at hand by then."""
        if column not in self._sums:
            with self._rolling:
                if column not in self._sums:
                    self._roll_up(column)
        return self._sums[column]

    def _roll_up(self, column: str) -> None:
        columns = self.dataset.columns
        names = [name for name in columns.at_hand(column) if name not in self._sums]
        values = np.column_stack([columns[name] for name in names])
        unknown = np.isnan(values)
        gaps = np.flatnonzero(unknown.any(axis=0))
        stacked = np.column_stack([np.where(unknown, 0.0, values), ~unknown[:, gaps]])
        everywhere = self.hierarchy.roll_up(stacked.astype(np.float64), self.members)
        rolled = np.zeros((stacked.shape[1], len(self._some) + 1))
        rolled[:, :-1] = everywhere[self._some].T
        rolled.flags.writeable = False
        # The known values are stored before the sums, whose presence other threads check.
        self._known.update(
            zip([names[gap] for gap in gaps.tolist()], rolled[len(names) :], strict=True)
        )
        self._sums.update(zip(names, rolled, strict=False))

    @cached_property
    def _some(self) -> Integers:
        """Positions of the synsets with a class at or under them, ascending."""
        return np.flatnonzero(self.hierarchy.roll_up(np.ones(len(self.members)), self.members))

    @cached_property
    def _row(self) -> NDArray[np.int32]:
        """By position, the row of the synset's class in the data set's columns, or -1."""
        row = np.full(len(self.hierarchy), -1, dtype=np.int32)
        row[self.members] = np.arange(len(self.members))
        return row


def _ratio(top: Numbers, bottom: Numbers) -> Numbers:
    """Elementwise quotient; NaN where there is nothing to divide by."""
    ratio = np.full(len(top), np.nan)
    np.divide(top, bottom, out=ratio, where=bottom > 0)
    return ratio


@kept_by("dataset")
def roll_up(hierarchy: Hierarchy, dataset: DataSet) -> RollUp:
    """The figures of a data set at every synset, each distinct class counted once."""
    return RollUp(dataset, hierarchy)
