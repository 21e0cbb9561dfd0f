"""Colours of nested sectors: leaves by their value, frames quiet, unknown values hatched."""

import itertools
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.charts.figure import colour_bar
from explorer.charts.palette import Theme

Numbers = NDArray[np.float64]

FRAME, REST, VALUE = 0, 1, 2
"""Kind of a sector: it contains others, it represents several children, or it has a value."""

MOST = 0.9
"""Share of the values that a two-sided scale reaches where its ends are not given."""

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Times a power of ten, what ticks between the ends of a scale are at."""

NEAR = 0.12
"""Share of a scale that a tick keeps from its ends, whose labels stand there."""

FEWEST = 3
"""Minimum number of distinct values for which colours are used instead of a sentence."""


@dataclass(frozen=True)
class Colouring:
    """How the values of sectors are to be read.

    Attributes:
        title: what they are, with their unit.
        logarithmic: whether by magnitude; then what is not above 0 counts as not known.
        middle: the value that two sides part at, such as 0 of differences; None for a
            figure that only grows.
        low, high: values at the ends, which are the same at every focus; None for ends that are
            taken from the values drawn. Values beyond have the colour of the end, and the labels of
            the ends say so.
        adverse: whether more is worse: two sides then run from blue to orange.
    """

    title: str
    logarithmic: bool = False
    middle: float | None = None
    low: float | None = None
    high: float | None = None
    adverse: bool = False


@dataclass(frozen=True)
class Shades:
    """Colours of sectors.

    Attributes:
        colours: of each sector, as ``#rrggbb``.
        inks: of each sector's text.
        unknown: whether each has a value that is not known, which is hatched.
        legend: marker of a trace that shows the scale; None if colours are not informative.
    """

    colours: list[str]
    inks: list[str]
    unknown: list[bool]
    legend: dict[str, Any] | None


def shades(values: Numbers, kinds: Sequence[int], colouring: Colouring, theme: Theme) -> Shades:
    """The colours of sectors.

    Args:
        values: a number per sector; NaN where it is not known.
        kinds: of each sector, one of ``FRAME``, ``REST`` and ``VALUE``.
        colouring: how the values are to be read.
        theme: of the page.
    """
    read = values.astype(np.float64)
    if colouring.logarithmic:
        with np.errstate(divide="ignore", invalid="ignore"):
            read = np.where(read > 0, np.log10(read), np.nan)
    valued = np.asarray(kinds) == VALUE
    known = read[valued & np.isfinite(read)]
    low, high = _ends(known, colouring)
    stops = _stops(colouring, theme)
    plain = {FRAME: theme.frame, REST: theme.rest}
    with np.errstate(over="ignore"):
        places = ((read - low) / (high - low)).tolist()
    colours = [
        plain.get(kind) or (theme.frame if np.isnan(place) else _colour_at(stops, place))
        for kind, place in zip(kinds, places, strict=True)
    ]
    unknown = (valued & ~np.isfinite(read)).tolist()
    inks = [
        ink_on(colour) if value and not bare else theme.ink
        for colour, value, bare in zip(colours, valued.tolist(), unknown, strict=True)
    ]
    legend = None
    if len(np.unique(known)) >= FEWEST:
        legend = {
            "colors": [low],
            "colorscale": stops,
            "cmin": low,
            "cmax": high,
            "showscale": True,
            "colorbar": _bar(colouring, low, high, known),
        }
    return Shades(colours, inks, unknown, legend)


def ink_on(colour: str) -> str:
    """Black or white, whichever has more contrast: at least 4.5:1 on any colour."""
    light = luminance(colour)
    return "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#ffffff"


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, from 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _ends(known: Numbers, colouring: Colouring) -> tuple[float, float]:
    """The values of the first and the last colour, logarithms where the scale is one."""

    def read(value: float) -> float:
        return math.log10(value) if colouring.logarithmic else value

    if colouring.low is not None and colouring.high is not None:
        low, high = read(colouring.low), read(colouring.high)
    elif not len(known):
        low, high = 0.0, 1.0
    elif colouring.middle is not None:
        middle = read(colouring.middle)
        # A few far ones would leave all others pale: they share the colours of the ends.
        away = np.abs(known - middle)
        reach = float(np.quantile(away, MOST)) or float(away.max()) or 0.5
        low, high = middle - reach, middle + reach
    else:
        low, high = float(known.min()), float(known.max())
    if low == high:
        # A single value has no range: it is shown against zero, not in the middle of a scale.
        low, high = min(low, 0.0), max(high, 0.0)
        high += float(low == high)
    return low, high


def _stops(colouring: Colouring, theme: Theme) -> list[tuple[float, str]]:
    """Place from 0 to 1 and colour of the scale's stops."""
    if colouring.middle is None:
        places = np.linspace(0, 1, len(theme.one_hue)).tolist()
        return list(zip(places, theme.one_hue, strict=True))
    sides = (theme.better, theme.worse) if colouring.adverse else (theme.below, theme.above)
    places = [np.linspace(side / 2, (side + 1) / 2, len(sides[side])).tolist() for side in (0, 1)]
    return [*zip(places[0], sides[0], strict=True), *zip(places[1], sides[1], strict=True)]


