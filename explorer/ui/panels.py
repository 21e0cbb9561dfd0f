"""The panels of a page: which there are, how one is chosen, and drawing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from explorer.atlas import Atlas
from explorer.ui.address import Address
from explorer.ui.window import is_narrow
from explorer.views.reading import View


class PanelView(View, Protocol):
    """A view of a page with panels."""

    @property
    def panel(self) -> str:
        """Key of the panel that is shown."""
        ...


V = TypeVar("V", bound=PanelView)


@dataclass(frozen=True)
class Panel(Generic[V]):
    """One panel of a page.

    Attributes:
        key: its name in the address; one of the ``PANELS`` of the page's view.
        title: what its button says.
        draw: draws it for the address; what it needs beyond that it looks up itself.
    """

    key: str
    title: str
    draw: Callable[[Atlas, Address[V]], None]


def choose_panel(address: Address[V], panels: Sequence[Panel[V]]) -> None:
    """Draw the row of buttons that chooses a panel; in a narrow window, a select box."""
    titles = {panel.key: panel.title for panel in panels}
    choose = address.choice if is_narrow() else address.segments
    choose("panel", "Panel", titles, label_visibility="collapsed")


def draw_panel(atlas: Atlas, address: Address[V], panels: Sequence[Panel[V]]) -> None:
    """Draw the panel that the address asks for."""
    by_key = {panel.key: panel for panel in panels}
    by_key[address.view.panel].draw(atlas, address)
