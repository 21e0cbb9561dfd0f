"""URL state of the boxes page: a subtree of a data set, a panel and its options."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.boxes.geometry import BUILT_IN, with_boxes
from explorer.views.hierarchy import CHARTS
from explorer.views.reading import MODEL, Reader, query_parameters
from explorer.wordnet.noun_table import ENTITY

PANELS = ("coverage", "geometry", "branches", "detection", "totals")
COLOURS = ("boxed_classes", "boxed_images")
ORDERS = ("smallest", "crowded", "chance", "index")


@dataclass(frozen=True)
class BoxesView:
    """State of the boxes page.

    Attributes:
        focus: wnid of the subtree.
        panel: one of ``PANELS``.
        chart: one of ``CHARTS``.
        colour: one of ``COLOURS``: share of classes, or of images, with a box package.
        other: wnid of a synset whose boxes are drawn for comparison; the root is all classes.
        order: one of ``ORDERS``: which classes come first.
        measure: key of the measure of the data set that branches are coloured by.
        model: name of the model whose errors can be chosen as a measure, for data sets whose
            classes were evaluated.
        dataset: key of the data set whose boxes are shown.
    """

    focus: str = ENTITY
    panel: str = PANELS[0]
    chart: str = CHARTS[0]
    colour: str = COLOURS[0]
    other: str = ENTITY
    order: str = ORDERS[0]
    measure: str = "object_scale"
    model: str = MODEL
    dataset: str = BUILT_IN

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        return query_parameters(self, BoxesView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[BoxesView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one.

    Args:
        params: of the address.
        atlas: what there is.
    """
    read = Reader(params, atlas)
    dataset = read.dataset("dataset", BUILT_IN, with_boxes(atlas))
    # Measures of boxes and errors are there only while the panel that shows them is.
    known = [measure.key for measure in dataset.measures]
    measures = known if BoxesView.measure in known else [read.text("measure") or BoxesView.measure]
    view = BoxesView(
        read.synset(),
        read.one_of("panel", PANELS, PANELS[0]),
        read.one_of("chart", CHARTS, CHARTS[0]),
        read.one_of("colour", COLOURS, COLOURS[0]),
        read.synset("other", ENTITY),
        read.one_of("order", ORDERS, ORDERS[0]),
        read.one_of("measure", measures, BoxesView.measure, dataset.title),
        read.model("model", MODEL),
        dataset.key,
    )
    return view, read.notices
