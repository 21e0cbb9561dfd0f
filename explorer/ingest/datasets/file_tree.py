"""Files of some kind below a folder, each folder once, with what could not be read."""

import os
from collections.abc import Iterator
from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.datasets.annotations import Asides
from explorer.ingest.files.text_table import shown
from explorer.settings import Settings


def files(
    root: Path, suffixes: frozenset[str], settings: Settings, asides: Asides
) -> Iterator[Path]:
    """Files by their suffixes, in the order of their names, links followed.

    Args:
        root: a folder.
        suffixes: those that are wanted, in small letters, with their dots.
        settings: the limits of folders and files.
        asides: collects folders that cannot be read, and circular links.

    Raises:
        UploadError: there are more files or folders than the limits.
        OSError: the root cannot be read.
    """
    waiting = [root]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        folder = waiting.pop()
        name = shown(os.path.relpath(folder, root))
        try:
            state = folder.stat()
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as fault:
            if folder == root:
                raise
            asides.add(f"folders that cannot be read ({fault.strerror})", name)
            continue
        if (state.st_dev, state.st_ino) in seen:
            asides.add("links to folders that were read already", name)
            continue
        seen.add((state.st_dev, state.st_ino))
        inner: list[Path] = []
        for entry in entries:
            kind = _kind(entry)
            if kind == "folder":
                inner.append(Path(entry.path))
            elif kind == "file":
                count += 1
                if os.path.splitext(entry.name)[1].lower() in suffixes:  # noqa: PTH122 - quicker
                    yield Path(entry.path)
            else:
                asides.add("links that lead nowhere, and special files", shown(entry.name))
        waiting += reversed(inner)
        _check(count, settings.folder_files, "files", "EXPLORER_FOLDER_FILES")
        _check(
            len(seen) + len(waiting), settings.folder_folders, "folders", "EXPLORER_FOLDER_FOLDERS"
        )


def _kind(entry: "os.DirEntry[str]") -> str:
    try:
        return "folder" if entry.is_dir() else "file" if entry.is_file() else ""
    except OSError:  # a link to itself
        return ""


def _check(count: int, most: int, what: str, variable: str) -> None:
    if count > most:
        raise UploadError(
            f"There are more than {most:,} {what}, which is the limit ({variable}). Name a folder "
            "further down."
        )


def read_small(path: Path, settings: Settings) -> bytes | None:
    """A file of one image, or of settings, whole; None if it is larger than those may be.

    Raises:
        OSError: it cannot be read.
    """
    most = settings.annotation_megabytes * 1_000_000
    with path.open("rb") as file:
        data = file.read(most + 1)
    return data if len(data) <= most else None
