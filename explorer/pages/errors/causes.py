"""The panels of label quality and of correlates of error."""

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import associations, label_quality, verdicts
from explorer.charts import dumbbells, hovers, scatter
from explorer.charts.axis import Axis
from explorer.evaluations import Model, Predictions
from explorer.evaluations.declared import ILSVRC
from explorer.formatting import counted, fixed
from explorer.pages.errors.doubts import doubts_section, duplicates_section
from explorer.pages.errors.needs import labels_here, predictions_of
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.headings import section
from explorer.ui.metrics import Shown, metrics
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.errors import ErrorsView

ROWS = 25
"""Maximum number of branches in the chart."""

NAME = st.column_config.TextColumn("Name", pinned=True, width="medium")
FOUND = {
    "real_label_rejected": ("Original label rejected (ReaL)", "Images; Beyer et al. 2020."),
    "real_without_label": ("No label accepted (ReaL)", "Images; Beyer et al. 2020."),
    "real_several_labels": ("Several labels (ReaL)", "Images; Beyer et al. 2020."),
    "cleanlab_confirmed_errors": (
        "Confirmed label errors",
        "Confirmed by crowd workers; Northcutt et al. 2021.",
    ),
    "vit3b_mistakes": (
        "Remaining ViT-3B mistakes",
        "Images of the mistakes that remained after review; Vasudevan et al. 2022.",
    ),
    "incorrect_images": (
        "Wrong species",
        "Images of wildlife classes; Luccioni and Rolnick 2023.",
    ),
}


def _columns() -> dict[str, object]:
    share = "%.1f"
    return {
        "name": NAME,
        "index": "Class index",
        "classes": st.column_config.NumberColumn("Classes", format="localized"),
        "images": st.column_config.NumberColumn("Images", format="localized"),
        "top1_error": st.column_config.NumberColumn("Top-1 error (%)", format=share),
        "top1_rated_error": st.column_config.NumberColumn(
            "Top-1 error, ReaL images (%)",
            format=share,
            help="Over the same images as the ReaL error.",
        ),
        "real_error": st.column_config.NumberColumn("ReaL error (%)", format=share),
        "vanishing": st.column_config.NumberColumn(
            "Errors accepted by ReaL (%)",
            format=share,
            help="Of the top-1 errors on images with a reassessed label, those that ReaL accepts.",
        ),
        "main_label_agreement": st.column_config.NumberColumn(
            "Human agreement",
            format="%.2f",
            help="Share of human votes for the label as the main one, on follow-up images; "
            "Tsipras et al. 2020.",
        ),
        **{
            key: st.column_config.NumberColumn(label, format="localized", help=meaning)
            for key, (label, meaning) in FOUND.items()
        },
    }


def labels_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel on label quality."""
    view = address.view
    if not (labels := labels_here(atlas, address)):
        return
    if view.evaluation != ILSVRC:
        st.info(
            f"The labels of {atlas.evaluation(view.evaluation).about.title} were not reviewed by "
            "the studies that this panel shows. Choose the ILSVRC-2012 validation images.",
            icon=":material/info:",
        )
        return
    model = predictions_of(atlas, view, view.model)
    if model is not None:
        _of_model(atlas, address, model, labels)
    truth = atlas.evaluation(view.evaluation).truth
    doubts_section(atlas, address, truth, labels)
    duplicates_section(atlas, address, truth, labels)


def _of_model(
    atlas: Atlas, address: Address[ErrorsView], model: Predictions, labels: list[int]
) -> None:
    """What was found about the labels, beside the errors of a model."""
    view = address.view
    found = label_quality.findings(atlas, model, labels)
    total = label_quality.totals(found)
    verdict(verdicts.labels(total))
    metrics(
        (
            Shown(label, total[key], "images", f"{meaning} Of {total['images']:,.0f} images here.")
            for key, (label, meaning) in FOUND.items()
        ),
    )
    gone = label_quality.vanishing(found)
    section(
        f"Classes whose errors are mostly label errors (by ReaL) ({len(gone):,} of {len(found):,})"
    )
    if gone.empty:
        st.caption(
            "None: over the images with a reassessed label, no class here has both a top-1 error "
            "of at least 10% and a ReaL error of at most half of it."
        )
    else:
        table(
            gone,
            key="vanishing",
            name=f"{view.focus}-vanishing-errors-{model.model}",
            alt="Classes whose ReaL error is at most half of their top-1 error",
            columns=_columns(),
            column_order=["name", *gone.columns.drop("name")],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Over the images with a reassessed label, ReaL error is at most half of top-1 "
            "error, and top-1 error is at least 10%. (50 images per class: one image is 2 pp.)",
            height=280,
        )
    branches = label_quality.by_branch(atlas, model, view.focus)
    if len(branches):
        section("By branch")
        _drop(atlas, address, model)
        table(
            branches,
            key="label_branches",
            name=f"{view.focus}-label-quality-branches",
            alt="Findings about labels by branch",
            columns=_columns(),
            column_order=["name", *branches.columns.drop("name")],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Sorted by share of rejected labels. Branches can share classes.",
        )
    section("All classes")
    table(
        found,
        key="label_classes",
        name=f"{view.focus}-label-quality-{model.model}",
        alt="Classes with a model's errors and what was found about their labels",
        columns=_columns(),
        column_order=["name", *found.columns.drop("name")],
        on_pick=lambda wnid: address.move(focus=wnid),
        height=340,
    )


def _drop(atlas: Atlas, address: Address[ErrorsView], model: Predictions) -> None:
    """The chart of both errors by branch."""
    about = model.truth.about
    found = label_quality.reassessed_by_branch(atlas, model, address.view.focus)
    if len(found) < FEWEST:
        return
    names = ("original labels", about.reassessed_labels)
    chart(
        dumbbells.dumbbells(
            found.head(ROWS), names, Axis("top-1 error (%), 95% CI"), hovers.two_errors(names)
        ),
        key="reassessed",
        name=f"{address.view.focus}-reassessed-{model.model}",
        of=(about,),
        on_pick=lambda wnid: address.move(focus=wnid),
        alt=f"Top-1 error of {model.model} at each branch by the original and by the "
        f"{about.reassessed_labels}, on the images with one of these",
    )
    first = f"The {ROWS} largest of {len(found):,} branches. " if len(found) > ROWS else ""
    st.caption(f"{first}Largest fall first. Click a point to open the branch.")


def associations_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel on correlates of error."""
    view = address.view
    if not (labels := labels_here(atlas, address)):
        return
    model = atlas.evaluation(view.evaluation).model(view.model)
    known = associations.features(atlas, model.truth)
    error = associations.top1_error(atlas, model)
    found = associations.correlations(known, error, labels)
    if sentence := verdicts.correlates(found):
        verdict(sentence)
        _correlates(atlas, address, model, labels, found)
    else:
        st.info("Too few classes for a correlation.", icon=":material/info:")
    _clip(address, model, labels)


