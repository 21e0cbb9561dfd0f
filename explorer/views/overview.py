"""URL state of the first page: the data set of the class map, and its colours."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.class_layers import SMALLEST, available
from explorer.views.reading import FIRST, Reader, query_parameters


@dataclass(frozen=True)
class OverviewView:
    """State of the class map.

    Attributes:
        dataset: key of the data set whose classes are drawn, one square each.
        layer: one of ``explorer.audits.class_layers.LAYERS`` that the data set has.
    """

    dataset: str = FIRST
    layer: str = SMALLEST

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        return query_parameters(self, OverviewView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[OverviewView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one."""
    read = Reader(params, atlas)
    dataset = read.dataset()
    layers = available(atlas, dataset)
    view = OverviewView(dataset.key, read.one_of("layer", layers, SMALLEST, dataset.title))
    return view, read.notices
