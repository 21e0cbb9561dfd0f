"""Command line: the same figures as the pages, as text or as JSON."""

import argparse
import json
import sys
from collections.abc import Sequence

from explorer import atlas as atlases
from explorer.atlas import Atlas
from explorer.cli import (
    app,
    balance,
    boxes,
    claims,
    datasets,
    errors,
    hierarchy,
    library,
    people,
    releases,
    similarity,
    superclasses,
    terminal,
)
from explorer.cli.command import Commands
from explorer.errors import ExplorerError
from explorer.ingest.library.shelf import Shelf
from explorer.settings import settings

FAMILIES = (
    hierarchy,
    datasets,
    library,
    balance,
    superclasses,
    releases,
    similarity,
    boxes,
    people,
    errors,
    claims,
)
"""Modules that each add their commands, in the order of ``--help``."""


CANCELLED = 130
"""Exit code after an interrupt from the keyboard, as in shells."""


def console() -> int:
    """Entry point of ``imagenet-explorer``: run one command; without any, open the app."""
    return main(sys.argv[1:] or [app.NAME], "imagenet-explorer")


def main(arguments: Sequence[str] | None = None, program: str = "python -m explorer") -> int:
    """Run one command.

    Args:
        arguments: of the command line; by default those of this process.
        program: how the user calls the explorer, for messages.

    Returns:
        The exit code: 0; 2 with a message on standard error if the arguments are invalid, the
        data cannot be loaded or the answer cannot be written; 1 if standard output was closed
        early, as by ``head``; 130 after an interrupt from the keyboard.
    """
    arguments = [*(sys.argv[1:] if arguments is None else arguments)]
    if arguments[:1] == [app.NAME]:
        app.serve(arguments[1:])
        return 0
    terminal.accept_any_terminal()
    try:
        commands = Commands(program)
        for family in (*FAMILIES, app):
            family.add(commands)
        asked = commands.parser.parse_args(arguments)
        atlas = _load()
        if asked.show_offensive:
            atlas = atlas.revealed()
        answer = asked.answer(atlas, asked)
        notes = _notes(atlas, asked)
    except ExplorerError as problem:
        terminal.say(f"explorer: {problem}")
        return 2
    except KeyboardInterrupt:
        terminal.say("explorer: Cancelled; nothing was changed.")
        return CANCELLED
    except SystemExit as left:  # by argparse, which has printed help or an error
        raise SystemExit(terminal.write("") or left.code) from None
    if notes and asked.json:
        answer = answer | {"own_data_sets": notes}
    # JSON is escaped to ASCII, which every terminal can print, lone surrogates included.
    lines = [json.dumps(answer, indent=2, allow_nan=False)] if asked.json else asked.write(answer)
    code = terminal.write("".join(f"{line}\n" for line in lines))
    if not asked.json:
        for key, note in notes.items():
            terminal.say(f"{key}: {note}")
    return code


def _notes(atlas: Atlas, asked: argparse.Namespace) -> dict[str, str]:
    """How the user's own data sets in an answer are mapped to synsets, by key.

    With text output it goes to standard error, so that a drop list can still be piped.
    """
    keys = dict.fromkeys(str(getattr(asked, name, "")) for name in ("dataset", "against"))
    return {key: atlas.own[key].note for key in keys if key in atlas.own}


def _load() -> Atlas:
    with terminal.progress() as report:
        atlas = atlases.load(settings(), report)
    own, problems = Shelf().datasets(atlas, settings())
    for problem in (atlas.notice, *problems):
        if problem:
            terminal.say(f"explorer: {problem}")
    return atlas.with_datasets(own) if own else atlas
