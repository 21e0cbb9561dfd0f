"""Plain bars: a value a row, labelled, longest names first-class."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis
from explorer.charts.figure import LEGEND, Trace, figure, over_axes
from explorer.charts.hovers import Hover, escaped, told
from explorer.charts.palette import BLUE, DASHES, GREY, SERIES, VERMILION

FEW = 5
"""Up to this number of what is counted, an axis marks whole numbers only."""

GAP = "\u2002"
"""Between a bar and the text at its end."""


def ranked(frame: pd.DataFrame, title: str, hover: Hover) -> go.Figure:
    """Lying bars, the first row on top.

    Args:
        frame: one row per bar: label, value, text (label at the end).
        title: of the value axis, with its unit.
        hover: function from a row to the lines of the bar's hover text.
    """
    return figure(
        [_labelled(frame, hover, x=frame["value"], y=frame["label"].map(escaped), orientation="h")],
        height=40 + 30 * len(frame),
        margin={"t": 4, "l": 0, "r": 60, "b": 0},
        xaxis={
            "title": {"text": title},
            "tickformat": ",",
            "rangemode": "tozero",
            "fixedrange": True,
        },
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
    )


def waterfall(frame: pd.DataFrame, title: str, hover: Hover) -> go.Figure:
    """Lying bars that each begin where the one above it ends, the first row on top.

    Args:
        frame: one row per bar: label, start and end (of the bar), kind ("total", or "removed" for
            what is taken away), text (label at the end).
        title: of the value axis, with its unit.
        hover: function from a row to the lines of the bar's hover text.
    """
    removed = (frame["kind"] == "removed").to_numpy()
    bars: Trace = {
        **_labelled(frame, hover, y=frame["label"].map(escaped), orientation="h"),
        "base": frame[["start", "end"]].min(axis="columns"),
        "x": (frame["end"] - frame["start"]).abs(),
        "marker": {"color": np.where(removed, VERMILION, BLUE).tolist()},
    }
    joins = [
        {
            "type": "line",
            "x0": end,
            "x1": end,
            "y0": at,
            "y1": at + 1,
            "line": {"color": GREY, "width": 1, "dash": "dot"},
        }
        for at, end in enumerate(frame["end"].tolist()[:-1])
    ]
    return figure(
        [bars],
        height=60 + 34 * len(frame),
        margin={"t": 4, "l": 0, "r": 60, "b": 0},
        shapes=joins,
        xaxis={
            "title": {"text": title},
            "tickformat": ",",
            "rangemode": "tozero",
            "fixedrange": True,
        },
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
    )


@dataclass(frozen=True)
class Layer:
    """A part of every bar: its column, its name in the legend, its colour."""

    column: str
    name: str
    colour: str


def stacked(
    frame: pd.DataFrame, layers: Sequence[Layer], title: str, hover: Hover, *, clicks: str
) -> go.Figure:
    """Lying bars of parts that add up, the first row on top.

    Args:
        frame: one row per bar: the value that a click returns, label, the columns of the layers,
            and text (label at the end).
        layers: from the axis outwards.
        title: of the value axis, with its unit.
        hover: function from a row to the lines of the bar's hover text.
        clicks: column whose value a click returns.
    """
    texts = told(frame, hover)
    traces: list[Trace] = [
        {
            "type": "bar",
            "orientation": "h",
            "x": frame[layer.column],
            "y": frame["label"].map(escaped),
            "name": escaped(layer.name),
            "marker": {"color": layer.colour, "line": {"width": 0}},
            "customdata": frame[clicks],
            "hovertext": texts,
            "hoverinfo": "text",
            **_UNDIMMED,
        }
        for layer in layers
    ]
    ends: Trace = {
        "type": "scatter",
        "mode": "text",
        "x": frame[[layer.column for layer in layers]].sum(axis="columns"),
        "y": frame["label"].map(escaped),
        "text": [f"{GAP}{text}" for text in frame["text"].tolist()],
        "textposition": "middle right",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    return figure(
        [*traces, ends],
        height=90 + 28 * len(frame),
        barmode="stack",
        margin={"t": 30, "l": 0, "r": 56, "b": 0},
        showlegend=True,
        legend=LEGEND | {"traceorder": "normal"},
        hovermode="closest",
        dragmode=False,
        xaxis={
            "title": {"text": title},
            "tickformat": ",",
            "rangemode": "tozero",
            "fixedrange": True,
        },
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
    )


_UNDIMMED = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""Without it, all but the bar that was clicked would fade until the page is redrawn."""


def histogram(
    frame: pd.DataFrame, x: Axis, y: Axis, hover: Hover, *, height: int = 320
) -> go.Figure:
    """Bars from edge to edge; several series as outlines, so that none hides another.

    Args:
        frame: one row per bar: series, left and right (edges, in the unit of the x axis), y,
            and what the hover names.
        x: the axis along.
        y: the axis up.
        hover: function from a row to the lines of the bar's hover text.
        height: pixels.
    """
    names = list(dict.fromkeys(frame["series"].tolist()))
    traces = [
        _outline(bars, at, told(bars, hover)) if len(names) > 1 else _bars(bars, told(bars, hover))
        for at, bars in enumerate(frame[frame["series"] == name] for name in names)
    ]
    drawn = over_axes(
        traces, x, y, height=height, legend=len(names) > 1, bargap=0, hovermode="closest"
    )
    heights = frame["y"].to_numpy(np.float64)
    if heights.max(initial=0) <= FEW and (heights == heights.round()).all():
        drawn.update_yaxes(dtick=1)
    return drawn


def _bars(bars: pd.DataFrame, hover: list[str]) -> Trace:
    return {
        "type": "bar",
        "x": bars["left"],
        "width": bars["right"] - bars["left"],
        "offset": 0,
        "y": bars["y"],
        "name": escaped(bars["series"].iloc[0]),
        "hovertext": hover,
        "hoverinfo": "text",
        "marker": {"color": BLUE, "line": {"width": 0}},
    }


def _outline(bars: pd.DataFrame, at: int, hover: list[str]) -> Trace:
    """Bars as one line around all of them, from zero up, along, and down to zero."""
    corners = bars[["left", "right"]].to_numpy().ravel()
    heights = bars["y"].to_numpy().repeat(2)
    texts = [text for text in hover for _ in ("left", "right")]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [corners[0], *corners, corners[-1]],
        "y": [0, *heights, 0],
        "name": escaped(bars["series"].iloc[0]),
        "hovertext": [texts[0], *texts, texts[-1]],
        "hoverinfo": "text",
        "line": {
            "color": SERIES[at % len(SERIES)],
            "dash": DASHES[at % len(DASHES)],
            "width": 2,
        },
    }


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
