"""The sentence above a panel that says what it shows."""

import streamlit as st

from explorer.ui.markdown import plain


def verdict(sentence: str, more: str = "") -> None:
    """Draw a computed sentence, plain text; nothing of an empty one.

    Args:
        sentence: what the panel shows.
        more: what follows in the same line, not as bold.
    """
    if sentence:
        st.markdown(f"**{_whole(sentence)}** {_whole(more)}".rstrip())


def _whole(text: str) -> str:
    """Plain text in which no line ends between a number and its percent sign."""
    return plain(text).replace(" %", "\u00a0%")
