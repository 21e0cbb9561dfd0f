"""Files of a folder that are a data set by themselves, of whichever format.

A folder is read as one data set. Files of another format in it, such as a table of counts beside
annotations, are not read with it; they are named, so that nothing is passed over in silence.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.datasets.content import Aside
from explorer.ingest.datasets.format import Format
from explorer.ingest.files.text_table import shown

ENDINGS = frozenset(
    (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".pq", ".tar", ".gz")
)
"""Of files that can be a data set by themselves."""

FOLDERS, ENTRIES = 50, 2_000
"""Subfolders that are looked into, and entries of each."""

OF_A_KIND = 20
"""Files of one ending that are opened."""

Recognised = Callable[[Path], str]
"""Key of the one format that a file is of; empty if it is of none, or of several."""

Found = Mapping[str, tuple[Path, ...]]
"""Files by key of their format."""


def files(folder: Path, recognised: Recognised) -> Found:
    """The files right in a folder, or in one of its subfolders, that are a data set each."""
    found: dict[str, list[Path]] = {}
    for file in _candidates(folder):
        try:
            key = recognised(file)
        except (OSError, UploadError):
            continue
        if key:
            found.setdefault(key, []).append(file)
    return {key: tuple(paths) for key, paths in found.items()}


def _candidates(folder: Path) -> Iterator[Path]:
    looked: Counter[str] = Counter()
    inner: list[Path] = []
    for entry in _entries(folder):
        if entry.is_dir():
            inner.append(Path(entry.path))
        elif _is_candidate(entry, looked):
            yield Path(entry.path)
    for each in inner[:FOLDERS]:
        for entry in islice(_entries(each), ENTRIES):
            # Text files below are the rows of single images, as of YOLO.
            if not entry.name.lower().endswith(".txt") and _is_candidate(entry, looked):
                yield Path(entry.path)


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as found:
            return sorted(
                (each for each in found if each.name[0] != "." and each.name != "__MACOSX"),
                key=lambda each: each.name,
            )
    except OSError:
        return []


def _is_candidate(entry: "os.DirEntry[str]", looked: Counter[str]) -> bool:
    ending = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 - quicker
    if ending not in ENDINGS or looked[ending] >= OF_A_KIND:
        return False
    try:
        if not entry.is_file():
            return False
    except OSError:  # a link to itself
        return False
    looked[ending] += 1
    return True


def asides(folder: Path, found: Found, read: Format, known: Mapping[str, Format]) -> list[Aside]:
    """Notes about files of other formats than the one that a folder was read as."""
    return [
        Aside(
            what=(
                f"files of another format ({known[key].title}), not read with this folder; add "
                "each by its own path"
            ),
            count=len(paths),
            where=shown(str(paths[0].relative_to(folder))),
        )
        for key, paths in found.items()
        if key != read.key
    ]


def sentence(folder: Path, found: Found, known: Mapping[str, Format]) -> str:
    """Which files of a folder can be added by themselves."""
    parts = []
    for key, paths in found.items():
        names = ", ".join(shown(str(each.relative_to(folder))) for each in paths[:3])
        more = f" and {len(paths) - 3:,} more" if len(paths) > 3 else ""
        parts.append(f"{names}{more} ({known[key].title})")
    return "; ".join(parts)
