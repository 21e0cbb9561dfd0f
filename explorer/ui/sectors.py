"""A subtree as treemap, icicle or sunburst on a page: drawn, clicked, and empty in words."""

import dataclasses
from collections.abc import Callable

import streamlit as st
from plotly.graph_objects import Figure

from explorer.atlas import Atlas
from explorer.audits import subtree
from explorer.audits.subtree import Colour
from explorer.charts import hovers, nested
from explorer.charts.nested import Kind
from explorer.charts.sector_colours import Colouring
from explorer.datasets import RollUp
from explorer.formatting import within, written
from explorer.settings import settings
from explorer.ui.chart import chart as show
from explorer.ui.chart_options import dark_page
from explorer.ui.markdown import plain
from explorer.ui.nearest import nothing
from explorer.ui.window import is_narrow
from explorer.wordnet.noun_table import ENTITY

HEIGHT = 560
"""Pixels of a chart unless its page says otherwise."""

NARROW_HEIGHT = 420
"""Pixels of a chart in a narrow window."""


def how_to(chart: str) -> str:
    """What clicks in a chart do, in a sentence; a sunburst has no bar of ancestors."""
    if chart == "sunburst":
        return "Click a sector to zoom in, the innermost one to zoom out."
    return (
        "Click a sector to zoom in, the outermost one to zoom out, or the path bar to jump to an "
        "ancestor."
    )


def sectors(
    atlas: Atlas,
    rolled: RollUp,
    focus: str,
    *,
    size: str,
    colour: Colour,
    colouring: Colouring,
    chart: Kind,
    on_go: Callable[[str], None],
    key: str = "chart",
    height: int = HEIGHT,
    few: bool = True,
) -> bool:
    """Draw the subtree of a synset, or say that it has nothing to draw.

    Args:
        atlas: hierarchy and words.
        rolled: whose classes are drawn.
        focus: wnid of the synset.
        size: key of the additive measure that areas show.
        colour: what colours show.
        colouring: how colours show it.
        chart: which chart.
        on_go: called with the wnid of the synset that a click leads to; changes the address.
        key: tells several charts on a page apart.
        height: pixels.
        few: whether it is drawn although its sectors have too few different values for a scale;
            not where a sentence above says all that there is to see.

    Returns:
        Whether a chart was drawn.
    """
    narrow, limits = is_narrow(), settings()
    if narrow:
        fewer = min(limits.chart_sectors, limits.narrow_sectors)
        limits, height = dataclasses.replace(limits, chart_sectors=fewer), NARROW_HEIGHT
    frame = subtree.sectors(atlas, rolled, focus, size, colour, limits)
    top = frame.loc[frame["kind"] == "focus", "wnid"].iloc[0]
    measure = rolled.dataset.measure(size)
    name = atlas.lexicon.name(focus)
    if not frame.loc[frame["id"] == top, "area"].iloc[0] > 0:
        nothing(
            atlas,
            focus,
            f"{rolled.dataset.title} has no {measure.unit} under {plain(name)}, so there is "
            "nothing to draw. Go up a level or choose another data set.",
            rolled.subtree(size) > 0,
            on_go,
            key=f"nearest_{key}",
        )
        return False
    values = nested.distinct(frame)
    if values and not few:
        return False
    if top != focus:
        st.caption(
            f"{plain(name)} has no classes below it in this data set; the chart shows its parent, "
            f"{plain(atlas.lexicon.name(top))}, with {plain(name)} outlined."
        )
    path = atlas.hierarchy.main_path(top)
    above = path[-2] if len(path) > 1 else ""
    drawn = f"{key}_{st.session_state.get(_zoomed(key), 0)}"
    hover = hovers.sector((measure.label, measure.unit), (colour.label, colour.unit))

    lead = _tapped(key, focus) if narrow else on_go

    def draw(dark: bool) -> Figure:
        return nested.nested(frame, chart, top, colouring, height, hover, dark=dark, marked=focus)

    show(
        draw(dark_page()),
        key=drawn,
        name=f"{focus}-{chart}-{rolled.dataset.key}",
        of=(rolled.dataset,),
        title=f"{name}: {within(measure.label)} as area, {within(colour.label)} as colour",
        light=lambda: draw(False),
        on_select=lambda: _clicked(key, drawn, top, above, lead),
        alt=f"{chart.capitalize()} of the subtree of {name}, sized by {within(measure.label)}",
    )
    if narrow:
        _tapped_card(atlas, rolled, focus, size, colour, key, on_go)
    if values:
        said = " or ".join(written(value, colour.unit) for value in values)
        st.caption(f"{plain(colour.label)}: every coloured sector has {said}.")
    return True


def measured_sectors(
    atlas: Atlas,
    rolled: RollUp,
    focus: str,
    *,
    measure: str,
    size: str,
    chart: str,
    on_go: Callable[[str], None],
    key: str = "chart",
    height: int = HEIGHT,
    few: bool = True,
) -> bool:
    """``sectors`` coloured by a measure of the data set, on its scale for all synsets."""
    return sectors(
        atlas,
        rolled,
        focus,
        size=size,
        colour=subtree.measured(rolled, measure),
        colouring=subtree.colouring(rolled, measure),
        chart=chart,  # type: ignore[arg-type]
        on_go=on_go,
        key=key,
        height=height,
        few=few,
    )


def _tapped(key: str, focus: str) -> Callable[[str], None]:
    """Remembers the sector that a finger touched, and shows the whole chart again."""

    def remember(wnid: str) -> None:
        st.session_state[f"{key}_tapped"] = (focus, wnid)
        st.session_state[_zoomed(key)] = st.session_state.get(_zoomed(key), 0) + 1

    return remember


def _tapped_card(
    atlas: Atlas,
    rolled: RollUp,
    focus: str,
    size: str,
    colour: Colour,
    key: str,
    on_go: Callable[[str], None],
) -> None:
    """The sector touched last in this very chart, with its figures and a way to open it.

    A finger points at nothing before it touches, so a touch does not lead away yet.
    """
    of, wnid = st.session_state.get(f"{key}_tapped", ("", ""))
    if of != focus or not wnid:
        return
    at = atlas.hierarchy.positions([wnid])
    measure, name = rolled.dataset.measure(size), plain(atlas.lexicon.name(wnid))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{name}** · "
            + plain(
                f"{within(measure.label)}: {written(rolled.subtree(size, at)[0], measure.unit)} · "
                f"{within(colour.label)}: {written(colour.subtree(at)[0], colour.unit)}"
            ),
            width="stretch",
        )
        st.button(f"Open {name}", key=f"{key}_open", type="primary", on_click=on_go, args=(wnid,))


def _zoomed(key: str) -> str:
    return f"{key}_zoomed"


def _clicked(key: str, drawn: str, top: str, above: str, on_go: Callable[[str], None]) -> None:
    wnid = nested.clicked(st.session_state[drawn]["selection"], top, above)
    if wnid:
        on_go(wnid)
    else:
        # The browser has zoomed into a sector that is no branch: a fresh chart zooms out.
        st.session_state[_zoomed(key)] = st.session_state.get(_zoomed(key), 0) + 1
        if top != ENTITY:
            st.toast(
                "This sector cannot be opened further; see the table below.",
                icon=":material/table:",
            )
