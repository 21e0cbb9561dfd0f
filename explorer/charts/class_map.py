"""A class map for print: squares in a grid, outlines of branches and the labels that have room."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explorer.charts.figure import LEGEND, Trace, colour_bar, figure
from explorer.charts.hovers import bold, escaped
from explorer.charts.palette import LIGHT
from explorer.charts.paper import WIDTH

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

CATEGORIES = ("#0a3160", "#5ba3dc", "#d5dde6", "#d55e00")
"""Of up to four kinds of class, as on the page."""

EDGE, HEAD, FOOT = 8, 34, 52
"""Pixels to the right of the map, for its legend and its colour bar."""

LETTERS = {1: (12, 7.0), 2: (10, 5.4)}
"""By level of a branch, size of its label and mean width of a letter, in pixels."""


@dataclass(frozen=True)
class Area:
    """A branch on the map: its name, classes and level, and places for its label, best first."""

    name: str
    classes: int
    level: int
    places: Integers


@dataclass(frozen=True)
class Values:
    """What the squares show.

    Attributes:
        grid: rows x columns; NaN for no square and for what is not known.
        unknown: rows x columns, true for the squares whose value is not known; they are hatched.
        kind: "category" (values count ``categories``), "log", "linear" or "difference".
        title: what is shown, with its unit.
        categories: names of kinds with their number of classes.
        ticks: values that the legend names, and what it writes there.
        low, high: ends of the scale.
    """

    grid: Numbers
    unknown: NDArray[np.bool_]
    kind: Literal["category", "log", "linear", "difference"]
    title: str
    categories: Sequence[tuple[str, int]]
    ticks: Sequence[tuple[float, str]]
    low: float
    high: float


def class_map(
    values: Values, borders: Sequence[Integers], areas: Sequence[Area], unknown: tuple[str, int]
) -> go.Figure:
    """The map at the width of a page.

    Args:
        values: what the squares show.
        borders: outlines of the branches, of the first level and of the second: per straight
            line x, y, length, and 1 for a vertical line, 0 for a horizontal one; in squares.
        areas: branches that may be labelled, the most important first.
        unknown: text for classes with an unknown value, and their number.
    """
    rows, columns = values.grid.shape
    pixel = (WIDTH - 2 * EDGE) / columns
    coloured = values.kind != "category"
    marks = [
        (f"{name}: {count:,}", CATEGORIES[at]) for at, (name, count) in enumerate(values.categories)
    ]
    legend = [_mark(name, colour) for name, colour in marks]
    if unknown[1]:
        legend.append(_hatched_mark(f"{unknown[0]}: {unknown[1]:,}"))
    upper, lower = borders
    head = HEAD + 16 * max(0, (len(legend) - 1) // 3)
    return figure(
        [
            _squares(values),
            _hatch(values.unknown),
            _outline(lower, "#ffffff", 0.7),
            _outline(upper, LIGHT.ink, 1.6),
            *legend,
        ],
        height=round(head + rows * pixel + (FOOT if coloured else EDGE)),
        margin={"t": head, "l": EDGE, "r": EDGE, "b": FOOT if coloured else EDGE},
        showlegend=bool(legend),
        legend=LEGEND | {"font": {"size": 11}},
        xaxis={"visible": False, "range": [0, columns]},
        yaxis={"visible": False, "range": [rows, 0]},
        annotations=[_label(area, place) for area, place in placed(areas, pixel, (columns, rows))],
    )


def placed(
    areas: Sequence[Area], pixel: float, size: tuple[int, int]
) -> Iterator[tuple[Area, tuple[float, float]]]:
    """The areas whose labels have room, with the middle of each label in squares.

    Args:
        areas: in the order in which they may choose.
        pixel: of a square's side.
        size: columns and rows of the map.
    """
    taken: list[tuple[float, float, float, float]] = []
    for area in areas:
        letter, width = LETTERS[area.level]
        half = (len(_words(area)) * width / 2 + 4) / pixel
        tall = (letter / 2 + 4) / pixel
        for x, y in area.places.tolist():
            # Within the map, wherever the place is.
            middle = min(max(x + 0.5, half), size[0] - half)
            box = (middle - half, y + 0.5 - tall, middle + half, y + 0.5 + tall)
            if box[1] >= 0 and box[3] <= size[1] and not any(_overlap(box, each) for each in taken):
                taken.append(box)
                yield area, (middle, y + 0.5)
                break


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _words(area: Area) -> str:
    return f"{area.name} {area.classes:,}"


def _squares(values: Values) -> Trace:
    grid, low, high = values.grid, values.low, values.high
    trace: dict[str, Any] = {"type": "heatmap", "x0": 0.5, "dx": 1, "y0": 0.5, "dy": 1}
    if values.kind == "category":
        size = len(CATEGORIES)
        steps = [(at / size, colour) for at, colour in enumerate(CATEGORIES)]
        ends = [((at + 1) / size, colour) for at, colour in enumerate(CATEGORIES)]
        scale = [each for pair in zip(steps, ends, strict=True) for each in pair]
        return trace | {
            "z": grid + 0.5,
            "zmin": 0,
            "zmax": size,
            "colorscale": scale,
            "showscale": False,
        }
    two_sided = values.kind == "difference"
    colours = [*LIGHT.better, *LIGHT.worse] if two_sided else list(LIGHT.one_hue)
    if values.kind == "log":
        grid, low, high = np.log10(np.maximum(grid, low)), math.log10(low), math.log10(high)
    ticks = [(math.log10(at) if values.kind == "log" else at, text) for at, text in values.ticks]
    return trace | {
        "z": grid,
        "zmin": low,
        "zmax": high,
        "colorscale": colours,
        "colorbar": colour_bar(values.title)
        | {"tickvals": [at for at, _ in ticks], "ticktext": [text for _, text in ticks]},
    }


def _hatch(unknown: NDArray[np.bool_]) -> Trace:
    """Thin lines from lower left to upper right over squares, in step from one to the next."""
    rows, columns = np.nonzero(unknown)
    drawn = (rows + columns) % 2 == 0
    rows, columns = rows[drawn], columns[drawn]
    ends = np.full(len(rows), np.nan)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.column_stack([columns, columns + 1, ends]).ravel(),
        "y": np.column_stack([rows + 1, rows, ends]).ravel(),
        "line": {"color": LIGHT.hatch, "width": 0.8},
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _outline(lines: Integers, colour: str, width: float) -> Trace:
    x, y, length, down = lines.T
    ends = np.full(len(lines), np.nan)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.column_stack([x, x + length * (1 - down), ends]).ravel(),
        "y": np.column_stack([y, y + length * down, ends]).ravel(),
        "line": {"color": colour, "width": width},
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _mark(name: str, colour: str) -> Trace:
    """An entry of the legend."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [None],
        "y": [None],
        "name": escaped(name),
        "marker": {
            "symbol": "square",
            "size": 10,
            "color": colour,
            "line": {"width": 1, "color": LIGHT.hatch},
        },
    }


def _hatched_mark(name: str) -> Trace:
    """The entry of what is not known; only bars have patterns in a legend."""
    return {
        "type": "bar",
        "x": [None],
        "y": [None],
        "name": escaped(name),
        "marker": {
            "color": "#ffffff",
            "line": {"width": 1, "color": LIGHT.hatch},
            "pattern": {"shape": "/", "size": 5, "fgcolor": LIGHT.hatch, "solidity": 0.3},
        },
    }


def _label(area: Area, place: tuple[float, float]) -> dict[str, Any]:
    first = area.level == 1
    return {
        "x": place[0],
        "y": place[1],
        "text": f"{bold(area.name) if first else escaped(area.name)} {area.classes:,}",
        "showarrow": False,
        "font": {"size": LETTERS[area.level][0], "color": "#ffffff" if first else LIGHT.ink},
        "bgcolor": LIGHT.ink if first else "rgba(255,255,255,0.85)",
        "borderpad": 2 if first else 1,
    }
