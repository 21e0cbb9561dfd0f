"""Terminal output: unsupported characters, closed pipes, full devices, progress."""

import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from explorer.formatting import fixed, visible
from explorer.progress import Report

PLAIN = {
    "–": "-",
    "—": "-",
    "−": "-",
    "…": "...",
    "›": ">",
    "→": "->",
    "∞": "inf",
    "×": "x",
    "≥": ">=",
    "≤": "<=",
    "≈": "~",
    "±": "+-",
    "·": "-",
    "√": "sqrt ",
    "Σ": "sum ",
    "β": "beta",
}
"""ASCII replacements for the other characters that answers use."""

_HANDLER = "explorer.plain"


def accept_any_terminal() -> None:
    """Print characters that the terminal's encoding lacks as similar ASCII characters."""
    codecs.register_error(_HANDLER, _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def _plainly(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    text = problem.object[problem.start : problem.end]
    return "".join(map(_plain, text)), problem.end


def _plain(character: str) -> str:
    without_marks = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    escaped = character.encode("ascii", "backslashreplace").decode()
    return PLAIN.get(character) or without_marks or escaped


def write(text: str) -> int:
    """Print an answer.

    Returns:
        The exit code: 0; 1 if the pipe was closed early, as ``head`` does it; 2 with a message on
        standard error if the answer could not be written, as on a full device.
    """
    if sys.stdout is None:
        say("explorer: The answer was not written because standard output is closed.")
        return 2
    try:
        print(text, end="", flush=True)
    except BrokenPipeError:
        _drop_the_rest()
        return 1
    except OSError as problem:
        _drop_the_rest()
        say(
            f"explorer: The answer could not be written ({problem.strerror}). Write it to a "
            "file or device with free space."
        )
        return 2
    return 0


def say(sentence: str, end: str = "\n") -> None:
    """Print to standard error, if it is open."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(sentence, end=end, file=sys.stderr, flush=True)


@contextmanager
def progress() -> Iterator[Report]:
    """Show the progress of long steps: one line that is updated on a terminal, else their start."""
    shows = sys.stderr is not None and sys.stderr.isatty()
    begun: set[str] = set()

    def report(share: float, sentence: str) -> None:
        text = visible(sentence)
        if shows:
            say(f"\r{text} ({fixed(100 * share, 0, '%')})\033[K", end="")
        elif share == 0.0 and text not in begun:
            begun.add(text)
            say(text)

    try:
        yield report
    finally:
        if shows:
            say("\r\033[K", end="")


def _drop_the_rest() -> None:
    """Discard what is buffered; Python would otherwise try to write it again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
