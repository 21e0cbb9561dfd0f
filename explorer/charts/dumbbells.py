"""Dumbbells: two values per row, joined by a line, each with its interval if it has one."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.axis import Axis
from explorer.charts.figure import LEGEND, Trace, figure
from explorer.charts.hovers import Hover, escaped, told
from explorer.charts.palette import BLUE, GREY, VERMILION

ROW = 30
"""Height of a row in pixels; the two values are drawn a little above and below each other."""

APART = 0.14
"""Vertical offset of each value from the middle of its row, so that intervals do not overlap."""

LETTERS = 26
"""Longer labels are cut; the hover has them whole."""

MARKS = (("first", BLUE, "circle", -1), ("second", VERMILION, "diamond", 1))
"""Columns of the two values, and their colours, shapes and sides: apart without colour too."""


def dumbbells(
    frame: pd.DataFrame,
    names: tuple[str, str],
    x: Axis,
    hover: Hover,
    *,
    from_zero: bool = True,
) -> go.Figure:
    """A row per pair of values, the first row on top.

    Args:
        frame: one row per pair: wnid (the value that a click returns), label, first, second, what
            the hover names, and first_low, first_high, second_low and second_high where there are
            intervals.
        names: what the first and the second value of each row are of.
        x: the axis along.
        hover: what either value shows when pointed at, from its row.
        from_zero: whether the axis begins at 0; values that are all large differ more visibly
            without.
    """
    rows = list(range(len(frame)))
    apart = APART if "first_low" in frame else 0.0
    texts = told(frame, hover)
    joins: Trace = {
        "type": "scatter",
        "mode": "lines",
        "x": [end for row in frame.itertuples() for end in (row.first, row.second, None)],
        "y": [end for at in rows for end in (at - apart, at + apart, None)],
        "line": {"color": GREY, "width": 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    values: list[Trace] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": frame[column],
            "y": [at + side * apart for at in rows],
            "name": escaped(name),
            "customdata": frame["wnid"],
            "marker": {"color": colour, "symbol": symbol, "size": 10},
            "error_x": _interval(frame, column, colour),
            "hovertext": texts,
            "hoverinfo": "text",
            "cliponaxis": False,
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
        }
        for (column, colour, symbol, side), name in zip(MARKS, names, strict=True)
    ]
    return figure(
        [joins, *values],
        height=90 + ROW * len(frame),
        margin={"t": 30, "l": 8, "r": 12, "b": 0},
        legend=LEGEND,
        showlegend=True,
        hovermode="closest",
        dragmode=False,
        xaxis=x.layout() | ({"rangemode": "tozero"} if from_zero else {}),
        yaxis={
            "tickvals": rows,
            "ticktext": [escaped(_shortened(label)) for label in frame["label"]],
            "range": [len(frame) - 0.5, -0.5],
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            # Ticks that are not seen keep the labels away from a mark at the axis.
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": "rgba(0,0,0,0)",
        },
    )


def _interval(frame: pd.DataFrame, column: str, colour: str) -> dict[str, Any] | None:
    """A whisker at each value of a column; None where there are no intervals."""
    if f"{column}_low" not in frame:
        return None
    return {
        "type": "data",
        "symmetric": False,
        "array": (frame[f"{column}_high"] - frame[column]).to_numpy(),
        "arrayminus": (frame[column] - frame[f"{column}_low"]).to_numpy(),
        "color": colour,
        "thickness": 1.2,
        "width": 3,
    }


def _shortened(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
