"""Headings: a page has one of the first level, its parts have one of the second."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.ui.navigation import NAME


def page_title(text: str, tab: str, **looks: object) -> None:
    """Head the page, and call the browser's tab.

    Args:
        text: of the heading, as Markdown.
        tab: what the tab is called, as it stands; shown with the explorer's name.
        looks: ``width`` as Streamlit has it.
    """
    st.set_page_config(page_title=f"{tab} – {NAME}")
    st.title(text, anchor=False, **looks)  # type: ignore[arg-type]


def section(text: str, **looks: object) -> None:
    """Head a part of a page, or of its panel; ``text`` is Markdown, ``looks`` Streamlit's."""
    st.header(text, anchor=False, **looks)  # type: ignore[arg-type]


def synset_tab(atlas: Atlas, wnid: str) -> str:
    """What a tab about a synset is called: its name, or its wnid if the name may offend.

    A tab's name stays in the browser's history, so it is the wnid even where names are shown.
    """
    offensive = wnid in atlas.lexicon.hidden or atlas.safety.get(wnid) == "offensive"
    return wnid if offensive else atlas.lexicon.name(wnid)
