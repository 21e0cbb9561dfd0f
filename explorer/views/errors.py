"""URL state of the model errors page: a model, perhaps a second one, a subtree, a panel."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.errors import robustness
from explorer.audits.errors.associations import FEATURES
from explorer.audits.overview import branches_of
from explorer.evaluations.declared import ILSVRC
from explorer.evaluations.listed import Known
from explorer.views.hierarchy import CHARTS
from explorer.views.reading import MODEL, Reader, query_parameters
from explorer.wordnet.noun_table import ENTITY

PANELS = (
    "where",
    "confusion",
    "compare",
    "metrics",
    "labels",
    "associations",
    "field",
    "new",
    "calibration",
    "training",
    "own",
)
CONFIDENT = "pytorch_resnet50"
"""Model whose calibration is shown if the chosen one has no confidences."""

MOST_TRAINING_IMAGES = 1_000_000
"""Maximum of the bounds between head, middle and tail, in training images."""

CELLS = ("counts", "shares")

COLOURS = (
    "top1_error",
    "real_error",
    "top5_error",
    "error_severity",
    "hierarchical_distance",
)


@dataclass(frozen=True)
class ErrorsView:
    """What the page shows.

    Attributes:
        evaluation: key of the evaluation.
        model: name of the model.
        focus: wnid of the subtree.
        panel: one of ``PANELS``.
        other: name of the model that it is compared with.
        chart: one of ``CHARTS``.
        colour: one of ``COLOURS``.
        label, guess: group of the confusion matrix that a cell's labels and predictions are of:
            a branch's wnid, "itself", "others" or "elsewhere"; empty for no cell.
        feature: one of ``FEATURES``.
        test_set: key of a test set that the validation images are compared with.
        confident: name of the model whose calibration is shown where ``model`` has no confidences.
        tail: classes of fewer training images are of the tail; 0 for a third of the classes.
        head: classes of at least so many are of the head; 0 for a third of the classes.
        cells: one of ``CELLS``: what the cells of the confusion matrix show.
    """

    evaluation: str = ILSVRC
    model: str = MODEL
    focus: str = ENTITY
    panel: str = PANELS[0]
    other: str = "senet154"
    chart: str = CHARTS[0]
    colour: str = COLOURS[0]
    label: str = ""
    guess: str = ""
    feature: str = "depth"
    test_set: str = robustness.KEYS[1]
    confident: str = CONFIDENT
    tail: int = 0
    head: int = 0
    cells: str = CELLS[0]

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        return query_parameters(self, ErrorsView())


def confident_models(atlas: Atlas) -> tuple[str, ...]:
    """Names of the built-in models of the validation images that have confidences."""
    listed = atlas.evaluation(ILSVRC).listed.values()
    return tuple(each.name for each in listed if each.known is Known.CONFIDENCE)


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[ErrorsView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one.

    Args:
        params: of the address.
        atlas: what there is.
    """
    read = Reader(params, atlas)
    focus = read.synset()
    evaluation = read.evaluation().about.key
    groups = {"itself", "others", "elsewhere", *branches_of(atlas, focus)}
    label, guess = read.both(("label", "guess"), groups, "group of the confusion matrix")
    view = ErrorsView(
        evaluation,
        read.model("model", MODEL, evaluation),
        focus,
        read.one_of("panel", PANELS, PANELS[0]),
        read.model("other", ErrorsView.other, evaluation),
        read.one_of("chart", CHARTS, CHARTS[0]),
        read.one_of("colour", COLOURS, COLOURS[0]),
        label,
        guess,
        read.one_of("feature", FEATURES, ErrorsView.feature),
        read.one_of("test_set", robustness.KEYS, ErrorsView.test_set),
        read.one_of("confident", confident_models(atlas), CONFIDENT),
        read.whole("tail", 0, MOST_TRAINING_IMAGES, 0),
        read.whole("head", 0, MOST_TRAINING_IMAGES, 0),
        read.one_of("cells", CELLS, CELLS[0]),
    )
    return view, read.notices
