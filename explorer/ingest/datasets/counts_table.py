"""A table of counts: a row per class, or per class and split, with the number of its images."""

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from explorer.errors import UploadError
from explorer.ingest.datasets import class_names, counts_checks, counts_columns, packed, sources
from explorer.ingest.datasets.content import Aside, Content
from explorer.ingest.datasets.counts_checks import Numbers
from explorer.ingest.datasets.counts_columns import ALL, Columns
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.files import kinds, tables
from explorer.ingest.files.delimited import is_image
from explorer.ingest.files.text_table import Faults, TextTable, refuse, shown
from explorer.progress import Report
from explorer.settings import Settings
from explorer.settings import settings as in_force

KEY = "counts"

BEGINNING = 65_536
"""Bytes of a text file by which it is recognised."""

SMALL_JSON = 4_000_000
"""Bytes up to which JSON is parsed to recognise it; as large as 40,000 classes need."""


def recognise(path: Path) -> str:
    """Why a file is a table of counts; empty if it is none, or no file."""
    if not path.is_file():
        return ""
    try:
        table = _beginning(path)
        if table is None or counts_columns.names_images(table):
            return ""
        return _reason(table, counts_columns.find(table))
    except counts_columns.ColumnChoiceNeeded:
        return "It is a table with a column that counts."
    except (UploadError, *packed.FAULTS):
        return ""


def _beginning(path: Path) -> TextTable | None:
    """Header and first row of a table; None if it is none by its first bytes."""
    name = packed.name(path)
    with packed.opened(path) as file:
        data = file.read(BEGINNING)
        kind = kinds.kind(data)
        if kind == "json":
            data += file.read(SMALL_JSON - len(data) + 1)
            return read_table(name, data, in_force()) if len(data) <= SMALL_JSON else None
    if kind == "parquet":
        return _parquet_beginning(path)
    if kind != "text":
        return None
    records = _first_records(data)
    return tables.read(name, b"\n".join(records), in_force()) if len(records) > 1 else None


def _first_records(data: bytes) -> list[bytes]:
    """The first two records of a text; one goes over several lines inside quotation marks."""
    records: list[bytes] = []
    for line in data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if records and records[-1].count(b'"') % 2:
            records[-1] += b"\n" + line
        elif len(records) == 2:
            break
        elif line.strip():
            records.append(line)
    return records


def _parquet_beginning(path: Path) -> TextTable | None:
    """The names of a Parquet file's columns over a row without content."""
    try:
        names = tuple(pq.read_schema(path).names)
    except (pa.ArrowException, ValueError):
        return None
    return TextTable(tables.clean_name(path.name), names, ((1, ("",) * len(names)),))


def _reason(table: TextTable, columns: Columns) -> str:
    def titles(places: Sequence[int]) -> str:
        return ", ".join(shown(table.header[at]) for at in places)

    classes = titles(list(columns.classes.values()))
    images = titles([each.at for each in columns.counts])
    return f"It is a table whose columns name classes ({classes}) and count ({images})."


def read(path: Path, options: Options, settings: Settings, report: Report) -> Content:
    """The classes and counts of a table: CSV, TSV, JSON or Parquet.

    A row that names a class with ``total`` is set aside if it is the sum of the others; a count
    that is missing stays unknown.

    Raises:
        UploadError: it is no table of counts, or its numbers cannot be or may not be counts.
    """
    if path.is_dir():
        raise UploadError(f"{shown(path.name)} is a folder. Name the file that has the counts.")
    size = path.stat().st_size
    if size > settings.upload_megabytes * 1_000_000:
        raise UploadError(
            f"{shown(path.name)} has {size / 1e6:,.0f} MB; tables of counts of up to "
            f"{settings.upload_megabytes:,} MB are taken (EXPLORER_UPLOAD_MEGABYTES). If it has a "
            "row per image, read it as a manifest."
        )
    data = packed.read(path, settings.upload_megabytes * 1_000_000)
    if len(data) > settings.upload_megabytes * 1_000_000:
        raise UploadError(
            f"{shown(path.name)} has more than {settings.upload_megabytes:,} MB when unpacked, "
            "which is the limit for tables of counts (EXPLORER_UPLOAD_MEGABYTES)."
        )
    table = read_table(packed.name(path), data, settings)
    report(0.5, f"{table.name}: {len(table.rows):,} rows read")
    columns = counts_columns.find(table, options)
    faults = Faults(settings.upload_faults)
    rows = _class_rows(table, columns, faults)
    counted, blank = counts_checks.with_numbers(table, columns.counts)
    numbers = counts_checks.read(table, counted, faults)
    splits = {
        line: "" if columns.split is None else cells[columns.split] for line, cells in table.rows
    }
    keys = {line: " ".join(dict.fromkeys(filter(None, texts))) for line, texts in rows.items()}
    if any(splits.values()):
        for line, split in splits.items():
            if not split and keys[line].lower() not in ALL:
                faults.add(f"Row {line:,}: expected a split, as other rows have, found none.")
    if faults.count:
        raise refuse(table.name, faults, settings.upload_faults)
    numbers, asides = counts_checks.without_totals(table, numbers, keys, splits)
    counts_checks.refuse_doubtful(table, numbers, (options.images, options.boxes))
    classes, counts = _counted(table, numbers, rows, splits, settings)
    report(1.0, f"{table.name}: {len(classes):,} classes")
    if columns.unread:
        where = ", ".join(map(shown, columns.unread[:8]))
        asides.append(
            Aside(what="columns that were not read", count=len(columns.unread), where=where)
        )
    return Content(
        classes=classes,
        counts=counts,
        splits=_splits(counts),
        provenance=sources.provenance(path, KEY, options),
        aside=(
            *blank,
            *asides,
            *class_names.unseen(classes["name"]),
            *_unknown(table.name, numbers),
        ),
        recognised=_reason(table, columns),
    )


