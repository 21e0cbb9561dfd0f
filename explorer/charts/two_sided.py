"""A two-sided scale in steps: blue below a middle, brown above it, on a light page and a dark one.

Steps can be told apart and named, and are the same at every focus. The colours are those of the
themes in ``.streamlit/config.toml``: even steps of lightness that fade into the page in the middle,
apart for any colour vision.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_LIGHT = (
    ("#cce5fb", "#8cc1ee", "#4f99d4", "#2471a9", "#174b72"),
    ("#f7dbc9", "#e6ac86", "#c87e49", "#9d571e", "#6a3913"),
)
_DARK = (
    ("#2b455b", "#266595", "#3286c5", "#5ba9e7", "#8fcbfe"),
    ("#573b28", "#8b4f21", "#b8692c", "#db8c54", "#f5b488"),
)
"""Colours below and above the middle, from the middle outwards."""

_PAGE = {False: "#ffffff", True: "#14181d"}
_MIDDLE = {False: "#eceff2", True: "#2a3138"}
_KEPT = 0.22
"""Share of its colour that a faded step keeps; the rest is the page's."""


@dataclass(frozen=True)
class TwoSided:
    """A scale of five steps on each side of a middle.

    Attributes:
        edges: five distances from zero, ascending: below the first is the middle, from the last
            on the outermost step.
        dark: whether the page is dark.
    """

    edges: tuple[float, float, float, float, float]
    dark: bool = False

    @property
    def page(self) -> str:
        """Colour of the page."""
        return _PAGE[self.dark]

    def colour(self, value: float, *, faded: bool = False) -> str:
        """The colour of a value; of NaN the page's, which is to be hatched."""
        if np.isnan(value):
            return self.page
        step = bisect_right(self.edges, abs(value))
        below, above = _DARK if self.dark else _LIGHT
        sides = above if value > 0 else below
        colour = sides[step - 1] if step else _MIDDLE[self.dark]
        return _mixed(colour, self.page, _KEPT) if faded else colour

    def bar(self, title: str) -> dict[str, Any]:
        """A marker of one unseen point whose colour bar explains the steps."""
        below, above = _DARK if self.dark else _LIGHT
        colours = [*reversed(below), _MIDDLE[self.dark], *above]
        ends = [-edge for edge in reversed(self.edges)] + list(self.edges)
        size = len(colours)
        return {
            "color": [0],
            "opacity": 0,
            "cmin": 0,
            "cmax": size,
            "colorscale": [
                (place / size, colour)
                for at, colour in enumerate(colours)
                for place in (at, at + 1)
            ],
            "showscale": True,
            "colorbar": {
                "title": {"text": title, "side": "top", "font": {"size": 12}},
                "orientation": "h",
                "thickness": 12,
                "outlinewidth": 0,
                "ticks": "",
                "tickfont": {"size": 11},
                "tickangle": 0,
                "tickvals": list(range(1, size)),
                "ticktext": [_signed(end) for end in ends],
            },
        }


def ink(ground: str) -> str:
    """Black or white, whichever has the higher contrast with a colour: at least 4.5 to 1."""
    luminance = _luminance(ground)
    return "#000000" if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else "#ffffff"


def contrast(first: str, second: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2)."""
    channels = np.array(_channels(colour)) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _channels(colour: str) -> Sequence[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _mixed(colour: str, ground: str, share: float) -> str:
    both = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in both)


def _signed(value: float) -> str:
    return f"{value:+g}".replace("-", "\u2212")
