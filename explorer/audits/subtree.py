"""A subtree as the sectors of a chart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from explorer.arrays import Integers, Numbers
from explorer.atlas import Atlas
from explorer.audits.overview import BRANCHES
from explorer.charts.sector_colours import Colouring
from explorer.datasets import RollUp
from explorer.formatting import counted, written
from explorer.settings import Settings
from explorer.wordnet.noun_table import ENTITY
from explorer.wordnet.window import Window, window

ANCESTORS = 4
"""Ancestors in a chart's path bar besides the root: more are too narrow to read on a phone."""


UNDIVIDED = 0.25
"""Share of a chart that a sector with branches below it may fill without showing them."""


UNNAMED = 0.25
"""Share of a sector that children without one of their own may fill; beyond, it is not divided."""

COUNTABLE = ("classes", "synsets", "images")
"""Units that a sector for several children writes after its number."""

REACH = 2 / 3
"""Share of the classes whose value is within the ends of a two-sided scale."""

LEAST_REACH = float(np.log(1.25))
"""Of a logarithmic one: differences of a few percent are not shown in full colours."""


@dataclass(frozen=True)
class Scale:
    """How the values of a measure are coloured, the same at every synset.

    Attributes:
        low, high: values at the ends of the scale.
        middle: the data set's overall value, for a measure that is shown against it; else None.
        logarithmic: whether by magnitude.
    """

    low: float
    high: float
    middle: float | None = None
    logarithmic: bool = False


def scale(rolled: RollUp, measure: str) -> Scale | None:
    """The scale of a measure; None where no class has a value.

    Sums run by magnitude up to the total; shares from 0 to 100 %; a measure that is shown
    against its overall value reaches as far on both sides as two in three classes are away.
    """
    wanted = rolled.dataset.measure(measure)
    whole = float(rolled.subtree(measure, rolled.hierarchy.positions(rolled.hierarchy.roots))[0])
    own = rolled.own(measure, rolled.members)
    known = own[np.isfinite(own)]
    if not len(known) or not np.isfinite(whole):
        return None
    if wanted.additive:
        return Scale(1.0, max(whole, 10.0), logarithmic=True)
    if not wanted.centred:
        return Scale(0.0, 100.0) if wanted.unit == "%" else Scale(0.0, float(known.max()) or 1.0)
    logarithmic = wanted.unit != "%" and known.min() > 0 and whole > 0
    if logarithmic:
        reach = max(float(np.quantile(np.abs(np.log(known / whole)), REACH)), LEAST_REACH)
        return Scale(whole / np.exp(reach), whole * np.exp(reach), whole, True)
    reach = float(np.quantile(np.abs(known - whole), REACH)) or 1.0
    return Scale(whole - reach, whole + reach, whole)


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


def measured(rolled: RollUp, measure: str) -> Colour:
    """A measure of a data set as colour.

    Raises:
        UnknownMeasure: the data set has none of that key.
    """
    wanted = rolled.dataset.measure(measure)
    return Colour(
        wanted.label,
        wanted.unit,
        lambda positions: rolled.subtree(measure, positions),
        lambda positions: rolled.own(measure, positions),
    )


def colouring(rolled: RollUp, measure: str) -> Colouring:
    """How a chart's colours show a measure: on its scale for all synsets, titled with its unit.

    Raises:
        UnknownMeasure: the data set has none of that key.
    """
    wanted, of_all = rolled.dataset.measure(measure), scale(rolled, measure)
    title = wanted.heading
    if of_all is None:
        return Colouring(title)
    if of_all.middle is not None:
        overall = written(of_all.middle, wanted.unit)
        title += f", against {overall} in all of {rolled.dataset.title}"
    ends = (of_all.low, of_all.high)
    return Colouring(title, of_all.logarithmic, of_all.middle, *ends, wanted.adverse)


