"""Tables: a heading and a meaning for every column, and a download of what is shown."""

import io

import pandas as pd
import pytest

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
