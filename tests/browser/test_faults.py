"""A fault in page code, a callback or a fragment is one sentence, and its traceback is logged."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Start
from tests.browser.window import OpenPage, settled

APP = Path(__file__).parent / "apps" / "faults.py"
PLACES = ["Page", "Callback", "Fragment"]


def met(page: OpenPage, url: str, button: str) -> tuple[Page, str]:
    """The page after a button was clicked, and the one alert that it shows."""
    opened = page(url)
    opened.get_by_role("button", name=button).click()
    alert = opened.get_by_test_id("stAlert")
    expect(alert).to_have_count(1)
    expect(settled(opened).get_by_test_id("stException")).to_have_count(0)
    return opened, alert.inner_text()


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_that_is_not_ours_is_a_sentence_with_a_number_and_no_code_or_path(
    start: Start, page: OpenPage, place: str
):
    server = start(APP)
    since = server.logged()
    opened, told = met(page, server.url, f"{place}, other")
    number = re.search(r"number ([0-9a-f]{8})\.", told)
    assert number
    shown = opened.content()
    for secret in ("Traceback", "RuntimeError", "secret of", str(APP.parent), ".py"):
        assert secret not in shown
    log = server.log.read_text(encoding="utf-8")[since:]
    entry = log[log.index(f"Fault {number[1]} in a page") :]
    assert "Traceback (most recent call last)" in entry
    assert f"RuntimeError: secret of {APP}" in entry


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_written_for_users_is_its_sentence_as_plain_text(
    start: Start, page: OpenPage, place: str
):
    _, told = met(page, start(APP).url, f"{place}, ours")
    assert "The *file* is too long by 3 rows." in told


@pytest.mark.parametrize("place", PLACES)
def test_after_a_fault_the_page_works_again(start: Start, page: OpenPage, place: str):
    opened, _ = met(page, start(APP).url, f"{place}, other")
    opened.reload()
    expect(opened.get_by_text("Drawn to the end")).to_be_visible()
    expect(opened.get_by_test_id("stAlert")).to_have_count(0)
