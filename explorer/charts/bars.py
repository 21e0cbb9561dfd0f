"""Plain bars: a value a row, labelled, longest names first-class."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis
from explorer.charts.palette import BLUE, SERIES


def columns(frame: pd.DataFrame, title: str) -> go.Figure:
    """Upright bars.

    Args:
        frame: a row a bar: x (category, in order), y, text (label above), hover.
        title: of the value axis, with its unit.
    """
    figure = go.Figure(_labelled(frame, x=frame["x"].astype(str), y=frame["y"]))
    figure.update_layout(
        template=go.layout.Template(),
        height=320,
        margin={"t": 24, "l": 0, "r": 0, "b": 0},
        xaxis={"type": "category", "fixedrange": True},
        yaxis={"title": {"text": title}, "rangemode": "tozero", "fixedrange": True},
    )
    return figure


def ranked(frame: pd.DataFrame, title: str) -> go.Figure:
    """Lying bars, the first row on top.

    Args:
        frame: a row a bar: label, value, text (label at the end), hover.
        title: of the value axis, with its unit.
    """
    figure = go.Figure(_labelled(frame, x=frame["value"], y=frame["label"], orientation="h"))
    figure.update_layout(
        template=go.layout.Template(),
        height=40 + 30 * len(frame),
        margin={"t": 4, "l": 0, "r": 60, "b": 0},
        xaxis={"title": {"text": title}, "rangemode": "tozero", "fixedrange": True},
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
    )
    return figure


def paired(frame: pd.DataFrame, names: tuple[str, str], title: str) -> go.Figure:
    """Two lying bars a row, the first row on top.

    Args:
        frame: a row a pair: label, first, second, hover.
        names: what the first and the second bar of each pair stand for.
        title: of the value axis, with its unit.
    """
    figure = go.Figure()
    for column, name, colour in zip(("first", "second"), names, SERIES, strict=False):
        figure.add_trace(
            go.Bar(
                x=frame[column],
                y=frame["label"],
                orientation="h",
                name=name,
                hovertext=frame["hover"],
                hoverinfo="text",
                marker={"color": colour},
            )
        )
    figure.update_layout(
        template=go.layout.Template(),
        height=80 + 30 * len(frame),
        barmode="group",
        margin={"t": 30, "l": 0, "r": 8, "b": 0},
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        xaxis={"title": {"text": title}, "rangemode": "tozero", "fixedrange": True},
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
    )
    return figure


def histogram(frame: pd.DataFrame, x: Axis, y: Axis, *, height: int = 320) -> go.Figure:
    """Bars from edge to edge; several series overlap and let each other through.

    Args:
        frame: a row a bar: series, left and right (edges, in the unit of the x axis), y,
            hover.
        x: the axis along.
        y: the axis up.
        height: pixels.
    """
    figure = go.Figure()
    names = list(dict.fromkeys(frame["series"].tolist()))
    for at, name in enumerate(names):
        bars = frame[frame["series"] == name]
        figure.add_trace(
            go.Bar(
                x=bars["left"],
                width=bars["right"] - bars["left"],
                offset=0,
                y=bars["y"],
                name=name,
                hovertext=bars["hover"],
                hoverinfo="text",
                opacity=0.65 if len(names) > 1 else 1.0,
                marker={"color": SERIES[at % len(SERIES)], "line": {"width": 0}},
            )
        )
    figure.update_layout(
        template=go.layout.Template(),
        height=height,
        barmode="overlay",
        bargap=0,
        margin={"t": 24, "l": 0, "r": 8, "b": 0},
        showlegend=len(names) > 1,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis=x.layout(),
        yaxis=y.layout(),
    )
    return figure


def _labelled(frame: pd.DataFrame, **places: Any) -> go.Bar:
    """Bars at some places, each with its text at its end and its hover."""
    return go.Bar(
        **places,
        text=frame["text"],
        textposition="outside",
        hovertext=frame["hover"],
        hoverinfo="text",
        marker={"color": BLUE},
        cliponaxis=False,
    )
