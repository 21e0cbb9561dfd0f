"""COCO-type JSON: COCO, LVIS, Objects365, and what other tools write in that form.

https://cocodataset.org/#format-data. Every file is one split. Boxes are x, y, width, height in
pixels. Images, annotations and categories may come in any order.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Any

import ijson
import numpy as np

from explorer.arrays import Integers
from explorer.errors import UploadError
from explorer.ingest.datasets import json_lists
from explorer.ingest.datasets.annotations import BOXED, NO_BOX, UNKNOWN, Annotations, flags
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.sources import provenance
from explorer.ingest.datasets.split_names import split_of
from explorer.ingest.files.text_table import clean_name, shown
from explorer.progress import Report
from explorer.settings import Settings

KEY = "coco"
CROWD = flags(crowd=True)
NO_ID = -(2**63)
"""Id of entries whose id is missing, or neither a whole number nor text."""

TEXTS = 2**62
"""First number that is assigned to ids that are texts."""

_FEDERATED = frozenset(("neg_category_ids", "not_exhaustive_category_ids"))
"""Keys of images in which some classes only were looked for, as in LVIS."""

_MARKS = {
    ("annotations", "image_id"),
    ("categories", "supercategory"),
    ("categories", "synset"),
    ("images", "file_name"),
    ("images", "coco_url"),
    ("images", "width"),
}
"""Keys of items, by their list, that are of COCO-type files."""


def _read(path: Path, options: Options, _settings: Settings, report: Report) -> Content:
    files, others = _files(path) if path.is_dir() else ([path], [])
    if not files:
        raise UploadError(
            f"{clean_name(path.name)} has no COCO-type JSON file, which is one object with images, "
            "annotations and categories. Name the file, or the folder that has it."
        )
    found = Annotations()
    if others:
        found.asides.add(
            "JSON files of the folder that hold no instances", others[0].name, count=len(others)
        )
    total = sum(each.stat().st_size for each in files) or 1
    done, exhaustive = 0, True
    labels: list[_Labels] = []
    for file in files:
        name, before = clean_name(file.name), done

        def told(position: int, name: str = name, before: int = before) -> None:
            share = 0.95 * (before + position) / total
            # Less than a megabyte would be written as 0 MB.
            far = f"{position / 1e6:,.0f} MB read" if position >= 1e6 else "reading"
            report(min(share, 0.95), f"{name}: {far}")

        one = _File(file, name, found, split_of(file, path))
        labels.append(one.read(told))
        exhaustive &= one.exhaustive
        done += file.stat().st_size
    if not found.classes:
        raise UploadError(
            f"{clean_name(path.name)} lists no category. Write an object with id and name "
            "per class into its list of categories."
        )
    report(0.96, f"{len(found.image):,} annotations: counting")
    return found.content(
        provenance(path, KEY, options, files),
        lambda number: next(each.place(number) for each in labels if number < each.end),
        exhaustive=exhaustive,
    )


@dataclass(frozen=True)
class _Labels:
    """Where the labels of a file are: their ids, and the number after that of the last one."""

    name: str
    ids: Integers
    end: int
    written: Callable[[int], str]

    def place(self, number: int) -> str:
        key = int(self.ids[number - (self.end - len(self.ids))])
        return f"{self.name}, annotation " + (
            "without an id" if key == NO_ID else f"with id {self.written(key)}"
        )


@dataclass(eq=False)
class _File:
    """A file while it is read; its lists may come in any order: ids are resolved at the end."""

    path: Path
    name: str
    found: Annotations
    split: str
    exhaustive: bool = True
    texts: dict[str, int] = field(default_factory=lambda: defaultdict(count(TEXTS).__next__))
    categories: "array[int]" = field(default_factory=lambda: array("q"))
    positions: "array[int]" = field(default_factory=lambda: array("i"))
    images: "array[int]" = field(default_factory=lambda: array("q"))
    sizes: "array[float]" = field(default_factory=lambda: array("d"))
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    image: "array[int]" = field(default_factory=lambda: array("q"))
    category: "array[int]" = field(default_factory=lambda: array("q"))
    flags: "array[int]" = field(default_factory=lambda: array("B"))
    boxes: "array[float]" = field(default_factory=lambda: array("d"))

    def read(self, report: Callable[[int], None]) -> _Labels:
        """Add the file's images, classes and labels to what was found."""
        takers: dict[str, json_lists.Take] = {
            "images": self._take_images,
            "annotations": self._take_annotations,
            "categories": self._take_categories,
        }
        keys = json_lists.read(self.path, takers, report)
        if missing := [key for key in takers if key not in keys]:
            raise UploadError(
                f"{self.name} has no list of {missing[0]}. A COCO-type file is one object with "
                "images, annotations and categories; write these three lists into it."
            )
        start = len(self.found.split)
        self._add_images()
        return self._add_labels(start)

    def _aside(self, what: str, where: str, number: int = 1, *, kept: bool = False) -> None:
        self.found.asides.add(what, f"{self.name}, {where}", count=number, kept=kept)

    def _id(self, value: object) -> int:
        """An id as a whole number; ``NO_ID`` if it is none."""
        if isinstance(value, str):
            return self.texts[value]
        return int(value) if isinstance(value, int) and abs(value) < TEXTS else NO_ID

    def _written(self, number: int) -> str:
        """An id as the file has it."""
        text = next((text for text, at in self.texts.items() if at == number), None)
        return str(number) if text is None else shown(text)

    def _take_categories(self, items: list[Any]) -> None:
        for item in items:
            key = item.get("id") if isinstance(item, dict) else None
            if (number := self._id(key)) == NO_ID:
                self._aside("categories without an id", shown(item))
            elif number in self.categories:
                self._aside("categories that reuse an id", f"id {self._written(number)}")
            else:
                name, synset = item.get("name"), item.get("synset")
                row = (
                    str(key),
                    name if isinstance(name, str) else str(key),
                    synset if isinstance(synset, str) else "",
                )
                self.categories.append(number)
                self.positions.append(self.found.class_position(row, row))

    def _take_images(self, items: list[Any]) -> None:
        try:
            ids = array("q", [item["id"] for item in items])
            sizes = array("d", [item[key] for item in items for key in ("width", "height")])
            federated = any(not _FEDERATED.isdisjoint(item) for item in items)
        except (KeyError, OverflowError, TypeError):
            for item in items:
                self._take_image(item)
            return
        self.images.extend(ids)
        self.sizes.extend(sizes)
        self.exhaustive &= not federated

    def _take_image(self, item: Any) -> None:
        """Take one of a batch in which not every image is as it should be."""
        number = self._id(item.get("id")) if isinstance(item, dict) else NO_ID
        if number == NO_ID:
            self._aside("images without an id", shown(item))
            return
        self.images.append(number)
        self.sizes.extend((_number(item.get("width")), _number(item.get("height"))))
        self.exhaustive &= _FEDERATED.isdisjoint(item)

    def _take_annotations(self, items: list[Any]) -> None:
        try:
            ids = array("q", [item["id"] for item in items])
            image = array("q", [item["image_id"] for item in items])
            category = array("q", [item["category_id"] for item in items])
            bits = bytes([BOXED | CROWD if item.get("iscrowd") else BOXED for item in items])
            written = [item["bbox"] for item in items]
            boxes = array("d", chain.from_iterable(written))
            whole = {4}.issuperset(map(len, written))
        except (AttributeError, KeyError, OverflowError, TypeError):
            whole = False
        if not whole:
            for item in items:
                self._take_annotation(item)
            return
        self.ids.extend(ids)
        self.image.extend(image)
        self.category.extend(category)
        self.flags.frombytes(bits)
        self.boxes.extend(boxes)

    def _take_annotation(self, item: Any) -> None:
        """Take one of a batch in which not every annotation is as it should be."""
        if not isinstance(item, dict):
            self._aside("annotations that are no objects", shown(item))
            return
        where = f"annotation with id {self._written(self._id(item.get('id')))}"
        keys = [self._id(item.get(key)) for key in ("image_id", "category_id")]
        for what, key in zip(("image", "category"), keys, strict=True):
            if key == NO_ID:
                self._aside(f"annotations without a usable {what}_id", where)
                return
        self.ids.append(self._id(item.get("id")))
        self.image.append(keys[0])
        self.category.append(keys[1])
        box = item.get("bbox")
        numbers = [_number(each) for each in box] if isinstance(box, list) else []
        self.flags.append((CROWD if item.get("iscrowd") else 0) | (BOXED if box else 0))
        self.boxes.extend(numbers if len(numbers) == 4 else NO_BOX)

    def _add_images(self) -> None:
        """Number the images in their order; of those with one id, the first counts."""
        ids = np.frombuffer(self.images, np.int64)
        sizes = np.frombuffer(self.sizes, np.float64).reshape(-1, 2)
        order = np.argsort(ids, kind="stable")
        again = order[1:][ids[order][1:] == ids[order][:-1]]
        if len(again):
            where = f"image with id {self._written(int(ids[again.min()]))}"
            self._aside("images that reuse an id", where, len(again))
            ids, sizes = np.delete(ids, again), np.delete(sizes, again, axis=0)
            self.images = array("q", ids.tobytes())
        self.found.split.extend([self.found.split_number(self.split)] * len(ids))
        self.found.width.frombytes(sizes[:, 0].tobytes())
        self.found.height.frombytes(sizes[:, 1].tobytes())

    def _add_labels(self, start: int) -> _Labels:
        """Add the labels whose image and category are known; images are numbered from ``start``."""
        ids = np.frombuffer(self.ids, np.int64)
        image, category = _found(self.images, self.image), _found(self.categories, self.category)
        self._unknown("images", ids, image < 0)
        self._unknown("categories", ids, (category < 0) & (image >= 0))
        written = np.sort(ids[ids != NO_ID])
        again = written[1:][written[1:] == written[:-1]]
        if len(again):
            where = f"annotation with id {self._written(int(again[0]))}"
            self._aside("annotations that reuse an id", where, len(again), kept=True)
        kept = (image >= 0) & (category >= 0)
        self.image = self.category = array("q")
        corners = np.frombuffer(self.boxes, np.float64).reshape(-1, 4)[kept]
        corners[:, 2:] += corners[:, :2]
        self.boxes = array("d")
        positions = np.frombuffer(self.positions, np.int32)
        self.found.image.frombytes((image[kept] + start).astype(np.int32).tobytes())
        self.found.position.frombytes(positions[category[kept]].tobytes())
        self.found.flags.frombytes(np.frombuffer(self.flags, np.uint8)[kept].tobytes())
        self.found.corners.frombytes(corners.tobytes())
        return _Labels(self.name, ids[kept], len(self.found.image), self._written)

    def _unknown(self, what: str, ids: Integers, wrong: Any) -> None:
        if wrong.any():
            where = f"annotation with id {self._written(int(ids[wrong.argmax()]))}"
            self._aside(f"annotations of {what} that are not listed", where, int(wrong.sum()))


