"""A table of predictions that is being read: its cells, and sentences of refusal about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from explorer.errors import UploadError
from explorer.ingest.files.tables import TextTable, refuse
from explorer.ingest.models import classes
from explorer.ingest.models.agreement import Said
from explorer.ingest.models.classes import Vocabulary
from explorer.ingest.models.columns import Columns, Group, assign
from explorer.ingest.models.numbering import Evidence
from explorer.ingest.models.reading import Choice, ChoiceNeeded, Option
from explorer.settings import Settings

OPTIONS = 6
"""Numberings that a refusal names at most; all of them can be chosen."""


@dataclass
class Told:
    """Notes about a file, collected while it is read."""

    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    used: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Opened:
    """A table with what it is read by.

    Attributes:
        table: rows of text.
        words: the challenge's classes.
        settings: how many faults are named.
        choice: what the user decided.
        told: notes about the file.
    """

    table: TextTable
    words: Vocabulary
    settings: Settings
    choice: Choice
    told: Told

    @cached_property
    def columns(self) -> Columns:
        """Its columns by use."""
        return assign(self.table)

    @cached_property
    def cells(self) -> list[tuple[str, ...]]:
        """Cells by column."""
        return list(zip(*(cells for _, cells in self.table.rows), strict=True))

    @cached_property
    def rows(self) -> list[int]:
        """Number in the file of each row."""
        return [row for row, _ in self.table.rows]

    @cached_property
    def wnids(self) -> list[str]:
        """The challenge's wnids by class index."""
        return sorted(self.words.index, key=self.words.index.__getitem__)

    def said(self, group: Group) -> Said:
        """The classes in a group of columns."""
        columns = [self.cells[at] for at in group.at]
        return Said(group, columns[0], classes.parse(columns, self.words))

    def name(self, at: int) -> str:
        """Name of a column; of one without a name, its place."""
        return self.table.header[at] or f"(column {at + 1}, no name)"

    def refuse(self, faults: Mapping[int, str]) -> None:
        """Raise UploadError if any row (from 0) has a fault."""
        if faults:
            lines = [f"Row {self.rows[at]:,}: {fault}." for at, fault in sorted(faults.items())]
            raise refuse(self.table.name, lines, self.settings.upload_faults)

    def fault(self, problem: str) -> UploadError:
        """The error for a fault of the table as a whole."""
        return refuse(self.table.name, [f"Row 1: {problem}."], self.settings.upload_faults)

    def column_needed(self, problem: str) -> ChoiceNeeded:
        """The error that asks for the column of the predictions."""
        names = self.columns.choices
        return ChoiceNeeded(
            f"{self.table.name} {problem.removesuffix('.')}. Choose the column of the predictions: "
            f"{', '.join(names)}.",
            columns=names,
        )

    def numbering_needed(self, problem: str, options: Sequence[Evidence]) -> ChoiceNeeded:
        """The error that asks for the numbering."""
        named = "; ".join(
            f"{each.numbering.key} ({each.numbering.title})" for each in options[:OPTIONS]
        )
        more = f"; and {len(options) - OPTIONS} more" if len(options) > OPTIONS else ""
        return ChoiceNeeded(
            f"{self.table.name} was not read: {problem}. Choose how it is numbered: {named}{more}.",
            numberings=tuple(map(option, options)),
        )


def option(evidence: Evidence) -> Option:
    """A reading as one that can be chosen."""
    return Option(evidence.numbering.key, evidence.numbering.title)
