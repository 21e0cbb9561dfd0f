"""The hierarchy, its words and the data sets over it, loaded together and then only read."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path

from explorer import datasets, evaluations, facts, numberings
from explorer.datasets import DataSet, RollUp, declared
from explorer.errors import UnknownSynset
from explorer.evaluations import Evaluation, Model, class_errors
from explorer.evaluations import declared as declared_evaluations
from explorer.evaluations.evaluation import DEFAULT_MODEL
from explorer.numberings import Numberings
from explorer.owner import Owner, kept_by
from explorer.progress import Report, silent
from explorer.settings import Settings
from explorer.wordnet import hierarchy, lexicon, noun_table
from explorer.wordnet.hierarchy import Hierarchy
from explorer.wordnet.identifiers import canonical, wordnet31_of
from explorer.wordnet.lexicon import Lexicon
from explorer.wordnet.search import SearchIndex


@dataclass(frozen=True, eq=False, repr=False)
class Atlas(Owner):
    """Everything that a page, a terminal answer or a report is drawn from.

    Attributes:
        hierarchy: WordNet 3.0's nouns.
        lexicon: their words, offensive ones hidden unless ``revealed``.
        datasets: data sets by key, in the order they are offered; of one whose classes are an
            evaluation's, the errors of its ``default`` model are among the measures.
        evaluations: evaluations by key, in the order they are offered.
        numberings: wnids of class indices, devkit IDs and offsets of WordNet 3.1.
        safety: person synset to its label as a label of people: safe, sensitive or offensive
            (Yang et al. 2020).
        notice: what the user should know of how it was loaded; may be empty.
        index: makes the index that a search looks through, when it is first asked for.
        own: the user's own data sets by key, as they were given; they are the last of
            ``datasets``.
    """

    hierarchy: Hierarchy
    lexicon: Lexicon
    datasets: Mapping[str, DataSet]
    numberings: Numberings
    safety: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    evaluations: Mapping[str, Evaluation] = field(default_factory=dict)
    index: Callable[[], SearchIndex] | None = None
    own: Mapping[str, DataSet] = field(default_factory=dict)

    def dataset(self, key: str, model: str = "") -> DataSet:
        """A data set by key.

        Args:
            key: of the data set.
            model: whose errors are among its measures, where its classes are an evaluation's;
                the evaluation's ``default`` if it is empty.

        Raises:
            UnknownDataSet: no data set has that key.
        """
        dataset = datasets.find(self.datasets, key)
        evaluation = self.evaluations.get(dataset.evaluation)
        if not model or evaluation is None or model == evaluation.default:
            return dataset
        if key in self.own:
            return _own_judged(self, key, model)
        return _judged(self.hierarchy, dataset, evaluation, model)

    def evaluation(self, key: str) -> Evaluation:
        """An evaluation by key.

        Raises:
            UnknownEvaluation: no evaluation has that key.
        """
        return evaluations.find(self.evaluations, key)

    def synset(self, text: str) -> str:
        """The wnid that a text such as ``N02084071`` names.

        Raises:
            UnknownSynset: it is not a noun synset of WordNet 3.0; the message says so if it is
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

    def roll_up(self, key: str, model: str = "") -> RollUp:
        """A data set, as ``dataset`` gives it, rolled up over the hierarchy; computed once.

        Raises:
            UnknownDataSet: no data set has that key.
        """
        return datasets.roll_up(self.hierarchy, self.dataset(key, model))

    @property
    def class_index(self) -> Mapping[int, str]:
        """ILSVRC-2012 class index (0 to 999) to wnid."""
        return self.numberings.class_index

    @cached_property
    def index_of(self) -> Mapping[str, int]:
        """ILSVRC-2012 class index by wnid."""
        return {wnid: index for index, wnid in self.class_index.items()}

    @property
    def search_index(self) -> SearchIndex:
        """What a search looks through: ties go to the synset with more Fall 2011 classes."""
        return _search_index(self) if self.index is None else self.index()

    def with_own(self, evaluation: str, models: Mapping[str, Model]) -> "Atlas":
        """The same atlas with the user's own models in an evaluation; all else is shared.

        Raises:
            UnknownEvaluation: there is no evaluation of that key.
        """
        own = self.evaluation(evaluation).with_own(models)
        return dataclasses.replace(self, evaluations={**self.evaluations, evaluation: own})

    def with_datasets(self, own: Mapping[str, DataSet]) -> "Atlas":
        """The same atlas with these of the user's data sets and no others; all else is shared.

        A data set whose classes are an evaluation's gets the errors of its default model.

        Raises:
            ValueError: a key is that of a built-in data set.
        """
        built = {key: held for key, held in self.datasets.items() if key not in self.own}
        if taken := {*own} & {*built}:
            raise ValueError(f"there is a built-in data set {min(taken)!r}")
        judged = {
            key: class_errors.judged(
                held, self.hierarchy, self.evaluation(held.evaluation), DEFAULT_MODEL
            )
            if held.evaluation
            else held
            for key, held in own.items()
        }
        return dataclasses.replace(self, datasets={**built, **judged}, own=own)

    @kept_by("self")
    def revealed(self) -> "Atlas":
        """The same atlas with no word hidden, for sessions and commands that ask for it."""
        open_words = dataclasses.replace(self, lexicon=self.lexicon.revealed(), index=None)
        return _indexed(open_words)


@kept_by("evaluation", most=16)
def _judged(hierarchy: Hierarchy, dataset: DataSet, evaluation: Evaluation, model: str) -> DataSet:
    return class_errors.judged(dataset, hierarchy, evaluation, model)


@kept_by("atlas", most=16)
def _own_judged(atlas: Atlas, key: str, model: str) -> DataSet:
    # Not kept with the evaluation, which stays when a session and its data sets are gone.
    dataset = atlas.datasets[key]
    tried = atlas.evaluations[dataset.evaluation]
    return class_errors.judged(dataset, atlas.hierarchy, tried, model)


def _search_index(atlas: Atlas) -> SearchIndex:
    weight = atlas.roll_up("fall11").subtree(datasets.CLASSES)
    return SearchIndex(atlas.lexicon, weight, atlas.numberings)


def _indexed(atlas: Atlas) -> Atlas:
    """The atlas with an index that all atlases made from it share."""
    return dataclasses.replace(atlas, index=cache(partial(_search_index, atlas)))


def load(
    settings: Settings,
    report: Report = silent,
    folder: Path = facts.DATA,
) -> Atlas:
    """Load WordNet and the fact tables, checked.

    Raises:
        WordNetUnavailable: WordNet 3.0 was neither found nor could be fetched.
        TableError: a fact table is missing or damaged.
    """
    nouns = noun_table.load(settings, report)
    tree = hierarchy.from_nouns(nouns.table)
    people = facts.read("people", folder)
    facts.check_wnids(people, tree, "people")
    tried = declared_evaluations.load(folder)
    sets = {
        key: class_errors.judged(dataset, tree, tried[dataset.evaluation], DEFAULT_MODEL)
        if dataset.evaluation
        else dataset
        for key, dataset in declared.load(tree, folder).items()
    }
    whole = Atlas(
        tree,
        lexicon.from_nouns(tree, nouns.table, people.loc[people["safety"] == "offensive", "wnid"]),
        sets,
        numberings.load(folder, tried[declared_evaluations.ILSVRC]),
        dict(zip(people["wnid"].tolist(), people["safety"].tolist(), strict=True)),
        nouns.notice,
        tried,
    )
    return _indexed(whole)
