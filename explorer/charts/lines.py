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
from explorer.charts.palette import DASHES, GREY, SERIES


@dataclass(frozen=True)
class Rule:
    """A line across the chart at a value of one axis, with what it marks."""

    axis: Literal["x", "y"]
    value: float
    label: str


def lines(
    frame: pd.DataFrame,
    x: Axis,
    y: Axis,
    hover: Hover,
    *,
    rules: Sequence[Rule] = (),
    steps: bool = False,
    diagonal: str = "",
    height: int = 320,
) -> go.Figure:
    """Curves over shared axes.

    Args:
        frame: a row a point, in the order of the curve: series (name of its curve), x, y and
            what the hover names.
        x: the axis along.
        y: the axis up.
        hover: what a point says when pointed at, from its row.
        rules: values to mark.
        steps: whether a value holds until the next one, instead of a straight line to it.
        diagonal: what the line from (0, 0) to (1, 1) is called; none if empty.
        height: pixels.
    """
    even: Trace = {
        "type": "scatter",
        "x": [0, 1],
        "y": [0, 1],
        "mode": "lines",
        "name": diagonal,
        "hoverinfo": "skip",
        "line": {"color": GREY, "dash": "dot", "width": 1},
    }
    names = list(dict.fromkeys(frame["series"].tolist()))
    curves = [
        _curve(frame[frame["series"] == name], hover, name, at, "hv" if steps else "linear")
        for at, name in enumerate(names)
    ]
    return over_axes(
        [even, *curves] if diagonal else curves,
        x,
        y,
        height=height,
        legend=len(names) > 1 or bool(diagonal),
        hovermode="closest",
        shapes=[_across(rule) for rule in rules],
        annotations=[_note(rule, (x if rule.axis == "x" else y).logarithmic) for rule in rules],
    )


def _curve(points: pd.DataFrame, hover: Hover, name: str, at: int, shape: str) -> Trace:
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


def _across(rule: Rule) -> dict[str, Any]:
    """The line of a rule, as plotly's shapes are."""
    upright = rule.axis == "x"
    return {
        "type": "line",
        "x0": rule.value if upright else 0,
        "x1": rule.value if upright else 1,
        "y0": 0 if upright else rule.value,
        "y1": 1 if upright else rule.value,
        "xref": "x" if upright else "paper",
        "yref": "paper" if upright else "y",
        "line": {"color": GREY, "dash": "dash", "width": 1},
    }


def _note(rule: Rule, logarithmic: bool) -> dict[str, Any]:
    """The words of a rule, as plotly's annotations are."""
    upright = rule.axis == "x"
    # On a logarithmic axis a shape stands at its value, a note at the value's logarithm.
    place = math.log10(rule.value) if logarithmic else rule.value
    return {
        "text": rule.label,
        "font": {"size": 11},
        "showarrow": False,
        "x": place if upright else 1,
        "y": 1 if upright else place,
        "xref": "x" if upright else "paper",
        "yref": "paper" if upright else "y",
        "xanchor": "left" if upright else "right",
        "yanchor": "top" if upright else "bottom",
    }
