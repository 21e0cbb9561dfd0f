"""Saving the data set that a session works on, and where it can be seen then."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.errors import ExplorerError
from explorer.ingest.library import kept, keys, store
from explorer.ingest.library.own import OwnDataSet
from explorer.pages.your_data import again
from explorer.pages.your_data.draft import Draft, as_own
from explorer.settings import settings
from explorer.ui.faults import without_home
from explorer.ui.markdown import plain
from explorer.ui.navigation import BALANCE, BOXES, HIERARCHY, OVERVIEW, RELEASES
from explorer.ui.own_datasets import session_datasets
from explorer.ui.own_server import own_server

TITLE, WHERE = "your_title", "your_where"
SESSION, FOLDER = "session", "folder"

NOTHING_YET = (
    "None of its classes has a synset yet, so the other pages have nothing to show. Accept a "
    "synset for some of them first, then save the mapping."
)


def save_box(atlas: Atlas, found: Draft) -> None:
    """Title, place and the button that saves; after that the pages that show the data set."""
    with st.container(border=True):
        if found.saved is None:
            again.choice(found)
            if not again.replaces(found):
                _name_and_place(found)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Save the data set" if found.saved is None else "Save the mapping",
                key="your_save",
                icon=":material/save:",
                disabled=not found.changed,
                on_click=_save,
                args=(atlas, found),
            )
            st.caption(_what(found))
        if found.told:
            st.error(plain(found.told), icon=":material/error:", title="It was not saved")
        elif found.saved is not None and not len(found.saved.mapping.mapped):
            st.markdown(NOTHING_YET)
        elif found.saved is not None:
            see_it(found.saved.key, boxes=found.saved.content.boxes is not None)


def _name_and_place(found: Draft) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state.setdefault(TITLE, found.title)
        st.text_input("Name of the data set", key=TITLE, max_chars=keys.LONGEST_TITLE)
        if own_server():
            st.radio(
                "Keep it",
                [FOLDER, SESSION],
                key=WHERE,
                horizontal=True,
                format_func={
                    FOLDER: "in your data folder",
                    SESSION: "in this session only",
                }.__getitem__,
                help="Your data folder is a setting (EXPLORER_DATA_DIR). What is kept for this "
                "session only is gone when the page is closed or loaded anew.",
            )


def _what(found: Draft) -> str:
    mapped = len(found.mapping.mapped)
    left = len(found.mapping) - mapped
    if found.saved is not None and not found.changed:
        return "Saved."
    if left:
        return (
            f"{mapped:,} of {len(found.mapping):,} classes have a synset. The other {left:,} "
            f"{'is kept with its' if left == 1 else 'are kept with their'} counts, outside the "
            "hierarchy, and every page says so."
        )
    return f"All {mapped:,} classes have a synset."


def see_it(key: str, *, boxes: bool) -> None:
    """Links to the pages with a data set of the user's own chosen."""
    pages = [
        (OVERVIEW, "Class map", ":material/grid_view:", {}),
        (HIERARCHY, "Hierarchy", ":material/account_tree:", {}),
        (BALANCE, "Thin branches", ":material/bar_chart:", {"panel": "branches"}),
        (BALANCE, "Plan", ":material/checklist:", {"panel": "plan"}),
        (RELEASES, "Overlap with others", ":material/compare_arrows:", {}),
        (RELEASES, "Class list", ":material/list:", {"panel": "classes"}),
    ]
    if boxes:
        pages.append((BOXES, "Boxes", ":material/crop_free:", {}))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(":gray[See it:]", width="content")
        for page, label, icon, query in pages:
            st.page_link(str(page), label=label, icon=icon, query_params={"dataset": key, **query})


def _save(atlas: Atlas, found: Draft) -> None:
    before = found.saved
    try:
        own, folder = _made(atlas, found) if before is None else _mapped(found, before)
        if folder:
            state = found.state
            if before is None and again.replaces(found) and found.same is not None:
                state = found.same.state
            found.state = kept.keep(own, atlas, settings(), state).state
        else:
            session_datasets()[own.key] = own
    except store.Changed:
        found.told = _changed_meanwhile(found)
        return
    except ExplorerError as problem:
        found.told = without_home(str(problem))
        return
    found.saved, found.title, found.told = own, own.title, ""
    found.same, found.new, found.gone = None, (), ()
    st.session_state.pop(TITLE, None)


def _made(atlas: Atlas, found: Draft) -> tuple[OwnDataSet, bool]:
    """The data set that is saved for the first time, and whether it goes to the data folder."""
    if again.replaces(found) and found.same is not None:
        there = found.same
        own = as_own(found, there.key, there.title)
        return again.in_place_of(own, there), bool(there.state)
    title = keys.title(str(st.session_state.get(TITLE) or ""), found.title)
    folders = kept.taken(settings())
    built = {*atlas.datasets} - {*atlas.own}
    key = keys.key(title, built, {*atlas.own, *session_datasets(), *folders})
    folder = own_server() and st.session_state.get(WHERE, FOLDER) == FOLDER
    return as_own(found, key, title), folder


def _mapped(found: Draft, before: OwnDataSet) -> tuple[OwnDataSet, bool]:
    """A data set that was saved before, with its mapping as it is now."""
    return as_own(found, before.key, before.title), bool(found.state)


def _changed_meanwhile(found: Draft) -> str:
    """What is said where a terminal or another window changed or removed the data set."""
    if found.saved is None:
        again.look_again(found)
        what = "removed" if found.same is None else "changed"
        return (
            f"The data set whose place it takes was {what} meanwhile, in a terminal or another "
            "window. Look at the choice above and save it again."
        )
    now = kept.listed(settings()).folders.get(found.saved.key)
    title = found.saved.title
    if now is None:
        found.saved, found.state = None, ""
        return (
            f"{title} was removed meanwhile, in a terminal or another window. Save it again to "
            "keep it after all."
        )
    found.state = now.state
    return (
        f"{title} was changed meanwhile, in a terminal or another window. Save it again to put "
        "what you see here in its place, or open it anew under Your data sets."
    )
