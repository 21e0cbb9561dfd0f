"""The command line as a whole: as a user runs it, and how it is documented."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from explorer import cli
from explorer.cli.command import Commands

ROOT = Path(__file__).parents[2]
DOG = "n02084071"


def names() -> list[str]:
    """The commands that there are."""
    commands = Commands()
    for family in cli.FAMILIES:
        family.add(commands)
    return list(commands.names)


COMMANDS = names()


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "explorer", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, **options)


def test_the_module_runs_from_a_terminal():
    done = run("show", DOG, "--dataset", "fall11", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["subtree"]["images"] == 222_142


def test_the_module_hands_its_exit_code_on():
    done = run("show", "dog")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"explorer: 'dog' is not a noun synset of WordNet 3.0.")


def test_a_reader_that_goes_away_early_is_no_traceback():
    command = f"{sys.executable} -m explorer tree --levels 6 --limit 1000 | head -n 1"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False)
    assert (done.stderr, done.stdout.count(b"\n")) == (b"", 1)


@pytest.mark.parametrize(
    ("typed", "options"),
    [([], []), (["app"], []), (["app", "--server.port", "8502"], ["--server.port", "8502"])],
)
def test_without_a_command_the_program_opens_the_app(monkeypatch, typed, options):
    started: list[list[str]] = []
    monkeypatch.setattr(cli.app, "serve", started.append)
    monkeypatch.setattr("sys.argv", ["imagenet-explorer", *typed])
    assert cli.console() == 0
    assert started == [options]


# Documentation


def test_help_lists_every_command_with_what_it_does(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = re.findall(r"^    (\w+)(?: +|\n {14,16})\S.*$", capsys.readouterr().out, re.MULTILINE)
    assert sorted(listed) == sorted([*COMMANDS, "app"])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_in_the_readme(command: str):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"imagenet-explorer {command}" in readme


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_of_a_command_says_what_it_is_for(capsys, command: str):
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    entries = re.split(r"\n  (?=\S)", capsys.readouterr().out)[1:]
    assert len(entries) >= 3
    assert all(re.search(r"\s{2,}\w", entry.partition("\n\n")[0]) for entry in entries)
