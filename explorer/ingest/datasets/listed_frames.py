"""Frames in memory whose labels are lists, for an engine that counts lists.

Pandas and Arrow have no arithmetic of lists, and Polars none of arrays of one length; DuckDB has.
"""

import math
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from explorer.errors import UploadError
from explorer.ingest.datasets import manifest_columns
from explorer.ingest.datasets.format import Options
from explorer.ingest.files.text_table import shown

LOOKED = 1_000
"""Number of values of a column of objects that are checked for being lists."""

LISTS = (list, tuple, set, frozenset, np.ndarray)


def as_arrow(frame: Any, options: Options, name: str) -> pa.Table | None:
    """A frame in memory as an Arrow table, if it has a column of lists that can be the labels.

    Args:
        frame: of narwhals.
        options: the columns that a user chose; others are taken by their names.
        name: of the data set, for a sentence.

    Returns:
        The columns that can be counted; None where the frame can be counted as it is.

    Raises:
        UploadError: values of the labels are neither texts, numbers nor lists of these.
    """
    if isinstance(frame, nw.LazyFrame):
        return None
    whole = [each for each in frame.columns if _is_listed(frame[each])]
    wanted = [each for each in whole if _can_be_label(each, options)]
    if not wanted:
        return None
    if frame.implementation.is_polars() and not any(
        isinstance(frame[each].dtype, nw.Array) for each in wanted
    ):
        return None
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    for each in frame.columns:
        try:
            columns[each] = _column(frame[each], each in whole)
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as fault:
            if each in wanted:
                raise UploadError(
                    f"{name}, column {shown(each)}: expected texts or numbers, or lists of these, "
                    f"in every row, found a mixture ({str(fault)[:80]}). Write a list in every row."
                ) from fault
            # Images and other objects are not counted.
    return pa.table(columns)


def _can_be_label(column: str, options: Options) -> bool:
    if options.label:
        return column == options.label
    plain = manifest_columns.folded(column)
    kinds = (manifest_columns.IDENTIFIED, manifest_columns.LABELLED)
    return any(kind.fullmatch(plain) for kind in kinds)


def _is_listed(column: Any) -> bool:
    if column.dtype == nw.Object:
        values = (each for each in column.head(LOOKED).to_list() if each is not None)
        return any(isinstance(each, LISTS) for each in values)
    return isinstance(column.dtype, nw.List | nw.Array)


def _column(column: Any, listed: bool) -> pa.ChunkedArray | pa.Array:
    if listed and column.dtype == nw.Object:
        return pa.array([_list(each) for each in column.to_list()])
    found = column.to_arrow()
    if pa.types.is_fixed_size_list(found.type):
        return found.cast(pa.list_(found.type.value_type))
    return found


def _list(value: Any) -> Sequence[Any] | None:
    """A value as a list; one that is none is a list of it, and a missing one is missing."""
    if isinstance(value, np.ndarray):
        return list(value.tolist())
    if isinstance(value, LISTS):
        return list(value)
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    return None if missing else [value]
