"""A figure on a light page: its axes, colour bars and notes in ink that can be read."""

import plotly.graph_objects as go

from explorer.charts.narrow import bar_of

TEXT = "#565d66"
"""Of ticks, titles and notes, 6:1 on white; Streamlit's own grey there is 3.7:1."""


def for_light(plain: go.Figure) -> go.Figure:
    """A copy of a figure whose words have at least 4.5:1; a colour given for some of them stays."""
    light = go.Figure(plain)
    light.layout.font.color = light.layout.font.color or TEXT
    # A bar without a title is one that is not drawn; a colour for its words would draw it.
    bars = [bar for bar in map(bar_of, light.data) if bar is not None and bar.title.text]
    for part in [*light.select_xaxes(), *light.select_yaxes(), *bars]:
        part.tickfont.color = part.tickfont.color or TEXT
        part.title.font.color = part.title.font.color or TEXT
    return light
