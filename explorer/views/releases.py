"""What the data sets page looks at: two data sets under a synset, and how they are compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.releases import comparable
from explorer.audits.similarity import WHAT
from explorer.audits.subsets import SUBSETS
from explorer.views.reading import FIRST, Reader, said
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
    """One way of comparing data sets.

    Attributes:
        dataset: key of the first data set.
        second: key of the data set it is held against.
        focus: wnid of the subtree.
        panel: one of ``PANELS``.
        sets: keys of the data sets whose branches are followed, in the order they are offered.
        of: one of ``similarity.WHAT``: what is distributed over branches.
    """

    dataset: str = "ilsvrc2012"
    second: str = FIRST
    focus: str = ENTITY
    panel: str = PANELS[0]
    sets: tuple[str, ...] = SUBSETS
    of: str = WHAT[0]

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The address parameters that bring this view back; defaults are left out."""
        return said(self, ReleasesView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[ReleasesView, list[str]]:
    """The view that an address asks for, and a sentence for each part that makes no sense."""
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
