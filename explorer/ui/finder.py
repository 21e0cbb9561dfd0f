"""The search box: matches as one types, each told apart by its parent and gloss."""

from collections.abc import Callable, Sequence

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.people import UNSAFE
from explorer.settings import settings
from explorer.ui.markdown import plain
from explorer.ui.search_keys import search_keys
from explorer.wordnet.search import WORDS, Match

GLOSS = 110
"""Characters of a gloss that a match shows: a line or two."""

BADGES = (
    "WordNet 3.0 offset",
    "WordNet 3.1 offset",
    "WordNet 3.0 and 3.1 offset",
    "ILSVRC index and devkit ID",
    "validation image",
    "training file",
    "ILI concept",
    "Open Images MID",
    "Wikidata id",
)
"""What a text was read as, where the match does not show it by itself."""


@st.fragment
def finder(
    atlas: Atlas,
    key: str,
    label: str,
    on_find: Callable[[str], None],
    on_match: Callable[[list[str] | None], None] = lambda _: None,
) -> None:
    """A search box that hands over the wnid of the match that is chosen.

    Args:
        atlas: what is searched.
        key: tells several boxes on a page apart.
        label: of the box.
        on_find: called with the wnid; it changes the address.
        on_match: called in each run with the wnids that match; with None if nothing is typed.
    """
    text = st.text_input(
        label,
        key=f"{key}_text",
        type="search",
        live="200ms",
        placeholder=f"{label}: name, WordNet ID (wnid), ILSVRC index, or words in the definition",
        label_visibility="collapsed",
    )
    typed = (text or "").strip()
    found = (
        atlas.search_index.search(typed, settings().search_results, settings().search_characters)
        if typed
        else []
    )
    on_match([match.wnid for match in found] if typed else None)
    opens = entered(typed, found)
    search_keys(key, typed, opens, lambda: _choose(key, opens, on_find))
    if not typed:
        return
    if not found:
        st.caption("No synset matches. Check the spelling or try a broader term.")
    with st.container(border=True, gap=None, height="content", key=f"matches_{key}"):
        for match in found:
            st.button(
                _line(atlas, match),
                key=f"{key}_{match.wnid}",
                on_click=_choose,
                args=(key, match.wnid, on_find),
                type="tertiary",
                wrap=False,
            )


def entered(text: str, found: Sequence[Match]) -> str:
    """The wnid that Enter opens: of the only match, or of the first exact one; else empty."""
    if len(found) == 1:
        return found[0].wnid
    sought = text.casefold().replace("_", " ")
    exact = (each for each in found if each.reason not in WORDS or sought == each.name.casefold())
    return next((each.wnid for each in exact), "")


def _choose(key: str, wnid: str, on_find: Callable[[str], None]) -> None:
    st.session_state[f"{key}_text"] = ""
    on_find(wnid)
    st.rerun()


def _line(atlas: Atlas, match: Match) -> str:
    """A match in a line: what tells it apart comes first, since a narrow window cuts the end."""
    lexicon = atlas.lexicon
    first = lexicon.name(match.wnid)
    also = "" if match.name == first else f" = {plain(first)}"
    parents = lexicon.names(atlas.hierarchy.parents_of(match.wnid))
    under = f" :gray[({plain(', '.join(parents))})]" if parents else ""
    index = atlas.index_of.get(match.wnid)
    mark = f" :blue-badge[ILSVRC {index}]" if index is not None else ""
    safety = atlas.safety.get(match.wnid)
    if match.reason == "devkit ID":
        mark += f" :blue-badge[devkit ID {atlas.numberings.devkit_id_of[match.wnid]}]"
    elif match.reason in BADGES:
        mark += f" :green-badge[{match.reason}]"
    mark += f" :red-badge[{safety}]" if safety in UNSAFE else ""
    gloss = lexicon.gloss(match.wnid)
    short = plain(gloss if len(gloss) <= GLOSS else gloss[: GLOSS - 1] + "…")
    return f"**{plain(match.name)}**{also}{under} `{match.wnid}`{mark} :gray[{short}]"
