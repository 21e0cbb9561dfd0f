"""A page that holds the tree navigator, over a made-up hierarchy, and says what it was told."""

from collections.abc import Iterator

import streamlit as st

from explorer.ui.tree import TreeRow, picked, toggled, tree

MARKUP = "<b>bold</b><img src=x onerror=document.title='hacked'>"
CHILDREN = {
    "": ["animal", "artifact", "plant"],
    "animal": ["cat", "dog", "domestic animal"],
    "domestic animal": ["dog"],
    "dog": ["corgi", "hound", "puppy with a name far longer than any column could hold"],
    "hound": ["beagle"],
    "artifact": [MARKUP, *(f"tool {number}" for number in range(1, 31))],
}
SHOWN_AT_FIRST = 5
KEY = "tree"

state = st.session_state
state.setdefault("opened", frozenset({"animal"}))
state.setdefault("widened", frozenset())
state.setdefault("selected", "animal/dog")
state.setdefault("told", [])


def rows(parent: str = "", level: int = 1) -> Iterator[TreeRow]:
    """The visible rows under a path, depth first."""
    names = CHILDREN.get(parent.rpartition("/")[2], [])
    shown = names if parent in state.widened else names[:SHOWN_AT_FIRST]
    for position, name in enumerate(shown, start=1):
        path = f"{parent}/{name}".removeprefix("/")
        opened = path in state.opened
        yield TreeRow(
            id=path,
            wnid=name,
            label=name,
            level=level,
            state=("open" if opened else "closed") if name in CHILDREN else "leaf",
            figures=(f"{1234 * len(path):,}", f"{len(path)}"),
            selected=path == state.selected,
            note=f"{name}: a made-up synset",
            position=position,
            siblings=len(names),
        )
        if opened:
            yield from rows(path, level + 1)
    if len(shown) < len(names):
        rest = len(names) - len(shown)
        yield TreeRow(
            id=f"{parent}/more",
            wnid="",
            label=f"{rest} more",
            level=level,
            state="more",
            figures=("", ""),
            selected=False,
            note="",
            position=len(shown) + 1,
            siblings=len(names),
        )


def on_toggle() -> None:
    """Open, close or widen what was toggled."""
    row = toggled(KEY)
    state.told.append(f"toggle {row}")
    if row and row.endswith("/more"):
        state.widened |= {row.removesuffix("/more")}
    else:
        state.opened ^= {row}


def on_pick() -> None:
    """Select what was picked."""
    state.selected = picked(KEY)
    state.told.append(f"pick {state.selected}")


def select_beagle() -> None:
    """Select a row that is out of sight, as a search would."""
    state.opened |= {"animal", "animal/dog", "animal/dog/hound"}
    state.selected = "animal/dog/hound/beagle"


st.button("Rerun")
st.button("Select beagle", on_click=select_beagle)
tree(
    list(rows()),
    key=KEY,
    label="Made-up hierarchy",
    columns=("Images", "Classes"),
    height=300,
    on_toggle=on_toggle,
    on_pick=on_pick,
)
st.markdown(f"told: {'; '.join(state.told) or 'nothing'}")
st.text(f"outside: {toggled(KEY)} {picked(KEY)}")
