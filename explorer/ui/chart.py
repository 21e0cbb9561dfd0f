"""A chart on a page, and the menu that saves it as a picture."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from explorer.audits.source_line import Sourced, source_line
from explorer.charts import scatter
from explorer.charts.dark import for_dark
from explorer.charts.light import for_light
from explorer.charts.narrow import for_narrow
from explorer.ui import picture
from explorer.ui.chart_options import PLAIN, dark_page
from explorer.ui.window import is_narrow

FEWEST = 3
"""Values from which a chart says more than the sentence above it."""


def chart(
    figure: go.Figure,
    *,
    key: str,
    name: str,
    alt: str,
    of: Iterable[Sourced],
    title: str = "",
    light: Callable[[], go.Figure] | None = None,
    on_select: Callable[[], None] | None = None,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Draw a figure, and offer it as a picture at paper size.

    Args:
        figure: in the colours of the page, or with series in those of the palette.
        key: tells it apart from the page's other charts.
        name: of the file that is saved, without its ending.
        alt: what the chart shows, for those who do not see it.
        of: the data sets and evaluations whose figures are drawn.
        title: above the saved chart; ``alt`` if empty.
        light: makes the figure for a light page, where the one given is for a dark one.
        on_select: called when a point is selected.
        on_pick: instead, called with what the selected point stands for, mostly a wnid.
    """
    picking: dict[str, Any] = {}
    if on_pick is not None:
        on_select = partial(_picked, key, on_pick)
    if on_select is not None:
        picking = {"on_select": on_select, "selection_mode": "points"}
    drawn = for_dark(figure) if dark_page() else for_light(figure)
    drawn = for_narrow(drawn) if is_narrow() else drawn
    st.plotly_chart(drawn, key=key, config=PLAIN, alt=alt, **picking)
    save_menu(
        light or (lambda: figure), key=key, name=name, title=title or alt, source=source_line(of)
    )


def _picked(key: str, on_pick: Callable[[str], None]) -> None:
    picked = scatter.clicked(st.session_state[key]["selection"])
    if picked:
        on_pick(picked)


@st.fragment
def save_menu(
    light: Callable[[], go.Figure], *, key: str, name: str, title: str, source: str
) -> None:
    """Offer a figure as a picture; alone the menu is drawn anew when it is saved.

    Args:
        light: makes the figure, in the colours of a light page, when it is asked for.
        key: tells it apart from the page's other charts.
        name: of the file that is saved, without its ending.
        title: above the chart.
        source: below it; the address of the page is added.
    """
    kind = st.menu_button(
        "Save chart",
        picture.KINDS,
        key=f"{key}_save",
        type="tertiary",
        icon=":material/image:",
        help="At the width of a page, 170 mm: PNG with 300 dots per inch, or SVG.",
    )
    if kind:
        picture.save(
            light(),
            kind,
            name=name,
            title=title,
            source=f"{source} {_address()}".strip(),
            key=f"{key}_picture",
        )


def _address() -> str:
    """The address of the page as it is now, for who wants to see the chart again."""
    url = str(st.context.url or "")
    query = "&".join(f"{name}={value}" for name, value in st.query_params.to_dict().items())
    return f"{url}?{query}" if url and query else url
