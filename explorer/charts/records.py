"""Points of two figures, with the line of the records among them."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis
from explorer.charts.figure import Trace, over_axes
from explorer.charts.hovers import Hover, joined, told
from explorer.charts.palette import BLUE, GREY
from explorer.charts.scatter import SYMBOLS

FEW = 200
"""Points up to which each has room to be drawn larger."""


def records(
    frame: pd.DataFrame,
    best: pd.DataFrame,
    x: Axis,
    y: Axis,
    *,
    equal: str = "",
    hover: Hover | str = "%{customdata}\n%{x:.1f} %, %{y:.1f} %",
    lowest: bool = False,
    height: int = 480,
) -> go.Figure:
    """Points in one colour, groups distinguished by shape, and the best so far as steps.

    Args:
        frame: one row per point: name (shown on hover), group, x and y.
        best: the records by ascending x: x, y and label, which is written next to the point unless
            it is empty.
        x: the axis along.
        y: the axis up.
        hover: function from a row to the lines of the point's hover text; or for thousands a text
            for all in plotly's formats.
        lowest: whether less is better, so that labels are below the line.
        equal: what the line is called on which both figures are equal; none if empty.
        height: pixels.
    """
    groups = list(dict.fromkeys(frame["group"].tolist()))
    few = len(frame) <= FEW
    opacity = 0.65 if few else 0.45
    traces: list[Trace] = [
        {
            "type": "scatter",
            "x": (some := frame[frame["group"] == group])["x"].astype("float32"),
            "y": some["y"].astype("float32"),
            "customdata": some["name"],
            "name": group,
            "mode": "markers",
            "marker": {
                "color": BLUE,
                "symbol": SYMBOLS[at],
                "size": 8 if few else 5,
                "opacity": opacity,
            },
            **_said(some, hover),
            "selected": {"marker": {"opacity": opacity}},
            "unselected": {"marker": {"opacity": opacity}},
        }
        for at, group in enumerate(groups)
    ]
    if len(best):
        middle = (frame["x"].min() + frame["x"].max()) / 2
        traces.append(
            {
                "type": "scatter",
                "x": best["x"].astype("float32"),
                "y": best["y"].astype("float32"),
                "name": "best so far",
                # Marked, so that labels keep away from the line's corners.
                "mode": "lines+markers+text",
                "marker": {"color": BLUE, "size": 9 if few else 6},
                "text": best["label"],
                # Away from the nearer edge of the chart, so that a long name is not cut off.
                "textposition": [
                    f"{'bottom' if lowest else 'top'} {'left' if value > middle else 'right'}"
                    for value in best["x"]
                ],
                "textfont": {"size": 11},
                "line": {"color": BLUE, "width": 1.5, "shape": "hv"},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    if equal and len(frame):
        low = float(max(frame["x"].min(), frame["y"].min()))
        high = float(min(frame["x"].max(), frame["y"].max()))
        traces.append(
            {
                "type": "scatter",
                "x": [low, high],
                "y": [low, high],
                "name": equal,
                "mode": "lines",
                "hoverinfo": "skip",
                "line": {"color": GREY, "dash": "dot", "width": 1},
            }
        )
    return over_axes(traces, x, y, height=height, legend=True, hovermode="closest", dragmode=False)


def _said(points: pd.DataFrame, hover: Hover | str) -> dict[str, Any]:
    if isinstance(hover, str):
        return {"hovertemplate": f"{joined(hover.splitlines())}<extra></extra>"}
    return {"hovertext": told(points, hover), "hoverinfo": "text"}
