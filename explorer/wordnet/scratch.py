"""Temporary files and folders next to their final place, removed if their process was killed.

Their names end in ``.part``. The process that creates one holds a lock on it, which the system
releases when the process ends, so anything with such a name that is not locked was left behind.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

ENDING = ".part"

_ABANDONED_SECONDS = 24 * 3600
"""Age from which a temporary file counts as left behind if the system has no locks."""


def file(target: Path) -> tuple[int, Path]:
    """A new file in the folder of ``target``, open for writing and locked: handle and path.

    Raises:
        OSError: the folder cannot be written.
    """
    handle, path = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=ENDING)
    _lock(handle)
    return handle, Path(path)


@contextmanager
def folder(place: Path) -> Iterator[Path]:
    """A new folder in ``place`` that only this user can read, gone with the block.

    Raises:
        OSError: the place cannot be written.
    """
    with tempfile.TemporaryDirectory(dir=place, suffix=ENDING, ignore_cleanup_errors=True) as path:
        handle = _opened(path)
        try:
            if handle is not None:
                _lock(handle)
            yield Path(path)
        finally:
            if handle is not None:
                os.close(handle)


def sweep(place: Path) -> None:
    """Remove what killed processes left in the making in ``place``; what cannot be stays."""
    with suppress(OSError):
        for path in list(place.iterdir()):
            if path.name.endswith(ENDING) and _left_behind(path):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    with suppress(OSError):
                        path.unlink()


def _left_behind(path: Path) -> bool:
    handle = _opened(path)
    if handle is None or fcntl is None:
        with suppress(OSError):
            return time.time() - path.lstat().st_mtime > _ABANDONED_SECONDS
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _opened(path: Path | str) -> int | None:
    """A handle of a file or folder; None where that cannot be had, as for folders on Windows."""
    try:
        return os.open(path, os.O_RDONLY)
    except OSError:
        return None


def _lock(handle: int) -> None:
    # Without it, as on some network folders, the scratch is at worst swept by another start.
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
