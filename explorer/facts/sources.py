"""``data/SOURCES.md`` and the checksums, from the description of the tables and their files.

``python -m explorer.facts.sources > data/SOURCES.md`` writes the page.
``python -m explorer.facts.sources --hash`` renews the checksums in ``data/datapackage.json`` after
a table was changed on purpose.
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

The tables hold identifiers and figures only: no image, and no word or gloss of WordNet. A class is
named by its wnid, which is `n` and the eight digits of the offset of its noun synset in WordNet
3.0; offsets of other versions of WordNet do not fit. Lists of other data sets give those sets' own
names of classes, and an empty wnid says that a class has no synset. ImageNet's own terms allow the
images to be used for non-commercial research and education; they cover the images, and none is
here. The figures keep the licence of the repository that each was taken from, which stands below
for each table.

`datapackage.json` keeps the size and the SHA-256 checksum of every file, and a table whose file has
another is refused when it is read. After a change on purpose,
`python -m explorer.facts.sources --hash` renews them.
"""


def markdown(tables: Mapping[str, Table]) -> str:
    """What each table holds, where it is from, and what it cannot tell."""
    return "\n".join([_HEAD, *(line for table in tables.values() for line in _section(table))])


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.title}\n"
    yield f"{table.description}\n"
    key = f", one for each {' and '.join(table.primary_key)}" if table.primary_key else ""
    yield f"`{table.path}`: {table.rows:,} rows{key}.\n"
    yield "| column | type | unit | meaning |"
    yield "| --- | --- | --- | --- |"
    # Columns that differ in nothing but the name, as one for each model, share a line.
    for (kind, unit, meaning), run in groupby(table.fields, _cells):
        names = [f"`{field.name}`" for field in run]
        yield f"| {', '.join(names)} | {kind} | {unit} | {meaning} |"
    yield ""
    for link in table.foreign_keys:
        here, there = ", ".join(link.fields), ", ".join(link.reference)
        empty = any(not field.required for field in table.fields if field.name in link.fields)
        given = " that is given" if empty else ""
        yield f"Every `{here}`{given} stands in the column `{there}` of `{link.resource}`.\n"
    yield "Sources:\n"
    for source in table.sources:
        yield f"- [{source.title}]({source.path}), licence: {source.license}. Gives {source.gives}."
    yield "\nNot known from this table:\n"
    yield from (f"- {sentence}" for sentence in table.not_known)
    yield ""


def _cells(field: Field) -> tuple[str, str, str]:
    kind = KINDS[field.type].words + ("" if field.required else ", may be empty")
    return kind, field.unit, field.description


def hashed(package: str, folder: Path = DATA) -> str:
    """The text of a ``datapackage.json`` with the size and checksum of every file as it is now.

    Each stands behind the number of rows; nothing else of the text is changed.

    Raises:
        TableError: a file that is described cannot be read.
    """

    def renew(found: re.Match[str]) -> str:
        data = file_bytes(found["path"], folder)
        space = found["space"]
        return f'{found["rows"]},{space}"bytes": {len(data)},{space}"hash": "{checksum(data)}"'

    return _HASHED.sub(renew, package)


_HASHED = re.compile(
    r"""(?P<rows>"path": "(?P<path>[^"/]+)",(?:(?!"path").)*?(?P<space>\n +)"rows": \d+)"""
    r"""(,\s*"bytes": \d+)?(,\s*"hash": "[^"]*")?""",
    re.DOTALL,
)
"""From a table's path in ``datapackage.json`` to its checksum; paths of sources have slashes."""


if __name__ == "__main__":
    if sys.argv[1:] == ["--hash"]:
        package = DATA / PACKAGE
        package.write_text(hashed(package.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(markdown(catalogue()), end="")
