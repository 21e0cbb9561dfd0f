"""The head of a page about a synset: the bar that stays in sight, the title, and the way on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.atlas import Atlas
from explorer.ui.address import Address
from explorer.ui.headings import page_title, synset_tab
from explorer.ui.navigation import PAGES
from explorer.ui.panels import Panel
from explorer.ui.see_also import see_also
from explorer.ui.toolbar import toolbar
from explorer.views.reading import FIRST


def page_head(
    atlas: Atlas,
    address: Address[Any],
    here: Path,
    title: str,
    *,
    datasets: Sequence[str] | None = None,
    panels: Sequence[Panel[Any]] = (),
    about: str = "",
) -> None:
    """Draw the head of a page whose view has a ``focus``.

    Args:
        atlas: what is searched and chosen from.
        address: of the page.
        here: file of the page.
        title: of the page, as Markdown.
        datasets: keys of the data sets to choose from; all if None, no select box if empty.
        panels: of the page, chosen in the bar.
        about: a sentence below the title, as Markdown.
    """
    view = address.view
    toolbar(atlas, address, datasets=datasets, panels=panels)
    page = next(entry for entry in PAGES if entry.file == here)
    page_title(title, f"{synset_tab(atlas, view.focus)}: {page.title}")
    if about:
        st.caption(about)
    if page.focused:
        see_also(here, view.focus, view.dataset if page.any_dataset else FIRST)
