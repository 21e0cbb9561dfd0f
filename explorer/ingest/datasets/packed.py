"""A file's bytes, unpacked where it is a gzip archive, and its name without the ending of one."""

import gzip
import re
import zlib
from pathlib import Path
from typing import IO, cast

from explorer.errors import UploadError
from explorer.ingest.files.text_table import shown

GZIP = b"\x1f\x8b"
"""How a gzip archive begins."""

FAULTS = (EOFError, gzip.BadGzipFile, zlib.error)
"""Raised while a damaged archive is read."""


def opened(path: Path) -> IO[bytes]:
    """A file, to be read unpacked; what reads it may raise ``FAULTS``."""
    with path.open("rb") as file:
        packed = file.read(len(GZIP)) == GZIP
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def name(path: Path) -> str:
    """The name of what is in a file."""
    return re.sub(r"\.gz$", "", path.name, flags=re.IGNORECASE)


def read(path: Path, most: int) -> bytes:
    """The bytes of a file, unpacked; one more than ``most`` of them at most.

    Raises:
        UploadError: it is a damaged archive.
        OSError: it cannot be read.
    """
    try:
        with opened(path) as file:
            return file.read(most + 1)
    except FAULTS as fault:
        raise UploadError(
            f"{shown(path.name)} is no whole gzip file ({fault}). Pack it again."
        ) from fault
