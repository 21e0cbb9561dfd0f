"""YOLO: data.yaml, and a text file per image with a row per object.

A row is the number of the class and the centre, width and height of its box as shares of the image,
or the corners of its outline, whose box is taken. Sizes of images come from a table, or from the
image files where they are there.
"""

import math
from array import array
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.datasets import file_tree, image_folder, image_sizes, sources, yolo_yaml
from explorer.ingest.datasets.annotations import NO_BOX, Annotations
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.image_tree import IMAGES
from explorer.ingest.files.text_table import clean_name, shown
from explorer.progress import Report
from explorer.settings import Settings

KEY = "yolo"
TEXT = frozenset((".txt",))
PICTURES = frozenset(f".{each}" for each in IMAGES)
LOOKED, LONGEST = 20, 1_000
"""Limits of detection: images of a folder, and bytes of a row."""

NAMES = ("data.yaml", "dataset.yaml", "data.yml", "dataset.yml")

Corners = tuple[float, float, float, float]


def _read(path: Path, options: Options, settings: Settings, report: Report) -> Content:
    file = _declaration(path)
    if file is None:
        raise UploadError(
            f"{clean_name(path.name)} has no data.yaml with the names of the classes. Name the "
            "folder that has it, or the file; or write one, with names, train and val. If the "
            "names of the folders are the classes, choose the format folders."
        )
    found = _Found(yolo_yaml.read(file, settings), options, settings, report)
    found.read()
    report(0.96, f"{len(found.lines):,} rows: counting")
    return found.annotations.content(
        sources.provenance(
            path, KEY, options, count=found.count, size=found.size, modified=found.modified
        ),
        found.place,
    )


class _Found:
    """What the files of a data set give."""

    def __init__(
        self, declared: yolo_yaml.Declared, options: Options, settings: Settings, report: Report
    ) -> None:
        self.declared, self.settings, self.report = declared, settings, report
        self.annotations = Annotations(unit="shares")
        for number, name in sorted(declared.names.items()):
            self.annotations.class_position(number, (str(number), name, ""))
        self.sizes = image_sizes.table(options.sizes)
        self.home = declared.file.parent.resolve()
        self.names: list[str] = []
        self.lines = array("i")
        state = declared.file.stat()
        self.count, self.size, self.modified = 1, state.st_size, state.st_mtime
        self.done, self.total = 0, 1

    def read(self) -> None:
        """Read the images and rows of every split.

        Raises:
            UploadError: there are neither images nor files of rows.
        """
        name = clean_name(self.declared.file.name)
        if not self.declared.splits:
            raise UploadError(
                f"{name} has none of the keys train, val and test. Write the folder of the images "
                "of each split there."
            )
        items: dict[str, list[tuple[Path | None, Path | None]]] = {}
        for split, places in self.declared.splits.items():
            pairs: dict[str, tuple[Path | None, Path | None]] = {}
            for place in places:
                for key, image, rows in self._pairs(place):
                    before = pairs.get(key, (None, None))
                    pairs[key] = (image or before[0], rows or before[1])
            items[split] = list(pairs.values())
        self.total = sum(map(len, items.values()))
        if not self.total:
            raise UploadError(
                f"{name}: there are neither images nor text files in the folders of its splits "
                f"({', '.join(items)}). Correct their paths."
            )
        for split, found in items.items():
            number = self.annotations.split_number(split)
            pictured = any(image is not None for image, _ in found)
            for image, rows in found:
                if pictured and image is None and rows is not None:
                    where = shown(str(rows.relative_to(self.home)))
                    what = "files of rows without their image, each counted as an image"
                    self.annotations.asides.add(what, where, kept=True)
                self._add(number, image, rows)

    def _pairs(self, place: Path) -> Iterator[tuple[str, Path | None, Path | None]]:
        """Images and files of rows of a folder or list, each with what both have in common."""
        if place.is_file():
            yield from self._listed(place)
            return
        labels = _labels(place)
        asides = self.annotations.asides
        for folder, suffixes in ((place, PICTURES), (labels, TEXT)):
            if not folder.is_dir():
                if folder == place and not labels.is_dir():
                    asides.add("folders of splits that are not there", shown(place.name))
                continue
            for file in file_tree.files(folder, suffixes, self.settings, asides):
                key = str(file.relative_to(folder).with_suffix(""))
                image = suffixes is PICTURES
                if not image and file.name == "classes.txt":
                    continue
                self._tell("finding files")
                yield f"{labels}/{key}", file if image else None, None if image else file

    def _listed(self, place: Path) -> Iterator[tuple[str, Path | None, Path | None]]:
        """The images that a text file lists, those outside the folder of the data set left out."""
        asides = self.annotations.asides
        data = file_tree.read_small(place, self.settings)
        if data is None:
            what = "lists above the limit of their size (EXPLORER_ANNOTATION_MEGABYTES)"
            asides.add(what, shown(place.name))
            return
        for at, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
            text = line.strip().replace("\0", "")
            if not text:
                continue
            image = yolo_yaml.resolved(self.home / text)
            if image is None or not image.is_relative_to(self.home):
                asides.add("images listed outside the folder", f"{shown(place.name)}, row {at:,}")
                continue
            rows = (_labels(image.parent) / image.name).with_suffix(".txt")
            yield str(rows), image, rows if rows.is_file() else None

    def _tell(self, doing: str) -> None:
        if self.done % 200 == 0:
            share = 0.95 * min(1.0, self.done / self.total) if self.total > 1 else 0.0
            self.report(share, f"{self.done:,} images: {doing}")

    def _add(self, split: int, image: Path | None, rows: Path | None) -> None:
        self._tell("reading rows")
        self.done += 1
        file = rows or image
        if file is None:
            return
        name = shown(str(file.relative_to(self.home)))
        size = self.sizes.get(file.stem, image_sizes.NO_SIZE)
        if image is not None and not self.sizes:
            size = image_sizes.of_file(image)
        number = self.annotations.add_image(split, *size)
        self.names.append(name)
        if rows is None:
            return
        try:
            state = rows.stat()
            data = file_tree.read_small(rows, self.settings)
        except OSError as fault:
            self._aside(f"files that cannot be read ({fault.strerror})", name)
            return
        self.count += 1
        self.size += state.st_size
        self.modified = max(self.modified, state.st_mtime)
        if data is None:
            what = "files of rows above the limit of their size (EXPLORER_ANNOTATION_MEGABYTES)"
            self._aside(what, name)
            return
        for at, line in enumerate(data.splitlines(), start=1):
            if line.strip():
                self._row(number, f"{name}, row {at:,}", at, line.split())

    def _row(self, image: int, where: str, at: int, words: list[bytes]) -> None:
        try:
            label = int(words[0])
            numbers = [float(each) for each in words[1:]]
        except (ValueError, OverflowError):
            self._aside("rows that are not a class and numbers", where)
            return
        if label not in self.declared.names:
            self._aside("rows of a class that data.yaml does not name", where)
            return
        corners = self._corners(numbers)
        if corners is None:
            self._aside("rows that are neither a box nor an outline", where)
            return
        position = self.annotations.class_position(label, ("", "", ""))
        self.annotations.add_label(image, position, corners)
        self.lines.append(at)

    def _corners(self, numbers: list[float]) -> Corners | None:
        """The box of a row: x0, y0, x1, y1; None if it is neither a box nor an outline."""
        if len(numbers) == 4 or (self.declared.keypoints and len(numbers) > 4):
            x, y, wide, high = numbers[:4]
            return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
        if len(numbers) < 6 or len(numbers) % 2:
            return None
        across, down = numbers[::2], numbers[1::2]
        if any(map(math.isnan, numbers)):
            return NO_BOX
        return min(across), min(down), max(across), max(down)

    def _aside(self, what: str, where: str) -> None:
        self.annotations.asides.add(what, where)

    def place(self, number: int) -> str:
        """Where a label is."""
        return f"{self.names[self.annotations.image[number]]}, row {self.lines[number]:,}"


