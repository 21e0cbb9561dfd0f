"""Open Images' CSV files: boxes, or labels of whole images, of classes that go by their MIDs.

https://storage.googleapis.com/openimages/web/download_v7.html. Corners are shares of the image.
Boxes were drawn for the classes that were verified in an image only, so counts are lower bounds.
Files are read by DuckDB; only numbers of images and classes, corners and flags reach Python.
"""

import csv
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import numpy as np

from explorer.errors import UploadError
from explorer.ingest.datasets import duck, image_sizes, sources
from explorer.ingest.datasets.annotations import BOXED, UNKNOWN, Annotations, flags
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.split_names import split_of
from explorer.ingest.files.text_table import clean_name, shown
from explorer.progress import Report
from explorer.settings import Settings

KEY = "openimages"
LABELS = frozenset(("ImageID", "LabelName", "Confidence"))
BOXES = frozenset(("ImageID", "LabelName", "XMin", "XMax", "YMin", "YMax"))
CORNERS = ("XMin", "YMin", "XMax", "YMax")
FLAGGED = {
    "IsOccluded": flags(occluded=True),
    "IsTruncated": flags(truncated=True),
    "IsGroupOf": flags(group_of=True),
    "IsDepiction": flags(depiction=True),
}
"""Columns of flags (1 if set), and their bits."""

MID = re.compile(r"/[mg]/[0-9a-z_]+")
ROWS = 200_000
"""Rows that are fetched at once."""

_LINE = re.compile(r"Line: (\d+)")


def _read(path: Path, options: Options, settings: Settings, report: Report) -> Content:
    files, others = _files(path) if path.is_dir() else ([path], [])
    if not files:
        raise UploadError(
            f"{clean_name(path.name)} has no CSV file with the columns ImageID and LabelName, and "
            "XMin to YMax or Confidence. Name the folder that has it."
        )
    boxed = set(_header(files[0])) >= BOXES
    found = Annotations(unit="shares")
    if others:
        what = "files of labels of whole images, beside those of boxes"
        found.asides.add(what, shown(others[0].name), count=len(others))
    with duck.connected(settings, {each.parent for each in files}) as connection:
        for at, file in enumerate(files):
            share = 0.6 * at / len(files)
            _stage(connection, file, path, found, _telling(report, share, 0.6 / len(files), file))
        _say(connection, found, boxed)
        _number(connection, found, _descriptions(files[0].parent))
        if not found.classes:
            raise UploadError(
                f"{clean_name(path.name)} has no row with an image and a class that it shows, so "
                "there is no class to count."
            )
        _add_images(connection, found, image_sizes.table(options.sizes))
        _add_labels(connection, found, boxed, report)
        report(0.96, f"{len(found.image):,} rows: counting")
        content = found.content(
            sources.provenance(path, KEY, options, files),
            lambda number: _place(connection, found.image[number]),
            exhaustive=False,
        )
    # Images that none of the files names are not known, so those without a label are not either.
    content.splits["unlabelled"] = content.splits["unlabelled"].mask(content.splits["images"] >= 0)
    return content


def _telling(report: Report, start: float, part: float, file: Path) -> Callable[[float, str], None]:
    name = clean_name(file.name)
    return lambda share, sentence: report(
        start + share * part, f"{name}: {sentence or 'reading rows'}"
    )


