"""The columns of a user's file with some of their values, for a person to choose from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import duckdb

from explorer.errors import UploadError
from explorer.ingest.datasets import (
    counts_columns,
    counts_table,
    duck,
    formats,
    hf_parquet,
    manifest,
    manifest_columns,
    manifest_files,
    manifest_sql,
    packed,
)
from explorer.ingest.datasets.format import Options
from explorer.settings import Settings

LOOKED = 200
"""Rows of the beginning that values are taken from."""

SHOWN = 3
"""Different values of a column that are shown."""

FOLDERS = (1, 2, 3)
"""Folders of a path that can be the class or the split: 1 is the one that contains the file."""


@dataclass(frozen=True)
class Column:
    """What an option can name: a column, or a folder of the paths in one (``path:1``).

    Attributes:
        name: as an option names it.
        values: some different ones of the first rows.
    """

    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """The columns of a source.

    Attributes:
        format: key of the format that the source was looked at in.
        options: names of the options that name a column in this format.
        columns: that can be chosen, in the order of the source.
        found: by name of the option, the column that the reader takes without being told.
    """

    format: str
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)


def look(path: Path, settings: Settings, format: str = "") -> Header | None:  # noqa: A002 as in formats
    """The columns of a file or folder; None if it is of no single format, or cannot be read.

    Little is read: the first rows of a manifest, all of a table of counts.

    Args:
        path: a file or folder, or a glob that names files.
        settings: limits.
        format: key of the format; recognised if empty.
    """
    try:
        if not format:
            fitting = formats.recognise(path)
            if len(fitting) != 1:
                return None
            format = fitting[0].format.key  # noqa: A001
        looking = _LOOKS.get(format)
        return Header(format) if looking is None else looking(path, settings)
    except (UploadError, OSError, duckdb.Error):
        return None


def _counts(path: Path, settings: Settings) -> Header:
    if path.stat().st_size > settings.upload_megabytes * 1_000_000:
        return Header(counts_table.KEY)
    data = packed.read(path, settings.upload_megabytes * 1_000_000)
    table = counts_table.read_table(packed.name(path), data, settings)
    rows = [row for _, row in table.rows[:LOOKED]]
    columns = tuple(
        Column(name, _some(row[at] for row in rows)) for at, name in enumerate(table.header)
    )
    found: dict[str, str] = {}
    try:
        known = counts_columns.find(table)
    except UploadError:
        known = None
    if known is not None:
        for kind in ("synset", "index", "name"):
            if kind in known.classes:
                found.setdefault("label", table.header[known.classes[kind]])
        if known.split is not None:
            found["split"] = table.header[known.split]
        for each in known.counts:
            if each.what in {"images", "boxes"} and not (each.split or each.total):
                found[each.what] = table.header[each.at]
    return Header(counts_table.KEY, ("label", "split", "images", "boxes"), columns, found)


def _manifest(path: Path, settings: Settings) -> Header:
    files = manifest_files.find(path)
    with duck.connected(settings, [files.folder]) as connection:
        relation = manifest_sql.relation(connection, files).limit(LOOKED)
        names, rows = relation.columns, relation.fetchall()
    values = {
        name: [_text(row[at]) for row in rows if row[at] is not None]
        for at, name in enumerate(names)
    }
    columns = []
    for name in names:
        columns.append(Column(name, _some(values[name])))
        columns += _folders(name, values[name])
    known = _recognised(path.name, names, values)
    found: dict[str, str] = {}
    for option in ("label", "split", "image"):
        source = known.get(option)
        if source is not None:
            place = "" if source.folder is None else f":{source.folder}"
            found[option] = f"{source.column}{place}"
            if source.folder == 0:  # which no option names, so it is only shown
                beginnings = (PurePosixPath(each).name[:9] for each in values[source.column])
                columns.append(Column(found[option], _some(beginnings)))
    return Header(manifest.KEY, ("label", "split", "image"), tuple(columns), found)


def _recognised(
    name: str, names: list[str], values: Mapping[str, list[str]]
) -> dict[str, manifest_columns.Source | None]:
    """The columns that the reader takes; where it does not know the classes, the others."""
    found: dict[str, manifest_columns.Source | None] = {}
    for label in ("", *names):
        try:
            known = manifest_columns.find(name, names, values, Options(label=label))
        except UploadError:
            continue
        if not label:
            return {"label": known.label, "split": known.split, "image": known.image}
        # A column that is taken for the classes here could be what is looked for.
        found["split"] = found.get("split") or known.split
        found["image"] = found.get("image") or known.image
    return found


def _folders(name: str, values: list[str]) -> list[Column]:
    """The folders of the paths in a column, if it holds any."""
    paths = [PurePosixPath(each.replace("\\", "/")).parts for each in values]
    if not values or not all(map(manifest_columns.FILE.search, values)):
        return []
    deep = min(map(len, paths))
    return [
        Column(f"{name}:{folder}", _some(each[-1 - folder] for each in paths))
        for folder in FOLDERS
        if folder < deep
    ]


def _hf_parquet(path: Path, _settings: Settings) -> Header:
    labels = hf_parquet.every_column(hf_parquet.files(path)[0])
    found = {"label": labels[0].column} if len(labels) == 1 else {}
    columns = tuple(Column(each.column, _some(each.names)) for each in labels)
    return Header(hf_parquet.KEY, ("label",), columns, found)


def _some(values: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for each in values:
        if each and len(found) < SHOWN:
            found[each] = None
    return tuple(found)


def _text(value: object) -> str:
    return ", ".join(map(_text, value)) if isinstance(value, list) else str(value)


_LOOKS: Mapping[str, Callable[[Path, Settings], Header]] = {
    counts_table.KEY: _counts,
    manifest.KEY: _manifest,
    hf_parquet.KEY: _hf_parquet,
}
