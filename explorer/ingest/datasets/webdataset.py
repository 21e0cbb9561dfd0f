"""WebDataset shards: tar files in which an image and its class are files with one key.

The key of a file is its path up to the first dot of its name, and what follows says what it is
(https://github.com/webdataset/webdataset): ``0001.jpg`` and ``0001.cls`` are a sample.
"""

import itertools
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from explorer.errors import UploadError
from explorer.ingest.datasets import braces, class_names, sources, tar_headers
from explorer.ingest.datasets.content import Aside, Content
from explorer.ingest.datasets.format import Format, Options
from explorer.ingest.datasets.image_tree import IMAGES, Asides
from explorer.ingest.datasets.split_names import split_of
from explorer.ingest.datasets.tar_headers import Member
from explorer.ingest.files.text_table import shown
from explorer.progress import Report
from explorer.settings import Settings

KEY = "webdataset"

CLASS_FILES = ("cls", "cls.txt", "label", "label.txt", "json", "txt")
"""Suffixes of files that can hold a class, in order of preference."""

CLASS_KEYS = (
    *("cls", "label", "class", "class_id", "label_id", "class_index", "wnid", "synset"),
    *("class_name", "label_name", "category", "target", "labels"),
)
"""Keys of a JSON object that can hold a class, in order of preference."""

NAMES = ("classnames.txt", "class_names.txt", "classes.txt", "labels.txt", "synsets.txt")
"""Files beside the shards whose lines are the names of classes 0, 1, 2, ..."""

WNID = re.compile(r"(n\d{8})(?:\s+(.+))?")
WHOLE = re.compile(r"\d{1,9}")
FIRST = 40
"""Members of a shard by which it is recognised."""

CAPTIONS = 2
"""A text is a class where there are this many samples for each different text on average."""

Sample = Mapping[str, Member]


def shards(path: Path) -> list[Path]:
    """The tar files that a path means: itself, those in a folder, or those a pattern names."""
    if path.is_dir():
        return sorted((*path.glob("*.tar"), *path.glob("*/*.tar")))
    if braces.is_pattern(path):
        return [each for each in braces.matching(path) if each.suffix == ".tar"]
    return [path]


def recognise(path: Path) -> str:
    """Why a file or folder is of WebDataset shards; empty if it is not."""
    found = [each for each in shards(path) if each.exists()]
    if not found or not found[0].is_file() or not tar_headers.begins_as_tar(found[0]):
        return ""
    try:
        beginning = itertools.islice(tar_headers.members(found[0], 0), FIRST)
        kinds = {suffix for member in beginning if (suffix := _parted(member.name)[1])}
    except UploadError:
        kinds = {"?"}
    labels = [each for each in CLASS_FILES if each in kinds]
    if kinds == {"?"} or (labels and kinds & IMAGES):
        many = f"{len(found):,} tar files" if len(found) > 1 else "a tar file"
        such = "" if path.is_file() else f", such as {shown(found[0].name)}"
        return f"It is {many} of samples with images and classes ({', '.join(labels)}){such}."
    return ""


def read(path: Path, options: Options, settings: Settings, report: Report) -> Content:
    """Classes and images of shards, split by the shards' names.

    Raises:
        UploadError: a shard is cut short or damaged, or there are no classes in it.
    """
    found = shards(path)
    if not found:
        raise UploadError(f"There are no tar files in {shown(path.name)}. Name their folder.")
    if absent := [each for each in found if not each.exists()]:
        more = f" and {len(absent) - 1:,} more" if len(absent) > 1 else ""
        raise UploadError(
            f"{shown(absent[0].name)}{more} of {len(found):,} shards that {shown(path.name)} names "
            f"{'are' if more else 'is'} not there. Correct the pattern, or download the rest."
        )
    for each in found:
        if not tar_headers.begins_as_tar(each):
            raise UploadError(
                f"{shown(each.name)} is no tar file, or is compressed. Unpack it if it is."
            )
    below = path if path.is_dir() else Path(os.path.commonpath([each.parent for each in found]))
    tally = _Tally(below, options, settings)
    sizes = [each.stat().st_size for each in found]
    done = 0
    for shard, size in zip(found, sizes, strict=True):
        tally.add(shard, report, done / sum(sizes), size / sum(sizes))
        done += size
    report(1.0, f"{sum(tally.images.values()):,} images in {len(found):,} shards")
    if not tally.counts:
        raise UploadError(
            f"{shown(path.name)} has no classes: {sum(tally.images.values()):,} images, and none "
            f"has a file {', '.join(CLASS_FILES)} with a class beside it. If classes are under "
            "another suffix or key of JSON, choose it with the option label."
        )
    tally.refuse_captions(path.name)
    names, asides = _names(found[0].parent, path, [label for label, _ in tally.counts], settings)
    classes = _classes({label for label, _ in tally.counts}, names)
    return Content(
        classes=classes,
        counts=tally.table(classes),
        splits=tally.splits(),
        shared=tally.shared,
        aside=(*tally.asides.listed(), *tally.kept(), *asides,
               *class_names.unseen(classes["name"])),
        provenance=sources.provenance(path, KEY, options, found),
    )  # fmt: skip


