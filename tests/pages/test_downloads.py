"""Every table of every page as it is saved."""

import csv
import importlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
import streamlit as st

from explorer.ui.navigation import PAGES, PageEntry
from tests.support import visit

WITHOUT_TABLES = {
    ("your_data", "add"),
    ("your_data", "review"),
    ("your_data", "kept"),
    ("people", "context"),
    ("errors", "own"),
}
"""Panels that save no table, or none before there is an own model."""


def panels(entry: PageEntry) -> list[str]:
    """The panels that a page's view knows; none where it has one alone."""
    if entry.url_path == "overview":
        return [""]
    view = importlib.import_module(f"explorer.views.{entry.url_path}")
    return list(getattr(view, "PANELS", [""]))


@contextmanager
def unfolded() -> Iterator[None]:
    """Opens everything that can be unfolded."""
    original = st.expander

    def opened(label: str, **others: Any) -> Any:
        return original(label, **{**others, "expanded": True})

    with mock.patch("streamlit.expander", opened):
        yield


def pointed(table: bytes) -> list[str]:
    """Columns of a CSV file whose values are all whole numbers, but written with a point."""
    header, *rows = csv.reader(io.StringIO(table.decode()))
    found = []
    for name, cells in zip(header, zip(*rows, strict=True), strict=False):
        values = [cell for cell in cells if cell]
        whole = all(re.fullmatch(r"-?\d+(\.0+)?", cell) for cell in values)
        if whole and any("." in cell for cell in values):
            found.append(name)
    return found


@pytest.mark.parametrize(
    ("entry", "panel"),
    [(entry, panel) for entry in PAGES for panel in panels(entry)],
    ids=lambda part: part if isinstance(part, str) else part.url_path,
)
def test_whole_numbers_are_saved_without_a_point(entry: PageEntry, panel: str):
    asked = {"panel": panel} if panel else {}
    with unfolded(), visit.downloads() as saved:
        visit.sound(visit.page(entry.file, **asked).run())
    tables = {name: data for name, data in saved.items() if isinstance(data, bytes)}
    assert bool(tables) == ((entry.url_path, panel) not in WITHOUT_TABLES)
    assert {name: pointed(data) for name, data in tables.items() if pointed(data)} == {}


def test_a_point_would_be_noticed():
    assert pointed(b"a,b,c\n1.0,1.5,x\n,2.0,1.0\n") == ["a"]
