"""The files of a manifest: which they are, in which layout, and DuckDB's words to read them."""

import csv
import gzip
import io
import json
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Literal, cast

import pyarrow as pa
import pyarrow.parquet as pq

from explorer.errors import UploadError
from explorer.ingest.datasets.duck import literal, pattern
from explorer.ingest.datasets.manifest_columns import FILE, USUAL_SPLITS
from explorer.ingest.files.text_table import not_utf8, shown

Layout = Literal["text", "lines", "parquet"]
ENDINGS: dict[str, Layout] = {
    ".csv": "text",
    ".tsv": "text",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".parquet": "parquet",
    ".pq": "parquet",
}
ALONE: dict[str, Layout] = {".txt": "text", ".json": "lines"}
"""Endings that other formats' folders have as well; taken where the file itself is named."""

TITLES: dict[Layout, str] = {"text": "CSV", "lines": "JSON lines", "parquet": "Parquet"}
DELIMITERS = ",\t;|"
BEGINNING = 65_536
"""Bytes of a text file's beginning that its header has to be in."""

SEARCHED = 500_000_000
"""Bytes of a text file up to which the row of a fault is looked for."""

LOOKED = 2_000
"""Maximum number of entries of a folder that are examined to detect its format."""

HIVE = re.compile(r"([^=]+)=(.*)")
SPLIT_FILE = re.compile(rf"({USUAL_SPLITS.pattern})(?:[-_.\d].*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Files:
    """The files of a manifest.

    Attributes:
        root: what the user named.
        paths: the files, in order.
        layout: of all of them.
        others: files of no such layout that are left out, and the first of them.
        hive: names of the columns that names of folders give (split=train).
        splits: the split of each file by its name or its folder's, where all have one.
    """

    root: Path
    paths: tuple[Path, ...]
    layout: Layout
    others: int = 0
    first_other: str = ""
    hive: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """A folder that all of them are in."""
        return Path(os.path.commonpath([each.parent for each in self.paths]))

    def named(self, path: Path) -> str:
        """A file as a sentence names it."""
        inside = path.relative_to(self.folder) if len(self.paths) > 1 else path.name
        return shown(str(inside))


def layout_of(path: Path, *, alone: bool = False) -> Layout | None:
    """The layout that a file's name ends with; None if it is none of a manifest's."""
    name = path.name.lower().removesuffix(".gz")
    ending = os.path.splitext(name)[1]  # noqa: PTH122 - quicker, for as many files as are looked at
    return ENDINGS.get(ending) or (ALONE.get(ending) if alone else None)


def find(path: Path) -> Files:
    """The files that a path names: one, those of a folder and its folders, or those of a glob.

    Raises:
        UploadError: there is none, or there are several layouts.
        OSError: a folder cannot be read.
    """
    if path.is_file():
        layout = layout_of(path, alone=True)
        if layout is None:
            raise UploadError(
                f"{shown(path.name)}: expected a manifest as CSV, TSV, JSON lines or Parquet, "
                "found another ending. Rename it by what it is."
            )
        return Files(path, (path.absolute(),), layout)
    found = sorted(each.absolute() for each in (_walk(path) if path.is_dir() else _globbed(path)))
    data = [each for each in found if layout_of(each)]
    kinds = Counter(str(layout_of(each)) for each in data)
    if not data:
        what = "folder" if path.is_dir() else "pattern"
        raise UploadError(
            f"{shown(path.name)}: expected a {what} with files that end in "
            f"{', '.join(ENDINGS)}, found none. Correct the path."
        )
    if len(kinds) > 1:
        told = " and ".join(
            f"{TITLES[layout]} ({kinds[layout]:,}, such as "
            f"{shown(next(each.name for each in data if layout_of(each) == layout))})"
            for layout in TITLES
            if layout in kinds
        )
        raise UploadError(
            f"{shown(path.name)}: expected files of one layout, found {told}. Name those that are "
            "meant, with a glob such as folder/*.csv."
        )
    others = [each for each in found if not layout_of(each)]
    layout = layout_of(data[0])
    assert layout is not None
    files = Files(path, tuple(data), layout, len(others), others[0].name if others else "")
    return _with_partitions(files)


def recognisable(path: Path) -> Files | None:
    """The first files that a path names, if they can be a manifest's; None if not."""
    if path.is_file():
        layout = layout_of(path, alone=True)
        return None if layout is None else Files(path, (path.absolute(),), layout)
    entries = list(islice(_walk(path) if path.is_dir() else _globbed(path), LOOKED))
    data = [each for each in entries if layout_of(each)]
    if not data or any(FILE.search(each.name) for each in entries):
        return None
    layout = layout_of(data[0])
    assert layout is not None
    same = tuple(sorted(each.absolute() for each in data if layout_of(each) == layout))
    return _with_partitions(Files(path, same, layout))


def _walk(folder: Path) -> Iterator[Path]:
    """Files of a folder and of those below it.

    Not what begins with a dot or an underscore, which other programs leave there, and not what is
    behind a link to a folder.
    """

    def refuse(fault: OSError) -> None:
        raise fault

    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(each for each in folders if each[0] not in "._")
        yield from (Path(parent, each) for each in sorted(files) if each[0] not in "._")


def _globbed(path: Path) -> Iterator[Path]:
    first = next((at for at, step in enumerate(path.parts) if set(step) & set("*?[")), None)
    if first is None:
        return
    for each in Path(*path.parts[:first]).glob("/".join(path.parts[first:])):
        if each.is_file():
            yield each
        elif "**" not in path.parts:
            yield from _walk(each)


def _with_partitions(files: Files) -> Files:
    """With the columns or the splits that names of folders give."""
    root = files.root if files.root.is_dir() else files.folder
    root = root.absolute()
    steps = [
        [found for step in each.relative_to(root).parts[:-1] if (found := HIVE.fullmatch(step))]
        if each.is_relative_to(root)
        else []
        for each in files.paths
    ]
    keys = [tuple(step[1] for step in each) for each in steps]
    for path, each in zip(files.paths, keys, strict=True):
        if each != keys[0]:
            raise UploadError(
                f"{files.named(path)}: expected folders with {', '.join(keys[0]) or 'no'} = value, "
                f"as the other files have, found {', '.join(each) or 'none'}. Put it into such a "
                "folder or name the others only."
            )
    splits: tuple[str, ...] = ()
    if len(files.paths) > 1:
        named = [_split(each.relative_to(root).parts) for each in files.paths]
        splits = tuple(named) if all(named) else ()
    return Files(
        files.root, files.paths, files.layout, files.others, files.first_other, keys[0], splits
    )


def _split(parts: Sequence[str]) -> str:
    """The split that a file's folder or its own name has; empty if they have none."""
    for step in parts[:-1]:
        if USUAL_SPLITS.fullmatch(step):
            return step
    found = SPLIT_FILE.fullmatch(parts[-1])
    return found[1] if found else ""


@dataclass(frozen=True)
class Header:
    """Columns of a text file, its delimiter, and whether its first line is a header."""

    names: tuple[str, ...]
    delimiter: str
    there: bool = True


def header(name: str, path: Path) -> Header:
    """The header of a text file.

    Raises:
        UploadError: it has none, is no UTF-8, or names a column twice.
    """
    text = _beginning(name, path)
    first = next((each for each in text.splitlines() if each.strip()), "")
    if not first:
        raise UploadError(f"{name} is empty. Expected a header line such as image,label.")
    ending = path.name.lower().removesuffix(".gz")
    words = first.split()
    delimiter = "\t" if ending.endswith(".tsv") else max(DELIMITERS, key=first.count)
    if delimiter not in first and len(words) == 2 and FILE.search(words[0]):
        delimiter = " "
    try:
        cells = next(csv.reader([first], delimiter=delimiter, strict=True))
    except csv.Error as fault:
        raise UploadError(
            f"{name}, row 1: expected the names of columns, found a fault ({fault}). Correct it."
        ) from fault
    cells = [each.strip() for each in cells]
    if any(FILE.search(each) for each in cells):
        if len(cells) == 2 and FILE.search(cells[0]):
            return Header(("image", "label"), delimiter, there=False)
        names = tuple(f"column {at}" for at in range(1, len(cells) + 1))
        return Header(names, delimiter, there=False)
    names = tuple(each or f"column {at}" for at, each in enumerate(cells, start=1))
    twice = [each for each, times in Counter(map(str.lower, names)).items() if times > 1]
    if twice:
        raise UploadError(
            f"{name}, row 1: expected each column once, found {shown(twice[0])} twice. Rename one."
        )
    return Header(names, delimiter)


def _beginning(name: str, path: Path) -> str:
    """Whole lines of a text file's beginning."""
    try:
        with opened(path) as stream:
            data = stream.read(BEGINNING)
    except (EOFError, gzip.BadGzipFile, zlib.error) as fault:
        raise UploadError(f"{name} is no whole gzip file ({fault}). Pack it again.") from fault
    if len(data) == BEGINNING:
        data = data[: data.rfind(b"\n") + 1]
        if not data:
            raise UploadError(
                f"{name}, row 1: expected a line of at most {BEGINNING:,} bytes, found more."
            )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise not_utf8(name, fault, "Save it as UTF-8.") from fault
    if "\0" in text:
        raise UploadError(f"{name} is not a text file: it contains NUL bytes. Save it as UTF-8.")
    return text


def opened(path: Path) -> IO[bytes]:
    """A file's bytes, unpacked."""
    if path.name.lower().endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path))
    return path.open("rb")


