"""A figure as it is printed: at the width of a page of text, dark on white, whatever page it is on.

170 millimetres are the text width of an A4 page and about that of two columns of a conference
paper. At 96 pixels per inch, which SVG counts in, they are 643 pixels.
"""

from typing import Any

import plotly.graph_objects as go

from explorer.charts.palette import LIGHT, SERIES

MILLIMETRES = 170
WIDTH = round(MILLIMETRES / 25.4 * 96)
"""Pixels of an SVG; letters of 12 pixels are 9 points on paper."""

DOTS_PER_INCH = 300
DOTS = round(MILLIMETRES / 25.4 * DOTS_PER_INCH)
"""Pixels across a PNG."""

HEIGHT = 420
"""Height of a figure without a height of its own, in pixels."""

CELLS, LETTER = 470, 6.5
"""Pixels of all columns of a heat map with labels beside it, and of a letter in a cell."""

EDGE = 8
"""Pixels of the smallest margin."""

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
"""Found on any machine that opens the file; the page's own font is not in it."""

_AXIS: dict[str, Any] = {
    "gridcolor": "#e3e7eb",
    "linecolor": "#b8c0c8",
    "zerolinecolor": "#b8c0c8",
    # Ticks that are not seen keep labels away from marks at the axis.
    "ticks": "outside",
    "ticklen": 5,
    "tickcolor": "rgba(0,0,0,0)",
    "title": {"font": {"size": 12}, "standoff": 10},
    "automargin": True,
}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": 12, "color": LIGHT.ink},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "colorway": list(SERIES),
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "legend": {"font": {"size": 12}},
    }
}
"""Layout that replaces the theme of the page."""


def on_paper(figure: go.Figure) -> go.Figure:
    """A figure of its own for print; the one given, in the colours of a light page, is kept."""
    margin = figure.layout.margin
    return _without_long_words(go.Figure(figure)).update_layout(
        template=TEMPLATE,
        width=WIDTH,
        height=figure.layout.height or HEIGHT,
        # Letters at the edge of a figure would be cut by a frame around it.
        margin={side: max(margin[side] or 0, EDGE) for side in ("l", "r", "b")},
    )


def _without_long_words(figure: go.Figure) -> go.Figure:
    """The figure, without those words in the cells of a heat map that are wider than a cell."""
    for trace in figure.data:
        if trace.type == "scatter" and trace.mode == "text":
            letters = CELLS / (max(trace.x) + 1) / LETTER
            trace.text = [each if len(each) <= letters else "" for each in trace.text]
    return figure
