"""What there is: the hierarchy, synsets, data sets and evaluations."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from explorer.api.frames import whole
from explorer.api.synsets import Synset, wnid_of
from explorer.atlas import Atlas
from explorer.audits import overview
from explorer.datasets import CLASSES, DataSet
from explorer.errors import ExplorerError
from explorer.evaluations.declared import ILSVRC
from explorer.settings import settings
from explorer.wordnet.hierarchy import Hierarchy

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The part of ``Explorer`` that lists and finds things; the audits are the other part."""

    _atlas: Atlas = field(repr=False)

    @property
    def hierarchy(self) -> Hierarchy:
        """WordNet 3.0's nouns as a directed acyclic graph over wnids, with its closure.

        >>> len(ex.hierarchy), ex.hierarchy.roots
        (82115, ('n00001740',))
        """
        return self._atlas.hierarchy

    @property
    def graph(self) -> "nx.DiGraph[str]":
        """The hierarchy as a frozen networkx graph: wnids, edges from parent to child.

        Every edge carries ``kind``: is-a or instance. Made on first use, in a second.

        >>> import networkx as nx
        >>> nx.is_directed_acyclic_graph(ex.graph), nx.is_frozen(ex.graph)
        (True, True)
        >>> sorted(ex.graph.predecessors("n02084071"))
        ['n01317541', 'n02083346']
        """
        return self._atlas.hierarchy.graph

    def synset(self, name: Synset | str) -> Synset:
        """A synset by wnid, sense or unique name.

        Args:
            name: such as ``n02084071``, ``dog.n.01`` or ``golden retriever``; case and
                underscores do not matter.

        Raises:
            UnknownSynset: no synset has that name, or several have; the message lists them.

        >>> ex.synset("golden retriever")
        Synset('golden_retriever.n.01', 'n02099601')
        >>> ex.synset("crane")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        explorer.errors.UnknownSynset: 'crane' names 5 synsets: ...
        """
        return Synset(wnid_of(self._atlas, name), self._atlas)

    def search(self, text: str, *, dataset: str = "fall11", limit: int = 12) -> pd.DataFrame:
        """Synsets by name, wnid, ILSVRC class index, words of the gloss, or a misspelling.

        Args:
            text: what to search for.
            dataset: key of the data set whose classes are counted.
            limit: maximum number of matches, 1 or more.

        Returns:
            One row per match, the best first: wnid, name, found_by (why it matches), gloss and
            classes (distinct classes of the data set at or under it).

        Raises:
            UnknownDataSet: there is no data set of that key.
            ExplorerError: the limit is below 1.

        >>> ex.search("golden retreiver", limit=1)[["wnid", "name", "found_by"]].values.tolist()
        [['n02099601', 'golden retriever', 'spelling']]
        """
        if limit < 1:
            raise ExplorerError(f"limit is {limit}; it must be 1 or more.")
        longest = settings().search_characters
        found = self._atlas.search_index.search(text, limit, longest)
        wnids = [match.wnid for match in found]
        at = self._atlas.hierarchy.positions(wnids)
        classes = self._atlas.roll_up(dataset).subtree(CLASSES, at)
        return pd.DataFrame(
            {
                "wnid": wnids,
                "name": [match.name for match in found],
                "found_by": [match.reason for match in found],
                "gloss": [self._atlas.lexicon.gloss(wnid) for wnid in wnids],
                "classes": classes.astype(np.int64),
            }
        )

    @property
    def datasets(self) -> pd.DataFrame:
        """ImageNet's releases and subsets, and your own data sets; ``dataset`` has further ones.

        Returns:
            One row per data set: key, title, classes, images (sum over its classes; ``<NA>``
            where not known per class), basis (measured, derived, or not known), published
            (images as its authors state them), summary and note.

        >>> found = ex.datasets.set_index("key")
        >>> found.loc["fall11", ["classes", "images"]].tolist()
        [21841, 14197114]
        """
        return whole(overview.releases(self._atlas, own=True), "classes", "images", "published")

    def dataset(self, key: str, *, model: str = "") -> DataSet:
        """A data set: its classes, its columns (loaded on first use) and its measures.

        Args:
            key: of the data set; ``datasets`` lists them.
            model: whose errors are among its measures, where its classes are an evaluation's;
                ResNet-50 by default.

        Raises:
            UnknownDataSet: no data set has that key.

        >>> "n02084071" in ex.dataset("fall11"), "n02084071" in ex.dataset("ilsvrc2012")
        (True, False)
        """
        return self._atlas.dataset(key, model)

    def measures(self, dataset: str) -> pd.DataFrame:
        """All figures of each class of a data set.

        Returns:
            One row per measure, by its key: label, unit, additive (whether it is a count, which
            adds up over distinct classes), derived (whether it was computed from another data
            set's figures), source (a table in ``data/``) and meaning.

        Raises:
            UnknownDataSet: no data set has that key.

        >>> ex.measures("fall11").loc["images_per_class", "unit"]
        'images per class'
        """
        names = ("label", "unit", "additive", "derived", "source", "meaning")
        held = self._atlas.dataset(dataset).measures
        rows = [{name: getattr(measure, name) for name in names} for measure in held]
        return pd.DataFrame(rows, pd.Index([measure.key for measure in held], name="measure"))

    @property
    def evaluations(self) -> pd.DataFrame:
        """The evaluations: labelled images and the models that were tried on them.

        Returns:
            One row per evaluation: key, title, classes, images, models and summary.

        >>> ex.evaluations.set_index("key").loc["ilsvrc2012", ["images", "classes"]].tolist()
        [50000, 1000]
        """
        return pd.DataFrame(
            [
                {
                    "key": key,
                    "title": each.about.title,
                    "classes": each.truth.classes,
                    "images": len(each.truth),
                    "models": len(each.names),
                    "summary": each.about.summary,
                }
                for key, each in self._atlas.evaluations.items()
            ]
        )

    def models(self, evaluation: str = ILSVRC) -> tuple[str, ...]:
        """Names of an evaluation's models, the most accurate first.

        Raises:
            UnknownEvaluation: no evaluation has that key.

        >>> "resnet50" in ex.models("imagenetv2")
        True
        """
        return self._atlas.evaluation(evaluation).names
