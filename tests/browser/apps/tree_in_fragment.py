"""A page whose tree is in a fragment, with a page listener beside it, counting its draws."""

import streamlit as st

from explorer.ui.tree import TreeRow, page_listener, picked, toggled, tree

KEY = "tree"
state = st.session_state
state.setdefault("opened", False)
state.setdefault("selected", "animal")
state.setdefault("page_runs", 0)
state.setdefault("tree_runs", 0)


def row(path: str, level: int, kind: str) -> TreeRow:
    """A row of no figures."""
    name = path.rpartition("/")[2]
    selected = path == state.selected
    return TreeRow(path, name, name, level, kind, (), selected, "", 1, 1)  # type: ignore[arg-type]


def on_toggle() -> None:
    """Open or close the one branch there is."""
    assert toggled(KEY) == "animal"
    state.opened = not state.opened


def on_pick() -> None:
    """Select what was picked."""
    state.selected = picked(KEY)


@st.fragment
def rows() -> None:
    """The tree: one branch, and a leaf in it while it is open."""
    state.tree_runs += 1
    tree(
        [
            row("animal", 1, "open" if state.opened else "closed"),
            *([row("animal/dog", 2, "leaf")] if state.opened else []),
        ],
        key=KEY,
        label="In a fragment",
        columns=(),
        height=200,
        on_toggle=on_toggle,
        on_pick=on_pick,
    )
    st.text(f"tree drawn {state.tree_runs} times")


state.page_runs += 1
rows()
page_listener(KEY, on_toggle=on_toggle, on_pick=on_pick)
st.text(f"page drawn {state.page_runs} times, at {state.selected}")
