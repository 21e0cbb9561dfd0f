"""Plain bars: every row a bar, in order, from zero."""

import json
from typing import Any

import pandas as pd
import plotly.io
import pytest

from explorer.charts import bars
from explorer.charts.axis import Axis

NAMES = pd.DataFrame(
    {"label": ["second", "first"], "value": [2, 1], "text": ["2", "1"], "told": ["h2", "h1"]}
)


def told(row: Any) -> tuple[str]:
    return (row.told,)


def test_ranked_bars_begin_on_top():
    figure = bars.ranked(NAMES, "classes", told)
    assert list(figure.data[0].y) == ["second", "first"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_more_ranked_bars_make_a_taller_figure():
    assert (
        bars.ranked(pd.concat([NAMES] * 5), "classes", told).layout.height
        > bars.ranked(NAMES, "classes", told).layout.height
    )


def test_bars_start_at_zero_and_say_their_unit():
    axis = bars.ranked(NAMES, "classes (n)", told).layout.xaxis
    assert (axis.rangemode, axis.title.text) == ("tozero", "classes (n)")


def test_bars_carry_their_text_and_hover():
    bar = bars.ranked(NAMES, "any", told).data[0]
    assert list(bar.text) == NAMES["text"].tolist()
    assert list(bar.hovertext) == NAMES["told"].tolist()


def test_bars_of_no_row_are_an_empty_figure():
    figure = bars.ranked(NAMES.iloc[:0], "any", told)
    assert json.loads(plotly.io.to_json(figure, validate=False), parse_constant=pytest.fail)


BINS = pd.DataFrame(
    {
        "series": ["a", "a", "b", "b"],
        "left": [0.0, 1.0, 0.0, 1.0],
        "right": [1.0, 3.0, 1.0, 3.0],
        "y": [4.0, 2.0, 1.0, 3.0],
        "told": list("wxyz"),
    }
)


def test_one_histogram_is_bars_and_two_are_outlines_that_hide_nothing():
    alone = bars.histogram(BINS.head(2), Axis("x"), Axis("y"), told)
    assert [trace.type for trace in alone.data] == ["bar"]
    both = bars.histogram(BINS, Axis("x"), Axis("y"), told)
    assert [(trace.type, trace.fill) for trace in both.data] == [("scatter", None)] * 2
    assert len({(trace.line.color, trace.line.dash) for trace in both.data}) == 2


def test_an_outline_runs_from_zero_around_every_bar_and_back():
    first = bars.histogram(BINS, Axis("x"), Axis("y"), told).data[0]
    assert list(first.x) == [0, 0, 1, 1, 3, 3]
    assert list(first.y) == [0, 4, 4, 2, 2, 0]
    assert list(first.hovertext) == ["w", "w", "w", "x", "x", "x"]


STEPS = pd.DataFrame(
    {
        "label": ["all", "gone", "left"],
        "start": [0, 10, 0],
        "end": [10, 4, 4],
        "kind": ["total", "removed", "total"],
        "text": ["10", "-6", "4"],
        "told": list("abc"),
    }
)


def test_a_waterfall_takes_away_from_where_the_bar_before_ended():
    figure = bars.waterfall(STEPS, "synsets", told)
    (bar,) = figure.data
    assert (list(bar.base), list(bar.x)) == ([0, 4, 0], [10, 6, 4])
    assert bar.marker.color[0] == bar.marker.color[2] != bar.marker.color[1]
    assert [(join.x0, join.y0, join.y1) for join in figure.layout.shapes] == [(10, 0, 1), (4, 1, 2)]


def test_stacked_bars_add_up_to_the_number_at_their_end_and_tell_their_key():
    frame = pd.DataFrame(
        {
            "key": ["k1", "k2"],
            "label": ["one", "<b>"],
            "safe": [3, 0],
            "not": [2, 1],
            "text": ["5", "1"],
            "told": list("ab"),
        }
    )
    layers = (bars.Layer("safe", "safe", "#00ff00"), bars.Layer("not", "not safe", "#ff0000"))
    *parts, ends = bars.stacked(frame, layers, "classes", told, clicks="key").data
    assert [list(part.x) for part in parts] == [[3, 0], [2, 1]]
    assert [list(part.customdata) for part in parts] == [["k1", "k2"]] * 2
    assert (list(ends.x), [text.strip() for text in ends.text]) == ([5, 1], ["5", "1"])
    assert list(parts[0].y) == ["one", "&lt;b&gt;"]


@pytest.mark.parametrize(
    ("heights", "step"), [([1, 0, 2], 1), ([40, 2, 1], None), ([0.5, 1, 2], None)]
)
def test_few_counts_are_marked_by_whole_numbers_only(heights: list[float], step: int | None):
    frame = pd.DataFrame({"series": "a", "left": [0, 1, 2], "right": [1, 2, 3], "y": heights})
    figure = bars.histogram(frame, Axis("images"), Axis("classes"), lambda row: (str(row.y),))
    assert figure.layout.yaxis.dtick == step
