"""A user's own data sets in a session: those that are kept, and those of this session only."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from explorer.atlas import Atlas
from explorer.datasets import DataSet
from explorer.errors import ExplorerError
from explorer.ingest.library import kept, own
from explorer.ingest.library.own import OwnDataSet
from explorer.ingest.library.store import Folder
from explorer.settings import settings

OWN_DATASETS = "own_datasets"
"""Session key of the data sets of this session only; they leave the memory with it."""

_MADE = "own_datasets_made"
_WITH_OWN = "own_datasets_atlas"


@dataclass(frozen=True)
class _Made:
    """A data set as pages use it, and what it was made of."""

    of: OwnDataSet | str
    dataset: DataSet


def session_datasets() -> dict[str, OwnDataSet]:
    """The data sets of this session only, by key; what is put in or taken out is so from then."""
    found: dict[str, OwnDataSet] = st.session_state.setdefault(OWN_DATASETS, {})
    return found


def kept_datasets() -> kept.Listed:
    """The data sets that are kept in the user's data folder; none if it cannot be read."""
    try:
        return kept.listed(settings())
    except ExplorerError as problem:
        return kept.Listed({}, (str(problem),))


def with_own_datasets(atlas: Atlas) -> Atlas:
    """An atlas with all data sets of the user's own; the same one until they change."""
    found = _datasets(atlas, kept_datasets().folders)
    before: tuple[Atlas, Mapping[str, DataSet], Atlas] | None = st.session_state.get(_WITH_OWN)
    if not found:
        st.session_state.pop(_WITH_OWN, None)
        return atlas
    if before is not None and before[0] is atlas and before[1] == found:
        return before[2]
    made = atlas.with_datasets(found)
    st.session_state[_WITH_OWN] = (atlas, found, made)
    return made


def _datasets(atlas: Atlas, folders: Mapping[str, Folder]) -> dict[str, DataSet]:
    """The user's data sets by key, each the same value as long as it is not changed."""
    before: dict[str, _Made] = st.session_state.get(_MADE, {})
    sources: dict[str, Folder | OwnDataSet] = {**folders, **session_datasets()}
    made: dict[str, _Made] = {}
    for key, source in sources.items():
        if key in atlas.datasets:
            continue
        of = source.state if isinstance(source, Folder) else source
        same = before.get(key)
        if same is not None and same.of == of:
            made[key] = same
        elif isinstance(source, Folder):
            made[key] = _Made(of, kept.dataset(source, atlas.hierarchy))
        else:
            made[key] = _Made(of, own.dataset(source, atlas, settings()))
    st.session_state[_MADE] = made
    return {key: each.dataset for key, each in made.items()}
