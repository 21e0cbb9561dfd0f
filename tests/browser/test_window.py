"""What only a browser shows of all pages: the bar, headings, the tab, and a narrow window."""

import itertools
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser_window import OpenPage, Serve, settled

APP = Path(__file__).parents[2] / "app.py"

DOG = "n02084071"
FOCUSED = ("hierarchy", "balance", "releases", "boxes", "breeds", "people", "errors")
PANELLED = ("balance", "releases", "boxes", "people", "errors")


@pytest.fixture
def look(serve: Serve, page: OpenPage):
    """Opens a page of the explorer at some width."""

    def look(path: str, width: int = 1400, height: int = 800) -> Page:
        return page(f"{serve(APP)}/{path}", width=width, height=height)

    return look


STUCK = """() => {
  document.querySelector("[data-testid=stMain]").scrollTop = 600
  const bar = document.querySelector(".st-key-bar").getBoundingClientRect()
  const above = document.querySelector("[data-testid=stHeader]").getBoundingClientRect()
  return Math.abs(bar.top - above.bottom) < 2
}"""


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("path", FOCUSED)
def test_search_stays_in_sight_below_the_navigation(look, path: str, width: int):
    page = look(f"{path}?focus={DOG}" if path != "people" else path, width)
    expect(page.locator(".st-key-bar")).to_be_visible()
    page.wait_for_function(STUCK)
    search = page.get_by_role("searchbox", name="Search synsets", exact=True)
    expect(search).to_be_in_viewport()
    search.click()


@pytest.mark.parametrize("path", ["", "hierarchy", "errors", "claims"])
def test_a_page_is_at_most_1280_pixels_wide_and_has_one_first_heading(look, path: str):
    page = look(path, 1900)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    widest = page.locator("[data-testid=stMainBlockContainer] > div").first.bounding_box()
    assert widest is not None and widest["width"] <= 1281
    levels = page.locator("[data-testid=stMain] :is(h1, h2, h3, h4)").evaluate_all(
        "all => all.map(each => Number(each.tagName[1]))"
    )
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_tab_is_called_like_the_synset(look):
    page = look(f"hierarchy?focus={DOG}")
    expect(page).to_have_title("dog – ImageNet explorer")
    page.get_by_role("treeitem", name=re.compile("^poodle")).click()
    expect(page).to_have_title("poodle – ImageNet explorer")


@pytest.mark.parametrize("path", PANELLED)
def test_a_narrow_window_stays_on_its_page_and_chooses_panels_in_a_select_box(look, path: str):
    page = look(path, 390)
    box = page.locator(".st-key-choose_panel")
    expect(box.get_by_role("combobox")).to_be_visible()
    settled(page)
    assert page.url.split("?")[0].endswith(f"/{path}")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("ImageNet, class by class")
    box.get_by_role("combobox").click()
    page.get_by_role("option").nth(1).click()
    expect(page).to_have_url(re.compile(r"panel="))


def test_figures_are_two_by_two_in_a_narrow_window_and_in_one_line_in_a_wide_one(look):
    wide = look(f"balance?focus={DOG}").locator("[data-testid=stMetric]")
    expect(wide.first).to_be_visible()
    assert len(set(wide.evaluate_all(TOPS))) == 1
    narrow = look(f"balance?focus={DOG}", 390)
    narrow.wait_for_function(
        f"{TWO_BY_TWO}(({TOPS})([...document.querySelectorAll(METRIC)]))".replace(
            "METRIC", repr("[data-testid=stMetric]")
        )
    )


TOPS = "all => all.map(each => Math.round(each.getBoundingClientRect().top))"
TWO_BY_TWO = (
    "(tops => tops.length > 8 && tops.slice(0, 8).every((top, at) => top === tops[at ^ 1]))"
)


def test_a_window_that_becomes_narrow_is_drawn_as_one(look):
    page = look("errors")
    expect(page.locator(".st-key-choose_panel").get_by_role("radio").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".st-key-choose_panel").get_by_role("combobox")).to_be_visible()
    page.set_viewport_size({"width": 1000, "height": 800})
    expect(page.locator(".st-key-choose_panel").get_by_role("combobox")).to_have_count(0)
