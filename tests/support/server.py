"""A Streamlit server of our own on a free local port, for as long as a test needs it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
STOP_SECONDS = 10

APP = ROOT / "app.py"

SHIPPED = (
    "--server.headless=true",
    "--server.port=0",  # the system picks a free one, and the log says which
)
"""All that differs from what a user starts, for the explorer itself."""

OTHERS = (
    "--server.address=127.0.0.1",
    "--server.fileWatcherType=none",
    "--logger.level=info",
)
"""What the explorer has in its configuration and a script of another folder has not."""

STARTED = re.compile(r"(?:ImageNet explorer: http://|Uvicorn server started on )\S+:(\d+)")
COLOUR = re.compile(r"\x1b\[[\d;]*m")
"""What the log has between the words of a traceback where the package rich is installed."""

TROUBLE = ("Traceback (most recent call last)", "Uncaught app execution")


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, what it has logged, and its process."""

    url: str
    log: Path
    pid: int

    def troubles(self, since: int = 0) -> str:
        """The log from a character on if it holds a traceback there, else nothing."""
        text = COLOUR.sub("", self.log.read_text(encoding="utf-8", errors="replace")[since:])
        return text if any(sign in text for sign in TROUBLE) else ""

    def logged(self) -> int:
        """How many characters the log has by now."""
        return len(self.log.read_text(encoding="utf-8", errors="replace"))


def command(script: Path, *args: str, options: tuple[str, ...] = ()) -> list[str]:
    """How a script is served: the explorer as it is shipped, others with ``OTHERS`` besides."""
    start = [sys.executable, "-m", "streamlit", "run", str(script), *SHIPPED]
    return [*start, *(() if script == APP else OTHERS), *options, "--", *args]


@contextmanager
def running(
    script: Path,
    *args: str,
    log: Path,
    options: tuple[str, ...] = (),
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
    files: int | None = None,
) -> Iterator[Server]:
    """Serve a script with its arguments until the block ends.

    ``options`` are Streamlit's own, on top of those of ``command``; it reads its configuration
    from ``folder``. ``environment`` is added to this process's, and ``files`` is how many files it
    may open.

    Raises:
        RuntimeError: the server ended or did not answer in time; its log is in the message.
    """
    limited = () if files is None else ("sh", "-c", f'ulimit -n {files} && exec "$@"', "sh")
    start = [*limited, *command(script, *args, options=options)]
    with serving(start, log, folder, environment) as server:
        yield server


@contextmanager
def serving(
    start: Sequence[str], log: Path, folder: Path, environment: dict[str, str] | None = None
) -> Iterator[Server]:
    """Run a command that starts a server, until the block ends.

    Raises:
        RuntimeError: as ``running``.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            start,
            cwd=folder,
            env=os.environ | (environment or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Server(_address(process, log), log, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        started = STARTED.search(log.read_text(encoding="utf-8", errors="replace"))
        if started and _healthy(url := f"http://127.0.0.1:{started[1]}"):
            return url
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError(f"The server did not start:\n{log.read_text(encoding='utf-8')}")


def _healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, TimeoutError):
        return False
