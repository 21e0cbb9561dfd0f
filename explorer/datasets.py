"""A data set: a set of classes, by wnid, with columns of figures and how they roll up.

Fall 2011, ILSVRC-2012, ImageNet-R, WordNet itself and a user's upload are all this one
type, so that every page works for each of them, and a new figure is a new measure.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer.closure import Integers, Numbers
from explorer.errors import UnknownDataSet, UnknownMeasure
from explorer.hierarchy import Hierarchy

Places = Integers | slice
"""Positions of synsets in a hierarchy."""

EVERYWHERE = slice(None)

CLASSES = "classes"
"""The column that every data set has: 1 for each of its classes."""


@dataclass(frozen=True)
class Measure:
    """A figure that a data set knows of every class and, rolled up, of every synset.

    Attributes:
        key: its name in addresses and downloads.
        label: its name on a page, with no unit.
        unit: what one of it is; "%" for shares.
        numerator: column that is summed over the distinct classes of a subtree.
        denominator: column whose sum it is divided by; none for a plain sum. With
            ``classes`` below, it is a mean or a share of classes; with ``images``, a share
            of images; in general a mean weighted by the denominator.
        source: the fact table it comes from.
        meaning: a sentence on what it is, and on what is not known.
        derived: whether the explorer computed it from figures of another data set.
    """

    key: str
    label: str
    unit: str
    numerator: str
    denominator: str | None
    source: str
    meaning: str
    derived: bool = False

    @property
    def heading(self) -> str:
        """The label with its unit, said once."""
        return self.label if self.unit in self.label.lower() else f"{self.label} ({self.unit})"

    @property
    def additive(self) -> bool:
        """Whether it can be drawn as an area: parts add up to the whole."""
        return self.denominator is None

    @property
    def scale(self) -> float:
        """What a ratio is multiplied by to be in the measure's unit."""
        return 100.0 if self.unit == "%" else 1.0


@dataclass(frozen=True, eq=False, repr=False)
class DataSet:
    """Classes and their columns.

    Attributes:
        key: its name in addresses, downloads and the terminal.
        title: its name on a page.
        summary: a sentence on what it is.
        columns: a row a class, indexed by wnid; float64; NaN where a figure is not known.
        measures: what can be shown, the most telling first; ``classes`` always.
        source: the fact table that lists the classes.
        note: what is not known or easily mistaken, in a sentence; may be empty.
        noun: what a member is called, in the plural.
        published: key in ``published_totals`` of the published value of a measure.
    """

    key: str
    title: str
    summary: str
    columns: pd.DataFrame
    measures: tuple[Measure, ...]
    source: str
    note: str = ""
    noun: str = "classes"
    published: tuple[tuple[str, str], ...] = ()

    def __len__(self) -> int:
        return len(self.columns)

    def __contains__(self, wnid: object) -> bool:
        return wnid in self.columns.index

    def extended(self, columns: pd.DataFrame, measures: tuple[Measure, ...]) -> "DataSet":
        """The data set with further figures, for measures of its own or others' making.

        Args:
            columns: indexed by wnid; figures of what is no class here are left out, those of
                classes without a row are not known.
            measures: over these columns or those that are here already.

        Raises:
            ValueError: a column or a measure of that name is here already.
        """
        taken = set(columns.columns) & set(self.columns.columns)
        keys = {measure.key for measure in self.measures}
        taken |= {measure.key for measure in measures if measure.key in keys}
        if taken:
            raise ValueError(f"{self.key} has a figure {min(taken)!r} already")
        more = columns.reindex(self.columns.index).astype(np.float64)
        return dataclasses.replace(
            self,
            columns=pd.concat([self.columns, more], axis="columns"),
            measures=(*self.measures, *measures),
        )

    def measure(self, key: str) -> Measure:
        """The measure of that key.

        Raises:
            UnknownMeasure: the data set has none.
        """
        for measure in self.measures:
            if measure.key == key:
                return measure
        have = ", ".join(measure.key for measure in self.measures)
        raise UnknownMeasure(f"{self.title} has no measure {key[:40]!r}; it has: {have}.")


@dataclass(frozen=True, eq=False, repr=False)
class Figures:
    """A data set's columns rolled up over a hierarchy.

    Attributes:
        dataset: whose figures they are.
        hierarchy: over which they are rolled up.
        sums: column to sums over a synset's distinct classes, unknown values left out: by
            ``places``, since most data sets have classes under few of WordNet's synsets.
        known: the same for counts of classes whose value is known, for columns with gaps.
        places: per position, where its sums stand; the last place, of zeros, for synsets
            without a class at or under them.
        members: position of each class of the data set, in the order of its columns.
    """

    dataset: DataSet
    hierarchy: Hierarchy
    sums: Mapping[str, Numbers]
    known: Mapping[str, Numbers]
    places: NDArray[np.int32]
    members: Integers

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
        values = np.append(columns[wanted.numerator].to_numpy(), np.nan)[rows]
        if wanted.denominator is not None:
            divisors = np.append(columns[wanted.denominator].to_numpy(), np.nan)[rows]
            values = _ratio(values, divisors) * wanted.scale
        return values

    def unknown(self, measure: str, at: Places = EVERYWHERE) -> Numbers:
        """How many classes of subtrees have no known value of the measure."""
        column = self.dataset.measure(measure).numerator
        places = self.places[at]
        classes = self.sums[CLASSES][places]
        return classes - self.known[column][places] if column in self.known else classes * 0.0

    def total(self, column: str, at: Places = EVERYWHERE) -> Numbers:
        """Sums of a column over synsets' distinct classes, by position, unknown values left out."""
        return self.sums[column][self.places[at]]

    def _known_sum(self, column: str, at: Places) -> Numbers:
        places = self.places[at]
        classes = self.sums[CLASSES][places]
        known = self.known[column][places] if column in self.known else classes
        return np.where((known > 0) | (classes == 0), self.sums[column][places], np.nan)

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


@lru_cache(maxsize=32)
def roll_up(hierarchy: Hierarchy, dataset: DataSet) -> Figures:
    """The figures of a data set at every synset, each distinct class counted once.

    Raises:
        UnknownSynset: a class of the data set is not in the hierarchy.
    """
    columns = dataset.columns
    names = columns.columns.astype(str).tolist()
    gaps = [name for name in names if columns[name].isna().any()]
    stacked = np.column_stack([columns.fillna(0.0).to_numpy(), columns[gaps].notna().to_numpy()])
    members = hierarchy.positions(columns.index.tolist())
    everywhere = hierarchy.roll_up(stacked.astype(np.float64), members)
    some = np.flatnonzero(everywhere[:, names.index(CLASSES)])
    places = np.full(len(hierarchy), len(some), dtype=np.int32)
    places[some] = np.arange(len(some))
    rolled = np.zeros((stacked.shape[1], len(some) + 1))
    rolled[:, :-1] = everywhere[some].T
    for array in (rolled, places):
        array.flags.writeable = False
    return Figures(
        dataset,
        hierarchy,
        dict(zip(names, rolled[: len(names)], strict=True)),
        dict(zip(gaps, rolled[len(names) :], strict=True)),
        places,
        members,
    )


def find(datasets: Mapping[str, DataSet], key: str) -> DataSet:
    """The data set of that key.

    Raises:
        UnknownDataSet: there is none.
    """
    if key not in datasets:
        raise UnknownDataSet(
            f"There is no data set {key[:40]!r}; there are: {', '.join(datasets)}."
        )
    return datasets[key]
