"""Hierarchy: find a synset, browse the tree, see its subtree and the paths that lead to it."""

import streamlit as st

from explorer.pages.hierarchy.concept import compared_concepts, compared_header, concept_header
from explorer.pages.hierarchy.paths import paths_panel
from explorer.pages.hierarchy.subtree import chart_choices, chart_panel, children_panel
from explorer.pages.hierarchy.tree import folded_tree, tree_panel
from explorer.ui.address import Address
from explorer.ui.session import open_atlas
from explorer.ui.toolbar import toolbar
from explorer.ui.window import is_narrow
from explorer.views.hierarchy import from_query

TURNED = "turned"
"""Key of the two columns; the style sheet puts the second one on the left."""

PATHS = 640
"""Pixels of the paths where nothing is beside them: a name stays near its figure."""


def _open(wnid: str) -> None:
    address.move(focus=wnid)


def _open_second(wnid: str) -> None:
    address.move(compare=wnid)


def _side_by_side() -> None:
    """Two synsets, all that is known of each in a column."""
    compared_header(atlas, address)
    compared_concepts(atlas, address)
    chart_choices(atlas, address)
    for panel in (chart_panel, children_panel):
        sides = ((view.focus, _open), (view.compare, _open_second))
        for side, (wnid, on_go) in zip(st.columns(2, gap="medium"), sides, strict=True):
            with side:
                panel(atlas, address, wnid, on_go)
    with st.container(width=PATHS):
        paths_panel(atlas, address)
    folded_tree(atlas, address)


def _one_below_the_other() -> None:
    """The parts in the order in which a narrow window needs them."""
    concept_header(atlas, address)
    chart_choices(atlas, address)
    chart_panel(atlas, address, view.focus, _open)
    children_panel(atlas, address, view.focus, _open)
    folded_tree(atlas, address)
    paths_panel(atlas, address)


def _beside_the_tree() -> None:
    # The style sheet turns the two round: read aloud, the concept comes before its tree.
    with st.container(key=TURNED):
        right, left = st.columns([7, 4], gap="medium")
    with left:
        tree_panel(atlas, address)
        # The diagram is drawn late by the browser, so it is sent before the charts.
        paths_panel(atlas, address)
    with right:
        concept_header(atlas, address)
        chart_choices(atlas, address)
        chart_panel(atlas, address, view.focus, _open)
        children_panel(atlas, address, view.focus, _open)


atlas = open_atlas()
address = Address(atlas, from_query)
view = address.view
toolbar(atlas, address)
if view.compare not in ("", view.focus):
    _side_by_side()
elif is_narrow():
    _one_below_the_other()
else:
    _beside_the_tree()