def _found(known: "array[int]", wanted: "array[int]") -> Integers:
    """Where ids are among the known ones, which differ; -1 where they are not."""
    ids, keys = np.frombuffer(known, np.int64), np.frombuffer(wanted, np.int64)
    if not len(ids):
        return np.full(len(keys), -1)
    order = np.argsort(ids)
    places = order[np.searchsorted(ids, keys, sorter=order).clip(max=len(ids) - 1)]
    return np.where(ids[places] == keys, places, -1)


def _number(value: object) -> float:
    """A number of the file; one that is none counts as unknown."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return UNKNOWN


def _recognise(path: Path) -> str:
    files, _ = _files(path)
    if not files:
        return ""
    name = shown(files[0].name)
    if path.is_file():
        return f"{name} begins as a COCO-type JSON object, with images, annotations or categories."
    return f"{name} in the folder begins as a COCO-type JSON object; every such file is a split."


def _files(path: Path) -> tuple[list[Path], list[Path]]:
    """The COCO-type files of a source, and JSON files beside them that are left out."""
    if path.is_file():
        return ([path] if _is_coco(path) else []), []
    places = ["*.json", "annotations/*.json", "*/_annotations.coco.json"]
    for place in places:
        every = sorted(each for each in path.glob(place) if each.is_file())
        files = [each for each in every if _is_coco(each)]
        # COCO's folder has captions and keypoints of the same images, too.
        files = [each for each in files if each.name.startswith("instances")] or files
        if files:
            return files, [each for each in every if each not in files]
    return [], []


def _is_coco(path: Path) -> bool:
    """Whether the beginning of a file has a key that items of COCO's lists have."""
    if path.suffix.lower() != ".json":
        return False
    with path.open("rb") as file:
        begins = file.read(json_lists.BEGINNING)
    if not json_lists.may_be_object(begins):
        return False
    events = ijson.sendable_list()
    parser = ijson.parse_coro(events, use_float=True)
    with suppress(ijson.JSONError, ValueError):
        parser.send(begins)
    return any(
        event == "map_key" and (prefix.removesuffix(".item"), key) in _MARKS
        for prefix, event, key in events
    )


FORMAT = Format(
    key=KEY,
    title="COCO-type JSON",
    about="JSON with images, annotations and categories, as of COCO, LVIS and Objects365.",
    recognise=_recognise,
    read=_read,
    over=("folders", "manifest", "counts"),
)
