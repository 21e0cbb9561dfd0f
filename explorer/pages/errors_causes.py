"""Is it the model or the label, and what else goes with error."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import associations, label_quality
from explorer.charts import scatter
from explorer.charts.axis import Axis
from explorer.pages import PLAIN
from explorer.pages.address import Address
from explorer.pages.metrics import Shown, metrics
from explorer.pages.table import table
from explorer.predictions import Model, Predictions
from explorer.views.errors import ErrorsView

NAME = st.column_config.TextColumn("Name", pinned=True, width="medium")
FOUND = {
    "real_label_rejected": ("Label rejected (ReaL)", "Images; Beyer et al. 2020."),
    "real_without_label": ("No label accepted (ReaL)", "Images; Beyer et al. 2020."),
    "real_several_labels": ("Several labels (ReaL)", "Images; Beyer et al. 2020."),
    "cleanlab_confirmed_errors": (
        "Confirmed label errors",
        "Images, confirmed by five workers; Northcutt et al. 2021.",
    ),
    "vit3b_mistakes": (
        "Mistakes of a 3B ViT",
        "Images of the remaining reviewed mistakes; Vasudevan et al. 2022.",
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
        "index": "Index",
        "top1_error": st.column_config.NumberColumn("Top-1 error (%)", format=share),
        "real_error": st.column_config.NumberColumn("ReaL error (%)", format=share),
        "vanishing": st.column_config.NumberColumn(
            "Errors that vanish (%)",
            format=share,
            help="Of the top-1 errors on images with a reassessed label, those that ReaL accepts.",
        ),
        "main_label_agreement": st.column_config.NumberColumn(
            "Votes for the label",
            format="%.2f",
            help="Share of human votes for the label as the main one, on follow-up images; "
            "Tsipras et al. 2020.",
        ),
        **{
            key: st.column_config.NumberColumn(label, format="localized", help=meaning)
            for key, (label, meaning) in FOUND.items()
        },
    }


def labels_panel(
    atlas: Atlas, address: Address[ErrorsView], model: Predictions, labels: list[int]
) -> None:
    """Draw the panel on label quality."""
    view = address.view
    found = label_quality.findings(atlas, model, labels)
    total = label_quality.totals(found)
    metrics(
        (
            Shown(label, total[key], "images", f"{meaning} Of {total['images']:,.0f} images here.")
            for key, (label, meaning) in FOUND.items()
        ),
        width=180,
    )
    gone = label_quality.vanishing(found)
    st.markdown(
        f"**Classes whose error mostly vanishes under ReaL** ({len(gone):,} of {len(found):,})"
    )
    if gone.empty:
        st.caption("There is none here with an error of at least 10 %.")
    else:
        table(
            gone,
            key="vanishing",
            name=f"{view.focus}-vanishing-errors-{model.model}",
            alt="Classes of which at least half the errors are right by the reassessed labels",
            columns=_columns(),
            column_order=["name", *gone.columns.drop("name")],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="At least half of the errors, and an error of at least 10 %. A class has 50 "
            "images: one is 2 points.",
            height=280,
        )
    branches = label_quality.by_branch(atlas, model, view.focus)
    if len(branches):
        st.markdown("**By branch**")
        table(
            branches,
            key="label_branches",
            name=f"{view.focus}-label-quality-branches",
            alt="Findings about labels by branch",
            columns={"classes": "Classes", "images": "Images", **_columns()},
            column_order=["name", *branches.columns.drop("name")],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="The largest share of rejected labels first. Branches overlap.",
        )
    st.markdown("**Every class**")
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


def associations_panel(
    atlas: Atlas, address: Address[ErrorsView], model: Model, labels: list[int]
) -> None:
    """Draw the panel on what goes with error."""
    view = address.view
    known = associations.features(atlas)
    error = associations.top1_error(atlas, model)
    st.caption(
        "Rank correlations over classes (Spearman), with a 95 % interval. They show what goes "
        "together, not what causes what."
    )
    found = associations.correlations(known, error, labels)
    address.choice("feature", "Held against the error of a class", associations.FEATURES)
    points = associations.points(known, error, labels, view.feature)
    row = found.set_index("feature").loc[view.feature]
    if len(points):
        st.plotly_chart(
            scatter.scatter(
                points,
                Axis(associations.FEATURES[view.feature]),
                Axis(f"top-1 error, {model.model} (%)"),
                hover="%{customdata}<br>%{x:.4g}<br>error %{y:.0f} %",
            ),
            key="association",
            on_select=lambda: _class_clicked(address),
            selection_mode="points",
            config=PLAIN,
            alt=f"Error of each class against {associations.FEATURES[view.feature].lower()}",
        )
        st.caption(
            f"Correlation {row['correlation']:.2f} ({row['low']:.2f} to {row['high']:.2f}), "
            f"{row['classes']:,.0f} classes. Click a class to look at it."
        )
    share = "%.2f"
    table(
        found.drop(columns="feature"),
        key="correlations",
        name=f"{view.focus}-associations-{model.model}",
        alt="Rank correlations of error with figures of a class",
        columns={
            "label": st.column_config.TextColumn("Figure of a class", pinned=True),
            "correlation": st.column_config.NumberColumn("Correlation", format=share),
            "low": st.column_config.NumberColumn("from", format=share),
            "high": st.column_config.NumberColumn("to", format=share),
            "classes": "Classes",
        },
        height="content",
    )
    st.markdown("**CLIP-type models: how often the concept is in the pre-training captions**")
    table(
        associations.clip_models(labels),
        key="clip",
        name=f"{view.focus}-clip",
        alt="Zero-shot models with the correlation of error with caption counts",
        columns={
            "architecture": st.column_config.TextColumn("Model", pinned=True),
            "pretraining": "Pre-training data",
            "zero_shot_error": st.column_config.NumberColumn("Zero-shot error (%)", format=share),
            "correlation": st.column_config.NumberColumn(
                "Correlation", format=share, help="Of error with the number of captions."
            ),
            "low": st.column_config.NumberColumn("from", format=share),
            "high": st.column_config.NumberColumn("to", format=share),
            "classes": "Classes",
        },
        height=340,
        caption="Captions were counted for CC3M, CC12M, YFCC15M and LAION-400M only; for models "
        "trained on other data the correlation is not known.",
    )


def _class_clicked(address: Address[ErrorsView]) -> None:
    wnid = scatter.clicked(st.session_state["association"]["selection"])
    if wnid:
        address.move(focus=wnid)