def _stage(
    connection: duckdb.DuckDBPyConnection,
    file: Path,
    source: Path,
    found: Annotations,
    tell: Callable[[float, str], None],
) -> None:
    """Read a file into the table of rows.

    Raises:
        UploadError: it is no CSV in UTF-8 with these columns, with the row.
    """
    name, header = clean_name(file.name), _header(file)
    if not (set(header) >= BOXES or set(header) >= LABELS) or len(set(header)) < len(header):
        raise UploadError(
            f"{name}, row 1: expected a header line with ImageID, LabelName, and XMin, XMax, YMin, "
            f"YMax or Confidence, found {shown(','.join(header))}."
        )
    boxed = set(header) >= BOXES
    columns = ", ".join(f"{duck.literal(each)}: 'VARCHAR'" for each in header)
    corners = ", ".join(f"TRY_CAST({each} AS DOUBLE)" if boxed else "NULL" for each in CORNERS)
    bits = " + ".join(
        f"CASE WHEN {each} = '1' THEN {bit} ELSE 0 END"
        for each, bit in FLAGGED.items()
        if each in header and boxed
    )
    present = "TRUE" if boxed else "TRY_CAST(Confidence AS DOUBLE) = 1"
    absent = "FALSE" if boxed else "TRY_CAST(Confidence AS DOUBLE) = 0"
    split = found.split_number(split_of(file, source))
    table = (
        f"SELECT ImageID, LabelName, {split} AS split, {bits or '0'} AS bits, {corners}, "
        f"coalesce({present}, FALSE), coalesce({absent}, FALSE) "
        f"FROM read_csv({duck.literal(duck.pattern(file))}, auto_detect = false, header = true, "
        f"delim = ',', quote = '\"', columns = {{{columns}}})"
    )
    connection.execute(
        "CREATE TABLE IF NOT EXISTS gathered (image VARCHAR, label VARCHAR, split INTEGER, "
        "bits UTINYINT, x0 DOUBLE, y0 DOUBLE, x1 DOUBLE, y1 DOUBLE, present BOOLEAN, "
        "absent BOOLEAN)"
    )
    try:
        duck.run(connection, lambda: connection.execute(f"INSERT INTO gathered {table}"), tell)
    except duckdb.Error as fault:
        line = _LINE.search(str(fault))
        where = f"{name}, row {int(line[1]):,}" if line else name
        raise UploadError(
            f"{where}: expected CSV in UTF-8 with {len(header)} columns, found a row that is not. "
            "It may be truncated; download it again."
        ) from fault


def _say(connection: duckdb.DuckDBPyConnection, found: Annotations, boxed: bool) -> None:
    """Count the rows that are left out, and remove them."""
    nameless = "image IS NULL OR label IS NULL"
    kinds = {"rows without an image or a class": nameless}
    if not boxed:
        kinds["labels that were verified as absent"] = f"absent AND NOT ({nameless})"
        kinds["labels with a confidence that is neither 0 nor 1"] = (
            f"NOT present AND NOT absent AND NOT ({nameless})"
        )
    for what, condition in kinds.items():
        query = f"SELECT count(*), min(coalesce(image, label, '')) FROM gathered WHERE {condition}"
        count, first = _row(connection, query)
        found.asides.add(what, f"image {shown(first or '')}", count=int(str(count)))
    connection.execute(f"DELETE FROM gathered WHERE NOT present OR {nameless}")


def _number(
    connection: duckdb.DuckDBPyConnection, found: Annotations, names: dict[str, str]
) -> None:
    """Number images by split and id, and classes by id."""
    connection.execute(
        "CREATE TABLE images AS SELECT split, image, row_number() OVER (ORDER BY split, image) - 1 "
        "AS number FROM (SELECT DISTINCT split, image FROM gathered)"
    )
    listed = connection.execute("SELECT DISTINCT label FROM gathered ORDER BY label").fetchall()
    connection.execute("CREATE TABLE classes (label VARCHAR, position INTEGER)")
    places = []
    for key in sorted({str(label) for (label,) in listed} | names.keys()):
        row = (key, names.get(key, key), key if MID.fullmatch(key) else "")
        places.append((key, found.class_position(key, row)))
    if places:
        connection.executemany("INSERT INTO classes VALUES (?, ?)", places)


def _add_images(
    connection: duckdb.DuckDBPyConnection, found: Annotations, sizes: dict[str, image_sizes.Size]
) -> None:
    rows = connection.execute("SELECT split, image FROM images ORDER BY number")
    while batch := rows.fetchmany(ROWS):
        for split, image in batch:
            found.add_image(split, *sizes.get(str(image), (UNKNOWN, UNKNOWN)))


