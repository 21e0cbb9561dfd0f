"""A frame as a table, with a download that holds exactly what is shown."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from explorer.datasets import DataSet, Measure
from explorer.formatting import csv, precise
from explorer.ui.window import is_narrow

NARROW_NAME = 200
"""Pixels of a pinned column in a narrow window, beside which the answer is in sight."""

NARROW_FIGURE = 120
"""Maximum pixels of another column there: a long heading does not push its figures out of sight."""

NARROW_PICKED = 150
"""Pixels of a pinned column there that has boxes to select a row before it."""

LETTER = 8
"""Pixels of a letter of a heading, its margins included."""

Height = int | Literal["content"]
"""Pixels of a table, or as many as its rows take."""

ROW, HEAD = 35, 38
"""Pixels of a row and of the heading, as Streamlit draws them."""

WNID = st.column_config.TextColumn("wnid", help="WordNet ID of the synset.")


def number(measure: Measure, label: str) -> ColumnConfig:
    """How a measure's column is headed and written."""
    return st.column_config.NumberColumn(
        label,
        format="%,.1f" if not measure.additive else "localized",
        help=f"{measure.meaning} Unit: {measure.unit}.",
    )


def measure_columns(dataset: DataSet) -> dict[str, ColumnConfig]:
    """Column settings for every measure of a data set, subtree and own."""
    columns = {}
    for measure in dataset.measures:
        columns[measure.key] = number(measure, measure.heading)
        columns[f"{measure.key}_own"] = number(measure, f"{measure.label} (this synset only)")
    return columns


def download(frame: pd.DataFrame | Callable[[], pd.DataFrame], name: str, key: str) -> None:
    """A button that saves a frame as CSV (``formatting.csv``).

    A frame that is long to make can be given as a function, called when the button is pressed.
    """

    def content() -> bytes:
        return csv(frame() if callable(frame) else frame)

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


def table(
    frame: pd.DataFrame,
    *,
    key: str,
    name: str,
    alt: str,
    columns: Mapping[str, Any],
    on_pick: Callable[[str], None] | None = None,
    caption: str = "",
    placeholder: str = "–",
    beside: Callable[[], None] | None = None,
    written: Iterable[str] = (),
    **looks: Any,
) -> None:
    """A frame as a table, a caption, and the download of that very frame.

    The name comes first and the wnid last, whatever the order of the others.

    Args:
        frame: what is shown; with ``on_pick`` it has a column ``wnid``.
        key: tells it apart from the page's other tables.
        name: of the file that is saved, without its ending.
        alt: what the table holds, for those who do not see it.
        columns: column to its heading or Streamlit's column settings.
        on_pick: called with the wnid of the row that is chosen; changes the address.
        caption: a sentence below.
        placeholder: what stands where a figure is not known.
        written: columns whose figures have few digits, as ``formatting.precise`` writes them; they
            are sorted and saved as they are.
        beside: draws further downloads beside that of the table.
        looks: ``height`` or ``column_order`` as Streamlit has them.
    """
    looks["column_order"] = _ordered(looks.get("column_order") or frame.columns.tolist())
    if "height" in looks:
        looks["height"] = fitting(looks["height"], len(frame))
    picking: dict[str, Any] = {}
    if on_pick is not None:
        wnids = frame["wnid"].tolist()
        picking = {
            "on_select": lambda: _picked(key, wnids, on_pick),
            "selection_mode": "single-row",
        }
    few = dict.fromkeys(written, precise)
    shown = {"wnid": WNID} | dict(columns)
    if is_narrow():
        shown = {name: _narrow(each, on_pick is not None) for name, each in shown.items()}
    st.dataframe(
        frame.style.format(few) if few else frame,  # type: ignore[arg-type]
        key=key,
        hide_index=True,
        column_config=shown,
        placeholder=placeholder,
        alt=alt,
        **picking,
        **looks,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if caption:
            st.caption(caption)
        download(frame, name, f"{key}_csv")
        if beside is not None:
            beside()


def fitting(height: Height, rows: int) -> Height:
    """The height of a table: as asked for, or without the empty rows that few rows would leave."""
    return "content" if height == "content" or HEAD + ROW * rows < height else height


def _narrow(column: Any, picked: bool) -> Any:
    """A column's settings in a narrow window: a figure is in sight beside the pinned name."""
    if column is None:
        return None
    settings = st.column_config.Column(column) if isinstance(column, str) else column
    if settings["pinned"]:
        width = NARROW_PICKED if picked else NARROW_NAME
        return {**settings, "width": width} if settings["width"] else settings
    long = len(settings["label"] or "") * LETTER > NARROW_FIGURE
    return {**settings, "width": NARROW_FIGURE} if long and not settings["width"] else settings


def folded_table(
    frame: pd.DataFrame | Callable[[], pd.DataFrame], *, key: str, **told: Any
) -> None:
    """The numbers behind a chart, for those who unfold them: ``table`` and its arguments.

    A frame that is long to make can be given as a function, called when it is unfolded.
    """
    details = st.expander(
        "Show data", icon=":material/table:", on_change="rerun", key=f"{key}_unfolded"
    )
    if details.open:
        with details:
            table(frame() if callable(frame) else frame, key=key, **told)


def _ordered(columns: Iterable[str]) -> list[str]:
    """The name first, the wnid last."""
    return sorted(columns, key=lambda column: (column == "wnid") - (column == "name"))


def _picked(key: str, wnids: list[str], on_pick: Callable[[str], None]) -> None:
    """A selection is by row, so the wnid is read off the very frame that was shown."""
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        on_pick(wnids[rows[0]])
