"""Plain bars: a value a row, labelled, longest names first-class."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis
from explorer.charts.figure import LEGEND, Trace, figure, over_axes
from explorer.charts.palette import BLUE, SERIES


def columns(frame: pd.DataFrame, title: str) -> go.Figure:
    """Upright bars.

    Args:
        frame: a row a bar: x (category, in order), y, text (label above), hover.
        title: of the value axis, with its unit.
    """
    return figure(
        [_labelled(frame, x=frame["x"].astype(str), y=frame["y"])],
        height=320,
        margin={"t": 24, "l": 0, "r": 0, "b": 0},
        xaxis={"type": "category", "fixedrange": True},
        yaxis={"title": {"text": title}, "rangemode": "tozero", "fixedrange": True},
    )


def ranked(frame: pd.DataFrame, title: str) -> go.Figure:
    """Lying bars, the first row on top.

    Args:
        frame: a row a bar: label, value, text (label at the end), hover.
        title: of the value axis, with its unit.
    """
    return figure(
        [_labelled(frame, x=frame["value"], y=frame["label"], orientation="h")],
        height=40 + 30 * len(frame),
        margin={"t": 4, "l": 0, "r": 60, "b": 0},
        xaxis={"title": {"text": title}, "rangemode": "tozero", "fixedrange": True},
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
    )


def paired(frame: pd.DataFrame, names: tuple[str, str], title: str) -> go.Figure:
    """Two lying bars a row, the first row on top.

    Args:
        frame: a row a pair: label, first, second, hover.
        names: what the first and the second bar of each pair stand for.
        title: of the value axis, with its unit.
    """
    return figure(
        [
            {
                "type": "bar",
                "x": frame[column],
                "y": frame["label"],
                "orientation": "h",
                "name": name,
                "hovertext": frame["hover"],
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


def histogram(frame: pd.DataFrame, x: Axis, y: Axis, *, height: int = 320) -> go.Figure:
    """Bars from edge to edge; several series overlap and let each other through.

    Args:
        frame: a row a bar: series, left and right (edges, in the unit of the x axis), y,
            hover.
        x: the axis along.
        y: the axis up.
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
                "name": name,
                "hovertext": bars["hover"],
                "hoverinfo": "text",
                "opacity": 0.65 if len(names) > 1 else 1.0,
                "marker": {"color": SERIES[at % len(SERIES)], "line": {"width": 0}},
            }
        )
    return over_axes(
        traces, x, y, height=height, legend=len(names) > 1, barmode="overlay", bargap=0
    )


def _labelled(frame: pd.DataFrame, **places: Any) -> Trace:
    """Bars at some places, each with its text at its end and its hover."""
    return {
        "type": "bar",
        **places,
        "text": frame["text"],
        "textposition": "outside",
        "hovertext": frame["hover"],
        "hoverinfo": "text",
        "marker": {"color": BLUE},
        "cliponaxis": False,
    }
