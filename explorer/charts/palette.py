"""Colours that charts share: apart for any colour vision, on a light ground and a dark one."""

from dataclasses import dataclass

BLUE = "#0072b2"
VERMILION = "#d55e00"
GREEN = "#009e73"
PURPLE = "#cc79a7"
SKY = "#56b4e9"
ORANGE = "#e69f00"
GREY = "#8a8f98"
"""Background colour: rules, all classes, unselected items."""

SERIES = (BLUE, VERMILION, GREEN, PURPLE, SKY, ORANGE)
"""Of the palette of Okabe and Ito (2008), in the order that series take them."""

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""Dash of each line, in addition to its colour."""


@dataclass(frozen=True)
class Theme:
    """Colours of nested sectors on a light or a dark page.

    The two sides part at the middle with a step of hue, so that a value near the middle is pale
    but never grey; lightness runs evenly in OKLab, away from the page. Purple and green differ
    for every kind of colour vision.

    Attributes:
        ground: colour of the page.
        frame: colour of a sector that contains others; close to that of the page.
        rest: colour of a sector that combines several children.
        ink: text on the two, at 4.5:1 or better.
        hatch: lines over a sector whose value is not known.
        below, above: of a two-sided scale, from the far end to the middle and on.
        better, worse: likewise, where more is worse, as of errors.
        one_hue: of a scale that only grows.
    """

    ground: str
    frame: str
    rest: str
    ink: str
    hatch: str
    below: tuple[str, ...]
    above: tuple[str, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    one_hue: tuple[str, ...]


LIGHT = Theme(
    "#ffffff",
    "#eef1f4",
    "#dde2e7",
    "#1b1f24",
    "#a9b1b9",
    ("#641f9f", "#7b4ab3", "#946ec5", "#ae90d7", "#c9b3e9", "#e4d7fa"),
    ("#bff2dd", "#9cd5be", "#79b89f", "#569c82", "#318066", "#00654b"),
    ("#174b72", "#2471a9", "#4f99d4", "#8cc1ee", "#cce5fb"),
    ("#f7dbc9", "#e6ac86", "#c87e49", "#9d571e", "#6a3913"),
    ("#cfe8ff", "#a8caeb", "#86add6", "#668fc0", "#4872ab", "#2c5596", "#123780"),
)
DARK = Theme(
    "#14181d",
    "#1f252c",
    "#2c343d",
    "#e6e9ed",
    "#5b6570",
    ("#cdaafe", "#b08edd", "#9275b9", "#755c97", "#594475", "#3f2e56"),
    ("#1a4033", "#295f4d", "#398068", "#4aa384", "#5cc7a2", "#6eecc1"),
    ("#8fcbfe", "#5ba9e7", "#3286c5", "#266595", "#2b455b"),
    ("#573b28", "#8b4f21", "#b8692c", "#db8c54", "#f5b488"),
    ("#213654", "#354f71", "#496a8e", "#5e86ad", "#73a3cd", "#8ac1ed", "#b2defe"),
)
