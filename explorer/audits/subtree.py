"""A subtree as the sectors of a chart."""

import html
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.audits.figures import written
from explorer.closure import Integers, Numbers
from explorer.datasets import Figures
from explorer.settings import Settings
from explorer.window import Window, window

ANCESTORS = 4
"""Ancestors in a chart's path bar besides the root: more are too narrow to read on a phone."""


UNDIVIDED = 0.25
"""Share of a chart that a sector with branches below it may fill without showing them."""


@dataclass(frozen=True, eq=False)
class Colour:
    """What the colours of sectors show: a figure of subtrees and one of the classes themselves.

    Attributes:
        label: its name, with no unit.
        unit: what one of it is; "%" for shares.
        subtree: positions to their figures; NaN where not known.
        own: the same for the synsets themselves, without what is below them.
    """

    label: str
    unit: str
    subtree: Callable[[Integers], Numbers]
    own: Callable[[Integers], Numbers]


def measured(figures: Figures, measure: str) -> Colour:
    """A measure of a data set as colour.

    Raises:
        UnknownMeasure: the data set has none of that key.
    """
    wanted = figures.dataset.measure(measure)
    return Colour(
        wanted.label,
        wanted.unit,
        lambda positions: figures.subtree(measure, positions),
        lambda positions: figures.own(measure, positions),
    )


def cut(atlas: Atlas, figures: Figures, focus: str, size: str, settings: Settings) -> Window:
    """The window below a synset: areas are own values of the measure ``size``.

    A class with none below it is shown within its most specific parent.
    """
    own = np.nan_to_num(figures.own(size))
    path = atlas.hierarchy.main_path(focus)
    shown = _window(atlas, focus, own, settings)
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


def sectors(
    atlas: Atlas, figures: Figures, focus: str, size: str, colour: Colour, settings: Settings
) -> pd.DataFrame:
    """The window below a synset, with words and figures.

    Args:
        atlas: hierarchy and words.
        figures: whose classes are drawn.
        focus: wnid of the synset.
        size: key of the additive measure that areas show.
        colour: what colours show.
        settings: how much is drawn.

    Returns:
        A row a sector: id, parent, wnid, kind, label, area, size (the true total of the
        synset's distinct classes, which exceeds the area where some are drawn elsewhere),
        colour, hover. Figures are NaN for "others" and where not known.
    """
    frame = _near(cut(atlas, figures, focus, size, settings).sectors)
    area = measured(figures, size)
    positions = atlas.hierarchy.positions(frame["wnid"])
    for name, shown in (("size", area), ("colour", colour)):
        frame[name] = np.select(
            [frame["kind"] == "others", frame["kind"] == "itself"],
            [np.nan, shown.own(positions)],
            shown.subtree(positions),
        )
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
        _hover(row, name, area, colour) for row, name in zip(frame.itertuples(), names, strict=True)
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


def _hover(row: object, name: str, size: Colour, colour: Colour) -> str:
    kind, wnid = row.kind, row.wnid  # type: ignore[attr-defined]
    area = written(row.area, size.unit)  # type: ignore[attr-defined]
    if kind == "others":
        lines = [f"<b>{row.hidden} more children of {name}</b>", area]  # type: ignore[attr-defined]
    else:
        lines = [
            f"<b>{name}{' itself' if kind == 'itself' else ''}</b> {wnid}",
            f"{size.label}: {written(row.size, size.unit)}",  # type: ignore[attr-defined]
        ]
        if colour.label != size.label:
            lines.append(f"{colour.label}: {written(row.colour, colour.unit)}")  # type: ignore[attr-defined]
        if row.size > row.area:  # type: ignore[attr-defined]
            lines.append(f"drawn here: {area}; the rest under another parent")
    return "<br>".join(lines)
