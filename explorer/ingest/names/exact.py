"""Classes whose id or name identifies a synset itself: wnids, senses, proven class numbers."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from explorer.atlas import Atlas
from explorer.ingest.names.lemmas import lemmas
from explorer.ingest.names.spelling import squeezed, words
from explorer.wordnet.search import SENSE

Numbering = Literal["", "ILSVRC class index", "devkit ID"]
"""What class numbers are; empty where they may be any."""

_BEGINS_WITH_WNID = re.compile(r"(n[0-9]{8})(?:[-_ .,:].*)?", re.IGNORECASE | re.DOTALL)
"""A wnid alone, or with a name behind it, as in the folders of Stanford Dogs."""

_NUMBER = re.compile(r"[0-9]{1,4}")

PROVEN = 0.9
"""Minimum share of names that are a lemma of the synset of their number."""

LEAST = 10
"""Fewer numbered classes prove no numbering."""


def identified(text: str, atlas: Atlas) -> str:
    """The wnid of the synset that a text identifies, as a wnid or a sense; empty if it does not."""
    text = text.strip()
    if found := _BEGINS_WITH_WNID.fullmatch(text):
        wnid = found[1].lower()
        return wnid if wnid in atlas.hierarchy else ""
    sense = SENSE.fullmatch(text)
    if sense is None:
        return ""
    known, lemma = lemmas(atlas), words(sense["lemma"])
    owners = {
        int(known.owner[at])
        for at in known.places.get(squeezed(lemma), ())
        if known.spelt[at] == lemma and known.sense[at] == int(sense["number"])
    }
    return atlas.hierarchy.wnids[owners.pop()] if len(owners) == 1 else ""


def numbers(ids: Sequence[str], atlas: Atlas) -> list[int] | None:
    """Class ids as numbers, if all of them can be an ILSVRC class index or a devkit ID."""
    if len(ids) < LEAST or not all(_NUMBER.fullmatch(text.strip()) for text in ids):
        return None
    found = [int(text) for text in ids]
    inside = any(set(found) <= set(known) for known in numberings(atlas).values())
    return found if inside and len({*found}) == len(found) else None


def numberings(atlas: Atlas) -> Mapping[Numbering, Mapping[int, str]]:
    """Every numbering that classes may have: number to wnid."""
    return {
        "ILSVRC class index": atlas.numberings.class_index,
        "devkit ID": atlas.numberings.devkit_id,
    }


def proven(found: Sequence[int], names: Sequence[str], atlas: Atlas) -> Numbering:
    """The numbering that the names prove: nearly all are a lemma of the synset of their number."""
    for what, known in numberings(atlas).items():
        agree = sum(
            agrees(name, known[number], atlas)
            for number, name in zip(found, names, strict=True)
            if number in known
        )
        if agree >= PROVEN * len(names):
            return what
    return ""


def agrees(name: str, wnid: str, atlas: Atlas) -> bool:
    """Whether a name is a lemma of a synset, several of them, or identifies it."""
    position = atlas.hierarchy.position(wnid)
    called = {words(lemma) for lemma in atlas.lexicon.lemmas[position].as_py()}
    parts = [words(part) for part in name.split(",")]
    return called.issuperset(parts) or identified(name, atlas) == wnid
