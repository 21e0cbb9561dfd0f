"""Delimited text as a table: CSV, TSV and others, lists without a header line, reports.

Lines are decoded and parsed one at a time, so memory follows the table that is kept, not what the
text could be taken for. Every record counts against the limit of rows, malformed ones too.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from explorer.errors import UploadError
from explorer.ingest.files import cells, reports
from explorer.ingest.files.text_table import (
    IMAGE_BY_POSITION,
    PREDICTION,
    Faults,
    TextTable,
    check_header,
    check_size,
    not_utf8,
    refuse,
    shown,
)
from explorer.settings import Settings

DELIMITERS = ",\t;|"
VALIDATION = re.compile(r"ILSVRC2012_val_\d{8}", re.IGNORECASE)
PICTURES = (".jpeg", ".jpg", ".png")
CLASS = re.compile(r"\d{1,4}|n\d{8}")
FRACTION = re.compile(r"0?\.\d+|[01](?:\.\d+)?|\d\.?\d*e-\d+", re.IGNORECASE)
NAMED = re.compile(
    r"image|pred|label|class|file|path|wnid|top|prob|conf|target|true|index", re.IGNORECASE
)

SHARE = re.compile(r"acc|recall|error", re.IGNORECASE)

Record = tuple[int, tuple[str, ...]]


def read(name: str, data: bytes, settings: Settings) -> TextTable:
    """The table in a text file.

    Raises:
        UploadError: it is not UTF-8, no table, or a row has too many or too few columns.
    """
    if b"\0" in data:
        raise UploadError(
            f"{name} is not a text file: it contains NUL bytes. Upload CSV, TSV or Parquet."
        )
    lines = _Lines(name, data, settings)
    line, first = next(((at, text) for at, text in lines if text.strip()), (0, ""))
    if reports.is_report(first):
        return reports.from_text(name, lines.each(), settings)
    delimiter = _delimiter(name, line, first.strip())
    records = _records(name, lines, (line, first), delimiter)
    line, header = next(records)
    notes: list[str] = []
    if _is_data(header):
        body, notes = [(line, header)], ["Read as a list without a header line."]
        header, numbered = _headless(name, line, header), header[0] == "1" and len(header) > 1
    else:
        body, numbered = [], False
    check_header(name, header, settings)
    rows = _rows(name, header, body, records, settings)
    if numbered and any(record[0] != str(at) for at, (_, record) in enumerate(rows, start=1)):
        raise _nameless(name, line, rows[0][1])
    return _finished(name, header, rows, notes, settings)


class _Lines:
    """Lines of a text with their numbers from 1, none longer than a record may be.

    A record can span several lines inside quotes; ``begin`` marks the start of a new one.
    """

    def __init__(self, name: str, data: bytes, settings: Settings) -> None:
        self.name, self.data = name, data
        self.most = 4 * settings.upload_cell_characters
        self.text = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline="")
        self.line = 0
        self.length = 0

    def each(self) -> Iterator[tuple[int, str]]:
        """Lines that are a record each."""
        for line in self:
            self.begin()
            yield line

    def begin(self) -> None:
        self.length = 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self

    def __next__(self) -> tuple[int, str]:
        try:
            text = self.text.readline(self.most + 1)
        except UnicodeDecodeError as fault:
            raise self._not_utf8() from fault
        if not text:
            raise StopIteration
        self.line += 1
        self.length += len(text)
        if self.length > self.most:
            raise UploadError(
                f"{self.name}, row {self.line:,}: expected at most {self.most:,} characters in a "
                "row, found more. If it is a table, leave out columns that are not needed; if a "
                "quotation mark is open, close it."
            )
        return self.line, text

    def _not_utf8(self) -> UploadError:
        for before, each in enumerate(io.BytesIO(self.data)):
            try:
                each.decode("utf-8-sig")
            except UnicodeDecodeError as fault:
                advice = "Save it as UTF-8 and upload it again."
                return not_utf8(self.name, fault, advice, before)
        return UploadError(f"{self.name} is not UTF-8 text. Save it as UTF-8.")


def _delimiter(name: str, line: int, first: str) -> str:
    """The delimiter: one of ``DELIMITERS``, a space, or the empty string for a single column."""
    words = first.split()
    if len(words) > 1 and "\t" not in first and is_image(words[0].rstrip(",;|")):
        found = words[0][-1] if words[0][-1] in ",;|" else " "
        return found if found == " " or found in first else " "
    delimiter = max(DELIMITERS, key=first.count)
    if delimiter in first:
        return delimiter
    if len(words) == 1 and (CLASS.fullmatch(first) or NAMED.search(first)):
        return ""
    if len(words) == 1 and (FRACTION.fullmatch(first) or SHARE.search(first)):
        raise UploadError(
            f"{name} has only one column, which begins with {shown(first)}. If it contains "
            "accuracies, add a column with the class of each (wnid, class index or name) and a "
            "header line such as wnid,accuracy."
        )
    if len(words) > 1 and (all(map(NAMED.search, words)) or all(map(CLASS.fullmatch, words))):
        return " "
    raise UploadError(
        f"{name}, row {line:,}: expected a header with at least two columns separated by commas "
        f"or tabs, found {shown(first)}."
    )


def _records(name: str, lines: _Lines, first: tuple[int, str], delimiter: str) -> Iterator[Record]:
    """Records with the line that each begins on and its cells; blank lines are records too."""
    if delimiter in {"", " "}:
        yield first[0], tuple(first[1].split()) if delimiter else (first[1].strip(),)
        for line, text in lines.each():
            yield line, tuple(text.split()) if delimiter else (text.strip(),)
        return

    def texts() -> Iterator[str]:
        yield first[1]
        for _, text in lines:
            yield text

    reader = csv.reader(texts(), delimiter=delimiter, strict=True)
    line = first[0]
    try:
        for record in reader:
            yield line, tuple(cells.plain(cell.strip()) for cell in record)
            line = lines.line + 1
            lines.begin()
    except csv.Error as fault:
        raise UploadError(
            f"{name}, row {line:,}: this is not valid delimited text ({fault}). Correct the file "
            "and upload it again."
        ) from fault


def is_image(cell: str) -> bool:
    """Whether a cell is the name of an image."""
    return bool(VALIDATION.search(cell)) or cell.lower().endswith(PICTURES)


def _is_data(record: Sequence[str]) -> bool:
    """Whether a first record is a row: it begins with an image or is all classes and numbers."""
    return bool(is_image(record[0])) or all(
        CLASS.fullmatch(cell) or FRACTION.fullmatch(cell) for cell in record
    )


def _headless(name: str, line: int, record: Sequence[str]) -> tuple[str, ...]:
    """Names for the columns of a list without a header line."""
    first, *rest = record
    classes = [bool(CLASS.fullmatch(cell)) for cell in rest]
    if is_image(first) or (line == 1 and first == "1" and rest):
        if classes == [True]:
            return "image", "class"
        if len(rest) == 2 and classes[0] and FRACTION.fullmatch(rest[1]) and not classes[1]:
            return "image", "class", "probability"
        if len(rest) == 5 and all(classes) and len(set(rest)) == 5:
            return "image", "top1", "top2", "top3", "top4", "top5"
    if not rest and CLASS.fullmatch(first):
        return (PREDICTION,)
    raise _nameless(name, line, record)


def _nameless(name: str, line: int, record: Sequence[str]) -> UploadError:
    return UploadError(
        f"{name}, row {line:,}: there is no header line, and the meaning of the {len(record)} "
        "columns "
        f"is not clear from {', '.join(map(shown, record[:6]))}. Add a first line with the names "
        "of "
        "the columns, such as image,prediction or wnid,accuracy."
    )


def _rows(
    name: str,
    header: Sequence[str],
    body: list[Record],
    records: Iterator[Record],
    settings: Settings,
) -> list[Record]:
    rows = list(body)
    faults = Faults(settings.upload_faults)
    count = len(rows)
    commas = False
    width = len(header)
    for line, record in records:
        count += 1
        check_size(name, count, width if count > 1_000 else 1, settings)
        if len(record) == width and any(record):
            rows.append((line, record))
            if len(max(record, key=len)) > settings.upload_cell_characters:
                _check_cells(name, header, line, record, settings)
        elif any(record):
            faults.add(f"Row {line:,}: expected {width} columns, found {len(record)}.")
            commas = commas or len(record) > width
    if faults.count:
        if commas:
            faults.first[-1] += (
                " A cell with a comma in it, such as a name, is put into quotation marks."
            )
        raise refuse(name, faults, settings.upload_faults)
    if not rows:
        raise UploadError(f"{name} has a header but no rows.")
    check_size(name, len(rows), width, settings)
    return rows


def _check_cells(
    name: str, header: Sequence[str], line: int, record: Sequence[str], settings: Settings
) -> None:
    for title, cell in zip(header, record, strict=True):
        if len(cell) > settings.upload_cell_characters and cells.needed(title):
            raise cells.long_cell(name, line, title, settings)


def _finished(
    name: str,
    header: tuple[str, ...],
    rows: list[Record],
    notes: list[str],
    settings: Settings,
) -> TextTable:
    """The table with lists in cells as columns, and with images where only classes are given."""
    if reports.is_report_table(header):
        header, rows, note = reports.from_table(header, rows)
        notes = [*notes, note]
        if not rows:
            raise UploadError(f"{name} is a classification report without classes.")
    header, rows = _without_lists(name, header, rows, settings)
    if len(header) == 1:
        header = (IMAGE_BY_POSITION, *header)
        rows = [(line, (str(at), *record)) for at, (line, record) in enumerate(rows, start=1)]
        notes = [*notes, by_position(len(rows))]
    return TextTable(name, header, tuple(rows), tuple(notes))


def by_position(rows: int) -> str:
    """The sentence for a file that names no images."""
    return f"The file names no images: its rows are numbered 1 to {rows:,}."


def _without_lists(
    name: str, header: tuple[str, ...], rows: list[Record], settings: Settings
) -> tuple[tuple[str, ...], list[Record]]:
    places = [at for at, cell in enumerate(rows[0][1]) if cell.startswith("[")]
    found = {at: cells.listed([record[at] for _, record in rows]) for at in places}
    if not any(found.values()):
        return header, rows
    columns: dict[str, list[str]] = {}
    for at, title in enumerate(header):
        lists = found.get(at)
        if lists is None:
            columns[title] = [record[at] for _, record in rows]
        else:
            columns |= cells.text_columns(name, title, lists, settings)
    check_header(name, list(columns), settings)
    check_size(name, len(rows), len(columns), settings)
    return tuple(columns), [
        (line, record)
        for (line, _), record in zip(rows, zip(*columns.values(), strict=True), strict=True)
    ]
