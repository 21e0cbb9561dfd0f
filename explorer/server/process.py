"""What the server's process may use of the machine: open files, and memory."""

import asyncio
import ctypes
import errno
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

try:
    import resource
except ModuleNotFoundError:  # Windows, which limits no process's open files
    resource = None  # type: ignore[assignment]

LOGGER = logging.getLogger(__name__)

WANTED_FILES = 4096
"""Files and connections that a server for many visitors should be able to open at once."""

FILES_A_VISITOR = 4
"""A visitor's websocket, and three of the event loop that Streamlit gives each session."""

OWN_FILES = 64
"""Kept for what is no visitor: tables, static files, the connections that fetch them."""

OPEN_FILES = Path("/dev/fd")
"""Where Linux and macOS list the open files of a process."""

ARENAS = 2
ARENA_MAX = -8  # M_ARENA_MAX of glibc's mallopt(3)

MAPPED_BYTES = 1 << 20
MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD, likewise


def raise_limit_of_files() -> None:
    """Raise this process's limit of open files as far as allowed; log a warning if that is low.

    Each session uses several open files.
    """
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(WANTED_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    if soft != resource.RLIM_INFINITY and soft < WANTED_FILES:
        visitors = max(soft - OWN_FILES, 0) // FILES_A_VISITOR
        LOGGER.warning("There is room for about %s visitors at once. %s", visitors, how_to_raise())


def full() -> bool:
    """Whether this process has no open files left for a further session."""
    if resource is None:
        return False
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or not OPEN_FILES.is_dir():
        return False
    return soft - len([*OPEN_FILES.iterdir()]) < OWN_FILES


def how_to_raise() -> str:
    """Advice for the operator on how to serve more visitors."""
    return (
        "The server's process may open few files and connections: raise the limit to "
        f"{WANTED_FILES} before the start, with 'ulimit -n {WANTED_FILES}' in a shell, LimitNOFILE "
        "in a systemd unit, or ulimits in a compose file."
    )


def tell_when_full(loop: asyncio.AbstractEventLoop, fault: dict[str, Any]) -> None:
    """Log advice when a connection waits because no file can be opened; asyncio retries."""
    problem = fault.get("exception")
    if isinstance(problem, OSError) and problem.errno in (errno.EMFILE, errno.ENFILE):
        LOGGER.warning("A visitor's connection has to wait. %s", how_to_raise())
    else:
        loop.default_exception_handler(fault)


def save_memory() -> None:
    """Let the threads of many visitors share what is freed, and give large arrays back at once.

    glibc would give every thread a pool of its own and Arrow a further one, and what one visitor
    has freed is of no use to the next (438 MB instead of 309 MB after a hundred visitors). It would
    also keep arrays of up to 32 MB among small things, once such a one was freed, and what lies
    between those is lost to the system (456 MB instead of 418 MB after all pages).
    """
    import pyarrow as pa  # late, because it would delay the moment the server listens

    with suppress(AttributeError, OSError, TypeError):  # not glibc
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(ARENA_MAX, ARENAS)
        mallopt(MMAP_THRESHOLD, MAPPED_BYTES)
    pa.set_memory_pool(pa.system_memory_pool())
