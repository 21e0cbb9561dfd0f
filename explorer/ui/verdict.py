"""The sentence above a panel that says what it shows."""

import streamlit as st

from explorer.ui.markdown import plain


def verdict(sentence: str) -> None:
    """Draw a computed sentence, plain text; nothing of an empty one."""
    if sentence:
        st.markdown(f"**{plain(sentence)}**")
