"""Words of a figure on a light page."""

import plotly.graph_objects as go

from explorer.charts.figure import figure
from explorer.charts.light import TEXT, for_light
from explorer.charts.palette import LIGHT
from explorer.charts.sector_colours import luminance

BAR = {"title": {"text": "share (%)"}}
AXIS = {"title": {"text": "images"}}


def words(drawn: go.Figure) -> list[str | None]:
    """The colours of everything that is written on it."""
    bar, axis = drawn.data[0].colorbar, drawn.layout.xaxis
    parts = (bar.tickfont, bar.title.font, axis.tickfont, axis.title.font, drawn.layout.font)
    return [part.color for part in parts]


def test_every_word_has_its_contrast_and_the_figure_given_stays():
    given = figure([{"type": "heatmap", "z": [[1, 2]], "colorbar": BAR}], xaxis=AXIS)
    contrasts = [1.05 / (luminance(colour or "") + 0.05) for colour in words(for_light(given))]
    assert min(contrasts) >= 4.5
    assert words(given) == [None] * 5


def test_a_colour_that_is_given_stays():
    axis = {"tickfont": {"color": LIGHT.ink}, **AXIS}
    drawn = for_light(figure([{"type": "bar", "y": [1, 2]}], xaxis=axis))
    assert (drawn.layout.xaxis.tickfont.color, drawn.layout.xaxis.title.font.color) == (
        LIGHT.ink,
        TEXT,
    )


def test_marks_without_a_colour_bar_get_none():
    given = figure([{"type": "scatter", "y": [1, 2], "marker": {"color": [1, 2]}}], xaxis=AXIS)
    assert for_light(given).data == given.data
