"""What the page of breeds looks at: a root, and how its subtree is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.breeds import DOG
from explorer.views.hierarchy import sizes
from explorer.views.reading import FIRST, MODEL, Reader, said

CHARTS = ("sunburst", "treemap", "icicle")


@dataclass(frozen=True)
class BreedsView:
    """One way of looking at a fine-grained branch.

    Attributes:
        focus: wnid of the root.
        dataset: key of the data set whose figures are drawn and whose list is set beside.
        chart: one of ``CHARTS``.
        size: key of the measure that areas show.
        colour: key of the measure that colours show; images per class by default, the data
            set's first other measure where it has none of that key.
        model: name of the model whose errors are among the measures, where the classes of the
            data set were evaluated.
    """

    focus: str = DOG
    dataset: str = FIRST
    chart: str = CHARTS[0]
    size: str = "classes"
    colour: str = "images_per_class"
    model: str = MODEL

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The address parameters that bring this view back; defaults are left out."""
        return said(self, BreedsView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[BreedsView, list[str]]:
    """The view that an address asks for, and a sentence for each part that makes no sense.

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
