"""The hierarchy, its words and the data sets over it, loaded together and then only read."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from explorer import datasets, facts, hierarchy, lexicon, numberings, wordnet
from explorer.datasets import DataSet, Figures, declared
from explorer.errors import UnknownSynset
from explorer.hierarchy import Hierarchy
from explorer.identifiers import canonical, wordnet31_of
from explorer.lexicon import Lexicon
from explorer.numberings import Numberings
from explorer.owner import Owner
from explorer.search import SearchIndex
from explorer.settings import Settings
from explorer.wordnet import Report


@dataclass(frozen=True, eq=False, repr=False)
class Atlas(Owner):
    """Everything that a page, a terminal answer or a report is drawn from.

    Attributes:
        hierarchy: WordNet 3.0's nouns.
        lexicon: their words, offensive ones hidden unless ``revealed``.
        datasets: data sets by key, in the order they are offered.
        numberings: what class indices, devkit IDs and offsets of WordNet 3.1 stand for.
        safety: person synset to its label as a label of people: safe, sensitive or offensive
            (Yang et al. 2020).
        notice: what the user should know of how it was loaded; may be empty.
    """

    hierarchy: Hierarchy
    lexicon: Lexicon
    datasets: Mapping[str, DataSet]
    numberings: Numberings
    safety: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""

    def dataset(self, key: str) -> DataSet:
        """A data set by key.

        Raises:
            UnknownDataSet: there is none of that key.
        """
        return datasets.find(self.datasets, key)

    def synset(self, text: str) -> str:
        """The wnid that a text such as ``N02084071`` names.

        Raises:
            UnknownSynset: it is no noun synset of WordNet 3.0; the message says so if it is
                the offset of one in WordNet 3.1.
        """
        wnid = canonical(text)
        try:
            self.hierarchy.position(wnid)
        except UnknownSynset as problem:
            meant = wordnet31_of(wnid, self.numberings)
            if not meant:
                raise
            named = " or ".join(f"{self.lexicon.name(each)} ({each})" for each in meant)
            raise UnknownSynset(
                f"{problem} In WordNet 3.1 this offset is {named}; ImageNet uses 3.0."
            ) from None
        return wnid

    def figures(self, key: str) -> Figures:
        """A data set rolled up over the hierarchy; computed once.

        Raises:
            UnknownDataSet: there is none of that key.
        """
        return datasets.roll_up(self.hierarchy, self.dataset(key))

    @property
    def class_index(self) -> Mapping[int, str]:
        """ILSVRC-2012 class index (0 to 999) to wnid."""
        return self.numberings.class_index

    @cached_property
    def index_of(self) -> Mapping[str, int]:
        """ILSVRC-2012 class index by wnid."""
        return {wnid: index for index, wnid in self.class_index.items()}

    @cached_property
    def search_index(self) -> SearchIndex:
        """What a search looks through: ties go to the synset with more Fall 2011 classes."""
        weight = self.figures("fall11").subtree(datasets.CLASSES)
        return SearchIndex(self.lexicon, weight, self.numberings)

    def exchanged(self, dataset: DataSet) -> "Atlas":
        """The same atlas with another data set in the place of the one of the same key."""
        other = dataclasses.replace(self, datasets={**self.datasets, dataset.key: dataset})
        # The words are the same, so the index over them is shared, not made anew.
        vars(other)["search_index"] = self.search_index
        return other

    def revealed(self) -> "Atlas":
        """The same atlas with no word hidden, for a session or command that asked for it."""
        return dataclasses.replace(self, lexicon=self.lexicon.revealed())


def load(
    settings: Settings,
    report: Report = lambda _share, _sentence: None,
    folder: Path = facts.DATA,
) -> Atlas:
    """Load WordNet and the fact tables, checked.

    Raises:
        WordNetUnavailable: WordNet 3.0 was neither found nor could be fetched.
        TableError: a fact table is missing or damaged.
    """
    nouns = wordnet.load(settings, report)
    tree = hierarchy.from_nouns(nouns.table)
    people = facts.read("people", folder)
    facts.check_wnids(people, tree, "people")
    sets = declared.load(tree, folder)
    return Atlas(
        tree,
        lexicon.from_nouns(tree, nouns.table, people.loc[people["safety"] == "offensive", "wnid"]),
        sets,
        numberings.load(folder),
        dict(zip(people["wnid"].tolist(), people["safety"].tolist(), strict=True)),
        nouns.notice,
    )
