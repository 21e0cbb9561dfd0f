"""The panel of metrics that know the hierarchy, and of precision beside recall."""

from typing import Any

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import class_precision, metric_tables
from explorer.charts import dumbbells
from explorer.charts.axis import Axis
from explorer.charts.hovers import recall_and_precision
from explorer.evaluations import Predictions
from explorer.formatting import counted
from explorer.pages.errors.needs import labels_here, predictions_of
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.errors import MOST_TRAINING_IMAGES, ErrorsView

ROWS = 25
"""Maximum branches in the chart; the table has all."""

NAMES = ("Recall", "Precision")
DRAWN = {
    "name": "label",
    "recall": "first",
    "recall_low": "first_low",
    "recall_high": "first_high",
    "precision": "second",
    "precision_low": "second_low",
    "precision_high": "second_high",
}


def metrics_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel."""
    view = address.view
    if not labels_here(atlas, address):
        return
    model = predictions_of(atlas, view, view.model)
    if model is None:
        return
    classes = class_precision.classes(atlas, model, view.focus)
    verdict(class_precision.verdict(classes))
    if classes.empty:
        return
    _summary(atlas, model, view)
    _distances(atlas, model, view)
    name = plain(atlas.lexicon.name(view.focus))
    branches = class_precision.branches(atlas, model, view.focus)
    if len(branches):
        _branches(address, branches, model, name)
    _by_training_images(atlas, address, model, classes)
    section("All classes")
    _table(address, classes, model, "classes", f"Precision and recall of each class of {name}")


def summary_columns() -> dict[str, Any]:
    """How the columns of a table of metrics are headed."""
    return {
        "title": st.column_config.TextColumn("Metric", pinned=True),
        "unit": "Unit",
        "average": st.column_config.TextColumn(
            "Mean over", help="Images: each counts the same (micro). Classes: likewise (macro)."
        ),
        "images": st.column_config.NumberColumn("Images", format="localized"),
        "meaning": st.column_config.TextColumn("Definition", width="large"),
    }


def _summary(atlas: Atlas, model: Predictions, view: ErrorsView) -> None:
    number = st.column_config.NumberColumn
    table(
        metric_tables.summary(atlas, model, view.focus).drop(columns="metric"),
        key="metrics_summary",
        name=f"{view.focus}-metrics-{model.model}",
        alt=f"Metrics of {model.model} with their intervals",
        columns={
            **summary_columns(),
            "value": number("Value", format="%.2f"),
            "low": number("95% CI low", format="%.2f", help="Linearised, over images."),
            "high": number("95% CI high", format="%.2f"),
        },
        caption="All synsets above a class count, over every parent; the root is left out. An "
        f"interval needs {metric_tables.FEWEST_IMAGES} images.",
    )


def _distances(atlas: Atlas, model: Predictions, view: ErrorsView) -> None:
    found = metric_tables.distance_at(atlas, model, view.focus)
    if len(found) < 2:
        st.caption(
            "Hierarchical distance of the first k predictions needs ranked predictions; of "
            f"{plain(model.model)} only the first one is available. Upload ranked predictions to "
            "see it."
        )
        return
    section("Hierarchical distance of the first k predictions")
    number = st.column_config.NumberColumn
    table(
        found,
        key="metrics_distance",
        name=f"{view.focus}-distance-at-k-{model.model}",
        alt=f"Mean hierarchical distance of the first predictions of {model.model}",
        columns={
            "k": "First k",
            "distance": number("Distance (edges)", format="%.3f"),
            "low": number("95% CI low", format="%.3f"),
            "high": number("95% CI high", format="%.3f"),
            "images": number("Images", format="localized"),
        },
        caption="Mean height of the lowest common ancestor of label and prediction, over the "
        "first k predictions and all images (Bertinetto et al. 2020).",
    )


def _branches(
    address: Address[ErrorsView], branches: pd.DataFrame, model: Predictions, name: str
) -> None:
    section(f"Branches of {name}, the lowest F1 first")
    known = branches[branches["precision"].notna()]
    chart(
        dumbbells.dumbbells(
            known.head(ROWS).rename(columns=DRAWN),
            NAMES,
            Axis("share of images (%), 95% CI"),
            recall_and_precision,
            from_zero=False,
        ),
        key="metrics_branches",
        name=f"{address.view.focus}-recall-precision-{model.model}",
        of=(model.truth.about,),
        on_pick=lambda wnid: address.move(focus=wnid),
        alt=f"Recall and precision of {model.model} at each branch of {name}",
    )
    first = f"The first {ROWS} of {counted(len(known), 'branches')}; the table has all. "
    st.caption(
        f"{first if len(known) > ROWS else ''}At a branch a prediction is right if it is in the "
        "branch of the label. Recall above precision: predicted too often. Click a point to open "
        "the branch."
    )
    _table(address, branches, model, "branches", f"Precision and recall at branches of {name}")


def _by_training_images(
    atlas: Atlas, address: Address[ErrorsView], model: Predictions, classes: pd.DataFrame
) -> None:
    view = address.view
    keys = class_precision.training_sets(atlas, model.truth)
    if not keys:
        return
    trained = atlas.dataset(keys[0])
    low, high = class_precision.thirds(trained, model.truth.wnids)
    tail, head = view.tail or low, view.head or max(high, view.tail)
    section("Head, middle and tail by training images")
    first, second = st.columns(2)
    with first:
        address.number("tail", "Tail: fewer training images than", 0, MOST_TRAINING_IMAGES)
    with second:
        address.number("head", "Head: training images from", 0, MOST_TRAINING_IMAGES)
    if head < tail:
        st.info(
            f"The head begins at {counted(head, 'image')}, below the end of the tail at {tail:,}. "
            "Raise the second number or lower the first.",
            icon=":material/info:",
        )
        return
    found = class_precision.by_frequency(classes, trained, tail, head)
    number = st.column_config.NumberColumn
    table(
        found,
        key="metrics_frequency",
        name=f"{view.focus}-by-training-images-{model.model}",
        alt=f"Recall and precision of {model.model} by training images of the classes",
        columns={
            "group": "Group",
            "classes": number("Classes", format="localized"),
            "fewest": number("Fewest training images", format="localized"),
            "most": number("Most training images", format="localized"),
            "images": number("Images", format="localized"),
            "recall": number("Recall (%)", format="%.2f", help="Mean over classes."),
            "precision": number(
                "Precision (%)", format="%.2f", help="Mean over classes that are predicted."
            ),
            "f1": number("F1 (%)", format="%.2f", help="Mean over classes."),
        },
        column_order=["group", "recall", "precision", "f1", "classes", "fewest", "most", "images"],
        caption=f"Training images of {trained.title}. Tail: under {tail:,}; head: {head:,} or "
        "more. With 0 in a box the classes are cut into thirds, as far as equal counts allow.",
    )


def _table(
    address: Address[ErrorsView], found: pd.DataFrame, model: Predictions, key: str, alt: str
) -> None:
    number = st.column_config.NumberColumn
    low, high = "95% CI low", "95% CI high"
    single = (found["classes"] == 1).all()
    frame = found.drop(columns="classes") if single else found
    order = [
        "name",
        "f1",
        "recall",
        "recall_low",
        "recall_high",
        "precision",
        "precision_low",
        "precision_high",
        "ratio",
        "images",
        "predicted",
        "right",
        "labelled_share",
        "predicted_share",
        *(() if single else ("classes",)),
        "wnid",
    ]
    table(
        frame,
        key=f"metrics_{key}_table",
        name=f"{address.view.focus}-precision-{key}-{model.model}",
        alt=alt,
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
            "f1": number("F1 (%)", format="%.2f", help="Harmonic mean of precision and recall."),
            "recall": number(
                "Recall (%)", format="%.2f", help="Of the images with this label, predicted so."
            ),
            "recall_low": number(f"Recall {low}", format="%.2f", help="Wilson."),
            "recall_high": number(f"Recall {high}", format="%.2f", help="Wilson."),
            "precision": number(
                "Precision (%)", format="%.2f", help="Of the images predicted so, with this label."
            ),
            "precision_low": number(f"Precision {low}", format="%.2f", help="Wilson."),
            "precision_high": number(f"Precision {high}", format="%.2f", help="Wilson."),
            "ratio": number(
                "Predicted per labelled", format="%.2f", help="1: as often as the label occurs."
            ),
            "images": number("Images labelled", format="localized"),
            "predicted": number("Images predicted", format="localized"),
            "right": number("Both", format="localized"),
            "labelled_share": number("Labelled share (%)", format="%.3f", help="Of all images."),
            "predicted_share": number("Predicted share (%)", format="%.3f", help="Of all images."),
            "classes": number("Classes", format="localized"),
            "wnid": "WordNet ID (wnid)",
        },
        column_order=order,
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Lowest F1 first. Select a row to open it.",
        height=340,
    )
