"""Cells that name classes: wnids, numbers, names, and several of them in order.

A number is kept as it is written, since which class it means depends on the numbering
(``explorer.ingest.models.numbering``); a wnid or a name is a class at once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.atlas import Atlas
from explorer.evaluations import NONE
from explorer.ingest.files.tables import shown
from explorer.ingest.models.columns import MOST_RANKED
from explorer.owner import kept_by

WNID = re.compile(r"n\d{8}", re.ASCII | re.IGNORECASE)
NUMBER = re.compile(r"(\d{1,8})(?:\.0+)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"(\d{1,8}),0+", re.ASCII)
_COORDINATE = re.compile(r"-?\d{1,6}(?:\.\d*)?", re.ASCII)
_SEVERAL = re.compile(r"[\s;|,]+")
_BRACKETS = "[](){} \t"
_WRAPPED = re.compile(r"(?:np\.\w+|tensor|array)\(([^()]*)\)")
BOX = 5
"""Words of a class with its box in Kaggle's PredictionString: wnid, x0, y0, x1, y1."""

EXPECTED = "a class index from 0 to 999, or the wnid or name of a class of ILSVRC-2012"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The challenge's classes.

    Attributes:
        index: wnid to class index.
        names: lower-case lemmas, and whole labels, to the wnids of the classes that have them.
        labels: lower-case whole labels, such as "tench, tinca tinca", likewise.
    """

    index: Mapping[str, int]
    names: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]

    def of_labels(self) -> "Vocabulary":
        """The vocabulary of a column of whole labels, where "harp" is not "mouth harp, harp"."""
        return Vocabulary(self.index, {**self.names, **self.labels}, self.labels)


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes of a column or of a group of ranked columns.

    Attributes:
        numbers: rows x ranks, as written; ``NONE`` where no number is.
        known: rows x ranks, class indices of wnids and names; ``NONE`` where none is.
        faults: row (from 0) to what is wrong with its cell.
        notes: sentences on what was left out.
    """

    numbers: NDArray[np.int64]
    known: NDArray[np.int16]
    faults: Mapping[int, str]
    notes: tuple[str, ...] = ()

    @property
    def numbered(self) -> NDArray[np.bool_]:
        """Whether the first class of a row is a number."""
        return np.asarray(self.numbers[:, 0] != NONE)

    @property
    def certain(self) -> bool:
        """Whether no class is a number, so that no numbering is needed."""
        return not bool((self.numbers != NONE).any())


@kept_by("atlas")
def vocabulary(atlas: Atlas) -> Vocabulary:
    """The classes with the names that WordNet gives them."""
    names: dict[str, list[str]] = {}
    labels: dict[str, list[str]] = {}
    for wnid in atlas.class_index.values():
        lemmas = [lemma.lower() for lemma in atlas.lexicon.lemmas_of(wnid)]
        label = ", ".join(lemmas)
        labels.setdefault(label, []).append(wnid)
        for name in dict.fromkeys((*lemmas, label)):
            names.setdefault(name, []).append(wnid)
    frozen = [{name: tuple(wnids) for name, wnids in found.items()} for found in (names, labels)]
    return Vocabulary(atlas.index_of, frozen[0], frozen[1])


def parse(columns: Sequence[Sequence[str]], words: Vocabulary) -> Classes:
    """The classes in the cells of one column, or of several that are ranks.

    Args:
        columns: cells by column, the first rank first.
        words: the classes and their names.
    """
    comma = all(DECIMAL_COMMA.fullmatch(cell) for cell in columns[0])
    # Most cells are alike, so each spelling is read once.
    places: dict[tuple[str, ...], int] = {}
    row_place = [places.setdefault(cells, len(places)) for cells in zip(*columns, strict=True)]
    if any("," in cell and cell.lower() in words.labels for cells in places for cell in cells):
        words = words.of_labels()
    reads = [_read(cells, words, comma) for cells in places]
    unique = np.full((len(reads), max(1, *(len(read.codes) for read in reads))), NONE)
    for at, read in enumerate(reads):
        unique[at, : len(read.codes)] = read.codes
    codes = unique[row_place]
    notes = []
    if any(read.boxes for read in reads):
        notes.append("Boxes are ignored: only the classes of each group of five are read.")
    if any(read.repeats for read in reads):
        notes.append("Classes that a row repeats with another box count once.")
    if comma:
        notes.append("Numbers with a decimal comma, such as 65,0, are read as whole numbers.")
    return Classes(
        np.where(codes >= 0, codes, NONE),
        np.where(codes < NONE, -2 - codes, NONE).astype(np.int16),
        {row: reads[at].fault for row, at in enumerate(row_place) if reads[at].fault},
        tuple(notes),
    )


