"""Which sets share how many members: bars above a grid of dots (Lex et al. 2014)."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from explorer.charts.palette import BLUE, GREY


def intersections(
    frame: pd.DataFrame, sets: Sequence[str], titles: Sequence[str], *, height: int = 520
) -> go.Figure:
    """A column a combination of sets, a row of dots a set.

    Args:
        frame: a row a combination, in the order drawn: a column of true and false a set, and
            classes (members in exactly these sets).
        sets: the columns that are sets, the first one on top.
        titles: what each of them is called.
        height: pixels.
    """
    columns = list(range(len(frame)))
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.45, 0.55], vertical_spacing=0.02
    )
    hover = [
        f"{row['classes']:,} classes in exactly<br>"
        + "<br>".join(title for key, title in zip(sets, titles, strict=True) if row[key])
        for row in frame.to_dict("records")
    ]
    figure.add_trace(
        go.Bar(
            x=columns,
            y=frame["classes"],
            text=[f"{count:,}" for count in frame["classes"]],
            textposition="outside",
            textangle=-90,
            hovertext=hover,
            hoverinfo="text",
            marker={"color": BLUE},
            cliponaxis=False,
        ),
        row=1,
        col=1,
    )
    inside = [
        (column, row)
        for column in columns
        for row, key in enumerate(sets)
        if frame[key].iloc[column]
    ]
    for points, colour, size in (
        ([(column, row) for column in columns for row in range(len(sets))], GREY, 4),
        (inside, BLUE, 10),
    ):
        figure.add_trace(
            go.Scatter(
                x=[column for column, _ in points],
                y=[row for _, row in points],
                mode="markers",
                marker={"color": colour, "size": size},
                hovertext=[hover[column] for column, _ in points],
                hoverinfo="text",
            ),
            row=2,
            col=1,
        )
    figure.update_layout(
        template=go.layout.Template(),
        height=height,
        showlegend=False,
        margin={"t": 40, "l": 0, "r": 0, "b": 0},
    )
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(
        row=1, col=1, title={"text": "classes"}, type="log", fixedrange=True, tickformat=",~g"
    )
    figure.update_yaxes(
        row=2,
        col=1,
        tickvals=list(range(len(sets))),
        ticktext=list(titles),
        range=[len(sets) - 0.5, -0.5],
        showgrid=False,
        fixedrange=True,
        automargin=True,
    )
    return figure
