"""The subtree of a synset as a chart, and its children as a table."""

from collections.abc import Callable

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import synset_verdicts, synsets
from explorer.audits.class_list import caveats
from explorer.formatting import within
from explorer.ui.address import Address
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.own_models import model_choice
from explorer.ui.sectors import how_to, measured_sectors
from explorer.ui.table import measure_columns, table
from explorer.ui.verdict import verdict
from explorer.ui.window import is_narrow
from explorer.views.hierarchy import CHARTS, HierarchyView, sizes

CHOICES = "choices"
"""Key of the select boxes; the style sheet keeps two beside each other in a narrow window."""


def chart_choices(atlas: Atlas, address: Address[HierarchyView]) -> None:
    """Draw what the chart is chosen with."""
    view = address.view
    dataset = atlas.dataset(view.dataset, view.model)
    measures = {measure.key: measure.label for measure in dataset.measures}
    evaluated = bool(dataset.evaluation)
    with st.container(key=CHOICES):
        if is_narrow():
            first, second = st.columns(2)
            third, *fourth = (st.container() for _ in range(2 if evaluated else 1))
        else:
            first, second, third, *fourth = st.columns(4 if evaluated else 3)
    for place in fourth:
        with place:
            model_choice(atlas, address)
    with first:
        address.choice("chart", "Chart", {kind: kind.capitalize() for kind in CHARTS})
    with second:
        address.choice("size", "Area", {key: measures[key] for key in sizes(dataset)})
    with third:
        address.choice("colour", "Colour", measures)


def chart_panel(
    atlas: Atlas, address: Address[HierarchyView], wnid: str, on_go: Callable[[str], None]
) -> None:
    """Draw the subtree of a synset; ``on_go`` is called with the synset that a click opens."""
    view = address.view
    rolled = atlas.roll_up(view.dataset, view.model)
    dataset = rolled.dataset
    verdict(synset_verdicts.subtree(atlas, wnid, rolled, view.colour))
    drawn = measured_sectors(
        atlas,
        rolled,
        wnid,
        size=view.size,
        measure=view.colour,
        chart=view.chart,
        on_go=on_go,
        key="chart" if wnid == view.focus else "second_chart",
    )
    about = " ".join(filter(None, [dataset.summary, dataset.note, caveats(dataset)]))
    told = f"{dataset.title}: {about}"
    if drawn:
        told += (
            f" Area: {within(dataset.measure(view.size).label)}. A class with several parents is "
            f"drawn once, under its deepest parent. {how_to(view.chart)}"
        )
    st.caption(told)


def children_panel(
    atlas: Atlas, address: Address[HierarchyView], wnid: str, on_go: Callable[[str], None]
) -> None:
    """Draw the children of a synset; ``on_go`` is called with the one that is selected."""
    view = address.view
    frame = synsets.children(atlas, wnid, atlas.roll_up(view.dataset, view.model))
    dataset = atlas.dataset(view.dataset, view.model)
    name = atlas.lexicon.name(wnid)
    section(f"Children of {plain(name)}")
    if frame.empty:
        st.caption(f"{plain(name)} is a leaf: it has no hyponyms in WordNet.")
        return
    columns = {
        "name": st.column_config.TextColumn("Name", pinned=True),
        "kind": st.column_config.TextColumn(
            "Kind", help="is-a: a kind of the parent; instance: a named individual."
        ),
        "children": st.column_config.NumberColumn(
            "Children", help="Number of direct hyponyms in WordNet."
        ),
        **measure_columns(dataset),
    }
    table(
        frame,
        key=f"children_{wnid}_{view.dataset}",
        name=f"{wnid}-children-{view.dataset}",
        alt=f"Children of {name} with their figures in {dataset.title}",
        columns=columns,
        # What the whole branch has comes first, in sight without scrolling.
        column_order=sorted(frame.columns, key=lambda column: column.endswith("_own")),
        on_pick=on_go,
        caption="Select a row to open it. Children can share classes, so rows may sum to more "
        "than the total.",
    )
