"""How the files are read: their format, and which of their columns is what."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer.formatting import visible
from explorer.ingest.datasets import manifest, webdataset
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.formats import FORMATS
from explorer.ingest.datasets.header import Column, Header
from explorer.pages.your_data.draft import Source, begin
from explorer.ui.markdown import plain

COLUMNS = {
    "label": "Column of the classes",
    "split": "Column of the splits",
    "image": "Column of the images",
    "images": "Column of the number of images",
    "boxes": "Column of the number of boxes",
}
"""Options that name a column, and what the page calls them."""

ROWS = {"": "As recognised", "images": "An image", "annotations": "A label or box"}

FOLDER = re.compile(r"(.+):([0-3])")
FOLDERS = (
    "the wnid that file names begin with",
    "the folder of each file",
    "the folder above that",
    "two folders above that",
)
"""What the parts of a path are called, by their number."""

WIDTH = 250


def choices(chosen: Source) -> None:
    """Draw format and columns, to have the same files read in another way."""
    known = chosen.fitting or (chosen.header is not None and chosen.header.columns)
    details = st.expander(
        "Format and columns", icon=":material/tune:", expanded=bool(chosen.problem and known)
    )
    with details:
        _formats(chosen)
        if chosen.header is not None:
            _columns(chosen, chosen.header)


def _formats(chosen: Source) -> None:
    """The formats; another one is read at once."""
    fitting = {each.format.key: each.reason for each in chosen.fitting}
    titles = {each.key: _capital(each.title) for each in FORMATS}
    offered = [key for key in titles if not fitting or key in fitting]
    read = chosen.format or ("" if chosen.header is None else chosen.header.format)
    key = f"your_format_{chosen.serial}"
    st.selectbox(
        "Format",
        offered,
        index=offered.index(read) if read in offered else None,
        format_func=titles.__getitem__,
        placeholder="Choose a format",
        key=key,
        on_change=_another_format,
        args=(chosen, key),
    )
    for each, reason in fitting.items():
        st.caption(plain(f"{titles[each]}: {reason}"))


def _another_format(chosen: Source, key: str) -> None:
    begin(Source(chosen.files, chosen.path, str(st.session_state[key])))


def _columns(chosen: Source, header: Header) -> None:
    """The columns that can be chosen in this format, those that were recognised chosen."""
    named: dict[str, Any] = {}
    if chosen.problem and header.options:
        st.markdown("Choose the columns here, then press *Read again*.")
    with st.container(horizontal=True):
        for option in header.options:
            named[option] = _column(chosen, header, option)
        if header.format == webdataset.KEY:
            named["label"] = st.text_input(
                "Ending of the files of classes",
                chosen.options.label,
                key=f"your_label_{chosen.serial}",
                placeholder="such as cls",
                width=WIDTH,
            ).strip()
        if header.format == manifest.KEY:
            named["rows"] = st.selectbox(
                "A row is",
                list(ROWS),
                index=list(ROWS).index(chosen.options.rows),
                format_func=ROWS.__getitem__,
                key=f"your_rows_{chosen.serial}",
                width=WIDTH,
            )
    if header.format == manifest.KEY:
        named["distinct"] = st.checkbox(
            "Count distinct images exactly",
            chosen.options.distinct,
            key=f"your_distinct_{chosen.serial}",
            help="Takes a query of its own where an image has several rows.",
        )
    if not named:
        return
    options = dataclasses.replace(chosen.options, **named)
    st.button(
        "Read again",
        key=f"your_again_{chosen.serial}",
        disabled=options == chosen.options,
        on_click=_read_again,
        args=(chosen, options),
    )


def _column(chosen: Source, header: Header, option: str) -> str:
    """Choose one column, its values below; empty where the reader is to take what it recognised."""
    recognised = header.found.get(option, "")
    columns = {each.name: each for each in header.columns}
    # What is recognised cannot be said to be nothing; all else can be left out.
    names = [*columns] if recognised else ["", *columns]
    before = getattr(chosen.options, option) or recognised
    with st.container(width=WIDTH, gap=None):
        taken = st.selectbox(
            COLUMNS[option],
            names,
            index=names.index(before) if before in names else 0,
            format_func=_called,
            key=f"your_{option}_{chosen.serial}",
        )
        st.caption(_sample(columns, taken))
    return "" if taken == recognised else taken


def _called(name: str) -> str:
    if not name:
        return "None recognised"
    if found := FOLDER.fullmatch(name):
        return f"{visible(found[1])}: {FOLDERS[int(found[2])]}"
    return visible(name)


def _sample(columns: Mapping[str, Column], name: str) -> str:
    """Some of the column's values, as Markdown."""
    if name not in columns:
        return "–"
    shown = [each if len(each) <= WIDTH // 10 else f"{each[: WIDTH // 10]}…"
             for each in columns[name].values]  # fmt: skip
    return plain(", ".join(map(visible, shown))) or "No values in the first rows."


def _read_again(chosen: Source, options: Options) -> None:
    begin(Source(chosen.files, chosen.path, chosen.format, options))


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
