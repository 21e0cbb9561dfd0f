"""A table of text cells as every reader returns it, and how a file that is not one is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.errors import UploadError
from explorer.formatting import counted
from explorer.settings import Settings

SHOWN = 40
"""Maximum number of characters of a value or a name that a sentence repeats."""

IMAGE_BY_POSITION = "image (by position)"
"""Name of the first column of a file without image names: it contains 1 to n."""

PREDICTION = "prediction"
"""Name of the column of classes if the file gives it no name and no other column could be one."""


@dataclass(frozen=True)
class TextTable:
    """A table of text cells.

    Attributes:
        name: of the file, cleaned of what could not be shown.
        header: names of the columns as written.
        rows: number of the row in the file (line of a text file, row or item of any other, all
            from 1) and its cells, without spaces around them; as many as the header has.
        notes: sentences on how the file was read ("Read as JSON lines: 50,000 rows."); none for a
            delimited table with a header line or plain Parquet.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()


class Faults:
    """The faults of a file: the first few as sentences, the rest as a number.

    Attributes:
        limit: how many sentences are kept.
        first: these sentences.
        count: of all faults.
    """

    def __init__(self, limit: int) -> None:
        """No fault yet."""
        self.limit = limit
        self.first: list[str] = []
        self.count = 0

    def add(self, sentence: str) -> None:
        """One fault more."""
        self.count += 1
        if self.count <= self.limit:
            self.first.append(sentence)


def shown(value: object) -> str:
    """A value of a file as a sentence repeats it."""
    text = value if isinstance(value, str) else str(value)
    quoted = repr(text[: 2 * SHOWN])
    return quoted if len(quoted) <= SHOWN else f"{quoted[: SHOWN - 1]}…'"


def clean_name(name: str) -> str:
    """A file's name without its folders and without what cannot be printed."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(each for each in last if each.isprintable())[:80].strip()
    return kept or "the file"


def not_utf8(name: str, fault: UnicodeDecodeError, advice: str, before: int = 0) -> UploadError:
    """The error that names the row and the byte at which a text is no UTF-8.

    Args:
        name: of the file.
        fault: of decoding the text.
        advice: a sentence on what to do.
        before: rows in front of what was decoded.
    """
    row = before + fault.object.count(b"\n", 0, fault.start) + 1
    return UploadError(
        f"{name}, row {row:,}: expected UTF-8 text, found the byte "
        f"0x{fault.object[fault.start]:02x}. {advice}"
    )


def refuse(name: str, faults: Sequence[str] | Faults, limit: int) -> UploadError:
    """The error for a file with problems: the first ones, and the number of further ones."""
    if isinstance(faults, Faults):
        first, count = faults.first[:limit], faults.count
    else:
        first, count = list(faults[:limit]), len(faults)
    more = f" And {count - len(first):,} more." if count > len(first) else ""
    number = counted(count, "problem")
    return UploadError(
        f"{name} was rejected because of {number}. {' '.join(first)}{more} Correct the file and "
        "upload it again."
    )


def check_header(name: str, header: Sequence[str], settings: Settings) -> None:
    """Raises UploadError if there are too many columns or two of one name."""
    if len(header) > settings.upload_columns:
        raise UploadError(
            f"{name} has {len(header):,} columns; the limit is {settings.upload_columns} "
            "(EXPLORER_UPLOAD_COLUMNS). Leave out columns that are not needed."
        )
    known: set[str] = set()
    for column in header:
        if column.lower() in known:
            raise UploadError(f"{name}, row 1: the column {shown(column)} appears twice.")
        known.add(column.lower())


def check_size(name: str, rows: int, columns: int, settings: Settings) -> None:
    """Raises UploadError if a table of that size is larger than the limits."""
    if rows > settings.upload_rows:
        raise UploadError(
            f"{name} has more than {settings.upload_rows:,} rows, which is the limit "
            "(EXPLORER_UPLOAD_ROWS)."
        )
    if rows * columns > settings.upload_cells:
        raise UploadError(
            f"{name} has more than {settings.upload_cells:,} cells, which is the limit "
            "(EXPLORER_UPLOAD_CELLS). Leave out columns that are not needed."
        )
