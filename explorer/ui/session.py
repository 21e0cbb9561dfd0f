"""What every page begins with: the atlas and this session's wishes."""

import gc
import threading
from contextlib import suppress
from functools import lru_cache, partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import atlas as atlases
from explorer.atlas import Atlas
from explorer.errors import ExplorerError
from explorer.evaluations import Model
from explorer.evaluations.declared import ILSVRC
from explorer.progress import Report
from explorer.settings import settings
from explorer.ui.faults import without_home
from explorer.ui.markdown import plain

REVEAL = "reveal_offensive"
"""Session key of the choice to show offensive terms; never part of an address."""

OWN_MODELS = "own_models"
"""Session key of the session's own models; they leave the memory with the session."""

_opening = threading.Lock()
_opened: list[Atlas] = []
"""The one atlas of this process, once it is loaded; all sessions read it."""

_told = [(0.0, "Opening WordNet and the tables. Only the first start is slow.")]
"""How far its loading is, for sessions that wait while another thread loads."""

LOOK_SECONDS = 0.2
"""How often a waiting session looks."""


def open_atlas() -> Atlas:
    """The atlas, loaded once in a process, with its progress shown to all who wait for it.

    A fault is shown as a sentence, and the page stops.
    """
    if not _opened:
        place = st.empty()
        try:
            while not _opened:
                place.progress(_told[0][0], text=_told[0][1])
                # Whoever has the lock is loading; the others look at how far that is.
                if _opening.acquire(timeout=LOOK_SECONDS):
                    try:
                        _load_once(partial(_show, place))
                    finally:
                        _opening.release()
        except ExplorerError as problem:
            place.error(
                plain(without_home(str(problem))),
                title="The explorer cannot start",
                icon=":material/error:",
            )
            st.stop()
        place.empty()
    atlas = _opened[0]
    if atlas.notice:
        st.warning(plain(without_home(atlas.notice)), icon=":material/save:")
    atlas = _revealed(atlas) if st.session_state.get(REVEAL) else atlas
    return with_own(atlas)


def own_models() -> dict[str, Model]:
    """The models of this session by name; what is put in or taken out is so from then on."""
    kept: dict[str, Model] = st.session_state.setdefault(OWN_MODELS, {})
    return kept


def with_own(atlas: Atlas) -> Atlas:
    """An atlas with the models that this session has now, and no others."""
    own = own_models()
    if dict(atlas.evaluation(ILSVRC).own) == own:
        return atlas
    return atlas.with_own(ILSVRC, own)


def open_ahead() -> None:
    """Load the atlas before anybody asks; a fault is left to the first session, which tells it."""
    with suppress(ExplorerError), _opening:
        _load_once(_tell)


def _load_once(report: Report) -> None:
    """Load the atlas if it is not there yet; for whoever holds the lock."""
    if not _opened:
        _opened.append(atlases.load(settings(), report))
        # The atlas and the libraries stay, and looking through them for garbage now and then
        # would make one click in many a slow one.
        gc.freeze()


def _tell(share: float, text: str) -> None:
    """Leave word of how far the loading is."""
    _told[0] = (share, text)


def _show(place: DeltaGenerator, share: float, text: str) -> None:
    _tell(share, text)
    place.progress(share, text=text)


@lru_cache(maxsize=1)
def _revealed(atlas: Atlas) -> Atlas:
    """One for all sessions that ask for it, since each has its own search index."""
    return atlas.revealed()


def options() -> None:
    """The choices that hold for this session only."""
    with st.popover("Options", icon=":material/tune:"):
        st.toggle(
            "Show offensive terms",
            key=REVEAL,
            persist_state="session",
            help="Names and definitions of the 437 person synsets that Yang et al. (2020) label "
            "offensive are hidden until you ask for them. The choice is not kept in links.",
        )
