"""Plain bars: every row a bar, in order, from zero."""

import json
from typing import Any

import pandas as pd
import plotly.io
import pytest

from explorer.charts import bars

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
