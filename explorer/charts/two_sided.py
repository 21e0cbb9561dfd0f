"""Errors from better to worse in steps, in the colours that sectors have, light and dark.

Steps can be distinguished and named, and are the same at every focus.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.charts.palette import DARK, LIGHT, Theme

PAGE = {False: "#ffffff", True: "#14181d"}
"""Colour of a light page and of a dark one, as in ``.streamlit/config.toml``."""

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
        return PAGE[self.dark]

    @property
    def theme(self) -> Theme:
        """Colours of the page's charts."""
        return DARK if self.dark else LIGHT

    @property
    def _sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Colours below and above the middle, from the middle outwards."""
        return self.theme.better[::-1], self.theme.worse

    def colour(self, value: float, *, faded: bool = False) -> str:
        """The colour of a value; of NaN the page's, which is to be hatched."""
        if np.isnan(value):
            return self.page
        step = bisect_right(self.edges, abs(value))
        colour = self._sides[int(value > 0)][step - 1] if step else self.theme.frame
        return _mixed(colour, self.page, _KEPT) if faded else colour

    def bar(self, title: str) -> dict[str, Any]:
        """A marker of one unseen point whose colour bar explains the steps."""
        below, above = self._sides
        colours = [*reversed(below), self.theme.frame, *above]
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


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _mixed(colour: str, ground: str, share: float) -> str:
    both = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in both)


def _signed(value: float) -> str:
    return f"{value:+g}".replace("-", "\u2212")
