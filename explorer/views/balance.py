"""URL state of the class balance page: a subtree of a data set, a count, and a plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.balance.plan import SCHEMES, SHORT, PlanRule
from explorer.audits.balance.subtrees import ALL, KINDS, count_measures
from explorer.views.hierarchy import CHARTS
from explorer.views.reading import FIRST, Reader, query_parameters
from explorer.wordnet.noun_table import ENTITY

PANELS = ("shape", "branches", "compare", "plan")

SECOND = "ilsvrc2012"
"""Data set to compare with if both subtrees have the same root."""

MOST_IMAGES = 1_000_000
"""Maximum threshold, floor and cap, in images."""

MOST_BETA = 0.99999
"""Maximum beta; closer to 1 the effective number of samples equals the number of samples."""


@dataclass(frozen=True)
class BalanceView:
    """State of the class balance page.

    Attributes:
        dataset: key of the data set.
        focus: wnid of the subtree.
        measure: key of the count; empty if the data set has none.
        classes: which classes are counted, a key of ``explorer.audits.balance.subtrees.KINDS``.
        threshold: images below which a class is small.
        panel: one of ``PANELS``.
        chart: one of ``CHARTS``, of the branches.
        other: wnid of a subtree to compare with.
        other_dataset: key of that subtree's data set; by default one in which it differs from
            the subtree that it is compared with.
        floor, cap, short, scheme, beta: of the plan, see ``explorer.audits.balance.plan.PlanRule``.
    """

    dataset: str = FIRST
    focus: str = ENTITY
    measure: str = "images"
    classes: str = ALL
    threshold: int = 100
    panel: str = PANELS[0]
    chart: str = CHARTS[0]
    other: str = ENTITY
    other_dataset: str = FIRST
    floor: int = PlanRule.floor
    cap: int = PlanRule.cap
    short: str = PlanRule.short
    scheme: str = PlanRule.scheme
    beta: float = PlanRule.beta

    @property
    def rule(self) -> PlanRule:
        """The plan's rule."""
        return PlanRule(self.floor, self.cap, self.short, self.scheme, self.beta, self.classes)

    def to_query(self, atlas: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        measures = count_measures(atlas.dataset(self.dataset))
        default = BalanceView(
            measure=(measures or [""])[0],
            other_dataset=_other(self.dataset, self.focus, self.other),
        )
        return query_parameters(self, default)


def _other(dataset: str, focus: str, other: str) -> str:
    """Key of the data set to compare with where the address names none."""
    return SECOND if (dataset, focus) == (FIRST, other) else FIRST


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[BalanceView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one."""
    read = Reader(params, atlas)
    dataset = read.dataset()
    measures = count_measures(dataset)
    focus, other = read.synset(), read.synset("other", ENTITY)
    view = BalanceView(
        dataset.key,
        focus,
        read.one_of("measure", measures, (measures or [""])[0], dataset.title),
        read.one_of("classes", KINDS, ALL),
        read.whole("threshold", 1, MOST_IMAGES, BalanceView.threshold),
        read.one_of("panel", PANELS, PANELS[0]),
        read.one_of("chart", CHARTS, CHARTS[0]),
        other,
        read.dataset("other_dataset", _other(dataset.key, focus, other)).key,
        read.whole("floor", 0, MOST_IMAGES, BalanceView.floor),
        read.whole("cap", 0, MOST_IMAGES, BalanceView.cap),
        read.one_of("short", SHORT, BalanceView.short),
        read.one_of("scheme", SCHEMES, BalanceView.scheme),
        read.number("beta", 0, MOST_BETA, BalanceView.beta),
    )
    return view, read.notices