def read_table(name: str, data: bytes, settings: Settings) -> TextTable:
    """The table in a file; of JSON, an object from class to number is one, too."""
    if kinds.kind(data) != "json":
        return tables.read(name, data, settings)
    table = tables.read(name, _as_records(data), settings)
    header = table.header
    # A key that an object goes by is called an image by the reader of predictions.
    if header[0] == "image" and not any(is_image(row[0]) for _, row in table.rows):
        header = ("class", *header[1:])
    return TextTable(table.name, header, table.rows, table.notes)


def _as_records(data: bytes) -> bytes:
    """JSON with an object from class to number as a record per class, all else as it is."""
    if len(data) > SMALL_JSON or not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return data
    try:
        pairs = json.loads(data, object_pairs_hook=list)
    except (ValueError, RecursionError):
        return data
    if len({name for name, _ in pairs}) < len(pairs):
        return data
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for _, each in pairs):
        return data
    header = TextTable("", tuple(name for name, _ in pairs), ((1, ("1",) * len(pairs)),))
    try:
        counts_columns.find(header)
    except UploadError:
        return json.dumps([{"class": name, "images": number} for name, number in pairs]).encode()
    return data


def _class_rows(
    table: TextTable, columns: Columns, faults: Faults
) -> dict[int, tuple[str, str, str]]:
    """Id, name and synset of the class of each row, by number of the row."""
    rows = {}
    for line, cells in table.rows:
        index, name, synset = (
            cells[columns.classes[kind]] if kind in columns.classes else ""
            for kind in ("index", "name", "synset")
        )
        if not (index or name or synset):
            titles = ", ".join(shown(table.header[at]) for at in columns.classes.values())
            faults.add(f"Row {line:,}: expected a class in {titles}, found an empty cell.")
        own = index or synset or name
        if not synset and (name or own).lower() in ALL:
            own = name = name or own
        rows[line] = (own, name or own, synset)
    return rows


def _counted(
    table: TextTable,
    numbers: Numbers,
    rows: dict[int, tuple[str, str, str]],
    splits: dict[int, str],
    settings: Settings,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Classes, and their counts by split."""
    positions: dict[str, int] = {}
    first: dict[tuple[str, str], int] = {}
    counts: dict[tuple[int, str], dict[str, int | None]] = {}
    texts: list[tuple[str, str, str]] = []
    faults = Faults(settings.upload_faults)
    for line, _, values in numbers.rows:
        own = rows[line]
        position = positions.setdefault(own[0], len(positions))
        if position == len(texts):
            texts.append(own)
        elif texts[position] != own:
            faults.add(
                f"Row {line:,}: the class {shown(own[0])} is {shown(own[1])} {own[2]} here and "
                f"{shown(texts[position][1])} {texts[position][2]} in an earlier row."
            )
        before = first.setdefault((own[0], splits[line]), line)
        if before != line:
            faults.add(
                f"Row {line:,}: the class {shown(own[0])} has a row already, row {before:,}"
                f"{' of the same split' if splits[line] else ''}; expected one row per class and "
                "split. If a row is an image, read the file as a manifest."
            )
        for column, value in zip(numbers.columns, values, strict=True):
            split = column.split or splits[line]
            counts.setdefault((position, split), {})[column.what] = value
    if any(each.split for each in numbers.columns) and any(splits.values()):
        faults.add("There is a column of splits, and the headers of other columns name splits.")
    if faults.count:
        raise refuse(table.name, faults, settings.upload_faults)
    made = pd.DataFrame(
        [
            (position, split, *(values.get(what) for what in ("images", "labels", "boxes")))
            for (position, split), values in counts.items()
        ],
        columns=["position", "split", "images", "labels", "boxes"],
    )
    made = made.astype({"split": str, "images": "Int64", "labels": "Int64", "boxes": "Int64"})
    return pd.DataFrame(texts, columns=["id", "name", "synset"], dtype=str), made


def _splits(counts: pd.DataFrame) -> pd.DataFrame:
    """Splits whose distinct images were not counted, since an image can be of several classes."""
    names = counts["split"].unique()
    unknown = pd.array([pd.NA] * len(names), dtype="Int64")
    return pd.DataFrame({"split": names, "images": unknown, "unlabelled": unknown})


def _unknown(name: str, numbers: Numbers) -> list[Aside]:
    """Note about missing numbers."""
    asides = []
    for what in ("images", "labels", "boxes"):
        places = [at for at, each in enumerate(numbers.columns) if each.what == what]
        lines = [line for line, _, values in numbers.rows for at in places if values[at] is None]
        if lines:
            said = f"numbers of {what} that are missing, and stay unknown"
            where = f"{name}, row {lines[0]:,}"
            asides.append(Aside(what=said, count=len(lines), where=where, kept=True))
    return asides


FORMAT = Format(
    key=KEY,
    title="a table of counts",
    about=(
        "CSV, TSV, JSON or Parquet with a row per class (wnid, synset, index or name) and its "
        "number of images, in a column or in one per split."
    ),
    recognise=recognise,
    read=read,
    over=("manifest",),
)
