"""Shares over a sequence of columns, a line each, labelled at its end and nowhere twice."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.figure import Trace, figure
from explorer.charts.hovers import Hover, bold, escaped, joined, told
from explorer.charts.palette import DARK, GREY, LIGHT
from explorer.charts.two_sided import PAGE

LINES = {
    False: ("#0072b2", "#c5256d", "#8a6508", "#7660e8", "#555306", "#5b2443", "#082c91"),
    True: ("#56b4e9", "#f6d32b", "#e070b8", "#d09070", "#a08cf5", "#6dfee5", "#b89a3f"),
}
"""Of the lines that change by most points: 3:1 at least on a light page and on a dark one."""

PLOT, HEAD, FOOT = 430, 74, 8
"""Pixels of the lines, and of what is above and below them."""

LINE_HEIGHT = 15
"""Pixels of a line of a label, 12 of them letters."""

LETTERS = 20
"""Of a name in a label; the rest is in the hover and in the table."""


@dataclass(frozen=True)
class Column:
    """A column of the chart: value returned by a click on its head, head in lines, total."""

    key: str
    head: tuple[str, ...]
    total: str


def slopes(
    frame: pd.DataFrame, columns: Sequence[Column], hover: Hover, *, dark: bool = False
) -> go.Figure:
    """Lines over columns on a logarithmic scale; a line ends where its share is zero.

    Args:
        frame: one row per line and column, lines in order: wnid (returned by a click),
            name, place (of the column, from 0), share (percent), written (the share as written)
            and what the hover names.
        columns: in order.
        hover: function from a row to the lines of the point's hover text.
        dark: whether the page is dark.

    Returns:
        A figure in which no label overlaps another: see ``spread``.
    """
    lines = [rows for _, rows in frame.groupby("wnid", sort=False)]
    shares = frame.loc[frame["share"] > 0, "share"]
    low = math.log10(shares.min()) if len(shares) else 0.0
    high = math.log10(shares.max()) if len(shares) else 1.0
    room = max(high - low, 0.5) * 0.06
    low, high = low - room, high + room
    theme = DARK if dark else LIGHT
    colours = _colours(lines, dark)
    return figure(
        [
            *(_line(rows, hover, colour) for rows, colour in zip(lines, colours, strict=True)),
            _heads(columns, high, theme.ink),
        ],
        height=HEAD + PLOT + FOOT,
        margin={"t": HEAD, "l": 46, "r": 164, "b": FOOT},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        xaxis={
            "range": [-0.12, len(columns) - 1 + 0.02],
            "fixedrange": True,
            "showticklabels": False,
            "tickvals": list(range(len(columns))),
            "showgrid": True,
            "zeroline": False,
        },
        yaxis={
            "range": [low, high],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            **_ticks(low, high),
        },
        annotations=_labels(lines, colours, columns, (low, high), theme.ink, PAGE[dark]),
    )


def spread(wanted: Sequence[float], heights: Sequence[float], end: float) -> list[float]:
    """Middles of labels, as near to the wanted ones as they can be without overlapping.

    Labels keep the order of what they label. Groups that would overlap are moved as one around
    the middle of what they want (pool adjacent violators), then into the room.

    Args:
        wanted: where each label's middle would best be, from 0.
        heights: of each label, in the same unit.
        end: of the room; if the labels need more, they run over it without overlapping.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    groups: list[tuple[list[int], float, float]] = []  # labels, sum of wanted tops, height
    for at in order:
        labels, tops, height = [at], wanted[at] - heights[at] / 2, heights[at]
        while groups and groups[-1][1] / len(groups[-1][0]) + groups[-1][2] > tops / len(labels):
            before, their_tops, their_height = groups.pop()
            # What comes below wants its group's top that much higher.
            tops = their_tops + tops - len(labels) * their_height
            labels, height = before + labels, their_height + height
        groups.append((labels, tops, height))
    found = [0.0] * len(wanted)
    starts = [tops / len(labels) for labels, tops, _ in groups]
    limit = end
    for number in reversed(range(len(groups))):
        starts[number] = min(starts[number], limit - groups[number][2])
        limit = starts[number]
    limit = 0.0
    for number, (labels, _, height) in enumerate(groups):
        top = starts[number] = max(starts[number], limit)
        limit = top + height
        for at in labels:
            found[at] = top + heights[at] / 2
            top += heights[at]
    return found