def _correlates(
    atlas: Atlas, address: Address[ErrorsView], model: Model, labels: list[int], found: pd.DataFrame
) -> None:
    """One feature against the error as points, and the correlations of all."""
    view = address.view
    known = associations.features(atlas, model.truth)
    error = associations.top1_error(atlas, model)
    st.caption("Spearman rank correlation over classes, with 95% CI. Correlation, not causation.")
    address.choice("feature", "Feature", associations.FEATURES)
    points = associations.points(model.truth, known, error, labels, view.feature)
    points["name"] = atlas.lexicon.names(points["wnid"])
    row = found[found["feature"] == view.feature].iloc[0]
    if len(points) >= FEWEST:
        chart(
            scatter.scatter(
                points,
                Axis(associations.FEATURES[view.feature]),
                Axis(f"top-1 error, {model.model} (%)"),
                hover="%{text}\n%{x:.4g}\nerror %{y:.0f} %",
            ),
            key="association",
            name=f"{view.focus}-{view.feature}-{model.model}",
            of=(model.truth.about,),
            on_pick=lambda wnid: address.move(focus=wnid),
            alt=f"Error of each class against {associations.FEATURES[view.feature].lower()}",
        )
        st.caption(
            f"Correlation {fixed(row['correlation'], 2)} (95% CI {fixed(row['low'], 2)} to "
            f"{fixed(row['high'], 2)}), {counted(row['classes'], 'class')}. Click a point to open "
            "the class."
        )
    share = "%.2f"
    strongest = found["correlation"].abs().sort_values(ascending=False, kind="stable").index
    table(
        found.loc[strongest].drop(columns="feature"),
        key="correlations",
        name=f"{view.focus}-associations-{model.model}",
        alt="Rank correlation of error with class features",
        columns={
            "label": st.column_config.TextColumn("Feature", pinned=True),
            "correlation": st.column_config.NumberColumn("Correlation", format=share),
            "low": st.column_config.NumberColumn("95% CI low", format=share),
            "high": st.column_config.NumberColumn("95% CI high", format=share),
            "classes": st.column_config.NumberColumn("Classes", format="localized"),
        },
        height="content",
        caption="Strongest correlation first.",
    )


def _clip(address: Address[ErrorsView], model: Model, labels: list[int]) -> None:
    """Zero-shot models and how often their pre-training captions name the classes."""
    share = "%.2f"
    section("CLIP models: error vs. concept frequency in pre-training captions")
    table(
        associations.clip_models(model.truth, labels),
        key="clip",
        name=f"{address.view.focus}-clip",
        alt="Zero-shot models with the correlation of error with caption counts",
        columns={
            "architecture": st.column_config.TextColumn("Model", pinned=True),
            "pretraining": "Pre-training data",
            "zero_shot_error": st.column_config.NumberColumn("Zero-shot error (%)", format=share),
            "correlation": st.column_config.NumberColumn(
                "Correlation", format=share, help="Of error with the number of captions."
            ),
            "low": st.column_config.NumberColumn("95% CI low", format=share),
            "high": st.column_config.NumberColumn("95% CI high", format=share),
            "classes": st.column_config.NumberColumn("Classes", format="localized"),
        },
        height=340,
        caption="Captions were counted for CC3M, CC12M, YFCC15M and LAION-400M only; for models "
        "trained on other data no correlation is available.",
    )
