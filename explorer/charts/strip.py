"""Classes in the order of a hierarchy as one strip of bars, their branches as bands below."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from explorer.charts.figure import LEGEND, Trace, figure
from explorer.charts.palette import GREY
from explorer.charts.sector_colours import ink_on
from explorer.charts.two_sided import TwoSided

MOST_BARS = 120
"""Up to so many classes are bars that can be clicked; more of them are drawn as one outline."""

HEAD, BARS, BAND, FOOT = 40, 230, 30, 60
"""Pixels of the legend, of the bars, of a level of bands and of the colour bar below."""

SMALLEST = 11
"""Size of the labels in pixels; a label that does not fit at this size is left to the hover."""

REJECTED = {False: "#8c2d04", True: "#ff9a5a"}
UNRATED = {False: "#8a8f98", True: "#7d858f"}
ACCEPTED = {False: "#f2b176", True: "#8f5730"}
"""Colours of the parts on a light and on a dark page; the most important part has most contrast."""


@dataclass(frozen=True)
class Part:
    """A part of every bar: its column, its name in the legend, its colour on the page."""

    column: str
    name: str
    colour: str


@dataclass(frozen=True)
class Words:
    """Texts of the chart.

    Attributes:
        axis: of the bars, with its unit.
        mean: the value of the line across the bars, NaN for none, and its label.
        bands: title of the colours of the bands.
        bar_hover, band_hover: hover texts of a bar and of a band, in which "{name}" is replaced by
            that column of the row, "{images:,}" for it in a format of d3's; a first line of the
            name alone is bold. Foreign text in them, and in
            the other words, has to be ``escaped``.
    """

    axis: str
    mean: tuple[float, str]
    bands: str
    bar_hover: str
    band_hover: str


def strip(
    bars: pd.DataFrame,
    bands: pd.DataFrame,
    parts: list[Part],
    decimals: Mapping[str, int],
    words: Words,
    scale: TwoSided,
) -> go.Figure:
    """Bars from left to right, and below them the branches that they are under.

    Args:
        bars: one row per class, in order: wnid, name, the columns of the parts (percents) and those
            that the hovers name. Parts of one sign lie upon each other; NaN leaves a gap.
        bands: one row per branch: wnid (which a click opens), name, level (row from 1, top down),
            first and end (places in ``bars``), value (its colour; NaN is hatched), faded, and
            what the hovers name.
        parts: of the bars, from the axis outwards.
        decimals: of the numbers that the hovers name.
        words: texts of the chart.
        scale: colours of the bands.
    """
    rows = int(bands["level"].max()) if len(bands) else 1
    height = HEAD + BARS + BAND * rows + FOOT
    plot = BARS + BAND * rows
    divide = BAND * rows / plot
    reach = _reach(bars, parts)
    drawn = (
        [_bar(bars, part, decimals, words) for part in parts]
        if len(bars) <= MOST_BARS
        else [*_outlines(bars, parts), _pointed_at(bars, decimals, words, reach)]
    )
    mean, label = words.mean
    marked = bool(np.isfinite(mean)) and reach[0] <= mean <= reach[1]
    hidden: dict[str, Any] = {"fixedrange": True, "showgrid": False, "zeroline": False}
    return figure(
        [
            *drawn,
            *([_named(label, scale.theme.ink)] if marked else []),
            _bands(bands, decimals, words, scale),
            _key(scale, words, plot),
        ],
        height=height,
        margin={"t": HEAD, "l": 44, "r": 8, "b": FOOT},
        barmode="relative",
        bargap=0.12 if len(bars) <= MOST_BARS else 0,
        hovermode="closest",
        dragmode=False,
        legend=LEGEND | {"font": {"size": 12}, "traceorder": "normal"},
        uniformtext={"minsize": SMALLEST, "mode": "hide"},
        xaxis={**hidden, "visible": False, "range": [0, len(bars)], "anchor": "y2"},
        yaxis={
            "domain": [divide, 1],
            "range": list(reach),
            "fixedrange": True,
            "title": {"text": words.axis},
            "nticks": 6,
            "zeroline": True,
            "zerolinecolor": GREY,
        },
        yaxis2={**hidden, "visible": False, "domain": [0, divide], "range": [rows + 0.5, 0.5]},
        shapes=[_across(mean, scale.theme.ink)] if marked else [],
    )


def _reach(bars: pd.DataFrame, parts: list[Part]) -> tuple[float, float]:
    """The range of the bars' axis, zero in it."""
    values = bars[[part.column for part in parts]].to_numpy(np.float64)
    if not np.isfinite(values).any():
        return 0.0, 1.0
    above = float(np.nansum(values.clip(min=0), axis=1).max())
    below = float(np.nansum(values.clip(max=0), axis=1).min())
    room = (above - below) * 0.04 or 1.0
    return below - room * (below < 0), above + room


_FIELD = re.compile(r"\{(\w+)(:[^}]+)?\}")


def _hover(frame: pd.DataFrame, hover: str, decimals: Mapping[str, int]) -> dict[str, Any]:
    """A hover as plotly's template, over rows of the columns that it names and of the wnid.

    Little is sent: numbers are rounded, whole ones without a point.
    """
    told = [found[1] for found in _FIELD.finditer(hover)]
    names = list(dict.fromkeys([*frame.columns.intersection(["wnid"]), *told]))
    columns = [_plain(frame[name], decimals.get(name)) for name in names]
    lines = hover.splitlines()
    if lines[0] == "{name}":
        lines[0] = "<b>{name}</b>"
    filled = _FIELD.sub(
        lambda found: f"%{{customdata[{names.index(found[1])}]{found[2] or ''}}}",
        "<br>".join(lines),
    )
    return {
        "customdata": [list(row) for row in zip(*columns, strict=True)],
        "hovertemplate": f"{filled}<extra></extra>",
    }


