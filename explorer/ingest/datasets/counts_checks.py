"""Numbers of a table of counts: read, and refused where they cannot be or may not be counts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from explorer.errors import UploadError
from explorer.ingest.datasets.content import Aside
from explorer.ingest.datasets.counts_columns import ALL, Counts, beside_splits
from explorer.ingest.files.text_table import Faults, TextTable, shown

MOST = 10**12
"""A number of images above which a cell is no count."""

FEW = 5
"""Rows below which a column of 0, 1, 2, ... can well be counts."""

NUMBER = re.compile(r"\d{1,13}|[1-9]\d{0,2}(?:,\d{3})+")
WHOLE = re.compile(r"(\d{1,13})\.0+")
"""A whole number as pandas writes it where another number of its column is missing."""

MISSING = frozenset(("", "nan", "na", "n/a", "null", "none", "-", "–", "<na>"))
SHARE = re.compile(r"\d{1,3}(?:[.,]\d+)?\s?%|0?[.,]\d+|0\.0+|\d\.?\d*e-\d+", re.IGNORECASE)

ALL_OR_CLASS = frozenset(("all", "sum", "overall"))
"""Words for a sum that are names of classes, too: an overall is a garment."""

Row = tuple[int, tuple[str, ...], tuple[int | None, ...]]
"""Number of the row in the file, its cells, and its numbers, None where one is missing."""


@dataclass(frozen=True)
class Numbers:
    """The numbers of a table of counts.

    Attributes:
        columns: what each column counts.
        rows: with their numbers.
    """

    columns: tuple[Counts, ...]
    rows: tuple[Row, ...]


def with_numbers(
    table: TextTable, columns: Sequence[Counts]
) -> tuple[tuple[Counts, ...], list[Aside]]:
    """The columns of counts that have any number; those that have none are set aside.

    Raises:
        UploadError: none has a number.
    """
    blank = [
        each
        for each in columns
        if all(cells[each.at].lower() in MISSING for _, cells in table.rows)
    ]
    if not blank:
        return tuple(columns), []
    titles = ", ".join(shown(table.header[each.at]) for each in blank[:8])
    if len(blank) == len(columns):
        raise UploadError(
            f"{table.name}: expected numbers of images in {titles}, found none in "
            f"{len(table.rows):,} rows. Choose another column with the option images."
        )
    left = beside_splits([each for each in columns if each not in blank])
    return tuple(left), [Aside(what="columns without any number", count=len(blank), where=titles)]


def read(table: TextTable, columns: Sequence[Counts], faults: Faults) -> Numbers:
    """The numbers in the columns of counts.

    Raises:
        UploadError: a column contains shares.
    """
    for each in columns:
        _refuse_shares(table, each.at)
    rows = tuple(
        (line, cells, tuple(_number(table, line, cells, each.at, faults) for each in columns))
        for line, cells in table.rows
    )
    return Numbers(tuple(columns), rows)


def _refuse_shares(table: TextTable, at: int) -> None:
    cells = [(line, cell) for line, row in table.rows if (cell := row[at]).lower() not in MISSING]
    if all(NUMBER.fullmatch(cell) or WHOLE.fullmatch(cell) for _, cell in cells):
        return
    shares = [(line, cell) for line, cell in cells if SHARE.fullmatch(cell)]
    if shares and 2 * len(shares) >= len(cells):
        line, cell = shares[0]
        raise UploadError(
            f"{table.name}, row {line:,}, column {shown(table.header[at])}: expected numbers of "
            f"images, found shares or percentages, such as {shown(cell)}. They cannot be counted; "
            "write numbers of images."
        )


def _number(
    table: TextTable, line: int, cells: tuple[str, ...], at: int, faults: Faults
) -> int | None:
    cell = cells[at]
    if cell.lower() in MISSING:
        return None
    if whole := WHOLE.fullmatch(cell):
        cell = whole[1]
    value = int(cell.replace(",", "")) if NUMBER.fullmatch(cell) else MOST + 1
    if value > MOST:
        faults.add(
            f"Row {line:,}, column {shown(table.header[at])}: expected a whole number from 0 to "
            f"{MOST:,}, found {shown(cell)}."
        )
        return None
    return value


def refuse_doubtful(table: TextTable, numbers: Numbers, chosen: Sequence[str]) -> None:
    """Raises UploadError where a column looks like numbers of classes or like percentages.

    A user who chose a column (``chosen`` are headers) has declared that it contains counts.
    """
    for place, column in enumerate(numbers.columns):
        title = table.header[column.at]
        values = [value for *_, row in numbers.rows if (value := row[place]) is not None]
        if column.split or title.lower() in {each.strip().lower() for each in chosen}:
            continue
        least = min(values, default=0)
        if least in {0, 1} and len(values) >= FEW:
            numbered = sorted(values) == list(range(least, least + len(values)))
        else:
            numbered = False
        percent = sum(values) == 100 and len(values) > 2 and len(set(values)) > 1
        if numbered or percent:
            what = (
                f"each of the numbers {least} to {max(values):,} once, like numbers of classes"
                if numbered
                else "numbers that add up to 100, like percentages"
            )
            raise UploadError(
                f"{table.name}, column {shown(title)}: expected numbers of images, found {what}. "
                "If they are numbers of images, choose this column with the option "
                f"{'boxes' if column.what == 'boxes' else 'images'}."
            )


def without_totals(
    table: TextTable, numbers: Numbers, keys: Mapping[int, str], splits: Mapping[int, str]
) -> tuple[Numbers, list[Aside]]:
    """Numbers without rows and columns that are the sums of the others.

    Args:
        table: where they are from.
        numbers: all of them.
        keys: what the class of a row is called, by number of the row.
        splits: its split.

    Raises:
        UploadError: what is called a total is not the sum of the others.
    """
    asides = []
    numbers, columns = _without_total_columns(table, numbers)
    if columns:
        asides.append(Aside(what="columns of totals", count=len(columns), where=columns[0]))
    rows, said = _without_total_rows(table, numbers, keys, splits)
    return Numbers(numbers.columns, rows), [*asides, *said]


def _may_be(total: int, summed: int, complete: bool) -> bool:
    """Whether a number can be the sum of others, of which some are missing if not complete."""
    return total == summed if complete else total >= summed


def _expected(summed: int, complete: bool) -> str:
    return f"{summed:,}" if complete else f"at least {summed:,}"


def _without_total_columns(table: TextTable, numbers: Numbers) -> tuple[Numbers, list[str]]:
    """Numbers without columns such as ``total`` and ``trainval`` beside columns of splits."""
    sums: dict[int, list[int]] = {}
    for place, column in enumerate(numbers.columns):
        same = [
            (at, each.split.rstrip("0123456789"))
            for at, each in enumerate(numbers.columns)
            if each.what == column.what and each.split and at != place
        ]
        if column.total:
            sums[place] = _apart(same)
        elif column.split.startswith("trainval"):
            parts = [at for at, split in same if split.startswith(("train", "val"))]
            if len(parts) > 1:
                sums[place] = parts
    for place, parts in sums.items():
        for line, _, values in numbers.rows:
            summed = [values[at] for at in parts]
            whole = sum(each for each in summed if each is not None)
            value, complete = values[place], None not in summed
            if value is not None and not _may_be(value, whole, complete):
                title = table.header[numbers.columns[place].at]
                raise UploadError(
                    f"{table.name}, row {line:,}, column {shown(title)}: expected "
                    f"{_expected(whole, complete)}, the sum of the splits beside it, found "
                    f"{value:,}. Correct it or leave the column out."
                )
    kept = [at for at in range(len(numbers.columns)) if at not in sums]
    rows = tuple(
        (line, cells, tuple(values[at] for at in kept)) for line, cells, values in numbers.rows
    )
    titles = [shown(table.header[numbers.columns[place].at]) for place in sums]
    return Numbers(tuple(numbers.columns[at] for at in kept), rows), titles


def _apart(splits: Sequence[tuple[int, str]]) -> list[int]:
    """Places of splits that do not overlap: of train, val and trainval, the first two."""
    parts = [at for at, split in splits if split != "trainval"]
    others = {split for _, split in splits} - {"trainval", "test", "testing", "testdev"}
    return parts if others else [at for at, _ in splits]


@dataclass(frozen=True)
class _Totals:
    """Rows of a table that are, or may be, sums of others.

    Attributes:
        table: the table.
        numbers: of its rows.
        keys: what the class of a row is called, by number of the row.
        splits: its split.
    """

    table: TextTable
    numbers: Numbers
    keys: Mapping[int, str]
    splits: Mapping[int, str]

    @cached_property
    def parted(self) -> bool:
        """Whether a row is of a split."""
        return any(each and each.lower() not in ALL for each in self.splits.values())

    def word(self, line: int) -> str:
        """What a row is called, if that is a word for a sum; else empty."""
        word = self.keys[line].lower().strip(" :")
        return word if word in ALL else ""

    def is_whole(self, line: int) -> bool:
        """Whether a row is of all splits, where other rows are of one."""
        return self.parted and self.splits[line].lower() in ALL

    def sums(self, row: Row, kept: Sequence[Row]) -> Iterator[tuple[int, int, int, bool]]:
        """Place, value, and sum of the others' numbers; and whether none of these is missing."""
        line, _, values = row
        key, split = self.keys[line], self.splits[line]
        parts = [
            each
            for each in kept
            if (self.word(line) or self.keys[each[0]] == key)
            and (not split or self.is_whole(line) or self.splits[each[0]] == split)
        ]
        for place, value in enumerate(values):
            summed = [each[place] for _, _, each in parts]
            expected = sum(each for each in summed if each is not None)
            if value is not None:
                yield place, value, expected, None not in summed

    def classes(self, inner: Sequence[Row]) -> set[str]:
        """Words for a sum that are class names in this table, so that their rows are not sums."""
        kept = [each for each in inner if not self.word(each[0])]
        return {
            word
            for row in inner
            if (word := self.word(row[0])) in ALL_OR_CLASS
            and any(
                not _may_be(value, expected, complete)
                for _, value, expected, complete in self.sums(row, kept)
            )
        }


