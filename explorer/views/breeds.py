"""What the page of breeds looks at: a root, and how its subtree is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.breeds import DOG
from explorer.views.hierarchy import sizes
from explorer.views.reading import MODEL, Reader, said

CHARTS = ("sunburst", "treemap", "icicle")
SETS = ("fall11", "ilsvrc2012")


@dataclass(frozen=True)
class BreedsView:
    """One way of looking at a fine-grained branch.

    Attributes:
        focus: wnid of the root.
        dataset: one of ``SETS``, whose figures are drawn.
        chart: one of ``CHARTS``.
        size: key of the measure that areas show.
        colour: key of the measure that colours show.
        model: name of the model whose errors are among the measures of ILSVRC-2012.
    """

    focus: str = DOG
    dataset: str = SETS[0]
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
        atlas: what there is; measures of ILSVRC-2012 are those that it has there.
        own: names of the models of this session.
    """
    read = Reader(params, atlas)
    key = read.dataset("dataset", SETS[0], SETS).key
    dataset = atlas.dataset(key)
    measures = [measure.key for measure in dataset.measures]
    view = BreedsView(
        read.synset("focus", DOG),
        key,
        read.one_of("chart", CHARTS, CHARTS[0]),
        read.one_of("size", sizes(dataset), BreedsView.size, dataset.title),
        read.one_of("colour", measures, BreedsView.colour, dataset.title),
        read.model("model", MODEL),
    )
    return view, read.notices
