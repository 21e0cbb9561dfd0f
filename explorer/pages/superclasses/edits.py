"""Changes by hand: buttons that make them, and the list of those that were made."""

import dataclasses

import numpy as np
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.superclasses.cut import Edit
from explorer.audits.superclasses.ground import ground
from explorer.audits.superclasses.groups import Grouping, group_names
from explorer.audits.superclasses.heads import merge_target
from explorer.audits.superclasses.sectors import parts
from explorer.datasets import RollUp
from explorer.formatting import counted
from explorer.ui.address import Address
from explorer.ui.markdown import plain
from explorer.ui.navigation import HIERARCHY
from explorer.ui.table import table
from explorer.views.superclasses import SuperclassesView

LISTED = 12
"""Edits with a button of their own, the latest ones, and refused edits that are named."""

DROPPED = "Its classes go to the other groups that they are under, or to none."


def make(address: Address[SuperclassesView], edit: Edit, **changes: object) -> None:
    """Make an edit; for callbacks."""
    address.move(cut=address.view.cut.edited(edit).text, **changes)


def selected_group(
    atlas: Atlas, address: Address[SuperclassesView], rolled: RollUp, found: Grouping
) -> None:
    """What can be done with the group that is selected."""
    key = address.view.group
    if key not in found.index:
        st.caption(
            "Click a sector or select a row to split the group, merge it into its parent or take a "
            "part out of it. The search box above makes any synset a group of its own."
        )
        return
    name = group_names(atlas, found)[found.index[key]]
    synset = key not in found.names
    divided = parts(atlas, rolled, found, key)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(name)}** `{key}`", width="content")
            if len(divided):
                _button(address, Edit("split", key), f"Split into {len(divided)}", "call_split")
            if synset and (wnid := _merged_into(rolled, found, key)):
                label = f"Merge into {plain(atlas.lexicon.name(wnid))}"
                _button(address, Edit("merge", key), label, "merge", group=wnid)
            _button(address, Edit("drop", key), "Drop", "delete", DROPPED, group="")
            if synset:
                st.page_link(
                    str(HIERARCHY),
                    label="Open in Hierarchy",
                    icon=":material/account_tree:",
                    query_params={"focus": key, "dataset": address.view.dataset},
                )
            st.button(
                "Close",
                key="close_group",
                type="tertiary",
                on_click=address.move,
                kwargs={"group": ""},
            )
        if len(divided):
            with st.expander(
                f"{counted(len(divided), 'part')} of {plain(name)} that can be taken out"
            ):
                table(
                    divided,
                    key=f"parts_{key}",
                    name=f"{key}-parts-{rolled.dataset.key}",
                    alt=f"Children of {name} with their classes",
                    columns={
                        "name": st.column_config.TextColumn("Name", pinned=True),
                        "classes": st.column_config.NumberColumn("Classes", format="localized"),
                        "images": st.column_config.NumberColumn("Images", format="localized"),
                        "group": "Is a group",
                    },
                    on_pick=lambda wnid: make(address, Edit("take", wnid), group=wnid),
                    caption="Select a row to make it a group of its own.",
                    height=220,
                )


def _merged_into(rolled: RollUp, found: Grouping, key: str) -> str:
    """Key of the group that a synset's group would be merged into; empty at the root."""
    rows = np.flatnonzero(found.group == found.index[key]).tolist()
    heads = {wnid for row in rows for wnid in found.candidates.get(row, ())}
    hierarchy = rolled.hierarchy
    positions = hierarchy.positions(sorted(heads)).tolist()
    target = merge_target(ground(rolled), positions, hierarchy.position(key))
    return "" if target is None else hierarchy.wnids[target]


def _button(
    address: Address[SuperclassesView],
    edit: Edit,
    label: str,
    icon: str,
    text: str = "",
    **changes: object,
) -> None:
    st.button(
        label,
        key=f"do_{edit.text}",
        icon=f":material/{icon}:",
        help=text or None,
        on_click=make,
        args=(address, edit),
        kwargs=changes,
    )


def edit_list(atlas: Atlas, address: Address[SuperclassesView], found: Grouping) -> None:
    """The edits, each with a button that takes it back, and those that could not be made."""
    cut = address.view.cut
    if cut.edits:
        first = max(0, len(cut.edits) - LISTED)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            earlier = f" (the latest {LISTED} of {len(cut.edits):,})" if first else ""
            st.caption(f"Changes by hand{earlier}; click to take one back:", width="content")
            for at, edit in list(enumerate(cut.edits))[first:]:
                kept = (*cut.edits[:at], *cut.edits[at + 1 :])
                st.button(
                    plain(_told(atlas, edit)),
                    key=f"undo_{at}_{edit.text}",
                    icon=":material/undo:",
                    type="tertiary",
                    on_click=address.move,
                    kwargs={"cut": dataclasses.replace(cut, edits=kept).text},
                )
            st.button(
                "Take all back",
                key="undo_all",
                type="tertiary",
                on_click=address.move,
                kwargs={"cut": dataclasses.replace(cut, edits=()).text},
            )
    for edit, why in found.refused[:LISTED]:
        st.caption(f":material/info: Not done: {plain(_told(atlas, edit))} – {plain(why)}.")
    if len(found.refused) > LISTED:
        st.caption(
            f":material/info: {len(found.refused) - LISTED:,} more changes could not be made, "
            "either; the terminal lists them all."
        )


def _told(atlas: Atlas, edit: Edit) -> str:
    into = f" into {_named(atlas, edit.group)}" if edit.group else ""
    return f"{edit.action} {_named(atlas, edit.key)}{into}"


def _named(atlas: Atlas, key: str) -> str:
    return atlas.lexicon.name(key) if key in atlas.hierarchy else key
