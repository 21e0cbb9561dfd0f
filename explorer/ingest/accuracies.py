"""A table of accuracies by class as a model of which only these are known."""

from collections.abc import Mapping, Sequence

import numpy as np

from explorer.ingest.predictions import column, model_name
from explorer.ingest.tables import TextTable, refuse, shown
from explorer.predictions import CLASSES, OWN, ClassAccuracies
from explorer.settings import Settings

CLASS_COLUMNS = (
    "wnid",
    "synset",
    "class_index",
    "index",
    "class_id",
    "class",
    "name",
    "class_name",
)
FRACTIONS = ("accuracy", "acc", "top1", "top1_accuracy", "top_1_accuracy")
PERCENTS = tuple(f"{name}_percent" for name in FRACTIONS)


def is_accuracies(table: TextTable) -> bool:
    """Whether a table has a column of classes and one of accuracies."""
    has_class = column(table.header, CLASS_COLUMNS) is not None
    return has_class and column(table.header, FRACTIONS + PERCENTS) is not None


def take(
    table: TextTable,
    classes: Mapping[str, int],
    names: Mapping[str, Sequence[str]],
    settings: Settings,
) -> ClassAccuracies:
    """A model from a table of accuracies.

    Args:
        table: what was read; ``is_accuracies`` of it.
        classes: the challenge's wnids to their class index.
        names: lower-case lemmas to the wnids of the challenge's classes that have them.
        settings: how many faults are named.

    Raises:
        UploadError: a cell makes no sense, a class stands twice or a name is ambiguous.
    """
    by_class = column(table.header, CLASS_COLUMNS) or 0
    percent = column(table.header, FRACTIONS) is None
    by_value = column(table.header, PERCENTS if percent else FRACTIONS) or 0
    most = 100.0 if percent else 1.0
    found = np.full(CLASSES, np.nan)
    seen: dict[int, int] = {}
    faults: list[str] = []
    for row, cells in table.rows:
        index = _class(cells[by_class], classes, names)
        value = _value(cells[by_value])
        if isinstance(index, str):
            faults.append(f"Row {row:,}: {index}.")
        elif index in seen:
            faults.append(f"Row {row:,}: class {index} stands in row {seen[index]:,} already.")
        else:
            seen[index] = row
        if not 0 <= value <= most:
            hint = "" if percent else "; percent go into a column named accuracy_percent"
            faults.append(
                f"Row {row:,}: expected an accuracy from 0 to {most:g}, found "
                f"{shown(cells[by_value])}{hint}."
            )
        elif isinstance(index, int):
            found[index] = value / most
    if faults:
        raise refuse(table.name, faults, settings.upload_faults)
    return ClassAccuracies(model_name(table.name), found, OWN)


def _class(cell: str, classes: Mapping[str, int], names: Mapping[str, Sequence[str]]) -> int | str:
    """A class index, or what is wrong with the cell."""
    if cell in classes:
        return classes[cell]
    if cell.isascii() and cell.isdecimal() and len(cell) < 9 and int(cell) < CLASSES:
        return int(cell)
    wnids = names.get(cell.lower().replace("_", " "), ())
    if len(wnids) == 1:
        return classes[wnids[0]]
    if wnids:
        return (
            f"the name {shown(cell)} is that of {len(wnids)} classes; give the wnid of the one "
            f"that is meant: {', '.join(wnids)}"
        )
    return f"expected a class of ILSVRC-2012 as wnid, index or name, found {shown(cell)}"


def _value(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")
