"""A button that copies the address of what is shown."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "explorer_copy_link",
    css=(_HERE / "copy_link.css").read_text(encoding="utf-8"),
    js=(_HERE / "copy_link.js").read_text(encoding="utf-8"),
)


def copy_link() -> None:
    """Draw the button; the address is the browser's, so nothing is sent."""
    _component(key="copy_link", width="content")
