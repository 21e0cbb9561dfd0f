"""The tree of the hierarchy page, from the entry points down to the synset that is open."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import branches, overview
from explorer.pages.hierarchy.notes import note
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.tree import TreeRow, page_listener, picked, toggled, tree
from explorer.views.hierarchy import HierarchyView

TREE = "tree"
OPENED, WIDENED, SELECTED = "tree_opened", "tree_widened", "tree_selected"


@st.fragment
def _tree(atlas: Atlas, address: Address[HierarchyView]) -> None:
    view = address.view
    state = st.session_state
    selected = state.get(SELECTED, "")
    if branches.steps(selected)[-1] != view.focus:
        selected = branches.path_to(atlas, view.focus, overview.TREE_ENTRIES)
        state[SELECTED] = selected
        opened = branches.opened_down_to(selected) | {selected}
        state[OPENED] = state.get(OPENED, frozenset()) | opened
    rolled = atlas.roll_up(view.dataset, view.model)
    listed = branches.rows(
        atlas,
        rolled,
        overview.TREE_ENTRIES,
        state.get(OPENED, frozenset()),
        limit=settings().tree_rows,
        widened=state.get(WIDENED, frozenset()),
        selected=selected,
    )
    tops = [row.wnid for row in listed if row.level == 1]
    names = dict(zip(tops, atlas.lexicon.telling_names(tops), strict=True))
    shown = [
        TreeRow(
            id=row.path,
            wnid=row.wnid,
            label=_label(atlas, row, names),
            level=row.level,
            state=row.state,
            figures=held,
            selected=row.path == selected,
            note="" if row.state == "more" else note(atlas, row.wnid),
            position=row.position,
            siblings=row.siblings,
        )
        for row, held in zip(listed, branches.row_figures(rolled, listed), strict=True)
    ]
    tree(
        shown,
        key=TREE,
        label="Synset tree",
        columns=tuple(measure.unit for measure in branches.shown_measures(rolled)),
        height=860,
        on_toggle=_toggle,
        on_pick=lambda: _pick_from_within(address),
    )


def _label(atlas: Atlas, row: branches.Branch, names: dict[str, str]) -> str:
    """What a row is called: entry points of the same name are told apart."""
    if row.state == "more":
        return f"{row.rest} more"
    return names[row.wnid] if row.level == 1 else atlas.lexicon.name(row.wnid)


def _toggle() -> None:
    path = toggled(TREE)
    state = st.session_state
    if not path:
        return
    parent, _, step = path.rpartition("/")
    if step == branches.MORE:
        state[WIDENED] = state.get(WIDENED, frozenset()) | {parent}
    else:
        state[OPENED] = state.get(OPENED, frozenset()) ^ {path}


def _pick(address: Address[HierarchyView]) -> None:
    path = picked(TREE)
    if path:
        state = st.session_state
        state[SELECTED] = path
        state[OPENED] = state.get(OPENED, frozenset()) | {path}
        address.move(focus=branches.steps(path)[-1])


def _pick_from_within(address: Address[HierarchyView]) -> None:
    """Pick before the page is whole and hears of it: the fragment's run becomes the page's."""
    _pick(address)
    st.rerun()


def tree_panel(atlas: Atlas, address: Address[HierarchyView]) -> None:
    """Draw the tree."""
    _tree(atlas, address)
    page_listener(TREE, on_toggle=_toggle, on_pick=lambda: _pick(address))


def folded_tree(atlas: Atlas, address: Address[HierarchyView]) -> None:
    """The tree for those who unfold it, where there is no room beside the rest."""
    folded = st.expander(
        "Synset tree", icon=":material/account_tree:", on_change="rerun", key="tree_unfolded"
    )
    if folded.open:
        with folded:
            tree_panel(atlas, address)
