"""A dozen synsets that fit in one's head, with everything that makes a hierarchy hard.

entity
├── animal
│   ├── canine ──────────┐
│   ├── domestic animal ─┴─ dog          two parents, so two paths to the root
│   │                        ├── poodle
│   │                        └── beagle
│   │                             └── Snoopy   an individual, by an instance edge
│   └── crane                            the same name as the machine
└── artifact ── machine ── crane         a chain of only children
"""

from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from explorer import datasets
from explorer.datasets import Columns, DataSet, Measure
from explorer.numberings import Numberings
from explorer.wordnet import hierarchy, lexicon, noun_table
from explorer.wordnet.hierarchy import INSTANCE, IS_A, Hierarchy
from explorer.wordnet.lexicon import Lexicon

ENTITY = "n00000100"
ANIMAL = "n00000200"
CANINE = "n00000300"
DOMESTIC = "n00000400"
DOG = "n00000500"
POODLE = "n00000600"
BEAGLE = "n00000700"
SNOOPY = "n00000800"
CRANE_BIRD = "n00000900"
ARTIFACT = "n00001000"
MACHINE = "n00001100"
CRANE_MACHINE = "n00001200"

EDGES = [
    (ENTITY, ANIMAL, IS_A),
    (ENTITY, ARTIFACT, IS_A),
    (ANIMAL, CANINE, IS_A),
    (ANIMAL, DOMESTIC, IS_A),
    (ANIMAL, CRANE_BIRD, IS_A),
    (CANINE, DOG, IS_A),
    (DOMESTIC, DOG, IS_A),
    (DOG, POODLE, IS_A),
    (DOG, BEAGLE, IS_A),
    (BEAGLE, SNOOPY, INSTANCE),
    (ARTIFACT, MACHINE, IS_A),
    (MACHINE, CRANE_MACHINE, IS_A),
]
"""Parent, child and kind of every edge."""

WORDS = {
    ENTITY: (["entity"], "that which exists"),
    ANIMAL: (["animal", "animate being", "beast"], "a living organism that moves"),
    CANINE: (["canine", "canid"], "a mammal with fangs (a carnivore)"),
    DOMESTIC: (["domestic animal"], "an animal fit for a human environment"),
    DOG: (["dog", "domestic dog", "Canis familiaris"], "a canine kept by man since long ago"),
    POODLE: (["poodle", "poodle dog"], "an intelligent dog with a curly coat"),
    BEAGLE: (["beagle"], "a small short-legged hound"),
    SNOOPY: (["Snoopy"], "a beagle in a comic strip"),
    CRANE_BIRD: (["crane"], "a large long-necked wading bird"),
    ARTIFACT: (["artifact", "artefact"], "a man-made object"),
    MACHINE: (["machine"], "a device that does work"),
    CRANE_MACHINE: (["crane"], "a machine that lifts heavy objects"),
}
"""Lemmas and gloss of every synset."""

IMAGES = {
    DOG: 100.0,
    POODLE: 40.0,
    BEAGLE: float("nan"),
    CRANE_BIRD: 0.0,
    CRANE_MACHINE: 20.0,
}
"""Images of every class of the data set: one not known, one known to have none."""


@cache
def table() -> pa.Table:
    """The synsets as WordNet's are kept."""

    def parents(wnid: str, wanted: str) -> list[int]:
        found = [above for above, child, kind in EDGES if child == wnid and kind == wanted]
        return sorted(int(above[1:]) for above in found)

    rows = [
        {
            "offset": int(wnid[1:]),
            "lemmas": lemmas,
            "senses": [2 if wnid == CRANE_MACHINE else 1 for _ in lemmas],
            "gloss": gloss,
            "hypernyms": parents(wnid, IS_A),
            "instance_hypernyms": parents(wnid, INSTANCE),
        }
        for wnid, (lemmas, gloss) in WORDS.items()
    ]
    return noun_table.closed(pa.Table.from_pylist(rows, schema=noun_table.WORDS))


@cache
def tree() -> Hierarchy:
    """The synsets as a hierarchy."""
    return hierarchy.from_nouns(table())


def words(*hidden: str) -> Lexicon:
    """The words of the synsets, those of some of them hidden."""
    return lexicon.from_nouns(tree(), table(), hidden)


def numberings() -> Numberings:
    """The dog is class 0 of the challenge; WordNet 3.1 has moved the poodle and the beagle."""
    moved = {int(POODLE[1:]) + 1: (POODLE,), int(CANINE[1:]): (BEAGLE, SNOOPY)}
    return Numberings({0: DOG}, {449: DOG}, {DOG: ANIMAL}, lambda: moved)


@cache
def pets() -> DataSet:
    """Five classes with their images, the mean a class and the share of big classes."""
    images = np.array(list(IMAGES.values()))
    columns = pd.DataFrame(
        {
            datasets.CLASSES: 1.0,
            "images": images,
            "counted": (~np.isnan(images)).astype(np.float64),
            "big": (images >= 40).astype(np.float64),
        },
        index=pd.Index(list(IMAGES), name="wnid"),
    )
    measures = (
        Measure(
            key=datasets.CLASSES,
            label="Classes",
            unit="classes",
            numerator=datasets.CLASSES,
            source="pets",
            meaning="Counted.",
        ),
        Measure(
            key="images",
            label="Images",
            unit="images",
            numerator="images",
            source="pets",
            meaning="Images of a class.",
        ),
        Measure(
            key="mean",
            label="Mean",
            unit="images per class",
            numerator="images",
            denominator="counted",
            source="pets",
            meaning="Of the known.",
        ),
        Measure(
            key="big",
            label="Big",
            unit="%",
            numerator="big",
            denominator=datasets.CLASSES,
            source="pets",
            meaning="Classes with 40 or more.",
        ),
    )
    return DataSet(
        key="pets",
        title="Pets",
        summary="Five classes.",
        columns=Columns.of(columns),
        measures=measures,
        source="pets",
    )
