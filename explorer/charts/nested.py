"""Treemap, icicle and sunburst of a window, and what a click on one of them means."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from explorer.charts.figure import colour_bar, figure
from explorer.charts.palette import SCALE

Kind = Literal["treemap", "icicle", "sunburst"]

TWO_SIDED = "PuOr_r"
"""Purple below and orange above the middle: apart for any colour vision (Brewer)."""

MOST = 0.9
"""Share of the sectors that a two-sided scale reaches as far as."""

NEUTRAL = "#9aa0a6"
"""Sectors that stand for no single synset, or whose figure is not known."""

SLIVER = 1e-4
"""Share of a colour scale below its first colour, half of it for them: too narrow to be seen."""


INK = "#111418"
"""Text on neutral ground; plotly would write the outermost ancestor in grey on grey."""


_PATH = {"visible": True, "thickness": 26, "textfont": {"color": INK}}

_HOW: Mapping[Kind, Mapping[str, Any]] = {
    "treemap": {
        "pathbar": _PATH,
        "texttemplate": "%{label}<br>%{text}",
        "tiling": {"pad": 2},
    },
    "icicle": {"pathbar": _PATH, "texttemplate": "%{label}  %{text}"},
    "sunburst": {"texttemplate": "%{label}", "insidetextorientation": "radial"},
}
"""What each chart has of its own."""


@dataclass(frozen=True)
class Colouring:
    """How the colour column is to be read.

    Attributes:
        title: what it holds, with its unit.
        logarithmic: whether by magnitude; then what is not above 0 counts as not known.
        middle: the value that two sides part at, such as 0 of differences; None for a
            figure that only grows.
    """

    title: str
    logarithmic: bool = False
    middle: float | None = None

    @property
    def scale(self) -> str:
        """Name of the colour scale."""
        return SCALE if self.middle is None else TWO_SIDED


def nested(
    frame: pd.DataFrame, kind: Kind, focus: str, colouring: Colouring, height: int
) -> go.Figure:
    """Nested sectors, opened at the focus, its ancestors in the path bar.

    Args:
        frame: a row a sector: id, parent (id, empty for the outermost), kind ("ancestor"
            for those in the path bar), label, area (at least the sum of its children's),
            text (written below the label), colour (NaN if not known), hover.
        kind: which chart.
        focus: id of the sector to open at.
        colouring: what the colour column holds.
        height: pixels.
    """
    above = (frame["kind"] == "ancestor") | (frame["id"] == focus)
    values = np.where(above, np.nan, frame["colour"].to_numpy(dtype=np.float64))
    trace: dict[str, Any] = {
        "type": kind,
        "ids": frame["id"],
        "labels": frame["label"],
        "parents": frame["parent"],
        "values": frame["area"],
        "text": frame["text"],
        "customdata": frame["hover"],
        "hovertemplate": "%{customdata}<extra></extra>",
        "branchvalues": "total",
        "level": focus,
        "marker": _shades(values, colouring),
        "root": {"color": NEUTRAL},
        "sort": True,
        **_HOW[kind],
    }
    return figure(
        [trace],
        height=height,
        # Without room above, the path bar is drawn outside the picture.
        margin={"t": 34, "l": 0, "r": 0, "b": 60},
        uniformtext={"minsize": 9, "mode": "hide"} if kind != "treemap" else None,
    )


def _shades(values: NDArray[np.float64], colouring: Colouring) -> dict[str, Any]:
    """Colours as plotly's markers have them: a number a sector, their scale and its bar."""
    if colouring.logarithmic:
        with np.errstate(divide="ignore"):
            values = np.where(values > 0, np.log10(values), np.nan)
    known = values[np.isfinite(values)]
    if not len(known):
        return {"colors": [NEUTRAL] * len(values)}
    low, high = float(known.min()), float(known.max())
    if colouring.middle is not None:
        middle = math.log10(colouring.middle) if colouring.logarithmic else colouring.middle
        # A few far ones would leave all others pale: they share the colours of the ends.
        away = np.abs(known - middle)
        reach = float(np.quantile(away, MOST)) or float(away.max())
        low, high = middle - reach, middle + reach
    bar = _colour_bar(colouring, low, high)
    if low == high and colouring.middle is not None:
        low, high = low - 0.5, high + 0.5
    elif low == high:
        # A single value has no range: it is shown against zero, not in the middle of a scale.
        low, high = min(low, 0.0), max(high, 0.0)
        high += float(low == high)
    least = low - (high - low) * SLIVER / (1 - SLIVER)
    return {
        "colors": np.where(np.isfinite(values), np.clip(values, low, high), least),
        "colorscale": _scale(colouring.scale),
        "cmin": least,
        "cmax": high,
        "showscale": True,
        "colorbar": bar,
    }


@lru_cache(maxsize=2)
def _scale(name: str) -> list[tuple[float, str]]:
    """A colour scale above a sliver for what is not known."""
    from plotly.colors import get_colorscale

    stops = [(SLIVER + (1 - SLIVER) * place, colour) for place, colour in get_colorscale(name)]
    # The edge lies halfway, so that no rounding takes the least known value for an unknown one.
    return [(0.0, NEUTRAL), (SLIVER / 2, NEUTRAL), (SLIVER / 2, stops[0][1]), *stops]


def _colour_bar(colouring: Colouring, low: float, high: float) -> dict[str, Any]:
    bar = colour_bar(colouring.title)
    if colouring.logarithmic:
        powers = range(math.ceil(low), math.floor(high) + 1)
        ticks = [float(power) for power in powers] if len(powers) > 1 else [low, high]
        bar |= {"tickvals": ticks, "ticktext": [_tick(10**tick) for tick in ticks]}
    elif low == high:
        bar |= {"tickvals": [low], "ticktext": [f"{low:,.6g}"]}
    return bar


def _tick(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.3g}"


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
