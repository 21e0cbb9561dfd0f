"""URL state of the data sets page: two data sets under a synset, and how they are compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.releases import comparable
from explorer.audits.similarity import WHAT
from explorer.audits.subsets import SUBSETS
from explorer.views.reading import FIRST, Reader, query_parameters
from explorer.wordnet.noun_table import ENTITY

PANELS = (
    "kept",
    "representation",
    "missing",
    "membership",
    "coverage",
    "similarity",
    "classes",
)


@dataclass(frozen=True)
class ReleasesView:
    """State of the data sets page.

    Attributes:
        dataset: key of the first data set.
        second: key of the data set that it is compared with.
        focus: wnid of the subtree.
        panel: one of ``PANELS``.
        sets: keys of the data sets in the chart of what each kept, in its order.
        of: one of ``similarity.WHAT``: what is counted per branch.
    """

    dataset: str = "ilsvrc2012"
    second: str = FIRST
    focus: str = ENTITY
    panel: str = PANELS[0]
    sets: tuple[str, ...] = SUBSETS
    of: str = WHAT[0]

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        return query_parameters(self, ReleasesView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[ReleasesView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one."""
    read = Reader(params, atlas)
    among = comparable(atlas)
    view = ReleasesView(
        read.dataset("dataset", ReleasesView.dataset, among).key,
        read.dataset("second", FIRST, among).key,
        read.synset(),
        read.one_of("panel", PANELS, PANELS[0]),
        read.some_of("sets", among, SUBSETS),
        read.one_of("of", WHAT, WHAT[0]),
    )
    return view, read.notices
