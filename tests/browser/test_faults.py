"""A fault in page code, a callback or a fragment is one sentence, and its traceback is logged."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Start
from tests.support.browser_window import OpenPage, settled
from tests.support.server import ROOT, Server, running

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


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Server]]:
    """The explorer itself with a changed digit in one table and a page that fails."""
    folder = tmp_path_factory.mktemp("damaged") / "copy"
    for part in ("explorer", "data", ".streamlit"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "app.py", folder)
    quality = folder / "data" / "label_quality.csv"
    quality.write_bytes(quality.read_bytes()[:-2] + b"7\n")
    page = folder / "explorer" / "pages" / "breeds.py"
    page.write_text(f"{page.read_text(encoding='utf-8')}\nraise RuntimeError(__file__)\n")
    with running(folder / "app.py", log=folder.parent / "log", folder=folder) as server:
        yield folder, server


def test_a_page_of_the_explorer_that_fails_shows_a_number_and_no_path(
    damaged: tuple[Path, Server], page: OpenPage
):
    folder, server = damaged
    opened = page(f"{server.url}/breeds")
    told = opened.get_by_test_id("stAlert").filter(has_text="fault of its own")
    expect(told).to_have_count(1)
    assert str(folder) not in opened.content()
    assert "Traceback" not in opened.content()
    number = re.search(r"number ([0-9a-f]{8})\.", told.inner_text())
    assert number and f"Fault {number[1]}" in server.log.read_text(encoding="utf-8")


def test_a_changed_digit_in_a_table_is_a_sentence_that_names_the_table(
    damaged: tuple[Path, Server], page: OpenPage
):
    folder, server = damaged
    opened = page(f"{server.url}/errors?panel=labels")
    told = opened.get_by_test_id("stAlert").filter(has_text="data/label_quality.csv")
    expect(told).to_have_count(1)
    assert str(folder) not in opened.content()
