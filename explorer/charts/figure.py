"""A figure made in one go from its traces and its layout."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis

Trace = Mapping[str, Any]
"""A trace as plotly's schema has it: ``type`` and its properties, columns of frames among them."""

LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
"""A line above the chart, from the left."""


def figure(traces: Iterable[Trace], **layout: Any) -> go.Figure:
    """A checked figure, in the colours of the page that shows it.

    Given whole, traces and layout are checked in a fourth of the time that they take one
    property after another, and columns as arrays in half of what they take as Series.

    Raises:
        ValueError: plotly knows no such property, or not with that value.
    """
    return go.Figure(
        [
            {
                name: value.to_numpy() if isinstance(value, pd.Series) else value
                for name, value in trace.items()
            }
            for trace in traces
        ],
        # Empty, since plotly's own template would be sent with each figure.
        {"template": {}, **layout},
    )


def over_axes(
    traces: Iterable[Trace], x: Axis, y: Axis, *, height: int, legend: bool, **layout: Any
) -> go.Figure:
    """A figure with a pair of axes, and a legend above if it has several series."""
    return figure(
        traces,
        height=height,
        # Room for half a label at the right end, without which plotly leaves it out.
        margin={"t": 24, "l": 0, "r": 18, "b": 0},
        showlegend=legend,
        legend=LEGEND,
        xaxis=x.layout(),
        yaxis=y.layout(),
        **layout,
    )


def colour_bar(title: str) -> dict[str, Any]:
    """A thin colour bar below the chart."""
    return {
        "title": {"text": title, "side": "top"},
        "orientation": "h",
        "y": -0.02,
        "yanchor": "top",
        "thickness": 10,
        "len": 0.8,
        "outlinewidth": 0,
    }
