"""The panel of the groups: a treemap, a table, and what can be done with the selected one."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.superclasses import groups
from explorer.audits.superclasses.groups import Grouping
from explorer.audits.superclasses.sectors import TOP, colour_by, sectors
from explorer.charts import hovers, nested
from explorer.charts.sector_colours import Colouring
from explorer.datasets import RollUp
from explorer.formatting import fixed
from explorer.pages.superclasses.edits import selected_group
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.chart_options import dark_page
from explorer.ui.metrics import Shown, metrics
from explorer.ui.table import table
from explorer.views.superclasses import SuperclassesView

HEIGHT = 520

COLUMNS = (
    "name",
    "classes",
    "images",
    "contested",
    "median",
    "gini",
    "share_classes",
    "share_images",
    "smallest",
    "largest",
    "effective_classes",
    "index",
    "wnid",
)
"""Of the table, in their order; those that are not known of any group are left out."""


def groups_panel(atlas: Atlas, address: Address[SuperclassesView]) -> None:
    """Draw the panel."""
    view = address.view
    rolled = atlas.roll_up(view.dataset)
    found = groups.grouping(rolled, view.cut)
    frame = groups.table(atlas, rolled, found)
    _figures(groups.balance(atlas, rolled, found))
    selected_group(atlas, address, rolled, found)
    if frame.empty:
        st.info("No class is in a group. Choose another number, or take a synset.")
        return
    left, right = st.columns([3, 2])
    with left:
        _treemap(atlas, address, rolled, found)
    with right:
        _table(address, rolled, frame.drop(columns="key").assign(wnid=frame["key"]))


def _figures(total: Mapping[str, float]) -> None:
    by_images = [
        Shown(
            "Effective, by images",
            total["effective_images"],
            "superclasses",
            "The same of their shares of the images.",
        )
    ]
    metrics(
        [
            Shown("Superclasses", total["groups"], "superclasses", "Groups with a class."),
            Shown("Classes in them", total["classes"], "classes", "Each in exactly one."),
            Shown(
                "In no group",
                total["classes_under_none"],
                "classes",
                "Listed under Contested classes.",
            ),
            Shown(
                "Contested",
                total["contested"],
                "classes",
                "Classes under several groups of which none is inside another, and classes placed "
                f"by hand. {fixed(total['specific'], 0)} more are under groups that are inside "
                "each other, and belong to the most specific one.",
            ),
            Shown(
                "Imbalance",
                total["ratio"],
                "ratio",
                "Classes of the largest group over those of the smallest.",
            ),
            Shown("Gini", total["gini"], "0–1", "Of the groups' classes."),
            Shown(
                "Effective groups",
                total["effective"],
                "superclasses",
                "Exponential of the entropy of the groups' shares of the classes (Hill 1973).",
            ),
            *(by_images if np.isfinite(total["effective_images"]) else []),
        ]
    )


def _treemap(
    atlas: Atlas, address: Address[SuperclassesView], rolled: RollUp, found: Grouping
) -> None:
    frame = groups.table(atlas, rolled, found)
    drawn = sectors(atlas, rolled, found, frame, settings().chart_sectors)
    _, counted_as = groups.class_images(rolled)
    medians = colour_by(frame) == "median"
    colour = (f"Median {counted_as.lower()} per class", "") if medians else ("Classes", "classes")
    title = colour[0]
    selected = address.view.group
    drawn.loc[drawn["id"] == selected, "label"] = "▸ " + drawn["label"]

    def draw(dark: bool) -> go.Figure:
        return nested.nested(
            drawn,
            "treemap",
            TOP,
            Colouring(title),
            HEIGHT,
            hovers.superclass(colour),
            marked=selected if selected in found.index else "",
            dark=dark,
        )

    key = f"treemap_{view_key(address.view)}"
    chart(
        draw(dark_page()),
        key=key,
        name=f"superclasses-{rolled.dataset.key}",
        of=(rolled.dataset,),
        title=f"Superclasses of {rolled.dataset.title}: {groups.about(found.cut)}",
        light=lambda: draw(False),
        on_select=lambda: _clicked(address, found, st.session_state[key]["selection"]),
        alt=f"Treemap of the superclasses of {rolled.dataset.title}, sized by classes",
    )
    few = nested.distinct(drawn)
    values = " or ".join(f"{each:,.0f}" for each in few)
    shown = title.lower()
    drawn_as = f"Area: classes. Colour: {shown}." if medians else f"Area and colour: {shown}."
    if few:
        figure = f"a {shown} of {values}" if medians else f"{values} {shown}"
        drawn_as = f"Area: classes. Every coloured sector has {figure}."
    st.caption(f"{drawn_as} Frames are the entry points that groups are under.")


def view_key(view: SuperclassesView) -> str:
    """Tells a chart of one cut and selection apart from that of another."""
    return f"{view.dataset}_{view.group}_{len(view.cut.edits)}"


def _clicked(
    address: Address[SuperclassesView], found: Grouping, selection: Mapping[str, Any]
) -> None:
    match selection:
        case {"points": [{"id": str(key)}, *_]} if key in found.index:
            address.move(group="" if key == address.view.group else key)


def _table(address: Address[SuperclassesView], rolled: RollUp, frame: pd.DataFrame) -> None:
    number = st.column_config.NumberColumn
    _, counted_as = groups.class_images(rolled)
    images = counted_as or "Images"
    table(
        frame,
        key=f"groups_{view_key(address.view)}",
        name=f"superclasses-{rolled.dataset.key}",
        alt=f"Superclasses of {rolled.dataset.title} with classes, images and balance",
        columns={
            "name": st.column_config.TextColumn("Superclass", pinned=True),
            "wnid": st.column_config.TextColumn("Key", help="WordNet ID, or name in the list."),
            "index": number("Index", help="Index of the new class."),
            "classes": number("Classes", format="localized"),
            "share_classes": number("Classes (%)", format="%.1f", help="Of the classes in groups."),
            "images": number(images, format="localized", help="Sum over the classes."),
            "share_images": number("Share (%)", format="%.1f"),
            "smallest": number("Smallest class", format="localized"),
            "median": number("Median class", format="localized"),
            "largest": number("Largest class", format="localized"),
            "gini": number("Gini", format="%.3f", help="Of the classes of the group."),
            "effective_classes": number(
                "Effective classes", format="%.1f", help="Exponential of the entropy (Hill 1973)."
            ),
            "contested": number(
                "Contested",
                format="localized",
                help="Classes that another group could have, too, and classes placed by hand.",
            ),
        },
        column_order=[key for key in COLUMNS if frame[key].notna().any()],
        on_pick=lambda key: address.move(group=key),
        caption="Most classes first. “(rest)” is what is left of a synset of which some "
        "descendants are groups of their own.",
        height=HEIGHT - 60,
    )
