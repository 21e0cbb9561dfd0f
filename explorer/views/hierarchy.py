"""URL state of the hierarchy page: a synset in a data set, its measures and its chart."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.datasets import CLASSES, DataSet
from explorer.views.reading import MODEL, Reader, ordered_keys, query_parameters
from explorer.wordnet.noun_table import ENTITY

CHARTS = ("treemap", "icicle", "sunburst")


@dataclass(frozen=True)
class HierarchyView:
    """State of the hierarchy page.

    Attributes:
        dataset: key of the data set.
        focus: wnid of the selected synset.
        size: key of the measure that areas show; an additive one.
        colour: key of the measure that colours show.
        chart: one of ``CHARTS``.
        compare: wnid of a second synset to compare with the focus; may be empty.
        model: name of the model whose errors can be chosen as a measure, for data sets whose
            classes were evaluated.
    """

    dataset: str
    focus: str
    size: str
    colour: str
    chart: str
    compare: str = ""
    model: str = MODEL

    def to_query(self, atlas: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        query = query_parameters(self, default_view(atlas, self.dataset))
        if self.dataset != ordered_keys(atlas)[0]:
            query["dataset"] = self.dataset
        return query

    def moved(self, **changes: str) -> "HierarchyView":
        """The view with some fields changed."""
        return dataclasses.replace(self, **changes)


def sizes(dataset: DataSet) -> list[str]:
    """Keys of the measures that can be drawn as areas."""
    return [measure.key for measure in dataset.measures if measure.additive]


def default_view(atlas: Atlas, dataset: str) -> HierarchyView:
    """How a data set is first shown."""
    measures = atlas.dataset(dataset).measures
    ratios = [each.key for each in measures if each.known and not each.additive]
    return HierarchyView(dataset, ENTITY, CLASSES, (ratios or [CLASSES])[0], CHARTS[0])


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[HierarchyView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one.

    Args:
        params: of the address.
        atlas: what there is.
    """
    read = Reader(params, atlas)
    dataset = read.dataset()
    default = default_view(atlas, dataset.key)
    measures = [measure.key for measure in dataset.measures]
    view = HierarchyView(
        dataset.key,
        read.synset(),
        read.one_of("size", sizes(dataset), default.size, dataset.title),
        read.one_of("colour", measures, default.colour, dataset.title),
        read.one_of("chart", CHARTS, default.chart),
        read.synset("compare", ""),
        read.model("model", MODEL),
    )
    return view, read.notices
