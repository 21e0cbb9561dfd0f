"""What all pages share in the browser's window: a style sheet, and whether the window is narrow.

Charts have fewer sectors and panels are a select box on a phone, so the server has to know. How
wide a window is says nothing of what is looked at, so it is not part of an address.
"""

from pathlib import Path

import streamlit as st

from explorer.ui.chart_options import dark_page

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "explorer_window", js=(_HERE / "window.js").read_text(encoding="utf-8")
)

STYLE = (_HERE / "page.css").read_text(encoding="utf-8")
"""The style sheet; ``server.style`` puts it into the document."""

KEY = "window"
NARROW = "narrow_window"
"""Session key: whether the window is narrow, as the browser said last."""

NARROWEST = 640
"""Pixels up to which a window is narrow; Streamlit stacks columns up to the same width."""


def watch() -> None:
    """Draw the listener for the window's width; it shows nothing.

    Not before ``st.navigation``: a browser that answered before it knows its page would be led
    to the first one.
    """
    theme = "theme.dark" if dark_page() else "theme.light"
    _component(
        key=KEY,
        data={
            "narrow": is_narrow(),
            "pixels": NARROWEST,
            "colours": {
                "--page": st.get_option(f"{theme}.backgroundColor"),
                "--edge": st.get_option(f"{theme}.borderColor"),
            },
        },
        on_narrow_change=_changed,
    )


def is_narrow() -> bool:
    """Whether the window is as narrow as a phone's.

    Until the browser has said so, what it calls itself decides: a phone is not drawn twice.
    """
    known = st.session_state.get(NARROW)
    if known is None:
        known = "Mobi" in (st.context.headers.get("User-Agent") or "")
    return bool(known)


def _changed() -> None:
    st.session_state[NARROW] = st.session_state[KEY].narrow is True
