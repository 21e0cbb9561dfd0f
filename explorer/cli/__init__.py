"""The explorer's answers in a terminal, as text or as JSON: the same figures as the pages."""

import json
import os
import sys
from collections.abc import Sequence

from explorer import atlas as atlases
from explorer.atlas import Atlas
from explorer.cli import balance, boxes, claims, errors, hierarchy, people, releases
from explorer.cli.command import Commands
from explorer.errors import ExplorerError
from explorer.settings import settings

FAMILIES = (hierarchy, balance, releases, boxes, people, errors, claims)
"""Modules that each add their commands, in the order of ``--help``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0; 2 with a sentence on standard error if the question makes no sense
        or the data cannot be had; 1 if the reader went away before the end of the answer.
    """
    try:
        commands = Commands()
        for family in FAMILIES:
            family.add(commands)
        asked = commands.parser.parse_args(arguments)
        atlas = _load()
        if asked.show_offensive:
            atlas = atlas.revealed()
        answer = asked.answer(atlas, asked)
    except ExplorerError as problem:
        print(f"explorer: {problem}", file=sys.stderr)
        return 2
    # Escaped, JSON is ASCII: no terminal and no half character in an argument upsets it.
    text = (
        json.dumps(answer, indent=2, allow_nan=False)
        if asked.json
        else "\n".join(asked.write(answer))
    )
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # As with `| head`; Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _load() -> Atlas:
    try:
        return atlases.load(settings(), _progress)
    finally:
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _progress(share: float, sentence: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{sentence} ({share:.0%})\033[K", end="", file=sys.stderr, flush=True)
    elif share == 0.0:
        print(sentence, file=sys.stderr, flush=True)
