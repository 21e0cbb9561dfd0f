"""How a page tells of a fault: one sentence, whatever it is and wherever it happens.

``tell`` is Streamlit's hook for uncaught exceptions (``on_script_error`` of ``st.App``), so it
covers page code, callbacks and fragments alike.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from explorer.errors import ExplorerError
from explorer.ui.markdown import plain

TITLE = "This page could not be displayed"

_log = logging.getLogger(__name__)


def tell(fault: Exception) -> bool:
    """Show a fault as its sentence, below what is drawn already; True, since it is shown.

    The sentence of an ExplorerError is written for users. Any other fault may name code and paths
    of the server, so the page shows a number only, and the log has the traceback under it.
    """
    if isinstance(fault, ExplorerError):
        sentence = without_home(str(fault))
    else:
        number = secrets.token_hex(4)
        _log.error("Fault %s in a page", number, exc_info=fault)
        sentence = (
            f"The explorer has met a fault of its own, number {number}. The server's log has the "
            "details under this number. Reload the page; if the fault comes back, please report "
            "it with what the log says."
        )
    st.error(plain(sentence), title=TITLE, icon=":material/error:")
    return True


@contextmanager
def told() -> Iterator[None]:
    """Shows an ExplorerError that the block meets as its sentence; other faults pass through."""
    try:
        yield
    except ExplorerError as problem:
        tell(problem)


def without_home(text: str) -> str:
    """A text with the home folder of the server's user as ``~``, for a visitor to read."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text
