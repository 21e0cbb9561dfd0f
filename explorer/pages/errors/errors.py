"""Model errors: where in the hierarchy a model fails, how severely, and why."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import nodes
from explorer.evaluations import Model, Need, lacking
from explorer.evaluations.truth import About
from explorer.formatting import counted, fixed
from explorer.pages.errors.calibration import calibration_panel
from explorer.pages.errors.causes import associations_panel, labels_panel
from explorer.pages.errors.comparison import comparison_panel
from explorer.pages.errors.confusion import confusion_panel
from explorer.pages.errors.field import field_panel
from explorer.pages.errors.metrics import metrics_panel
from explorer.pages.errors.needs import labels_here
from explorer.pages.errors.new_images import new_images_panel
from explorer.pages.errors.strip import errors_strip
from explorer.pages.errors.training import training_panel
from explorer.settings import settings
from explorer.statistics import FEWEST_CLUSTERS
from explorer.ui.address import Address
from explorer.ui.head import page_head
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.navigation import ERRORS
from explorer.ui.own_models import own_panel
from explorer.ui.panels import Panel, draw_panel
from explorer.ui.sectors import how_to, measured_sectors
from explorer.ui.session import open_atlas
from explorer.ui.table import table
from explorer.views.errors import COLOURS, ErrorsView, from_query
from explorer.views.hierarchy import CHARTS

TITLES = {
    "top1_error": "Top-1 error, original labels",
    "real_error": "Error on reassessed labels",
    "top5_error": "Top-5 error",
    "error_severity": "Mistake severity, over errors",
    "hierarchical_distance": "Hierarchical distance, over all images",
}

COLUMNS = (
    "name",
    "top1_error",
    "top1_low",
    "top1_high",
    "classes",
    "predicted_classes",
    "images",
    "concept_low",
    "concept_high",
    "top1_macro",
    "rated_images",
    "top1_rated_error",
    "real_error",
    "real_low",
    "real_high",
    "top5_error",
    "inside",
    "outside",
    "severity",
    "hierarchical_distance",
    "wnid",
)
"""Of the table of branches, in their order; those on coverage only where it is partial."""


def _percent(label: str, help: str = "") -> object:  # noqa: A002
    return st.column_config.NumberColumn(label, format="%.2f", help=help or None)


def _interval(low: float, high: float) -> str:
    return f"{fixed(low, 2)} to {fixed(high, 2)}"


def _measures(here: "pd.Series[Any]", top5: bool) -> list[Shown]:
    """The errors of a model at a synset, a row of ``nodes``; ``top5`` if that error is known."""
    return [
        Shown("Top-1 error", here["top1_error"], "%", "Original labels; per image."),
        Shown("Top-1 error, macro", here["top1_macro"], "%", "Mean over classes of their error."),
        Shown(
            "Top-5 error",
            here["top5_error"],
            "%",
            "Original label not in the top 5 predictions."
            if top5
            else "Only top-1 predictions of this model are available.",
        ),
        Shown(
            "Within-subtree error",
            here["inside"],
            "%",
            "Share of images predicted as another class under this synset.",
        ),
        Shown(
            "Out-of-subtree error",
            here["outside"],
            "%",
            "Share of images predicted as a class outside this subtree.",
        ),
        Shown(
            "Mistake severity",
            here["severity"],
            "edges",
            "Mean height of the lowest common ancestor of label and prediction, over the errors "
            "(Deng et al. 2010; Bertinetto et al. 2020).",
        ),
        Shown(
            "Hierarchical distance",
            here["hierarchical_distance"],
            "edges",
            "The same mean over all images, 0 for correct ones (of top-1; Bertinetto et al. 2020). "
            "Further errors on easy images can lower the severity, never this.",
        ),
        Shown("Images", here["images"], "images", "Validation images with a prediction."),
    ]


def _intervals(atlas: Atlas, model: Model, focus: str, here: "pd.Series[Any]") -> str:
    """The intervals of the top-1 error, in a sentence."""
    low, high = nodes.concept_intervals(atlas, model, [focus], settings().resamples)
    concept = (
        f"{_interval(low[0], high[0])} for the concept, of which these classes are a sample "
        "(bootstrap over classes)"
        if np.isfinite(low[0])
        else f"none for the concept, which would need {FEWEST_CLUSTERS} classes"
    )
    return (
        f"95% CI of the top-1 error: {_interval(here['top1_low'], here['top1_high'])} for these "
        f"classes as given (Wilson); {concept}."
    )


def _reassessed(about: About, here: "pd.Series[Any]") -> None:
    """The errors on the images with a reassessed label."""
    section(f"On the images with {about.reassessed_labels} ({about.reassessed_by})")
    metrics(
        [
            Shown(
                "Top-1 error, same images",
                here["top1_rated_error"],
                "%",
                "Original labels, over the images with a reassessed label only: the one to "
                f"compare the {about.reassessed} error with.",
            ),
            Shown(
                f"{about.reassessed} error",
                here["real_error"],
                "%",
                "On reassessed labels. 95% CI "
                f"{_interval(here['real_low'], here['real_high'])} (Wilson).",
            ),
            Shown(
                f"Images with {about.reassessed_labels}",
                here["rated_images"],
                "images",
                f"Of {counted(here['images'], 'image')}; the others have no accepted label.",
            ),
        ],
    )


def _figures(atlas: Atlas, model: Model, focus: str, known: Collection[str]) -> None:
    here = nodes.nodes(atlas, model, [focus]).iloc[0]
    whole = here["images"] == here["all_images"]
    shown = _measures(here, "top5_error" in known)
    metrics([each for each in shown if not (whole and each.label.endswith("macro"))])
    if not whole:
        st.caption(
            f"{plain(model.model)} covers {here['predicted_classes']:,.0f} of "
            f"{counted(here['classes'], 'class')} and {here['images']:,.0f} of "
            f"{counted(here['all_images'], 'image')} here. Every figure "
            "is over these; per image (micro) unless marked as macro."
        )
    st.caption(_intervals(atlas, model, focus, here))
    if np.isfinite(here["real_error"]):
        _reassessed(model.truth.about, here)
    missing = lacking(
        model,
        Need.PREDICTED_CLASS,
        "error on reassessed labels, mistake severity and the parts of the error need",
    )
    if missing:
        st.caption(plain(missing))
    if "top5_error" not in known:
        st.caption(
            "Top-5 error is unavailable: only top-1 predictions (or per-class accuracies) of "
            f"{plain(model.model)} are known."
        )
    if here["classes"] == 1 and here["images"] > 0:
        st.caption(
            f"{plain(atlas.lexicon.name(focus))} is a single class: "
            f"{counted(here['images'], 'image')}, so one image is "
            f"{fixed(100 / here['images'], 0)} percentage points."
        )


def _where(atlas: Atlas, address: Address[ErrorsView]) -> None:
    if not labels_here(atlas, address):
        return
    view = address.view
    model = atlas.evaluation(view.evaluation).model(view.model)
    errors_strip(atlas, address, model)
    rolled = nodes.roll_up(atlas, model)
    known = [measure.key for measure in rolled.dataset.measures]
    _figures(atlas, model, view.focus, known)
    first, second = st.columns(2)
    with first:
        address.choice("chart", "Chart", {kind: kind.capitalize() for kind in CHARTS})
    with second:
        address.choice("colour", "Colour", {key: TITLES[key] for key in COLOURS})
    if view.colour not in known:
        st.info(
            f"{TITLES[view.colour]} is not available for {plain(model.model)}. Choose another "
            "colour.",
            icon=":material/info:",
        )
    else:
        measure = rolled.dataset.measure(view.colour)
        measured_sectors(
            atlas,
            rolled,
            view.focus,
            size="classes",
            measure=view.colour,
            chart=view.chart,
            on_go=lambda wnid: address.move(focus=wnid),
            height=500,
        )
        st.caption(f"Area: classes of ILSVRC-2012. {plain(measure.meaning)} {how_to(view.chart)}")
    _branches(atlas, address, model)


def _branches(atlas: Atlas, address: Address[ErrorsView], model: Model) -> None:
    view = address.view
    found = nodes.branches(atlas, model, view.focus)
    if found.empty:
        return
    name, revised = plain(atlas.lexicon.name(view.focus)), model.truth.about.reassessed
    low, high = nodes.concept_intervals(atlas, model, found["wnid"], settings().resamples)
    found = found.assign(concept_low=low, concept_high=high)
    left_out = set()
    if (found["images"] == found["all_images"]).all():
        left_out = {"predicted_classes", "top1_macro"}
    found = found[[each for each in COLUMNS if each not in left_out]]
    section(f"Branches of {name}")
    table(
        found,
        key=f"branches_{view.focus}",
        name=f"{view.focus}-errors-{model.model}",
        alt=f"Errors of {model.model} at each branch of {name}",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
            "classes": st.column_config.NumberColumn("Classes", format="localized"),
            "predicted_classes": st.column_config.NumberColumn(
                "Classes covered", format="localized", help="With a prediction of this model."
            ),
            "images": st.column_config.NumberColumn("Images", format="localized"),
            "top1_error": _percent("Top-1 error (%)", "Original labels; per image."),
            "top1_low": _percent("95% CI low", "Wilson, for these classes as given."),
            "top1_high": _percent("95% CI high", "Wilson, for these classes as given."),
            "concept_low": _percent(
                "Concept CI low",
                f"95%, bootstrap over classes; from {FEWEST_CLUSTERS} classes.",
            ),
            "concept_high": _percent("Concept CI high"),
            "top1_macro": _percent("Top-1 error, macro (%)", "Mean over classes of their error."),
            "rated_images": st.column_config.NumberColumn(
                f"{revised} images", format="localized", help="Images with a reassessed label."
            ),
            "top1_rated_error": _percent(
                f"Top-1 error, {revised} images (%)", f"Over the same images as {revised} error."
            ),
            "real_error": _percent(f"{revised} error (%)", "Over images with a reassessed label."),
            "real_low": _percent(f"{revised} 95% CI low", "Wilson."),
            "real_high": _percent(f"{revised} 95% CI high", "Wilson."),
            "top5_error": _percent("Top-5 error (%)"),
            "inside": _percent("Within subtree (%)"),
            "outside": _percent("Outside (%)"),
            "severity": _percent("Mistake severity (edges)", "Mean over the errors."),
            "hierarchical_distance": _percent(
                "Hierarchical distance (edges)", "Mean over all images, 0 for correct ones."
            ),
        },
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Sorted by top-1 error. Select a row to open it. Branches can share classes.",
    )


WIDTHS = {"images": 2, "model": 3, "other": 3}
"""What is chosen above the panels, and how wide each select box is beside the others."""

CHOSEN: dict[str, tuple[str, ...]] = {
    "compare": ("images", "model", "other"),
    "field": ("images",),
    "new": ("model",),
    "training": (),
    "own": (),
}
"""What is chosen above a panel where that is not images and model: only what changes the panel."""

PANELS = (
    Panel("where", "By branch", _where),
    Panel("confusion", "Confusion", confusion_panel),
    Panel("compare", "Compare models", comparison_panel),
    Panel("metrics", "Metrics", metrics_panel),
    Panel("labels", "Label quality", labels_panel),
    Panel("associations", "Correlates of error", associations_panel),
    Panel("field", "All models", field_panel),
    Panel("new", "New images", new_images_panel),
    Panel("calibration", "Calibration", calibration_panel),
    Panel("training", "Training data", training_panel),
    Panel("own", "Upload a model", own_panel),
)

atlas = open_atlas()
address = Address(atlas, from_query)
view = address.view
title = f"Model errors: {plain(atlas.lexicon.name(view.focus))}"
page_head(atlas, address, ERRORS, title, datasets=(), panels=PANELS)
evaluation = atlas.evaluation(view.evaluation)
every = evaluation.titles
chosen = CHOSEN.get(view.panel, ("images", "model"))
widths = [WIDTHS[each] for each in chosen]
room = sum(WIDTHS.values()) - sum(widths)
columns = st.columns([*widths, *([room] if room else [])]) if chosen else []
for which, column in zip(chosen, columns, strict=False):
    with column:
        if which == "images":
            titles = {key: each.about.title for key, each in atlas.evaluations.items()}
            address.choice("evaluation", "Images", titles, help=evaluation.about.summary)
        elif which == "model":
            address.choice("model", "Model (by accuracy)", every)
        else:
            address.choice("other", "Compare with", every)
for each in dict.fromkeys(getattr(view, which) for which in chosen if which != "images"):
    if each in evaluation.listed and (note := evaluation.listed[each].note):
        st.caption(f"{plain(each)}: {note}")
draw_panel(atlas, address, PANELS)
