"""Points: two figures of each of many things."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis
from explorer.charts.figure import Trace, over_axes
from explorer.charts.palette import GREY, SERIES

SYMBOLS = ("circle", "diamond", "square", "cross", "triangle-up", "x")
"""Beside its colour each group has a shape of its own."""


def scatter(
    frame: pd.DataFrame,
    x: Axis,
    y: Axis,
    *,
    hover: str = "",
    diagonal: bool = False,
    height: int = 420,
) -> go.Figure:
    """A point a row.

    Args:
        frame: a row a point: wnid (or another name that a click is to tell), group (points of
            a group share colour and shape), x, y and, unless ``hover`` is given, hover.
        x: the axis along.
        y: the axis up.
        hover: what every point says when pointed at, as plotly's template, with
            ``%{customdata}`` for the wnid; sends less than a text for each of thousands.
        diagonal: whether the line on which both figures are equal is drawn.
        height: pixels.
    """
    groups = list(dict.fromkeys(frame["group"].tolist()))
    return over_axes(
        [
            _points(frame[frame["group"] == group], group, at, hover)
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


def _points(points: pd.DataFrame, group: str, at: int, hover: str) -> Trace:
    said: dict[str, Any] = (
        {"hovertemplate": f"{hover}<extra>{group}</extra>"}
        if hover
        else {"hovertext": points["hover"], "hoverinfo": "text"}
    )
    return {
        "type": "scatter",  # drawn as SVG: WebGL is missing on some machines
        "x": points["x"],
        "y": points["y"],
        "name": group,
        "mode": "markers",
        "customdata": points["wnid"],
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
    """The wnid of the point that was clicked, or None."""
    match selection:
        case {"points": [{"customdata": str(wnid) | [str(wnid), *_]}, *_]}:
            return wnid or None
    return None
