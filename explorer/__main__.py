"""``python -m explorer`` and ``imagenet-explorer``: the command line."""

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130
"""Exit code of a program that the user stopped with Ctrl-C, as shells have it."""


def console() -> int:
    """What ``imagenet-explorer`` runs: ``run``, with the app as the command if none is given."""
    return run(installed=True)


def run(*, installed: bool = False) -> int:
    """Run one command; Ctrl-C ends it at any moment, with a code of its own and no words."""
    # While libraries are imported, and while Python ends, there is nothing to tidy.
    signal.signal(signal.SIGINT, _end)
    from explorer import cli

    signal.signal(signal.SIGINT, _leave)
    try:
        return cli.console() if installed else cli.main()
    finally:
        signal.signal(signal.SIGINT, _end)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    os._exit(INTERRUPTED)


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    # Passes through all that is open, so that no half file stays behind.
    raise SystemExit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(run())
