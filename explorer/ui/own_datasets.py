"""A user's own data sets in the app: those that are kept, and those of this session only.

What is kept belongs to whoever's machine this is, so it is shown only where the server listens
on this machine alone. What a session did not keep leaves the memory with the session.
"""

from collections.abc import Mapping

import streamlit as st

from explorer.atlas import Atlas
from explorer.datasets import DataSet
from explorer.errors import ExplorerError
from explorer.ingest.library import kept, own
from explorer.ingest.library.own import OwnDataSet
from explorer.ingest.library.shelf import Shelf
from explorer.settings import settings
from explorer.ui.own_server import own_server

OWN_DATASETS = "own_datasets"
"""Session key of the data sets of this session only; they leave the memory with it."""

_MADE = "own_datasets_made"
"""Session key of these as pages use them, and of what each was made of."""


def session_datasets() -> dict[str, OwnDataSet]:
    """The data sets of this session only, by key; what is put in or taken out is so from then.

    One whose mapping was reviewed is put in as another value.
    """
    found: dict[str, OwnDataSet] = st.session_state.setdefault(OWN_DATASETS, {})
    return found


def kept_datasets() -> kept.Listed:
    """The data sets that are kept in the user's data folder; none if it cannot be read.

    None either where the server is open to others.
    """
    if not own_server():
        return kept.Listed({}, ())
    try:
        return kept.listed(settings())
    except ExplorerError as problem:
        return kept.Listed({}, (str(problem),))


def made_of_session(atlas: Atlas) -> dict[str, DataSet]:
    """The data sets of this session, each the same value as long as it is not changed."""
    made: dict[str, tuple[OwnDataSet, DataSet]] = st.session_state.setdefault(_MADE, {})
    held = session_datasets()
    for key in [*made]:
        if key not in held or made[key][0] is not held[key]:
            del made[key]
    for key, each in held.items():
        if key not in made:
            made[key] = (each, own.dataset(each, atlas, settings()))
    return {key: dataset for key, (_, dataset) in made.items()}


class Kept:
    """Atlases with what is kept; one for all sessions of a process, until that changes."""

    def __init__(self) -> None:
        """None is made yet."""
        self._shelf = Shelf()
        self._made: dict[bool, tuple[Atlas, Atlas]] = {}

    def datasets(self, atlas: Atlas) -> dict[str, DataSet]:
        """What is kept now, by key; nothing where the server is open to others."""
        return self._shelf.datasets(atlas, settings())[0] if own_server() else {}

    def added(self, atlas: Atlas, *, revealed: bool) -> Atlas:
        """An atlas with what is kept now.

        Args:
            atlas: without any data set of the user's.
            revealed: whether it shows every word.
        """
        found = self.datasets(atlas)
        if not found:
            return atlas
        before = self._made.get(revealed)
        if before is None or before[0] is not atlas or not same(before[1].own, found):
            before = (atlas, atlas.with_datasets(found))
            self._made[revealed] = before
        return before[1]


def same(some: Mapping[str, DataSet], others: Mapping[str, DataSet]) -> bool:
    """Whether these are the very same data sets in the same order."""
    return [*some.items()] == [*others.items()]
