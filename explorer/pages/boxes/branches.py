"""The panel of boxes by branch and by class, a model's errors beside them."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import synsets
from explorer.audits.boxes import geometry, verdicts
from explorer.datasets import CLASSES
from explorer.pages.boxes.geometry import boxes_first, labels_here, short
from explorer.ui.address import Address
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.own_models import model_choice
from explorer.ui.own_note import own_note
from explorer.ui.sectors import how_to, measured_sectors
from explorer.ui.table import measure_columns, table
from explorer.ui.verdict import verdict
from explorer.views.boxes import BoxesView

NAME = st.column_config.TextColumn("Name", pinned=True, width="medium")
CLASS_COLUMNS = (
    "mean_scale",
    "boxes_per_image",
    "several_percent",
    "chance_percent",
    "boxes",
    "most_boxes",
    "median_scale",
    "index",
)
"""Columns of the classes, after the name and what they are sorted by."""

BY_ORDER = {
    "smallest": ("mean_scale", True),
    "crowded": ("boxes_per_image", False),
    "chance": ("chance_percent", True),
    "index": ("index", True),
}


def branches_panel(atlas: Atlas, address: Address[BoxesView]) -> None:
    """Draw the panel."""
    labels = labels_here(atlas, address)
    if labels:
        boxes = atlas.dataset(address.view.dataset).boxes
        verdict(verdicts.classes(geometry.classes(atlas, boxes, labels)))
        own_note(atlas.dataset(address.view.dataset))
        _branches(atlas, address)
        _classes(atlas, address, labels)


def _branches(atlas: Atlas, address: Address[BoxesView]) -> None:
    """Boxes, and a model's errors beside them, by branch."""
    view = address.view
    rolled = atlas.roll_up(view.dataset, view.model)
    measures = {measure.key: measure.label for measure in rolled.dataset.measures}
    shown = boxes_first(measures)
    section("By branch")
    first, second = st.columns(2)
    with first:
        address.choice("measure", "Colour", measures)
    if rolled.dataset.evaluation:
        with second:
            model_choice(atlas, address)
    measure = rolled.dataset.measure(view.measure)
    measured_sectors(
        atlas,
        rolled,
        view.focus,
        size=CLASSES,
        measure=view.measure,
        chart=view.chart,
        on_go=lambda wnid: address.move(focus=wnid),
        height=420,
    )
    st.caption(
        f"Area: classes of {plain(short(rolled.dataset))}. {plain(measure.meaning)} "
        f"{how_to(view.chart)}"
    )
    found = synsets.branches(atlas, view.focus, rolled)
    found = found[found["classes"] > 0].reset_index(drop=True)
    if len(found):
        table(
            found[["wnid", "name", *shown]],
            key=f"box_branches_{view.focus}",
            name=f"{view.focus}-{view.dataset}-box-branches",
            alt="Branches with figures of their boxes and of a model's errors",
            columns={"name": NAME, **measure_columns(rolled.dataset)},
            column_order=["name", "wnid", *shown],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Select a row to open it. Branches can share classes.",
        )


def _classes(atlas: Atlas, address: Address[BoxesView], labels: list[int]) -> None:
    section("By class")
    address.segments(
        "order",
        "Sort classes by",
        {
            "smallest": "Smallest objects",
            "crowded": "Most objects per image",
            "chance": "Lowest chance localisation",
            "index": "Class index",
        },
    )
    column, ascending = BY_ORDER[address.view.order]
    found = geometry.classes(atlas, atlas.dataset(address.view.dataset).boxes, labels).sort_values(
        [column, "index"], ascending=[ascending, True], ignore_index=True
    )
    share = "%.1f"
    table(
        found,
        key="classes",
        name=f"{address.view.focus}-box-classes",
        alt="Classes with figures of their boxes",
        columns={
            "name": NAME,
            "index": "Index",
            "boxes": st.column_config.NumberColumn("Boxes", format="localized"),
            "boxes_per_image": st.column_config.NumberColumn("Boxes per image", format="%.2f"),
            "several_percent": st.column_config.NumberColumn(
                "Images with multiple objects (%)", format=share
            ),
            "most_boxes": st.column_config.NumberColumn("Max boxes per image", format="localized"),
            "mean_scale": st.column_config.NumberColumn("Mean object scale (%)", format=share),
            "median_scale": st.column_config.NumberColumn("Median object scale (%)", format=share),
            "chance_percent": st.column_config.NumberColumn(
                "Chance localisation (%)",
                format=share,
                help="Chance performance of localisation (Russakovsky et al. 2015): share of "
                "pairs of the class's boxes that overlap by at least half, on a unit square.",
            ),
        },
        column_order=["name", *dict.fromkeys([column, *CLASS_COLUMNS]), "wnid"],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to open the class.",
        height=340,
    )
