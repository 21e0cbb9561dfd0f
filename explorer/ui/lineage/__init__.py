"""The lineage diagram: a Streamlit component that draws paths as a history of commits is.

Every synset has a row of its own, a link to its page, with the lanes of the paths beside it;
so names never cover each other, however many paths there are and however narrow the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "explorer_lineage",
    css=(_HERE / "lineage.css").read_text(encoding="utf-8"),
    js=(_HERE / "lineage.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class LineageRow:
    """A synset on the paths.

    Attributes:
        wnid: The synset.
        label: What the row is called; shown as text, whatever it holds.
        lane: The lane of its dot, from 0.
        role: ``"target"`` is a synset whose paths are drawn, ``"meeting"`` a lowest common
            ancestor of two.
        figure: A written figure.
        note: Shown when the pointer rests on the row.
        link: The address of the synset's page, for who opens it in a window of its own.
    """

    wnid: str
    label: str
    lane: int
    role: Literal["target", "meeting", "step"]
    figure: str
    note: str
    link: str


@dataclass(frozen=True)
class LineageEdge:
    """An edge from a parent's row to a child's, in a lane where it passes rows between them."""

    parent: str
    child: str
    kind: Literal["is-a", "instance"]
    lane: int


def lineage(
    rows: Sequence[LineageRow],
    edges: Sequence[LineageEdge],
    *,
    key: str,
    label: str,
    unit: str,
    on_pick: Callable[[], None],
) -> None:
    """Draw the rows and the edges between them, and call back when a synset is picked.

    Args:
        rows: Parents before their children, each wnid once.
        edges: Between these rows.
        key: Names the diagram in the session state.
        label: What the diagram is called to those who do not see it.
        unit: Of the figures.
        on_pick: Called when a synset is picked; ``picked(key)`` is its wnid.
    """
    _component(
        key=key,
        data={
            "label": label,
            "unit": unit,
            "rows": [vars(row) for row in rows],
            "edges": [vars(edge) for edge in edges],
        },
        on_picked_change=on_pick,
    )


def picked(key: str) -> str | None:
    """The wnid of the synset picked; None outside ``on_pick``, or if the browser sent no text."""
    wnid = st.session_state[key].picked
    return wnid if isinstance(wnid, str) and wnid else None
