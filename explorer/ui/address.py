"""A page's view in its address, and widgets whose value is the address's.

The address is the only place where a view is kept: a widget shows what the address says,
and a change goes into the address, from which the page is then drawn anew.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import streamlit as st

from explorer.atlas import Atlas
from explorer.ui.markdown import plain
from explorer.ui.session import with_own, without_own
from explorer.views.reading import View, written

HEADING = "heading:"
"""Begins an option of a select box that is a heading, and chooses nothing."""

V = TypeVar("V", bound=View)
Read = Callable[[Mapping[str, str], Atlas], tuple[V, list[str]]]
"""Parameters of an address to a view, and a sentence for each that makes no sense."""


class Address(Generic[V]):
    """The view that the address asks for, and ways to change it; made anew in every run.

    Attributes:
        view: what to show now.
    """

    def __init__(self, atlas: Atlas, read: Read[V]) -> None:
        """Read the address; what makes no sense in it is said on the page."""
        # Streamlit keeps the callbacks of a session's widgets, and so this address, to its end:
        # models and data sets that are removed by then must not be in it.
        self._atlas = without_own(atlas)
        self._read = read
        self.view, notices = read(st.query_params.to_dict(), atlas)
        for notice in notices:
            st.warning(plain(notice), icon=":material/link_off:")

    def query(self, **changes: object) -> dict[str, str]:
        """Parameters of this view with some changed, for links; what they rule out is dropped."""
        return self._changed(self.view.to_query(with_own(self._atlas)), changes)

    def move(self, **changes: object) -> None:
        """Change some parameters of the address; for callbacks."""
        st.query_params.from_dict(self._changed(st.query_params.to_dict(), changes))

    def _changed(self, params: dict[str, str], changes: dict[str, object]) -> dict[str, str]:
        asked = params | {name: written(value) for name, value in changes.items()}
        # A model that was uploaded or removed since the run began counts as it is now.
        atlas = with_own(self._atlas)
        view, _ = self._read(asked, atlas)
        return view.to_query(atlas)

    def choice(self, name: str, label: str, choices: Mapping[str, str], **looks: Any) -> None:
        """A select box over a field of the view: its values and what each is called."""
        st.selectbox(
            label,
            list(choices),
            format_func=choices.__getitem__,
            **self._bound(name),
            **looks,
        )

    def segments(self, name: str, label: str, choices: Mapping[str, str], **looks: Any) -> None:
        """A row of buttons, one of them pressed, over a field of the view."""
        st.segmented_control(
            label,
            list(choices),
            required=True,
            format_func=choices.__getitem__,
            **self._bound(name),
            **looks,
        )

    def several(self, name: str, label: str, choices: Mapping[str, str], **looks: Any) -> None:
        """A row of buttons, any of them pressed, over a field that holds a tuple."""
        bound = self._bound(name)
        st.session_state[bound["key"]] = list(st.session_state[bound["key"]])
        st.pills(
            label,
            list(choices),
            selection_mode="multi",
            format_func=choices.__getitem__,
            **bound,
            **looks,
        )

    def slider(self, name: str, label: str, least: float, most: float, **looks: Any) -> None:
        """A slider over a number of the view; ``step`` and ``format`` as Streamlit has them."""
        st.slider(label, least, most, **self._bound(name), **looks)

    def number(self, name: str, label: str, least: float, most: float, **looks: Any) -> None:
        """A box for a number of the view."""
        st.number_input(label, least, most, **self._bound(name), **looks)

    def pages(self, name: str, count: int, **looks: Any) -> None:
        """Buttons for the pages of a list, over the number of the one that is shown."""
        # Streamlit takes no number from the session here, so each page has a widget of its own.
        shown = getattr(self.view, name)
        key = f"choose_{name}_{shown}"
        st.pagination(
            count,
            default=shown,
            key=key,
            on_change=lambda: self.move(**{name: st.session_state[key]}),
            **looks,
        )

    def switch(self, name: str, label: str, **looks: Any) -> None:
        """A switch over a field that is true or false."""
        st.toggle(label, **self._bound(name), **looks)

    def _bound(self, name: str) -> dict[str, Any]:
        """What ties a widget to a field: made to show what the address says, and to tell it."""
        key = f"choose_{name}"
        st.session_state[key] = getattr(self.view, name)
        return {"key": key, "on_change": self._take, "args": (name,)}

    def _take(self, name: str) -> None:
        value = st.session_state[f"choose_{name}"]
        if isinstance(value, str) and value.startswith(HEADING):
            return
        self.move(**{name: tuple(value) if isinstance(value, list) else value})
