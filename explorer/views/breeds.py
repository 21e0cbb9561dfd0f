"""URL state of the dog breeds page: a root, and how its subtree is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.breeds import DOG
from explorer.views.hierarchy import sizes
from explorer.views.reading import FIRST, MODEL, Reader, query_parameters

CHARTS = ("sunburst", "treemap", "icicle")


@dataclass(frozen=True)
class BreedsView:
    """State of the dog breeds page.

    Attributes:
        focus: wnid of the root.
        dataset: key of the data set that is drawn and added to the compared class lists.
        chart: one of ``CHARTS``.
        size: key of the measure that areas show.
        colour: key of the measure that colours show; images per class by default, or the
            data set's first other measure if it has no images per class.
        model: name of the model whose errors can be chosen as a measure, for data sets whose
            classes were evaluated.
    """

    focus: str = DOG
    dataset: str = FIRST
    chart: str = CHARTS[0]
    size: str = "classes"
    colour: str = "images_per_class"
    model: str = MODEL

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        return query_parameters(self, BreedsView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[BreedsView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one.

    Args:
        params: of the address.
        atlas: what there is.
    """
    read = Reader(params, atlas)
    dataset = read.dataset()
    key = dataset.key
    measures = [measure.key for measure in dataset.measures]
    colour = (
        BreedsView.colour if BreedsView.colour in measures else measures[min(1, len(measures) - 1)]
    )
    view = BreedsView(
        read.synset("focus", DOG),
        key,
        read.one_of("chart", CHARTS, CHARTS[0]),
        read.one_of("size", sizes(dataset), BreedsView.size, dataset.title),
        read.one_of("colour", measures, colour, dataset.title),
        read.model("model", MODEL),
    )
    return view, read.notices
