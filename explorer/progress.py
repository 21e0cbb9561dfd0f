"""Progress reports of long steps."""

from collections.abc import Callable

from explorer.errors import ExplorerError

Report = Callable[[float, str], None]
"""Progress callback: the fraction done, from 0 to 1, and a message.

It can raise ``Cancelled``, which the reporting code must propagate after cleaning up.
"""


class Cancelled(ExplorerError):
    """The user cancelled a long step."""


def silent(_share: float, _sentence: str) -> None:
    """A progress callback that does nothing."""
