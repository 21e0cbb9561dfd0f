"""How a command is added: its question, its answer as plain values, its answer as text."""

import argparse
import math
from collections.abc import Callable
from typing import Any

from explorer.atlas import Atlas

Answer = dict[str, Any]
"""Plain values only: what ``--json`` prints."""

MOST = 100_000
"""More rows or levels than WordNet's nouns have."""

SYNSET = "a synset, such as n02084071 (dog)"


class Commands:
    """The commands of the explorer, added one by one.

    Attributes:
        parser: reads a command with its options.
    """

    def __init__(self, program: str = "python -m explorer") -> None:
        """Begin without a command; ``program`` is how the user calls the explorer."""
        self.parser = argparse.ArgumentParser(
            prog=program,
            description="ImageNet's hierarchy and figures in a terminal.",
        )
        self._shared = argparse.ArgumentParser(add_help=False)
        self._shared.add_argument("--json", action="store_true", help="print JSON")
        self._shared.add_argument(
            "--show-offensive",
            action="store_true",
            help="print the names and glosses of synsets that are labelled offensive",
        )
        self._added = self.parser.add_subparsers(required=True, metavar="COMMAND")

    @property
    def names(self) -> list[str]:
        """Every command added so far."""
        return list(self._added.choices)

    def mention(self, name: str, about: str) -> None:
        """Name a command in ``--help`` that is run elsewhere."""
        self._added.add_parser(name, help=about, add_help=False)

    def add(
        self,
        answer: Callable[[Atlas, argparse.Namespace], Answer],
        write: Callable[[Answer], list[str]],
        *,
        dataset: str | None = None,
        name: str = "",
    ) -> argparse.ArgumentParser:
        """Add a command, named as the function that answers it, and give its parser.

        Args:
            answer: what the command answers; the first line of its docstring is its help.
            write: the answer as lines of text.
            dataset: key of the data set that ``--dataset`` is by default; None for a command
                without that option.
            name: of the command, where a function cannot have it.
        """
        about = (answer.__doc__ or "").splitlines()[0]
        command = self._added.add_parser(
            name or answer.__name__, help=about, description=about, parents=[self._shared]
        )
        if dataset is not None:
            command.add_argument(
                "--dataset", default=dataset, help=f"whose figures (default: {dataset})"
            )
        command.set_defaults(answer=answer, write=write)
        return command


def whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number within bounds, at least 0, for ``type=``."""

    def read(text: str) -> int:
        value = int(text) if text.isdecimal() and len(text) <= len(str(most)) else -1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be a whole number from {least} to {most}")
        return value

    return read


def number(least: float, most: float) -> Callable[[str], float]:
    """Reads a number within bounds, for ``type=``."""

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
"""Reads a number of rows or levels, for ``type=``."""
