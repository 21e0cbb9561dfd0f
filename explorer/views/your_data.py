"""URL state of the page of a user's own data: its panel, and which classes are reviewed."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.views.reading import Reader, said

PANELS = ("add", "review", "kept")

SHOW = ("all", "to_review", "published", "accepted", "broader", "none", "exact")
"""Classes to be listed: all of them, or those of a match."""

MOST_PAGES = 100_000


@dataclass(frozen=True)
class YourDataView:
    """One way of looking at a user's own data.

    Attributes:
        panel: one of ``PANELS``.
        show: which classes the review lists, one of ``SHOW``.
        page: of the list of classes, from 1.
    """

    panel: str = PANELS[0]
    show: str = SHOW[0]
    page: int = 1

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The address parameters that bring this view back; defaults are left out."""
        return said(self, YourDataView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[YourDataView, list[str]]:
    """The view that an address asks for, and a sentence for each part that makes no sense."""
    read = Reader(params, atlas)
    view = YourDataView(
        read.one_of("panel", PANELS, PANELS[0]),
        read.one_of("show", SHOW, SHOW[0]),
        read.whole("page", 1, MOST_PAGES, 1),
    )
    return view, read.notices
