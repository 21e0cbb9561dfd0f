"""The fact tables of data/: what each holds, and a reader that checks every cell.

``data/datapackage.json`` (a Data Package, https://datapackage.org) describes every table; this
module reads it and holds the files to it; ``explorer.sources`` writes it as prose.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from explorer.errors import TableError

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(__file__).resolve().parent.parent / "data"
PACKAGE = "datapackage.json"

_SHOWN_LENGTH = 40
"""Characters of a wrong value that a message shows at most."""


class Kind(NamedTuple):
    """How a cell of a type is spelled in CSV, how its dtype begins in Parquet, what it is."""

    spelling: str
    stored: str
    words: str


KINDS = {
    "integer": Kind("-?[0-9]{1,18}", "int", "whole number"),
    "number": Kind(r"-?[0-9]{1,15}(\.[0-9]{1,18})?", "float", "number"),
    "boolean": Kind("[01]", "bool", "0 or 1"),
    "string": Kind(".+", "str", "text"),
    "array": Kind("", "object", "list of whole numbers"),
}


@dataclass(frozen=True)
class Field:
    """One column: its type, its meaning, and what each of its cells must satisfy.

    ``type`` is integer, number, boolean, string or array; of an array, ``minimum`` and
    ``maximum`` bound the elements.
    """

    name: str
    type: str
    description: str
    unit: str = ""
    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class Source:
    """Where figures were taken from: ``gives`` says which of them, ``license`` on what terms."""

    title: str
    path: str
    license: str
    gives: str


@dataclass(frozen=True)
class ForeignKey:
    """Columns ``fields`` hold values of the columns ``reference`` of the table ``resource``."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One fact table; ``not_known`` says in sentences what cannot be learned from it."""

    name: str
    path: str
    title: str
    description: str
    rows: int
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    sources: tuple[Source, ...]
    licenses: tuple[str, ...]
    not_known: tuple[str, ...]


def catalogue(folder: Path = DATA) -> Mapping[str, Table]:
    """Every table that ``datapackage.json`` in ``folder`` describes, by name.

    Raises TableError where that file is missing, is no JSON or lacks what a table needs.
    """
    return _described(_bytes(PACKAGE, folder))


@lru_cache(maxsize=2)
def _described(package: bytes) -> Mapping[str, Table]:
    try:
        tables = [_table(each) for each in json.loads(package)["resources"]]
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        problem = f"expected a Data Package that describes every table, found {fault!r:.80}"
        raise _fault(PACKAGE, "", problem) from fault
    return MappingProxyType({table.name: table for table in tables})


def read(name: str, folder: Path = DATA) -> pd.DataFrame:
    """The table ``name``: one column a field, in their order, every cell checked.

    From CSV a required integer becomes int64, an optional one Int64, a number float64 (empty
    is NaN), text str and 0/1 bool; from Parquet the widths are as stored. Units stand in
    ``catalogue()[name].fields``.

    Raises TableError, which names the file, the place (the line of a CSV file, the row of a
    Parquet file, both from 1), the column, the value and what was expected.
    """
    table = _named(name, folder)
    frame = (_read_csv if table.path.endswith(".csv") else _read_parquet)(table, folder)
    keys = [(field.name,) for field in table.fields if field.unique] + [table.primary_key]
    for key in filter(None, dict.fromkeys(keys)):
        _refuse_repeats(table, key, frame)
    if len(frame) != table.rows:
        raise _fault(table.path, "", f"expected {table.rows} rows, found {len(frame)}")
    return frame


def check_wnids(frame: pd.DataFrame, known: Container[str], table: str) -> None:
    """Make sure that every cell of the column ``wnid`` of ``frame`` is one of ``known``.

    ``frame`` is what ``read(table)`` gave. Raises TableError, which names the first row with an
    unknown wnid and says how many there are.
    """
    unknown = [row for row, wnid in enumerate(frame["wnid"].tolist()) if wnid not in known]
    if unknown:
        path = _named(table, DATA).path
        found = f"found {_shown(frame['wnid'].iloc[unknown[0]])}"
        count = f"{len(unknown)} of {len(frame)} rows have an unknown wnid"
        problem = f"expected a noun synset of WordNet 3.0, {found} ({count})"
        raise _fault(path, _place(path, unknown[0], "wnid"), problem)


def _named(name: str, folder: Path) -> Table:
    tables = catalogue(folder)
    if name not in tables:
        raise TableError(f"There is no table {_shown(name)}; there are {', '.join(tables)}.")
    return tables[name]


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        path=resource["path"],
        title=resource["title"],
        description=resource["description"],
        rows=int(resource["rows"]),
        fields=tuple(_field(entry) for entry in schema["fields"]),
        primary_key=tuple(schema.get("primaryKey", ())),
        foreign_keys=tuple(
            ForeignKey(tuple(here["fields"]), there["resource"], tuple(there["fields"]))
            for here in schema.get("foreignKeys", ())
            for there in [here["reference"]]
        ),
        sources=tuple(Source(**entry) for entry in resource["sources"]),
        licenses=tuple(entry["name"] for entry in resource["licenses"]),
        not_known=tuple(resource["notKnown"]),
    )