def _add_labels(
    connection: duckdb.DuckDBPyConnection, found: Annotations, boxed: bool, report: Report
) -> None:
    (total,) = _row(connection, "SELECT count(*) FROM gathered")
    query = (
        f"SELECT number::INTEGER, position, (bits + {BOXED if boxed else 0})::UTINYINT, "
        + ", ".join(f"coalesce({each}, 'nan'::DOUBLE)" for each in ("x0", "y0", "x1", "y1"))
        + " FROM gathered JOIN images USING (split, image) JOIN classes USING (label) "
        "ORDER BY number, position, x0, y0, x1, y1"
    )

    def tell(share: float, sentence: str) -> None:
        report(0.6 + 0.2 * share, f"numbering images and classes {sentence}".strip())

    reader = duck.run(connection, lambda: connection.sql(query).to_arrow_reader(ROWS), tell)
    for batch in reader:
        columns = [column.to_numpy(zero_copy_only=False) for column in batch.columns]
        for values, kind, target in (
            (columns[0], np.int32, found.image),
            (columns[1], np.int32, found.position),
            (columns[2], np.uint8, found.flags),
            (np.stack(columns[3:], axis=1), np.float64, found.corners),
        ):
            target.frombytes(np.ascontiguousarray(values, kind).tobytes())
        done = len(found.image)
        report(0.8 + 0.15 * done / max(1, int(str(total))), f"{done:,} rows fetched")


def _place(connection: duckdb.DuckDBPyConnection, image: int) -> str:
    (name,) = _row(connection, f"SELECT image FROM images WHERE number = {int(image)}")
    return f"image {shown(name)}"


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> Sequence[object]:
    (row,) = connection.execute(query).fetchall()
    return tuple(row)


def _descriptions(folder: Path) -> dict[str, str]:
    """Names of classes by id, from the lists beside the files, if they are there."""
    found: dict[str, str] = {}
    for file in _lists(folder):
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as source:
            for row in csv.reader(source.read(4_000_000).splitlines()):
                if len(row) >= 2 and MID.fullmatch(row[0]):
                    found.setdefault(row[0], row[1])
    return found


def _lists(folder: Path) -> list[Path]:
    return sorted(folder.glob("*class-descriptions*.csv"))[:3]


def _companions(path: Path) -> list[Path]:
    return _lists(path.parent) if path.is_file() else []


def _header(path: Path) -> list[str]:
    with path.open("rb") as file:
        line = file.readline(65_536).removeprefix(b"\xef\xbb\xbf")
    try:
        return next(csv.reader([line.decode("utf-8").rstrip("\r\n")]), [])
    except (UnicodeDecodeError, csv.Error):
        return []


def _recognise(path: Path) -> str:
    files, _ = _files(path)
    if not files:
        return ""
    what = "boxes" if set(_header(files[0])) >= BOXES else "labels of whole images"
    return f"{shown(files[0].name)} has the columns of Open Images' {what}."


def _files(path: Path) -> tuple[list[Path], list[Path]]:
    """Files of boxes, else of labels of images; and those of labels that are left out."""
    every = [path] if path.is_file() else sorted(path.glob("*.csv"))
    headers = {
        each: set(_header(each))
        for each in every
        if each.suffix.lower() == ".csv" and each.is_file()
    }
    boxes = [each for each, header in headers.items() if header >= BOXES]
    # Files of another kind, of masks or relations, have further columns.
    known = LABELS | {"Source"}
    labels = [each for each, header in headers.items() if LABELS <= header <= known]
    return (boxes, labels) if boxes else (labels, [])


FORMAT = Format(
    key=KEY,
    title="Open Images CSV",
    about="CSV files of Open Images with boxes or labels of whole images (ImageID, LabelName).",
    recognise=_recognise,
    companions=_companions,
    read=_read,
    over=("folders", "manifest", "counts"),
)
