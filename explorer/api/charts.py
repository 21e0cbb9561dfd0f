"""Plotly figures for a notebook: those of the pages, without a page."""

from typing import TYPE_CHECKING, get_args

from explorer.api.frames import one_of
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits import releases, subtree
from explorer.audits.balance import curves
from explorer.charts import dumbbells, hovers, lines, nested
from explorer.charts.axis import Axis
from explorer.charts.nested import Kind
from explorer.datasets import RollUp
from explorer.errors import ExplorerError
from explorer.settings import settings

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure


def nested_chart(
    atlas: Atlas, rolled: RollUp, wnid: str, kind: str, size: str, colour: str, height: int
) -> "Figure":
    """A subtree as nested sectors; see ``Synset.chart``.

    Raises:
        UnknownMeasure: the data set has no measure of that key.
        ExplorerError: ``size`` is no count, ``kind`` is no kind, or there is nothing to draw.
    """
    drawn: Kind = one_of("kind", kind, get_args(Kind))  # type: ignore[assignment]
    dataset = rolled.dataset
    area, shade = dataset.measure(size), dataset.measure(colour or size)
    if not area.additive:
        counts = ", ".join(each.key for each in dataset.measures if each.additive)
        raise ExplorerError(f"size is {size!r}, which is not a count. Choose one of: {counts}.")
    shown = subtree.measured(rolled, shade.key)
    frame = subtree.sectors(atlas, rolled, wnid, size, shown, settings())
    top = frame.loc[frame["kind"] == "focus", "wnid"].iloc[0]
    if not frame.loc[frame["id"] == top, "area"].iloc[0] > 0:
        raise ExplorerError(
            f"{dataset.title} has no {area.unit} under {atlas.lexicon.name(wnid)} ({wnid}), so "
            "there is nothing to draw."
        )
    hover = hovers.sector((area.label, area.unit), (shown.label, shown.unit))
    return nested.nested(frame, drawn, top, subtree.colouring(rolled, shade.key), height, hover)


def rank_size(
    images: Numbers, series: str, threshold: float, height: int, unit: str = "images"
) -> "Figure":
    """Images per class, ranked; see ``Balance.rank_size``."""
    return lines.lines(
        curves.rank_size(images, series),
        Axis("class rank (largest first)"),
        Axis(f"{unit} per class", logarithmic=bool(images.min() > 0)),
        hovers.class_at_rank(unit),
        reference_lines=[lines.ReferenceLine("y", threshold, f"threshold {threshold:,g}")],
        height=height,
    )


def lorenz(images: Numbers, series: str, height: int, unit: str = "images") -> "Figure":
    """The Lorenz curve of images per class; see ``Balance.lorenz``."""
    return lines.lines(
        curves.lorenz(images, series),
        Axis("cumulative share of classes", range=(0, 1)),
        Axis(f"cumulative share of {unit}", range=(0, 1)),
        hovers.smallest_classes(unit),
        diagonal="perfect equality",
        height=height,
    )


def shares(found: "pd.DataFrame", first: str, second: str) -> "Figure":
    """Two data sets' shares by branch; see ``Releases.chart``."""
    names = (first, second)
    drawn = releases.pairs(found)
    return dumbbells.dumbbells(drawn, names, Axis("share of classes (%)"), hovers.two_shares(names))
