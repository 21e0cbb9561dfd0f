"""A figure in a window as narrow as a phone's: words broken into lines, columns labelled upright.

Plotly cuts titles and legends at the edge of the picture and lets tilted labels overlap.
"""

import textwrap
from typing import Any

import plotly.graph_objects as go

LETTERS = 46
"""Longest line, which fits into 340 pixels at the size of axis titles."""

LINE = 16
"""Pixels of a further line."""

CROWDED = 8
"""Columns of a heat map from which their labels are upright and small."""


def for_narrow(wide: go.Figure) -> go.Figure:
    """A copy of a figure whose titles, legend and column labels fit into a narrow window."""
    narrow = go.Figure(wide)
    for trace in narrow.data:
        if isinstance(trace.name, str):
            trace.name = _wrapped(trace.name)
        bar = _colour_bar(trace)
        if bar is not None and bar.title.text:
            bar.title.text = _wrapped(bar.title.text)
            _grow(narrow, LINE * bar.title.text.count("<br>"))
        if trace.type == "heatmap" and trace.x is not None and len(trace.x) >= CROWDED:
            narrow.update_xaxes(tickangle=-90, tickfont_size=10)
    narrow.for_each_xaxis(_wrap_title)
    narrow.for_each_yaxis(_wrap_title)
    return narrow


def _colour_bar(trace: Any) -> Any:
    """The colour bar of a trace or of its markers; None if it has none."""
    if "colorbar" in trace:
        return trace.colorbar
    marker = trace.marker if "marker" in trace else None
    return marker.colorbar if marker is not None and "colorbar" in marker else None


def _wrap_title(axis: Any) -> None:
    if axis.title.text:
        axis.title.text = _wrapped(axis.title.text)


def _grow(figure: go.Figure, pixels: int) -> None:
    """Add pixels below a figure, which its drawing area does not lose."""
    if pixels:
        layout = figure.layout
        layout.margin.b = (layout.margin.b or 0) + pixels
        layout.height = layout.height + pixels if layout.height else None


def _wrapped(text: str) -> str:
    """A text broken where a line ends; one that is broken already stays as it is."""
    if "<br>" in text:
        return text
    return "<br>".join(textwrap.wrap(text, LETTERS, break_long_words=False)) or text
