"""Which columns of a table of counts name the classes, the splits and the numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from explorer.errors import UploadError
from explorer.ingest.datasets.format import Options
from explorer.ingest.files.delimited import is_image
from explorer.ingest.files.text_table import IMAGE_BY_POSITION, TextTable, shown

SYNSETS = ("wnid", "synset", "synset_id", "wordnet_id", "wn_id", "wordnetid", "mid")
INDICES = (
    *("class_index", "class_idx", "class_id", "classid", "category_id", "label_id", "index"),
    *("idx", "id", "target", "imagenet_index", "ilsvrc_id", "ilsvrc2012_id"),
)
NAMES = (
    *("class_name", "classname", "label_name", "category_name", "display_name", "name", "names"),
    *("class", "label", "category", "classes", "labels", "words", "lemmas", "lemma", "species"),
    *("concept", "object", "folder", "directory", "tag"),
)
"""Headers of columns of classes, in order of preference if several have the same kind."""

SPLITS = ("split", "subset", "set", "partition", "phase", "fold")
SPLIT = re.compile(
    r"(?:train(?:ing|val)?|val(?:id|idation)?|test(?:ing|dev)?|dev|eval|minival|holdout)"
    r"(?:(?:19|20)\d\d)?"
)
"""What a split is called, as a column or a folder."""

ALL = ("total", "totals", "all", "sum", "overall", "grand total")
"""What the sum of the others is called, as a row, a column or a split."""

AMOUNTS = frozenset(
    (
        *("n", "nb", "num", "number", "count", "counts", "images", "imgs", "samples", "examples"),
        *("frequency", "freq", "support", "occurrences", "amount", *ALL),
    )
)
BOXES = frozenset(("boxes", "bboxes", "box", "bbox"))
LABELS = frozenset(("instances", "annotations", "instance", "annotation"))
FILLING = frozenset(("image", "img", "of", "per", "class", "own", "bounding", "in", "the"))
SHARE = re.compile(r"percent|pct|share|ratio|fraction|proportion|%|prob", re.IGNORECASE)

WNID = re.compile(r"n\d{8}")
SYNSET = re.compile(r"n\d{8}|[^\s/]+\.[nvars]\.\d{1,3}|/[mgt]/\w+")
WHOLE = re.compile(r"\d{1,9}")

Counted = Literal["images", "labels", "boxes"]


@dataclass(frozen=True)
class Counts:
    """A column of numbers.

    Attributes:
        at: its place.
        what: is counted.
        split: the split that its header names; empty if it names none.
        total: whether it is the sum of columns of splits.
    """

    at: int
    what: Counted
    split: str = ""
    total: bool = False


@dataclass(frozen=True)
class Columns:
    """What the columns of a table of counts are, each by its place.

    Attributes:
        classes: columns that name the classes, by kind: "index", "name", "synset".
        split: the column of splits, if there is one.
        counts: the columns of numbers.
        unread: headers of the others.
    """

    classes: dict[str, int]
    split: int | None
    counts: tuple[Counts, ...]
    unread: tuple[str, ...]


class ColumnChoiceNeeded(UploadError):
    """A table of counts of which it is not certain what a column is."""


def find(table: TextTable, options: Options = Options()) -> Columns:  # noqa: B008 - frozen
    """The role of each column, by its header, its content and the user's choices.

    Raises:
        ColumnChoiceNeeded: it is not certain which columns are the classes or the counts.
        UploadError: there are no counts, or no column that was chosen.
    """
    places = _Places(table)
    split = places.named(options.split) if options.split else places.first(SPLITS)
    fixed = {split} if split is not None else set()
    label = places.named(options.label) if options.label else None
    fixed |= {label} if label is not None else set()
    counts = _counts(places, options, fixed)
    taken = fixed | {each.at for each in counts}
    classes = _classes(places, label, taken)
    taken |= set(classes.values())
    unread = [title for at, title in enumerate(table.header) if at not in taken]
    return Columns(
        classes, split, counts, tuple(each for each in unread if each != IMAGE_BY_POSITION)
    )


class _Places:
    """The columns of a table, by header."""

    def __init__(self, table: TextTable) -> None:
        self.name, self.header, self.rows = table.name, table.header, table.rows
        self.words = [re.sub(r"[^a-z0-9%]+", "_", each.lower()).strip("_") for each in self.header]

    def named(self, column: str) -> int:
        """The place of a column that a user chose."""
        for at, title in enumerate(self.header):
            if title.strip().lower() == column.strip().lower():
                return at
        raise UploadError(f"{self.name} has no column {shown(column)}. {self.listed()}")

    def first(self, words: Sequence[str]) -> int | None:
        return next((self.words.index(each) for each in words if each in self.words), None)

    def listed(self) -> str:
        return f"Its columns are {', '.join(map(shown, self.header[:20]))}."

    def kind(self, at: int) -> str:
        """Kind of a column of classes: "synset", "index" or "name"."""
        cells = [cell for _, row in self.rows if (cell := row[at]) and cell.lower() not in ALL]
        synsets = sum(SYNSET.fullmatch(cell) is not None for cell in cells)
        if cells and (
            synsets == len(cells) or (self.words[at] in SYNSETS and 2 * synsets > len(cells))
        ):
            return "synset"
        return "index" if cells and all(map(WHOLE.fullmatch, cells)) else "name"


def names_images(table: TextTable) -> bool:
    """Whether a column is of single images, by its header or its first row."""
    places = _Places(table)
    return any(
        _is_of_images(places, at) and _counted(at, places.words[at]) is None
        for at, title in enumerate(table.header)
        if title != IMAGE_BY_POSITION
    )


def _counts(places: _Places, options: Options, fixed: set[int]) -> tuple[Counts, ...]:
    chosen = {
        what: places.named(column)
        for what, column in (("images", options.images), ("boxes", options.boxes))
        if column
    }
    found = [
        each
        for at, words in enumerate(places.words)
        if at not in fixed | set(chosen.values()) and (each := _counted(at, words)) is not None
    ]
    counts = [each for each in found if each.what not in chosen]
    counts += [Counts(at, "images" if what == "images" else "boxes") for what, at in chosen.items()]
    counts = beside_splits(counts)
    for what in ("images", "labels", "boxes"):
        same = [each for each in counts if each.what == what and not (each.split or each.total)]
        if len(same) > 1:
            titles = " and ".join(shown(places.header[each.at]) for each in same)
            raise ColumnChoiceNeeded(
                f"{places.name}: {titles} could each be the number of {what}. Choose one with "
                f"the option {'boxes' if what == 'boxes' else 'images'}."
            )
    if not counts:
        shares = [each for each in places.header if SHARE.search(each)]
        found_instead = f"Found shares ({shown(shares[0])}) and no counts. " if shares else ""
        raise (ColumnChoiceNeeded if shares else UploadError)(
            f"{places.name} has no column of numbers of images, such as 'images', 'count' or "
            f"'train'. {found_instead}{places.listed()} Choose one with the option images."
        )
    return tuple(counts)


def beside_splits(counts: list[Counts]) -> list[Counts]:
    """Columns of counts, a total among them only beside columns of splits of the same kind."""
    parted = {each.what for each in counts if each.split}
    if not parted:
        return [Counts(each.at, each.what) for each in counts]
    return [
        each if each.split else Counts(each.at, each.what, total=True)
        for each in counts
        if each.what in parted
    ]


def _counted(at: int, words: str) -> Counts | None:
    """What a column counts by its header; None if the header does not say that it counts."""
    if SHARE.search(words):
        return None
    parts = words.split("_")
    splits = [each for each in parts if SPLIT.fullmatch(each)]
    rest = {each for each in parts if each and each not in splits}
    if len(splits) > 1 or not rest <= AMOUNTS | BOXES | LABELS | FILLING:
        return None
    amount = rest & (AMOUNTS | {"boxes", "bboxes", "instances", "annotations"})
    if not splits and not amount:
        return None
    what: Counted = "boxes" if rest & BOXES else "labels" if rest & LABELS else "images"
    return Counts(at, what, splits[0] if splits else "", bool(rest & set(ALL)))


def _classes(places: _Places, label: int | None, taken: set[int]) -> dict[str, int]:
    """Columns of classes by kind, the chosen one first."""
    classes: dict[str, int] = {} if label is None else {places.kind(label): label}
    free = [at for at in range(len(places.header)) if at not in taken]
    rank = {word: at for at, word in enumerate((*SYNSETS, *INDICES, *NAMES))}
    for at in sorted(free, key=lambda each: rank.get(places.words[each], len(rank))):
        kind = places.kind(at)
        wnids = kind == "synset" and WNID.fullmatch(places.rows[0][1][at])
        if places.words[at] not in rank and not wnids:
            continue
        numbered = kind == "index" and places.words[at] in SYNSETS
        if kind not in classes and not numbered and not _is_row_number(places, at, kind):
            classes[kind] = at
    if not classes:
        texts = [at for at in free if places.kind(at) == "name" and not _is_of_images(places, at)]
        if len(texts) != 1:
            raise ColumnChoiceNeeded(
                f"{places.name} has no column that is certain to name the classes, such as "
                f"'wnid', 'class' or 'name'. {places.listed()} Choose one with the option label."
            )
        classes["name"] = texts[0]
    return classes


def _is_row_number(places: _Places, at: int, kind: str) -> bool:
    """Whether a column that could be an index numbers the rows, of which a class has several."""
    if kind != "index" or places.words[at] not in {"index", "idx", "id"}:
        return False
    cells = [row[at] for _, row in places.rows]
    first = int(cells[0]) if cells[0] else -1
    if first not in {0, 1} or cells != [str(first + place) for place in range(len(cells))]:
        return False
    others = [
        each
        for each, words in enumerate(places.words)
        if each != at and words in (*SYNSETS, *NAMES)
    ]
    return any(len({row[each] for _, row in places.rows}) < len(cells) for each in others)


def _is_of_images(places: _Places, at: int) -> bool:
    title = places.words[at]
    return bool(re.search(r"im(?:age|g)|file|path|url", title)) or is_image(places.rows[0][1][at])
