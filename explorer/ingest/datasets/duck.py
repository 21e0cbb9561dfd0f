"""DuckDB for files of the user's: no network, no other folder, bounded memory, can be cancelled.

Names of files and columns are untrusted: they reach SQL only through ``literal`` and ``pattern``.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import duckdb

from explorer.settings import Settings

Result = TypeVar("Result")

LOOKS = 0.1
"""Seconds between two looks at how far a query is."""

TEMPORARY = "imagenet-explorer-"
"""Beginning of the names of the folders that queries spill to."""


def literal(text: object) -> str:
    """A text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def pattern(path: object) -> str:
    """A path that DuckDB takes for the one file of this name, whatever is in it."""
    return "".join(f"[{each}]" if each in "*?[" else each for each in str(path))


@contextmanager
def connected(settings: Settings, folders: Iterable[Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that reads files of some folders only, and spills to one of its own.

    The folder that it spills to is removed at the end, whatever happens.
    """
    allowed = {text for each in folders for text in (str(each), pattern(each))}
    with TemporaryDirectory(
        prefix=TEMPORARY, dir=settings.temporary_dir, ignore_cleanup_errors=True
    ) as spill:
        chosen = {
            "memory_limit": literal(f"{settings.manifest_memory_megabytes}MB"),
            "temp_directory": literal(spill),
            "preserve_insertion_order": "false",
            "enable_progress_bar": "true",
            "enable_progress_bar_print": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allowed_directories": f"[{', '.join(map(literal, sorted(allowed)))}]",
            "enable_external_access": "false",
        }
        if settings.manifest_threads:
            chosen["threads"] = str(settings.manifest_threads)
        connection = duckdb.connect(":memory:")
        try:
            for setting, value in chosen.items():
                connection.execute(f"SET {setting} = {value}")
            connection.execute("SET lock_configuration = true")
            yield connection
        finally:
            connection.close()


def run(
    connection: duckdb.DuckDBPyConnection,
    query: Callable[[], Result],
    tell: Callable[[float, str], None],
) -> Result:
    """Run a query on a connection, with progress reports.

    Args:
        connection: whose query it is.
        query: runs it.
        tell: progress callback: fraction done and a message. An exception from it interrupts the
            query and is raised when that has ended.

    Raises:
        duckdb.Error: by the query.
    """
    began = time.monotonic()
    with ThreadPoolExecutor(1, thread_name_prefix="manifest") as pool:
        tell(0.0, "")
        running = pool.submit(query)
        while True:
            try:
                return running.result(timeout=LOOKS)
            except NotYet:
                if running.done():
                    raise
            try:
                tell(*_far(connection, time.monotonic() - began))
            except BaseException:
                _interrupt(connection, running)
                raise


def _far(connection: duckdb.DuckDBPyConnection, seconds: float) -> tuple[float, str]:
    share = connection.query_progress() / 100
    if not 0 < share <= 1:
        return 0.0, f"{seconds:.0f} s so far"
    left = seconds * (1 - share) / share
    return share, f"{share:.0%}, about {left:.0f} s left"


def _interrupt(connection: duckdb.DuckDBPyConnection, running: "Future[Result]") -> None:
    """Interrupt a query until it has ended: it may not have begun when first told to."""
    while not running.done():
        connection.interrupt()
        time.sleep(LOOKS / 10)
