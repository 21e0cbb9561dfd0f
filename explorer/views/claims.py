"""URL state of the page of published figures: which verdicts are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.claims import COMPUTED, VERDICTS
from explorer.views.reading import Reader, query_parameters

PUBLISHED = tuple(verdict for verdict in VERDICTS if verdict != COMPUTED)
"""Verdicts on published statements, which are shown by default."""


@dataclass(frozen=True)
class ClaimsView:
    """State of the page of published figures: the verdicts whose claims are shown."""

    verdicts: tuple[str, ...] = PUBLISHED

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        return query_parameters(self, ClaimsView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[ClaimsView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one."""
    read = Reader(params, atlas)
    return ClaimsView(read.some_of("verdicts", VERDICTS, PUBLISHED)), read.notices
