"""Whether a source changed since it was read: how many files, how large, the newest."""

import glob
import os
from collections.abc import Iterator
from pathlib import Path

IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff")
"""Endings of files that are counted and never opened: another size of one changes no figure."""

State = dict[str, int]
"""files, bytes and newest (nanoseconds since 1970) of a source."""


def state(path: str) -> State:
    """How a file, a folder or the files of a glob are now; zeros where there is nothing.

    Of images only the number counts, so that a folder of millions is looked through once.
    """
    found = {"files": 0, "bytes": 0, "newest": 0}
    for each in _files(path):
        found["files"] += 1
        if isinstance(each, os.DirEntry) and each.name.lower().endswith(IMAGES):
            continue
        try:
            about = each.stat()
        except OSError:
            continue
        found["bytes"] += about.st_size
        found["newest"] = max(found["newest"], about.st_mtime_ns)
    return found


def _files(path: str) -> Iterator["os.DirEntry[str] | Path"]:
    if Path(path).is_file():
        yield Path(path)
    elif Path(path).is_dir():
        yield from _below(path)
    else:
        for each in sorted(glob.glob(path, recursive=True)):  # noqa: PTH207 it is absolute
            yield from _files(each)


def links(path: Path) -> Iterator[Path]:
    """Symbolic links below a folder; they are not followed."""
    if path.is_dir():
        for entry in _entries(str(path)):
            if entry.is_symlink():
                yield Path(entry.path)


def _below(folder: str) -> Iterator["os.DirEntry[str]"]:
    """Files below a folder; a link to another folder is not followed."""
    for entry in _entries(folder):
        if not entry.is_dir() and entry.is_file():
            yield entry


def _entries(folder: str) -> Iterator["os.DirEntry[str]"]:
    """All that is below a folder; what cannot be read is left out."""
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    yield entry
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except OSError:
            continue
