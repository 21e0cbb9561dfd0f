"""How every plotly chart is configured, and the ground that it is drawn on."""

import streamlit as st

PLAIN = {"displayModeBar": False}
"""How every chart is configured: without plotly's own buttons."""


def dark_page() -> bool:
    """Whether the page is shown on a dark ground; not before the browser has said so."""
    return bool(st.context.theme.type == "dark")
