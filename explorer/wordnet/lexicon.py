"""The words of the hierarchy: lemmas and glosses by wnid, hidden where they would offend.

Every page, chart, download and command takes names and glosses from this module, so that a hidden
synset is hidden everywhere. Hiding is by synset, never by spelling: a harmless synset
that shares a word keeps it.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from explorer.wordnet.hierarchy import Hierarchy

HIDDEN_NAME = "hidden term"
HIDDEN_GLOSS = (
    "Lemmas and gloss hidden: Yang et al. (2020) label this synset offensive. "
    "They can be shown: Options on a page, --show-offensive in a terminal."
)


@dataclass(frozen=True, eq=False, repr=False)
class Lexicon:
    """Lemmas and glosses of a hierarchy's synsets.

    Attributes:
        hierarchy: gives each synset its position.
        lemmas: per position, its words with spaces, in WordNet's order.
        glosses: per position, its definition.
        senses: per position, the sense number of each lemma, as in dog.n.01; 0 for none.
        hidden: wnids whose names and glosses are not shown.
    """

    hierarchy: Hierarchy
    lemmas: pa.ListArray
    glosses: pa.StringArray
    senses: pa.ListArray
    hidden: frozenset[str] = frozenset()

    def revealed(self) -> "Lexicon":
        """The same words with nothing hidden, for a user who asked for that."""
        return dataclasses.replace(self, hidden=frozenset())

    def lemmas_of(self, wnid: str) -> list[str]:
        """All names of a synset; one placeholder if it is hidden."""
        position = self.hierarchy.position(wnid)
        return [HIDDEN_NAME] if wnid in self.hidden else self.lemmas[position].as_py()

    def name(self, wnid: str) -> str:
        """The first lemma; never an identity, since 1,470 names name several classes."""
        return self.lemmas_of(wnid)[0]

    def sense(self, wnid: str) -> str:
        """The synset in NLTK's style, such as dog.n.01; the placeholder if it is hidden."""
        if wnid in self.hidden:
            return HIDDEN_NAME
        position = self.hierarchy.position(wnid)
        lemma: str = self.lemmas[position][0].as_py().lower().replace(" ", "_")
        return f"{lemma}.n.{self.senses[position][0].as_py():02d}"

    def gloss(self, wnid: str) -> str:
        """The definition, or why it is hidden."""
        position = self.hierarchy.position(wnid)
        return HIDDEN_GLOSS if wnid in self.hidden else self.glosses[position].as_py()

    def names(self, wnids: Iterable[str]) -> list[str]:
        """First lemmas of several synsets."""
        return [self.name(wnid) for wnid in wnids]

    def telling_names(self, wnids: Iterable[str]) -> list[str]:
        """First lemmas; where two of them are alike, each with its most specific parent."""
        wnids = list(wnids)
        names = self.names(wnids)
        count = Counter(names)
        return [
            name if count[name] == 1 else f"{name} ({self._parent_name(wnid) or wnid})"
            for wnid, name in zip(wnids, names, strict=True)
        ]

    def _parent_name(self, wnid: str) -> str:
        lineage = self.hierarchy.main_path(wnid)
        return self.name(lineage[-2]) if len(lineage) > 1 else ""

    @cached_property
    def first_lemmas(self) -> list[str]:
        """The first lemma at every position, hidden ones replaced."""
        starts = self.lemmas.offsets.slice(0, len(self.lemmas))
        names: list[str] = self.lemmas.values.take(starts).to_pylist()
        for wnid in self.hidden:
            names[self.hierarchy.position(wnid)] = HIDDEN_NAME
        return names


def from_nouns(hierarchy: Hierarchy, table: pa.Table, hidden: Iterable[str]) -> Lexicon:
    """The words of a table of nouns (see ``explorer.wordnet.noun_table.SCHEMA``)."""
    return Lexicon(
        hierarchy,
        table["lemmas"].combine_chunks(),
        table["gloss"].combine_chunks(),
        table["senses"].combine_chunks(),
        frozenset(hidden),
    )
