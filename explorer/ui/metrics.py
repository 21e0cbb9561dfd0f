"""Metrics in one line: each with its name, its value and, on hover, what it is."""

from collections.abc import Iterable
from typing import NamedTuple

import streamlit as st

from explorer.formatting import precise
from explorer.ui.window import is_narrow

TILE = 140
"""Pixels of a figure at least in a narrow window: two are side by side in one of 320."""


class Shown(NamedTuple):
    """A figure of the row; NaN or None is shown as not known."""

    label: str
    value: float | None
    unit: str
    help: str


def metrics(row: Iterable[Shown]) -> None:
    """Draw the figures as one line, broken where the window ends; in a narrow one two by two."""
    narrow = is_narrow()
    two = st.grid("auto", min_column_width=TILE, gap="xsmall") if narrow else None
    with two or st.container(horizontal=True, gap="medium"):
        for each in row:
            st.metric(
                each.label,
                precise(each.value, each.unit),
                help=each.help,
                border=narrow,
                width="stretch" if narrow else "content",
            )
