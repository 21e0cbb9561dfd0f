"""A figure in a window as narrow as a phone's: words broken into lines, columns labelled upright.

Plotly cuts titles and legends at the edge of the picture and lets tilted labels overlap.
"""

import textwrap
from typing import Any

import plotly.graph_objects as go

LETTERS = 46
"""Longest line, which fits into 340 pixels at the size of axis titles."""

SHORTEST = 18
"""Letters of a line beside the longest of rows' labels, which take a little less room each."""

LINE = 16
"""Pixels of a further line."""

CROWDED = 8
"""Columns of a heat map from which their labels are upright."""

MOST = 14
"""Maximum number of columns of a heat map with labels side by side; rows have the same labels."""

LONG = 12
"""Letters of a column's label from which the labels are upright however few they are."""

CELLS, LETTER = 200, 7
"""Pixels that all columns of a heat map have, and of a letter in a cell; words need the room."""

SMALLEST = 11
"""Pixels of the smallest text; what does not fit on a bar at that size is left out."""


def for_narrow(wide: go.Figure) -> go.Figure:
    """A copy of a figure whose titles, legend and column labels fit into a narrow window."""
    narrow = go.Figure(wide)
    for trace in narrow.data:
        if isinstance(trace.name, str):
            trace.name = _wrapped(trace.name)
        bar = bar_of(trace)
        if bar is not None and bar.title.text:
            bar.title.text = _wrapped(bar.title.text, _room(narrow, trace))
            lines = bar.title.text.count("<br>")
            narrow.layout.margin.b = (narrow.layout.margin.b or 0) + LINE * lines
        if trace.type == "heatmap" and trace.x is not None:
            _columns(narrow, len(trace.x))
            _words(narrow, len(trace.x))
    narrow.update_layout(uniformtext={"minsize": SMALLEST, "mode": "hide"})
    narrow.for_each_xaxis(_wrap_title)
    narrow.for_each_yaxis(_wrap_title)
    return narrow


def bar_of(trace: Any) -> Any:
    """The colour bar of a trace or of its markers; None if it has none."""
    if "colorbar" in trace:
        return trace.colorbar
    marker = trace.marker if "marker" in trace else None
    return marker.colorbar if marker is not None and "colorbar" in marker else None


def _room(figure: go.Figure, trace: Any) -> int:
    """Letters of a line below the cells of a heat map, which stand right of the rows' labels."""
    axis = figure.layout.yaxis
    if trace.type != "heatmap" or axis.showticklabels is False:
        return LETTERS
    return max(LETTERS - max((len(each) for each in axis.ticktext or ()), default=0), SHORTEST)


def _columns(figure: go.Figure, count: int) -> None:
    """Labels of a heat map's columns upright if many or long, and none beyond ``MOST``."""
    longest = max((len(each) for each in figure.layout.xaxis.ticktext or ()), default=0)
    if (count < CROWDED and longest < LONG) or figure.layout.xaxis.showticklabels is False:
        return
    figure.layout.margin.r = 8  # tilted labels need more
    figure.update_yaxes(tickfont_size=SMALLEST)
    figure.update_xaxes(tickangle=-90, tickfont_size=SMALLEST)
    if count > MOST and figure.layout.xaxis.ticktext == figure.layout.yaxis.ticktext:
        title = figure.layout.xaxis.title.text
        figure.update_xaxes(showticklabels=False, title_text=f"{title or 'columns'}, as the rows")


def _words(figure: go.Figure, columns: int) -> None:
    """Leave out what is written into the cells if they are too narrow for the longest of it."""
    for trace in figure.data:
        if trace.type == "scatter" and trace.mode == "text":
            longest = max((len(each) for each in trace.text), default=0)
            trace.visible = longest * LETTER * columns <= CELLS


def _wrap_title(axis: Any) -> None:
    if axis.title.text:
        axis.title.text = _wrapped(axis.title.text)


def _wrapped(text: str, letters: int = LETTERS) -> str:
    """A text broken where a line ends; one that is broken already stays as it is."""
    if "<br>" in text:
        return text
    return "<br>".join(textwrap.wrap(text, letters, break_long_words=False)) or text
