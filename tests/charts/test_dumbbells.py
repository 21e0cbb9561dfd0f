"""Dumbbells: what is sent to the browser."""

import base64
import json

import numpy as np
import pandas as pd
import pytest

from explorer.charts.axis import Axis
from explorer.charts.dumbbells import dumbbells
from explorer.charts.hovers import two_errors
from explorer.charts.scatter import clicked

NAMES = ("old", "new <b>")
FRAME = pd.DataFrame(
    {
        "wnid": ["n1", "n2"],
        "label": ["dog", "<i>" + "x" * 40],
        "classes": [2, 1],
        "first": [20.0, 5.0],
        "first_low": [15.0, 3.0],
        "first_high": [26.0, 9.0],
        "first_images": [100, 50],
        "second": [30.0, 0.0],
        "second_low": [22.0, 0.0],
        "second_high": [40.0, 7.0],
        "second_images": [20, 10],
        "difference": [10.0, -5.0],
        "low": [1.0, -9.0],
        "high": [20.0, 3.0],
    }
)


def drawn():
    return json.loads(
        dumbbells(FRAME, NAMES, Axis("error (%)"), two_errors(NAMES)).to_json(engine="json")
    )


def numbers(packed) -> list[float]:
    """An array as plotly sends it."""
    if isinstance(packed, dict):
        return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).tolist()
    return packed


def test_each_value_stands_at_its_place_with_its_interval():
    _, first, second = drawn()["data"]
    assert numbers(first["x"]) == [20.0, 5.0]
    assert numbers(second["x"]) == [30.0, 0.0]
    assert numbers(second["error_x"]["array"]) == [10.0, 7.0]
    assert numbers(second["error_x"]["arrayminus"]) == [8.0, 0.0]


def test_the_two_values_of_a_row_are_joined_and_rows_are_not():
    joins = drawn()["data"][0]
    assert joins["x"] == [20.0, 30.0, None, 5.0, 0.0, None]
    assert [None if at is None else round(at) for at in joins["y"]] == [0, 0, None, 1, 1, None]


def test_the_values_differ_in_colour_and_in_shape():
    _, first, second = drawn()["data"]
    assert first["marker"]["color"] != second["marker"]["color"]
    assert first["marker"]["symbol"] != second["marker"]["symbol"]


def test_names_are_escaped_and_cut_and_the_hover_has_them_whole():
    figure = drawn()
    labels = figure["layout"]["yaxis"]["ticktext"]
    assert labels[0] == "dog"
    assert labels[1].startswith("&lt;i&gt;") and labels[1].endswith("…")
    assert figure["data"][2]["name"] == "new &lt;b&gt;"
    hover = figure["data"][1]["hovertext"][1]
    assert "x" * 40 in hover
    assert "difference -5.0 points (-9.0 to +3.0)" in hover


@pytest.mark.parametrize("trace", [1, 2])
def test_a_click_tells_the_branch(trace: int):
    data = drawn()["data"][trace]
    assert clicked({"points": [{"customdata": data["customdata"][1]}]}) == "n2"


def test_values_without_intervals_have_no_whiskers():
    bare = FRAME[[each for each in FRAME.columns if not str(each).endswith(("_low", "_high"))]]
    figure = dumbbells(bare, NAMES, Axis("share (%)"), lambda row: (row.label,))
    assert [trace.error_x.array for trace in figure.data] == [None, None, None]
