"""Matrices of figures as coloured cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explorer.charts.figure import Trace, colour_bar, figure
from explorer.charts.hovers import escaped, joined
from explorer.charts.palette import DARK, LIGHT
from explorer.charts.sector_colours import ink_on

MOST_NUMBERS = 15
"""Columns that are numbered each; of more, every fifth is."""

TILTED, STEEP = -40, -60
"""Degrees of the columns' labels, and of more than ``MOST_NUMBERS``: plotly drops a label that
would end right of the picture."""


@dataclass(frozen=True)
class Cells:
    """What a heat map shows.

    Attributes:
        values: rows x columns; NaN for what is not known, left blank.
        rows: a label a row, the first one on top; may repeat.
        columns: a label a column.
        hover: rows x columns of the lines that a cell shows when pointed at; None for its value
            alone.
        title: of the colours, with their unit.
    """

    values: NDArray[np.float64]
    rows: Sequence[str]
    columns: Sequence[str]
    hover: Sequence[Sequence[Sequence[str]]] | None
    title: str


def heatmap(
    cells: Cells,
    *,
    x_title: str = "",
    y_title: str = "",
    square: bool = False,
    labels: bool = True,
    numbered: bool = False,
    text: Sequence[Sequence[str]] | None = None,
    highest: float | None = None,
    clickable: bool = False,
    outlined: bool = False,
    dark: bool = False,
    height: int = 420,
) -> go.Figure:
    """Cells in rows and columns, the first row on top.

    Args:
        cells: what to show.
        x_title: what the columns are.
        y_title: what the rows are.
        square: whether cells are drawn as squares.
        labels: whether rows and columns are labelled; not where they are a grid of places.
        numbered: whether rows are numbered and columns have these numbers instead of their labels,
            for a page that is too narrow for them; a column after the last row has a dash.
        text: what is written into each cell.
        highest: value of the strongest colour, so that two charts can share their scale.
        clickable: whether clicks on cells are reported; see ``clicked``.
        outlined: whether the cells from the first row and column to the last of both are outlined
            and not coloured: in a confusion matrix, what is right. Zeros have no colour either.
        dark: whether the page is dark.
        height: pixels.
    """
    rows, columns = np.shape(cells.values)
    theme = DARK if dark else LIGHT
    values = cells.values
    if outlined:
        right = np.eye(rows, columns, dtype=bool)
        values = np.where(right | (values == 0), np.nan, values)
    largest = np.nanmax(values, initial=0.0) if highest is None else highest
    hover = [[joined(lines) for lines in row] for row in cells.hover or ()]
    hue = list(theme.one_hue)
    along, down = [escaped(each) for each in cells.columns], [escaped(each) for each in cells.rows]
    if numbered:
        every = 1 if columns <= MOST_NUMBERS else 5
        along = ["" if at % every else f"{at}" for at in range(1, columns + 1)]
        along[0], along[rows:] = "1", ["–"] * (columns - rows)
        down = [f"{label} · {at}" for at, label in enumerate(down, 1)]
    coloured: Trace = {
        "type": "heatmap",
        "z": values,
        "x": np.arange(columns),
        "y": np.arange(rows),
        "hovertext": hover or None,
        "hoverinfo": "text" if cells.hover is not None else "z",
        "colorscale": hue,
        "zmin": 0,
        # Where all is zero, plotly would widen the scale and paint zero in the middle of it.
        "zmax": largest or 1.0,
        "xgap": 1 if labels else 0,
        "ygap": 1 if labels else 0,
        "colorbar": colour_bar(cells.title),
    }
    shared: dict[str, Any] = {
        "visible": labels,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
        "constrain": "domain" if square else None,
    }
    return figure(
        [
            coloured,
            *([_words(values, text, largest or 1.0, hue, theme.ink)] if text is not None else []),
            *([_unseen(cells, hover)] if clickable else []),
        ],
        height=height,
        shapes=[_frame(at, theme.ink) for at in range(min(rows, columns) if outlined else 0)],
        margin={"t": 8, "l": 0, "r": (10 if numbered else 48) if labels else 0, "b": 48},
        xaxis={
            **shared,
            "title": {"text": x_title},
            # Given, since points on the cells would have room made for them.
            "range": [-0.5, columns - 0.5],
            "side": "top",
            "showticklabels": labels,
            "tickvals": np.arange(columns),
            "ticktext": along,
            "tickangle": -90 if numbered else TILTED if columns <= MOST_NUMBERS else STEEP,
        },
        yaxis={
            **shared,
            "title": {"text": y_title},
            "range": [rows - 0.5, -0.5],
            "showticklabels": labels,
            "tickvals": np.arange(rows),
            "ticktext": down,
            "scaleanchor": "x" if square else None,
        },
    )


def _frame(at: int, ink: str) -> dict[str, Any]:
    """The outline of a cell of the diagonal."""
    edges = {"x0": at - 0.46, "x1": at + 0.46, "y0": at - 0.46, "y1": at + 0.46}
    return {"type": "rect", **edges, "line": {"color": ink, "width": 1}}


def _words(
    values: NDArray[np.float64],
    text: Sequence[Sequence[str]],
    largest: float,
    hue: Sequence[str],
    ink: str,
) -> Trace:
    """What is written into each cell, in an ink that can be read on its colour."""
    row, column = np.divmod(np.arange(values.size), values.shape[1])
    inks = [
        ink if np.isnan(value) else ink_on(_between(hue, value / largest))
        for value in values.ravel().tolist()
    ]
    return {
        "type": "scatter",
        "x": column,
        "y": row,
        "mode": "text",
        "text": [each for texts in text for each in texts],
        "textfont": {"size": 12, "color": inks},
        # Without it, words would go pale when a cell is clicked.
        "selected": {"textfont": {"color": ink}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _between(hue: Sequence[str], share: float) -> str:
    """The colour at a share of a scale whose steps are equally far apart, as the browser does."""
    steps = [tuple(int(each[at : at + 2], 16) for at in (1, 3, 5)) for each in hue]
    place = min(max(share, 0.0), 1.0) * (len(steps) - 1)
    first = min(int(place), len(steps) - 2)
    pairs = zip(steps[first], steps[first + 1], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (place - first)):02x}" for a, b in pairs)


def _unseen(cells: Cells, hover: list[list[str]]) -> Trace:
    """One point per cell: plotly reports clicks on points, but not on heat maps."""
    rows, columns = np.shape(cells.values)
    row, column = np.divmod(np.arange(rows * columns), columns)
    texts = [text for row_texts in hover for text in row_texts]
    return {
        "type": "scatter",
        "x": column,
        "y": row,
        "mode": "markers",
        "hovertext": texts or None,
        "hoverinfo": "text" if texts else "skip",
        "marker": {"symbol": "square", "size": 26, "opacity": 0},
        "showlegend": False,
    }


def clicked(selection: Mapping[str, Any]) -> tuple[int, int] | None:
    """Row and column of the cell that was clicked, from 0; None if none was.

    Args:
        selection: what Streamlit reports of a clickable heat map.
    """
    match selection:
        case {"points": [{"x": int() | float() as column, "y": int() | float() as row}, *_]}:
            return int(row), int(column)
    return None
