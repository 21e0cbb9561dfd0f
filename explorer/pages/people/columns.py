"""What the panels on people share: columns of their tables, and what their charts are of."""

import streamlit as st

from explorer.audits.people import LABELLED_BY
from explorer.audits.source_line import Source

SOURCES = (Source(LABELLED_BY, "people"), Source("ImageNet-21K, Fall 2011", "imagenet21k"))

NAME = st.column_config.TextColumn("Name", pinned=True, width="medium")


def count(label: str) -> object:
    """A column of counts."""
    return st.column_config.NumberColumn(label, format="localized")
