"""A data set: its classes, columns, measures and metadata."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from explorer.datasets.boxes import Boxes
from explorer.datasets.columns import Columns, Group
from explorer.datasets.mapping import NameMapping
from explorer.datasets.measure import Measure
from explorer.errors import UnknownDataSet, UnknownMeasure
from explorer.owner import Owner

OTHERS = "Other data sets"
"""The group of what belongs neither to WordNet nor to ImageNet and its challenge."""

OWN = "Your data sets"
"""The group of what a user brought in."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DataSet(Owner):
    """Classes and their columns.

    Attributes:
        key: its name in addresses, downloads and the terminal.
        title: its name on a page.
        summary: a sentence on what it is.
        columns: figures per class, loaded on first use; NaN where a figure is not known.
        measures: what can be shown, the most important first; always includes ``classes``.
        source: the fact table that lists the classes.
        note: what is not known or easily mistaken, in a sentence; may be empty.
        noun: what a member is called, in the plural.
        published: key in ``published_totals`` of the published value of a measure.
        evaluation: key of the evaluation whose classes include all of its own; may be empty.
        read_boxes: reads the bounding boxes of its classes; None if there are none.
        group: heading that it is listed under where data sets are chosen.
        images_in_all: where classes share images, what the images are ("training images") and
            the key of their number in ``published_totals``; both empty if it is not known.
        mapping: how its own class names were mapped to synsets; None where the classes of
            ImageNet, which are synsets, are the data set's own.
        caveats: what a reader of its sums has to know, in sentences; None if that follows from
            ``images_in_all`` and ``mapping``.
    """

    key: str
    title: str
    summary: str
    columns: Columns
    measures: tuple[Measure, ...]
    source: str
    note: str = ""
    noun: str = "classes"
    published: tuple[tuple[str, str], ...] = ()
    evaluation: str = ""
    read_boxes: Callable[[], Boxes] | None = None
    group: str = OTHERS
    images_in_all: tuple[str, str] = ("", "")
    mapping: NameMapping | None = None
    caveats: str | None = None

    @property
    def own(self) -> bool:
        """Whether a user brought it in."""
        return self.group == OWN

    @property
    def wnids(self) -> pd.Index:
        """The classes, in the order of the columns."""
        return self.columns.wnids

    @property
    def boxes(self) -> Boxes:
        """The bounding boxes of its classes.

        Raises:
            UnknownMeasure: it has none.
            TableError: their table is missing or damaged.
        """
        if self.read_boxes is None:
            raise UnknownMeasure(f"{self.title} has no bounding boxes by class.")
        return self.read_boxes()

    def __len__(self) -> int:
        """How many classes there are."""
        return len(self.wnids)

    def __contains__(self, wnid: object) -> bool:
        """Whether a synset is one of the classes."""
        return wnid in self.wnids

    def extended(self, group: Group, *measures: Measure, instead: bool = False) -> "DataSet":
        """The data set with further columns and measures.

        Args:
            group: the columns; loaded when one of them is first asked for.
            measures: over these columns or those that it has already.
            instead: whether they replace those of the same name.

        Raises:
            ValueError: a column or a measure of that name exists, and not ``instead``.
        """
        fresh = {measure.key for measure in measures}
        taken = {*group.names} & {*self.columns} | fresh & {each.key for each in self.measures}
        if taken and not instead:
            raise ValueError(f"{self.key} has a figure {min(taken)!r} already")
        kept = [measure for measure in self.measures if measure.key not in fresh]
        return dataclasses.replace(
            self, columns=self.columns.joined(group), measures=(*kept, *measures)
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


def find(datasets: Mapping[str, DataSet], key: str) -> DataSet:
    """The data set of that key.

    Raises:
        UnknownDataSet: no data set has that key.
    """
    if key not in datasets:
        raise UnknownDataSet(
            f"Unknown data set {key[:30]!r}. Choose one of: {', '.join(datasets)}."
        )
    return datasets[key]
