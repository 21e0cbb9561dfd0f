"""Identifiers of synsets in the spellings that papers, tools and data sets have for them.

A wnid is the letter n and a synset's offset in WordNet 3.0. The same offset is written
02084071-n, wn:02084071n or, where a table dropped the zeros, 2084071. Offsets of WordNet 3.1
look the same and mean other synsets, so they are recognised and never used as a wnid.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from explorer.numberings import Numberings
from explorer.wordnet.hierarchy import Hierarchy

Named = Literal[
    "wnid",
    "WordNet 3.0 offset",
    "WordNet 3.1 offset",
    "WordNet 3.0 and 3.1 offset",
    "ILSVRC index",
    "devkit ID",
    "ILSVRC index and devkit ID",
    "validation image",
    "training file",
    "ILI concept",
    "Open Images MID",
    "Wikidata id",
]
"""What an identifier was read as."""

WNID = re.compile(r"n[0-9]{8}")

_OFFSET = re.compile(
    r"(?P<version>(?:p?wn|ili|omw)?-?(?P<number>3[.-]?[01])?[:-])?(?P<letter>n?)"
    r"(?P<offset>[0-9]{8})-?(?P<noun>n?)"
)
"""An offset of eight digits with its part of speech, before or after, or without."""

_MAPPING_LINE = re.compile(r"(?P<wnid>n[0-9]{8})[ \t,]+\S.*")
"""A line of LOC_synset_mapping.txt or synset_words.txt: a wnid and its words."""

_VALIDATION_FILE = re.compile(
    r"(?:.*[/\\])?ilsvrc2012_val_(?P<image>[0-9]{8})(?:_n[0-9]{8})?(?:\.[a-z]{3,4})?"
)
_TRAINING_FILE = re.compile(r"(?:.*[/\\])?(?P<wnid>n[0-9]{8})(?:_[0-9]+(?:\.[a-z]{3,4})?|[/\\].*)")
"""A file of a class, or a path in the folder of one."""

_NUMBERED = re.compile(
    r"(?:ilsvrc )?(?P<what>class|class index|index|devkit|devkit id) ?(?P<n>[0-9]{1,4})"
)
"""A number with a prefix that gives its numbering."""

_WITH_VERSION = re.compile(r"(?P<offset>[0-9]{8}-?n?) ?\(?(?:wn|wordnet)? ?3\.?(?P<minor>[01])\)?")
"""An offset with the version of WordNet behind it."""

_CONCEPT = re.compile(r"(?:ili:)?i(?P<number>[0-9]{1,6})")
_MID = re.compile(r"/[mg]/[a-z0-9_]{2,12}")
_WIKIDATA = re.compile(
    r"(?:(?:https?://)?(?:www\.)?wikidata\.org/(?:wiki|entity)/|wd:)?(?P<id>q[0-9]{1,10})"
)

LONGEST_NUMBER = 8
"""Digits of an offset; longer numbers identify nothing."""


@dataclass(frozen=True)
class Identified:
    """A synset that a text identifies, and as what the text was read."""

    wnid: str
    reason: Named


def canonical(text: str) -> str:
    """A wnid as ImageNet writes it, whatever its spaces and case; other text as it is."""
    lowered = text.strip().lower()
    return lowered if WNID.fullmatch(lowered) else text.strip()


def identified(text: str, hierarchy: Hierarchy, numberings: Numberings) -> list[Identified]:
    """Every synset that a text identifies, each once, the most explicit reading first.

    Args:
        text: an identifier, a file name or a line of a class list; anything else gives nothing.
        hierarchy: the synsets of WordNet 3.0.
        numberings: the wnids of class indices and other numbers.
    """
    asked = text.strip().lower()
    if said := _WITH_VERSION.fullmatch(asked):
        asked = f"wn3{said['minor']}-{said['offset']}"
    found: dict[str, Identified] = {}
    for each in (
        *_from_numbers(asked, hierarchy, numberings),
        *_from_offsets(asked, hierarchy, numberings),
        *_from_lines_and_files(asked, hierarchy, numberings),
        *_from_other_catalogues(asked, hierarchy, numberings),
    ):
        found.setdefault(each.wnid, each)
    return list(found.values())


def wordnet31_of(text: str, numberings: Numberings) -> tuple[str, ...]:
    """The wnids of the synsets that have a wnid-like text as their offset in WordNet 3.1."""
    wnid = canonical(text)
    return numberings.wordnet31.get(int(wnid[1:]), ()) if WNID.fullmatch(wnid) else ()


def _from_numbers(asked: str, hierarchy: Hierarchy, numberings: Numberings) -> Iterator[Identified]:
    """A bare number: a class index, a devkit ID, or an offset without its zeros."""
    if not re.fullmatch(f"[0-9]{{1,{LONGEST_NUMBER}}}", asked):
        return
    number = int(asked)
    by_index = numberings.class_index.get(number, "")
    by_devkit = numberings.devkit_id.get(number, "")
    if by_index and by_index == by_devkit:
        yield Identified(by_index, "ILSVRC index and devkit ID")
    elif by_index or by_devkit:
        yield from (Identified(wnid, "ILSVRC index") for wnid in [by_index] if wnid)
        yield from (Identified(wnid, "devkit ID") for wnid in [by_devkit] if wnid)
    elif len(asked) < LONGEST_NUMBER:
        yield from _at_offset(number, hierarchy, numberings)


def _from_offsets(asked: str, hierarchy: Hierarchy, numberings: Numberings) -> Iterator[Identified]:
    """An offset of eight digits; a wnid is one of WordNet 3.0 wherever 3.0 has it."""
    read = _OFFSET.fullmatch(asked)
    if read is None or (read["letter"] and read["noun"]):
        return
    number = int(read["offset"])
    wnid = f"n{number:08d}"
    if (read["number"] or "").endswith("1"):
        yield from (Identified(each, "WordNet 3.1 offset") for each in _in_31(number, numberings))
    elif read["number"] or (read["letter"] and wnid in hierarchy):
        if wnid in hierarchy:
            yield Identified(wnid, "wnid" if read["letter"] else "WordNet 3.0 offset")
    else:
        yield from _at_offset(number, hierarchy, numberings)


def _at_offset(number: int, hierarchy: Hierarchy, numberings: Numberings) -> Iterator[Identified]:
    """The synsets at an offset of either version."""
    wnid, in_31 = f"n{number:08d}", _in_31(number, numberings)
    if wnid in hierarchy:
        both: Named = "WordNet 3.0 and 3.1 offset"
        yield Identified(wnid, both if wnid in in_31 else "WordNet 3.0 offset")
    yield from (Identified(each, "WordNet 3.1 offset") for each in in_31)


def _in_31(number: int, numberings: Numberings) -> tuple[str, ...]:
    return numberings.wordnet31.get(number, ())


def _from_other_catalogues(
    asked: str, hierarchy: Hierarchy, numberings: Numberings
) -> Iterator[Identified]:
    """A number with a prefix, a concept of the ILI, or an ID of Open Images or Wikidata."""
    wnid = ""
    reason: Named = "ILSVRC index"
    if said := _NUMBERED.fullmatch(asked):
        if said["what"].startswith("devkit"):
            wnid, reason = numberings.devkit_id.get(int(said["n"]), ""), "devkit ID"
        else:
            wnid = numberings.class_index.get(int(said["n"]), "")
    elif concept := _CONCEPT.fullmatch(asked):
        wnid, reason = numberings.concepts.wnid_of(int(concept["number"])), "ILI concept"
    elif _MID.fullmatch(asked):
        wnid, reason = numberings.tags.get(asked, ""), "Open Images MID"
    elif item := _WIKIDATA.fullmatch(asked):
        wnid, reason = numberings.tags.get(item["id"], ""), "Wikidata id"
    if wnid in hierarchy:
        yield Identified(wnid, reason)


def _from_lines_and_files(
    asked: str, hierarchy: Hierarchy, numberings: Numberings
) -> Iterator[Identified]:
    if file := _VALIDATION_FILE.fullmatch(asked):
        wnid = numberings.label(int(file["image"]))
        if wnid:
            yield Identified(wnid, "validation image")
    elif (file := _TRAINING_FILE.fullmatch(asked)) and file["wnid"] in hierarchy:
        yield Identified(file["wnid"], "training file")
    elif (line := _MAPPING_LINE.fullmatch(asked)) and line["wnid"] in hierarchy:
        yield Identified(line["wnid"], "wnid")
