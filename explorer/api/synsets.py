"""A synset as a value, and the ways to name one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from explorer.api.frames import whole_measures
from explorer.atlas import Atlas
from explorer.audits import synsets
from explorer.datasets import CLASSES
from explorer.errors import UnknownSynset
from explorer.wordnet.identifiers import WNID

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

SUGGESTED = 8
"""Synsets that an error names at most."""

HEIGHT = 560
"""Pixels of a chart unless another height is asked for."""


@dataclass(frozen=True)
class Synset:
    """A noun synset of WordNet 3.0. Two of the same wnid are equal.

    Made by ``Explorer.synset`` and ``Explorer.search``; not by hand.

    Attributes:
        wnid: the letter n and the synset's offset in eight digits, such as ``n02084071``.

    >>> dog = ex.synset("dog.n.01")
    >>> dog
    Synset('dog.n.01', 'n02084071')
    >>> dog.name, dog.depth, dog.ilsvrc2012_index
    ('dog', 13, None)
    >>> [parent.name for parent in dog.parents]
    ['domestic animal', 'canine']
    """

    wnid: str
    _atlas: Atlas = field(repr=False, compare=False)

    def __repr__(self) -> str:
        """The synset's name in NLTK's style, and its wnid."""
        return f"{type(self).__name__}({self.sense!r}, {self.wnid!r})"

    @property
    def name(self) -> str:
        """Its first lemma. Many synsets share a name; the wnid is the identity.

        >>> ex.synset("n02012849").name
        'crane'
        """
        return self._atlas.lexicon.name(self.wnid)

    @property
    def sense(self) -> str:
        """Its name in NLTK's style: first lemma, part of speech, number of the sense.

        The name ``hidden term`` for a synset whose terms are hidden.

        >>> ex.synset("n02099601").sense
        'golden_retriever.n.01'
        """
        if self.wnid in self._atlas.lexicon.hidden:
            return self.name
        return self._atlas.lexicon.sense(self.wnid)

    @property
    def lemmas(self) -> tuple[str, ...]:
        """All its names, in WordNet's order.

        >>> ex.synset("dog.n.01").lemmas
        ('dog', 'domestic dog', 'Canis familiaris')
        """
        return tuple(self._atlas.lexicon.lemmas_of(self.wnid))

    @property
    def gloss(self) -> str:
        """Its definition.

        >>> ex.synset("teddy.n.01").gloss
        "plaything consisting of a child's toy bear (usually plush and stuffed with soft materials)"
        """
        return self._atlas.lexicon.gloss(self.wnid)

    @property
    def parents(self) -> tuple["Synset", ...]:
        """Hypernyms and instance hypernyms, by wnid; 453 classes of ImageNet have several.

        >>> ex.synset("entity.n.01").parents
        ()
        """
        return self._synsets(self._atlas.hierarchy.parents_of(self.wnid))

    @property
    def children(self) -> tuple["Synset", ...]:
        """Hyponyms and instance hyponyms, by wnid.

        >>> len(ex.synset("dog.n.01").children)
        18
        """
        return self._synsets(self._atlas.hierarchy.children_of(self.wnid))

    @property
    def depth(self) -> int:
        """Edges on the longest path to the root.

        >>> ex.synset("entity.n.01").depth
        0
        """
        return self._atlas.hierarchy.depth(self.wnid)

    @property
    def is_instance(self) -> bool:
        """Whether it is an instance (a named thing) rather than a kind of its parent.

        >>> ex.synset("einstein.n.01").is_instance
        True
        """
        return self._atlas.hierarchy.is_instance(self.wnid)

    @property
    def ilsvrc2012_index(self) -> int | None:
        """Its class index in ILSVRC-2012 (0 to 999, wnids sorted); None where it is no class.

        >>> ex.synset("golden_retriever.n.01").ilsvrc2012_index
        207
        """
        return self._atlas.index_of.get(self.wnid)

    @property
    def safety(self) -> str | None:
        """Its label as a label of people: safe, sensitive or offensive (Yang et al. 2020).

        None for synsets outside the person subtree and those that were not labelled.

        >>> ex.synset("ballplayer.n.01").safety
        'safe'
        """
        return self._atlas.safety.get(self.wnid)

    @property
    def datasets(self) -> tuple[str, ...]:
        """Keys of the data sets that have it as a class.

        >>> "stanford-dogs" in ex.synset("golden_retriever.n.01").datasets
        True
        """
        return tuple(key for key, each in self._atlas.datasets.items() if self.wnid in each)

    def paths_to_root(self) -> list[tuple["Synset", ...]]:
        """All paths from the root down to the synset, longest first.

        >>> [len(path) for path in ex.synset("dog.n.01").paths_to_root()]
        [14, 9]
        """
        return [self._synsets(path) for path in self._atlas.hierarchy.paths_to_root(self.wnid)]

    def lowest_common_ancestors(self, other: "Synset | str") -> tuple["Synset", ...]:
        """Common ancestors that are not an ancestor of another one, deepest first.

        Raises:
            UnknownSynset: the other is no synset, or its name is ambiguous.

        >>> ex.synset("dog.n.01").lowest_common_ancestors("cat.n.01")
        (Synset('carnivore.n.01', 'n02075296'),)
        """
        meeting = self._atlas.hierarchy.lowest_common_ancestors
        return self._synsets(meeting(self.wnid, wnid_of(self._atlas, other)))

    def path_to(self, other: "Synset | str") -> tuple["Synset", ...]:
        """The shortest path up to a common ancestor and down to the other synset.

        Raises:
            UnknownSynset: the other is no synset, or its name is ambiguous.

        >>> [step.name for step in ex.synset("dog.n.01").path_to("cat.n.01")]
        ['dog', 'canine', 'carnivore', 'feline', 'cat']
        """
        path = self._atlas.hierarchy.path_between(self.wnid, wnid_of(self._atlas, other))
        return self._synsets(path)

    def wu_palmer(self, other: "Synset | str") -> float:
        """Similarity from 0 to 1 by the depth of the common ancestor (Wu and Palmer 1994).

        Raises:
            UnknownSynset: the other is no synset, or its name is ambiguous.

        >>> round(ex.synset("dog.n.01").wu_palmer("cat.n.01"), 3)
        0.857
        """
        return self._atlas.hierarchy.wu_palmer(self.wnid, wnid_of(self._atlas, other))

    def figures(self, dataset: str = "fall11", *, model: str = "") -> pd.DataFrame:
        """The figures of a data set at the synset.

        Args:
            dataset: key of the data set.
            model: whose errors are among them, where its classes are an evaluation's; the
                default is ResNet-50.

        Returns:
            One row per measure, by its key: label, unit, own (this synset only), subtree (every
            distinct class at or under it, counted once) and unknown_classes (classes of the
            subtree without a known value). Whole numbers are ``int``, unknown values ``<NA>``.

        Raises:
            UnknownDataSet, UnknownModel: a name or key does not exist.

        >>> figures = ex.synset("dog.n.01").figures("fall11")
        >>> figures.loc["classes", "subtree"], figures.loc["images", "subtree"]
        (190, 222142)
        >>> figures.loc["images", "own"]
        1603
        """
        card = synsets.card(self._atlas, self.wnid, self._atlas.roll_up(dataset, model))
        rows = [
            {
                "measure": key,
                "label": each["label"],
                "unit": each["unit"],
                "own": _or_unknown(each["own"]),
                "subtree": _or_unknown(each["subtree"]),
                "unknown_classes": each["classes_not_known"],
            }
            for key, each in card["figures"].items()
        ]
        frame = pd.DataFrame(rows, dtype=object).set_index("measure")
        return frame.astype({"label": "str", "unit": "str", "unknown_classes": "int64"})

    def classes(
        self,
        dataset: str = "fall11",
        *,
        measures: Iterable[str] | None = None,
        model: str = "",
    ) -> pd.DataFrame:
        """Every class of a data set at or under the synset, with its own figures.

        Args:
            dataset: key of the data set.
            measures: keys of the measures to include; all by default. Columns are loaded on
                first use, so a few measures are faster than all.
            model: whose errors are among them, as in ``figures``.

        Returns:
            One row per class, by wnid: wnid, name, kind (internal if other classes of the data
            set are below it, else leaf), then one column per measure, in the unit that
            ``Explorer.measures`` gives. Counts are Int64; unknown values are missing.

        Raises:
            UnknownDataSet, UnknownMeasure, UnknownModel: a name or key does not exist.

        >>> dogs = ex.synset("dog.n.01").classes("fall11")
        >>> len(dogs), int(dogs["images"].sum())
        (190, 222142)
        >>> dogs.nsmallest(2, "images")["name"].tolist()
        ['Plott hound', 'seizure-alert dog']
        """
        rolled = self._atlas.roll_up(dataset, model)
        keys = None if measures is None else list(measures)
        found = synsets.classes(self._atlas, self.wnid, rolled, keys)
        return whole_measures(found, rolled.dataset)

    def branches(self, dataset: str = "fall11", *, model: str = "") -> pd.DataFrame:
        """The children of the synset with the figures of their subtrees, most classes first.

        The root's children are not informative (one of them has 98 % of the classes), so the root
        gets
        the entry points that the app begins with: artifact, animal, plant ...

        Args:
            dataset: key of the data set.
            model: whose errors are among the figures, as in ``figures``.

        Returns:
            One row per branch: wnid, name, children (how many it has in WordNet), then per
            measure its key (subtree) and, for counts, ``<key>_own`` (this synset only).
            Branches may overlap, so columns need not add up to the whole.

        Raises:
            UnknownDataSet, UnknownModel: a name or key does not exist.

        >>> dogs = ex.synset("dog.n.01").branches("fall11")
        >>> dogs[["name", "classes", "images"]].values[0].tolist()
        ['hunting dog', 102, 116927]
        """
        rolled = self._atlas.roll_up(dataset, model)
        found = synsets.branches(self._atlas, self.wnid, rolled)
        return whole_measures(found, rolled.dataset)

    def chart(
        self,
        dataset: str = "fall11",
        *,
        kind: str = "treemap",
        size: str = CLASSES,
        colour: str = "",
        model: str = "",
        height: int = HEIGHT,
    ) -> "Figure":
        """The subtree as nested sectors.

        Args:
            dataset: key of the data set.
            kind: ``treemap``, ``icicle`` or ``sunburst``.
            size: key of the measure that areas show; a count.
            colour: key of the measure that colours show; ``size`` if empty.
            model: whose errors can be shown, as in ``figures``.
            height: pixels.

        Returns:
            A plotly figure of at most EXPLORER_CHART_SECTORS sectors. Areas count each class
            once; labels give the true totals.

        Raises:
            UnknownDataSet, UnknownMeasure, UnknownModel: a name or key does not exist.
            ExplorerError: ``size`` is no count, ``kind`` is none of the three, or there is
                nothing to draw.

        >>> dog = ex.synset("dog.n.01")
        >>> dog.chart("fall11", size="images").data[0].type
        'treemap'
        >>> dog.chart("ilsvrc2012", kind="icicle", colour="top1_error").data[0].type
        'icicle'
        """
        from explorer.api import charts  # plotly takes longer to import than all else

        rolled = self._atlas.roll_up(dataset, model)
        return charts.nested_chart(self._atlas, rolled, self.wnid, kind, size, colour, height)

    def _synsets(self, wnids: Iterable[str]) -> tuple["Synset", ...]:
        return tuple(Synset(wnid, self._atlas) for wnid in wnids)


def _or_unknown(value: float | int | None) -> Any:
    return pd.NA if value is None else value


def wnid_of(atlas: Atlas, named: Synset | str) -> str:
    """The wnid of a synset given as a value, a wnid, a sense such as dog.n.01, or a unique name.

    Raises:
        UnknownSynset: no synset has that name, or several have; the message lists them.
    """
    if isinstance(named, Synset):
        return named.wnid
    text = " ".join(named.split())
    if WNID.fullmatch(text.lower()):
        return atlas.synset(text)
    found = atlas.search_index.called(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownSynset(
            f"{text[:40]!r} names {len(found)} synsets: {_listed(atlas, found)}. Give the wnid or "
            "the sense, such as dog.n.01."
        )
    near = [match.wnid for match in atlas.search_index.search(text, 3)]
    hint = f" Did you mean {_listed(atlas, near)}?" if near else ""
    raise UnknownSynset(f"No noun synset of WordNet 3.0 is called {text[:40]!r}.{hint}")


def _listed(atlas: Atlas, wnids: list[str]) -> str:
    told = [f"{Synset(wnid, atlas).sense} ({wnid})" for wnid in wnids[:SUGGESTED]]
    more = len(wnids) - SUGGESTED
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")
