"""What a terminal can take: its characters, a reader that leaves, a device that is full."""

import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from explorer.formatting import visible
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
"""Characters that the answers use and ASCII lacks, as ASCII."""

_HANDLER = "explorer.plain"


def accept_any_terminal() -> None:
    """Have whatever the terminal's encoding lacks printed in plain characters."""
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
    """Print an answer to its end.

    Returns:
        The exit code: 0; 1 if the reader went away, as ``head`` does, without a word; 2 with a
        sentence on standard error if it could not be written, as on a full device.
    """
    if sys.stdout is None:
        say("explorer: The answer was not written, since standard output is closed.")
        return 2
    try:
        print(text, end="", flush=True)
    except BrokenPipeError:
        _drop_the_rest()
        return 1
    except OSError as problem:
        _drop_the_rest()
        say(
            f"explorer: The answer could not be written ({problem.strerror}). Send it to a file "
            "or device that has room."
        )
        return 2
    return 0


def say(sentence: str, end: str = "\n") -> None:
    """Print to standard error, if that can take it."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(sentence, end=end, file=sys.stderr, flush=True)


@contextmanager
def progress() -> Iterator[Report]:
    """Show how far a long step is: in one line of a terminal, else its beginning only."""
    shows = sys.stderr is not None and sys.stderr.isatty()
    begun: set[str] = set()

    def report(share: float, sentence: str) -> None:
        text = visible(sentence)
        if shows:
            say(f"\r{text} ({share:.0%})\033[K", end="")
        elif share == 0.0 and text not in begun:
            begun.add(text)
            say(text)

    try:
        yield report
    finally:
        if shows:
            say("\r\033[K", end="")


def _drop_the_rest() -> None:
    """Python would try once more, and complain, when it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
