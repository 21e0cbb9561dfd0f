"""The fact tables of data/: a reader that checks checksum, columns, cells, keys and links.

The content of each table is described in ``data/datapackage.json``, which
``explorer.facts.data_package`` reads; ``explorer.facts.sources`` writes it as prose and renews the
checksums.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.facts.data_package import (
    DATA,
    KINDS,
    PACKAGE,
    Field,
    ForeignKey,
    Table,
    catalogue,
    checksum,
    described,
    file_bytes,
    shown_value,
    table_error,
)

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["DATA", "PACKAGE", "catalogue", "check_links", "check_wnids", "read"]


def read(name: str, folder: Path = DATA) -> pd.DataFrame:
    """The table ``name``: one column a field, in their order, checksum and every cell checked.

    From CSV a required integer becomes int64, an optional one Int64, a number float64 (empty
    is NaN), text str and 0/1 bool; from Parquet the widths are as stored, and optional integers
    and booleans get the nullable types of pandas. Units are in ``catalogue()[name].fields``.

    Raises TableError, which names the file, the place (the line of a CSV file, the row of a
    Parquet file, both from 1), the column, the value and what was expected; where every cell is
    possible but the checksum is another, it names the file alone.
    """
    table = described(name, folder)
    data = file_bytes(table.path, folder)
    frame = (_read_csv if table.path.endswith(".csv") else _read_parquet)(table, data)
    keys = [(field.name,) for field in table.fields if field.unique] + [table.primary_key]
    for key in filter(None, dict.fromkeys(keys)):
        _refuse_repeats(table, key, frame)
    if len(frame) != table.rows:
        raise table_error(table.path, "", f"expected {table.rows} rows, found {len(frame)}")
    # Last, because the message about a cell is more helpful than that about a checksum.
    _check_hash(table, data)
    return frame


def _check_hash(table: Table, data: bytes) -> None:
    found = checksum(data)
    if found != table.hash and table.path.endswith(".csv"):
        found = checksum(data.replace(b"\r\n", b"\n"))  # as Git may check text out on Windows
    if found != table.hash:
        problem = (
            f"expected {table.bytes} bytes with the checksum {table.hash:.15}..., found "
            f"{len(data)} with {found:.15}..., so it was changed. If that is intended, "
            "renew the checksum with `python -m explorer.facts.sources --hash`"
        )
        raise table_error(table.path, "", problem)


def check_links(tables: Mapping[str, pd.DataFrame], folder: Path = DATA) -> None:
    """Make sure that foreign keys resolve, each whose two tables are both among ``tables``.

    ``tables`` are by name what ``read`` gave. An empty text is no reference, so it is passed
    over. Raises TableError, which names the first row with an unknown reference and tells how
    many there are.
    """
    known: dict[tuple[str, tuple[str, ...]], set[Any]] = {}
    for name, frame in tables.items():
        table = described(name, folder)
        for link in table.foreign_keys:
            if link.resource in tables:
                there = (link.resource, link.reference)
                if there not in known:
                    known[there] = set(_values(tables[link.resource], link.reference))
                _check_link(table, link, frame, known[there])


def _check_link(table: Table, link: ForeignKey, frame: pd.DataFrame, known: set[Any]) -> None:
    values = _values(frame, link.fields)
    unknown = [row for row, value in enumerate(values) if value not in known and _given(value)]
    if unknown:
        place = _place(table.path, unknown[0], " and ".join(link.fields))
        wanted = f"a value of {' and '.join(link.reference)} in {link.resource}"
        found = shown_value(values[unknown[0]])
        count = f"{len(unknown)} of {len(frame)} rows have an unknown value"
        raise table_error(table.path, place, f"expected {wanted}, found {found} ({count})")


def _values(frame: pd.DataFrame, names: tuple[str, ...]) -> list[Any]:
    """The cells of one column, or a tuple per row of several."""
    # Python's own strings: pandas compares those of Arrow twenty times slower.
    columns = [frame[name].tolist() for name in names]
    return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))


def _given(value: Any) -> bool:
    """Whether a key has no missing value and no empty text."""
    import pandas as pd

    cells = value if isinstance(value, tuple) else (value,)
    return not any(cell == "" or pd.isna(cell) for cell in cells)


def check_wnids(
    frame: pd.DataFrame, known: Container[str], table: str, column: str = "wnid"
) -> None:
    """Make sure that every cell of a column of ``frame`` is one of ``known``.

    ``frame`` is what ``read(table)`` gave; an empty cell is no wnid, so it is passed over. Raises
    TableError, which names the first row with an unknown wnid and their number.
    """
    cells = frame[column].tolist()
    unknown = [row for row, wnid in enumerate(cells) if wnid not in known and wnid]
    if unknown:
        path = described(table, DATA).path
        found = f"found {shown_value(cells[unknown[0]])}"
        count = f"{len(unknown)} of {len(frame)} rows have an unknown wnid"
        problem = f"expected a noun synset of WordNet 3.0, {found} ({count})"
        raise table_error(path, _place(path, unknown[0], column), problem)


def _read_csv(table: Table, data: bytes) -> pd.DataFrame:
    import pandas as pd  # takes half a second, which only a reader pays

    try:
        text = data.decode()
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        problem = f"expected UTF-8 text, found the byte 0x{data[fault.start]:02x}"
        raise table_error(table.path, f"line {line}", problem) from fault
    names = next(_records(table, text.partition("\n")[0]), [])
    _check_columns(table, names)
    try:
        cells = pd.read_csv(io.BytesIO(data), dtype="str", keep_default_na=False, engine="pyarrow")
    except ValueError:
        cells = pd.DataFrame()
    # The quick reader skips blank lines and joins broken ones; then read again with care.
    if len(cells) != text.removesuffix("\n").count("\n"):
        cells = pd.DataFrame([*_records(table, text)][1:], columns=names, dtype="str")
    return pd.DataFrame({field.name: _parsed(table, field, cells) for field in table.fields})


def _records(table: Table, text: str) -> Iterator[list[str]]:
    """The records of a CSV text; each must be on a line of its own and as wide as the table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, problem = 0, ""
    try:
        for line, record in enumerate(reader, 1):
            if reader.line_num != line:
                problem = "expected a row on one line, found a line break inside quotes"
            elif line > 1 and len(record) != len(table.fields):
                problem = f"expected {len(table.fields)} columns, found {len(record)}"
            if problem:
                raise table_error(table.path, f"line {line}", problem)
            yield record
    except csv.Error as fault:
        problem = f"this is not valid comma-separated text ({fault})"
        raise table_error(table.path, f"line {line + 1}", problem) from fault