class _Tally:
    """Counts of samples so far."""

    def __init__(self, below: Path, options: Options, settings: Settings) -> None:
        self.below = below
        self.label, self.settings = options.label, settings
        self.counts: Counter[tuple[str, str]] = Counter()
        self.images: Counter[str] = Counter()
        self.unlabelled: Counter[str] = Counter()
        self.texts: Counter[str] = Counter()
        self.shared = False
        self.asides = Asides()
        self.unended: list[str] = []

    def add(self, shard: Path, report: Report, share: float, part: float) -> None:
        """The samples of a shard."""
        split = split_of(shard.with_suffix(""), self.below)
        size = max(shard.stat().st_size, 1)
        ends: list[bool] = []
        most = self.settings.shard_member_kilobytes * 1_000
        members = tar_headers.members(shard, most, ends)
        self.images[split] += 0
        for at, (key, sample) in enumerate(_samples(members, shard.name, self.asides)):
            if at % 1_000 == 0:
                offset = next(iter(sample.values())).offset
                report(
                    share + part * offset / size,
                    f"{shown(shard.name)}: {sum(self.images.values()):,} images, "
                    f"{offset / 1e6:,.0f} of {size / 1e6:,.0f} MB",
                )
            where = f"{shown(shard.name)}, {shown(key)}"
            if not sample.keys() & IMAGES:
                self.asides.add("samples without an image", where)
                continue
            self.images[split] += 1
            labels = self._labels(sample, where)
            self.unlabelled[split] += not labels
            self.shared = self.shared or len(labels) > 1
            for label in labels:
                self.counts[label, split] += 1
            if len(self.counts) > self.settings.upload_rows:
                raise UploadError(
                    f"{where}: there are more than {self.settings.upload_rows:,} different classes "
                    "(EXPLORER_UPLOAD_ROWS). These are perhaps captions; choose the suffix of the "
                    "files with classes with the option label."
                )
        if not ends[0]:
            self.unended.append(shown(shard.name))

    def _labels(self, sample: Sample, where: str) -> tuple[str, ...]:
        """The classes of a sample, each once."""
        suffixes = (self.label,) if self.label in sample else CLASS_FILES
        suffix = next((each for each in suffixes if each in sample), "")
        if not suffix:
            return ()
        content = sample[suffix].content
        if content is None:
            self.asides.add(
                f"files of classes above {self.settings.shard_member_kilobytes} kB "
                "(EXPLORER_SHARD_MEMBER_KILOBYTES)",
                where,
            )
            return ()
        try:
            text = content.decode("utf-8").strip()
            values = _json_classes(text, self.label) if suffix.endswith("json") else [text]
        except (ValueError, RecursionError):
            self.asides.add("files of classes that cannot be read", where)
            return ()
        kept = [each for each in dict.fromkeys(values) if each not in {"", "-1"}]
        if any(len(each) > self.settings.upload_cell_characters for each in kept):
            self.asides.add("files of classes that cannot be read", where)
            return ()
        self.texts[suffix] += bool(kept)
        return tuple(kept)

    def refuse_captions(self, name: str) -> None:
        """Raises UploadError if the classes are texts that hardly repeat."""
        if self.label or set(self.texts) - {"txt"}:
            return
        different = len({label for label, _ in self.counts})
        if different > FIRST and self.texts["txt"] < CAPTIONS * different:
            raise UploadError(
                f"{shown(name)} has {different:,} different texts for {self.texts['txt']:,} "
                "images; they look like captions and not like classes. If they are classes, "
                "choose txt with the option label."
            )

    def kept(self) -> list[Aside]:
        """What is counted but doubtful."""
        if not self.unended:
            return []
        what = "shards without an end mark, which may be cut short"
        return [Aside(what=what, count=len(self.unended), where=self.unended[0], kept=True)]

    def table(self, classes: pd.DataFrame) -> pd.DataFrame:
        """Counts of classes in splits."""
        positions = {label: at for at, label in enumerate(classes["id"])}
        rows = sorted(
            (positions[label], split, count) for (label, split), count in self.counts.items()
        )
        frame = pd.DataFrame(rows, columns=["position", "split", "images"])
        frame = frame.astype({"split": str, "images": "Int64"})
        frame["labels"] = frame["images"]
        frame["boxes"] = pd.array([pd.NA] * len(frame), dtype="Int64")
        return frame

    def splits(self) -> pd.DataFrame:
        """Images of splits."""
        rows = [(split, count, self.unlabelled[split]) for split, count in self.images.items()]
        frame = pd.DataFrame(rows, columns=["split", "images", "unlabelled"])
        return frame.astype({"split": str, "images": "Int64", "unlabelled": "Int64"})


