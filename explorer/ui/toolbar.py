"""The bar of every page about a synset: search, data set, options and panels, always in sight."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from explorer.atlas import Atlas
from explorer.ui.address import Address
from explorer.ui.dataset_choice import dataset_titles
from explorer.ui.finder import finder
from explorer.ui.panels import Panel, choose_panel
from explorer.ui.session import options
from explorer.ui.window import is_narrow
from explorer.views.reading import ordered_keys

BAR = "bar"
"""Key of the bar; the style sheet keeps it in sight."""


def toolbar(
    atlas: Atlas,
    address: Address[Any],
    *,
    datasets: Sequence[str] | None = None,
    panels: Sequence[Panel[Any]] = (),
    search: str = "Search synsets",
    on_find: Callable[[str], None] | None = None,
) -> None:
    """Draw the bar: the search box moves the focus, the select box the data set.

    Args:
        atlas: what is searched and chosen from.
        address: of the page; its view has the fields ``focus`` and ``dataset``.
        datasets: keys of the data sets to choose from; all if None, no select box if empty.
        panels: of the page, if it has some.
        search: what the search box is for.
        on_find: called with the wnid that is found, on a page whose view has no ``focus``.
    """
    keys = ordered_keys(atlas) if datasets is None else list(datasets)

    def choose_dataset() -> None:
        titles = dataset_titles(atlas, keys)
        address.choice("dataset", "Data set", titles, label_visibility="collapsed")

    def choose_panels() -> None:
        choose_panel(address, panels)

    choices = [choose_dataset] if keys else []
    choose = [choose_panels] if panels else []
    first, below = ([], choices + choose) if is_narrow() else (choices, choose)
    widths = [6, *([3] if first else []), 3 if is_narrow() else 1.35]
    with st.container(key=BAR, gap="xsmall"):
        box, *beside, more = st.columns(widths, vertical_alignment="top")
        with box:
            finder(atlas, "find", search, on_find or (lambda wnid: address.move(focus=wnid)))
        for place, draw in zip(beside, first, strict=True):
            with place:
                draw()
        with more:
            options("stretch")
        if below:
            for place, draw in zip(st.columns(len(below)), below, strict=True):
                with place:
                    draw()