def _parsed(table: Table, field: Field, cells: pd.DataFrame) -> pd.Series[Any]:
    """The column of ``field`` in its own type, from cells of text."""
    text = cells[field.name]
    _refuse(table, field, text, ~text.str.fullmatch(_form(field)))
    values: pd.Series[Any] = text
    if field.type == "integer" and field.required:
        values = text.astype("int64")
    elif field.type == "integer":
        values = text.mask(text == "").astype("Int64")
    elif field.type == "number":
        values = text.mask(text == "").astype("float64")
    elif field.type == "boolean":
        values = text == "1"
    for wrong in _outside(field, values):
        _refuse(table, field, text, wrong)
    return values


def _read_parquet(table: Table, data: bytes) -> pd.DataFrame:
    from pyarrow.parquet import ParquetFile  # pandas' own way imports a third more

    try:
        file = ParquetFile(io.BytesIO(data), page_checksum_verification=True)
        stored = file.read()
        frame: pd.DataFrame = stored.to_pandas()
    except Exception as fault:  # pyarrow raises a dozen unrelated errors for a damaged file
        problem = f"this is not a valid Parquet file ({shown_value(str(fault))})"
        raise table_error(table.path, "", problem) from fault
    _check_columns(table, [str(column) for column in frame.columns])
    frame = frame.reset_index(drop=True)
    for field in table.fields:
        if not field.required and field.type in ("boolean", "integer"):
            # With gaps, pandas would make these floats or objects by itself.
            frame[field.name] = stored[field.name].to_pandas(types_mapper=_with_gaps)
        column = values = frame[field.name]
        _refuse(table, field, column, column.isna() & field.required)
        _check_stored(table, field, column, field.type)
        if field.type == "string":
            _refuse(table, field, column, ~column.str.fullmatch(_form(field)))
        elif field.type == "array":
            values = column.explode().dropna().infer_objects()
            _check_stored(table, field, values, "integer")
        for wrong in _outside(field, values):
            _refuse(table, field, column, wrong)
    return frame


