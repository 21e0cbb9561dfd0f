"""A data set that was dropped as files, or that a path names in a browser, read like any other."""

import dataclasses
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from explorer.errors import UploadError
from explorer.formatting import counted
from explorer.ingest.datasets import formats, header
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.formats import UNCHOSEN
from explorer.ingest.datasets.header import Header
from explorer.ingest.files.text_table import clean_name
from explorer.progress import Report, silent
from explorer.settings import Settings

File = tuple[str, bytes]
"""Name and content of a file, as a browser hands it over."""


def read(
    files: Sequence[File],
    settings: Settings,
    report: Report = silent,
    format: str = "",  # noqa: A002 - as formats.read calls it
    options: Options = UNCHOSEN,
) -> Content:
    """A data set from files of a browser; several are read as a folder of them.

    They are written to a temporary folder, which is gone when this returns.

    Args:
        files: at least one.
        settings: limits; ``upload_megabytes`` applies to all files together.
        report: progress callback; can raise ``Cancelled``.
        format: key of a format; empty if it is to be recognised.
        options: what else was chosen.

    Raises:
        FormatChoiceNeeded: they can be of several formats, and none was chosen.
        UploadError: they are of none, too large, or cannot be taken.
        Cancelled: by the report.
    """
    size = sum(len(data) for _, data in files)
    if size > settings.upload_megabytes * 1_000_000:
        raise UploadError(
            f"The {counted(len(files), 'file')} have {size / 1e6:,.0f} MB; up to "
            f"{settings.upload_megabytes:,} MB are taken in a browser (EXPLORER_UPLOAD_MEGABYTES). "
            "Add larger data sets with the command imagenet-explorer add."
        )
    names = _names(files)
    with _placed(files) as source:
        content = formats.read(source, settings, report, format, options)
    told = ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
    # Where the files were for a moment, and since when, says nothing of them.
    read_from = dataclasses.replace(content.provenance, source=told, modified=None)
    return dataclasses.replace(content, provenance=read_from)


def look(files: Sequence[File], settings: Settings, format: str = "") -> Header | None:  # noqa: A002
    """The columns of dropped files, as ``header.look`` gives them."""
    with _placed(files) as source:
        return header.look(source, settings, format)


def _names(files: Sequence[File]) -> list[str]:
    return _apart([clean_name(name) for name, _ in files])


@contextmanager
def _placed(files: Sequence[File]) -> Iterator[Path]:
    """The files in a temporary folder: the only one itself, or the folder of them."""
    names = _names(files)
    with tempfile.TemporaryDirectory(prefix="imagenet-explorer-") as folder:
        place = Path(folder) / "dropped files"
        place.mkdir()
        for name, (_, data) in zip(names, files, strict=True):
            (place / name).write_bytes(data)
        yield place / names[0] if len(names) == 1 else place


def _apart(names: Sequence[str]) -> list[str]:
    """Names of files, a number added to those that are there already, whatever their case."""
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        stem, dot, ending = name.rpartition(".")
        called, count = name if name.strip(".") else "file", 1
        while called.lower() in taken:
            count += 1
            called = f"{stem or ending} ({count}){dot if stem else ''}{ending if stem else ''}"
        taken.add(called.lower())
        found.append(called)
    return found
