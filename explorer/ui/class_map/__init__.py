"""The class map as a Streamlit component: a canvas of squares with outlines, labels and links.

What is fixed about a data set's map is fetched by the browser from ``shelf`` and kept there. A run
of the page sends the address of that and one layer.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "explorer_class_map",
    css=(_HERE / "class_map.css").read_text(encoding="utf-8"),
    js=(_HERE / "class_map.js").read_text(encoding="utf-8"),
)
_lights = st.components.v2.component(
    "explorer_class_map_lights",
    js=(_HERE / "lights.js").read_text(encoding="utf-8"),
)

WNID = re.compile(r"n[0-9]{8}")


def draw(
    *,
    key: str,
    label: str,
    address: str,
    link: str,
    layer: dict[str, object],
    on_pick: Callable[[], None],
) -> None:
    """Draw a class map, and call back when a class or a branch is picked.

    Args:
        key: names the map in the session state.
        label: what the map is called to those who do not see it.
        address: of the fixed part, below the app's own; see ``shelf.put``.
        link: address of a synset's page, its wnid left out at the end.
        layer: see ``packing.pack_layer``.
        on_pick: called when a synset is picked; ``picked(key)`` is its wnid.
    """
    _component(
        key=key,
        data={"key": key, "label": label, "address": address, "link": link, "layer": layer},
        on_picked_change=on_pick,
    )


def picked(key: str) -> str | None:
    """The wnid picked; None outside ``on_pick``, or if the browser sent something else."""
    wnid = st.session_state[key].picked
    return wnid if isinstance(wnid, str) and WNID.fullmatch(wnid) else None


def light(key: str, runs: Sequence[tuple[int, int]] | None) -> None:
    """Light some squares of a map drawn elsewhere on the page, and dim the others.

    Args:
        key: of the map.
        runs: squares from start to stop; None to light and dim nothing.
    """
    _lights(key=f"{key}_lights", data={"key": key, "runs": None if runs is None else list(runs)})
