"""Kaggle's files of ILSVRC's localisation: LOC_train_solution.csv and LOC_val_solution.csv.

A row is an image with its boxes: wnid, xmin, ymin, xmax, ymax in pixels, again and again. There are
no sizes of the images: they come from a table, if one is given. LOC_synset_mapping.txt beside it
names the classes.
"""

import csv
import re
from array import array
from collections.abc import Iterator
from pathlib import Path

from explorer.errors import UploadError
from explorer.ingest.datasets import image_sizes, sources
from explorer.ingest.datasets.annotations import UNKNOWN, Annotations
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.split_names import split_of
from explorer.ingest.files.text_table import clean_name, shown
from explorer.progress import Report
from explorer.settings import Settings

KEY = "kaggle"
HEADER = ("ImageId", "PredictionString")
WNID = re.compile(r"n\d{8}")
MAPPING = "LOC_synset_mapping.txt"
LINE = 1_000_000
"""Bytes of a row that are read at most; a box takes 30."""


def _read(path: Path, options: Options, _settings: Settings, report: Report) -> Content:
    files, others = _files(path) if path.is_dir() else ([path], [])
    if not files:
        raise UploadError(
            f"{clean_name(path.name)} has no CSV file with the header line "
            f"{','.join(HEADER)}. Name the file, or the folder that has it."
        )
    found = _Found(image_sizes.table(options.sizes), _names(files[0].parent))
    if others:
        what = "files of predictions (submissions), which are no labels"
        found.annotations.asides.add(what, shown(others[0].name), count=len(others))
    total, before = sum(each.stat().st_size for each in files) or 1, 0
    for file in files:
        for row, position in found.read(file, split_of(file, path)):
            share = min(0.95, 0.95 * (before + position) / total)
            report(share, f"{clean_name(file.name)}: {row:,} rows read")
        before += file.stat().st_size
    if not found.annotations.classes:
        raise UploadError(f"{clean_name(path.name)} has no box, so there is no class to count.")
    report(0.96, f"{len(found.lines):,} boxes: counting")
    provenance = sources.provenance(path, KEY, options, files)
    return found.annotations.content(provenance, found.place)


class _Found:
    """What the files give, with the row of each label."""

    def __init__(self, sizes: dict[str, image_sizes.Size], names: dict[str, str]) -> None:
        self.annotations = Annotations()
        self.sizes, self.names = sizes, names
        self.lines = array("q")
        self.ends: list[tuple[int, str]] = []
        self.seen: set[str] = set()

    def read(self, file: Path, split: str) -> Iterator[tuple[int, int]]:
        """Add the rows of a file; now and then, its row and its position in bytes."""
        name, number = clean_name(file.name), self.annotations.split_number(split)
        try:
            with file.open("rb") as source:
                pieces = iter(lambda: source.readline(LINE), b"")
                lines = (piece.decode("utf-8") for piece in pieces)
                if source.read(3) != b"\xef\xbb\xbf":
                    source.seek(0)
                rows = csv.reader(lines)
                if (header := tuple(next(rows, ()))) != HEADER:
                    raise UploadError(
                        f"{name}, row 1: expected the header {','.join(HEADER)}, found "
                        f"{shown(','.join(header))}."
                    )
                for row in rows:
                    if rows.line_num % 2_000 == 2:
                        yield rows.line_num, source.tell()
                    if row:
                        self._add(name, rows.line_num, number, row)
        except (UnicodeDecodeError, csv.Error) as fault:
            raise UploadError(
                f"{name}, row {rows.line_num + 1:,}: expected CSV in UTF-8, found bytes that are "
                "none. Download it again."
            ) from fault
        self.ends.append((len(self.lines), name))

    def _add(self, name: str, line: int, split: int, row: list[str]) -> None:
        found, where = self.annotations, f"{name}, row {line:,}"
        if len(row) != 2 or not row[0]:
            found.asides.add("rows that are not an image and its boxes", where)
            return
        if row[0] in self.seen:
            found.asides.add("rows of an image that was there before", where)
            return
        self.seen.add(row[0])
        image = found.add_image(
            split, *self.sizes.get(image_sizes.stem(row[0]), image_sizes.NO_SIZE)
        )
        words = row[1].split()
        if len(words) % 5:
            found.asides.add("rows whose boxes are not a wnid and four numbers each", where)
        for at in range(0, len(words) - 4, 5):
            key, (x0, y0, x1, y1) = words[at], map(_number, words[at + 1 : at + 5])
            synset = key if WNID.fullmatch(key) else ""
            position = found.class_position(key, (key, self.names.get(key, key), synset))
            found.add_label(image, position, (x0, y0, x1, y1))
            self.lines.append(line)

    def place(self, number: int) -> str:
        """Where a label is."""
        name = next(name for end, name in self.ends if number < end)
        return f"{name}, row {self.lines[number]:,}"


def _names(folder: Path) -> dict[str, str]:
    """Names of the classes by wnid, from the file beside the boxes if it is there."""
    try:
        with (folder / MAPPING).open(encoding="utf-8", errors="replace") as file:
            lines = file.read(1_000_000).splitlines()
    except OSError:
        return {}
    return {wnid: name for wnid, _, name in (line.partition(" ") for line in lines) if name}


def _companions(path: Path) -> list[Path]:
    return [path.parent / MAPPING] if path.is_file() else []


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return UNKNOWN


def _recognise(path: Path) -> str:
    files, _ = _files(path)
    if not files:
        return ""
    return f"{shown(files[0].name)} has the header line {','.join(HEADER)} and boxes by wnid."


def _files(path: Path) -> tuple[list[Path], list[Path]]:
    """The files of labels of a source, and those of predictions beside them."""
    if path.is_file():
        return ([path] if _is_kaggle(path) else []), []
    every = [each for each in sorted(path.glob("LOC_*.csv")) if each.is_file() and _is_kaggle(each)]
    others = [each for each in every if "submission" in each.name.lower()]
    return [each for each in every if each not in others], others


def _is_kaggle(path: Path) -> bool:
    if path.suffix.lower() != ".csv":
        return False
    with path.open("rb") as file:
        begins = file.read(65_536).removeprefix(b"\xef\xbb\xbf")
    header, _, rest = begins.partition(b"\n")
    if header.strip() != ",".join(HEADER).encode():
        return False
    return re.match(rb"[^,\n]*,\"?n\d{8}(?:[ ]+-?[\d.]+){4}", rest) is not None


FORMAT = Format(
    key=KEY,
    title="Kaggle's localisation CSV",
    about="LOC_train_solution.csv or LOC_val_solution.csv, with ImageId and PredictionString.",
    recognise=_recognise,
    companions=_companions,
    read=_read,
    over=("folders", "manifest", "counts"),
)
