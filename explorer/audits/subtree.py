"""A subtree as the sectors of a chart."""

import html

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.audits.figures import written
from explorer.datasets import Figures, Measure
from explorer.hierarchy import Numbers
from explorer.settings import Settings
from explorer.view import View
from explorer.window import Window, window

ANCESTORS = 4
"""Ancestors in a chart's path bar besides the root: more are too narrow to read on a phone."""


UNDIVIDED = 0.25
"""Share of a chart that a sector with branches below it may fill without showing them."""


def cut(atlas: Atlas, view: View, settings: Settings) -> Window:
    """The window that a view shows: areas are own values of its size measure.

    A class with none below it is shown within its most specific parent.
    """
    own = np.nan_to_num(atlas.figures(view.dataset).own(view.size))
    path = atlas.hierarchy.main_path(view.focus)
    shown = _window(atlas, view.focus, own, settings)
    drawn = shown.sectors[shown.sectors["kind"] != "ancestor"]
    alone = len(drawn) == 1 and drawn["area"].item() > 0
    return _window(atlas, path[-2], own, settings) if alone and len(path) > 1 else shown


def _window(atlas: Atlas, focus: str, own: Numbers, settings: Settings) -> Window:
    return window(
        atlas.hierarchy,
        focus,
        own,
        limit=settings.chart_sectors,
        levels=settings.chart_levels,
        collapse=True,
        undivided=UNDIVIDED,
    )


def sectors(atlas: Atlas, view: View, settings: Settings) -> pd.DataFrame:
    """The window that a view shows, with words and figures.

    Returns:
        A row a sector: id, parent, wnid, kind, label, area, size (the true total of the
        synset's distinct classes, which exceeds the area where some are drawn elsewhere),
        colour, hover. Figures are NaN for "others" and where not known.
    """
    shown = cut(atlas, view, settings)
    figures = atlas.figures(view.dataset)
    size, colour = (figures.dataset.measure(key) for key in (view.size, view.colour))
    frame = _near(shown.sectors)
    positions = atlas.hierarchy.positions(frame["wnid"])
    is_others, is_itself = (frame["kind"] == kind for kind in ("others", "itself"))
    frame["size"] = _at(figures, size, positions, is_itself, is_others)
    frame["colour"] = _at(figures, colour, positions, is_itself, is_others)
    names = [html.escape(name, quote=False) for name in atlas.lexicon.names(frame["wnid"])]
    frame["label"] = [
        f"{row.hidden} others"
        if row.kind == "others"
        else f"{name} itself"
        if row.kind == "itself"
        else " › ".join([*_escaped(atlas, str(row.chain).split()), name])
        for row, name in zip(frame.itertuples(), names, strict=True)
    ]
    frame["hover"] = [
        _hover(row, name, size, colour) for row, name in zip(frame.itertuples(), names, strict=True)
    ]
    return frame[["id", "parent", "wnid", "kind", "label", "area", "size", "colour", "hover"]]


def _near(sectors: pd.DataFrame) -> pd.DataFrame:
    """The sectors without the ancestors between the root and the nearest few."""
    ancestors = sectors.index[sectors["kind"] == "ancestor"]
    kept = sectors.drop(ancestors[1:-ANCESTORS]).reset_index(drop=True)
    if len(ancestors):
        # The nearest ancestors hang from the root, whatever stood between.
        kept["parent"] = ["", str(kept["id"].iloc[0]), *kept["parent"].iloc[2:]]
    return kept


def _escaped(atlas: Atlas, wnids: list[str]) -> list[str]:
    return [html.escape(name, quote=False) for name in atlas.lexicon.names(wnids)]


def _at(
    figures: Figures,
    measure: Measure,
    positions: np.ndarray,
    is_itself: "pd.Series[bool]",
    is_others: "pd.Series[bool]",
) -> Numbers:
    subtree = figures.subtree(measure.key, positions)
    own = figures.own(measure.key, positions)
    return np.where(is_others, np.nan, np.where(is_itself, own, subtree))


def _hover(row: object, name: str, size: Measure, colour: Measure) -> str:
    kind, wnid = row.kind, row.wnid  # type: ignore[attr-defined]
    area = written(row.area, size.unit)  # type: ignore[attr-defined]
    if kind == "others":
        lines = [f"<b>{row.hidden} more children of {name}</b>", area]  # type: ignore[attr-defined]
    else:
        lines = [
            f"<b>{name}{' itself' if kind == 'itself' else ''}</b> {wnid}",
            f"{size.label}: {written(row.size, size.unit)}",  # type: ignore[attr-defined]
        ]
        if colour.key != size.key:
            lines.append(f"{colour.label}: {written(row.colour, colour.unit)}")  # type: ignore[attr-defined]
        if row.size > row.area:  # type: ignore[attr-defined]
            lines.append(f"drawn here: {area}; the rest under another parent")
    return "<br>".join(lines)