def _with_gaps(stored: pa.DataType) -> Any:
    """The nullable dtype of pandas for a stored type of whole numbers or 0 and 1."""
    import pandas as pd

    name = str(stored)
    if name == "bool":
        return pd.BooleanDtype()
    return pd.api.types.pandas_dtype(name.capitalize()) if name.startswith("int") else None


def _check_columns(table: Table, found: list[str]) -> None:
    wanted = [field.name for field in table.fields]
    if found != wanted:
        missing = [f"no column {name}" for name in wanted if name not in found]
        more = [f"an unknown column {shown_value(name)}" for name in found if name not in wanted]
        faults = ", ".join([*missing, *more][:3]) or "one twice or in another place"
        problem = f"expected {len(wanted)} columns as in {PACKAGE}, found {faults}"
        raise table_error(table.path, "line 1" if table.path.endswith(".csv") else "", problem)


def _check_stored(table: Table, field: Field, values: pd.Series[Any], kind: str) -> None:
    if not str(values.dtype).lower().startswith(KINDS[kind].stored):
        problem = f"expected {_expected(field)} in each row, found values of type {values.dtype}"
        raise table_error(table.path, f"column {field.name}", problem)


def _form(field: Field) -> str:
    """The regular expression that every cell of ``field`` must match as a whole."""
    form = field.pattern or KINDS[field.type].spelling
    return form if field.required else f"({form})?"


def _outside(field: Field, values: pd.Series[Any]) -> Iterator[pd.Series[bool]]:
    """Masks of the values that break the bounds or the list of ``field``; a gap breaks none."""
    if field.minimum is not None:
        yield values < field.minimum
    if field.maximum is not None:
        yield values > field.maximum
    if field.enum:
        yield ~values.isin([*field.enum, ""])


def _refuse(table: Table, field: Field, shown: pd.Series[Any], wrong: pd.Series[bool]) -> None:
    """Raise TableError for the first row of ``shown`` that the mask ``wrong`` marks, if any."""
    if wrong.any():
        row = int(wrong.index[wrong.fillna(False)][0])
        problem = f"expected {_expected(field)}, found {shown_value(shown.iloc[row])}"
        raise table_error(table.path, _place(table.path, row, field.name), problem)


def _refuse_repeats(table: Table, key: tuple[str, ...], frame: pd.DataFrame) -> None:
    again = frame.duplicated([*key])
    if again.any():
        row = int(again.argmax())
        place = _place(table.path, row, " and ".join(key))
        found = " and ".join(shown_value(frame[name].iloc[row]) for name in key)
        raise table_error(table.path, place, f"expected a unique value, found {found} twice")


def _expected(field: Field) -> str:
    words = ("" if field.type in ("boolean", "string") else "a ") + KINDS[field.type].words
    if field.enum:
        words = f"one of {', '.join(field.enum)}"
    elif field.pattern:
        words = f"text of the form {field.pattern}"
    elif field.minimum is not None and field.maximum is not None:
        words += f" from {field.minimum} to {field.maximum}"
    elif field.minimum is not None:
        words += f" of at least {field.minimum}"
    elif field.maximum is not None:
        words += f" of at most {field.maximum}"
    return words if field.required else f"{words}, or empty"


def _place(path: str, row: int, column: str) -> str:
    where = f"line {row + 2}" if path.endswith(".csv") else f"row {row + 1}"
    return f"{where}, column {column}"
