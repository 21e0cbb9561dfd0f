"""Series of a figure on a dark page."""

import tomllib
from pathlib import Path

import pytest

from explorer.charts.dark import BRIGHTER, for_dark
from explorer.charts.figure import figure
from explorer.charts.palette import BLUE, GREY, SERIES, VERMILION
from explorer.charts.sector_colours import luminance

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def against_the_page(colour: str) -> float:
    ground = tomllib.loads(CONFIG.read_text("utf-8"))["theme"]["dark"]["backgroundColor"]
    return (luminance(colour) + 0.05) / (luminance(ground) + 0.05)


@pytest.mark.parametrize("colour", SERIES)
def test_every_series_stands_out_from_a_dark_page_more_than_on_a_light_one(colour: str):
    assert against_the_page(BRIGHTER[colour]) >= max(5, against_the_page(colour))


def test_lines_marks_and_their_whiskers_are_brighter_and_the_figure_given_stays():
    light = figure(
        [
            {"type": "bar", "y": [1, 2], "marker": {"color": [BLUE, GREY]}},
            {
                "type": "scatter",
                "y": [1, 2],
                "line": {"color": VERMILION},
                "error_y": {"array": [1, 1], "color": VERMILION},
            },
        ],
        shapes=[{"type": "line", "y0": 1, "y1": 1, "line": {"color": BLUE}}],
    )
    dark = for_dark(light)
    assert list(dark.data[0].marker.color) == [BRIGHTER[BLUE], GREY]
    assert dark.data[1].line.color == dark.data[1].error_y.color == BRIGHTER[VERMILION]
    assert dark.layout.shapes[0].line.color == BRIGHTER[BLUE]
    assert light.data[1].line.color == VERMILION
