"""URL state of the page of the user's own data: its panel, and which classes are listed."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.views.reading import Reader, query_parameters

PANELS = ("add", "review", "kept")

SHOW = ("all", "to_review", "published", "accepted", "broader", "none", "exact")
"""Filters of the list of classes: all, those to review, or those with one kind of match."""

MOST_PAGES = 100_000
"""Maximum page number."""


@dataclass(frozen=True)
class YourDataView:
    """State of the page of the user's own data.

    Attributes:
        panel: one of ``PANELS``.
        show: which classes the review lists, one of ``SHOW``.
        page: page of the list of classes, from 1.
    """

    panel: str = PANELS[0]
    show: str = SHOW[0]
    page: int = 1

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        return query_parameters(self, YourDataView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[YourDataView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one."""
    read = Reader(params, atlas)
    view = YourDataView(
        read.one_of("panel", PANELS, PANELS[0]),
        read.one_of("show", SHOW, SHOW[0]),
        read.whole("page", 1, MOST_PAGES, 1),
    )
    return view, read.notices
