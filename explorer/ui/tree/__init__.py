"""The tree navigator: a Streamlit component that follows the WAI-ARIA tree pattern.

The server decides which rows there are; the browser draws them and says what the user did
with them. The page keeps which branches are open and which row is selected: it changes
them in ``on_toggle`` and ``on_pick``, and passes the rows that follow from them.

A tree in a fragment is drawn anew alone when it is opened or closed. What is picked in it
changes the whole page: a ``page_listener`` outside the fragment hears of it, so that the page is
drawn anew at once, and not the fragment first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import streamlit as st

from explorer.ui.tree.actions import Action, due, read

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "explorer_tree",
    css=(_HERE / "tree.css").read_text(encoding="utf-8"),
    js=(_HERE / "tree.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class TreeRow:
    """A visible row.

    Attributes:
        id: Names the row within the tree; a synset can stand in several places, so this is
            a path rather than a wnid.
        wnid: The synset that stands there.
        label: What the row is called; shown as text, whatever it holds.
        level: 1 for a root, 2 for its children.
        state: ``"more"`` is a row that, toggled, asks for further siblings.
        figures: A written figure for every column.
        selected: Whether this is the row the page is about.
        note: Shown when the pointer rests on the row.
        position: The row's place among its siblings, from 1.
        siblings: How many siblings there are, itself and those not shown included.
    """

    id: str
    wnid: str
    label: str
    level: int
    state: Literal["leaf", "open", "closed", "more"]
    figures: tuple[str, ...]
    selected: bool
    note: str
    position: int
    siblings: int


def tree(
    rows: Sequence[TreeRow],
    *,
    key: str,
    label: str,
    columns: tuple[str, ...],
    height: int,
    on_toggle: Callable[[], None],
    on_pick: Callable[[], None],
) -> None:
    """Draw the rows, and call back when the user toggles or picks one.

    Args:
        rows: The visible rows, parents before their children, in the order shown.
        key: Names the tree in the session state.
        label: What the tree is called to those who do not see it.
        columns: The heading of every figure.
        height: Of the whole at most, in pixels; rows beyond it scroll.
        on_toggle: Called for every row opened, closed or asked for more; ``toggled(key)``
            is the row.
        on_pick: Called when a row is chosen; ``picked(key)`` is the row.
    """
    _component(
        key=key,
        data={
            "key": key,
            "label": label,
            "columns": columns,
            "height": height,
            "rows": [vars(row) for row in rows],
            "answered": _answered(key),
        },
        on_actions_change=partial(_answer, key, key, on_toggle, on_pick),
    )


def page_listener(key: str, *, on_toggle: Callable[[], None], on_pick: Callable[[], None]) -> None:
    """Hear, outside the fragment of a tree, what is picked in it; shows nothing.

    Args:
        key: Of the tree.
        on_toggle: As the tree's: called for what was toggled just before and not answered.
        on_pick: Called when a row is chosen, in the tree's stead.
    """
    place = f"{key}_page_listener"
    _component(
        key=place,
        data={"pageListener": key},
        on_actions_change=partial(_answer, place, key, on_toggle, on_pick),
    )


def toggled(key: str) -> str | None:
    """The id of the row toggled; None outside ``on_toggle``."""
    return _current(key, "toggle")


def picked(key: str) -> str | None:
    """The id of the row picked; None outside ``on_pick``."""
    return _current(key, "pick")


def _answer(
    place: str, key: str, on_toggle: Callable[[], None], on_pick: Callable[[], None]
) -> None:
    actions = due(read(st.session_state[place].actions), _answered(key))
    if not actions:
        return
    st.session_state[f"{key}.answered"] = max(action.turn for action in actions)
    for action in actions:
        st.session_state[f"{key}.current"] = action
        try:
            (on_toggle if action.kind == "toggle" else on_pick)()
        finally:
            del st.session_state[f"{key}.current"]


def _answered(key: str) -> int:
    turn: int = st.session_state.get(f"{key}.answered", 0)
    return turn


def _current(key: str, kind: Literal["toggle", "pick"]) -> str | None:
    action: Action | None = st.session_state.get(f"{key}.current")
    return action.row if action is not None and action.kind == kind else None
