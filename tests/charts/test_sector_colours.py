"""Colours of sectors: read by everybody, never grey by accident, the same at every synset."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits import subtree
from explorer.charts.nested import sector_kinds
from explorer.charts.palette import DARK, LIGHT, Theme
from explorer.charts.sector_colours import (
    FRAME,
    REST,
    VALUE,
    Colouring,
    Shades,
    ink_on,
    luminance,
    shades,
)
from explorer.settings import Settings
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas

DOG = "n02084071"
THEMES = [LIGHT, DARK]
CHROMA = 0.03
"""OKLab chroma under which a colour looks grey beside others."""


def oklab(colour: str) -> tuple[float, float, float]:
    """Lightness, a and b of ``#rrggbb`` (Ottosson 2020)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)  # noqa: E741
    m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    )


def chroma(colour: str) -> float:
    _, a, b = oklab(colour)
    return math.hypot(a, b)


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def one(value: float, colouring: Colouring, theme: Theme = LIGHT, *others: float) -> str:
    """The colour of a value among some others."""
    values = np.array([value, *others])
    return shades(values, [VALUE] * len(values), colouring, theme).colours[0]


@pytest.mark.parametrize("theme", THEMES)
def test_lightness_runs_one_way_from_the_page_and_no_colour_of_a_scale_is_grey(theme: Theme):
    for ramp in (
        theme.below[::-1],
        theme.above,
        theme.better[::-1],
        theme.worse,
        theme.one_hue,
    ):
        lightness = [oklab(colour)[0] for colour in ramp]
        steps = {math.copysign(1, after - before) for before, after in pairwise(lightness)}
        assert len(steps) == 1
        assert min(map(chroma, ramp)) > CHROMA


