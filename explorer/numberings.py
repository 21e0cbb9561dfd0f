"""Numbers that name a class or a synset besides its wnid, and the files they are found in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from explorer import facts
from explorer.evaluations import Evaluation


def _none() -> Mapping[int, tuple[str, ...]]:
    return {}


def _no_labels() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, eq=False, repr=False)
class Numberings:
    """What a number can stand for.

    Attributes:
        class_index: ILSVRC-2012 class index, 0 to 999 in the order of the wnids, to wnid.
        devkit_id: the development kit's own number of the class, 1 to 1,000, to wnid.
        tiered: wnid of a class of tieredImageNet to the wnid of its category.
        read_wordnet31: reads the offsets of WordNet 3.1 when they are first asked for.
        read_labels: reads the wnid of every validation image, in the images' order.
    """

    class_index: Mapping[int, str]
    devkit_id: Mapping[int, str] = field(default_factory=dict)
    tiered: Mapping[str, str] = field(default_factory=dict)
    read_wordnet31: Callable[[], Mapping[int, tuple[str, ...]]] = _none
    read_labels: Callable[[], tuple[str, ...]] = _no_labels

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
        """The wnid of a validation image, by its number from 1; empty if there is none."""
        labels = self._labels
        return labels[image - 1] if 1 <= image <= len(labels) else ""

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        return self.read_labels()


def load(folder: Path, validation: Evaluation) -> Numberings:
    """The numberings of the fact tables; the two large ones are read when first needed.

    Args:
        folder: that holds the fact tables.
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
    )


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
