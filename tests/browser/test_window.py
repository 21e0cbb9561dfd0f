"""What only a browser shows of a window: its tab, the keyboard in the search, a narrow one."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from explorer.ui.navigation import PAGES
from tests.support.browser_window import OpenPage, Serve

APP = Path(__file__).parents[2] / "app.py"

DOG = "n02084071"


@pytest.fixture
def look(serve: Serve, page: OpenPage):
    """Opens a page of the explorer at some width."""

    def look(path: str, width: int = 1400, height: int = 800) -> Page:
        return page(f"{serve(APP)}/{path}", width=width, height=height)

    return look


@pytest.mark.parametrize("width", [1400, 1280, 1024])
def test_every_page_is_in_sight_in_the_navigation(look, width: int):
    page = look("hierarchy", width)
    links = page.get_by_role("navigation", name="App pages").get_by_role("link")
    expect(links).to_have_count(len(PAGES))
    for entry in PAGES:
        link = page.locator("header").get_by_role("link", name=entry.title, exact=True)
        expect(link).to_be_in_viewport(ratio=0.9)


def test_the_tab_is_called_like_the_synset(look):
    page = look(f"hierarchy?focus={DOG}")
    expect(page).to_have_title("dog – ImageNet explorer")
    page.get_by_role("treeitem", name=re.compile("^poodle")).click()
    expect(page).to_have_title("poodle – ImageNet explorer")


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


def search(page: Page, text: str) -> None:
    page.get_by_role("searchbox", name="Search synsets", exact=True).press_sequentially(text)


@pytest.mark.parametrize("path", ["", "hierarchy", "errors"])
def test_enter_opens_the_exact_match_even_if_it_is_still_on_its_way(look, path: str):
    page = look(path)
    search(page, "toy poodle")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("focus=n02113624"))


def test_enter_opens_nothing_where_several_match(look):
    page = look("hierarchy")
    search(page, "poodl")
    expect(page.locator(".st-key-matches_find button").nth(3)).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_timeout(700)
    assert "focus=" not in page.url


def test_arrows_walk_from_the_search_through_its_matches(look):
    page = look("hierarchy")
    search(page, "poodl")
    matches = page.locator(".st-key-matches_find button")
    expect(matches.nth(2)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(matches.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox", name="Search synsets", exact=True)).to_be_focused()


def test_arrows_walk_along_the_paths_and_enter_opens_a_synset(look):
    page = look(f"hierarchy?focus={DOG}")
    page.get_by_role("link", name=re.compile("^dog, current synset")).focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("link", name=re.compile("^canine, "))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("focus=n02083346"))


def test_the_link_that_is_copied_is_the_address(look):
    page = look(f"hierarchy?focus={DOG}")
    context: BrowserContext = page.context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_phone_shows_concept_figures_chart_children_and_tree_in_this_order(look):
    page = look(f"hierarchy?focus={DOG}", 390)
    parts = [
        page.get_by_role("heading", name="dog", level=1, exact=True),
        page.get_by_role("table").first,
        page.locator("g.slice").first,
        page.get_by_role("heading", name="Children of dog", exact=True),
        page.get_by_text("Synset tree", exact=True),
    ]
    tops = []
    for part in parts:
        expect(part).to_be_visible()
    for part in parts:
        box = part.bounding_box()
        assert box is not None
        tops.append(box["y"])
    assert tops == sorted(tops)


def test_a_tap_on_a_sector_shows_a_card_and_its_button_opens_the_synset(look):
    page = look(f"hierarchy?focus={DOG}", 390)
    expect(page.get_by_text("Synset tree", exact=True)).to_be_visible()
    sector = page.locator("g.slice text", has_text=re.compile("^spaniel")).first
    expect(sector).to_be_visible()
    sector.scroll_into_view_if_needed()
    sector.click(force=True)
    expect(page.get_by_text(re.compile("^spaniel · classes: 12"))).to_be_visible()
    expect(page).to_have_url(re.compile(f"focus={DOG}"))
    page.get_by_role("button", name="Open spaniel", exact=True).click()
    expect(page).to_have_url(re.compile("focus=n02101108"))


def test_the_drawer_of_pages_closes_after_a_choice(look):
    page = look("hierarchy", 390)
    page.get_by_test_id("stExpandSidebarButton").click()
    drawer = page.get_by_test_id("stSidebar")
    expect(drawer).to_be_in_viewport()
    drawer.get_by_role("link", name="Boxes").click()
    expect(page).to_have_url(re.compile("/boxes"))
    expect(drawer).not_to_be_in_viewport()
