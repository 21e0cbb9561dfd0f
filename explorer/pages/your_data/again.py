"""Files that were added before: the data set that there is, and the mapping that goes over."""

import dataclasses

import streamlit as st

from explorer.atlas import Atlas
from explorer.errors import ExplorerError
from explorer.formatting import counted
from explorer.ingest.library import changes, kept, same
from explorer.ingest.library.own import OwnDataSet
from explorer.ingest.library.same import Same
from explorer.ingest.library.store import Folder
from explorer.ingest.names import mapping_file
from explorer.pages.your_data.draft import Draft
from explorer.settings import settings
from explorer.ui.markdown import plain
from explorer.ui.own_datasets import kept_datasets, session_datasets

REPLACE = "your_replace"
"""Session key of the choice between the place of the one that there is, and a further one."""

WHY = {
    "path": "It was read from the same place as",
    "content": "It has the same classes and counts as",
    "name": "A file of the same name, with mostly the same classes, was added before as",
}


def take_over(found: Draft | None, atlas: Atlas) -> None:
    """Look whether there is this data set already, and take its decisions.

    Those of one that cannot be read any more, or whose mapping was edited with a mistake in it, are
    taken as far as they can be.
    """
    if found is None:
        return
    path = found.source.path if found.source is not None else None
    found.same = _there(found, "" if path is None else str(path))
    st.session_state.pop(REPLACE, None)
    if found.same is None:
        return
    held = found.same.held
    try:
        own = held if isinstance(held, OwnDataSet) else kept.opened(held, boxes=False)
    except ExplorerError:
        found.same = None
        return
    for data in _mappings(found.same, own):
        try:
            carried, new, gone = changes.carried(
                own.content.classes, data, found.content, found.proposal, atlas, settings()
            )
        except ExplorerError:
            continue
        found.mapping, found.new, found.gone = carried, new, gone
        found.title = found.same.title
        return


def look_again(found: Draft) -> None:
    """Find the data set whose place it would take as it is now, where it was changed elsewhere."""
    if found.same is None:
        return
    key = found.same.key
    now = kept_datasets().folders.get(key) or session_datasets().get(key)
    found.same = None if now is None else dataclasses.replace(found.same, held=now)


def _there(found: Draft, path: str) -> Same | None:
    known: list[Folder | OwnDataSet] = [
        *kept_datasets().folders.values(),
        *session_datasets().values(),
    ]
    return same.look(found.content, path, known)


def _mappings(there: Same, own: OwnDataSet) -> list[bytes]:
    """The mapping as a person may have edited it, and as it was written."""
    written = mapping_file.write(own.mapping)
    if isinstance(there.held, OwnDataSet):
        return [written]
    try:
        return [there.held.mapping.read_bytes(), written]
    except OSError:
        return [written]


def said(found: Draft) -> None:
    """Say which data set this is, and what becomes of its mapping."""
    there = found.same
    if there is None or found.saved is not None:
        return
    kept_ = len(found.mapping) - len(found.new)
    parts = [
        f"{WHY[there.why]} **{plain(there.title)}**.",
        f"The mapping of {counted(kept_, 'class')} was taken over from it.",
    ]
    if found.new or found.gone:
        parts.append(
            f"{counted(len(found.new), 'class')} {'is' if len(found.new) == 1 else 'are'} new, "
            f"{counted(len(found.gone), 'class')} {'is' if len(found.gone) == 1 else 'are'} gone."
        )
    parts.append("Saved, it takes the place of that one, unless you want both.")
    st.info(" ".join(parts), icon=":material/sync:")


def replaces(found: Draft) -> bool:
    """Whether it is to take the place of the one that there is."""
    return found.same is not None and bool(st.session_state.get(REPLACE, True))


def choice(found: Draft) -> None:
    """Choose between the place of the one that there is and a further data set."""
    if found.same is None:
        return
    titles = {
        True: f"in place of {plain(found.same.title)}",
        False: "as another data set",
    }
    st.radio(
        "Save it",
        [True, False],
        key=REPLACE,
        horizontal=True,
        format_func=titles.__getitem__,
    )


def in_place_of(own: OwnDataSet, there: Same) -> OwnDataSet:
    """A data set under key and title of the one whose place it takes.

    The same content from a dropped file stays one that can be read again from its path.
    """
    held = there.held
    own = dataclasses.replace(own, key=there.key, title=there.title)
    if own.path or there.why != "content":
        return own
    before = held if isinstance(held, OwnDataSet) else kept.opened(held, boxes=False)
    return dataclasses.replace(
        own,
        path=before.path,
        state=before.state,
        options=before.options,
        format=before.format,
    )
