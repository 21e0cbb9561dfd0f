"""The class of the object that ``explorer.load()`` returns."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from explorer.api import (
    balance,
    boxes,
    comparison,
    errors,
    people,
    predictions,
    releases,
    superclasses,
)
from explorer.api.balance import Balance, Plan
from explorer.api.boxes import BoundingBoxes
from explorer.api.comparison import Comparison
from explorer.api.errors import Errors
from explorer.api.frames import one_of
from explorer.api.own_data import Adding
from explorer.api.people import People
from explorer.api.predictions import OwnModel
from explorer.api.releases import Breeds, Releases
from explorer.api.superclasses import Superclasses
from explorer.api.synsets import Synset
from explorer.audits import claims, similarity
from explorer.audits import releases as overlaps
from explorer.audits.balance.plan import PlanRule
from explorer.audits.similarity import Similarity
from explorer.audits.superclasses import cut as cuts
from explorer.evaluations.evaluation import DEFAULT_MODEL

ROOT = "entity.n.01"


class Explorer(Adding):
    """ImageNet's hierarchy, its data sets and the audits over them, as loaded by ``explorer.load``.

    A synset argument can be a ``Synset``, a wnid (``n02084071``), a sense
    (``dog.n.01``) or a name that only one synset has (``golden retriever``).
    """

    def __repr__(self) -> str:
        """The numbers of data sets and evaluations."""
        held = self._atlas
        return f"Explorer({len(held.datasets)} data sets, {len(held.evaluations)} evaluations)"

    def releases(
        self,
        dataset: str = "ilsvrc2012",
        *,
        against: str = "fall11",
        root: Synset | str = ROOT,
    ) -> Releases:
        """Compare two data sets: missing classes, uneven branches, coverage of WordNet.

        Raises:
            UnknownDataSet, UnknownSynset: a name or key does not exist.
            ExplorerError: one of them is not a list of classes.

        >>> ex.releases("ilsvrc2012", against="fall11").missing["wnid"].tolist()
        ['n04399382']
        """
        return releases.releases(self._atlas, dataset, against, self.synset(root))

    def overlap(
        self, datasets: Iterable[str] | None = None, *, root: Synset | str = ROOT
    ) -> pd.DataFrame:
        """How many classes are in exactly which data sets, the largest group first.

        Args:
            datasets: keys of the data sets; all by default.
            root: the subtree.

        Returns:
            One row per combination that occurs: a boolean column per data set, by its key, and
            classes. Classes in none of these data sets are left out.

        Raises:
            UnknownDataSet, UnknownSynset: a name or key does not exist.

        >>> ex.overlap(["fall11", "ilsvrc2012"], root="dog.n.01").values.tolist()
        [[True, True, 118], [True, False, 72]]
        """
        found = overlaps.membership(self._atlas, self.synset(root).wnid)
        if datasets is not None:
            keys = list(dict.fromkeys(datasets))
            for key in keys:
                self._atlas.dataset(key)
            found = found[keys]
        return overlaps.intersections(found)

    def similarity(self, of: str = "classes", *, root: Synset | str = ROOT) -> Similarity:
        """Similarity of the data sets: divergence of their distributions over branches.

        Args:
            of: ``classes``, or ``images`` (of the data sets whose images per class are known).
            root: the synset whose branches are compared.

        Returns:
            ``shares`` (one row per data set: key, title, total, divergence_from_uniform, nearest,
            nearest_divergence), ``distributions`` (data sets x branches), ``names`` of the
            branches, ``divergences`` (data sets x data sets) and ``left_out``; divergences in
            bits (Jensen-Shannon, from 0 to 1; Kullback-Leibler for the uniform distribution).

        Raises:
            UnknownSynset: no synset has that name.
            ExplorerError: ``of`` is neither of the two.

        >>> found = ex.similarity()
        >>> found.shares.set_index("key").loc["winter21", "nearest"]
        '21k-p-winter21'
        """
        return similarity.similarity(
            self._atlas, self.synset(root).wnid, one_of("of", of, similarity.WHAT)
        )

    def breeds(self, root: Synset | str = "dog.n.01") -> Breeds:
        """Compare a fine-grained branch in ImageNet-21K, ILSVRC-2012 and Stanford Dogs.

        Raises:
            UnknownSynset: no synset has that name.

        >>> ex.breeds("bird.n.01").root.name
        'bird'
        """
        return Breeds(self.synset(root), self._atlas)

    def balance(
        self,
        dataset: str = "fall11",
        *,
        root: Synset | str = ROOT,
        measure: str = "",
        threshold: float = 100,
        classes: str = "all",
    ) -> Balance:
        """How images are distributed over the classes of a subtree.

        Args:
            dataset: key of the data set.
            root: the subtree.
            measure: key of the count; by default images, or the first count of the data set.
            threshold: images below which a class counts as small.
            classes: ``all``, ``leaves``, or ``internal`` (classes with other classes of the data
                set below them).

        Raises:
            UnknownDataSet, UnknownSynset, UnknownMeasure: a name or key does not exist.
            ExplorerError: counts per class are not available, or an argument is not allowed.

        >>> dogs = ex.balance("fall11", root="dog.n.01")
        >>> dogs.metrics["classes"], dogs.metrics["median"]
        (190, 1256.5)
        """
        return balance.balance(self._atlas, dataset, self.synset(root), measure, threshold, classes)

    def plan(
        self,
        dataset: str = "ilsvrc2012",
        *,
        root: Synset | str = ROOT,
        measure: str = "",
        floor: int = 0,
        cap: int = 0,
        short: str = "keep",
        scheme: str = "inverse",
        beta: float = 0.999,
        classes: str = "all",
    ) -> Plan:
        """Make a training plan: images per class, sampler weights and loss weights.

        Args:
            dataset: key of the data set.
            root: the subtree.
            measure: key of the count; by default images, or the first count of the data set.
            floor: minimum images per class; 0 for none.
            cap: maximum images per class; 0 for none.
            short: classes below the floor: ``keep``, ``oversample`` or ``drop``.
            scheme: sample weighting: ``none``, ``inverse``, ``root`` (inverse square root) or
                ``effective`` (effective number of samples, Cui et al. 2019).
            beta: beta of the effective number of samples; at least 0 and less than 1.
            classes: ``all``, ``leaves`` or ``internal``, as in ``balance``.

        Raises:
            UnknownDataSet, UnknownSynset, UnknownMeasure: a name or key does not exist.
            ExplorerError: the floor is above the cap, counts per class are not available, or an
                argument is not allowed.

        >>> plan = ex.plan("ilsvrc2012", root="dog.n.01", cap=1000, scheme="effective")
        >>> plan.summary["classes_used"]
        118
        """
        rule = PlanRule(floor, cap, short, scheme, beta, classes)
        return balance.plan(self._atlas, dataset, self.synset(root), measure, rule)

    def superclasses(
        self,
        dataset: str = "ilsvrc2012",
        *,
        groups: int | None = None,
        by: str = "classes",
        depth: int | None = None,
        min_images: int | None = None,
        min_classes: int | None = None,
        preset: str | None = None,
        by_hand: bool = False,
        cut: str = "",
        edits: Iterable[str] = (),
    ) -> Superclasses:
        """Group the classes of a data set into superclasses by a cut through the hierarchy.

        Args:
            dataset: key of the data set.
            groups: number of superclasses; the largest is divided until there are this many. At
                most one of the arguments from this one to ``cut`` can be given; 20 groups if none
                is.
            by: what group size is measured in: ``classes`` or ``images``.
            depth: superclasses are the synsets at this depth.
            min_images: superclasses are the lowest synsets with at least this many images.
            min_classes: the same with classes.
            preset: ``tiered``, ``category67``, ``wildlife`` or ``entry_points``.
            by_hand: start with one group of all classes, to be changed by ``edits``.
            cut: a cut as text, as in a URL.
            edits: changes to the cut, such as ``split-n02084071`` or ``take-n02084071``.

        Raises:
            UnknownDataSet: no data set has that key.
            ExplorerError: the cut is not valid, or needs image counts that are not available.

        >>> found = ex.superclasses(groups=20)
        >>> found.groups[["name", "classes"]].values[0].tolist()
        ['chordate', 337]
        >>> ex.superclasses(preset="tiered").names[:2]
        ['substance', 'aquatic vertebrate']
        """
        found = cuts.asked_for(
            groups=groups,
            by=by,
            depth=depth,
            min_images=min_images,
            min_classes=min_classes,
            preset=preset,
            by_hand=by_hand,
            cut=cut,
            edits=edits,
        )
        return superclasses.superclasses(self._atlas, dataset, found)

    def boxes(self, root: Synset | str = ROOT, *, dataset: str = "ilsvrc2012") -> BoundingBoxes:
        """Which classes under a synset have bounding boxes, how many, how large and where.

        Args:
            root: the subtree.
            dataset: key of a data set of your own that has boxes; by default the boxes are those
                of the ILSVRC-2012 validation images.

        Raises:
            UnknownSynset, UnknownDataSet: a name or key does not exist.
            UnknownMeasure: the data set has no boxes.

        >>> ex.boxes("dog.n.01").summary["boxes"]
        7202
        """
        boxes.check(self._atlas, dataset)
        return BoundingBoxes(self.synset(root), self._atlas, dataset)

    def people(
        self,
        dataset: str = "fall11",
        *,
        rule: str = "safe",
        min_imageability: float = 4.0,
        min_images: int = 0,
    ) -> People:
        """The person subtree, and the classes of a data set that a rule drops.

        Args:
            dataset: key of the data set.
            rule: safety labels to keep: ``safe``, ``not-offensive`` or ``any``.
            min_imageability: minimum mean rating, 1 to 5; at 1, unrated synsets are kept too.
            min_images: minimum images in Fall 2011.

        Raises:
            UnknownDataSet: no data set has that key.
            ExplorerError: an argument is not allowed.

        >>> ex.people("fall11").drop_list["reason"].iloc[0]
        'sensitive; imageability 2.14 < 4'
        """
        return people.people(self._atlas, dataset, rule, min_imageability, min_images)

    def read_predictions(
        self,
        source: str | Path | pd.DataFrame,
        *,
        name: str = "",
        column: str = "",
        numbering: str = "",
    ) -> OwnModel:
        """Read and validate your own predictions for the ILSVRC-2012 validation images.

        Columns, numbering of the classes and order of the images are tested on the known
        labels; ``sentences`` and ``warnings`` of the result tell how the file was read.

        Args:
            source: a file in any format that the README lists, or a frame with one row per
                image or class.
            name: name of the model; by default that of the file.
            column: name of the column of predictions, if that is ambiguous.
            numbering: key of the numbering of the classes, if that is ambiguous.

        Raises:
            UploadError: it cannot be read as a table, or it is ambiguous; the message then names
                the argument to use.

        >>> mine = pd.DataFrame({"image": [1, 2, 3], "prediction": [65, 970, 230]})
        >>> ex.errors(ex.read_predictions(mine, name="mine")).summary["images"]
        3
        """
        return predictions.read(self._atlas, source, name, column, numbering)

    def errors(
        self,
        model: str | OwnModel = DEFAULT_MODEL,
        *,
        evaluation: str | None = None,
        root: Synset | str = ROOT,
    ) -> Errors:
        """Where in the hierarchy a model is wrong, and how severely.

        Args:
            model: name of a built-in model, or the result of ``read_predictions``.
            evaluation: key of the evaluation: ilsvrc2012 (default) or imagenetv2.
            root: the subtree.

        Raises:
            UnknownModel, UnknownEvaluation, UnknownSynset: a name or key does not exist.
            ExplorerError: no class of the evaluation is at or under the root.

        >>> round(ex.errors("resnet50").summary["top1_error"], 2)
        23.87
        """
        return errors.errors(self._atlas, model, evaluation, self.synset(root))

    def compare(
        self,
        first: str | OwnModel,
        second: str | OwnModel,
        *,
        evaluation: str | None = None,
        root: Synset | str = ROOT,
    ) -> Comparison:
        """Compare two models at every synset, over the images that both cover.

        Args:
            first: name of a built-in model, or the result of ``read_predictions``.
            second: likewise.
            evaluation: key of the evaluation: ilsvrc2012 (default) or imagenetv2.
            root: the subtree.

        Raises:
            UnknownModel, UnknownEvaluation, UnknownSynset: a name or key does not exist.
            ExplorerError: one has only accuracies per class, or they have no images in common.

        >>> ex.compare("resnet50", "senet154").verdict  # doctest: +ELLIPSIS
        'senet154 is significantly better: its error is lower by ...'
        """
        return comparison.compare(self._atlas, first, second, evaluation, self.synset(root))

    def claims(self) -> pd.DataFrame:
        """Published figures about ImageNet, checked against the tables.

        Returns:
            One row per claim: claim (short name), statement, document, published (text), relation,
            low, high, unit, measured (NaN if it cannot be), verdict (reproduced, differs, not
            measurable, stated goal or computed here) and note.

        Raises:
            TableError: a table is missing or damaged.

        >>> found = ex.claims().set_index("claim")
        >>> found.loc["classes_over_21k", "verdict"]
        'reproduced'
        """
        return claims.published_figures(self._atlas).drop(columns=["page", "query"])
