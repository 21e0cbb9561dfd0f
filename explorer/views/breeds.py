"""What the page of breeds looks at: a root, and how its subtree is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.breeds import DOG
from explorer.audits.overlays import overlaid
from explorer.views.hierarchy import sizes
from explorer.views.reading import Reader, said

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
    """

    focus: str = DOG
    dataset: str = SETS[0]
    chart: str = CHARTS[0]
    size: str = "classes"
    colour: str = "images_per_class"

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The address parameters that bring this view back; defaults are left out."""
        return said(self, BreedsView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[BreedsView, list[str]]:
    """The view that an address asks for, and a sentence for each part that makes no sense."""
    read = Reader(params, atlas)
    key = read.dataset("dataset", SETS[0], SETS).key
    dataset = overlaid(atlas, key).dataset(key)
    measures = [measure.key for measure in dataset.measures]
    view = BreedsView(
        read.synset("focus", DOG),
        key,
        read.one_of("chart", CHARTS, CHARTS[0]),
        read.one_of("size", sizes(dataset), BreedsView.size, dataset.title),
        read.one_of("colour", measures, BreedsView.colour, dataset.title),
    )
    return view, read.notices
