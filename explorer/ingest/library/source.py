"""Whether a source changed since it was read, and which of its files did.

The check is cheap: nothing is opened. A file that is no image counts with its name, size and time
of change; of images only the number in each folder counts, so that a folder of millions is looked
through once and no image is looked up. Up to a number of files (a setting) each is compared by
itself; of more, whole folders are compared, and the sum of their files' checksums tells that one
was changed, moved or replaced.
"""

import glob
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from explorer.formatting import counted, visible
from explorer.ingest.datasets import braces

IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff")
"""Endings of files that are counted and never opened: another size of one changes no figure."""

NAMED = 3
"""Files that a sentence names."""

Part = tuple[int, int, int]
"""Files, bytes and sum of checksums of a file, or of all in a folder."""


@dataclass(frozen=True)
class State:
    """How a source is at a time.

    Attributes:
        files: how many there are.
        size: of those that are no images, in bytes.
        newest: time of the last change of these, in nanoseconds since 1970.
        depth: folders that the names of parts have at most; None where every file is a part.
        parts: by name; a folder's name ends with a slash and represents all files in it that are
            no parts themselves.
    """

    files: int = 0
    size: int = 0
    newest: int = 0
    depth: int | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What ``of_json`` takes."""
        return {
            "files": self.files,
            "bytes": self.size,
            "newest": self.newest,
            "depth": self.depth,
            "parts": {name: list(part) for name, part in self.parts.items()},
        }


@dataclass(frozen=True)
class Difference:
    """What became of the files of a source.

    Attributes:
        changed, added, removed: names of files, and of folders with what is in them.
        whole: a sentence, where files cannot be distinguished.
    """

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    whole: str = ""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.changed or self.added or self.removed or self.whole)

    def __str__(self) -> str:
        """In a sentence; empty if nothing changed."""
        if self.whole:
            return self.whole
        said = [
            f"{what}: {_listed(names)}"
            for what, names in (
                ("changed", self.changed),
                ("added", self.added),
                ("removed", self.removed),
            )
            if names
        ]
        return f"Of its files, {'; '.join(said)}." if said else ""


def state(path: str, most: int, beside: Iterable[Path] = ()) -> State:
    """How a file, a folder or the files of a glob are now; no files where there is nothing.

    Args:
        path: absolute.
        most: number of files up to which each is a part.
        beside: further files and folders that are read with it; one that is not there is none.
    """
    gathering = _Gathering(most)
    base = _base(path)
    for root in _apart((path, *map(str, beside))):
        for each in _files(root):
            gathering.add(each, base)
    return gathering.state()


def _apart(roots: Iterable[str]) -> list[str]:
    """The roots that are below no other one, each once."""
    known = list(dict.fromkeys(roots))
    folders = [each for each in known if Path(each).is_dir()]
    return [
        root
        for root in known
        if not any(root != each and Path(root).is_relative_to(each) for each in folders)
    ]


def of_json(found: Mapping[str, Any]) -> State:
    """The state that ``State.as_json`` wrote, or an earlier version without parts.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    if not found:
        return State()
    depth = found.get("depth")
    return State(
        int(found["files"]),
        int(found["bytes"]),
        int(found["newest"]),
        None if depth is None else int(depth),
        {str(name): _part(part) for name, part in found.get("parts", {}).items()},
    )


def difference(before: State, now: State) -> Difference:
    """What changed between two states of a source."""
    if before.parts and before.depth != now.depth:
        return Difference(whole=_totals(before, now))
    if not before.parts:
        same = (before.files, before.size, before.newest) == (now.files, now.size, now.newest)
        return Difference() if same else Difference(whole=_totals(before, now))
    changed = [
        _told(name, part, now.parts[name])
        for name, part in before.parts.items()
        if name in now.parts and now.parts[name] != part
    ]
    added = [name for name in now.parts if name not in before.parts]
    removed = [name for name in before.parts if name not in now.parts]
    return Difference(tuple(changed), tuple(added), tuple(removed))


def links(path: Path) -> Iterator[Path]:
    """Symbolic links below a folder; they are not followed."""
    if path.is_dir():
        for entry in _entries(str(path)):
            if entry.is_symlink():
                yield Path(entry.path)


