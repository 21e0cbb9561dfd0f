"""Which sets share how many members: bars above a grid of dots (Lex et al. 2014)."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.figure import Trace, figure
from explorer.charts.hovers import escaped, joined
from explorer.charts.palette import BLUE, GREY
from explorer.formatting import counted

ACROSS = 10
"""Columns up to which the counts above them are written from left to right."""


def intersections(
    frame: pd.DataFrame, sets: Sequence[str], titles: Sequence[str], *, height: int = 520
) -> go.Figure:
    """A column a combination of sets, a row of dots a set.

    Args:
        frame: one row per combination, in the order drawn: a column of true and false a set, and
            classes (members in exactly these sets).
        sets: the columns that are sets, the first one on top.
        titles: what each of them is called.
        height: pixels.
    """
    columns = list(range(len(frame)))
    hover = [
        joined(
            [
                f"{counted(row['classes'], 'class')} in exactly",
                *(title for key, title in zip(sets, titles, strict=True) if row[key]),
            ]
        )
        for row in frame.to_dict("records")
    ]
    bars: Trace = {
        "type": "bar",
        "x": columns,
        "y": frame["classes"],
        "text": [f"{count:,}" for count in frame["classes"]],
        "textposition": "outside",
        "textangle": -90 if len(frame) > ACROSS else 0,
        "hovertext": hover,
        "hoverinfo": "text",
        "marker": {"color": BLUE},
        "cliponaxis": False,
    }
    everywhere = [(column, row) for column in columns for row in range(len(sets))]
    inside = [(column, row) for column, row in everywhere if frame[sets[row]].iloc[column]]
    return figure(
        [bars, _dots(everywhere, hover, GREY, 4), _dots(inside, hover, BLUE, 10)],
        height=height,
        showlegend=False,
        margin={"t": 40, "l": 0, "r": 0, "b": 0},
        xaxis={"visible": False, "fixedrange": True},
        yaxis={
            "domain": [0.56, 1],
            "title": {"text": "classes"},
            "type": "log",
            "fixedrange": True,
            "tickvals": _ticks(frame["classes"].max()),
            "tickformat": ",~g",
        },
        yaxis2={
            "domain": [0, 0.54],
            "tickvals": list(range(len(sets))),
            "ticktext": [escaped(title) for title in titles],
            "range": [len(sets) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
    )


def _ticks(largest: float) -> list[int]:
    """Ones, twos and fives of every power of ten: plotly would write all nine on a short axis."""
    return [step * 10**power for power in range(len(str(int(largest)))) for step in (1, 2, 5)]


def _dots(places: Sequence[tuple[int, int]], hover: Sequence[str], colour: str, size: int) -> Trace:
    """Dots at places of the grid, given as column and row."""
    return {
        "type": "scatter",
        "x": [column for column, _ in places],
        "y": [row for _, row in places],
        "yaxis": "y2",
        "mode": "markers",
        "marker": {"color": colour, "size": size},
        "hovertext": [hover[column] for column, _ in places],
        "hoverinfo": "text",
    }
