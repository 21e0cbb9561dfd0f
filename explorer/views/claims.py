"""URL state of the page of published figures: which verdicts are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.audits.claims import COMPUTED, VERDICTS
from explorer.views.reading import Reader, said

PUBLISHED = tuple(verdict for verdict in VERDICTS if verdict != COMPUTED)
"""Verdicts on what a document states: shown unless the address says otherwise."""


@dataclass(frozen=True)
class ClaimsView:
    """Which claims are shown: those of some verdicts."""

    verdicts: tuple[str, ...] = PUBLISHED

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The address parameters that bring this view back; defaults are left out."""
        return said(self, ClaimsView())


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[ClaimsView, list[str]]:
    """The view that an address asks for, and a sentence for each part that makes no sense."""
    read = Reader(params, atlas)
    return ClaimsView(read.some_of("verdicts", VERDICTS, PUBLISHED)), read.notices
