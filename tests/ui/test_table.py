"""Tables: a heading and a meaning for every column, and a download of what is shown."""

import io
from typing import Any
from unittest import mock

import pandas as pd
import pytest
import streamlit as st

from explorer.audits import synsets
from explorer.ui import table
from tests.support.real import DATASETS, atlas
from tests.support.visit import downloads


@pytest.mark.parametrize("key", DATASETS)
def test_every_figure_of_a_children_table_has_a_heading_and_a_meaning(key: str):
    frame = synsets.children(atlas(), "n00015388", atlas().roll_up(key))
    columns = table.measure_columns(atlas().dataset(key))
    described = set(frame) - {"wnid", "name", "kind", "children"}
    assert described <= set(columns)
    for name in described:
        assert columns[name]["label"]
        assert "Unit: " in columns[name]["help"]


@pytest.mark.parametrize("key", DATASETS)
def test_own_figures_are_told_apart_from_those_of_the_subtree(key: str):
    columns = table.measure_columns(atlas().dataset(key))
    labels = [column["label"] for column in columns.values()]
    assert len(set(labels)) == len(labels)
    assert all(
        "(this synset only)" in columns[name]["label"] for name in columns if name.endswith("_own")
    )


def test_a_download_is_the_frame_as_csv_in_utf_8_with_one_header_line():
    frame = pd.DataFrame(
        {"wnid": ["n1", "n2"], "name": ['a, "b"', "naïve\n犬"], "images": [1.5, None]}
    )
    with downloads() as saved:
        table.download(frame, "any-name", "any_key")
    text = saved["any-name.csv"].decode("utf-8")
    assert text.startswith("wnid,name,images\n")
    pd.testing.assert_frame_equal(pd.read_csv(io.StringIO(text)), frame)


def test_a_download_of_no_row_is_its_header():
    with downloads() as saved:
        table.download(pd.DataFrame({"wnid": [], "name": []}), "none", "any_key")
    assert saved["none.csv"] == b"wnid,name\n"


@pytest.mark.parametrize(
    ("height", "rows", "drawn"),
    [(340, 1, "content"), (340, 8, "content"), (340, 9, 340), ("content", 900, "content")],
)
def test_a_table_of_few_rows_ends_with_the_last_one(
    height: table.Height, rows: int, drawn: table.Height
):
    assert table.fitting(height, rows) == drawn


def drawn(rows: int, **looks: Any) -> dict[str, Any]:
    """What Streamlit is told of a table of some rows whose figures have a long heading."""
    with mock.patch.object(st, "dataframe") as told, downloads():
        table.table(
            pd.DataFrame({"wnid": ["n1"] * rows, "name": ["a"] * rows, "images": [1] * rows}),
            key="any",
            name="any",
            alt="any",
            columns={
                "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
                "images": st.column_config.NumberColumn("Images of ImageNet-21K, Fall 2011"),
            },
            on_pick=print,
            **looks,
        )
    return dict(told.call_args.kwargs)


def test_a_figure_is_in_sight_beside_the_name_in_a_narrow_window():
    wide = drawn(1)["column_config"]
    assert (wide["name"]["width"], wide["images"]["width"]) == ("medium", None)
    with mock.patch.object(table, "is_narrow", return_value=True):
        narrow = drawn(1)["column_config"]
    pixels = narrow["name"]["width"] + narrow["images"]["width"]
    assert pixels <= 390 - 2 * 16 - 40  # a phone without its margins and the column of boxes


def test_a_mean_of_thousands_has_its_separator_and_one_digit():
    (mean,) = [
        each for each in atlas().dataset("fall11").measures if each.key == "images_per_class"
    ]
    column: Any = table.number(mean, "Images per class")
    assert column["type_config"]["format"] == "%,.1f"
