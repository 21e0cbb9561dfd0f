"""A figure on a dark page: the series that are strong on white, brighter so that they stand out."""

from typing import Any

import plotly.graph_objects as go

from explorer.charts.palette import BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILION

BRIGHTER = {
    BLUE: "#3f9fe0",
    VERMILION: "#f5823b",
    GREEN: "#1fc496",
    PURPLE: "#e3a0c6",
    SKY: "#8fd2fa",
    ORANGE: "#f2b632",
}
"""The hues of the palette at 5:1 or better on a dark page, so that faint marks stay above 3:1."""


def for_dark(light: go.Figure) -> go.Figure:
    """A copy of a figure whose series have their colours for a dark page; others stay."""
    dark = go.Figure(light)
    for trace in dark.data:
        for path in ("marker", "line", "error_x", "error_y", "marker.line"):
            if path.split(".")[0] in trace and (part := trace[path]) is not None:
                _brighten(part, "color")
        if "fillcolor" in trace:
            _brighten(trace, "fillcolor")
    for shape in dark.layout.shapes:
        _brighten(shape, "fillcolor")
        _brighten(shape.line, "color")
    return dark


def _brighten(part: Any, name: str) -> None:
    """Replace a colour, or each of several, where it is one of the palette."""
    if name not in part:
        return
    value = part[name]
    if isinstance(value, str):
        part[name] = BRIGHTER.get(value.lower(), value)
    elif isinstance(value, (list, tuple)):
        part[name] = [BRIGHTER.get(each, each) if isinstance(each, str) else each for each in value]
