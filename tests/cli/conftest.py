"""Run commands within the tests' process, on one shared atlas."""

import json

import pytest

from explorer import atlas as atlases
from explorer import cli
from tests.support.real import atlas


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch):
    """Use the shared atlas instead of loading one per command."""
    ready = atlas()
    monkeypatch.setattr(atlases, "load", lambda *_: ready)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]):
    """Run a command that must succeed and return what it printed."""

    def ask(*arguments: str) -> str:
        assert cli.main(arguments) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return ask


@pytest.fixture
def ask_cells(ask):
    """Run a command and return what it printed, with one space between the cells of a table."""

    def ask_cells(*arguments: str) -> str:
        return "\n".join(" ".join(line.split()) for line in ask(*arguments).splitlines())

    return ask_cells


@pytest.fixture
def ask_json(ask):
    """Run a command with --json and return the parsed answer."""
    return lambda *arguments: json.loads(ask(*arguments, "--json"), parse_constant=pytest.fail)
