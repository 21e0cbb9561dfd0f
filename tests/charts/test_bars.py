"""Plain bars: every row a bar, in order, from zero."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io
import pytest

from explorer.charts import bars

YEARS = pd.DataFrame(
    {
        "x": [2012, 2010, 2011],
        "y": [16.4, 28.2, 25.8],
        "text": ["a", "b", "c"],
        "told": list("xyz"),
    }
)
NAMES = pd.DataFrame(
    {"label": ["second", "first"], "value": [2, 1], "text": ["2", "1"], "told": ["h2", "h1"]}
)
BOTH = [(bars.columns, YEARS), (bars.ranked, NAMES)]


def told(row: Any) -> tuple[str]:
    return (row.told,)


def test_columns_stand_in_the_order_given_under_their_category():
    bar = bars.columns(YEARS, "error (%)", told).data[0]
    assert list(bar.x) == ["2012", "2010", "2011"]
    assert list(bar.y) == [16.4, 28.2, 25.8]


def test_years_are_categories_and_not_numbers_on_an_axis():
    assert bars.columns(YEARS, "error (%)", told).layout.xaxis.type == "category"


def test_ranked_bars_begin_on_top():
    figure = bars.ranked(NAMES, "classes", told)
    assert list(figure.data[0].y) == ["second", "first"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_more_ranked_bars_make_a_taller_figure():
    assert (
        bars.ranked(pd.concat([NAMES] * 5), "classes", told).layout.height
        > bars.ranked(NAMES, "classes", told).layout.height
    )


@pytest.mark.parametrize(("draw", "frame"), BOTH)
def test_bars_start_at_zero_and_say_their_unit(draw: Callable[..., go.Figure], frame):
    figure = draw(frame, "classes (n)", told)
    axis = figure.layout.yaxis if draw is bars.columns else figure.layout.xaxis
    assert (axis.rangemode, axis.title.text) == ("tozero", "classes (n)")


@pytest.mark.parametrize(("draw", "frame"), BOTH)
def test_bars_carry_their_text_and_hover(draw: Callable[..., go.Figure], frame):
    bar = draw(frame, "any", told).data[0]
    assert list(bar.text) == frame["text"].tolist()
    assert list(bar.hovertext) == frame["told"].tolist()


@pytest.mark.parametrize(("draw", "frame"), BOTH)
def test_bars_of_no_row_are_an_empty_figure(draw: Callable[..., go.Figure], frame):
    figure = draw(frame.iloc[:0], "any", told)
    assert json.loads(plotly.io.to_json(figure, validate=False), parse_constant=pytest.fail)
