"""All paths from the root down to one or two synsets, drawn in lanes as a history is."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts.figure import Trace, figure

ROW = 30
"""Pixels from one depth to the next: room for a line of text."""

COLOURS = {"target": "#d55e00", "meeting": "#0072b2", "step": "#8a8f98"}
"""Vermilion, blue and grey of the Okabe-Ito palette's family: apart for any colour vision."""


def lineage(nodes: pd.DataFrame, edges: pd.DataFrame) -> go.Figure:
    """A node-link chart, the root on top.

    Args:
        nodes: a row a synset: wnid, label, depth, lane (0 for the longest path), role
            (target, meeting or step), hover.
        edges: a row an edge: parent, child (wnids), kind (is-a or instance).
    """
    at = zip(nodes["lane"].tolist(), nodes["depth"].tolist(), strict=True)
    places = dict(zip(nodes["wnid"].tolist(), at, strict=True))
    roles = nodes["role"].tolist()
    points = {
        "type": "scatter",
        "x": nodes["lane"],
        "y": nodes["depth"],
        "mode": "markers+text",
        "text": nodes["label"],
        "textposition": "middle right",
        "customdata": nodes["wnid"],
        "hovertext": nodes["hover"],
        "hoverinfo": "text",
        "marker": {
            "size": [14 if role != "step" else 10 for role in roles],
            "symbol": ["diamond" if role == "meeting" else "circle" for role in roles],
            "color": [COLOURS[role] for role in roles],
        },
        "cliponaxis": False,
    }
    dashes = (("is-a", "solid"), ("instance", "dot"))
    lanes = int(nodes["lane"].max()) + 1
    return figure(
        [
            *(_lines(edges[edges["kind"] == kind], places, kind, dash) for kind, dash in dashes),
            points,
        ],
        height=int(60 + ROW * (nodes["depth"].max() + 1)),
        margin={"t": 10, "l": 10, "r": 10, "b": 10},
        showlegend=False,
        dragmode=False,
        xaxis={"visible": False, "range": [-0.15, lanes - 0.1], "fixedrange": True},
        yaxis={
            "visible": False,
            "range": [float(nodes["depth"].max()) + 0.6, -0.6],
            "fixedrange": True,
        },
    )


def _lines(
    edges: pd.DataFrame, places: Mapping[str, tuple[int, int]], kind: str, dash: str
) -> Trace:
    """Edges as lanes: down in the outer lane, across halfway between two rows of text."""
    x: list[float | None] = []
    y: list[float | None] = []
    for parent, child in zip(edges["parent"].tolist(), edges["child"].tolist(), strict=True):
        (below, bottom), (above, top) = places[child], places[parent]
        bend = top + 0.5 if below >= above else bottom - 0.5
        x += [above, above, below, below, None]
        y += [top, bend, bend, bottom, None]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "name": kind,
        "hoverinfo": "skip",
        "line": {"color": COLOURS["step"], "width": 1.5, "dash": dash},
    }


def clicked(selection: Mapping[str, Any]) -> str | None:
    """The wnid of the synset that was clicked, or None."""
    match selection:
        case {"points": [{"customdata": str(wnid) | [str(wnid), *_]}, *_]}:
            return wnid or None
    return None
