"""What stands above every page about a synset: the search, the data set, the options."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from explorer.atlas import Atlas
from explorer.ui.address import Address
from explorer.ui.dataset_choice import dataset_titles
from explorer.ui.finder import finder
from explorer.ui.session import options
from explorer.views.reading import ordered_keys


def toolbar(atlas: Atlas, address: Address[Any], *, datasets: Sequence[str] | None = None) -> None:
    """The search box moves the focus, the select box the data set.

    Args:
        atlas: what is searched and chosen from.
        address: of the page; its view has the fields ``focus`` and ``dataset``.
        datasets: keys of the data sets to choose from; all if None, no select box if empty.
    """
    keys = ordered_keys(atlas) if datasets is None else list(datasets)
    search, *choice, more = st.columns([6, 3, 1] if keys else [9, 1], vertical_alignment="top")
    with search:
        finder(atlas, "find", "Search synsets", lambda wnid: address.move(focus=wnid))
    for place in choice:
        with place:
            titles = dataset_titles(atlas, keys)
            address.choice("dataset", "Data set", titles, label_visibility="collapsed")
    with more:
        options()
