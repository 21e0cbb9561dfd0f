"""A class map as a figure for print: see ``charts.class_map``."""

import numpy as np
import plotly.graph_objects as go

from explorer.atlas import Atlas
from explorer.audits.class_layers import Layer
from explorer.audits.class_map import ASPECTS, ClassMap, layout
from explorer.charts import class_map as charts
from explorer.datasets import DataSet, roll_up


def printed(atlas: Atlas, shown: ClassMap, layer: Layer, dataset: DataSet) -> go.Figure:
    """The map of a data set in its wide layout, coloured by a layer."""
    members = shown.walk.members
    laid = layout(len(members), shown.branches, ASPECTS[0])
    squares = shown.square_of[roll_up(shown.hierarchy, dataset).members]
    columns, rows = laid.cells[squares].T
    grid = np.full((laid.rows, laid.columns), np.nan)
    grid[rows, columns] = layer.values
    unknown = np.zeros(grid.shape, dtype=np.bool_)
    unknown[rows, columns] = np.isnan(layer.values)
    names = atlas.lexicon.telling_names([branch.wnid for branch in shown.branches])
    areas = [
        charts.Area(name, branch.classes, branch.level, places)
        for branch, name, places in zip(shown.branches, names, laid.anchors, strict=True)
    ]
    scale = layer.scale
    return charts.class_map(
        charts.Values(
            grid,
            unknown,
            scale.kind,
            f"{layer.label} ({layer.unit})" if layer.unit else layer.label,
            scale.categories,
            scale.ticks,
            scale.low,
            scale.high,
        ),
        laid.borders,
        sorted(areas, key=lambda area: (area.level, -area.classes)),
        (layer.unknown, int(np.isnan(layer.values).sum())),
    )
