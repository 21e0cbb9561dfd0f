"""A way on from a page that has nothing to show of a synset."""

from collections.abc import Callable

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.atlas import Atlas
from explorer.audits.nearest import nearest
from explorer.datasets import CLASSES
from explorer.ui.markdown import plain


def nothing(
    atlas: Atlas,
    focus: str,
    sentence: str,
    shown: NDArray[np.bool_],
    on_go: Callable[[str], None],
    key: str = "nearest",
) -> None:
    """Say that there is nothing to show, and offer the nearest synset of which there is.

    Args:
        atlas: hierarchy and names.
        focus: wnid of the synset that has nothing to show.
        sentence: what is missing, as Markdown.
        shown: by position, whether a synset has what is missing.
        on_go: called with the wnid of the nearest one; changes the address.
        key: tells several such offers on a page apart.
    """
    st.info(sentence, icon=":material/info:")
    wnid = nearest(atlas.hierarchy, focus, shown)
    if wnid:
        st.button(
            f"Go to {plain(atlas.lexicon.name(wnid))}, the nearest synset with data",
            key=f"{key}_{wnid}",
            icon=":material/near_me:",
            on_click=on_go,
            args=(wnid,),
        )


def with_classes(atlas: Atlas, *keys: str) -> NDArray[np.bool_]:
    """By position, whether one of some data sets has a class at or under a synset."""
    found = np.zeros(len(atlas.hierarchy), dtype=np.bool_)
    for key in keys:
        found |= atlas.roll_up(key).subtree(CLASSES) > 0
    return found
