"""Numbers of a table of counts: read, and refused where they cannot be or may not be counts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.errors import UploadError
from explorer.ingest.datasets.content import Aside
from explorer.ingest.datasets.counts_columns import ALL, Counts
from explorer.ingest.files.text_table import Faults, TextTable, shown

MOST = 10**12
"""A number of images above which a cell is no count."""

FEW = 5
"""Rows below which a column of 0, 1, 2, ... can well be counts."""

NUMBER = re.compile(r"\d{1,13}|[1-9]\d{0,2}(?:,\d{3})+")
MISSING = frozenset(("", "nan", "na", "n/a", "null", "none", "-", "–", "<na>"))
SHARE = re.compile(r"\d{1,3}(?:[.,]\d+)?\s?%|0?[.,]\d+|0\.0+|\d\.?\d*e-\d+", re.IGNORECASE)

Line = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Numbers:
    """The numbers of a table of counts.

    Attributes:
        columns: what each column counts.
        rows: number of the row in the file, its cells, and its numbers, None where one is missing.
    """

    columns: tuple[Counts, ...]
    rows: tuple[tuple[int, tuple[str, ...], tuple[int | None, ...]], ...]


def read(table: TextTable, columns: Sequence[Counts], faults: Faults) -> Numbers:
    """The numbers in the columns of counts.

    Raises:
        UploadError: a column holds shares.
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

    A user who chose a column (``chosen`` are headers) has said that it holds counts.
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
    rows, lines = _without_total_rows(table, numbers, keys, splits)
    if lines:
        where = f"{table.name}, row {lines[0]:,}"
        asides.append(Aside(what="rows of totals", count=len(lines), where=where))
    return Numbers(numbers.columns, rows), asides


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
            if values[place] is not None and None not in summed and values[place] != whole:
                title = table.header[numbers.columns[place].at]
                raise UploadError(
                    f"{table.name}, row {line:,}, column {shown(title)}: expected {whole:,}, the "
                    f"sum of the splits beside it, found {values[place]:,}. Correct it or leave "
                    "the column out."
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


def _without_total_rows(
    table: TextTable, numbers: Numbers, keys: Mapping[int, str], splits: Mapping[int, str]
) -> tuple[tuple[tuple[int, tuple[str, ...], tuple[int | None, ...]], ...], list[int]]:
    def is_total(line: int) -> bool:
        return keys[line].lower().strip(" :") in ALL

    def is_whole(line: int) -> bool:
        return splits[line].lower() in ALL

    parted = any(each and each.lower() not in ALL for each in splits.values())
    whole = [each for each in numbers.rows if parted and is_whole(each[0])]
    inner = [each for each in numbers.rows if not (parted and is_whole(each[0]))]
    totals = [each for each in inner if is_total(each[0])]
    kept = [each for each in inner if not is_total(each[0])]
    if not kept:
        return numbers.rows, []
    for line, _, values in (*totals, *whole):
        key, split = keys[line], splits[line]
        parts = [
            each
            for each in kept
            if (is_total(line) or keys[each[0]] == key)
            and (not split or (parted and is_whole(line)) or splits[each[0]] == split)
        ]
        for place, value in enumerate(values):
            summed = [each[place] for _, _, each in parts]
            expected = sum(each for each in summed if each is not None)
            if value is not None and None not in summed and value != expected:
                named = key if is_total(line) else split
                raise UploadError(
                    f"{table.name}, row {line:,}: {shown(named)} looks like a sum of other rows; "
                    f"expected {expected:,} in the column "
                    f"{shown(table.header[numbers.columns[place].at])}, found {value:,}. Correct "
                    "the row or leave it out."
                )
    return tuple(kept), sorted(line for line, *_ in (*totals, *whole))
