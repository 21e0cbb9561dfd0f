"""Treemap, icicle and sunburst of a window, and what a click on one of them means."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from explorer.charts.figure import figure
from explorer.charts.hovers import Hover, escaped, told
from explorer.charts.palette import DARK, LIGHT, Theme
from explorer.charts.sector_colours import FEWEST, FRAME, REST, VALUE, Colouring, shades

Kind = Literal["treemap", "icicle", "sunburst"]

SMALLEST = 11
"""Pixels of the smallest label; one that does not fit at that size is left out."""

OUTLINE = 3
"""Pixels of the line around a sector that is marked."""

_PATH = {"visible": True, "thickness": 26}

_LEAF, _FRAME = "%{label}<br>%{text}", "%{label}  %{text}"

_OPAQUE = {"opacity": 1}
"""Plotly lets the page shine through leaves, whose ink is chosen for the colour of the scale."""

_HOW: Mapping[Kind, Mapping[str, Any]] = {
    "treemap": {"pathbar": _PATH, "tiling": {"pad": 2}},
    "icicle": {"pathbar": _PATH, "tiling": {"pad": 1}, "leaf": _OPAQUE},
    "sunburst": {"insidetextorientation": "auto", "leaf": _OPAQUE},
}
"""What each chart has of its own."""


def nested(
    frame: pd.DataFrame,
    kind: Kind,
    focus: str,
    colouring: Colouring,
    height: int,
    hover: Hover,
    *,
    dark: bool = False,
    marked: str = "",
) -> go.Figure:
    """Nested sectors, opened at the focus, its ancestors in the path bar.

    Sectors without others inside are coloured by their value; those that contain others are quiet
    frames, so that no value is shown twice. With fewer than three different values the colours
    have no legend, because a sentence is clearer (see ``distinct``).

    Args:
        frame: one row per sector: id, parent (id, empty for the outermost), kind ("ancestor" for
            those in the path bar, "others" and "outside" for those that represent several), label,
            area (at least the sum of its children's), text (written after the label), colour (NaN
            if not known), and what the hover names.
        kind: which chart.
        focus: id of the sector to open at.
        colouring: the kind of values in the colour column.
        height: pixels.
        hover: function from a row to the lines of the sector's hover text.
        dark: whether the page is dark.
        marked: id of a sector that is outlined, unless it is the one that the chart opens at.
    """
    theme = DARK if dark else LIGHT
    kinds = sector_kinds(frame)
    drawn = shades(frame["colour"].to_numpy(np.float64), kinds, colouring, theme)
    # Streamlit's own theme writes text in one colour, which would not be read on every sector.
    texts = {"color": drawn.inks, "size": 12}
    inside: dict[str, Any] = {"texttemplate": "%{label}"}  # a ring is too narrow for more
    if kind != "sunburst":
        inside = {"texttemplate": [_LEAF if each != FRAME else _FRAME for each in kinds]}
    trace: dict[str, Any] = {
        "type": kind,
        "ids": frame["id"],
        "labels": [escaped(label) for label in frame["label"].tolist()],
        "parents": frame["parent"],
        "values": frame["area"],
        "text": frame["text"],
        "customdata": told(frame, hover),
        "hovertemplate": "%{customdata}<extra></extra>",
        "branchvalues": "total",
        "level": focus,
        "marker": {
            "colors": drawn.colours,
            **_edges(kind, theme, [each == marked != focus for each in frame["id"].tolist()]),
            **_hatched(drawn.unknown, theme.hatch),
        },
        "root": {"color": theme.frame},
        "sort": True,
        "textfont": texts,
        **inside,
        **_HOW[kind],
    }
    if kind != "sunburst":
        trace["pathbar"] = _PATH | {"textfont": {"color": theme.ink, "size": 12}}
        trace["outsidetextfont"] = {"color": theme.ink, "size": 12}
    legend: dict[str, Any] = {"type": "treemap", "labels": [""], "parents": [""], "values": [1]}
    # Colours given one by one have no legend, so an invisible trace provides it.
    legend |= {"domain": {"x": [0, 1e-4], "y": [0, 1e-4]}, "hoverinfo": "skip"}
    path = kind != "sunburst" and "ancestor" in set(frame["kind"])
    return figure(
        [trace] if drawn.legend is None else [trace, legend | {"marker": drawn.legend}],
        height=height,
        # Without room above, the path bar is drawn outside the picture.
        margin={"t": 34 if path else 4, "l": 0, "r": 0, "b": 8 if drawn.legend is None else 60},
        uniformtext={"minsize": SMALLEST, "mode": "hide"},
    )


def sector_kinds(frame: pd.DataFrame) -> list[int]:
    """What each sector is for its colour: see ``sector_colours``."""
    holding = set(frame["parent"])
    return [
        FRAME
        if sector in holding or kind == "ancestor"
        else REST
        if kind in ("others", "outside")
        else VALUE
        for sector, kind in zip(frame["id"].tolist(), frame["kind"].tolist(), strict=True)
    ]


def distinct(frame: pd.DataFrame) -> list[float]:
    """The different values of the coloured sectors, ascending, if they are too few for colours."""
    kinds = np.asarray(sector_kinds(frame))
    values = frame["colour"].to_numpy(np.float64)[kinds == VALUE]
    found = np.unique(values[np.isfinite(values)])
    return found.tolist() if len(found) < FEWEST else []


def _hatched(unknown: list[bool], colour: str) -> dict[str, Any]:
    """A pattern over sectors whose value is not known."""
    if not any(unknown):
        return {}
    shapes = ["/" if each else "" for each in unknown]
    return {"pattern": {"shape": shapes, "fgcolor": colour, "size": 6, "solidity": 0.3}}


def _edges(kind: Kind, theme: Theme, marked: list[bool]) -> dict[str, Any]:
    """Gaps between sectors, and an outline around one that is marked.

    Frames of a sunburst lie beside each other, so their gaps have the colour of the page.
    """
    gap = theme.frame if kind == "treemap" else theme.ground
    line: dict[str, Any] = {"line": {"width": 1, "color": gap}}
    if any(marked):
        # One width for all: plotly leaves the path bar out where each has its own.
        colours = [theme.ink if each else gap for each in marked]
        line["line"] = {"width": OUTLINE, "color": colours}
    if kind != "treemap":
        return line
    return line | {"cornerradius": 2, "pad": {"t": 21, "l": 3, "r": 3, "b": 3}}


def clicked(selection: Mapping[str, Any], focus: str, parent: str) -> str | None:
    """The synset to go to after a click, or None if there is nowhere to go.

    A click on a sector opens it, on "others" or "itself" the synset it belongs to, on an
    ancestor in the path bar that ancestor, and on the sector already open its parent.

    Args:
        selection: what Streamlit reports: ``{"points": [{"id": ...}, ...]}``.
        focus: wnid of the sector that the chart is opened at.
        parent: wnid to go up to from there; empty at the root.
    """
    match selection:
        case {"points": [{"id": str(sector)}, *_]}:
            part, _, wnid = sector.rpartition(":")
            if wnid == focus:
                return None if part else parent or None
            return wnid or None
    return None