def find(cell: str, words: Vocabulary) -> int | str:
    """One class as a code (a number, or −2 minus the class index), or what is wrong."""
    word = cell.strip("'\" ")
    if WNID.fullmatch(word):
        index = words.index.get(word.lower())
        if index is None:
            return f"expected the wnid of a class of ILSVRC-2012, found {shown(word)}"
        return -2 - index
    number = NUMBER.fullmatch(word)
    if number:
        return int(number[1])
    wnids = _named(word, words)
    if len(wnids) == 1:
        return -2 - words.index[wnids[0]]
    if wnids:
        return (
            f"the name {shown(word)} is shared by {len(wnids)} classes; write the wnid of the "
            f"one that is meant: {', '.join(wnids)}"
        )
    return f"expected {EXPECTED}, found {shown(cell)}"


@dataclass(frozen=True, eq=False)
class _Read:
    codes: tuple[int, ...] = ()
    fault: str = ""
    boxes: bool = False
    repeats: bool = False


def _read(cells: tuple[str, ...], words: Vocabulary, comma: bool) -> _Read:
    """The classes of one row in order."""
    if comma:
        return _Read((int(cells[0].partition(",")[0]),))
    if len(cells) == 1:
        return _several(cells[0], words)
    return _ranked(list(cells), words)


def _several(cell: str, words: Vocabulary) -> _Read:
    """The class of a cell, or its classes in order."""
    bare = _WRAPPED.sub(r"\1", cell).strip(_BRACKETS)
    if not bare:
        return _Read(fault="expected a class, found nothing")
    if DECIMAL_COMMA.fullmatch(cell):
        return _Read(
            fault=f"{shown(cell)} is either one number with a decimal comma or two classes; "
            "separate classes by spaces"
        )
    single = find(bare, words)
    if not isinstance(single, str):
        return _Read((single,))
    parts = [part for part in _SEVERAL.split(bare) if part]
    if len(parts) % BOX == 0 and _are_boxes(parts):
        return _boxes(parts[::BOX], words)
    if not all(map(_is_code, parts)):
        named = re.findall(r"'([^']+)'|\"([^\"]+)\"", cell)
        parts = [one or other for one, other in named] or re.split(r"\s*[;|]\s*", bare)
    return _ranked(parts, words) if len(parts) > 1 else _Read(fault=single)


def _ranked(parts: list[str], words: Vocabulary) -> _Read:
    """Several classes, one per part."""
    codes = []
    for part in parts[:MOST_RANKED]:
        code = find(part, words) if part else "expected a class, found nothing"
        if isinstance(code, str):
            return _Read(fault=code)
        codes.append(code)
    return _checked(codes, parts)


def _checked(codes: list[int], parts: list[str]) -> _Read:
    if any(code >= 0 for code in codes) and any(code < 0 for code in codes):
        return _Read(
            fault="expected classes that are all wnids or all numbers, found both in one row: "
            f"{shown(' '.join(parts))}"
        )
    again = next((at for at, code in enumerate(codes) if code in codes[:at]), None)
    if again is not None:
        return _Read(fault=f"class {shown(parts[again])} appears twice in one row")
    return _Read(tuple(codes))


def _boxes(parts: list[str], words: Vocabulary) -> _Read:
    codes = [find(part, words) for part in parts]
    wrong = next((code for code in codes if isinstance(code, str)), "")
    if wrong:
        return _Read(fault=wrong)
    kept = tuple(dict.fromkeys(code for code in codes if isinstance(code, int)))
    return _Read(kept[:MOST_RANKED], boxes=True, repeats=len(kept) < len(codes))


def _are_boxes(parts: list[str]) -> bool:
    """Whether words are groups of a wnid and the four coordinates of its box."""
    return all(
        WNID.fullmatch(part) if at % BOX == 0 else _COORDINATE.fullmatch(part)
        for at, part in enumerate(parts)
    )


def _is_code(part: str) -> bool:
    part = part.strip("'\"")
    return bool(WNID.fullmatch(part) or NUMBER.fullmatch(part))


def _named(word: str, words: Vocabulary) -> tuple[str, ...]:
    """Wnids of the classes that a name may mean; none where no class has it."""
    name = " ".join(word.lower().replace("_", " ").split())
    whole = words.names.get(name, ())
    if whole or "," not in name:
        return whole
    shared = [set(words.names.get(part.strip(), ())) for part in name.split(",") if part.strip()]
    common = set.intersection(*shared) if shared else set()
    return tuple(sorted(common))
