"""WordNet's lemmas by their spelling, made once per atlas for names of classes to be looked up."""

from dataclasses import dataclass

import numpy as np

from explorer.arrays import Integers
from explorer.atlas import Atlas
from explorer.ingest.names.spelling import squeezed, words
from explorer.owner import kept_by


@dataclass(frozen=True, eq=False, repr=False)
class Lemmas:
    """All lemmas of WordNet's nouns.

    Attributes:
        spelt: per lemma, its words as ``spelling.words`` has them.
        owner: per lemma, the position of its synset.
        sense: per lemma, the number of its sense: 1 for the most frequent one; 0 for none.
        first: per lemma, whether it is the first of its synset.
        capitals: per lemma, how many capitals it has.
        places: squeezed spelling to the lemmas of that spelling.
    """

    spelt: list[str]
    owner: Integers
    sense: Integers
    first: Integers
    capitals: Integers
    places: dict[str, list[int]]


@kept_by("atlas")
def lemmas(atlas: Atlas) -> Lemmas:
    """The lemmas of an atlas, including hidden ones, which can be found but are not shown."""
    lists = atlas.lexicon.lemmas
    offsets = lists.offsets.to_numpy()
    texts: list[str] = lists.flatten().to_pylist()
    spelt = [words(text) for text in texts]
    places: dict[str, list[int]] = {}
    for at, text in enumerate(spelt):
        places.setdefault(squeezed(text), []).append(at)
    first = np.zeros(len(texts), dtype=np.int64)
    first[offsets[:-1]] = 1
    return Lemmas(
        spelt,
        np.repeat(np.arange(len(offsets) - 1), np.diff(offsets)),
        atlas.lexicon.senses.flatten().to_numpy().astype(np.int64),
        first,
        np.array([sum(map(str.isupper, text)) for text in texts], dtype=np.int64),
        places,
    )
