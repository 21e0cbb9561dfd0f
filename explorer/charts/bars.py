"""Plain bars: a value a row, labelled, longest names first-class."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

BLUE = "#0072b2"
"""Blue of the Okabe-Ito palette: strong on a light ground and on a dark one."""


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
