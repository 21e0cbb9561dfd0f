"""Generate ``data/SOURCES.md`` and the checksums from the tables and their descriptions.

``python -m explorer.facts.sources > data/SOURCES.md`` writes the page.
``python -m explorer.facts.sources --hash`` updates the checksums in ``data/datapackage.json`` after
a deliberate change of a table.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from explorer.facts.data_package import (
    DATA,
    KINDS,
    PACKAGE,
    Field,
    Table,
    catalogue,
    checksum,
    file_bytes,
)

_HEAD = """\
# The fact tables and where they come from

This page is generated from `datapackage.json` by
`python -m explorer.facts.sources > data/SOURCES.md`.

The tables contain identifiers and figures only: no images, and no lemmas or glosses of WordNet. A
class is identified by its WordNet ID (wnid): `n` and the eight digits of the offset of its noun
synset in WordNet 3.0; offsets of other WordNet versions are incompatible. Lists of other data sets
have those data sets' own class names, and an empty wnid means that a class has no synset.
ImageNet's own terms allow its images to be used for non-commercial research and education; the
images are not included. The figures keep the licence of the repository that each was taken from,
which is given for each table below.

`datapackage.json` has the size and the SHA-256 checksum of every file, and a table whose file does
not match is rejected when it is read. After a deliberate change,
`python -m explorer.facts.sources --hash` updates them.
"""


def markdown(tables: Mapping[str, Table]) -> str:
    """The content of ``SOURCES.md``: columns, sources and unknowns of each table, in Markdown."""
    return "\n".join([_HEAD, *(line for table in tables.values() for line in _section(table))])


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.title}\n"
    yield f"{table.description}\n"
    key = f", one per {' and '.join(table.primary_key)}" if table.primary_key else ""
    yield f"`{table.path}`: {table.rows:,} rows{key}.\n"
    yield "| column | type | unit | meaning |"
    yield "| --- | --- | --- | --- |"
    # Consecutive columns that differ only in their names, such as one per model, share a line.
    for (kind, unit, meaning), run in groupby(table.fields, _cells):
        names = [f"`{field.name}`" for field in run]
        yield f"| {', '.join(names)} | {kind} | {unit} | {meaning} |"
    yield ""
    for link in table.foreign_keys:
        here, there = ", ".join(link.fields), ", ".join(link.reference)
        empty = any(not field.required for field in table.fields if field.name in link.fields)
        given = " that is not empty" if empty else ""
        yield f"Every `{here}`{given} is a value of the column `{there}` of `{link.resource}`.\n"
    yield "Sources:\n"
    for source in table.sources:
        terms = f"licence: {source.license}. Provides {source.gives}."
        yield f"- [{source.title}]({source.path}), {terms}"
    yield "\nWhat this table cannot tell:\n"
    yield from (f"- {sentence}" for sentence in table.not_known)
    yield ""


def _cells(field: Field) -> tuple[str, str, str]:
    kind = KINDS[field.type].words + ("" if field.required else ", may be empty")
    return kind, field.unit, field.description


def hashed(package: str, folder: Path = DATA) -> str:
    """The text of a ``datapackage.json`` with the current size and checksum of every file.

    They follow the number of rows; the rest of the text is not changed.

    Raises:
        TableError: a file that is described cannot be read.
    """

    def update(found: re.Match[str]) -> str:
        data = file_bytes(found["path"], folder)
        space = found["space"]
        return f'{found["rows"]},{space}"bytes": {len(data)},{space}"hash": "{checksum(data)}"'

    return _HASHED.sub(update, package)


_HASHED = re.compile(
    r"""(?P<rows>"path": "(?P<path>[^"/]+)",(?:(?!"path").)*?(?P<space>\n +)"rows": \d+)"""
    r"""(,\s*"bytes": \d+)?(,\s*"hash": "[^"]*")?""",
    re.DOTALL,
)
"""Matches from a table's path in ``datapackage.json`` to its checksum.

Paths of sources contain slashes, so they do not match.
"""


if __name__ == "__main__":
    if sys.argv[1:] == ["--hash"]:
        package = DATA / PACKAGE
        package.write_text(hashed(package.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(markdown(catalogue()), end="")
