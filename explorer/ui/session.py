"""What every page begins with: the atlas and this session's wishes."""

import gc
import threading
from contextlib import suppress
from functools import partial
from typing import Literal

import streamlit as st

from explorer import atlas as atlases
from explorer.atlas import Atlas
from explorer.errors import ExplorerError
from explorer.evaluations import Model
from explorer.evaluations.declared import ILSVRC
from explorer.progress import Report, silent
from explorer.settings import settings
from explorer.ui.faults import without_home
from explorer.ui.markdown import plain
from explorer.ui.own_datasets import Kept, made_of_session, same, session_datasets

REVEAL = "reveal_offensive"
"""Session key of the choice to show offensive terms; never part of an address."""

OWN_MODELS = "own_models"
"""Session key of the session's own models; they leave the memory with the session."""

OWN_ATLAS = "own_atlas"
"""Session key of the atlas with these models, and of what it was made from."""

LOOK_SECONDS = 0.2
"""How often a waiting session looks."""


class Opening:
    """The one atlas of a process, which all sessions read, and how far its loading is.

    Attributes:
        atlas: None until it is loaded.
        progress: share that is done, and a sentence; for sessions that wait while another
            thread loads.
        kept: adds the data sets that the user keeps.
    """

    def __init__(self) -> None:
        """Nothing is loaded yet."""
        self.atlas: Atlas | None = None
        self.progress = (0.0, "Loading WordNet and the data tables. Slow only the first time.")
        self.kept = Kept()
        self._loading = threading.Lock()

    def load(self, report: Report, seconds: float = -1) -> None:
        """Load the atlas if it is not there yet.

        Args:
            report: called with how far the loading is.
            seconds: how long to wait for another thread that is loading; without end if −1.

        Raises:
            ExplorerError: it cannot be loaded; the next call tries again.
        """
        if not self._loading.acquire(timeout=seconds):
            return
        try:
            if self.atlas is None:
                self.atlas = atlases.load(settings(), partial(self._report, report))
                # The atlas and the libraries stay, and looking through them for garbage now
                # and then would make one click in many a slow one.
                gc.freeze()
        finally:
            self._loading.release()

    def _report(self, report: Report, share: float, text: str) -> None:
        self.progress = (share, text)
        report(share, text)


PROCESS = Opening()
"""What all sessions of this process share; nothing of any one session is in it."""


def open_atlas() -> Atlas:
    """The atlas, loaded once in a process, with its progress shown to all who wait for it.

    A fault is shown as a sentence, and the page stops.
    """
    atlas = PROCESS.atlas or _load_before_all_eyes()
    if atlas.notice:
        st.warning(plain(without_home(atlas.notice)), icon=":material/save:")
    # One for all sessions that ask for it, since each has its own search index.
    revealed = bool(st.session_state.get(REVEAL))
    base = atlas.revealed() if revealed else atlas
    return _of_session(PROCESS.kept.added(base, revealed=revealed))


def _load_before_all_eyes() -> Atlas:
    """Load the atlas, or wait for who is loading it, and show how far that is."""
    place = st.empty()

    def show(share: float, text: str) -> None:
        place.progress(share, text=text)

    try:
        while PROCESS.atlas is None:
            show(*PROCESS.progress)
            PROCESS.load(show, LOOK_SECONDS)
    except ExplorerError as problem:
        place.error(
            plain(without_home(str(problem))),
            title="The explorer could not start",
            icon=":material/error:",
        )
        st.stop()
    place.empty()
    return PROCESS.atlas


def own_models() -> dict[str, Model]:
    """The models of this session by name; what is put in or taken out is so from then on."""
    kept: dict[str, Model] = st.session_state.setdefault(OWN_MODELS, {})
    return kept


def with_own(atlas: Atlas) -> Atlas:
    """An atlas with the models and data sets that this session has now, and no others."""
    own = own_models()
    if dict(atlas.evaluation(ILSVRC).own) != own:
        atlas = atlas.with_own(ILSVRC, own)
    data = PROCESS.kept.datasets(atlas) | made_of_session(atlas)
    return atlas if same(atlas.own, data) else atlas.with_datasets(data)


def without_own(atlas: Atlas) -> Atlas:
    """An atlas without the models and data sets of a session."""
    return atlas.with_own(ILSVRC, {}).with_datasets({})


def _of_session(atlas: Atlas) -> Atlas:
    """The atlas with this session's models and data sets, the same one in every run.

    What is computed from it is kept with it.
    """
    kept: tuple[Atlas, Atlas] | None = st.session_state.pop(OWN_ATLAS, None)
    if not own_models() and not session_datasets():
        return atlas
    own = with_own(kept[1] if kept is not None and kept[0] is atlas else atlas)
    st.session_state[OWN_ATLAS] = (atlas, own)
    return own


def open_ahead() -> None:
    """Load the atlas before anybody asks; a fault is left to the first session, which tells it."""
    with suppress(ExplorerError):
        PROCESS.load(silent)


def options(width: Literal["content", "stretch"] = "content") -> None:
    """The choices that hold for this session only."""
    with st.popover("Options", icon=":material/tune:", width=width):
        st.toggle(
            "Show offensive terms",
            key=REVEAL,
            persist_state="session",
            help="Names and definitions of the person synsets that Yang et al. (2020) label "
            "offensive are hidden by default. This setting lasts for the current session and is "
            "not stored in shared links.",
        )
