"""Model errors: where in the hierarchy a model fails, near or far, and whose fault it is."""

import streamlit as st

from explorer import predictions
from explorer.atlas import Atlas
from explorer.audits import box_geometry, errors
from explorer.pages import ERRORS
from explorer.pages.address import Address
from explorer.pages.elsewhere import elsewhere
from explorer.pages.errors_causes import associations_panel, labels_panel
from explorer.pages.errors_comparison import comparison_panel, field_panel
from explorer.pages.errors_confusion import calibration_panel, confusion_panel
from explorer.pages.metrics import Shown, metrics
from explorer.pages.own_models import own_models, own_panel, with_own
from explorer.pages.sectors import how_to, measured_sectors
from explorer.pages.session import open_atlas
from explorer.pages.table import table
from explorer.pages.text import plain
from explorer.pages.toolbar import toolbar
from explorer.predictions import ClassAccuracies, Model
from explorer.views.errors import COLOURS, ErrorsView, from_query
from explorer.views.hierarchy import CHARTS

LABELS = {
    "where": "Where it errs",
    "confusion": "Confusion",
    "compare": "Two models",
    "labels": "Model or label?",
    "associations": "What goes with error",
    "field": "The field",
    "calibration": "Calibration",
    "own": "Your own model",
}


def _percent(label: str, help: str = "") -> object:  # noqa: A002
    return st.column_config.NumberColumn(label, format="%.2f", help=help or None)


def _where(atlas: Atlas, address: Address[ErrorsView], model: Model, labels: list[int]) -> None:
    view = address.view
    name = plain(atlas.lexicon.name(view.focus))
    figures = errors.figures(atlas, model)
    here = errors.nodes(atlas, model, [view.focus]).iloc[0]
    known = [measure.key for measure in errors.measures(model)]
    interval = f"95 % interval {here['top1_low']:.2f} to {here['top1_high']:.2f} (Wilson)."
    metrics(
        [
            Shown("Top-1 error", here["top1_error"], "%", f"Original labels. {interval}"),
            Shown(
                "ReaL error",
                here["real_error"],
                "%",
                "Reassessed labels (Beyer et al. 2020), of the images that have one. 95 % interval "
                f"{here['real_low']:.2f} to {here['real_high']:.2f} (Wilson).",
            ),
            Shown(
                "Top-5 error",
                here["top5_error"],
                "%",
                "Original label not among the first five guesses."
                if "top5_error" in known
                else "Only the first guess of this model is known.",
            ),
            Shown(
                "Confused inside",
                here["inside"],
                "%",
                "Part of the top-1 error: the guess is another class at or under the synset.",
            ),
            Shown("Out of it", here["outside"], "%", "The rest: the guess lies elsewhere."),
            Shown(
                "Severity",
                here["severity"],
                "edges",
                "Mean height of the lowest common ancestor of label and guess over the errors "
                "(Deng et al. 2010; Bertinetto et al. 2020).",
            ),
            Shown("Images", here["images"], "images", "Validation images with a guess."),
        ],
        width=150,
    )
    if "top5_error" not in known:
        st.caption(
            f"{plain(model.model)}: top-5 error is not known, since only its first guess, or only "
            "accuracies by class, are here."
        )
    first, second = st.columns(2)
    with first:
        address.choice("chart", "Chart", {kind: kind.capitalize() for kind in CHARTS})
    with second:
        titles = {
            "top1_error": "Top-1 error, original labels",
            "real_error": "ReaL error, reassessed labels",
            "top5_error": "Top-5 error",
            "error_severity": "Severity of errors",
        }
        address.choice("colour", "Colour", {key: titles[key] for key in COLOURS})
    if view.colour not in known:
        st.info(
            f"{titles[view.colour]} is not known of {plain(model.model)}. Choose another colour.",
            icon=":material/info:",
        )
    else:
        measure = figures.dataset.measure(view.colour)
        measured_sectors(
            atlas,
            figures,
            view.focus,
            size="classes",
            measure=view.colour,
            chart=view.chart,
            on_go=lambda wnid: address.move(focus=wnid),
            height=500,
        )
        st.caption(f"Area: classes of ILSVRC-2012. {plain(measure.meaning)} {how_to(view.chart)}")
    _nodes(atlas, address, model, name)
    if len(labels) > 1:
        return
    st.caption(f"{name} has one class here: {here['images']:,.0f} images, one image is 2 points.")


def _nodes(atlas: Atlas, address: Address[ErrorsView], model: Model, name: str) -> None:
    view = address.view
    found = errors.branches(atlas, model, view.focus)
    if found.empty:
        return
    st.markdown(f"**Branches of {name}**")
    table(
        found,
        key=f"branches_{view.focus}",
        name=f"{view.focus}-errors-{model.model}",
        alt=f"Errors of {model.model} at each branch of {name}",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
            "classes": st.column_config.NumberColumn("Classes", format="localized"),
            "images": st.column_config.NumberColumn("Images", format="localized"),
            "top1_error": _percent("Top-1 error (%)", "Original labels."),
            "top1_low": _percent("from", "Wilson's 95 % interval."),
            "top1_high": _percent("to"),
            "real_error": _percent("ReaL error (%)", "Of images with a reassessed label."),
            "real_low": _percent("ReaL from"),
            "real_high": _percent("ReaL to"),
            "top5_error": _percent("Top-5 error (%)"),
            "inside": _percent("Confused inside (%)"),
            "outside": _percent("Out of it (%)"),
            "severity": _percent("Severity (edges)"),
        },
        column_order=["name", *found.columns.drop("name")],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="The worst first. Select a row to go there. Branches overlap.",
    )


def _by_images(model: Model) -> bool:
    """Whether guesses image by image are here; if not, says so."""
    if isinstance(model, ClassAccuracies):
        st.info(
            f"Of {plain(model.model)} only accuracies by class are here; this panel needs its "
            "guesses image by image.",
            icon=":material/info:",
        )
        return False
    return True


atlas = open_atlas()
own = own_models()
address = Address(atlas, with_own(from_query))
view = address.view
toolbar(atlas, address, datasets=())
name = plain(atlas.lexicon.name(view.focus))
st.subheader(f"Model errors at {name}", anchor=False)
elsewhere(ERRORS, view.focus)
every = {each: each for each in (*own, *predictions.names())}
choose, against = st.columns(2)
with choose:
    address.choice("model", "Model, the most accurate first", every)
if view.panel == "compare":
    with against:
        address.choice("other", "Compared with", every)
address.segments("panel", "Show", LABELS, label_visibility="collapsed")
labels = box_geometry.labels_under(atlas, view.focus)
if view.panel == "own":
    own_panel(atlas, address)
elif not labels:
    st.info(
        f"No class of ILSVRC-2012 is at or under {name}, and predictions are known of its "
        "validation images only. Go up a level, or search for another synset.",
        icon=":material/info:",
    )
elif view.panel == "field":
    field_panel(atlas, address, labels)
else:
    model = predictions.find(view.model, own)
    if view.panel == "where":
        _where(atlas, address, model, labels)
    elif view.panel == "associations":
        associations_panel(atlas, address, model, labels)
    elif _by_images(model) and not isinstance(model, ClassAccuracies):
        if view.panel == "confusion":
            confusion_panel(atlas, address, model, labels)
        elif view.panel == "labels":
            labels_panel(atlas, address, model, labels)
        elif view.panel == "calibration":
            calibration_panel(atlas, address, model, labels)
        else:
            other = predictions.find(view.other, own)
            if _by_images(other) and not isinstance(other, ClassAccuracies):
                comparison_panel(atlas, address, model, other)
