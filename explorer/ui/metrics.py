"""Figures in a row: each with its name, its value, and where it comes from a hover away."""

from collections.abc import Iterable
from typing import NamedTuple

import streamlit as st

from explorer.formatting import precise


class Shown(NamedTuple):
    """A figure of the row; NaN or None is shown as not known."""

    label: str
    value: float | None
    unit: str
    help: str


def metrics(row: Iterable[Shown], width: int = 150) -> None:
    """Draw the figures side by side, as many a line as fit.

    Args:
        row: what is shown.
        width: pixels that a figure needs at least.
    """
    with st.grid("auto", min_column_width=width, gap="small"):
        for each in row:
            st.metric(each.label, precise(each.value, each.unit), help=each.help, border=True)
