"""Keys in a search box: Enter opens a match, the arrows walk through the matches."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "explorer_search_keys", js=(_HERE / "search_keys.js").read_text(encoding="utf-8")
)


def search_keys(key: str, text: str, opens: str, on_open: Callable[[], None]) -> None:
    """Hear the keys of a search box; shows nothing.

    Args:
        key: of the search box; its input has the key ``{key}_text``, its matches the container
            ``matches_{key}``.
        text: for which the matches were found.
        opens: wnid of the match that Enter opens; none if empty.
        on_open: called when Enter is pressed.
    """
    _component(
        key=f"{key}_keys",
        data={"key": key, "text": text, "opens": opens},
        on_opened_change=on_open,
    )