def _field(entry: Mapping[str, Any]) -> Field:
    if entry["type"] not in KINDS:
        raise ValueError(f"unknown type {entry['type']}")
    # A constraint that Field has no place for fails here, so that none goes unchecked.
    constraints = dict(entry.get("constraints", {}))
    constraints |= entry.get("arrayItem", {}).get("constraints", {})
    constraints["enum"] = tuple(constraints.get("enum", ()))
    return Field(
        name=entry["name"],
        type=entry["type"],
        description=entry["description"],
        unit=entry.get("unit", ""),
        **constraints,
    )


def _bytes(path: str, folder: Path) -> bytes:
    try:
        return (folder / path).read_bytes()
    except OSError as fault:
        problem = f"expected a file that can be read, found none ({fault.strerror})"
        raise _fault(path, "", problem) from fault


def _read_csv(table: Table, folder: Path) -> pd.DataFrame:
    import pandas as pd  # takes half a second, which only a reader pays

    data = _bytes(table.path, folder)
    try:
        text = data.decode()
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        problem = f"expected UTF-8 text, found the byte 0x{data[fault.start]:02x}"
        raise _fault(table.path, f"line {line}", problem) from fault
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
    """The records of a CSV text; each must stand on its own line and be as wide as the table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, problem = 0, ""
    try:
        for line, record in enumerate(reader, 1):
            if reader.line_num != line:
                problem = "expected a row on one line, found a line break inside quotes"
            elif line > 1 and len(record) != len(table.fields):
                problem = f"expected {len(table.fields)} columns, found {len(record)}"
            if problem:
                raise _fault(table.path, f"line {line}", problem)
            yield record
    except csv.Error as fault:
        problem = f"expected comma-separated text, found a fault in it ({fault})"
        raise _fault(table.path, f"line {line + 1}", problem) from fault


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


def _read_parquet(table: Table, folder: Path) -> pd.DataFrame:
    from pyarrow.parquet import ParquetFile  # pandas' own way imports a third more

    data = io.BytesIO(_bytes(table.path, folder))
    try:
        frame: pd.DataFrame = ParquetFile(data, page_checksum_verification=True).read().to_pandas()
    except Exception as fault:  # pyarrow raises a dozen unrelated errors for a damaged file
        problem = f"expected a whole Parquet file, found a fault in it ({_shown(str(fault))})"
        raise _fault(table.path, "", problem) from fault
    _check_columns(table, [str(column) for column in frame.columns])
    frame = frame.reset_index(drop=True)
    for field in table.fields:
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


def _check_columns(table: Table, found: list[str]) -> None:
    wanted = [field.name for field in table.fields]
    if found != wanted:
        missing = [f"no column {name}" for name in wanted if name not in found]
        more = [f"an unknown column {_shown(name)}" for name in found if name not in wanted]
        faults = ", ".join([*missing, *more][:3]) or "one twice or in another place"
        problem = f"expected {len(wanted)} columns as in {PACKAGE}, found {faults}"
        raise _fault(table.path, "line 1" if table.path.endswith(".csv") else "", problem)


def _check_stored(table: Table, field: Field, values: pd.Series[Any], kind: str) -> None:
    if not str(values.dtype).startswith(KINDS[kind].stored):
        problem = f"expected {_expected(field)} in each row, found values of type {values.dtype}"
        raise _fault(table.path, f"column {field.name}", problem)


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
        problem = f"expected {_expected(field)}, found {_shown(shown.iloc[row])}"
        raise _fault(table.path, _place(table.path, row, field.name), problem)


def _refuse_repeats(table: Table, key: tuple[str, ...], frame: pd.DataFrame) -> None:
    again = frame.duplicated([*key])
    if again.any():
        row = int(again.argmax())
        place = _place(table.path, row, " and ".join(key))
        found = " and ".join(_shown(frame[name].iloc[row]) for name in key)
        raise _fault(table.path, place, f"expected what no other row has, found {found} again")


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
    return words if field.required else f"{words}, or nothing"


def _shown(value: Any) -> str:
    text = repr(value.tolist() if hasattr(value, "tolist") else value)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "..."


def _place(path: str, row: int, column: str) -> str:
    where = f"line {row + 2}" if path.endswith(".csv") else f"row {row + 1}"
    return f"{where}, column {column}"


def _fault(path: str, place: str, problem: str) -> TableError:
    where = f"data/{path}, {place}" if place else f"data/{path}"
    return TableError(f"{where}: {problem}. Restore the file with `git checkout data/{path}`.")
