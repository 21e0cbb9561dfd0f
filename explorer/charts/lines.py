"""Curves: one or several series over a shared pair of axes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis
from explorer.charts.figure import Trace, over_axes
from explorer.charts.hovers import Hover, escaped, told
from explorer.charts.palette import DASHES, GREY, ORANGE, SERIES


@dataclass(frozen=True)
class ReferenceLine:
    """A line across the chart at a value of one axis, with what it marks."""

    axis: Literal["x", "y"]
    value: float
    label: str


@dataclass(frozen=True)
class Span:
    """A part of the axis along that is shaded, from its start to its end, and its label."""

    start: float
    end: float
    label: str


def lines(
    frame: pd.DataFrame,
    x: Axis,
    y: Axis,
    hover: Hover,
    *,
    reference_lines: Sequence[ReferenceLine] = (),
    spans: Sequence[Span] = (),
    steps: bool = False,
    diagonal: str = "",
    whiskers: bool = False,
    height: int = 320,
) -> go.Figure:
    """Curves over shared axes.

    Args:
        frame: one row per point, in the order of the curve: series (name of its curve), x, y and
            what the hover names.
        x: the axis along.
        y: the axis up.
        hover: function from a row to the lines of the point's hover text.
        reference_lines: values to mark.
        spans: parts to shade.
        steps: whether a value stays constant until the next one, instead of a straight line to it.
        diagonal: what the line on which both axes are equal is called, from the start of the
            first axis to its end; none if empty.
        whiskers: whether each point has an interval of y, from low to high of its row.
        height: pixels.
    """
    even: Trace = {
        "type": "scatter",
        "x": (ends := list(x.range or (0, 1))),
        "y": ends,
        "mode": "lines",
        "name": diagonal,
        "hoverinfo": "skip",
        "line": {"color": GREY, "dash": "dot", "width": 1},
    }
    names = list(dict.fromkeys(frame["series"].tolist()))
    curves = [
        _curve(frame[frame["series"] == name], hover, name, at, "hv" if steps else "linear")
        | (_whiskers(frame[frame["series"] == name], at) if whiskers else {})
        for at, name in enumerate(names)
    ]
    return over_axes(
        [even, *curves] if diagonal else curves,
        x,
        y,
        height=height,
        legend=len(names) > 1 or bool(diagonal),
        hovermode="closest",
        shapes=[*(_shaded(span) for span in spans), *(_across(line) for line in reference_lines)],
        annotations=[
            *(_above(span) for span in spans),
            *(_note(line, (x if line.axis == "x" else y).logarithmic) for line in reference_lines),
        ],
    )


def _whiskers(points: pd.DataFrame, at: int) -> dict[str, Any]:
    """Intervals around the points of a curve, which are marked then."""
    return {
        "mode": "lines+markers",
        "marker": {"color": SERIES[at % len(SERIES)], "size": 7},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": (points["high"] - points["y"]).to_numpy(),
            "arrayminus": (points["y"] - points["low"]).to_numpy(),
            "color": SERIES[at % len(SERIES)],
            "thickness": 1,
            "width": 3,
        },
    }


def _curve(points: pd.DataFrame, hover: Hover, name: str, at: int, shape: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": points["x"],
        "y": points["y"],
        "name": escaped(name),
        "mode": "lines" if len(points) > 1 else "markers",
        "hovertext": told(points, hover),
        "hoverinfo": "text",
        "line": {
            "color": SERIES[at % len(SERIES)],
            "dash": DASHES[at % len(DASHES)],
            "shape": shape,
            "width": 2,
        },
    }


def _shaded(span: Span) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": span.start,
        "x1": span.end,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "fillcolor": ORANGE,
        "opacity": 0.18,
        "line": {"width": 0},
        "layer": "below",
    }


def _above(span: Span) -> dict[str, Any]:
    """The label of a span, inside its upper corner; it may reach over the span's start."""
    return {
        "text": span.label,
        "font": {"size": 11},
        "showarrow": False,
        "x": span.end,
        "y": 1,
        "yref": "paper",
        "xanchor": "right",
        "yanchor": "bottom",
    }


def _across(line: ReferenceLine) -> dict[str, Any]:
    """The line itself, as plotly's shapes are."""
    upright = line.axis == "x"
    return {
        "type": "line",
        "x0": line.value if upright else 0,
        "x1": line.value if upright else 1,
        "y0": 0 if upright else line.value,
        "y1": 1 if upright else line.value,
        "xref": "x" if upright else "paper",
        "yref": "paper" if upright else "y",
        "line": {"color": GREY, "dash": "dash", "width": 1},
    }


def _note(line: ReferenceLine, logarithmic: bool) -> dict[str, Any]:
    """Its words, as plotly's annotations are."""
    upright = line.axis == "x"
    # On a logarithmic axis a shape is placed at its value, a note at the value's logarithm.
    place = math.log10(line.value) if logarithmic else line.value
    return {
        "text": line.label,
        "font": {"size": 11},
        "showarrow": False,
        # At the left, since curves of ranks are high there.
        "x": place if upright else 0,
        "y": 1 if upright else place,
        "xref": "x" if upright else "paper",
        "yref": "paper" if upright else "y",
        "xanchor": "left",
        "yanchor": "top" if upright else "bottom",
    }