def first_bare(path: Path, layout: Layout, column: str) -> int:
    """The row of a text file in which a column is first empty; 0 in a large file, or if in none."""
    if path.stat().st_size > SEARCHED:
        return 0
    with opened(path) as stream:
        if layout == "lines":
            for row, text in enumerate(stream, start=1):
                if text.strip() and json.loads(text).get(column) in (None, "", []):
                    return row
            return 0
        head = header("", path)
        at = head.names.index(column)
        lines = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        reader = csv.reader(lines, delimiter=head.delimiter)
        if head.there:
            next(reader)
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) > at and not cells[at].strip():
                return line
            line = reader.line_num + 1
    return 0


def names(files: Files) -> tuple[str, ...]:
    """Columns of the first file, read without counting anything.

    Raises:
        UploadError: it is damaged.
    """
    first = files.paths[0]
    named = files.named(first)
    inside: Sequence[str]
    if files.layout == "text":
        inside = header(named, first).names
    elif files.layout == "lines":
        beginning = _beginning(named, first).splitlines()
        inside = list(json.loads(next(filter(str.strip, beginning))))
    else:
        try:
            inside = pq.read_schema(first).names
        except (pa.ArrowException, ValueError) as fault:
            raise UploadError(f"{named} is a damaged Parquet file. Write it again.") from fault
    return (*inside, *files.hive, *(["split"] if files.splits else []))


def objects(path: Path) -> int:
    """How many of the first two lines of a file are JSON objects."""
    found = 0
    try:
        for each in islice(filter(str.strip, _beginning("", path).splitlines()), 2):
            found += isinstance(json.loads(each), dict)
    except (UploadError, ValueError, RecursionError):
        pass
    return found


def reading(files: Sequence[Path], arguments: dict[str, str], reader: str) -> str:
    """A call of one of DuckDB's readers."""
    paths = ", ".join(literal(pattern(each)) for each in files)
    given = "".join(f", {name} = {value}" for name, value in arguments.items())
    return f"{reader}([{paths}]{given})"
