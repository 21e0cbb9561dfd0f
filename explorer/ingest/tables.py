"""Uploaded bytes as a table of text, or a sentence that says why not.

Nothing in a file is trusted: its name, its size on the inside, its encoding. Archives and
files that can hold programs are refused by their first bytes, unread.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from explorer.errors import UploadError
from explorer.settings import Settings

REFUSED = {
    b"PK\x03\x04": "a zip archive",
    b"PK\x05\x06": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstandard archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a rar archive",
    b"\x80\x02": "a pickle",
    b"\x80\x03": "a pickle",
    b"\x80\x04": "a pickle",
    b"\x80\x05": "a pickle",
    b"\x93NUMPY": "a NumPy file",
    b"\x89HDF": "an HDF5 file",
    b"%PDF": "a PDF file",
}
"""First bytes of what is refused, and what it is."""

WIDE = (b"\xff\xfe", b"\xfe\xff")
"""First bytes of UTF-16 text."""

DELIMITERS = ",\t;|"
SHOWN = 40
"""Characters of a value or a name that a sentence repeats."""

IMAGE_BY_POSITION = "image (by position)"
"""Name of the first column where a file names no image: it holds 1 to n."""


@dataclass(frozen=True)
class TextTable:
    """A table of text cells.

    Attributes:
        name: of the file, cleaned of what could not be shown.
        header: names of the columns, as they stand.
        rows: number of the row in the file (line of a text file, row of a Parquet file, both
            from 1) and its cells, without spaces around them; as many as the header has.
        notes: sentences on how the file was read ("Read as JSON lines: 50,000 rows."); none for a
            delimited table with a header line or plain Parquet.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()


def shown(value: object) -> str:
    """A value of a file as a sentence repeats it."""
    text = repr(str(value))
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…'"


def clean_name(name: str) -> str:
    """A file's name without its folders and without what cannot be printed."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(each for each in last if each.isprintable())[:80].strip()
    return kept or "the file"


def refuse(name: str, faults: Sequence[str], limit: int) -> UploadError:
    """The error that names the first faults of a file and how many more there are."""
    more = f" And {len(faults) - limit:,} more." if len(faults) > limit else ""
    count = "1 fault" if len(faults) == 1 else f"{len(faults):,} faults"
    return UploadError(
        f"{name} was not taken: {count}. {' '.join(faults[:limit])}{more} Correct the file and "
        "upload it again; nothing of it was kept."
    )


def read(name: str, data: bytes, settings: Settings) -> TextTable:
    """The table in a file: CSV, TSV or other delimited text in UTF-8, or Parquet.

    Raises:
        UploadError: it is too large, no table, or not whole.
    """
    name = clean_name(name)
    if len(data) > settings.upload_megabytes * 1_000_000:
        raise UploadError(
            f"{name} has {len(data) / 1e6:,.0f} MB; files of up to {settings.upload_megabytes:,} "
            "MB are taken. Leave out columns that are not needed."
        )
    if not data.strip():
        raise UploadError(f"{name} is empty. A table with a header line is expected.")
    for beginning, what in REFUSED.items():
        if data.startswith(beginning):
            raise UploadError(
                f"{name} is {what} and was not opened. Upload a table as it is: CSV, TSV or "
                "Parquet."
            )
    if data.startswith(b"PAR1"):
        return _parquet(name, data, settings)
    return _text(name, data, settings)


def _text(name: str, data: bytes, settings: Settings) -> TextTable:
    if data.startswith(WIDE):
        raise UploadError(f"{name} is UTF-16 text. Save it as UTF-8 and upload it again.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise UploadError(
            f"{name}, row {line}: expected UTF-8 text, found the byte 0x{data[fault.start]:02x}. "
            "Save it as UTF-8 and upload it again."
        ) from fault
    if "\0" in text:
        raise UploadError(f"{name} is not text: it holds zero bytes. Upload CSV, TSV or Parquet.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    if delimiter not in first:
        raise UploadError(
            f"{name}, row 1: expected a header of at least two columns, parted by commas or "
            f"tabulators, found {shown(first)}."
        )
    rows: list[tuple[int, tuple[str, ...]]] = []
    header: tuple[str, ...] = ()
    faults: list[str] = []
    for line, cells in _records(name, text, delimiter):
        if not header:
            header = cells
            _check_header(name, header, settings)
        elif len(cells) != len(header):
            faults.append(f"Row {line}: expected {len(header)} columns, found {len(cells)}.")
        else:
            rows.append((line, cells))
            if len(rows) > settings.upload_rows:
                raise _too_long(name, settings)
    if faults:
        raise refuse(name, faults, settings.upload_faults)
    if not rows:
        raise UploadError(f"{name} has a header and no row.")
    return TextTable(name, header, tuple(rows))


def _records(name: str, text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, tuple(cell.strip() for cell in record)
            line = reader.line_num + 1
    except csv.Error as fault:
        raise UploadError(
            f"{name}, row {line}: expected delimited text, found a fault in it ({fault}). Correct "
            "it and upload it again."
        ) from fault


def _check_header(name: str, header: Sequence[str], settings: Settings) -> None:
    if len(header) > settings.upload_columns:
        raise UploadError(
            f"{name} has {len(header):,} columns; up to {settings.upload_columns} are taken."
        )
    known: set[str] = set()
    for column in header:
        if column.lower() in known:
            raise UploadError(f"{name}, row 1: the column {shown(column)} stands there twice.")
        known.add(column.lower())


def _too_long(name: str, settings: Settings) -> UploadError:
    return UploadError(f"{name} has more than {settings.upload_rows:,} rows, which is the limit.")


def _parquet(name: str, data: bytes, settings: Settings) -> TextTable:
    try:
        file = pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True)
        about = file.metadata
        unpacked = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
        header = tuple(file.schema_arrow.names)
        if about.num_rows > settings.upload_rows:
            raise _too_long(name, settings)
        _check_header(name, header, settings)
        if unpacked > settings.upload_unpacked_megabytes * 1_000_000:
            raise UploadError(
                f"{name} unpacks to {unpacked / 1e6:,.0f} MB; up to "
                f"{settings.upload_unpacked_megabytes:,} MB are taken."
            )
        for column in file.schema_arrow:
            if not _plain(column.type):
                raise UploadError(
                    f"{name}, column {shown(column.name)}: expected numbers or text, found values "
                    f"of type {column.type}."
                )
        columns = [_words(column) for column in file.read(use_threads=False).columns]
    except UploadError:
        raise
    except Exception as fault:  # pyarrow raises a dozen unrelated errors for a damaged file
        raise UploadError(
            f"{name}: expected a whole Parquet file, found a fault in it "
            f"({shown(fault).strip(chr(39))}). Make it anew and upload it again."
        ) from fault
    rows = tuple(enumerate(zip(*columns, strict=True), start=1))
    if not rows:
        raise UploadError(f"{name} has columns and no row.")
    return TextTable(name, header, rows)


def _plain(kind: pa.DataType) -> bool:
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        kind = kind.value_type
    return bool(
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
    )


def _words(column: pa.ChunkedArray) -> list[str]:
    return [_word(value) for value in column.to_pylist()]


def _word(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return " ".join(map(_word, value))
        case float() if value.is_integer():
            return str(int(value))
    return str(value).strip()
