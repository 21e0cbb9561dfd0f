"""PASCAL VOC's XML, a file per image; ILSVRC's own files of LOC and DET are of that kind.

Boxes are xmin, ymin, xmax, ymax in pixels and are kept as they are written: VOC counts pixels from
1, ILSVRC from 0. Parts of an object (head, hand) are no objects.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from xml.parsers import expat

from explorer.errors import UploadError
from explorer.ingest.datasets import file_tree, sources
from explorer.ingest.datasets.annotations import UNKNOWN, Annotations, Asides, flags
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.split_names import split_of
from explorer.ingest.files.text_table import clean_name, shown
from explorer.progress import Report
from explorer.settings import Settings

KEY = "voc"
WNID = re.compile(r"n\d{8}")
XML = frozenset((".xml",))
CORNERS = ("xmin", "ymin", "xmax", "ymax")
FLAGGED = ("difficult", "truncated", "occluded")
DEEPEST = 64
"""Levels of elements; annotations have five."""

LOOKED = 40
"""Files that recognition looks at."""

_SIZE = frozenset((("annotation", "size", "width"), ("annotation", "size", "height")))
_OBJECT = {("annotation", "object", name) for name in ("name", *FLAGGED)} | {
    ("annotation", "object", "bndbox", name) for name in CORNERS
}


class _Refused(Exception):
    """A document that is not read on; the text is what such files are, in the plural."""


@dataclass
class _Document:
    """One XML file while it is parsed: texts of the size, and of each object, by element."""

    root: str = ""
    size: dict[str, str] = field(default_factory=dict)
    objects: list[dict[str, str]] = field(default_factory=list)
    _path: tuple[str, ...] = ()
    _text: list[str] = field(default_factory=list)

    def start(self, name: str, _attributes: object) -> None:
        if not self._path:
            self.root = name
            if name != "annotation":
                raise _Refused("XML files that are no annotations of an image")
        if len(self._path) > DEEPEST:
            raise _Refused("XML files that nest elements too deep")
        self._path = (*self._path, name)
        self._text.clear()
        if self._path == ("annotation", "object"):
            self.objects.append({})

    def text(self, data: str) -> None:
        self._text.append(data)

    def end(self, name: str) -> None:
        if self._path in _OBJECT:
            self.objects[-1].setdefault(name, "".join(self._text).strip())
        elif self._path in _SIZE:
            self.size.setdefault(name, "".join(self._text).strip())
        self._path = self._path[:-1]
        self._text.clear()

    @staticmethod
    def entity(*_declared: object) -> None:
        raise _Refused("XML files that declare entities, which are not read")


def _parsed(data: bytes) -> _Document:
    """The document in some bytes.

    Raises:
        _Refused: it is none of this kind, is damaged, or declares entities.
    """
    document, parser = _Document(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = document.start, document.end
    parser.CharacterDataHandler = document.text
    parser.EntityDeclHandler = document.entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as fault:
        raise _Refused("XML files that are damaged, truncated or wrongly encoded") from fault
    return document


def _read(path: Path, options: Options, settings: Settings, report: Report) -> Content:
    found = _Found(path, settings, report)
    for file in found.files():
        found.add(file)
    found.check()
    report(0.96, f"{len(found.annotations.image):,} objects: counting")
    return found.annotations.content(
        sources.provenance(
            path, KEY, options, count=found.count, size=found.size, modified=found.modified
        ),
        found.place,
    )


class _Found:
    """What the files below a folder give."""

    def __init__(self, path: Path, settings: Settings, report: Report) -> None:
        self.path, self.settings, self.report = path, settings, report
        self.annotations = Annotations()
        self.count, self.size, self.modified = 0, 0, 0.0
        self.names: list[str] = []
        self.stems: set[tuple[int, str]] = set()
        self.lists: dict[str, str] = {}
        self.numbers = array("i")

    def files(self) -> list[Path]:
        asides = self.annotations.asides
        if not self.path.is_dir():
            return [self.path]
        found = []
        for file in file_tree.files(self.path, XML, self.settings, asides):
            found.append(file)
            if len(found) % 1_000 == 0:
                self.report(0.0, f"{len(found):,} XML files found")
        self.lists = _image_sets(self.path, self.settings, asides)
        self.total = len(found)
        return found

    total = 1

    def add(self, file: Path) -> None:
        """Add the image and the objects of a file."""
        if self.count % 200 == 0:
            share = 0.95 * self.count / self.total
            self.report(share, f"{self.count:,} of {self.total:,} XML files read")
        self.count += 1
        name = shown(str(file.relative_to(self.path)) if file != self.path else file.name)
        try:
            state = file.stat()
            data = file_tree.read_small(file, self.settings)
            self.size += state.st_size
            self.modified = max(self.modified, state.st_mtime)
            if data is None:
                raise _Refused(
                    "XML files above the limit of their size (EXPLORER_ANNOTATION_MEGABYTES)"
                )
            document = _parsed(data)
        except (_Refused, OSError) as fault:
            what = (
                f"files that cannot be read ({fault.strerror})"
                if isinstance(fault, OSError)
                else str(fault)
            )
            self.annotations.asides.add(what, name)
            return
        self._add(file, name, document)

    def _add(self, file: Path, name: str, document: _Document) -> None:
        found = self.annotations
        split_name = (
            self.lists.get(file.stem) or split_of(file.with_name("_"), self.path)
            if file != self.path
            else ""
        )
        split = found.split_number(split_name)
        if (split, file.stem) in self.stems:
            found.asides.add(
                "images whose name another file of the split has, too", name, kept=True
            )
        self.stems.add((split, file.stem))
        image = found.add_image(
            split, *(_number(document.size.get(key)) for key in ("width", "height"))
        )
        self.names.append(name)
        for at, each in enumerate(document.objects, start=1):
            where = f"{name}, object {at}"
            title = each.get("name", "")
            if not title:
                found.asides.add("objects without a name", where)
                continue
            row = (title, title, title if WNID.fullmatch(title) else "")
            bits = flags(**{key: _number(each.get(key)) == 1 for key in FLAGGED})
            x0, y0, x1, y1 = (_number(each.get(key)) for key in CORNERS)
            boxed = any(key in each for key in CORNERS)
            found.add_label(
                image, found.class_position(title, row), (x0, y0, x1, y1) if boxed else None, bits
            )
            self.numbers.append(at)

    def place(self, number: int) -> str:
        """Where a label is."""
        return f"{self.names[self.annotations.image[number]]}, object {self.numbers[number]}"

    def check(self) -> None:
        """Refuse what gives no class.

        Raises:
            UploadError: no file could be read, or none has an object.
        """
        name = clean_name(self.path.name)
        if not self.names:
            first = next(iter(self.annotations.asides.every()), None)
            found = f"{first.count:,} {first.what}, first {first.where}" if first else "no XML file"
            raise UploadError(
                f"{name} has no XML file with annotations of an image, as PASCAL VOC has them; "
                f"found {found}. Name the folder that has them."
            )
        if not self.annotations.classes:
            raise UploadError(
                f"{name}: none of {len(self.names):,} XML files has an object with a name, so "
                "there is no class to count."
            )


def _image_sets(path: Path, settings: Settings, asides: Asides) -> dict[str, str]:
    """The split of each image by VOC's lists, if there are any."""
    folder = next(iter(path.glob("ImageSets/Main")), None) or next(
        iter(path.glob("*/ImageSets/Main")), None
    )
    if folder is None:
        return {}
    found: dict[str, str] = {}
    lists = [name for name in ("train", "val", "test") if (folder / f"{name}.txt").is_file()]
    for split in lists if {"train", "val"} & set(lists) else [*lists, "trainval"]:
        file = folder / f"{split}.txt"
        data = file_tree.read_small(file, settings) if file.is_file() else b""
        if data is None:
            asides.add("lists above the limit of their size", shown(file.name))
            continue
        for image in data.decode("utf-8", "replace").split():
            if found.setdefault(image, split) != split:
                asides.add(
                    "images that are in two lists (the first counts)",
                    f"{split}.txt, {shown(image)}",
                    kept=True,
                )
    return found


def _number(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return UNKNOWN


def _recognise(path: Path) -> str:
    for file in islice(_first(path), LOOKED):
        with file.open("rb") as source:
            begins = source.read(4_096)
        if re.match(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<annotation[\s>]",
            begins,
            re.DOTALL,
        ):
            return f"{shown(file.name)} is XML of an image's annotation, as PASCAL VOC has them."
    return ""


def _first(path: Path, deep: int = 6) -> Iterator[Path]:
    """The first XML files of a source, a few of each folder."""
    if path.is_file():
        yield from [path] if path.suffix.lower() == ".xml" else []
        return
    try:
        entries = sorted(islice(path.iterdir(), 400))
    except OSError:
        return
    yield from [each for each in entries if each.suffix.lower() == ".xml" and each.is_file()][:3]
    if deep:
        for each in [each for each in entries if each.is_dir()][:10]:
            yield from _first(each, deep - 1)


FORMAT = Format(
    key=KEY,
    title="PASCAL VOC XML",
    about="a folder with an XML file per image, as of PASCAL VOC and ILSVRC (LOC, DET).",
    recognise=_recognise,
    read=_read,
    over=("folders", "manifest", "counts"),
)
