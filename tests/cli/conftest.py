"""Running commands within the tests' process, on the atlas of all tests."""

import json

import pytest

from explorer import atlas as atlases
from explorer import cli
from tests.support.real import atlas


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch):
    """The atlas of all tests, instead of loading one a command."""
    ready = atlas()
    monkeypatch.setattr(atlases, "load", lambda *_: ready)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]):
    """Runs a command that must answer, and gives what it printed."""

    def ask(*arguments: str) -> str:
        assert cli.main(arguments) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return ask


@pytest.fixture
def ask_json(ask):
    """Runs a command with --json, and gives what it printed as values."""
    return lambda *arguments: json.loads(ask(*arguments, "--json"), parse_constant=pytest.fail)