@given(st.integers(0, 0xFFFFFF))
def test_ink_has_a_contrast_of_four_and_a_half_on_any_colour(number: int):
    colour = f"#{number:06x}"
    assert contrast(colour, ink_on(colour)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_words_on_frames_and_rests_can_be_read(theme: Theme):
    assert contrast(theme.frame, theme.ink) >= 4.5
    assert contrast(theme.rest, theme.ink) >= 4.5


def test_the_two_sides_part_at_the_middle_without_grey():
    two = Colouring("Difference", middle=0, low=-10, high=10)
    below, above = one(-0.01, two), one(0.01, two)
    assert chroma(below) > CHROMA < chroma(above)
    assert oklab(below)[1] > 0 > oklab(above)[1]
    assert one(-10, two) == one(-999, two) == LIGHT.below[0]
    assert one(10, two) == one(999, two) == LIGHT.above[-1]
    errors = Colouring("Error", middle=0, low=-10, high=10, adverse=True)
    assert (one(-10, errors), one(10, errors)) == (LIGHT.better[0], LIGHT.worse[-1])


def test_ends_that_are_given_do_not_depend_on_what_is_drawn():
    fixed = Colouring("Images", logarithmic=True, low=1, high=1000)
    assert one(10, fixed) == one(10, fixed, LIGHT, 999, 2)
    free = Colouring("Images", logarithmic=True)
    assert one(10, free, LIGHT, 1, 100) != one(10, free, LIGHT, 10, 100)


def test_ends_say_where_values_beyond_share_their_colour():
    colouring = Colouring("Images", logarithmic=True, middle=100, low=10, high=1000)

    def ends(*values: float) -> tuple[str, str]:
        legend = shades(np.array(values), [VALUE] * len(values), colouring, LIGHT).legend
        assert legend is not None
        texts = legend["colorbar"]["ticktext"]
        return texts[0], texts[-1]

    assert ends(20, 100, 900) == ("10", "1,000")
    assert ends(2, 100, 900) == ("≤ 10", "1,000")
    assert ends(20, 100, 9_000) == ("10", "≥ 1,000")


@pytest.mark.parametrize(
    ("colouring", "values", "texts"),
    [
        # Medians against that of a branch, as multiples of it.
        (
            Colouring("Median", logarithmic=True, middle=1, low=0.21, high=4.8),
            (0.3, 1, 3),
            ["0.21", "0.5", "1", "2", "4.8"],
        ),
        # Classes of superclasses: no halves of a class, and none on top of the ends.
        (Colouring("Classes"), (3, 130, 337), ["3", "100", "200", "337"]),
        (Colouring("Share (%)", low=0, high=100), (1, 2, 3), ["0", "25", "50", "75", "100"]),
        (
            Colouring("Error", middle=0, low=-20, high=20),
            (1, 2, 3),
            ["-20", "-10", "0", "10", "20"],
        ),
    ],
)
def test_ticks_between_the_ends_are_at_round_values(colouring, values, texts):
    legend = shades(np.array(values, float), [VALUE] * len(values), colouring, LIGHT).legend
    assert legend is not None
    assert legend["colorbar"]["ticktext"] == texts


def test_nothing_by_magnitude_is_not_known():
    found = shades(np.array([0.0, 1.0]), [VALUE] * 2, Colouring("Images", logarithmic=True), LIGHT)
    assert found.unknown == [True, False]


@given(st.lists(st.floats(-1e9, 1e9) | st.just(math.nan), min_size=1), st.booleans(), st.booleans())
def test_any_values_have_colours(values: list[float], logarithmic: bool, two_sided: bool):
    colouring = Colouring("Any", logarithmic, middle=1.0 if two_sided else None)
    found = shades(np.array(values), [VALUE] * len(values), colouring, DARK)
    assert all(len(colour) == 7 and colour.startswith("#") for colour in found.colours)
    assert found.unknown == [math.isnan(each) or (logarithmic and each <= 0) for each in values]


def test_frames_and_rests_take_no_part_in_the_scale():
    values = np.array([1e9, 1.0, 2.0, -1e9])
    found = shades(values, [FRAME, VALUE, VALUE, REST], Colouring("Images"), LIGHT)
    assert found.colours == [LIGHT.frame, LIGHT.one_hue[0], LIGHT.one_hue[-1], LIGHT.rest]


# On the real hierarchy


def real(focus: str, dataset: str, measure: str, theme: Theme) -> tuple[Shades, list[int]]:
    rolled = atlas().roll_up(dataset)
    frame = subtree.sectors(
        atlas(), rolled, focus, "classes", subtree.measured(rolled, measure), Settings()
    )
    scale = subtree.scale(rolled, measure)
    assert scale is not None
    kinds = sector_kinds(frame)
    adverse = rolled.dataset.measure(measure).adverse
    colouring = Colouring("", scale.logarithmic, scale.middle, scale.low, scale.high, adverse)
    return shades(frame["colour"].to_numpy(np.float64), kinds, colouring, theme), kinds


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("focus", [ENTITY, DOG])
@pytest.mark.parametrize(
    ("dataset", "measure"),
    [
        ("fall11", "images_per_class"),
        ("fall11", "images"),
        ("fall11", "boxed_classes"),
        ("ilsvrc2012", "top1_error"),
        ("ilsvrc2012", "images_per_class"),
        ("wordnet", "coverage"),
    ],
)
def test_at_most_a_tenth_of_the_coloured_sectors_is_near_grey(
    theme: Theme, focus: str, dataset: str, measure: str
):
    found, kinds = real(focus, dataset, measure, theme)
    coloured = [
        colour
        for colour, kind, bare in zip(found.colours, kinds, found.unknown, strict=True)
        if kind == VALUE and not bare
    ]
    assert len(coloured) > 20
    grey = sum(chroma(colour) < CHROMA for colour in coloured)
    assert grey <= len(coloured) / 10
    for colour, ink in zip(found.colours, found.inks, strict=True):
        assert contrast(colour, ink) >= 4.5


def test_one_value_has_one_colour_at_every_synset():
    rolled = atlas().roll_up("fall11")
    scale = subtree.scale(rolled, "images_per_class")
    assert scale is not None
    assert scale.middle == pytest.approx(650.0, abs=0.1)
    assert scale.low * scale.high == pytest.approx(scale.middle**2)
    assert subtree.scale(rolled, "boxed_classes") == subtree.Scale(0.0, 100.0)
    error = subtree.scale(atlas().roll_up("ilsvrc2012"), "top1_error")
    assert error is not None
    assert error.middle == pytest.approx(23.87, abs=0.01)
    assert not error.logarithmic
