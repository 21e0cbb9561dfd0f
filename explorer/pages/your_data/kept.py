"""The user's own data sets: where each is seen, reviewed, read again, and removed."""

from collections.abc import Mapping

import streamlit as st

from explorer.atlas import Atlas
from explorer.errors import ExplorerError
from explorer.formatting import counted
from explorer.ingest.library import changes, kept
from explorer.ingest.library.own import OwnDataSet, note, summary
from explorer.ingest.library.store import Folder
from explorer.ingest.names import mapping_file
from explorer.ingest.names.mapping import MAPPED
from explorer.pages.your_data.draft import draft, opened, progress, work_on
from explorer.pages.your_data.save import NOTHING_YET, see_it
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.faults import without_home
from explorer.ui.markdown import plain
from explorer.ui.own_datasets import kept_datasets, session_datasets
from explorer.ui.own_server import own_server
from explorer.views.your_data import YourDataView

_PROBLEM, _TOLD = "your_kept_problem", "your_kept_told"
_REFRESH = "your_kept_refresh"
"""Session key of the data set that is to be read again."""


def kept_panel(atlas: Atlas, address: Address[YourDataView]) -> None:
    """Draw the panel."""
    if key := st.session_state.get(_REFRESH):
        _read_again(str(key), atlas)
        st.rerun()
    listed = kept_datasets()
    own = session_datasets()
    count = len(listed.folders) + len(own)
    if not count:
        st.info("You have no data set of your own yet. Add one first.", icon=":material/info:")
    if problem := str(st.session_state.pop(_PROBLEM, "")):
        st.warning(plain(without_home(problem)), icon=":material/warning:")
    if told := st.session_state.pop(_TOLD, ""):
        st.success(plain(told), icon=":material/check_circle:")
    if count:
        st.markdown(f"**{counted(count, 'data set')} of your own**")
    for key, folder in listed.folders.items():
        _card(atlas, address, key, folder)
    for key, held in own.items():
        _card(atlas, address, key, held)
    for key, problem in listed.damaged.items():
        _damaged_card(key, problem)
    for problem in listed.problems:
        if problem not in listed.damaged.values():
            st.warning(plain(without_home(problem)), icon=":material/warning:")


def _card(
    atlas: Atlas, address: Address[YourDataView], key: str, held: Folder | OwnDataSet
) -> None:
    """One data set: what it is, where it is seen, what can be done with it."""
    dataset = atlas.datasets.get(key)
    title = held.title if isinstance(held, OwnDataSet) else str(held.about["title"])
    with st.container(border=True):
        where = "this session only" if isinstance(held, OwnDataSet) else "kept"
        st.markdown(f"**{plain(title)}** :gray-badge[{where}] :gray[`{key}`]")
        if isinstance(held, OwnDataSet):
            st.caption(plain(f"{summary(held.content)} {note(held.content, held.mapping)}"))
        elif dataset is not None:
            st.caption(plain(f"{dataset.summary} {dataset.note}"))
        if _mapped(held):
            see_it(key, boxes=dataset is not None and dataset.read_boxes is not None)
        else:
            st.markdown(NOTHING_YET)
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Review the mapping",
                key=f"your_open_{key}",
                icon=":material/rule:",
                on_click=_open,
                args=(atlas, address, held),
            )
            st.download_button(
                "Download mapping.csv",
                lambda: mapping_file.write(_whole(held, boxes=False).mapping, atlas.lexicon),
                file_name=f"{key}-mapping.csv",
                mime="text/csv",
                key=f"your_take_{key}",
                on_click="ignore",
                icon=":material/download:",
            )
            if isinstance(held, Folder) and held.about["path"]:
                st.button(
                    "Refresh",
                    key=f"your_refresh_{key}",
                    icon=":material/refresh:",
                    help="Reads it again if its files changed, or its mapping was edited. "
                    "Decisions stay with their classes.",
                    on_click=st.session_state.update,
                    args=({_REFRESH: key},),
                )
            if isinstance(held, OwnDataSet) or own_server():
                _remove_button(key, title, held)


def _mapped(held: Folder | OwnDataSet) -> bool:
    """Whether a class has a synset that counts; no table is read for it."""
    if isinstance(held, OwnDataSet):
        return len(held.mapping.mapped) > 0
    counts: Mapping[str, int] = held.about["mapping"]
    return any(counts.get(match, 0) for match in MAPPED)


def _damaged_card(key: str, problem: str) -> None:
    """A data set that cannot be used: what is wrong, and a way to remove it."""
    with st.container(border=True):
        st.markdown(f"**{plain(key)}** :red-badge[damaged]")
        st.caption(plain(without_home(problem)))
        with st.popover("Remove", icon=":material/delete:"):
            st.markdown(
                f"Remove **{plain(key)}**? Its folder in your data folder is deleted with what is "
                "left of its mapping. The files it was read from stay."
            )
            st.button(
                "Remove it for good",
                key=f"your_remove_{key}",
                on_click=_remove,
                args=(key, None),
            )


def _remove_button(key: str, title: str, held: Folder | OwnDataSet) -> None:
    with st.popover("Remove", icon=":material/delete:"):
        st.markdown(
            f"Remove **{plain(title)}** with its mapping? "
            + (
                "It is kept in this session only."
                if isinstance(held, OwnDataSet)
                else "Its folder in your data folder is deleted. The files it was read from stay."
            )
        )
        st.button(
            "Remove it for good",
            key=f"your_remove_{key}",
            on_click=_remove,
            args=(key, held),
        )


def _read_again(key: str, atlas: Atlas) -> None:
    """Refresh a data set that is kept, with its progress shown, and say what changed."""
    report = progress(lambda: st.session_state.pop(_REFRESH, None), f"Looking if {key} changed")
    try:
        reading = changes.refresh(key, atlas, settings(), report)
    except ExplorerError as problem:
        st.session_state[_PROBLEM] = str(problem)
    else:
        st.session_state[_TOLD] = _changed(key, reading)
        _forget(key)
    st.session_state.pop(_REFRESH, None)


def _changed(key: str, reading: changes.Reading | None) -> str:
    if reading is None:
        return f"{key}: nothing changed since it was read."
    waiting = len(reading.own.mapping.to_review)
    return (
        f"{reading.own.title} was read again: {counted(len(reading.new), 'new class')}, "
        f"{counted(len(reading.gone), 'class')} gone, {counted(waiting, 'class')} to review. "
        f"{reading.difference}".strip()
    )


def _forget(key: str) -> None:
    """Work no longer on a data set that is not what it was."""
    found = draft()
    if found is not None and found.saved is not None and found.saved.key == key:
        work_on(None)


def _whole(held: Folder | OwnDataSet, *, boxes: bool = True) -> OwnDataSet:
    return held if isinstance(held, OwnDataSet) else kept.opened(held, boxes=boxes)


def _open(atlas: Atlas, address: Address[YourDataView], held: Folder | OwnDataSet) -> None:
    try:
        state = held.state if isinstance(held, Folder) else ""
        work_on(opened(_whole(held), atlas, state))
    except ExplorerError as problem:
        st.session_state[_PROBLEM] = str(problem)
        return
    address.move(panel="review", show="all", page=1)


def _remove(key: str, held: Folder | OwnDataSet | None) -> None:
    try:
        if isinstance(held, OwnDataSet):
            session_datasets().pop(key, None)
        else:
            changes.remove(key, settings())
    except ExplorerError as problem:
        st.session_state[_PROBLEM] = str(problem)
        return
    _forget(key)
