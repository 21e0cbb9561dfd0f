"""Points: two figures of each of many things."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis
from explorer.charts.figure import Trace, over_axes
from explorer.charts.hovers import Hover, escaped, joined, told
from explorer.charts.palette import GREY, SERIES

SYMBOLS = ("circle", "diamond", "square", "cross", "triangle-up", "x")
"""Marker of each group, in addition to its colour."""


def scatter(
    frame: pd.DataFrame,
    x: Axis,
    y: Axis,
    hover: Hover | str,
    *,
    clicks: str = "wnid",
    diagonal: bool = False,
    height: int = 420,
) -> go.Figure:
    """A point a row.

    Args:
        frame: one row per point: the value that a click returns, group (points of a group share
            colour and shape), x, y and what the hover names.
        x: the axis along.
        y: the axis up.
        hover: function from a row to the lines of the point's hover text; or for thousands, since
            it sends less, a text for all with ``%{x}``, ``%{y}``, ``%{customdata}`` for the value
            that a click returns and ``%{text}`` for the column name, in plotly's formats.
        clicks: column whose value a click returns.
        diagonal: whether the line on which both figures are equal is drawn.
        height: pixels.
    """
    groups = list(dict.fromkeys(frame["group"].tolist()))
    return over_axes(
        [
            _points(frame[frame["group"] == group], group, at, hover, clicks)
            for at, group in enumerate(groups)
        ],
        x,
        y,
        height=height,
        legend=len(groups) > 1,
        hovermode="closest",
        dragmode=False,
        shapes=[_even(frame)] if diagonal and len(frame) else [],
    )


def _points(points: pd.DataFrame, group: str, at: int, hover: Hover | str, clicks: str) -> Trace:
    said: dict[str, Any] = (
        {"hovertemplate": f"{joined(hover.splitlines())}<extra>{escaped(group)}</extra>"}
        if isinstance(hover, str)
        else {"hovertext": told(points, hover), "hoverinfo": "text"}
    )
    if isinstance(hover, str) and "%{text}" in hover:
        said["text"] = [escaped(each) for each in points["name"]]
    return {
        "type": "scatter",  # drawn as SVG: WebGL is missing on some machines
        "x": points["x"],
        "y": points["y"],
        "name": escaped(group),
        "mode": "markers",
        "customdata": points[clicks],
        "marker": {
            "color": SERIES[at % len(SERIES)],
            "symbol": SYMBOLS[at % len(SYMBOLS)],
            "size": 6,
            "opacity": 0.6,
        },
        **said,
    }


def _even(frame: pd.DataFrame) -> dict[str, Any]:
    """The line on which both figures are equal, as plotly's shapes are."""
    low = float(min(frame["x"].min(), frame["y"].min()))
    high = float(max(frame["x"].max(), frame["y"].max()))
    return {
        "type": "line",
        "x0": low,
        "y0": low,
        "x1": high,
        "y1": high,
        "line": {"color": GREY, "dash": "dot", "width": 1},
    }


def clicked(selection: Mapping[str, Any]) -> str | None:
    """The value that a click on a point returns, such as its wnid; None without a click."""
    match selection:
        case {"points": [{"customdata": str(told_of) | [str(told_of), *_]}, *_]}:
            return told_of or None
    return None
