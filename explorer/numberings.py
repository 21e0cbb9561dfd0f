"""Numbers that name a class or a synset besides its wnid, and the files they are found in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from explorer import facts
from explorer.evaluations import Evaluation


@dataclass(frozen=True)
class Concept:
    """A synset in the Collaborative Interlingual Index and in WordNet 3.1.

    Attributes:
        ili: such as i46360; empty if it is not known.
        offset31: such as 02086723-n; empty where WordNet 3.1 has no such concept.
    """

    ili: str = ""
    offset31: str = ""


class Concepts:
    """The concept of every noun synset of WordNet 3.0, found either way."""

    def __init__(self, wnids: list[str], ili: list[str], offsets31: list[str]) -> None:
        """Keep columns of equal length; numbers take a tenth of the memory of texts."""
        self._wnids = np.array([int(wnid[1:]) for wnid in wnids], dtype=np.int32)
        self._ili = np.array([int(each[1:]) for each in ili], dtype=np.int32)
        self._offsets31 = np.array([int(each or -1) for each in offsets31], dtype=np.int32)

    def of(self, wnid: str) -> Concept:
        """The concept of a synset."""
        rows = np.flatnonzero(self._wnids == int(wnid[1:]))
        if not len(rows):
            return Concept()
        offset = int(self._offsets31[rows[0]])
        return Concept(f"i{self._ili[rows[0]]}", f"{offset:08d}-n" if offset >= 0 else "")

    def wnid_of(self, ili: int) -> str:
        """The wnid of a concept by its number; empty if it is no noun synset of WordNet 3.0."""
        rows = np.flatnonzero(self._ili == ili)
        return f"n{self._wnids[rows[0]]:08d}" if len(rows) else ""


def _no_concepts() -> Concepts:
    return Concepts([], [], [])


def _no_tags() -> Mapping[str, str]:
    return {}


def _none() -> Mapping[int, tuple[str, ...]]:
    return {}


def _no_labels() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, eq=False, repr=False)
class Numberings:
    """Kinds of numbers.

    Attributes:
        class_index: ILSVRC-2012 class index, 0 to 999 in the order of the wnids, to wnid.
        devkit_id: the development kit's own number of the class, 1 to 1,000, to wnid.
        tiered: wnid of a class of tieredImageNet to the wnid of its category.
        read_wordnet31: reads the offsets of WordNet 3.1 when they are first asked for.
        read_labels: reads the wnid of every validation image, in the images' order.
        read_concepts: reads the interlingual concepts of the synsets.
        read_tags: reads the ids of the classes of Open Images, MIDs and ids of Wikidata, each in
            small letters, with their wnids.
    """

    class_index: Mapping[int, str]
    devkit_id: Mapping[int, str] = field(default_factory=dict)
    tiered: Mapping[str, str] = field(default_factory=dict)
    read_wordnet31: Callable[[], Mapping[int, tuple[str, ...]]] = _none
    read_labels: Callable[[], tuple[str, ...]] = _no_labels
    read_concepts: Callable[[], Concepts] = _no_concepts
    read_tags: Callable[[], Mapping[str, str]] = _no_tags

    @cached_property
    def concepts(self) -> Concepts:
        """The interlingual concept and the offset in WordNet 3.1 of every synset."""
        return self.read_concepts()

    @cached_property
    def tags(self) -> Mapping[str, str]:
        """MIDs and Wikidata ids of Open Images' classes, in small letters, to wnids."""
        return self.read_tags()

    @cached_property
    def wordnet31(self) -> Mapping[int, tuple[str, ...]]:
        """Offset in WordNet 3.1 to the wnids of the same synset in 3.0.

        15 offsets have several, where 3.1 made one synset of them.
        """
        return self.read_wordnet31()

    @cached_property
    def devkit_id_of(self) -> Mapping[str, int]:
        """The development kit's number by wnid."""
        return {wnid: number for number, wnid in self.devkit_id.items()}

    def label(self, image: int) -> str:
        """The wnid of a validation image by its number from 1; empty if there is no such image."""
        labels = self._labels
        return labels[image - 1] if 1 <= image <= len(labels) else ""

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        return self.read_labels()


def load(folder: Path, validation: Evaluation) -> Numberings:
    """The numberings of the fact tables; the two large ones are read when first needed.

    Args:
        folder: the folder with the fact tables.
        validation: the evaluation on the ILSVRC-2012 validation images.

    Raises:
        TableError: a table is missing or damaged.
    """
    classes = facts.read("ilsvrc2012", folder)
    wnids = classes["wnid"].tolist()
    tiered = zip(wnids, classes["tiered_superclass"].tolist(), strict=True)
    return Numberings(
        dict(zip(classes["index"].tolist(), wnids, strict=True)),
        dict(zip(classes["devkit_id"].tolist(), wnids, strict=True)),
        {wnid: category for wnid, category in tiered if category},
        partial(_wordnet31, folder),
        partial(_labels, validation),
        partial(_concepts, folder),
        partial(_tags, folder),
    )


def _concepts(folder: Path) -> Concepts:
    table = facts.read("wordnet31", folder)
    return Concepts(*(table[name].tolist() for name in ("wnid", "ili", "wordnet31_offset")))


def _tags(folder: Path) -> Mapping[str, str]:
    table = facts.read("openimages_boxable", folder)
    table = table[table["wnid"] != ""]
    found: dict[str, str] = {}
    for column in ("wikidata", "id"):
        ids = zip(table[column].str.lower().tolist(), table["wnid"].tolist(), strict=True)
        found |= {name: wnid for name, wnid in ids if name}
    return found


def _wordnet31(folder: Path) -> Mapping[int, tuple[str, ...]]:
    table = facts.read("wordnet31", folder)
    table = table[table["wordnet31_offset"] != ""]
    offsets = table["wordnet31_offset"].astype(np.int64)
    found: dict[int, tuple[str, ...]] = {}
    for offset, wnid in zip(offsets.tolist(), table["wnid"].tolist(), strict=True):
        found[offset] = (*found.get(offset, ()), wnid)
    return found


def _labels(validation: Evaluation) -> tuple[str, ...]:
    truth = validation.truth
    return tuple(truth.wnids[index] for index in truth.labels.tolist())
