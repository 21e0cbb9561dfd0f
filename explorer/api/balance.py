"""Class balance and training plans for a notebook."""

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from explorer.api.frames import one_of, whole, whole_values
from explorer.api.synsets import HEIGHT, Synset
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.balance import plan as plans
from explorer.audits.balance import subtrees
from explorer.audits.balance.distribution import METRICS, shape
from explorer.audits.balance.plan import SCHEMES, SHORT, PlanRule
from explorer.audits.balance.subtrees import KINDS
from explorer.datasets import RollUp
from explorer.errors import ExplorerError

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_WHOLE = tuple(each.key for each in METRICS if each.whole)


@dataclass(frozen=True)
class Balance:
    """How images are distributed over the classes of a subtree. Made by ``Explorer.balance``.

    Attributes:
        dataset: key of the data set.
        root: the subtree.
        measure: key of what is counted per class.
        threshold: images below which a class counts as small.
        classes: which classes are counted: all, leaves or internal.
    """

    dataset: str
    root: Synset
    measure: str
    threshold: float
    classes: str
    _atlas: Atlas = field(repr=False, compare=False)

    @property
    def metrics(self) -> dict[str, int | float]:
        """Every metric of the distribution by key; NaN where one is undefined.

        Among them classes, images, median, under_threshold (small classes), imbalance_ratio
        (largest over smallest class), robust_ratio (95th over 5th percentile), gini (0 to 1),
        evenness (0 to 1) and effective_classes. ``metric_table`` gives units and formulas.

        >>> metrics = ex.balance("ilsvrc2012", root="dog.n.01").metrics
        >>> metrics["classes"], metrics["median"], round(metrics["gini"], 4)
        (118, 1300.0, 0.0337)
        """
        return whole_values(shape(self.counts, self.threshold), *_WHOLE)

    @property
    def metric_table(self) -> pd.DataFrame:
        """The metrics as a frame, for all classes, leaf classes and internal classes.

        Returns:
            One row per metric, by its key: label, unit, meaning (formula and source), then all,
            leaves and internal, as far as there are classes of that kind.

        >>> table = ex.balance("fall11", root="dog.n.01").metric_table
        >>> table.loc["median", ["all", "leaves", "internal"]].tolist()
        [1256.5, 1238.0, 1296.0]
        """
        found = subtrees.kinds(self._figures, self.root.wnid, self.measure, self.threshold)
        return pd.DataFrame(
            [
                {"metric": each.key, "label": each.label, "unit": each.unit}
                | {"meaning": each.meaning}
                | {kind: shapes[each.key] for kind, shapes in found.items()}
                for each in METRICS
            ]
        ).set_index("metric")

    @property
    def branches(self) -> pd.DataFrame:
        """The metrics of every branch of the subtree, the smallest median first.

        Returns:
            One row per branch: wnid, name, internal (how many of its classes have others below
            them), then one column per metric.

        >>> ex.balance("fall11", root="furniture.n.01").branches.loc[0, "name"]
        'fitment'
        """
        found = subtrees.branches(
            self._atlas,
            self._figures,
            self.root.wnid,
            self.measure,
            self.threshold,
            self.classes,
        )
        return whole(found, *_WHOLE)

    @property
    def small_classes(self) -> pd.DataFrame:
        """The classes with fewer images than the threshold, the smallest first.

        Returns:
            wnid, name, kind (leaf or internal), parents (names), count.

        >>> len(ex.balance("fall11", root="furniture.n.01", threshold=100).small_classes)
        16
        """
        return subtrees.small_classes(
            self._atlas,
            self._figures,
            self.root.wnid,
            self.measure,
            self.threshold,
            self.classes,
        )

    @property
    def ranked_classes(self) -> pd.DataFrame:
        """Every class with a known count, the largest first.

        Returns:
            rank (from 1), wnid, name, kind (leaf or internal), count, and share_at_or_below
            (percent of all images in this class and the smaller ones).

        >>> ranked = ex.balance("fall11", root="dog.n.01").ranked_classes
        >>> ranked[["name", "count"]].values[0].tolist()
        ['Yorkshire terrier', 3047]
        """
        return subtrees.ranked_classes(
            self._atlas, self._figures, self.root.wnid, self.measure, self.classes
        )

    @property
    def unknown_classes(self) -> int:
        """Classes under the root that are left out, because their count is unknown.

        >>> ex.balance("fall11").unknown_classes
        0
        """
        return subtrees.not_counted(self._figures, self.root.wnid, self.measure, self.classes)

    @property
    def counts(self) -> Numbers:
        """Images of each class with a known count, in the order of the wnids.

        >>> ex.balance("ilsvrc2012").counts.shape
        (1000,)
        """
        return subtrees.counts(self._figures, self.root.wnid, self.measure, self.classes).images

    @property
    def _unit(self) -> str:
        """What is counted: images, image-class pairs, labels or boxes."""
        return self._figures.dataset.measure(self.measure).unit

    def rank_size(self, *, height: int = HEIGHT) -> "Figure":
        """Images per class, ranked, as a plotly figure; images on a logarithmic axis.

        Raises:
            ExplorerError: no class has a known count.

        >>> ex.balance("fall11", root="dog.n.01").rank_size().data[0].type
        'scatter'
        """
        from explorer.api import charts

        return charts.rank_size(self._some(), self.root.name, self.threshold, height, self._unit)

    def lorenz(self, *, height: int = HEIGHT) -> "Figure":
        """The Lorenz curve of images per class as a plotly figure.

        Raises:
            ExplorerError: no class has a known count.

        >>> ex.balance("fall11", root="dog.n.01").lorenz().layout.xaxis.title.text
        'cumulative share of classes'
        """
        from explorer.api import charts

        return charts.lorenz(self._some(), self.root.name, height, self._unit)

    def _some(self) -> Numbers:
        if not len(self.counts):
            raise ExplorerError(
                f"No class of {self._figures.dataset.title} with a known count is at or under "
                f"{self.root.name} ({self.root.wnid}), so there is nothing to draw."
            )
        return self.counts

    @property
    def _figures(self) -> RollUp:
        return self._atlas.roll_up(self.dataset)


