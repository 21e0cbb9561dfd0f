"""Hugging Face's Parquet files, whose schema has the names of the classes.

The key ``huggingface`` of the schema's metadata describes the features of the data set; a column
that is a ClassLabel holds numbers of its names. Only that column is read.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from explorer.errors import UploadError
from explorer.ingest.datasets import class_names, hf_files, hf_objects, sources
from explorer.ingest.datasets.content import Aside, Content
from explorer.ingest.datasets.counts_columns import WNID
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.hf_objects import Objects
from explorer.ingest.datasets.image_tree import Asides
from explorer.ingest.datasets.split_names import SPLITS
from explorer.ingest.files.text_table import shown
from explorer.progress import Report
from explorer.settings import Settings

KEY = "huggingface"

BATCH = 65_536
"""Labels that are decoded at one time."""

NO_LABEL = -1
"""Value of a ClassLabel for an image without a label."""


@dataclass(frozen=True)
class Labels:
    """A column of classes.

    Attributes:
        column: its name.
        names: of the classes 0, 1, 2, ...
        several: whether a row has a list of them.
    """

    column: str
    names: tuple[str, ...]
    several: bool


def recognise(path: Path) -> str:
    """Why a file or folder is of Hugging Face's Parquet; empty if it is not."""
    found = files(path)
    if not found or not found[0].is_file():
        return ""
    with found[0].open("rb") as file:
        if file.read(4) != b"PAR1":
            return ""
    try:
        labels = every_column(found[0])
    except UploadError:
        return ""
    titles = ", ".join(shown(each.column) for each in labels)
    if not labels:
        return ""
    if not any(each.names for each in labels):
        whose = "It" if path.is_file() else shown(found[0].name)
        return f"{whose} is Parquet with objects of classes ({titles}) in each row."
    whose = "Its schema" if path.is_file() else f"The schema of {shown(found[0].name)}"
    return f"{whose} has the names of classes ({titles})."


def files(path: Path) -> list[Path]:
    """The Parquet files that a path means: itself, those in a folder, or those a glob names."""
    if path.is_dir():
        return sorted({*path.glob("*.parquet"), *path.glob("*/*.parquet")})
    if any(sign in path.name for sign in "*?[") and not path.exists():
        return sorted(path.parent.glob(path.name))
    return [path]


def read(path: Path, options: Options, settings: Settings, report: Report) -> Content:
    """Classes and images of Parquet files, in splits by the files' names.

    Raises:
        UploadError: the files are damaged, describe different classes or none, or it is not
            certain which column holds the classes.
    """
    found = files(path)
    if not found:
        raise UploadError(f"There are no Parquet files in {shown(path.name)}. Name their folder.")
    below = path if path.is_dir() else path.parent
    labels = _chosen(found[0], every_column(found[0]), options)
    _check_one(found, below)
    if len(labels.names) > settings.upload_rows:
        raise UploadError(
            f"{shown(found[0].name)} names {len(labels.names):,} classes; up to "
            f"{settings.upload_rows:,} are taken (EXPLORER_UPLOAD_ROWS)."
        )
    provenance = sources.provenance(path, KEY, options, found)
    if isinstance(labels, Objects):
        content = hf_objects.read(found, below, labels, provenance, report)
        if not len(content.classes):
            raise UploadError(
                f"{shown(path.name)} has no object with a class in {shown(labels.column)}."
            )
        return dataclasses.replace(content, aside=(*content.aside, *_missing(found)))
    tally = _Tally(below, labels)
    for at, file in enumerate(found):
        tally.add(file, report, at / len(found), 1 / len(found))
    report(1.0, f"{sum(tally.images.values()):,} rows in {len(found):,} files")
    classes = pd.DataFrame(
        [(str(at), name, name if WNID.fullmatch(name) else "")
         for at, name in enumerate(labels.names)],
        columns=["id", "name", "synset"],
        dtype=str,
    )  # fmt: skip
    return Content(
        classes=classes,
        counts=tally.table(),
        splits=tally.splits(),
        shared=tally.shared,
        aside=(*tally.asides.listed(), *_missing(found), *class_names.unseen(labels.names)),
        provenance=provenance,
    )


def every_column(path: Path) -> list[Labels | Objects]:
    """The columns of classes that a file has, of images and of objects in them."""
    return [*columns_of_classes(path), *hf_objects.columns_of_objects(path)]


def columns_of_classes(path: Path) -> list[Labels]:
    """The columns of classes that a file's schema describes."""
    schema = hf_files.schema(path)
    found = []
    for column, feature in hf_files.features(schema).items():
        inner, several = hf_files.unlisted(feature)
        if names := hf_files.class_names_of(inner):
            found.append(Labels(column, names, several))
    return [each for each in found if each.column in schema.names]


def _chosen(path: Path, labels: Sequence[Labels | Objects], options: Options) -> Labels | Objects:
    columns = ", ".join(shown(each.column) for each in labels)
    fitting = [each for each in labels if options.label in {"", each.column}]
    if len(fitting) == 1:
        return fitting[0]
    if not labels:
        raise UploadError(
            f"{shown(path.name)} has no column whose classes its schema names. If a column holds "
            "classes, read the file as a manifest."
        )
    what = "has" if not options.label else f"has no column {shown(options.label)} of classes, and"
    raise UploadError(
        f"{shown(path.name)} {what} the columns of classes {columns}. Choose one with the option "
        "label."
    )


