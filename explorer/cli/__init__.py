"""The explorer's answers in a terminal, as text or as JSON: the same figures as the pages."""

import json
import sys
from collections.abc import Sequence

from explorer import atlas as atlases
from explorer.atlas import Atlas
from explorer.cli import balance, boxes, claims, errors, hierarchy, people, releases, terminal
from explorer.cli.command import Commands
from explorer.errors import ExplorerError
from explorer.settings import settings

FAMILIES = (hierarchy, balance, releases, boxes, people, errors, claims)
"""Modules that each add their commands, in the order of ``--help``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0; 2 with a sentence on standard error if the question makes no sense, the
        data cannot be had or the answer cannot be written; 1 if the reader went away before the
        end of the answer.
    """
    terminal.accept_any_terminal()
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
        terminal.say(f"explorer: {problem}")
        return 2
    except SystemExit as left:  # by argparse, which has printed help or what it did not understand
        raise SystemExit(terminal.write("") or left.code) from None
    # Escaped, JSON is ASCII: no terminal and no half character in an argument upsets it.
    text = (
        json.dumps(answer, indent=2, allow_nan=False)
        if asked.json
        else "\n".join(asked.write(answer))
    )
    return terminal.write(f"{text}\n")


def _load() -> Atlas:
    try:
        atlas = atlases.load(settings(), _progress)
    finally:
        if _shows_progress():
            terminal.say("\r\033[K", end="")
    if atlas.notice:
        terminal.say(f"explorer: {atlas.notice}")
    return atlas


def _progress(share: float, sentence: str) -> None:
    if _shows_progress():
        terminal.say(f"\r{sentence} ({share:.0%})\033[K", end="")
    elif share == 0.0:
        terminal.say(sentence)


def _shows_progress() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
