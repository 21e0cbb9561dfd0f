"""Links from a synset on one page to the same synset on the others."""

from pathlib import Path

import streamlit as st

from explorer.ui.navigation import PAGES
from explorer.views.reading import FIRST


def see_also(here: Path, focus: str, dataset: str = FIRST) -> None:
    """A row of links to every other page that can look at a synset.

    Args:
        here: file of the page that they stand on.
        focus: wnid of the synset.
        dataset: key of the data set, kept where the other page shows every data set.
    """
    others = [entry for entry in PAGES if entry.focused and entry.file != here]
    if not others:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(":gray[See also:]", width="content")
        for entry in others:
            kept = {"dataset": dataset} if entry.any_dataset and dataset != FIRST else {}
            st.page_link(
                str(entry.file),
                label=entry.title,
                icon=entry.icon,
                query_params={"focus": focus} | kept,
            )
