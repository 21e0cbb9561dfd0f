"""A lock between processes, taken away by the system with the process that contains it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from explorer.errors import ExplorerError

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

PATIENCE = 30.0
"""Seconds to wait for another process, which contains the lock for a few renames only."""

LOOK = 0.02
"""Seconds between two looks."""


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a file, which is created if necessary and not removed.

    Raises:
        ExplorerError: another process holds it for too long.
        OSError: the file cannot be opened.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if fcntl is not None:
            _wait(handle, path, patience)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, path: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise ExplorerError(
                    f"Another process changes the data sets beside {path} for more than "
                    f"{patience:.0f} seconds. Try again when it has ended."
                ) from None
            time.sleep(LOOK)
        except OSError:  # a network folder without locks
            return
        else:
            return
