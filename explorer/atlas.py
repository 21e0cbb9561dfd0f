"""The hierarchy, its words and the data sets over it, loaded together and then only read."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from explorer import built_in, datasets, facts, hierarchy, lexicon, wordnet
from explorer.datasets import DataSet, Figures
from explorer.hierarchy import Hierarchy
from explorer.lexicon import Lexicon
from explorer.search import SearchIndex
from explorer.settings import Settings
from explorer.wordnet import Report


@dataclass(frozen=True, eq=False, repr=False)
class Atlas:
    """Everything that a page, a terminal answer or a report is drawn from.

    Attributes:
        hierarchy: WordNet 3.0's nouns.
        lexicon: their words, offensive ones hidden unless ``revealed``.
        datasets: data sets by key, in the order they are offered.
        class_index: ILSVRC-2012 class index (0 to 999) to wnid.
        safety: person synset to its label as a label of people: safe, sensitive or offensive
            (Yang et al. 2020).
        notice: what the user should know of how it was loaded; may be empty.
    """

    hierarchy: Hierarchy
    lexicon: Lexicon
    datasets: Mapping[str, DataSet]
    class_index: Mapping[int, str]
    safety: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""

    def dataset(self, key: str) -> DataSet:
        """A data set by key.

        Raises:
            UnknownDataSet: there is none of that key.
        """
        return datasets.find(self.datasets, key)

    def figures(self, key: str) -> Figures:
        """A data set rolled up over the hierarchy; computed once.

        Raises:
            UnknownDataSet: there is none of that key.
        """
        return datasets.roll_up(self.hierarchy, self.dataset(key))

    @cached_property
    def index_of(self) -> Mapping[str, int]:
        """ILSVRC-2012 class index by wnid."""
        return {wnid: index for index, wnid in self.class_index.items()}

    @cached_property
    def search_index(self) -> SearchIndex:
        """What a search looks through: ties go to the synset with more Fall 2011 classes."""
        weight = self.figures("fall11").subtree(datasets.CLASSES)
        return SearchIndex(self.lexicon, weight, self.class_index)

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
    sets = built_in.load(tree, folder)
    return Atlas(
        tree,
        lexicon.from_nouns(tree, nouns.table, people.loc[people["safety"] == "offensive", "wnid"]),
        sets,
        # The challenge numbers its classes in the order of their wnids, as the data set has them.
        dict(enumerate(sets["ilsvrc2012"].columns.index.tolist())),
        dict(zip(people["wnid"].tolist(), people["safety"].tolist(), strict=True)),
        nouns.notice,
    )