def balance(
    atlas: Atlas, dataset: str, root: Synset, measure: str, threshold: float, classes: str
) -> Balance:
    """See ``Explorer.balance``."""
    counted = subtrees.count_measure(atlas.dataset(dataset), measure).key
    return Balance(dataset, root, counted, threshold, one_of("classes", classes, KINDS), atlas)


@dataclass(frozen=True)
class Plan:
    """How many images of each class a training run uses, and their weights.

    Made by ``Explorer.plan``.

    Attributes:
        dataset: key of the data set.
        root: the subtree.
        measure: key of what is counted per class.
        rule: floor, cap, what is done with short classes, weighting, and which classes.
    """

    dataset: str
    root: Synset
    measure: str
    rule: PlanRule
    _atlas: Atlas = field(repr=False, compare=False)

    @property
    def classes(self) -> pd.DataFrame:
        """The plan of every class.

        Returns:
            One row per class, by wnid: wnid, name, index (place among the data set's wnids),
            images (on disk), missing (to the floor), planned (per epoch, repeats included),
            sampler_weight (of one image on disk), loss_weight (of one planned image; use one
            weight or the other), draws (expected per epoch), share_before and share_after
            (percent of the sampled images), missed_percent (images that an epoch of draws with
            replacement is expected to miss).

        >>> dogs = ex.plan("ilsvrc2012", root="dog.n.01", cap=1000).classes
        >>> int(dogs["planned"].max())
        1000
        """
        return self._planned.copy()

    @cached_property
    def _planned(self) -> pd.DataFrame:
        rolled = self._atlas.roll_up(self.dataset)
        return plans.plan(self._atlas, rolled, self.root.wnid, self.measure, self.rule)

    @property
    def summary(self) -> dict[str, int | float]:
        """Totals of the plan.

        Returns:
            classes, classes_used, classes_short, images, images_planned,
            effective_classes_before, effective_classes_after and missed_percent (NaN if no
            class is used).

        >>> total = ex.plan("ilsvrc2012", root="dog.n.01", cap=1000).summary
        >>> total["classes"], total["images"], total["images_planned"]
        (118, 147873, 116447)
        """
        counts = ("classes", "classes_used", "classes_short", "images", "images_planned")
        return whole_values(plans.summary(self._planned), *counts)

    @property
    def short_classes(self) -> pd.DataFrame:
        """Classes with fewer images than the floor: wnid, name, images, missing, planned.

        >>> ex.plan("ilsvrc2012", root="dog.n.01", floor=740).short_classes["name"].tolist()
        ['black-and-tan coonhound', 'otterhound']
        """
        return plans.short_classes(self._planned)

    def document(self) -> dict[str, Any]:
        """The plan as plain values for a JSON file that a training script reads.

        Returns:
            What ``imagenet-explorer plan --json`` prints: dataset, root, measure, rule,
            images_per_epoch, missed_percent, by_wnid (sampler and loss weights per class folder)
            and loss_weight_by_index.

        >>> plan = ex.plan("ilsvrc2012", root="dog.n.01", scheme="effective").document()
        >>> len(plan["by_wnid"]), len(plan["loss_weight_by_index"])
        (118, 1000)
        """
        size = len(self._atlas.dataset(self.dataset))
        return plans.document(
            self._planned, self.dataset, self.root.wnid, self.measure, self.rule, size
        )


def plan(atlas: Atlas, dataset: str, root: Synset, measure: str, rule: PlanRule) -> Plan:
    """See ``Explorer.plan``."""
    for argument, choices in (("short", SHORT), ("scheme", SCHEMES), ("classes", KINDS)):
        one_of(argument, asdict(rule)[argument], choices)
    if not 0 <= rule.beta < 1 or min(rule.floor, rule.cap) < 0:
        raise ExplorerError("floor and cap must be at least 0, and beta from 0 to below 1.")
    rule.check()
    counted = subtrees.count_measure(atlas.dataset(dataset), measure).key
    return Plan(dataset, root, counted, rule, atlas)
