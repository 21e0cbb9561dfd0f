"""The panel of contested classes: under several groups, and those under none."""

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.superclasses import groups
from explorer.audits.superclasses.cut import Edit
from explorer.audits.superclasses.groups import Grouping, group_names
from explorer.pages.superclasses.edits import make
from explorer.ui.address import Address
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.table import table
from explorer.views.superclasses import SuperclassesView

ORDER = ("by hand", "tie, first by wnid", "largest", "most specific")
"""How classes were settled, what may be doubted first."""

ALT = {
    "settled": "Classes under several groups of which none is inside another, and by hand",
    "nested": "Classes under groups that are inside each other",
    "none": "Classes under none of the groups",
}

PLACE = "place_into"


def settled_panel(atlas: Atlas, address: Address[SuperclassesView]) -> None:
    """Draw the panel."""
    view = address.view
    rolled = atlas.roll_up(view.dataset)
    found = groups.grouping(rolled, view.cut)
    frame = groups.classes(atlas, rolled, found)
    st.caption(
        "A class under several groups belongs to the most specific one. If none is inside another, "
        "it belongs to the one taken by hand, else to the one with the most classes, else to the "
        "first by wnid. Select a row to place the class by hand."
    )
    _place(atlas, address, found, frame)
    settled = frame[frame["settled"] != ""]
    rank = settled["settled"].map({how: at for at, how in enumerate(ORDER)})
    ordered = settled.assign(rank=rank).sort_values(["rank", "superclass_name", "wnid"])
    contested = ordered["settled"].isin(groups.CONTESTED)
    section("Contested: under several groups, none inside another")
    _listed(address, ordered[contested], "settled")
    section("Under nested groups: in the most specific one")
    _listed(address, ordered[~contested], "nested")
    section("In no group")
    _listed(address, frame[frame["superclass_index"] < 0], "none")


def _listed(address: Address[SuperclassesView], frame: pd.DataFrame, which: str) -> None:
    if frame.empty:
        st.caption("None.")
    else:
        _classes(address, frame.reset_index(drop=True), which)


def _classes(address: Address[SuperclassesView], frame: pd.DataFrame, which: str) -> None:
    number = st.column_config.NumberColumn
    columns = ["name", "superclass_name", "settled", "under_names", "images", "index", "wnid"]
    if which == "none":
        columns = ["name", "images", "index", "wnid"]
    if frame["images"].isna().all():
        columns.remove("images")
    table(
        frame[columns],
        key=f"{which}_classes_{address.view.chosen}",
        name=f"superclasses-{address.view.dataset}-{which}",
        alt=ALT[which],
        columns={
            "name": st.column_config.TextColumn("Class", pinned=True),
            "superclass_name": "Superclass",
            "settled": "Decided by",
            "under_names": st.column_config.TextColumn(
                "Under", help="All synsets of the cut that the class is under.", width="large"
            ),
            "images": number("Images", format="localized"),
            "index": number("Index", help="Class index: position when sorted by wnid."),
        },
        on_pick=lambda wnid: address.move(chosen=wnid),
        height=300,
    )


def _place(
    atlas: Atlas, address: Address[SuperclassesView], found: Grouping, frame: pd.DataFrame
) -> None:
    """Put the class that was selected into a group."""
    wnid = address.view.chosen
    if not wnid or not found.keys:
        return
    row = frame[frame["wnid"] == wnid].iloc[0]
    names = dict(zip(found.keys, group_names(atlas, found), strict=True))
    under = [key for key in row["under"].split() if key in found.index]
    order = [*under, *sorted({*names} - {*under}, key=names.__getitem__)]
    now = f"in {plain(row['superclass_name'])}" if row["superclass_name"] else "in no group"
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            f"Place {plain(row['name'])} ({wnid}), now {now}, into",
            order,
            format_func=names.__getitem__,
            key=PLACE,
        )
        st.button(
            "Place", key="place", on_click=_put, args=(address, wnid), icon=":material/move_item:"
        )
        st.button(
            "Make it a group of its own",
            key="take_class",
            on_click=make,
            args=(address, Edit("take", wnid)),
            kwargs={"chosen": ""},
        )
        st.button(
            "Close",
            key="close_class",
            type="tertiary",
            on_click=address.move,
            kwargs={"chosen": ""},
        )


def _put(address: Address[SuperclassesView], wnid: str) -> None:
    make(address, Edit("place", wnid, st.session_state[PLACE]), chosen="")