def clicked(selection: Mapping[str, Any]) -> tuple[str, str]:
    """The wnid of the line and the key of the column that were clicked, one of them empty."""
    match selection:
        case {"points": [{"customdata": [str(wnid), str(key), *_]}, *_]}:
            return wnid, key
    return "", ""


def _line(rows: pd.DataFrame, hover: Hover, colour: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": rows["place"].tolist(),
        "y": [math.log10(share) if share > 0 else None for share in rows["share"].tolist()],
        "name": rows["name"].iloc[0],
        "line": {"color": colour, "width": 1.5 if colour == GREY else 2.5},
        "marker": {"color": colour, "size": 8},
        "connectgaps": False,
        "customdata": [[wnid, ""] for wnid in rows["wnid"].tolist()],
        "hovertext": told(rows, hover),
        "hoverinfo": "text",
        "cliponaxis": False,
        **_UNDIMMED,
    }


_UNDIMMED = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}


def _heads(columns: Sequence[Column], high: float, ink: str) -> Trace:
    """The heads of the columns, as points that can be clicked."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": list(range(len(columns))),
        "y": [high] * len(columns),
        "text": [joined([*column.head, column.total]) for column in columns],
        "textposition": "top center",
        "textfont": {"size": 11, "color": ink},
        "marker": {"symbol": "triangle-down", "size": 8, "color": GREY},
        "customdata": [["", column.key] for column in columns],
        "hovertext": [
            escaped(f"{' '.join(column.head)}: {column.total} classes") for column in columns
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
        "selected": {"marker": {"opacity": 1}, "textfont": {"color": ink}},
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": ink}},
    }


def _colours(lines: Sequence[pd.DataFrame], dark: bool) -> list[str]:
    """A colour for each of the lines that change by most points, grey for the others."""
    change = [float(rows["share"].max() - rows["share"].min()) for rows in lines]
    most = sorted(range(len(lines)), key=lambda at: (-change[at], at))[: len(LINES[dark])]
    found = [GREY] * len(lines)
    for at, colour in zip(sorted(most), LINES[dark], strict=False):
        found[at] = colour
    return found


def _ticks(low: float, high: float) -> dict[str, Any]:
    """Ones, twos and fives of every power within the range, as percents."""
    every = [
        (power + math.log10(step), step * 10.0**power)
        for power in range(math.floor(low), math.ceil(high) + 1)
        for step in ((1,) if high - low > 3 else (1, 2, 5))
    ]
    shown = [(at, value) for at, value in every if low <= at <= high]
    return {
        "tickvals": [at for at, _ in shown],
        "ticktext": [f"{value:.10g} %" for _, value in shown],
    }


def _labels(
    lines: Sequence[pd.DataFrame],
    colours: Sequence[str],
    columns: Sequence[Column],
    ends: tuple[float, float],
    ink: str,
    page: str,
) -> list[dict[str, Any]]:
    """A label at the end of each line, tied to it by a stroke of its colour."""
    low, high = ends
    scale = PLOT / (high - low)
    labelled = []
    for rows, colour in zip(lines, colours, strict=True):
        there = rows[rows["share"] > 0]
        if len(there):
            labelled.append((there.iloc[-1], colour))
    texts = [
        f"{escaped(_shortened(row['name']))} {bold(row['written'])}"
        + (",<br>then none" if row["place"] < len(columns) - 1 else "")
        for row, _ in labelled
    ]
    true = [(high - math.log10(row["share"])) * scale for row, _ in labelled]
    heights = [float(LINE_HEIGHT * (text.count("<br>") + 1)) for text in texts]
    placed = spread(true, heights, PLOT)
    return [
        {
            "x": int(row["place"]),
            "y": math.log10(row["share"]),
            "text": text,
            "showarrow": True,
            "arrowhead": 0,
            "arrowcolor": colour,
            "arrowwidth": 1,
            "standoff": 5,
            "ax": 24,
            "ay": at - wanted,
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "font": {"size": 12, "color": ink},
            # Lines and points below a label can still be seen.
            "bgcolor": f"{page}e6",
            "borderpad": 1,
            "captureevents": False,
        }
        for (row, colour), text, at, wanted in zip(labelled, texts, placed, true, strict=True)
    ]


def _shortened(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
