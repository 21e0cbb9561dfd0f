"""Plain bars: a value a row, labelled, longest names first-class."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis
from explorer.charts.figure import LEGEND, Trace, figure, over_axes
from explorer.charts.hovers import Hover, escaped, told
from explorer.charts.palette import BLUE, SERIES
from explorer.formatting import fixed


def ranked(frame: pd.DataFrame, title: str, hover: Hover) -> go.Figure:
    """Lying bars, the first row on top.

    Args:
        frame: a row a bar: label, value, text (label at the end).
        title: of the value axis, with its unit.
        hover: what a bar says when pointed at, from its row.
    """
    return figure(
        [_labelled(frame, hover, x=frame["value"], y=frame["label"].map(escaped), orientation="h")],
        height=40 + 30 * len(frame),
        margin={"t": 4, "l": 0, "r": 60, "b": 0},
        xaxis={"title": {"text": title}, "rangemode": "tozero", "fixedrange": True},
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
    )


def paired(frame: pd.DataFrame, names: tuple[str, str], title: str) -> go.Figure:
    """Two lying bars a row, the first row on top.

    Args:
        frame: a row a pair: label, first, second (percent).
        names: what the first and the second bar of each pair stand for.
        title: of the value axis, with its unit.
    """
    texts = told(frame, lambda row: _pair(row, names))
    return figure(
        [
            {
                "type": "bar",
                "x": frame[column],
                "y": frame["label"].map(escaped),
                "orientation": "h",
                "name": escaped(name),
                "hovertext": texts,
                "hoverinfo": "text",
                "marker": {"color": colour},
            }
            for column, name, colour in zip(("first", "second"), names, SERIES, strict=False)
        ],
        height=80 + 30 * len(frame),
        barmode="group",
        margin={"t": 30, "l": 0, "r": 8, "b": 0},
        legend=LEGEND | {"y": 1.0},
        xaxis={"title": {"text": title}, "rangemode": "tozero", "fixedrange": True},
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
    )


def histogram(
    frame: pd.DataFrame, x: Axis, y: Axis, hover: Hover, *, height: int = 320
) -> go.Figure:
    """Bars from edge to edge; several series overlap and let each other through.

    Args:
        frame: a row a bar: series, left and right (edges, in the unit of the x axis), y,
            and what the hover names.
        x: the axis along.
        y: the axis up.
        hover: what a bar says when pointed at, from its row.
        height: pixels.
    """
    names = list(dict.fromkeys(frame["series"].tolist()))
    traces: list[Trace] = []
    for at, name in enumerate(names):
        bars = frame[frame["series"] == name]
        traces.append(
            {
                "type": "bar",
                "x": bars["left"],
                "width": bars["right"] - bars["left"],
                "offset": 0,
                "y": bars["y"],
                "name": escaped(name),
                "hovertext": told(bars, hover),
                "hoverinfo": "text",
                "opacity": 0.65 if len(names) > 1 else 1.0,
                "marker": {"color": SERIES[at % len(SERIES)], "line": {"width": 0}},
            }
        )
    return over_axes(
        traces, x, y, height=height, legend=len(names) > 1, barmode="overlay", bargap=0
    )


def _pair(row: Any, names: tuple[str, str]) -> tuple[str, ...]:
    """What a pair of bars says when pointed at."""
    shares = zip((row.first, row.second), names, strict=True)
    return row.label, *(f"{fixed(share, 2, '%')} of {name}" for share, name in shares)


def _labelled(frame: pd.DataFrame, hover: Hover, **places: Any) -> Trace:
    """Bars at some places, each with its text at its end and its hover."""
    return {
        "type": "bar",
        **places,
        "text": frame["text"],
        "textposition": "outside",
        "hovertext": told(frame, hover),
        "hoverinfo": "text",
        "marker": {"color": BLUE},
        "cliponaxis": False,
    }
