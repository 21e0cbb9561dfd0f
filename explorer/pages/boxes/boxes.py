"""Boxes: which classes have bounding boxes, how many, how large, and where."""

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import synsets
from explorer.audits.boxes import geometry, packages, verdicts
from explorer.charts import bars, hovers
from explorer.datasets import CLASSES, RollUp
from explorer.formatting import counted, written
from explorer.pages.boxes.branches import branches_panel
from explorer.pages.boxes.geometry import geometry_panel
from explorer.pages.boxes.own_coverage import own_coverage
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.head import page_head
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.navigation import BOXES
from explorer.ui.nearest import nothing, with_classes
from explorer.ui.panels import Panel, draw_panel
from explorer.ui.sectors import how_to, measured_sectors
from explorer.ui.session import open_atlas
from explorer.ui.table import NARROW_NAME, folded_table, measure_columns, table
from explorer.ui.verdict import verdict
from explorer.ui.window import is_narrow
from explorer.views.boxes import BoxesView, from_query
from explorer.views.hierarchy import CHARTS

NAME = st.column_config.TextColumn("Name", pinned=True, width="medium")

UNFOLDED = 1_000
"""Classes up to which their table is sent with the page."""


def _coverage(atlas: Atlas, address: Address[BoxesView]) -> None:
    view = address.view
    if atlas.dataset(view.dataset).own:
        own_coverage(atlas, address)
        return
    rolled = atlas.roll_up("fall11")
    at = atlas.hierarchy.positions([view.focus])
    listed = packages.packages(atlas, view.focus)
    verdict(verdicts.coverage(listed, atlas.lexicon.name(view.focus)))
    shares = [rolled.dataset.measure(key) for key in ("boxed_classes", "boxed_images")]
    metrics(
        [
            Shown(
                "Classes",
                float(len(listed)),
                "classes",
                "ImageNet-21K classes at or under this synset.",
            ),
            Shown(
                "With a box package",
                float((listed["box_package"] == "yes").sum()),
                "classes",
                "Classes for which both copies of ImageNet's list name a package of bounding boxes "
                "to download.",
            ),
            Shown(
                "Uncertain",
                float((listed["box_package"] == "uncertain").sum()),
                "classes",
                "The two copies of the list disagree. Shares and colours follow the first copy.",
            ),
            Shown(
                shares[1].label,
                float(rolled.subtree(shares[1].key, at)[0]),
                "%",
                f"{shares[1].meaning} Uncertain classes as the first copy of the list has them.",
            ),
        ],
    )
    if more := packages.beyond_fall_2011(atlas, view.focus):
        st.caption(plain(more))
    first, second = st.columns(2)
    with first:
        address.choice("chart", "Chart", {kind: kind.capitalize() for kind in CHARTS})
    with second:
        address.choice("colour", "Colour", {each.key: each.label for each in shares})
    measure = rolled.dataset.measure(view.colour)
    measured_sectors(
        atlas,
        rolled,
        view.focus,
        size=CLASSES,
        measure=view.colour,
        chart=view.chart,
        on_go=lambda wnid: address.move(focus=wnid),
        height=480,
    )
    st.caption(
        f"ImageNet-21K, Fall 2011. Area: classes. {measure.meaning} The number of images with "
        "boxes was published only as a total (see Totals). Uncertain classes are coloured as "
        f"the first copy of the list has them. {how_to(view.chart)}"
    )
    _coverage_by_branch(atlas, address, rolled)
    _classes(address, listed)


def _classes(address: Address[BoxesView], listed: pd.DataFrame) -> None:
    section("Box package by class")
    draw_table = table if len(listed) <= UNFOLDED else folded_table
    draw_table(
        listed,
        key="packages",
        name=f"{address.view.focus}-box-packages",
        alt="Classes with their box package and whether two copies of the list agree",
        columns={
            "name": NAME,
            "box_package": "Box package",
            "images": st.column_config.NumberColumn("Images listed (2011)", format="localized"),
        },
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to open it.",
        height=340,
    )