def cut(atlas: Atlas, rolled: RollUp, focus: str, size: str, settings: Settings) -> Window:
    """The window below a synset: areas are own values of the measure ``size``.

    A class with none below it is shown within its most specific parent.
    """
    own = np.nan_to_num(rolled.own(size))
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
        unnamed=UNNAMED,
        # The root's own children are not informative: one of them has nearly all classes.
        entries=atlas.hierarchy.positions(BRANCHES) if focus == ENTITY else None,
    )


def sectors(
    atlas: Atlas, rolled: RollUp, focus: str, size: str, colour: Colour, settings: Settings
) -> pd.DataFrame:
    """The window below a synset, with words and figures.

    Args:
        atlas: hierarchy and words.
        rolled: whose classes are drawn.
        focus: wnid of the synset.
        size: key of the additive measure that areas show.
        colour: what colours show.
        settings: how much is drawn.

    Returns:
        One row per sector: id, parent, wnid, kind, label, area, size (the true total of the
        synset's distinct classes, which exceeds the area where some are drawn elsewhere),
        text (that total as written in the sector; empty for "others", whose total is not the
        area either), colour, name (of the synset, or of whose children "others" are), hidden (how
        many those are). Numbers are NaN for "others" and where not known.
    """
    frame = _near(cut(atlas, rolled, focus, size, settings).sectors)
    area = measured(rolled, size)
    wnids, kinds = frame["wnid"].tolist(), frame["kind"].to_numpy()
    positions = atlas.hierarchy.positions(wnids)
    totals, colours = (
        np.select(
            [(kinds == "others") | (kinds == "outside"), kinds == "itself"],
            [np.nan, shown.own(positions)],
            shown.subtree(positions),
        )
        for shown in (area, colour)
    )
    words = dict(zip(wnids, atlas.lexicon.names(wnids), strict=True))
    if focus == ENTITY:
        # Two entry points are called food, so their names are disambiguated.
        words |= zip(BRANCHES, atlas.lexicon.telling_names(list(BRANCHES)), strict=True)
    names = [words[wnid] for wnid in wnids]
    columns = (frame[name].tolist() for name in ("kind", "area", "hidden", "chain"))
    drawn = [_Sector(*values) for values in zip(names, *columns, totals.tolist(), strict=True)]
    return pd.DataFrame(
        {
            "id": frame["id"],
            "parent": frame["parent"],
            "wnid": frame["wnid"],
            "kind": frame["kind"],
            "label": [_label(atlas, sector) for sector in drawn],
            "area": frame["area"],
            "size": totals,
            "text": [_text(sector, area.unit) for sector in drawn],
            "colour": colours,
            "name": names,
            "hidden": frame["hidden"],
        }
    )


class _Sector(NamedTuple):
    """Label and content of a sector."""

    name: str
    kind: str
    area: float
    hidden: int
    chain: str
    size: float


def _near(sectors: pd.DataFrame) -> pd.DataFrame:
    """The sectors without the ancestors between the root and the nearest few."""
    ancestors = np.flatnonzero(sectors["kind"].to_numpy() == "ancestor")
    between = ancestors[1:-ANCESTORS]
    if not len(between):
        return sectors
    kept = sectors.drop(between).reset_index(drop=True)
    # The nearest ancestors hang from the root, whatever stood between.
    kept["parent"] = ["", str(kept["id"].iloc[0]), *kept["parent"].iloc[2:]]
    return kept


def _text(sector: _Sector, unit: str) -> str:
    if sector.kind in ("others", "outside"):
        return counted(sector.area, unit) if unit in COUNTABLE else ""
    return written(sector.size, unit)


def _label(atlas: Atlas, sector: _Sector) -> str:
    if sector.kind == "others":
        return f"{sector.hidden:,} more"
    if sector.kind == "outside":
        return "elsewhere"
    if sector.kind == "itself":
        return f"{sector.name} (this synset)"
    above = atlas.lexicon.names(sector.chain.split())
    return " › ".join([*above, sector.name])