def _plain(column: "pd.Series[Any]", decimals: int | None) -> list[Any]:
    if decimals is None:
        return column.tolist()
    values = column.astype(np.float64).round(decimals)
    whole = bool((values.dropna() % 1 == 0).all())
    return [None if pd.isna(each) else int(each) if whole else each for each in values.tolist()]


def escaped(text: str) -> str:
    """Foreign text for plotly, which reads markup and templates in what it writes."""
    return html.escape(text).replace("{", "&#123;").replace("}", "&#125;").replace("%", "&#37;")


def _bar(bars: pd.DataFrame, part: Part, decimals: Mapping[str, int], words: Words) -> Trace:
    return {
        "type": "bar",
        "x0": 0.5,
        "dx": 1,
        "y": bars[part.column].astype(np.float32),
        "name": part.name,
        "marker": {"color": part.colour, "line": {"width": 0}},
        **_hover(bars, words.bar_hover, decimals),
        **_UNDIMMED,
    }


_UNDIMMED = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""Without it, all but the bar that was clicked would fade until the page is redrawn."""


def _outlines(bars: pd.DataFrame, parts: list[Part]) -> list[Trace]:
    """The parts as filled outlines in steps, the widest first, so that each covers the next."""
    columns = [bars[part.column].to_numpy(np.float64) for part in parts]
    signs = [-1 if np.nansum(column) < 0 else 1 for column in columns]
    found: list[Trace] = []
    for at, part in enumerate(parts):
        inner = sum(
            (np.nan_to_num(columns[other]) for other in range(at) if signs[other] == signs[at]),
            np.zeros(len(bars)),
        )
        y = inner + np.nan_to_num(columns[at])
        found.append(
            {
                "type": "scatter",
                # The first and the last step are half as wide unless they are continued.
                "x0": -0.5,
                "dx": 1,
                "y": _small(np.concatenate([y[:1], y, y[-1:]])),
                "name": part.name,
                "mode": "lines",
                "line": {"width": 0, "shape": "hvh", "color": part.colour},
                "fill": "tozeroy",
                "fillcolor": part.colour,
                "hoverinfo": "skip",
                "legendrank": 1000 + at,
            }
        )
    return found[::-1]


def _small(values: NDArray[np.float64]) -> NDArray[np.int8]:
    """Whole percents, at most two pixels apart, as bytes: an eighth of what numbers would send."""
    return values.round().astype(np.int8)


def _pointed_at(
    bars: pd.DataFrame, decimals: Mapping[str, int], words: Words, reach: tuple[float, float]
) -> Trace:
    """An invisible image over the outlines, which identifies the class under the pointer."""
    low, high = reach
    # Not clicked, so without wnids, and of so many classes in whole numbers.
    told = _hover(bars.drop(columns="wnid"), words.bar_hover, dict.fromkeys(decimals, 0))
    return {
        "type": "heatmap",
        "z": np.zeros((1, len(bars)), dtype=np.int8),
        "x0": 0.5,
        "dx": 1,
        "dy": high - low,
        "y0": (low + high) / 2,
        **told,
        "customdata": [told["customdata"]],
        "colorscale": [(0, "rgba(0,0,0,0)"), (1, "rgba(0,0,0,0)")],
        "showscale": False,
    }


def _bands(
    bands: pd.DataFrame, decimals: Mapping[str, int], words: Words, scale: TwoSided
) -> Trace:
    values = bands["value"].to_numpy(np.float64)
    faded = bands["faded"].to_numpy(bool)
    colours = [scale.colour(value, faded=pale) for value, pale in zip(values, faded, strict=True)]
    return {
        "type": "bar",
        "orientation": "h",
        "yaxis": "y2",
        "base": bands["first"].astype(np.int32),
        "x": (bands["end"] - bands["first"]).astype(np.int32),
        "y": bands["level"].astype(np.int8),
        "width": 1,
        "text": bands["name"],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "inside",
        "insidetextfont": {"size": 12, "color": [ink_on(colour) for colour in colours]},
        "marker": {
            "color": colours,
            "line": {"width": 1, "color": scale.page},
            "pattern": {
                "shape": np.where(np.isnan(values), "/", "").tolist(),
                "fgcolor": GREY,
                "size": 6,
            }
            if np.isnan(values).any()
            else None,
        },
        **_hover(bands, words.band_hover, decimals),
        "showlegend": False,
        **_UNDIMMED,
    }


def _key(scale: TwoSided, words: Words, plot: int) -> Trace:
    """A point that is not seen, for the sake of its colour bar."""
    marker = scale.bar(words.bands)
    marker["colorbar"] |= {"len": 1, "x": 0.5, "y": -6 / plot, "yanchor": "top"}
    return {
        "type": "scatter",
        "x": [0],
        "y": [0],
        "mode": "markers",
        "marker": marker,
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _across(value: float, colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": value,
        "y1": value,
        "line": {"dash": "dash", "width": 1.5, "color": colour},
    }


def _named(label: str, colour: str) -> Trace:
    """The line's label in the legend: beside the line it would lie over bars."""
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "lines",
        "name": label,
        "line": {"dash": "dash", "width": 1.5, "color": colour},
        "hoverinfo": "skip",
        "legendrank": 2000,
    }
