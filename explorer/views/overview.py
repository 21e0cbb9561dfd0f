"""URL state of the first page: the data set that is on the class map, and what colours it."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.class_layers import SMALLEST, available
from explorer.views.reading import FIRST, Reader, said


@dataclass(frozen=True)
class OverviewView:
    """What the class map shows.

    Attributes:
        dataset: key of the data set whose classes are its squares.
        layer: one of ``explorer.audits.class_layers.LAYERS`` that the data set has.
    """

    dataset: str = FIRST
    layer: str = SMALLEST

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The address parameters that bring this view back; defaults are left out."""
        return said(self, OverviewView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[OverviewView, list[str]]:
    """The view that an address asks for, and a sentence for each invalid parameter."""
    read = Reader(params, atlas)
    dataset = read.dataset()
    layers = available(atlas, dataset)
    view = OverviewView(dataset.key, read.one_of("layer", layers, SMALLEST, dataset.title))
    return view, read.notices