def _check_one(found: Sequence[Path], below: Path) -> None:
    """Raises UploadError if files are of several configurations, which hold the same images."""
    folders = {each.parent: each for each in reversed(found)}
    if len(folders) > 1 and not all(each.name.lower() in SPLITS for each in folders):
        # Of a file right in the folder, its own name tells more.
        named = [file.name if each == below else each.name for each, file in folders.items()]
        names = ", ".join(map(shown, sorted(named)[:6]))
        raise UploadError(
            f"The Parquet files are in several folders ({names}), which may hold the same images "
            "in several forms. Name one of them."
        )


class _Tally:
    """Counts of labels so far."""

    def __init__(self, below: Path, labels: Labels) -> None:
        self.below = below
        self.labels = labels
        self.images: Counter[str] = Counter()
        self.unlabelled: Counter[str] = Counter()
        self.rows: Counter[tuple[int, str]] = Counter()
        self.values: Counter[tuple[int, str]] = Counter()
        self.shared = False
        self.asides = Asides()

    def add(self, path: Path, report: Report, share: float, part: float) -> None:
        """The labels in a file."""
        split = hf_files.split(path, self.below)
        names = {each.column: each.names for each in columns_of_classes(path)}
        if names.get(self.labels.column) != self.labels.names:
            raise UploadError(
                f"{shown(path.name)}: expected the classes of the first file in the column "
                f"{shown(self.labels.column)}, found others. Name files of one data set only."
            )
        self.images[split] += 0
        for row, whole, array in _batches(path, self.labels):
            report(share + part * row / whole, f"{shown(path.name)}: {row:,} of {whole:,} rows")
            self._count(array, split, f"{shown(path.name)}, rows from {row + 1:,}")

    def _count(self, array: pa.Array, split: str, where: str) -> None:
        images = len(array)
        self.images[split] += images
        if self.labels.several:
            rows = np.asarray(pc.list_parent_indices(array))
            array = pc.list_flatten(array)
        else:
            rows = np.arange(len(array))
        values = np.asarray(pc.fill_null(array, NO_LABEL))
        size = len(self.labels.names)
        unknown = (values < NO_LABEL) | (values >= size)
        if unknown.any():
            what = f"labels that are none of the {size:,} classes"
            self.asides.add(what, where, int(unknown.sum()))
        kept = (values >= 0) & ~unknown
        pairs = pd.DataFrame({"row": rows[kept], "value": values[kept]})
        once = pairs.drop_duplicates()
        self.shared = self.shared or bool(once["row"].duplicated().any())
        self.unlabelled[split] += images - len(np.unique(rows[values != NO_LABEL]))
        for counter, frame in ((self.values, pairs), (self.rows, once)):
            for value, count in zip(*np.unique(frame["value"], return_counts=True), strict=True):
                counter[int(value), split] += int(count)

    def table(self) -> pd.DataFrame:
        """Counts of classes in splits; of every class in every split, also of none."""
        keys = [(at, split) for at in range(len(self.labels.names)) for split in self.images]
        frame = pd.DataFrame(keys, columns=["position", "split"]).astype({"split": str})
        frame["images"] = pd.array([self.rows[key] for key in keys], dtype="Int64")
        frame["labels"] = pd.array([self.values[key] for key in keys], dtype="Int64")
        frame["boxes"] = pd.array([pd.NA] * len(keys), dtype="Int64")
        return frame

    def splits(self) -> pd.DataFrame:
        """Images of splits."""
        rows = [(split, count, self.unlabelled[split]) for split, count in self.images.items()]
        frame = pd.DataFrame(rows, columns=["split", "images", "unlabelled"])
        return frame.astype({"split": str, "images": "Int64", "unlabelled": "Int64"})


def _batches(path: Path, labels: Labels) -> Iterator[tuple[int, int, pa.Array]]:
    """Rows before, rows in all, and the next labels."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            kind = file.schema_arrow.field(labels.column).type
            inner = kind.value_type if pa.types.is_nested(kind) else kind
            if pa.types.is_nested(kind) != labels.several or not pa.types.is_integer(inner):
                raise UploadError(
                    f"{shown(path.name)}, column {shown(labels.column)}: expected numbers of "
                    f"classes, found values of type {str(kind)[:60]}."
                )
            wanted = pa.large_list(pa.int64()) if labels.several else pa.int64()
            whole, row = file.metadata.num_rows, 0
            for batch in file.iter_batches(BATCH, columns=[labels.column], use_threads=False):
                yield row, max(whole, 1), pc.cast(batch.column(0), wanted)
                row += len(batch)
            if row != whole:
                raise UploadError(
                    f"{shown(path.name)}: expected {whole:,} rows, as it says, found {row:,}. It "
                    "is damaged; write or download it again."
                )
    except (pa.ArrowException, ValueError) as fault:
        raise hf_files.damaged(path, fault) from fault


def _missing(found: Sequence[Path]) -> list[Aside]:
    """What is said of files that the names of others count and that are not there."""
    parts: dict[tuple[Path, str, int], set[int]] = {}
    for each in found:
        if match := hf_files.PART.fullmatch(each.name):
            parts.setdefault((each.parent, match[1], int(match[3])), set()).add(int(match[2]))
    absent: Mapping[str, int] = {
        f"{split}-{number:05d}-of-{whole:05d}.parquet": number
        for (_, split, whole), there in parts.items()
        for number in range(whole)
        if number not in there
    }
    if not absent:
        return []
    what = "Parquet files that are not there, by the names of the others"
    return [Aside(what=what, count=len(absent), where=shown(next(iter(absent))), kept=True)]


FORMAT = Format(
    key=KEY,
    title="Hugging Face Parquet",
    about=(
        "Parquet files with the names of the classes in their schema (ClassLabel), of images or of "
        "objects in them with boxes."
    ),
    recognise=recognise,
    read=read,
    over=("manifest", "counts"),
)
