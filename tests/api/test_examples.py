"""Every public thing of the API has an example, and every example gives what it says."""

import doctest
import importlib
import inspect
import pkgutil

import pandas as pd
import pytest

import explorer
from explorer import api
from explorer import atlas as atlases
from tests.support.real import atlas

MODULES = [
    api,
    *(
        importlib.import_module(f"explorer.api.{module.name}")
        for module in pkgutil.iter_modules(api.__path__)
    ),
]
INTERNAL = {"explorer.api.charts", "explorer.api.frames"}
"""Modules whose functions a notebook does not call."""

EXAMPLES = [
    found
    for module in MODULES
    for found in doctest.DocTestFinder(exclude_empty=True).find(module)
    if found.examples
]


def members(class_: type) -> list[str]:
    """Dotted names of what a class offers in a notebook, in its own body."""
    shown = (name for name in vars(class_) if not name.startswith("_"))
    return [
        f"{class_.__module__}.{class_.__qualname__}.{name}"
        for name in shown
        if inspect.isfunction(vars(class_)[name]) or isinstance(vars(class_)[name], property)
    ]


CLASSES = [
    value
    for module in MODULES
    if module.__name__ not in INTERNAL
    for value in vars(module).values()
    if inspect.isclass(value) and value.__module__ == module.__name__
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.name)
def test_an_example_gives_what_it_says(example: doctest.DocTest, monkeypatch: pytest.MonkeyPatch):
    ready = atlas()
    monkeypatch.setattr(atlases, "load", lambda *_: ready)
    example.globs = {"explorer": explorer, "ex": api.Explorer(ready), "pd": pd}
    told: list[str] = []
    options = doctest.NORMALIZE_WHITESPACE
    failed, _ = doctest.DocTestRunner(optionflags=options).run(example, out=told.append)
    assert not failed, "".join(told)


@pytest.mark.parametrize("name", [name for each in CLASSES for name in members(each)])
def test_what_is_offered_has_an_example(name: str):
    assert name in {example.name for example in EXAMPLES}


def test_the_examples_cover_the_whole_interface():
    assert {"Explorer", "Synset", "Balance", "People", "Errors"} <= {c.__name__ for c in CLASSES}
    assert "explorer.api.load" in {example.name for example in EXAMPLES}
