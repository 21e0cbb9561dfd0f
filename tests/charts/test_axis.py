"""Curves, points, histograms and heat maps: what is sent, and what a click means."""

import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.io
import pytest

from explorer.charts import bars, heatmap, lines, scatter
from explorer.charts.axis import FEW_RANKS, Axis, ranks
from explorer.charts.heatmap import Cells
from explorer.charts.lines import ReferenceLine

COUNT, SHARE = Axis("Images (images)", logarithmic=True), Axis("Share (%)", range=(0, 100))
POINTS = pd.DataFrame(
    {
        "wnid": ["n1", "n2", "n3"],
        "series": ["a", "b", "a"],
        "group": ["a", "b", "a"],
        "x": [1.0, 2.0, 3.0],
        "y": [4.0, 5.0, 6.0],
        "left": [0.0, 0.0, 1.0],
        "right": [1.0, 1.0, 3.0],
        "told": ["one", "two", "<three>"],
    }
)


def told(row: Any) -> tuple[str, str]:
    return row.told, "again"


def sent(figure: go.Figure) -> dict[str, Any]:
    return json.loads(plotly.io.to_json(figure, validate=False), parse_constant=pytest.fail)


@pytest.mark.parametrize("draw", [lines.lines, scatter.scatter, bars.histogram])
def test_axes_carry_their_unit_and_every_series_its_name_and_hovers(draw):
    figure = sent(draw(POINTS, COUNT, SHARE, told))
    assert [trace["name"] for trace in figure["data"]] == ["a", "b"]
    # An outline has several corners per bar.
    hovers = list(dict.fromkeys(figure["data"][0]["hovertext"]))
    assert hovers == ["one<br>again", "&lt;three&gt;<br>again"]
    assert figure["layout"]["xaxis"]["title"]["text"] == "Images (images)"
    assert figure["layout"]["xaxis"]["type"] == "log"
    assert figure["layout"]["yaxis"]["range"] == [0, 100]
    assert figure["layout"]["showlegend"] is True


def test_thousands_have_commas_as_everywhere_and_years_have_none():
    written = {each.layout()["tickformat"] for each in (SHARE, Axis("classes"))}
    assert written == {",~f"}, "plotly's own would write 5k"
    assert Axis("year", years=True).layout()["tickformat"] == "d"


def test_ranks_of_few_classes_are_whole_numbers():
    assert list(ranks(4).layout()["tickvals"]) == [1, 2, 3, 4]
    assert "tickvals" not in ranks(FEW_RANKS + 1).layout()


@pytest.mark.parametrize("draw", [lines.lines, scatter.scatter, bars.histogram])
def test_one_series_needs_no_legend(draw):
    assert (
        sent(draw(POINTS[POINTS["group"] == "a"], COUNT, SHARE, told))["layout"]["showlegend"]
        is False
    )


def test_series_differ_in_more_than_colour():
    curves = lines.lines(POINTS, COUNT, SHARE, told).data
    assert len({trace.line.dash for trace in curves}) == 2
    points = scatter.scatter(POINTS, COUNT, SHARE, told).data
    assert len({trace.marker.symbol for trace in points}) == 2


def test_reference_lines_stand_at_their_values_with_what_they_mark():
    marked = [ReferenceLine("x", 2, "median"), ReferenceLine("y", 5, "cap")]
    figure = lines.lines(POINTS, SHARE, SHARE, told, reference_lines=marked)
    assert [(shape.x0, shape.y0) for shape in figure.layout.shapes] == [(2, 0), (0, 5)]
    assert [(note.x, note.y) for note in figure.layout.annotations] == [(2, 1), (0, 5)]
    assert [note.text for note in figure.layout.annotations] == ["median", "cap"]


def test_the_note_of_a_reference_line_stands_at_the_logarithm_where_its_axis_is_one():
    figure = lines.lines(
        POINTS, SHARE, COUNT, told, reference_lines=[ReferenceLine("y", 100, "cap")]
    )
    assert (figure.layout.shapes[0].y0, figure.layout.annotations[0].y) == (100, 2)


def test_a_bar_reaches_from_edge_to_edge():
    trace = bars.histogram(POINTS[POINTS["group"] == "a"], SHARE, COUNT, told).data[0]
    assert (list(trace.x), list(trace.width), trace.offset) == ([0, 1], [1, 2], 0)


def test_a_point_that_is_clicked_tells_its_wnid():
    assert scatter.clicked({"points": [{"customdata": "n2"}]}) == "n2"
    assert scatter.clicked({"points": [{"customdata": ["n2"]}]}) == "n2"


@pytest.mark.parametrize("selection", [{}, {"points": []}, {"points": [{}]}])
def test_a_click_on_nothing_tells_nothing(selection):
    assert scatter.clicked(selection) is None
    assert heatmap.clicked(selection) is None


def cells() -> Cells:
    values = np.array([[1.0, np.nan, 3.0], [0.0, 5.0, 2.0]])
    return Cells(values, ["a", "a"], ["x", "y", "z"], [["h"] * 3] * 2, "Images")


def test_rows_of_the_same_name_stay_two_rows():
    figure = sent(heatmap.heatmap(cells()))
    assert figure["data"][0]["z"]["shape"] == "2, 3"
    assert figure["layout"]["yaxis"]["ticktext"] == ["a", "a"]


def test_two_heat_maps_can_share_their_scale():
    assert heatmap.heatmap(cells(), highest=9).data[0].zmax == 9


def test_a_cell_that_is_clicked_tells_its_row_and_column():
    assert heatmap.clicked({"points": [{"x": 2, "y": 1}]}) == (1, 2)


def test_a_clickable_heat_map_has_a_point_on_every_cell_with_its_hover():
    points = heatmap.heatmap(cells(), clickable=True).data[1]
    assert list(zip(points.y, points.x, strict=True)) == [
        (row, column) for row in range(2) for column in range(3)
    ]
    assert list(points.hovertext) == ["h"] * 6
