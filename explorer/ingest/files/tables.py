"""Parse an upload into a table of text; raise UploadError if that is not possible.

Nothing in a file is trusted: its name, its size on the inside, its encoding. Archives and
files that can contain code are rejected by their first bytes, unread. Delimited text and small JSON
are read in this process; formats that can decode to far more than their size are read in a separate
one.
"""

from explorer.errors import UploadError
from explorer.ingest.files import confined, delimited, json_tables
from explorer.ingest.files.kinds import Refused, kind
from explorer.ingest.files.text_table import (
    IMAGE_BY_POSITION,
    PREDICTION,
    SHOWN,
    Faults,
    TextTable,
    clean_name,
    refuse,
    shown,
)
from explorer.settings import Settings

__all__ = [
    "IMAGE_BY_POSITION",
    "PREDICTION",
    "SHOWN",
    "Faults",
    "TextTable",
    "clean_name",
    "read",
    "refuse",
    "shown",
]

SMALL_JSON = 1_000_000
"""Bytes of JSON that are parsed without a process of its own: 25 MB in memory at the worst."""


def read(name: str, data: bytes, settings: Settings) -> TextTable:
    """The table in a file: delimited text in UTF-8, JSON, Parquet, or NumPy's .npy and .npz.

    Raises:
        UploadError: it is too large, no table, or not whole.
    """
    name = clean_name(name)
    if len(data) > settings.upload_megabytes * 1_000_000:
        raise UploadError(
            f"{name} is {len(data) / 1e6:,.0f} MB; the limit is {settings.upload_megabytes:,} MB "
            "(EXPLORER_UPLOAD_MEGABYTES). Leave out columns that are not needed."
        )
    if not data[:1_000].strip() and not data.strip():
        raise UploadError(f"{name} is empty; expected a table with a header line.")
    what = kind(data)
    if isinstance(what, Refused):
        raise UploadError(f"{name} is {what.what}, which is not supported. {what.advice}")
    if what == "text":
        return delimited.read(name, data, settings)
    if what == "json" and len(data) <= SMALL_JSON:
        return json_tables.read(name, data, settings)
    return confined.read(what, name, data, settings)
