"""The description of the fact tables in ``data/datapackage.json``.

The file is a Data Package (https://datapackage.org): columns, units, sources, licences, keys and
the SHA-256 checksum of every fact table. ``explorer.facts`` reads the tables themselves.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from explorer.errors import TableError
from explorer.places import home

DATA = home() / "data"
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
    """Source of figures: ``gives`` names the figures, ``license`` their terms."""

    title: str
    path: str
    license: str
    gives: str


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key from ``fields`` to the columns ``reference`` of the table ``resource``."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One fact table; ``not_known`` lists what it cannot tell.

    ``hash`` is ``sha256:`` and the hexadecimal digest of the file's bytes, of which there are
    ``bytes``.
    """

    name: str
    path: str
    hash: str
    bytes: int
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
    return _described(file_bytes(PACKAGE, folder))


@lru_cache(maxsize=2)
def _described(package: bytes) -> Mapping[str, Table]:
    try:
        tables = [_table(each) for each in json.loads(package)["resources"]]
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        problem = f"this is not a valid Data Package of tables ({fault!r:.80})"
        raise table_error(PACKAGE, "", problem) from fault
    return MappingProxyType({table.name: table for table in tables})


def described(name: str, folder: Path = DATA) -> Table:
    """The description of the table ``name``; raises TableError if it does not exist."""
    tables = catalogue(folder)
    if name not in tables:
        raise TableError(f"Unknown table {shown_value(name)}. Choose one of: {', '.join(tables)}.")
    return tables[name]


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        path=resource["path"],
        hash=resource.get("hash", "none"),
        bytes=int(resource.get("bytes", 0)),
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
    # A constraint without a field of Field fails here, so that none is ignored.
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


def file_bytes(path: str, folder: Path) -> bytes:
    """The content of a file of ``folder``; raises TableError if it cannot be read."""
    try:
        return (folder / path).read_bytes()
    except OSError as fault:
        problem = f"the file cannot be read ({fault.strerror})"
        raise table_error(path, "", problem) from fault


def checksum(data: bytes) -> str:
    """The checksum of a file's bytes, spelled as in ``datapackage.json``."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def shown_value(value: Any) -> str:
    """A wrong value as a message shows it, cut where it is long."""
    text = repr(value.tolist() if hasattr(value, "tolist") else value)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "..."


def table_error(path: str, place: str, problem: str) -> TableError:
    """The error for a problem with a file of data/, at a place in the file if one is given."""
    where = f"data/{path}, {place}" if place else f"data/{path}"
    return TableError(f"{where}: {problem}. Restore data/{path}, or install the package again.")
