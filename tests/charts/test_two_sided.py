"""The two-sided scale: readable words on every colour, the colours that sectors have."""

import numpy as np
import pytest

from explorer.charts.palette import DARK, LIGHT
from explorer.charts.sector_colours import ink_on, luminance
from explorer.charts.two_sided import TwoSided

EDGES = (1.0, 4.0, 8.0, 12.0, 16.0)
VALUES = [0.0, *(side * edge for side in (-1, 1) for edge in EDGES)]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("faded", [False, True])
def test_words_keep_their_contrast_on_every_step(dark: bool, faded: bool):
    scale = TwoSided(EDGES, dark)
    for value in VALUES:
        colour = scale.colour(value, faded=faded)
        low, high = sorted(luminance(each) for each in (colour, ink_on(colour)))
        assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_the_steps_are_the_colours_of_sectors_from_the_far_ends_to_the_middle(dark: bool):
    theme = DARK if dark else LIGHT
    scale = TwoSided(EDGES, dark)
    steps = [scale.colour(-edge) for edge in EDGES[::-1]], [scale.colour(edge) for edge in EDGES]
    assert steps == (list(theme.better), list(theme.worse))


def test_light_and_dark_have_their_own_middle():
    assert TwoSided(EDGES).colour(0.5) == TwoSided(EDGES).colour(-0.5)
    assert TwoSided(EDGES).colour(0.5) != TwoSided(EDGES, dark=True).colour(0.5)


def test_the_bar_names_every_end_of_a_step_between_its_colours():
    scale = TwoSided(EDGES)
    bar = scale.bar("title")
    names = bar["colorbar"]["ticktext"]
    assert names == ["−16", "−12", "−8", "−4", "−1", "+1", "+4", "+8", "+12", "+16"]
    colours = [colour for _, colour in bar["colorscale"][::2]]
    assert colours[5:] == [scale.colour(value) for value in (0, *EDGES)]


def test_what_is_not_known_has_no_colour_of_the_scale():
    scale = TwoSided(EDGES)
    assert scale.colour(np.nan) not in {scale.colour(value) for value in VALUES}