def _coverage_by_branch(atlas: Atlas, address: Address[BoxesView], rolled: RollUp) -> None:
    view = address.view
    found = synsets.branches(atlas, view.focus, rolled)
    if len(found):
        columns = [
            "name",
            "wnid",
            "classes",
            "images",
            "boxed_classes",
            "boxed_images",
        ]
        table(
            found[columns],
            key=f"branches_{view.focus}",
            name=f"{view.focus}-box-coverage",
            alt="Branches with the share of classes and images that have a box package",
            columns={"name": NAME, **measure_columns(rolled.dataset)},
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Select a row to open it. Branches can share classes.",
        )


def _detection(atlas: Atlas, address: Address[BoxesView]) -> None:
    view = address.view
    found = packages.detection(atlas, view.focus)
    name = atlas.lexicon.name(view.focus)
    if found.empty:
        nothing(
            atlas,
            view.focus,
            f"No class of ILSVRC DET is at or under {plain(name)}.",
            with_classes(atlas, "det"),
            lambda wnid: address.move(focus=wnid),
        )
        return
    verdict(verdicts.detection(found))
    top = found.head(30)
    drawn = ""
    if len(top) >= FEWEST:
        drawn = f" The chart shows the {len(top)} with the most images."
        chart(
            bars.ranked(
                pd.DataFrame(
                    {
                        "label": top["name"],
                        "value": top["present"],
                        "text": [written(count) for count in top["present"]],
                    }
                ),
                "training images with the class",
                hovers.counting("image"),
            ),
            key="detection_chart",
            name=f"{view.focus}-det-train",
            of=(atlas.dataset("det"),),
            alt=f"Training images of the detection task with each class under {name}",
        )
    table(
        found,
        key="detection",
        name=f"{view.focus}-det-train",
        alt="Classes of the detection task with their training images",
        columns={
            "name": NAME,
            "present": st.column_config.NumberColumn(
                "Present", format="localized", help="Training images that contain the class."
            ),
            "partly": st.column_config.NumberColumn(
                "Partly annotated",
                format="localized",
                help="Images in which some but not all objects of the class have boxes.",
            ),
            "absent": st.column_config.NumberColumn(
                "Absent", format="localized", help="Training images checked not to contain it."
            ),
        },
        column_order=["name", *found.columns.drop("name")],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption=f"{len(found):,} of the {counted(len(atlas.dataset('det')), 'class')} of the task."
        f"{drawn} An image is counted once per class that it contains. Box counts per class are "
        "not available. Select a row to open it.",
    )


def _totals(_atlas: Atlas, _address: Address[BoxesView]) -> None:
    found = packages.published()
    verdict(verdicts.totals(found, packages.TRAINING_BOXES))
    table(
        found,
        key="totals",
        name="imagenet-box-totals",
        alt="Published totals of boxes and boxed images",
        columns={
            "total": st.column_config.TextColumn(
                "Total", pinned=True, width=NARROW_NAME if is_narrow() else "large"
            ),
            "value": st.column_config.NumberColumn("Published", format="localized"),
            "unit": "Unit",
            "document": st.column_config.TextColumn("Source", width="medium"),
        },
        column_order=["total", "value", "unit", "document"],
        height="content",
        caption="Totals only: boxes per synset (ImageNet-21K) and per training class (ILSVRC-2012) "
        "were never published.",
    )
    st.caption(
        "\n".join(
            f"- **{plain(total)}**: {plain(note)}"
            for total, note in zip(found["total"], found["note"], strict=True)
        )
    )


PANELS = (
    Panel("coverage", "Coverage", _coverage),
    Panel("geometry", "Box sizes", geometry_panel),
    Panel("branches", "Boxes by class", branches_panel),
    Panel("detection", "Detection task", _detection),
    Panel("totals", "Totals", _totals),
)

atlas = open_atlas()
address = Address(atlas, from_query)
view = address.view
title = f"Bounding boxes: {plain(atlas.lexicon.name(view.focus))}"
among = geometry.with_boxes(atlas)
page_head(atlas, address, BOXES, title, datasets=among if len(among) > 1 else (), panels=PANELS)
draw_panel(atlas, address, PANELS)
