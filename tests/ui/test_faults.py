"""Faults told: ours as their sentence, any other as a number, in a page and in the real app."""

import logging
import re
import runpy
import tomllib
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.errors import TableError
from explorer.ui import faults
from tests.support import visit

ROOT = Path(__file__).parents[2]


def told(fault: Exception) -> AppTest:
    """A page on which a fault is told."""

    def draw(fault: Exception) -> None:
        from explorer.ui import faults

        assert faults.tell(fault) is True

    return visit.sound(AppTest.from_function(draw, args=(fault,)).run())


def logged(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What was logged by the explorer itself."""
    return [record for record in caplog.records if record.name.startswith("explorer")]


def test_a_fault_of_ours_is_its_sentence_and_is_not_logged(caplog):
    opened = told(TableError("a *sentence*"))
    assert visit.said(opened.error) == ["a *sentence*"]
    assert logged(caplog) == []


def test_any_other_fault_is_a_number_and_the_log_has_its_traceback_under_it(caplog):
    with caplog.at_level(logging.ERROR):
        opened = told(ZeroDivisionError(f"in {__file__}"))
    (sentence,) = visit.said(opened.error)
    number = re.search(r"number ([0-9a-f]{8})\.", sentence)
    assert number
    assert "ZeroDivision" not in sentence and __file__ not in sentence
    (entry,) = logged(caplog)
    assert number[1] in entry.getMessage()
    assert entry.exc_info and entry.exc_info[0] is ZeroDivisionError


def test_two_faults_have_two_numbers():
    first, second = (visit.said(told(ValueError()).error) for _ in range(2))
    assert first != second


def test_the_home_folder_is_not_shown_to_visitors(monkeypatch):
    monkeypatch.setenv("HOME", "/home/someone")
    opened = told(TableError("/home/someone/.cache/x and /usr/share/y cannot be read"))
    assert visit.said(opened.error) == ["~/.cache/x and /usr/share/y cannot be read"]


def test_a_page_tells_a_fault_of_ours_itself_and_lets_any_other_reach_the_server():
    with faults.told():
        raise TableError("a sentence")
    with pytest.raises(ZeroDivisionError), faults.told():
        raise ZeroDivisionError


def test_the_app_hands_its_faults_to_the_hook(monkeypatch):
    """Page code, callbacks and fragments: Streamlit calls it for all three."""
    asked: dict[str, object] = {}
    monkeypatch.setattr(st, "App", lambda _script, **options: asked.update(options))
    runpy.run_path(str(ROOT / "app.py"), run_name="app")
    assert asked["on_script_error"] is faults.tell


def test_what_the_hook_cannot_reach_shows_no_details():
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["client"]["showErrorDetails"] == "none"
