"""What can be told of a page as it is drawn: what axe-core finds, text cut off, headings.

What axe-core reports inside Streamlit's own elements is listed in ``STREAMLIT``, each with its
reason; what is ours has no finding at all.
"""

from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as NotInTime

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


def cut_off(page: Page) -> list[str]:
    """Texts of a page that end in an ellipsis, and panels that are out of sight."""
    # A browser is first sent the page of a wide window, until it has said that it is narrow.
    with suppress(NotInTime):
        page.wait_for_function(f"own => !({CUT})(own).length", arg=list(ELLIPSIS), timeout=5_000)
    return [*page.evaluate(CUT, list(ELLIPSIS)), *page.evaluate(BEYOND)]


def faults_of_headings(page: Page) -> str:
    """What is wrong with the order of a page's headings; empty if nothing is."""
    levels: list[int] = page.evaluate(HEADINGS)
    if levels[:1] != [1] or levels.count(1) > 1:
        return f"the first heading is not the one of its level: {levels}"
    if max((after - before for before, after in pairwise(levels)), default=0) > 1:
        return f"a level is left out: {levels}"
    return ""
