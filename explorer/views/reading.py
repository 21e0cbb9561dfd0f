"""Views in addresses: parameters read one by one, and what makes no sense in them said.

An address may come from anybody, so every value is checked against what can be chosen; a
faulty one is replaced by its default and told in a sentence.
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
"""The data set that a page shows where the address names none."""

MODEL = DEFAULT_MODEL
"""The model whose errors are shown where the address names none."""

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)
WHOLE = "a whole number"

SHOWN = 40
"""Characters of a faulty value that its sentence repeats."""


class View(Protocol):
    """A page's view: a frozen value that knows how to stand in an address."""

    def to_query(self, atlas: Atlas) -> dict[str, str]:
        """The address parameters that bring this view back; defaults are left out."""
        ...


class Reader:
    """Takes parameters out of one address.

    Attributes:
        notices: a sentence for each parameter that made no sense.
    """

    def __init__(self, params: Mapping[str, str], atlas: Atlas) -> None:
        """Read ``params``, whatever they hold, with the names that ``atlas`` knows."""
        self._params = params
        self._atlas = atlas
        self.notices: list[str] = []

    def text(self, name: str) -> str:
        """The value as it stands, without spaces around it; empty if there is none."""
        return (self._params.get(name) or "").strip()

    def dataset(
        self, name: str = "dataset", default: str = FIRST, among: Collection[str] | None = None
    ) -> DataSet:
        """The data set that a parameter names, if it is ``among`` those the page can show."""
        key = self.text(name)
        fallback = self._atlas.datasets[default]
        try:
            dataset = self._atlas.dataset(key) if key else fallback
        except ExplorerError as problem:
            self.notices.append(f"{problem} Showing {fallback.title}.")
            return fallback
        if among is not None and dataset.key not in among:
            can = f"; it can show: {', '.join(among)}" if among else ""
            self.notices.append(
                f"This page cannot show {dataset.title}{can}. Showing {fallback.title}."
            )
            return fallback
        return dataset

    def synset(self, name: str = "focus", default: str = ENTITY) -> str:
        """The wnid that a parameter names."""
        text = self.text(name)
        if not text:
            return default
        try:
            return self._atlas.synset(text)
        except ExplorerError as problem:
            self.notices.append(f"{problem} Select a branch, or search.")
            return default

    def one_of(self, name: str, values: Collection[str], default: str, of: str = "") -> str:
        """One of some values; ``of`` says for what they are the ones to choose from."""
        value = self._params.get(name) or ""
        if value in values:
            return value
        if value:
            self._choose(name, value, values, "it can be", of)
        return default

    def some_of(
        self, name: str, values: Collection[str], default: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Several of some values, joined by commas in the address; in the order of ``values``."""
        asked = [each for each in self.text(name).split(",") if each]
        unknown = [each for each in asked if each not in values]
        if unknown:
            self._choose(name, unknown[0], values, "it can be some of")
        known = tuple(each for each in values if each in asked)
        return known or default

    def both(self, names: tuple[str, str], values: Collection[str], of: str) -> tuple[str, str]:
        """Two values that make sense only together; both empty if the address has no such two.

        Args:
            names: of the two parameters.
            values: what each of them can be.
            of: what they are the values of, for the sentence that tells of what is dropped.
        """
        first, second = (self.text(name) for name in names)
        if first in values and second in values:
            return first, second
        wrong = [
            f"the {name} {value[:SHOWN]!r}"
            for name, value in zip(names, (first, second), strict=True)
            if value and value not in values
        ]
        if wrong:
            self.notices.append(
                f"The address asks for {' and '.join(wrong)}, but there is no such {of}. "
                f"Without it the {names[0]} and the {names[1]} are left out."
            )
        elif first or second:
            there, missing = names if first else names[::-1]
            self.notices.append(
                f"The address has a {there} without a {missing}; it is left out, since only the "
                f"two together are one {of}."
            )
        return "", ""

    def _choose(
        self, name: str, value: str, values: Collection[str], can: str, of: str = ""
    ) -> None:
        """Say that a value is none of those to choose from, and what those are."""
        asked = f"The address asks for the {name} {value[:SHOWN]!r}; "
        if values:
            where = f"for {of} {can}" if of else can
            self.notices.append(f"{asked}{where}: {', '.join(values)}.")
        else:
            self.notices.append(f"{asked}{of or 'this page'} has no {name} to choose.")

    def evaluation(self, name: str = "evaluation") -> Evaluation:
        """The evaluation that a parameter names."""
        return self._atlas.evaluation(self.one_of(name, self._atlas.evaluations, ILSVRC))

    def model(self, name: str, default: str, evaluation: str = ILSVRC) -> str:
        """The name of a model of an evaluation, a built-in one or one of the session's own."""
        asked, tried = self.text(name), self._atlas.evaluation(evaluation)
        if not asked or asked in tried.choices:
            return asked or default
        self.notices.append(
            f"There is no {name} {asked[:SHOWN]!r} on {tried.about.title}. An uploaded model is "
            f"known to its own session only; upload it again. Showing {default}."
        )
        return default

    def number(
        self, name: str, least: float, most: float, default: float, kind: str = "a number"
    ) -> float:
        """A finite number from ``least`` to ``most``."""
        text = self.text(name)
        if not text:
            return default
        # Python would also take "1_0", "٣" and "nan" for numbers.
        value = float(text) if NUMBER.fullmatch(text) else float("nan")
        if not least <= value <= most or (kind == WHOLE and not value.is_integer()):
            self.notices.append(
                f"The address asks for the {name} {text[:SHOWN]!r}; it can be {kind} from "
                f"{least:,.15g} to {most:,.15g}."
            )
            return default
        return value

    def whole(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number from ``least`` to ``most``."""
        return round(self.number(name, least, most, default, WHOLE))

    def switch(self, name: str, default: bool = False) -> bool:
        """Yes or no."""
        return self.one_of(name, ("yes", "no"), "yes" if default else "no") == "yes"


def said(view: object, default: object) -> dict[str, str]:
    """The fields of a view, a dataclass, that differ from those of the plain one, as written.

    Tuples are joined by commas, numbers written as short as they come back the same.
    """
    return {
        field.name: written(value)
        for field in dataclasses.fields(view)  # type: ignore[arg-type]
        if (value := getattr(view, field.name)) != getattr(default, field.name)
    }


def written(value: object) -> str:
    """A field of a view as an address holds it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.0f}" if value.is_integer() else repr(value)
        case tuple():
            return ",".join(map(str, value))
    return str(value)


def ordered_keys(atlas: Atlas) -> list[str]:
    """Data set keys in the order they are offered: ImageNet's first release leads."""
    return sorted(atlas.datasets, key=lambda key: key == "wordnet")
