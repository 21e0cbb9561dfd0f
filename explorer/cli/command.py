"""Registration of commands: options, the answer as plain values, and the answer as text."""

import argparse
import math
from collections.abc import Callable, Sequence
from typing import Any

from explorer.atlas import Atlas
from explorer.errors import ExplorerError

Answer = dict[str, Any]
"""The answer of a command as ``--json`` prints it: plain values only."""

MOST = 100_000
"""Maximum number of rows or levels; WordNet's nouns have fewer."""

SYNSET = "WordNet ID (wnid) of a synset, such as n02084071 for dog"

ROOT = "WordNet ID (wnid) of the root of the subtree"


class Commands:
    """The commands of the explorer.

    Attributes:
        parser: parses a command with its options.
    """

    def __init__(self, program: str = "python -m explorer") -> None:
        """Start without any command; ``program`` is the name that the user calls."""
        self.parser = argparse.ArgumentParser(
            prog=program,
            description="Explore the WordNet hierarchy behind ImageNet from the command line.",
        )
        self._shared = argparse.ArgumentParser(add_help=False)
        self._shared.add_argument("--json", action="store_true", help="write the answer as JSON")
        self._shared.add_argument(
            "--show-offensive",
            action="store_true",
            help="show names and definitions of synsets labelled offensive",
        )
        self._added = self.parser.add_subparsers(required=True, metavar="COMMAND")

    @property
    def names(self) -> list[str]:
        """Every command added so far."""
        return list(self._added.choices)

    def mention(self, name: str, about: str) -> None:
        """List in ``--help`` a command that is not parsed by ``parser``."""
        self._added.add_parser(name, help=about, add_help=False)

    def add(
        self,
        answer: Callable[[Atlas, argparse.Namespace], Answer],
        write: Callable[[Answer], list[str]],
        *,
        dataset: str | None = None,
        name: str = "",
    ) -> argparse.ArgumentParser:
        """Add a command, named after the function that answers it, and return its parser.

        Args:
            answer: computes the answer; the first line of its docstring is the command's help.
            write: formats the answer as lines of text.
            dataset: default of ``--dataset``; None for a command without that option.
            name: of the command, if the function cannot have that name.
        """
        about = (answer.__doc__ or "").splitlines()[0]
        command = self._added.add_parser(
            name or answer.__name__, help=about, description=about, parents=[self._shared]
        )
        if dataset is not None:
            command.add_argument(
                "--dataset", default=dataset, help=f"key of the data set (default: {dataset})"
            )
        command.set_defaults(answer=answer, write=write)
        return command


def refuse(action: str, options: Sequence[str]) -> None:
    """Refuse options that are given but do not apply to an action; none may be given.

    Raises:
        ExplorerError: there is at least one.
    """
    if options:
        pronoun = "it" if len(options) == 1 else "them"
        raise ExplorerError(f"{action} does not take {' or '.join(options)}. Leave {pronoun} out.")


def whole(least: int, most: int) -> Callable[[str], int]:
    """A parser of whole numbers from ``least`` (0 or more) to ``most``, for ``type=``."""

    def read(text: str) -> int:
        value = int(text) if text.isdecimal() and len(text) <= len(str(most)) else -1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be a whole number from {least:,} to {most:,}")
        return value

    return read


def number(least: float, most: float) -> Callable[[str], float]:
    """A parser of numbers from ``least`` to ``most``, for ``type=``."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be a number from {least:g} to {most:g}")
        return value

    return read


count = whole(1, MOST)
"""Parses a number of rows or levels, for ``type=``."""
