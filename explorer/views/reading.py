"""Parse and validate the query parameters of a URL, with a message for each invalid one.

URLs are untrusted, so every value is checked against the valid ones; an invalid value is replaced
by its default.
"""

import dataclasses
import re
from collections.abc import Collection, Mapping
from typing import Protocol

from explorer.atlas import Atlas
from explorer.datasets import DataSet
from explorer.errors import ExplorerError
from explorer.evaluations import Evaluation
from explorer.evaluations.declared import ILSVRC
from explorer.evaluations.evaluation import DEFAULT_MODEL
from explorer.wordnet.noun_table import ENTITY

FIRST = "fall11"
"""Data set that a page shows by default."""

MODEL = DEFAULT_MODEL
"""Model whose errors are shown by default."""

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)
WHOLE = "a whole number"

SHOWN = 40
"""Maximum number of characters of an invalid value that are repeated in its message."""


class View(Protocol):
    """State of a page, with its form as query parameters."""

    def to_query(self, atlas: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        ...


class Reader:
    """Parses and validates the query parameters of one URL.

    Attributes:
        notices: a message for each invalid parameter.
    """

    def __init__(self, params: Mapping[str, str], atlas: Atlas) -> None:
        """Parse ``params``, which can contain anything; ``atlas`` has the valid names."""
        self._params = params
        self._atlas = atlas
        self.notices: list[str] = []

    def text(self, name: str) -> str:
        """The value without surrounding spaces; empty if it is missing."""
        return (self._params.get(name) or "").strip()

    def dataset(
        self, name: str = "dataset", default: str = FIRST, among: Collection[str] | None = None
    ) -> DataSet:
        """The data set that a parameter names; ``default`` if it is invalid or not in ``among``."""
        key = self.text(name)
        fallback = self._atlas.datasets[default]
        try:
            dataset = self._atlas.dataset(key) if key else fallback
        except ExplorerError as problem:
            own = "A data set kept in one session only is gone with it; add it again."
            self.notices.append(f"{problem} {own} Showing {fallback.title}.")
            return fallback
        if among is not None and dataset.key not in among:
            can = f". Choose one of: {', '.join(among)}" if among else ""
            self.notices.append(
                f"This page cannot show {dataset.title}{can}. Showing {fallback.title}."
            )
            return fallback
        return dataset

    def synset(self, name: str = "focus", default: str = ENTITY) -> str:
        """The wnid that a parameter names; ``default`` if it is missing or invalid."""
        text = self.text(name)
        if not text:
            return default
        try:
            return self._atlas.synset(text)
        except ExplorerError as problem:
            self.notices.append(f"{problem} Select a synset in the tree or search for one.")
            return default

    def one_of(self, name: str, values: Collection[str], default: str, of: str = "") -> str:
        """One of some values; ``default`` if it is missing or invalid.

        Args:
            name: of the parameter.
            values: the valid values.
            default: the value if the parameter is missing or invalid.
            of: what the valid values depend on, such as the title of a data set, for the message.
        """
        value = self._params.get(name) or ""
        if value in values:
            return value
        if value:
            self._choose(name, value, values, "one of", of)
        return default

    def some_of(
        self, name: str, values: Collection[str], default: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Several of some values, comma-separated in the URL; in the order of ``values``."""
        asked = [each for each in self.text(name).split(",") if each]
        unknown = [each for each in asked if each not in values]
        if unknown:
            self._choose(name, unknown[0], values, "some of")
        known = tuple(each for each in values if each in asked)
        return known or default

    def both(self, names: tuple[str, str], values: Collection[str], of: str) -> tuple[str, str]:
        """Two values that are valid only together; both empty otherwise.

        Args:
            names: of the two parameters.
            values: the valid values of each.
            of: what the two identify together, for the message.
        """
        first, second = (self.text(name) for name in names)
        if first in values and second in values:
            return first, second
        wrong = [
            f"{name}={value[:SHOWN]!r}"
            for name, value in zip(names, (first, second), strict=True)
            if value and value not in values
        ]
        if wrong:
            self.notices.append(
                f"{' and '.join(wrong)} in the URL is not a {of}, so {names[0]} and {names[1]} "
                "are ignored."
            )
        elif first or second:
            present, missing = names if first else names[::-1]
            self.notices.append(
                f"The URL has {present} without {missing}, so {present} is ignored: only the two "
                f"together identify a {of}."
            )
        return "", ""

    def _choose(
        self, name: str, value: str, values: Collection[str], can: str, of: str = ""
    ) -> None:
        """Add the message that a value is invalid, with the valid ones."""
        where = f" for {of}" if of else ""
        wrong = f"{name}={value[:SHOWN]!r} in the URL is not valid{where}"
        if values:
            self.notices.append(f"{wrong}. Choose {can}: {', '.join(values)}.")
        else:
            self.notices.append(f"{wrong}: {of or 'this page'} has no {name} to choose from.")

    def evaluation(self, name: str = "evaluation") -> Evaluation:
        """The evaluation that a parameter names; ILSVRC-2012 if it is missing or invalid."""
        return self._atlas.evaluation(self.one_of(name, self._atlas.evaluations, ILSVRC))

    def model(self, name: str, default: str, evaluation: str = ILSVRC) -> str:
        """Name of a model with results on an evaluation, built-in or uploaded in this session."""
        asked, tried = self.text(name), self._atlas.evaluation(evaluation)
        if not asked or asked in tried.choices:
            return asked or default
        self.notices.append(
            f"Unknown model {asked[:SHOWN]!r} on {tried.about.title} ({name} in the URL). Uploaded "
            f"models exist only in the session that uploaded them; upload it again. Showing "
            f"{default}."
        )
        return default

    def number(
        self, name: str, least: float, most: float, default: float, kind: str = "a number"
    ) -> float:
        """A finite number from ``least`` to ``most``; ``default`` if it is missing or invalid."""
        text = self.text(name)
        if not text:
            return default
        # float() also accepts "1_0", "٣" and "nan".
        value = float(text) if NUMBER.fullmatch(text) else float("nan")
        if not least <= value <= most or (kind == WHOLE and not value.is_integer()):
            self.notices.append(
                f"{name}={text[:SHOWN]!r} in the URL is not valid; it must be {kind} from "
                f"{least:,.15g} to {most:,.15g}."
            )
            return default
        return value

    def whole(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number from ``least`` to ``most``; ``default`` if it is missing or invalid."""
        return round(self.number(name, least, most, default, WHOLE))

    def switch(self, name: str, default: bool = False) -> bool:
        """A parameter that is ``yes`` or ``no``."""
        return self.one_of(name, ("yes", "no"), "yes" if default else "no") == "yes"


def query_parameters(view: object, default: object) -> dict[str, str]:
    """Query parameters of a view's fields that differ from those of ``default``.

    Both are instances of one dataclass. Tuples are joined by commas; a number is written with the
    fewest digits that give the same number when read.
    """
    return {
        field.name: written(value)
        for field in dataclasses.fields(view)  # type: ignore[arg-type]
        if (value := getattr(view, field.name)) != getattr(default, field.name)
    }


def written(value: object) -> str:
    """The value of a view's field as a query parameter."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.0f}" if value.is_integer() else repr(value)
        case tuple():
            return ",".join(map(str, value))
    return str(value)


def ordered_keys(atlas: Atlas) -> list[str]:
    """Data set keys in the order of the select boxes: ImageNet's releases before WordNet."""
    return sorted(atlas.datasets, key=lambda key: key == "wordnet")
