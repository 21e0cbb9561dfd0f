"""How a long step tells how far it is."""

from collections.abc import Callable

Report = Callable[[float, str], None]
"""Told how far a long step is: a share from 0 to 1 and a sentence."""


def silent(_share: float, _sentence: str) -> None:
    """A report that nobody reads."""
