"""A tree of folders with images: how many are in each, and what else is there.

Folders are read with ``os.scandir``, which tells files from folders without a look at each file.
"""

import os
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.datasets.content import Aside
from explorer.ingest.files.text_table import shown
from explorer.progress import Report
from explorer.settings import Settings

IMAGES = frozenset(
    ("jpg", "jpeg", "png", "ppm", "bmp", "pgm", "tif", "tiff", "webp", "gif", "avif", "jp2")
)
"""Suffixes of image files: torchvision's ImageFolder takes the first nine."""

PAUSE = 0.1
"""Seconds between two reports."""


@dataclass
class Asides:
    """What was left out: how many of each, and the first."""

    found: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, what: str, where: str, count: int = 1) -> None:
        """Something more of a kind."""
        before, first = self.found.get(what, (0, where))
        self.found[what] = (before + count, first)

    def listed(self) -> list[Aside]:
        """All of them."""
        return [
            Aside(what=what, count=count, where=where)
            for what, (count, where) in self.found.items()
        ]


@dataclass(frozen=True)
class Folder:
    """A folder that contains images, or nothing.

    Attributes:
        path: of the folder.
        parts: names of the folders from the root to it; none for the root.
        images: number of its image files, those of its subfolders left out.
        empty: whether there is nothing in it.
    """

    path: str
    parts: tuple[str, ...]
    images: int
    empty: bool


@dataclass(frozen=True)
class Tree:
    """What was found below a folder.

    Attributes:
        folders: those with images, and those with nothing in them.
        files: number of all files.
        modified: when the newest folder was changed, in seconds since 1970.
        asides: what was left out.
    """

    folders: tuple[Folder, ...]
    files: int
    modified: float
    asides: Asides


def is_image(name: str) -> bool:
    """Whether a file is an image by its suffix."""
    return name.rpartition(".")[2].lower() in IMAGES


def scan(root: Path, settings: Settings, report: Report) -> Tree:
    """All folders below a folder, each once, links to folders followed.

    Raises:
        UploadError: there are more files or folders than the limits, or the root cannot be read.
        Cancelled: by the report.
    """
    walk = _Walk(root, settings, report)
    return Tree(tuple(walk.folders()), walk.files, walk.modified, walk.asides)


class _Walk:
    """One walk through a tree.

    Links to folders wait until all real folders are read, so that a folder that is in the tree goes
    by its own path and not by that of a link.
    """

    def __init__(self, root: Path, settings: Settings, report: Report) -> None:
        self.settings, self.report = settings, report
        self.waiting: deque[tuple[str, tuple[str, ...]]] = deque([(str(root), ())])
        self.links: deque[tuple[str, tuple[str, ...]]] = deque()
        self.seen: set[tuple[int, int]] = set()
        self.suffixes: dict[str, bool] = {}
        self.asides = Asides()
        self.files, self.modified = 0, 0.0
        self.began = self.reported = time.monotonic()
        self.share = 0.0

    def folders(self) -> Iterator[Folder]:
        while self.waiting or self.links:
            path, parts = (self.waiting or self.links).popleft()
            if self._is_new(path, parts):
                try:
                    found = self._read(path, parts)
                except OSError as fault:
                    if not parts:
                        raise
                    self.asides.add(f"folders that cannot be read ({fault.strerror})", _at(parts))
                    continue
                if found.images or found.empty:
                    yield found
            self._tell()

    def _is_new(self, path: str, parts: tuple[str, ...]) -> bool:
        try:
            state = os.stat(path)  # noqa: PTH116 - a Path per folder would take as long as the rest
        except OSError as fault:
            if not parts:
                raise
            self.asides.add(f"folders that cannot be read ({fault.strerror})", _at(parts))
            return False
        identity = (state.st_dev, state.st_ino)
        if identity in self.seen:
            self.asides.add("links to folders that were read already", _at(parts))
            return False
        self.seen.add(identity)
        self.modified = max(self.modified, state.st_mtime)
        if len(self.seen) > self.settings.folder_folders:
            raise UploadError(
                f"There are more than {self.settings.folder_folders:,} folders, which is the limit "
                "(EXPLORER_FOLDER_FOLDERS). Name a folder further down."
            )
        return True

    def _read(self, path: str, parts: tuple[str, ...]) -> Folder:
        images = 0
        others: list[str] = []
        empty = True
        suffixes = self.suffixes
        with os.scandir(path) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    self.asides.add("hidden files and folders", _at((*parts, name)))
                    continue
                empty = False
                if not self._is_file(entry, parts):
                    continue
                suffix = name.rpartition(".")[2]
                image = suffixes.get(suffix)
                if image is None:
                    image = suffixes[suffix] = suffix.lower() in IMAGES
                if image:
                    images += 1
                else:
                    others.append(name)
        if others:
            self.asides.add("files that are no images", _at((*parts, min(others))), len(others))
        self.files += images + len(others)
        if self.files > self.settings.folder_files:
            raise UploadError(
                f"There are more than {self.settings.folder_files:,} files, which is the limit "
                "(EXPLORER_FOLDER_FILES). Name a folder further down."
            )
        return Folder(path, parts, images, empty)

    def _is_file(self, entry: os.DirEntry[str], parts: tuple[str, ...]) -> bool:
        """Whether an entry is a file or a link to one; folders are put in line."""
        try:
            if entry.is_file():
                return True
            if entry.is_dir():
                line = self.links if entry.is_symlink() else self.waiting
                line.append((entry.path, (*parts, entry.name)))
                return False
        except OSError:  # a link to itself
            pass
        self.asides.add("links that lead nowhere, and special files", _at((*parts, entry.name)))
        return False

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self.reported < PAUSE:
            return
        self.reported = now
        done, left = len(self.seen), len(self.waiting) + len(self.links)
        self.share = max(self.share, done / (done + left) * 0.9)
        rate = self.files / (now - self.began)
        self.report(
            self.share,
            f"{self.files:,} files in {done:,} folders, {rate:,.0f} files per second; "
            f"{left:,} folders left",
        )


def sizes(tree: Tree, report: Report) -> tuple[dict[tuple[str, ...], int], int]:
    """Image files without content, by folder, and the bytes of all image files together.

    Each file is examined, which takes several times as long as the scan.

    Raises:
        Cancelled: by the report.
    """
    hollow: dict[tuple[str, ...], int] = {}
    total = 0
    for at, folder in enumerate(tree.folders):
        if at % 20 == 0:
            report(0.9 + 0.1 * at / len(tree.folders), f"sizes in folder {_at(folder.parts)}")
        try:
            with os.scandir(folder.path) as entries:
                for entry in entries:
                    size = _size(entry)
                    total += size or 0
                    if size == 0:
                        where = _at((*folder.parts, entry.name))
                        tree.asides.add("image files of zero bytes", where)
                        hollow[folder.parts] = hollow.get(folder.parts, 0) + 1
        except OSError as fault:
            what = f"folders that changed while they were read ({fault.strerror})"
            tree.asides.add(what, _at(folder.parts))
    return hollow, total


def _size(entry: os.DirEntry[str]) -> int | None:
    """Bytes of an image file; None if an entry is something else."""
    try:
        if entry.name[0] != "." and is_image(entry.name) and entry.is_file():
            return entry.stat().st_size
    except OSError:  # a link to itself
        pass
    return None


def _at(parts: tuple[str, ...]) -> str:
    return shown("/".join(parts) or ".")