def _without_total_rows(
    table: TextTable, numbers: Numbers, keys: Mapping[int, str], splits: Mapping[int, str]
) -> tuple[tuple[Row, ...], list[Aside]]:
    totals = _Totals(table, numbers, keys, splits)
    inner = [each for each in numbers.rows if not totals.is_whole(each[0])]
    classes = totals.classes(inner)
    kept = [each for each in inner if totals.word(each[0]) in {"", *classes}]
    if not kept:
        return numbers.rows, []
    lines = {line for line, *_ in kept}
    summed = [each for each in numbers.rows if each[0] not in lines]
    for row in summed:
        line = row[0]
        for place, value, expected, complete in totals.sums(row, kept):
            if not _may_be(value, expected, complete):
                named = keys[line] if totals.word(line) else splits[line]
                raise UploadError(
                    f"{table.name}, row {line:,}: {shown(named)} looks like a sum of other rows; "
                    f"expected {_expected(expected, complete)} in the column "
                    f"{shown(table.header[numbers.columns[place].at])}, found {value:,}. Correct "
                    "the row or leave it out."
                )
    said = {
        "rows of totals": [line for line, *_ in summed],
        "rows that are called like a total and are no sum of the others, so that each is a class": [
            line for line, *_ in kept if totals.word(line)
        ],
    }
    return tuple(kept), [
        Aside(
            what=what,
            count=len(found),
            where=f"{table.name}, row {found[0]:,}",
            kept=found[0] in lines,
        )
        for what, found in said.items()
        if found
    ]