def _labels(images: Path) -> Path:
    """Where the rows of a folder of images are: images becomes labels, at the last place."""
    parts = list(images.parts)
    for at in reversed(range(len(parts))):
        if parts[at] == "images":
            parts[at] = "labels"
            return Path(*parts)
    return images


def _declaration(path: Path) -> Path | None:
    """The data.yaml of a source, by its name, else the only file of that kind with names."""
    if path.is_file():
        return path if path.suffix.lower() in yolo_yaml.SUFFIXES else None
    for name in NAMES:
        if (path / name).is_file():
            return path / name
    every = [
        each
        for each in sorted(path.iterdir())
        if each.suffix.lower() in yolo_yaml.SUFFIXES and each.is_file() and _has_names(each)
    ]
    return every[0] if len(every) == 1 else None


def _companions(path: Path) -> list[Path]:
    return [path.parent] if path.is_file() else []


def _has_names(file: Path) -> bool:
    with file.open("rb") as source:
        lines = source.read(65_536).splitlines()
    keys = {line.partition(b":")[0].strip() for line in lines if line[:1].strip()}
    return b"names" in keys and bool(keys & {b"train", b"val", b"test"})


def _rows_beside(root: Path) -> str:
    """The first text file with a row for one of the first images; empty if there is none."""
    for parts in image_folder.beginning(root)[0]:
        folder = root.joinpath(*parts)
        images = (each for each in folder.iterdir() if each.suffix.lower() in PICTURES)
        for image in islice(images, LOOKED):
            rows = (_labels(folder) / image.name).with_suffix(".txt")
            if rows.is_file() and _begins_with_row(rows):
                return str(rows.relative_to(root))
    return ""


def _begins_with_row(file: Path) -> bool:
    with file.open("rb") as source:
        words = source.readline(LONGEST).split()
    try:
        label, places = int(words[0]), [float(each) for each in words[1:5]]
    except (IndexError, ValueError):
        return False
    return label >= 0 and len(places) == 4 and all(0 <= each <= 1 for each in places)


def _recognise(path: Path) -> str:
    if not (path.is_dir() or path.suffix.lower() in yolo_yaml.SUFFIXES):
        return ""
    file = _declaration(path)
    if file is None or not _has_names(file):
        rows = _rows_beside(path) if path.is_dir() else ""
        return f"{shown(rows)} has a row per object of an image, as YOLO has." if rows else ""
    return f"{shown(file.name)} names classes and the images of splits, as YOLO's data.yaml does."


FORMAT = Format(
    key=KEY,
    title="YOLO",
    about="data.yaml with a text file per image (boxes or outlines as shares of the image).",
    recognise=_recognise,
    companions=_companions,
    read=_read,
    over=("folders", "manifest"),
)