class _Gathering:
    """Adds up files by name as long as they are few, and by folder anyway."""

    def __init__(self, most: int) -> None:
        self.most, self.files, self.size, self.newest = most, 0, 0, 0
        self.by_file: dict[str, Part] = {}
        self.by_folder: dict[str, Part] = {}
        self.images: dict[str, int] = {}

    def add(self, file: "os.DirEntry[str] | Path", base: str) -> None:
        """A file of the source."""
        path = os.fspath(file)
        name = path.removeprefix(base)
        name = name.replace(os.sep, "/")
        folder = name[: name.rindex("/") + 1] if "/" in name else "./"
        self.files += 1
        if isinstance(file, os.DirEntry) and name.lower().endswith(IMAGES):
            self.images[folder] = self.images.get(folder, 0) + 1
            return
        try:
            about = file.stat()
        except OSError:
            return
        self.size += about.st_size
        self.newest = max(self.newest, about.st_mtime_ns)
        part = (1, about.st_size, _sum(f"{name}|{about.st_size}|{about.st_mtime_ns}"))
        self.by_folder[folder] = _plus(self.by_folder.get(folder), part)
        if len(self.by_file) <= self.most:
            self.by_file[name] = part

    def state(self) -> State:
        """The state of all files so far, in as small parts as there may be."""
        images = {
            folder: (count, 0, _sum(f"{folder}|{count}")) for folder, count in self.images.items()
        }
        depth: int | None = None
        parts = self.by_file | images
        if len(parts) > self.most:
            folders = dict(images)
            for folder, part in self.by_folder.items():
                folders[folder] = _plus(folders.get(folder), part)
            depth = max(folder.count("/") for folder in folders)
            while len(parts := _up_to(folders, depth)) > max(self.most, 1):
                depth -= 1
        return State(self.files, self.size, self.newest, depth, dict(sorted(parts.items())))


def _up_to(folders: Mapping[str, Part], depth: int) -> dict[str, Part]:
    """Folders added up to those of a depth."""
    found: dict[str, Part] = {}
    for folder, part in folders.items():
        name = "/".join(folder.split("/")[:depth]) + "/" if depth else "./"
        found[name] = _plus(found.get(name), part)
    return found


def _plus(some: Part | None, more: Part) -> Part:
    if some is None:
        return more
    return some[0] + more[0], some[1] + more[1], some[2] + more[2]


def _sum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogateescape"))


def _part(found: Sequence[Any]) -> Part:
    files, size, checksum = found
    return int(files), int(size), int(checksum)


def _told(name: str, before: Part, now: Part) -> str:
    """A part that changed, with how many files it has more or fewer if it is a folder."""
    more = now[0] - before[0]
    if not name.endswith("/") or not more:
        return name
    return f"{name} ({counted(abs(more), 'file')} {'more' if more > 0 else 'fewer'})"


def _totals(before: State, now: State) -> str:
    if before.files == now.files:
        return "Some of its files changed."
    return f"It had {counted(before.files, 'file')} and has {counted(now.files, 'file')} now."


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(map(visible, names[:NAMED])) + more


def _base(path: str) -> str:
    """What the names of parts leave out: the source's folder, or the one its files are in."""
    if os.path.isdir(path):  # noqa: PTH112 as text, like what follows
        return path.rstrip(os.sep) + os.sep
    parts = PurePosixPath(path).parts if os.sep == "/" else Path(path).parts
    plain = []
    for part in parts[:-1]:
        if glob.has_magic(part):
            break
        plain.append(part)
    return str(Path(*plain)).rstrip(os.sep) + os.sep if plain else ""


def _files(path: str) -> Iterator["os.DirEntry[str] | Path"]:
    if Path(path).is_file():
        yield Path(path)
    elif Path(path).is_dir():
        yield from _below(path)
    else:
        for text in braces.expanded(path):
            for each in sorted(glob.glob(text, recursive=True)):  # noqa: PTH207 it is absolute
                # A name that a glob found is no pattern, whatever is in it.
                yield from _files(each) if each != path else ()


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
