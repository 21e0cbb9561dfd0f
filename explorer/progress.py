"""How a long step tells how far it is."""

from collections.abc import Callable

from explorer.errors import ExplorerError

Report = Callable[[float, str], None]
"""Told how far a long step is: a share from 0 to 1 and a sentence.

It may raise ``Cancelled``, which whoever reports lets pass, leaving nothing behind.
"""


class Cancelled(ExplorerError):
    """The user cancelled a long step."""


def silent(_share: float, _sentence: str) -> None:
    """A report that nobody reads."""
