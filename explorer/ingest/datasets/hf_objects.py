"""Objects of images in Hugging Face's Parquet: a column of structs with a class and a box each.

Such a column (``objects``) is a struct of lists or a list of structs. Boxes are four numbers, which
data sets mean differently: as x, y, width, height or as two corners, in pixels or as shares. What
they mean is taken only where one way alone fits them; else boxes are counted and not measured.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from explorer.arrays import Integers, Numbers
from explorer.errors import UploadError
from explorer.ingest.datasets import hf_files
from explorer.ingest.datasets.annotations import BOXED, Annotations
from explorer.ingest.datasets.content import Aside, Content, Provenance
from explorer.ingest.datasets.counts_columns import WNID
from explorer.ingest.files.text_table import shown
from explorer.progress import Report

CLASSES = ("category", "categories", "category_id", "label", "labels", "class", "class_id")
"""Fields that contain the class of an object, in order of preference."""

BOXES = ("bbox", "bboxes", "box", "boxes")
SIZES = ("width", "height")
LEVELS = frozenset(("list", "element", "item", "array"))
"""Steps of a path in a Parquet file that mark a list and are not names."""

BATCH = 8_192
"""Rows that are decoded at one time."""

STRAY = 0.005
"""Share of boxes that may not fit the way their numbers are meant: published files have errors."""

SLACK = 1.0
"""Pixels that a box may reach outside its image, and a hundredth of it as a share."""


@dataclass(frozen=True)
class Objects:
    """A column of objects.

    Attributes:
        column: its name, and that of the field with the class: objects.category.
        names: of the classes 0, 1, 2, ...; none where the field holds them itself.
        box: name of the field with the box; empty without.
    """

    column: str
    names: tuple[str, ...] = ()
    box: str = ""


def columns_of_objects(path: Path) -> list[Objects]:
    """The columns of objects with a class that a file has.

    Raises:
        UploadError: it is no whole Parquet file.
    """
    schema = hf_files.schema(path)
    features = hf_files.features(schema)
    found = []
    for each in schema:
        fields = _fields(each.type)
        name = next((one for one in CLASSES if one in fields), "")
        if not name:
            continue
        about, _ = hf_files.unlisted(features.get(each.name))
        about, _ = hf_files.unlisted(about.get(name) if isinstance(about, dict) else None)
        names = hf_files.class_names_of(about)
        whole, text = pa.types.is_integer(fields[name]), pa.types.is_string(fields[name])
        if whole or (text and not names):
            box = next((one for one in BOXES if one in fields), "")
            found.append(Objects(f"{each.name}.{name}", names, box))
    return found


def _fields(kind: pa.DataType) -> dict[str, pa.DataType]:
    """The kinds of the fields of a struct of lists, or of a list of structs; else none."""
    if pa.types.is_struct(kind):
        inner = {each.name: each.type for each in kind}
        return {name: each.value_type for name, each in inner.items() if _is_list(each)}
    if _is_list(kind) and pa.types.is_struct(kind.value_type):
        return {each.name: each.type for each in kind.value_type}
    return {}


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    )


def read(
    files: Sequence[Path], below: Path, objects: Objects, provenance: Provenance, report: Report
) -> Content:
    """Images, classes and boxes of Parquet files with a column of objects.

    Args:
        files: with that column.
        below: the folder that the user named, for splits by names of folders.
        objects: the column.
        provenance: what is read.
        report: progress callback.

    Raises:
        UploadError: a file is damaged, or its classes or columns differ from the first one's.
    """
    found = _Found(objects)
    for at, file in enumerate(files):
        if objects not in columns_of_objects(file):
            raise UploadError(
                f"{shown(file.name)}: expected the classes of the first file in the column "
                f"{shown(objects.column)}, found others. Name files of one data set only."
            )
        split = found.annotations.split_number(hf_files.split(file, below))
        for row, whole, batch in _batches(file, objects):
            share = (at + row / whole) / len(files)
            report(0.95 * share, f"{shown(file.name)}: {row:,} of {whole:,} rows")
            found.add(batch, split, f"{shown(file.name)}, rows from {row + 1:,}")
    return found.content(provenance)


def _batches(path: Path, objects: Objects) -> Iterator[tuple[int, int, pa.RecordBatch]]:
    """Rows before, rows in all, and the next rows with the columns that are needed."""
    column, name = objects.column.rsplit(".", 1)
    wanted = {(column, name), *(((column, objects.box),) if objects.box else ())}
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            # Masks and images beside them are not read.
            paths = [file.schema.column(at).path for at in range(len(file.schema))]
            steps = {
                each: tuple(step for step in each.split(".") if step not in LEVELS)
                for each in paths
            }
            read = [each for each in paths if steps[each] in wanted or each in SIZES]
            whole, row = file.metadata.num_rows, 0
            for batch in file.iter_batches(BATCH, columns=read, use_threads=False):
                yield row, max(whole, 1), batch
                row += len(batch)
    except (pa.ArrowException, ValueError, KeyError) as fault:
        raise hf_files.damaged(path, fault) from fault


@dataclass
class _Found:
    """What was read so far; boxes are kept as four numbers until it is known what they mean."""

    objects: Objects
    annotations: Annotations = field(default_factory=Annotations)
    boxes: list[Numbers] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for at, name in enumerate(self.objects.names):
            self._position(str(at), name)

    def _position(self, key: str, name: str) -> int:
        synset = name if WNID.fullmatch(name) else ""
        return self.annotations.class_position(key, (key, name, synset))

    def add(self, batch: pa.RecordBatch, split: int, where: str) -> None:
        """The objects of some rows."""
        found = self.annotations
        first = len(found.split)
        sizes = [
            pc.cast(batch[each], pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False)
            if each in batch.schema.names and _is_number(batch[each].type)
            else np.full(len(batch), np.nan)
            for each in SIZES
        ]
        found.split.extend([split] * len(batch))
        found.width.frombytes(sizes[0].astype(np.float64).tobytes())
        found.height.frombytes(sizes[1].astype(np.float64).tobytes())
        column, name = self.objects.column.rsplit(".", 1)
        rows, labels = _flat(batch[column], name)
        positions = self._positions(labels, where)
        boxes = np.full((len(rows), 4), np.nan)
        boxed = np.zeros(len(rows), bool)
        if self.objects.box:
            of_rows, values = _flat(batch[column], self.objects.box)
            if np.array_equal(of_rows, rows):
                boxes, boxed = _four(values)
            elif len(of_rows):
                found.asides.add("rows with other numbers of classes and of boxes", where)
        kept = positions >= 0
        found.image.frombytes((rows[kept] + first).astype(np.int32).tobytes())
        found.position.frombytes(positions[kept].astype(np.int32).tobytes())
        found.flags.frombytes((boxed[kept] * BOXED).astype(np.uint8).tobytes())
        self.boxes.append(boxes[kept])
        self.places.append((len(found.image), where))

    def _positions(self, labels: pa.Array, where: str) -> Integers:
        """The class of each object; -1 where it has none that there is."""
        names = self.objects.names
        if names:
            values = np.asarray(pc.fill_null(pc.cast(labels, pa.int64()), -1))
            known = (values >= 0) & (values < len(names))
            what = f"objects of none of the {len(names):,} classes"
            self.annotations.asides.add(what, where, count=int((~known).sum()))
            return np.where(known, values, -1)
        texts = pc.dictionary_encode(pc.cast(labels, pa.string()))
        place = [
            self._position(text, text) if text else -1 for text in texts.dictionary.to_pylist()
        ]
        codes = np.asarray(pc.fill_null(texts.indices, len(place)))
        positions: Integers = np.array([*place, -1])[codes]
        self.annotations.asides.add(
            "objects without a class", where, count=int((positions < 0).sum())
        )
        return positions

    def content(self, provenance: Provenance) -> Content:
        """The tables; boxes are measured only if it is certain what their numbers mean."""
        found = self.annotations
        boxes = np.concatenate(self.boxes) if self.boxes else np.empty((0, 4))
        image = np.frombuffer(found.image, np.int32)
        sizes = np.stack([np.frombuffer(each, np.float64) for each in (found.width, found.height)])
        boxed = np.frombuffer(found.flags, np.uint8) > 0
        ways = fitting(boxes[boxed], sizes.T[image][boxed])
        way = ways[0] if len(ways) == 1 else ""
        corners = corners_of(boxes, way) if way else boxes
        found = replace(found, unit="shares" if way.endswith("shares") else "pixels")
        found.corners.frombytes(np.ascontiguousarray(corners).tobytes())
        content = found.content(provenance, self._place)
        if way or not boxed.any():
            return content
        counts = content.counts.copy()
        cells = [counts["position"].to_numpy(), counts["split"].map(found.splits.index).to_numpy()]
        of = np.stack([np.frombuffer(found.position, np.int32), _splits(found)[image]])
        many = len(found.splits)
        number = np.bincount(of[0][boxed] * many + of[1][boxed], minlength=many * len(counts))
        counts["boxes"] = number[cells[0] * many + cells[1]]
        counts["boxes"] = counts["boxes"].astype("Int64")
        meant = " or ".join(ways) if ways else "numbers of another kind"
        aside = Aside(
            what=f"boxes that are counted and not measured, since they may be {meant}",
            count=int(boxed.sum()),
            where=shown(f"{self.objects.column.rsplit('.', 1)[0]}.{self.objects.box}"),
            kept=True,
        )
        return replace(
            content,
            counts=counts,
            boxes=None,
            aside=(*(each for each in content.aside if not each.what.startswith("boxes")), aside),
        )

    def _place(self, number: int) -> str:
        return next(where for end, where in self.places if number < end)


def _splits(found: Annotations) -> Integers:
    return np.frombuffer(found.split, np.int32).astype(np.int64)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _flat(column: pa.Array, name: str) -> tuple[Integers, pa.Array]:
    """A field of all objects, and the row of each."""
    if pa.types.is_struct(column.type):
        listed = pc.struct_field(column, name)
        return np.asarray(pc.list_parent_indices(listed)), pc.list_flatten(listed)
    return (
        np.asarray(pc.list_parent_indices(column)),
        pc.struct_field(pc.list_flatten(column), name),
    )


def _four(values: pa.Array) -> tuple[Numbers, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """Boxes as rows of four numbers, and which have four."""
    boxes = np.full((len(values), 4), np.nan)
    if not _is_list(values.type) or not _is_number(values.type.value_type):
        return boxes, np.zeros(len(values), bool)
    whole = np.asarray(pc.fill_null(pc.equal(pc.list_value_length(values), 4), False))
    flat = pc.cast(pc.list_flatten(values.filter(pa.array(whole))), pa.float64())
    boxes[whole] = np.asarray(pc.fill_null(flat, np.nan)).reshape(-1, 4)
    return boxes, whole


WAYS: Mapping[str, tuple[bool, bool]] = {
    "x, y, width, height": (False, False),
    "two corners": (True, False),
    "x, y, width, height as shares": (False, True),
    "two corners as shares": (True, True),
    "centre, width, height as shares": (False, True),
}
"""What four numbers can mean: whether they are corners, and whether they are shares."""


def corners_of(boxes: Numbers, way: str) -> Numbers:
    """Corners of boxes whose numbers are meant in one of ``WAYS``."""
    if WAYS[way][0]:
        return boxes
    made = boxes.copy()
    if way.startswith("centre"):
        made[:, :2] -= boxes[:, 2:] / 2
    made[:, 2:] = made[:, :2] + boxes[:, 2:]
    return made


def fitting(boxes: Numbers, sizes: Numbers) -> list[str]:
    """The ways in which the numbers of some boxes can be meant.

    Args:
        boxes: four numbers each.
        sizes: width and height of the image of each, in pixels; NaN where they are not known.
    """
    finite = np.isfinite(boxes).all(axis=1)
    boxes, sizes = boxes[finite], sizes[finite]
    if not len(boxes):
        return []
    shares = bool((boxes <= 1 + SLACK / 100).mean() >= 1 - STRAY)
    found = []
    for way, (_, of_shares) in WAYS.items():
        if of_shares != shares:
            continue
        slack = SLACK / 100 if of_shares else SLACK
        corners = corners_of(boxes, way)
        most = np.ones_like(sizes) if of_shares else np.where(sizes > 0, sizes, np.inf)
        wrong = (corners[:, 2:] <= corners[:, :2]).any(axis=1)
        wrong |= (corners[:, :2] < -slack).any(axis=1)
        wrong |= (corners[:, 2:] > most + slack).any(axis=1)
        if wrong.mean() <= STRAY:
            found.append(way)
    return found