def _parted(name: str) -> tuple[str, str]:
    """Key and suffix of a file's path."""
    folder, _, last = name.rpartition("/")
    key, _, suffix = last.partition(".")
    return f"{folder}/{key}" if folder else key, suffix.lower()


def _samples(members: Iterable[Member], name: str, asides: Asides) -> Iterator[tuple[str, Sample]]:
    """Files of one key that follow each other."""
    named = ((*_parted(member.name), member) for member in members)
    for key, group in itertools.groupby(named, key=lambda each: each[0]):
        sample: dict[str, Member] = {}
        for _, suffix, member in group:
            if suffix in sample:
                asides.add("files of one name in a sample", f"{shown(name)}, {shown(member.name)}")
            sample.setdefault(suffix, member)
        yield key, sample


def _json_classes(text: str, chosen: str) -> list[str]:
    """Classes in a JSON text: a value, a list, or an object with one of the known keys.

    Raises:
        ValueError: it is not JSON, or has another structure.
    """
    value = json.loads(text)
    if isinstance(value, dict):
        keys = (chosen,) if chosen in value else CLASS_KEYS
        value = next((value[key] for key in keys if value.get(key) is not None), [])
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str | int) and not isinstance(each, bool) for each in items):
        raise ValueError("no class")
    return [str(each).strip() for each in items]


def _names(
    folder: Path, path: Path, labels: list[str], settings: Settings
) -> tuple[list[tuple[str, str]], list[Aside]]:
    """Names and wnids of classes 0, 1, 2, ... from a file beside the shards, if there is one."""
    file = next((each for each in _lists(folder, path) if each.is_file()), None)
    if file is None or not all(map(WHOLE.fullmatch, labels)):
        return [], []
    where = shown(file.name)
    if file.stat().st_size > settings.upload_megabytes * 1_000_000:
        return [], [Aside(what="files of class names that are too large", count=1, where=where)]
    try:
        lines = file.read_text(encoding="utf-8-sig").rstrip().splitlines()
    except UnicodeDecodeError:
        return [], [Aside(what="files of class names that are no UTF-8", count=1, where=where)]
    if max(map(int, labels)) >= len(lines):
        what = f"files of class names with only {len(lines):,} lines for the classes"
        return [], [Aside(what=what, count=1, where=where)]
    matches = [(line.strip(), WNID.fullmatch(line.strip())) for line in lines]
    return [(each[2] or each[1], each[1]) if each else (line, "") for line, each in matches], []


def _lists(folder: Path, path: Path) -> list[Path]:
    """Where class names can be: beside the shards, and in the folder of a source and above it."""
    folders = dict.fromkeys((path, folder, folder.parent) if path.is_dir() else (folder,))
    return [each / name for each in folders for name in NAMES]


def _companions(path: Path) -> list[Path]:
    found = shards(path)
    return _lists(found[0].parent, path) if found else []


def _classes(labels: set[str], names: list[tuple[str, str]]) -> pd.DataFrame:
    """Classes in the order of their numbers, those without a number after them."""

    def order(label: str) -> tuple[bool, int, str]:
        number = int(label) if WHOLE.fullmatch(label) else 0
        return not WHOLE.fullmatch(label), number, label

    def texts(label: str) -> tuple[str, str, str]:
        if names:
            return (label, *names[int(label)])
        match = WNID.fullmatch(label)
        return (label, match[2] or match[1], match[1]) if match else (label, label, "")

    rows = [texts(label) for label in sorted(labels, key=order)]
    return pd.DataFrame(rows, columns=["id", "name", "synset"], dtype=str)


FORMAT = Format(
    key=KEY,
    title="WebDataset shards",
    about="Tar files with a file .cls, .json or .txt for the class beside each image.",
    recognise=recognise,
    companions=_companions,
    read=read,
)
