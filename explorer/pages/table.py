"""A frame as a table, with a download that holds exactly what is shown."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from explorer.datasets import DataSet, Measure


def number(measure: Measure, label: str) -> ColumnConfig:
    """How a measure's column is headed and written."""
    return st.column_config.NumberColumn(
        label,
        format="%.1f" if not measure.additive else "localized",
        help=f"{measure.meaning} Unit: {measure.unit}.",
    )


def measure_columns(dataset: DataSet) -> dict[str, ColumnConfig]:
    """Column settings for every measure of a data set, subtree and own."""
    columns = {}
    for measure in dataset.measures:
        columns[measure.key] = number(measure, measure.heading)
        columns[f"{measure.key}_own"] = number(measure, f"{measure.label}, itself")
    return columns


def download(frame: pd.DataFrame, name: str, key: str) -> None:
    """A button that saves a frame as CSV, UTF-8, one header line."""
    content: Callable[[], bytes] = lambda: frame.to_csv(index=False).encode()  # noqa: E731
    st.download_button(
        "Download as CSV",
        content,
        file_name=f"{name}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )
