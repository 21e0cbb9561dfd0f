"""The title and the key of a user's data set, derived from any text."""

import re
import unicodedata
from collections.abc import Container
from pathlib import PurePath

from explorer.formatting import visible

LONGEST_TITLE = 60
LONGEST_KEY = 40

KEY = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{LONGEST_KEY - 2}}}[a-z0-9])?")
"""What a key looks like: a file name on every system, and a word in a URL."""

PLAIN = "data-set"
"""The key of a title without any letter or digit that a key can have."""

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in "0123456789")}
)
"""Names that are no files on Windows."""


def title(name: str, source: str = "") -> str:
    """The title of a data set: the name that it was given, or that of its source.

    What is not seen is written as its number, so that no title passes for another one.
    """
    words = " ".join((name or PurePath(source).stem or source).split())
    shown = visible(words).strip()
    return shown if len(shown) <= LONGEST_TITLE else f"{shown[: LONGEST_TITLE - 1].rstrip()}…"


def key(name: str, built_in: Container[str] = (), taken: Container[str] = ()) -> str:
    """A key for a data set of that title.

    Args:
        name: the title.
        built_in: keys of the built-in data sets, which it must not have.
        taken: further keys that it must not have.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_KEY - 8].strip("-") or PLAIN
    if word in built_in or word in DEVICES:
        word = f"my-{word}"
    found, count = word, 1
    while found in built_in or found in taken:
        count += 1
        found = f"{word}-{count}"
    return found
