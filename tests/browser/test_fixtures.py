"""The browser tests' own tools: which browser, and that a failing page does not go unseen."""

import sys
from pathlib import Path

import pytest

from tests.support import chromium as browsers

APPS = Path(__file__).parent / "apps"


def test_a_traceback_in_the_servers_log_is_noticed(start, page):
    server = start(APPS / "broken.py")
    page(server.url).get_by_test_id("stException").first.wait_for()
    assert "broken on purpose" in server.troubles()
    assert server.troubles(since=server.logged()) == ""


def test_a_file_shares_a_server_and_other_arguments_have_their_own(start):
    shared = start(APPS / "tree.py")
    assert start(APPS / "tree.py") is shared
    assert start(APPS / "tree.py", "other").url != shared.url


def test_a_page_reaches_nothing_but_the_server(serve, page):
    opened = page(serve(APPS / "tree.py"))
    fetch = "address => fetch(address).then(() => 'reached', () => 'refused')"
    assert opened.evaluate(fetch, "http://example.com/") == "refused"


def test_the_named_browser_is_used(monkeypatch):
    monkeypatch.setenv(browsers.VARIABLE, sys.executable)
    assert browsers.find() == sys.executable


def test_a_named_browser_that_is_missing_is_not_replaced(monkeypatch):
    monkeypatch.setenv(browsers.VARIABLE, "/no/such/browser")
    assert browsers.provide() is None


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_missing_browser_is_a_failure_only_in_ci(monkeypatch, capsys, ci, status):
    monkeypatch.setenv(browsers.VARIABLE, "/no/such/browser")
    monkeypatch.setenv("CI", ci)
    assert browsers.main() == status
    assert browsers.REMEDY in capsys.readouterr().out
