"""Why a table is of no format: what was found in it, what was expected, and what to do."""

import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from explorer.ingest.datasets import manifest_columns, manifest_files, packed
from explorer.ingest.files import kinds
from explorer.ingest.files.text_table import shown

BEGINNING = 65_536
"""Bytes of a file that are looked at."""

SMALL_JSON = 4_000_000
"""Bytes up to which JSON is parsed."""

COLUMNS = (
    "Expected a column of classes (such as wnid, class, label or name) and one of numbers of "
    "images (such as images, count or train), or a column of images (such as image or path)"
)
COCO = frozenset(("annotations", "categories"))
NAMED = "class,images or image,label"

_DATA = re.compile(r"-?[\d.,]+%?|n\d{8}|")
"""A cell that is no name of a column."""


def sentence(path: Path) -> str:
    """What is wrong with a file that could be a table; empty if it is of another kind."""
    name = shown(path.name)
    try:
        with packed.opened(path) as file:
            data = file.read(BEGINNING)
    except packed.FAULTS as fault:
        return f"{name} is no whole gzip file ({fault}). Pack it again."
    kind = kinds.kind(data)
    if kind == "parquet":
        return _parquet(name, path)
    if kind == "json":
        return _json(name, path, data)
    if kind != "text":
        return ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        # The last character may be cut.
        text = data[: fault.start].decode("utf-8-sig") if fault.start > len(data) - 4 else ""
    return _text(name, path, text)


def _parquet(name: str, path: Path) -> str:
    try:
        about = pq.read_metadata(path)
        names = about.schema.to_arrow_schema().names
    except (pa.ArrowException, ValueError, OSError) as fault:
        first = str(fault).partition("\n")[0]
        return f"{name} is a damaged Parquet file ({first[:80]}). Write it again."
    return _columns(name, "Parquet", names, about.num_rows)


def _json(name: str, path: Path, data: bytes) -> str:
    lines = [line for line in data.splitlines() if line.strip()]
    value: object = None
    try:
        whole = packed.read(path, SMALL_JSON)
        if len(whole) > SMALL_JSON:
            return ""
        value = json.loads(whole)
    except (ValueError, RecursionError):
        try:
            value = [json.loads(lines[0])]
        except (ValueError, RecursionError):
            return f"{name} begins like JSON and is none: it may be cut off. Write it again."
    if value in ([], {}):
        return (
            f"{name} is JSON without a row. Expected an object per class or image, such as "
            '[{"class": "dog", "images": 3}]. Write it again with its rows.'
        )
    first = value[0] if isinstance(value, list) else value
    if isinstance(first, dict) and not first.keys().isdisjoint(COCO):
        lists = ", ".join(f"{shown(key)}: {_size(each)}" for key, each in first.items())
        return (
            f"{name} is a JSON object with {lists}. A COCO-type file has lists of images, "
            "annotations and categories, with an item in each. Write them into it."
        )
    if not isinstance(first, dict):
        return f"{name} is JSON, {_number(value)}, and no object in it. {COLUMNS}."
    return _columns(name, "JSON", [str(each) for each in first], 1)


def _size(value: object) -> str:
    return f"{len(value):,} items" if isinstance(value, list | dict) else "no list"


def _number(value: object) -> str:
    return f"a list of {len(value):,} values" if isinstance(value, list) else "a single value"


def _text(name: str, path: Path, text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return f"{name} has no row: it is blank. Expected a header line such as {NAMED}."
    sign = max(manifest_files.DELIMITERS, key=lines[0].count)
    named = path.name.lower().removesuffix(".gz").endswith((".csv", ".tsv"))
    if sign not in lines[0] and not named:
        return ""
    if lines[0].lower().startswith(("sep=", "#")):
        what = "a comment" if lines[0][0] == "#" else "a line for Excel alone"
        return (
            f"{name} begins with {what}, {shown(lines[0])}. Expected a header line such as "
            f"{NAMED}. Remove what is above it."
        )
    try:
        records = list(islice(csv.reader(lines, delimiter=sign), 2))
    except csv.Error:
        return ""
    cells = [each.strip() for each in records[0]]
    if any(cells) and (any(map(_is_data, filter(None, cells))) or _is_repeated(cells, records)):
        return (
            f"{name} has no header line: its first line is {_listed(cells)}. Expected the names of "
            f"the columns there, such as {NAMED}. Put them above the rows."
        )
    return _columns(name, "TSV" if sign == "\t" else "CSV", cells, len(records) - 1)


def _is_data(cell: str) -> bool:
    return bool(_DATA.fullmatch(cell) or manifest_columns.FILE.search(cell))


def _is_repeated(cells: Sequence[str], records: Sequence[Sequence[str]]) -> bool:
    """Whether a cell of the first line is the one below it."""
    return len(records) > 1 and any(
        first and first == second.strip() for first, second in zip(cells, records[1], strict=False)
    )


def _columns(name: str, layout: str, names: Sequence[str], rows: int) -> str:
    listed = _listed(names)
    if {manifest_columns.folded(each) for each in names} >= manifest_columns.MAPPED:
        return (
            f"{name} is a mapping of class names to synsets and no data set. Give it with "
            "--mapping beside the data set, or read it with the command mapping --read."
        )
    twice = [each for each, times in Counter(map(str.lower, names)).items() if each and times > 1]
    if twice:
        return f"{name} has the column {shown(twice[0])} twice. Rename one of them."
    if not rows:
        return (
            f"{name} is {layout} with the columns {listed} but no rows. Expected a row per class, "
            "image or annotation. Write it again with its rows."
        )
    return (
        f"{name} is {layout} with the columns {listed}. {COLUMNS}. Rename the columns, or choose "
        "the format (counts, manifest) and the columns (label, image, images) with the options of "
        "these names."
    )


def _listed(names: Sequence[str]) -> str:
    return manifest_columns.listed(list(names[:12])) + (" and others" if len(names) > 12 else "")