def _colour_at(stops: list[tuple[float, str]], place: float) -> str:
    """The colour of a scale at a place, 0 and 1 its ends, mixed as plotly mixes."""
    for (left, one), (right, other) in itertools.pairwise(stops):
        if place <= right:
            share = 0.0 if right == left else max(0.0, (place - left) / (right - left))
            parts = [
                round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
                for at in (1, 3, 5)
            ]
            return "#" + "".join(f"{part:02x}" for part in parts)
    return stops[-1][1]


def _bar(colouring: Colouring, low: float, high: float, known: Numbers) -> dict[str, Any]:
    """The legend of the scale; its ends are marked if values beyond share their colour."""
    if colouring.middle is not None:
        middle = (low + high) / 2
        sides = [
            _round_between(*ends, colouring.logarithmic) for ends in ((low, middle), (middle, high))
        ]
        ticks = [low, sides[0], middle, sides[1], high]
    elif colouring.logarithmic:
        powers = range(math.ceil(low + 1e-9), math.floor(high) + 1)
        ticks = [low, *(float(each) for each in powers if low + 0.2 < each < high - 0.2), high]
    else:
        step = _round(high / 4 - low / 4)
        first = math.floor(low / step) + 1
        inner = [step * each for each in range(first, math.ceil(high / step))]
        near = (high - low) * NEAR
        ticks = [low, *(each for each in inner if low + near <= each <= high - near), high]
    texts = [_tick(10**tick if colouring.logarithmic else tick) for tick in ticks]
    if (known < low).any():
        texts[0] = f"≤ {texts[0]}"
    if (known > high).any():
        texts[-1] = f"≥ {texts[-1]}"
    return colour_bar(colouring.title) | {"tickvals": ticks, "ticktext": texts}


def _round_between(low: float, high: float, logarithmic: bool) -> float:
    """A round value near the middle between two; the middle itself where none is near.

    Args:
        low: the smaller one; a logarithm if the scale is one.
        high: the larger one, likewise.
        logarithmic: whether it is.
    """
    middle = (low + high) / 2
    value = 10**middle if logarithmic else middle
    nearest = math.copysign(_round(abs(value)), value) if value else 0.0
    place = math.log10(nearest) if logarithmic else nearest
    return place if abs(place - middle) <= (high - low) / 4 else middle


def _round(value: float) -> float:
    """The value of 1, 2, 2.5 or 5 times a power of ten that is nearest, by ratio."""
    if not sys.float_info.min * 10 < value < sys.float_info.max / 10:
        return value
    power = 10.0 ** math.floor(math.log10(value))
    return min((power * each for each in ROUND), key=lambda each: abs(math.log(each / value)))


def _tick(value: float) -> str:
    if abs(value) >= 1_000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}"
