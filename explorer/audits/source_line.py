"""The line below a saved picture: what its figures are of, and where to see them again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Source:
    """What a figure is of, where it is neither a data set nor an evaluation."""

    title: str
    source: str


class Sourced(Protocol):
    """What a figure is of: a data set or an evaluation."""

    @property
    def title(self) -> str:
        """Its name on a page."""
        ...

    @property
    def source(self) -> str:
        """The fact table that it is read from, or the name of a user's file."""
        ...


def source_line(of: Iterable[Sourced]) -> str:
    """Titles with their tables, and the release of WordNet: "ILSVRC DET (ilsvrc_det). WordNet 3.0".

    Args:
        of: data sets and evaluations, each named once.
    """
    named = dict.fromkeys(
        f"{each.title} ({each.source})" if each.source else each.title for each in of
    )
    return f"Data: {'; '.join([*named, 'WordNet 3.0'])}."
