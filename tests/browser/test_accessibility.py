"""Every page and panel can be used without sight, without a mouse, and on a phone.

axe-core looks for what it can find by itself: names of controls, roles, contrast, structure. What
it reports inside Streamlit's own elements is listed in ``STREAMLIT``, each with its reason; what is
ours has no finding at all.
"""

from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as NotInTime

from explorer.ui.navigation import PAGES, PageEntry
from tests.support import addresses
from tests.support.browser_window import OpenPage, Serve, settled

pytestmark = pytest.mark.browser

APP = Path(__file__).parents[2] / "app.py"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

STREAMLIT = {
    (
        "color-contrast",
        "[data-testid=stCode]",
    ): "the colours of st.code's words cannot be chosen; the code can be copied and downloaded",
    ("empty-table-header", "[data-testid=stTable]"): "st.table leaves the head of its index empty",
    (
        "presentation-role-conflict",
        "[data-testid=stFileUploaderDropzone]",
    ): "the drop zone has a role that hides it, and a name; the button in it is found and works",
}
"""Rule and selector of what is Streamlit's own, and why it is let pass."""

ELLIPSIS = {
    "[data-testid=stSelectbox]": "a select box is one line high; its list has the whole text",
    "[data-testid=stDataFrame]": "a cell is read whole when it is selected, and its column widened",
}
"""Selector of what is Streamlit's own and cuts text off, and why it is let pass."""

CUT = """
own => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(each => getComputedStyle(each).textOverflow === 'ellipsis' && each.checkVisibility())
  .filter(each => each.scrollWidth > each.clientWidth + 1 && !own.some(it => each.closest(it)))
  .map(each => each.innerText)
  .filter(Boolean)
"""
"""Texts that end in an ellipsis since they do not fit."""

BEYOND = """
() => [...document.querySelectorAll('.st-key-bar button[role=radio]')]
  .filter(each => each.getBoundingClientRect().right > innerWidth)
  .map(each => each.innerText)
"""
"""Panels whose button is outside the window."""

HEADINGS = """
[...document.querySelectorAll('[data-testid=stMain] :is(h1,h2,h3,h4,h5,h6)')]
  .filter(each => each.checkVisibility())
  .map(each => Number(each.tagName[1]))
"""


def findings(page: Page) -> list[str]:
    """What axe-core finds on a page and is not Streamlit's own: rule, place, what is wrong."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {resultTypes: ['violations'], runOnly: rules})", RULES
    )
    return [
        f"{each['id']} ({each['impact']}) at {node['html'][:200]}: {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
        if not _let_pass(page, each["id"], node["target"])
    ]


def _let_pass(page: Page, rule: str, target: list[Any]) -> bool:
    selectors = [selector for known, selector in STREAMLIT if known == rule]
    at = page.locator(str(target[-1])).first
    return any(
        bool(at.evaluate("(each, selector) => Boolean(each.closest(selector))", selector))
        for selector in selectors
    )


def whole(page: Page, address: str) -> None:
    """Check that no text of a page is cut off and no panel is out of sight."""
    # A browser is first sent the page of a wide window, until it has said that it is narrow.
    with suppress(NotInTime):
        page.wait_for_function(f"own => !({CUT})(own).length", arg=list(ELLIPSIS), timeout=5_000)
    assert page.evaluate(CUT, list(ELLIPSIS)) == [], address
    assert page.evaluate(BEYOND) == [], address


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path)
def test_every_panel_is_accessible_and_its_headings_are_in_order(
    serve: Serve, page: OpenPage, entry: PageEntry
) -> None:
    url = serve(APP)
    first, *others = addresses.of(entry)
    opened = page(f"{url}/{first}", width=1400, height=1400)
    whole(opened, first)
    for address in (first, *others):
        if address != first:
            opened.goto(f"{url}/{address}")
            settled(opened)
        assert findings(opened) == [], address
        levels = opened.evaluate(HEADINGS)
        assert levels[:1] == [1], f"{address} does not begin with its first heading: {levels}"
        assert levels.count(1) == 1, f"{address} has several first headings: {levels}"
        steps = [after - before for before, after in pairwise(levels)]
        assert max(steps, default=0) <= 1, f"{address} leaves out a level: {levels}"


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path)
def test_a_page_is_accessible_and_whole_on_a_phone_and_a_dark_ground(
    serve: Serve, page: OpenPage, entry: PageEntry
) -> None:
    address = addresses.of(entry)[0]
    opened = page(f"{serve(APP)}/{address}", width=390, height=1400, scheme="dark")
    whole(opened, address)
    assert findings(opened) == []


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


def test_the_accessibility_check_finds_what_is_wrong(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<html lang=en><title>t</title><main><h1>h</h1><button></button></main>")
    assert [finding.partition(" ")[0] for finding in findings(page)] == ["button-name"]
    page.close()
