"""Sizes of images that a format does not store: from a table, or from the images themselves."""

import csv
from pathlib import Path, PurePath

from explorer.errors import UploadError
from explorer.ingest.datasets.annotations import UNKNOWN
from explorer.ingest.files.text_table import clean_name, shown

Size = tuple[float, float]

NO_SIZE: Size = (UNKNOWN, UNKNOWN)

COLUMNS = ("image", "width", "height")

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "PPM", "JPEG2000")
"""Formats whose headers are read; others may run programs of their own."""


def stem(name: str) -> str:
    """The name by which an image goes in a table of sizes: its own, without folders and suffix."""
    return PurePath(name.replace("\\", "/")).stem


def table(path: Path | None) -> dict[str, Size]:
    """Width and height in pixels by name of the image; none without a table.

    Args:
        path: a CSV file in UTF-8 with the columns image, width and height.

    Raises:
        UploadError: a column or a number is missing, with the row.
        OSError: it cannot be read.
    """
    if path is None:
        return {}
    name = clean_name(path.name)
    found: dict[str, Size] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := [each for each in COLUMNS if each not in (rows.fieldnames or ())]:
                raise UploadError(
                    f"{name} lacks the column {missing[0]}. A table of sizes is a CSV file with "
                    "the columns image, width and height."
                )
            for row in rows:
                found[stem(row["image"] or "")] = _size(name, rows.line_num, row)
    except (UnicodeDecodeError, csv.Error) as fault:
        raise UploadError(f"{name} is no CSV file in UTF-8. Write it again.") from fault
    return found


def _size(name: str, line: int, row: dict[str, str]) -> Size:
    try:
        size = float(row["width"]), float(row["height"])
    except (TypeError, ValueError):
        size = NO_SIZE
    if not all(0 < each < 1e9 for each in size):
        raise UploadError(
            f"{name}, row {line:,}: expected width and height in pixels, found "
            f"{shown(row['width'])} and {shown(row['height'])}."
        )
    return size


def of_file(path: Path) -> Size:
    """Width and height by the header of an image file; unknown if it is none."""
    from PIL import Image

    try:
        with path.open("rb") as file, Image.open(file, formats=FORMATS) as image:
            return float(image.width), float(image.height)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return NO_SIZE
