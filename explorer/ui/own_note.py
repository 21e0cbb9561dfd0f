"""Note on every page about a user's own data set: how it is mapped, and what is not counted."""

import streamlit as st

from explorer.audits.class_list import caveats
from explorer.datasets import DataSet
from explorer.ui.markdown import plain


def own_note(dataset: DataSet) -> None:
    """Draw the line below a verdict; nothing for a built-in data set."""
    if dataset.own:
        st.caption(plain(f"{dataset.note} {caveats(dataset)}".strip()))
