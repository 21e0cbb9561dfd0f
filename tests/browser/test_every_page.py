"""What every page promises in a browser: with a keyboard, without sight, in any window.

A page is opened once in a wide window and once on a phone, and its tests look at it in turn.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from explorer.ui.navigation import PAGES, PageEntry
from tests.browser.conftest import Start, opening
from tests.support import addresses
from tests.support.accessibility import CUT, ELLIPSIS, cut_off, faults_of_headings, findings
from tests.support.browser_window import Scheme, settled

pytestmark = pytest.mark.browser

APP = Path(__file__).parents[2] / "app.py"

SEARCHED = [entry for entry in PAGES if entry.focused or entry.url_path == "people"]
PANELLED = [entry for entry in PAGES if len(addresses.panels(entry)) > 1]

WIDE, PHONE = 1400, 390
WIDEST = 1280
"""Pixels of a page's width at most, however wide the window is."""


def each(entries: list[PageEntry]) -> pytest.MarkDecorator:
    """Parametrize by page; a page stays open from one test to the next."""
    return pytest.mark.parametrize(
        "entry", entries, ids=[entry.url_path for entry in entries], scope="module"
    )


@pytest.fixture(scope="module")
def wide(entry: PageEntry, start: Start, window: BrowserContext) -> Iterator[Page]:
    """A page in a wide window, at its first panel."""
    with _shown(entry, start, window, WIDE) as page:
        yield page


@pytest.fixture(scope="module")
def phone(entry: PageEntry, start: Start, window: BrowserContext) -> Iterator[Page]:
    """The same on a phone, on a dark ground."""
    with _shown(entry, start, window, PHONE) as page:
        yield page


@contextmanager
def _shown(entry: PageEntry, start: Start, window: BrowserContext, width: int) -> Iterator[Page]:
    server = start(APP)
    since = server.logged()
    with opening(window) as page:
        scheme: Scheme = "dark" if width == PHONE else "light"
        address = addresses.of(entry)[0]
        opened = page(f"{server.url}/{address}", width=width, height=1400, scheme=scheme)
        expect(opened.get_by_role("heading", level=1)).to_have_count(1)
        yield settled(opened)
    assert not server.troubles(since)


@each(list(PAGES))
def test_no_text_is_cut_off_in_a_wide_window(wide: Page):
    assert cut_off(wide) == []


@each(list(PAGES))
def test_a_page_is_no_wider_than_the_window_and_than_is_easily_read(wide: Page):
    assert wide.evaluate("document.documentElement.scrollWidth") <= WIDE
    wide.set_viewport_size({"width": 1900, "height": 1400})
    block = wide.locator("[data-testid=stMainBlockContainer] > div").first.bounding_box()
    wide.set_viewport_size({"width": WIDE, "height": 1400})
    assert block is not None and block["width"] <= WIDEST + 1


@each(SEARCHED)
def test_search_stays_in_sight_below_the_navigation(wide: Page):
    _search_stays(wide)


@each(list(PAGES))
def test_every_panel_is_accessible_and_its_headings_are_in_order(wide: Page, entry: PageEntry):
    root = wide.url.partition("?")[0].removesuffix(entry.url_path)
    for address in addresses.of(entry):
        if address != addresses.of(entry)[0]:
            wide.goto(f"{root}{address}")
            settled(wide)
        assert findings(wide) == [], address
        assert faults_of_headings(wide) == "", address


@each(list(PAGES))
def test_no_text_is_cut_off_on_a_phone(phone: Page):
    assert cut_off(phone) == []


@each(list(PAGES))
def test_a_page_is_no_wider_than_a_phone(phone: Page):
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE


@each(list(PAGES))
def test_a_page_is_accessible_on_a_phone_and_a_dark_ground(phone: Page):
    assert findings(phone) == []


@each(SEARCHED)
def test_search_stays_in_sight_on_a_phone(phone: Page):
    _search_stays(phone)


@each(PANELLED)
def test_a_phone_stays_on_its_page_and_chooses_panels_in_a_select_box(
    phone: Page, entry: PageEntry
):
    box = phone.locator(".st-key-choose_panel").get_by_role("combobox")
    expect(box).to_be_visible()
    assert phone.url.partition("?")[0].endswith(f"/{entry.url_path}")
    box.click()
    phone.get_by_role("option").nth(1).click()
    expect(phone).to_have_url(re.compile(r"panel="))


STUCK = """() => {
  document.querySelector("[data-testid=stMain]").scrollTop = 600
  const bar = document.querySelector(".st-key-bar").getBoundingClientRect()
  const above = document.querySelector("[data-testid=stHeader]").getBoundingClientRect()
  return Math.abs(bar.top - above.bottom) < 2
}"""


def _search_stays(page: Page) -> None:
    height = page.viewport_size["height"] if page.viewport_size else 0
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": 800})
    page.wait_for_function(STUCK)
    search = page.get_by_role("searchbox", name="Search synsets", exact=True)
    expect(search).to_be_in_viewport()
    search.click()
    page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": height})


def test_the_check_of_cut_text_finds_it(chromium: Browser) -> None:
    page = chromium.new_page()
    style = "width:40px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis"
    long = f"<p style='{style}'>a name that is longer</p>"
    page.set_content(
        f"<main data-testid=stMain>{long}<p style='{style}'>dog</p>"
        f"<div data-testid=stSelectbox>{long}</div></main>"
    )
    assert page.evaluate(CUT, list(ELLIPSIS)) == ["a name that is longer"]
    page.close()


@pytest.mark.parametrize(
    ("headings", "fault"),
    [
        ("<h1>a</h1><h2>b</h2>", ""),
        ("<h2>b</h2><h1>a</h1>", "first heading"),
        ("<h1>a</h1><h1>b</h1>", "first heading"),
        ("<h1>a</h1><h3>b</h3>", "left out"),
    ],
)
def test_the_check_of_headings_finds_what_is_wrong(chromium: Browser, headings: str, fault: str):
    page = chromium.new_page()
    page.set_content(f"<main data-testid=stMain>{headings}</main>")
    assert fault in faults_of_headings(page)
    assert bool(fault) == bool(faults_of_headings(page))
    page.close()


def test_the_accessibility_check_finds_what_is_wrong(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<html lang=en><title>t</title><main><h1>h</h1><button></button></main>")
    assert [finding.partition(" ")[0] for finding in findings(page)] == ["button-name"]
    page.close()
