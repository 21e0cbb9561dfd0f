"""Which classes of a user's own data set have bounding boxes."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import synsets
from explorer.audits.boxes import geometry, verdicts
from explorer.datasets import CLASSES
from explorer.pages.boxes.geometry import boxes_first, labels_here
from explorer.ui.address import Address
from explorer.ui.markdown import plain
from explorer.ui.own_note import own_note
from explorer.ui.sectors import how_to, measured_sectors
from explorer.ui.table import measure_columns, table
from explorer.ui.verdict import verdict
from explorer.views.boxes import BoxesView

BOXES = "val_boxes"
"""Key of the measure that counts boxes, of any data set."""


def own_coverage(atlas: Atlas, address: Address[BoxesView]) -> None:
    """Draw the panel."""
    view = address.view
    labels = labels_here(atlas, address)
    if not labels:
        return
    dataset = atlas.dataset(view.dataset)
    rolled = atlas.roll_up(view.dataset)
    found = geometry.classes(atlas, dataset.boxes, labels)
    name = atlas.lexicon.name(view.focus)
    verdict(verdicts.own_coverage(found, dataset.title, name))
    own_note(dataset)
    measured_sectors(
        atlas,
        rolled,
        view.focus,
        size=CLASSES,
        measure=BOXES,
        chart=view.chart,
        on_go=lambda wnid: address.move(focus=wnid),
        height=480,
    )
    measure = dataset.measure(BOXES)
    st.caption(f"Area: classes. {plain(measure.meaning)} {how_to(view.chart)}")
    branches = synsets.branches(atlas, view.focus, rolled)
    branches = branches[branches["classes"] > 0].reset_index(drop=True)
    if len(branches):
        keys = boxes_first(each.key for each in dataset.measures)
        table(
            branches[["wnid", "name", *keys]],
            key=f"own_boxes_{view.focus}",
            name=f"{view.focus}-{view.dataset}-boxes",
            alt=f"Branches with the boxes of {dataset.title}",
            columns={
                "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
                **measure_columns(dataset),
            },
            column_order=["name", *keys, "wnid"],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Select a row to open it. Branches can share classes.",
        )
