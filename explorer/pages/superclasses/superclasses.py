"""Superclasses: a cut through the hierarchy, made by a rule, a list or by hand."""

from collections.abc import Mapping

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.superclasses import groups
from explorer.audits.superclasses.cut import BOUNDS, BY, METHODS, NUMBERS, PRESETS, Edit
from explorer.errors import ExplorerError
from explorer.pages.superclasses.edits import edit_list, make
from explorer.pages.superclasses.errors import errors_panel
from explorer.pages.superclasses.exports import exports_panel
from explorer.pages.superclasses.groups import groups_panel
from explorer.pages.superclasses.settled import settled_panel
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.headings import page_title
from explorer.ui.markdown import plain
from explorer.ui.own_note import own_note
from explorer.ui.panels import Panel, draw_panel
from explorer.ui.session import open_atlas
from explorer.ui.toolbar import toolbar
from explorer.ui.verdict import verdict
from explorer.ui.window import is_narrow
from explorer.views.superclasses import SuperclassesView, from_query, keep

LONG = "long_cuts"
"""Session key of the cuts that are too long for an address."""

LABELS = {
    "groups": "Groups",
    "depth": "Depth (edges from the root)",
    "images": "Minimum images",
    "classes": "Minimum classes",
}

PANELS = (
    Panel("groups", "Groups", groups_panel),
    Panel("settled", "Contested classes", settled_panel),
    Panel("errors", "Errors at this cut", errors_panel),
    Panel("exports", "Exports", exports_panel),
)


def _read(params: Mapping[str, str], atlas: Atlas) -> tuple[SuperclassesView, list[str]]:
    """The view of an address, with the long cuts that this session keeps."""
    kept: dict[str, str] = st.session_state.setdefault(LONG, {})
    view, notices = from_query(params, atlas, kept)
    keep(view, kept)
    return view, notices


def _controls() -> None:
    """Which method, and its number or list."""
    method, number, by = st.columns([6, 2, 2], vertical_alignment="bottom")
    with method:
        choose = address.choice if is_narrow() else address.segments
        choose("method", "Method", METHODS)
    with number:
        if view.method in NUMBERS:
            address.number("number", LABELS[view.method], *BOUNDS[view.method], step=1)
        elif view.method == "preset":
            address.choice("preset", "List", PRESETS)
    with by:
        if view.method == "groups":
            address.choice("by", "Largest by", BY)


atlas = open_atlas()
address = Address(atlas, _read)
view = address.view
toolbar(
    atlas,
    address,
    panels=PANELS,
    search="Search a synset to take as a group",
    on_find=lambda wnid: make(address, Edit("take", wnid), group=wnid),
)
rolled = atlas.roll_up(view.dataset)
title = rolled.dataset.title
page_title(f"Superclasses of {plain(title)}", f"{title}: Superclasses")
answer = st.container()
_controls()
if view.is_long:
    st.info(
        f"This cut has {len(view.cut.text):,} characters, more than the "
        f"{settings().cut_characters:,} that an address holds, so the address works in this "
        "session only. Save the cut as a file under Exports, and open it there again.",
        icon=":material/save:",
    )
try:
    found = groups.grouping(rolled, view.cut)
except ExplorerError as problem:
    st.info(plain(f"{problem} Choose another method or data set."), icon=":material/info:")
    st.stop()
total = groups.balance(atlas, rolled, found)
with answer:
    verdict(groups.sentence(rolled, found, total))
st.caption(plain(groups.about(view.cut)))
own_note(rolled.dataset)
edit_list(atlas, address, found)
draw_panel(atlas, address, PANELS)
