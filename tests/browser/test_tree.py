"""The tree navigator in a real browser: mouse, keyboard, and what assistive tools read."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser_window import OpenPage, Serve

APP = Path(__file__).parent / "apps" / "tree.py"


@pytest.fixture
def app(serve: Serve, page: OpenPage) -> Page:
    opened = page(serve(APP))
    opened.get_by_role("tree", name="Made-up hierarchy").wait_for()
    return opened


def row(app: Page, path: str) -> Locator:
    return app.locator(f'[role=treeitem][id="{path}"]')


def told(app: Page, *actions: str) -> None:
    """The page was told of exactly these actions."""
    expect(app.get_by_text("told:")).to_have_text(f"told: {'; '.join(actions) or 'nothing'}")


def focused(app: Page, path: str) -> None:
    expect(row(app, path)).to_be_focused()


def press(app: Page, *keys: str) -> None:
    for key in keys:
        app.keyboard.press(key)


# With a mouse.


def test_a_click_on_the_twisty_opens_and_closes(app):
    row(app, "animal/dog").locator(".twisty").click()
    expect(row(app, "animal/dog")).to_have_attribute("aria-expanded", "true")
    expect(row(app, "animal/dog/corgi")).to_be_visible()
    row(app, "animal/dog").locator(".twisty").click()
    expect(row(app, "animal/dog")).to_have_attribute("aria-expanded", "false")
    expect(row(app, "animal/dog/corgi")).to_have_count(0)
    told(app, "toggle animal/dog", "toggle animal/dog")


def test_a_click_on_the_label_picks(app):
    row(app, "animal/cat").locator(".label").click()
    told(app, "pick animal/cat")
    expect(row(app, "animal/cat")).to_have_attribute("aria-selected", "true")
    expect(row(app, "animal/dog")).to_have_attribute("aria-selected", "false")


def test_a_double_click_on_the_label_picks_once_and_opens(app):
    row(app, "animal/dog").locator(".label").dblclick()
    expect(row(app, "animal/dog/corgi")).to_be_visible()
    # The two actions may reach the server together; then the toggle is told first.
    each_once = re.compile("^told: (pick|toggle) animal/dog; (?!\\1)(pick|toggle) animal/dog$")
    expect(app.get_by_text("told:")).to_have_text(each_once)


def test_more_brings_the_other_siblings_and_the_focus_to_the_first_of_them(app):
    row(app, "artifact").locator(".twisty").click()
    row(app, "artifact/more").click()
    expect(row(app, "artifact/tool 30")).to_be_attached()
    expect(row(app, "artifact/more")).to_have_count(0)
    focused(app, "artifact/tool 5")
    told(app, "toggle artifact", "toggle artifact/more")


# With a keyboard.


def test_tab_leads_to_the_selected_row_and_past_the_tree(app):
    app.get_by_role("button", name="Select beagle").focus()
    press(app, "Tab")
    focused(app, "animal/dog")
    press(app, "Tab")
    expect(app.locator("[role=treeitem]:focus")).to_have_count(0)


def test_arrows_home_and_end_walk_the_visible_rows(app):
    row(app, "animal/dog").focus()
    press(app, "ArrowDown")
    focused(app, "animal/domestic animal")
    press(app, "ArrowUp", "ArrowUp")
    focused(app, "animal/cat")
    press(app, "Home")
    focused(app, "animal")
    press(app, "ArrowUp")
    focused(app, "animal")
    press(app, "End", "ArrowDown")
    focused(app, "plant")
    told(app)


def test_right_opens_then_goes_in_and_left_goes_out_then_closes(app):
    row(app, "animal/dog").focus()
    press(app, "ArrowRight")
    expect(row(app, "animal/dog/corgi")).to_be_visible()
    focused(app, "animal/dog")
    press(app, "ArrowRight")
    focused(app, "animal/dog/corgi")
    press(app, "ArrowRight")
    focused(app, "animal/dog/corgi")
    press(app, "ArrowLeft")
    focused(app, "animal/dog")
    press(app, "ArrowLeft")
    expect(row(app, "animal/dog/corgi")).to_have_count(0)
    press(app, "ArrowLeft")
    focused(app, "animal")
    told(app, "toggle animal/dog", "toggle animal/dog")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_enter_and_space_pick(app, key):
    row(app, "animal/cat").focus()
    press(app, key)
    told(app, "pick animal/cat")
    focused(app, "animal/cat")


def test_enter_on_more_asks_for_more(app):
    row(app, "artifact").locator(".twisty").click()
    app.get_by_role("treeitem", name="26 more", exact=True).focus()
    press(app, "Enter")
    focused(app, "artifact/tool 5")


def test_typing_goes_to_the_next_label_that_begins_so(app):
    row(app, "animal").focus()
    press(app, *"domestic")
    app.keyboard.type(" ")
    told(app, "pick animal/domestic animal")


def test_a_letter_typed_again_goes_on_to_the_next_label(app):
    row(app, "animal").focus()
    press(app, "d")
    focused(app, "animal/dog")
    press(app, "d")
    focused(app, "animal/domestic animal")
    press(app, "d")
    focused(app, "animal/dog")


def test_a_shortcut_of_the_browser_is_left_alone(app):
    row(app, "animal").focus()
    press(app, "Control+d", "Alt+ArrowDown")
    focused(app, "animal")


# Over the page's reruns.


def test_focus_and_scroll_survive_a_rerun(app):
    row(app, "artifact").locator(".twisty").click()
    row(app, "artifact/tool 4").focus()
    frame = app.locator(".frame")
    before = frame.evaluate("frame => frame.scrollTop")
    assert before > 0
    press(app, "Enter")
    told(app, "toggle artifact", "pick artifact/tool 4")
    focused(app, "artifact/tool 4")
    assert frame.evaluate("frame => frame.scrollTop") == before


def test_focus_goes_to_the_parent_when_its_row_goes(app):
    row(app, "animal/cat").focus()
    row(app, "animal").evaluate("row => row.querySelector('.twisty').click()")
    expect(row(app, "animal/cat")).to_have_count(0)
    focused(app, "animal")


def test_a_selection_made_elsewhere_is_scrolled_to_and_is_where_tab_leads(app):
    row(app, "artifact").locator(".twisty").click()
    row(app, "artifact/more").click()
    focused(app, "artifact/tool 5")
    press(app, "End")
    expect(row(app, "animal")).not_to_be_in_viewport()
    app.get_by_role("button", name="Select beagle").click()
    expect(row(app, "animal/dog/hound/beagle")).to_be_in_viewport()
    press(app, "Tab")
    focused(app, "animal/dog/hound/beagle")


def test_closing_shows_before_the_server_answers(app):
    left = "row => { row.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft'"
    row(app, "animal").focus()
    seen = row(app, "animal").evaluate(
        f"{left}, bubbles: true}})); return [row.ariaExpanded, row.nextElementSibling.hidden] }}"
    )
    assert seen == ["false", True]
    expect(row(app, "animal/cat")).to_have_count(0)


def test_opening_marks_the_row_until_the_server_answers(app):
    busy = row(app, "animal/dog").evaluate(
        "row => { row.querySelector('.twisty').click(); return row.ariaBusy }"
    )
    assert busy == "true"
    expect(row(app, "animal/dog/corgi")).to_be_visible()
    expect(row(app, "animal/dog")).not_to_have_attribute("aria-busy", "true")


def test_actions_faster_than_the_server_are_all_told_once_and_in_order(app):
    row(app, "animal/dog").focus()
    press(app, "ArrowRight", "ArrowDown", "ArrowRight", "Home", "ArrowLeft", "ArrowRight")
    expect(row(app, "animal/domestic animal/dog")).to_be_visible()
    told(
        app,
        "toggle animal/dog",
        "toggle animal/domestic animal",
        "toggle animal",
        "toggle animal",
    )


# In a fragment.


@pytest.fixture
def in_fragment(serve: Serve, page: OpenPage) -> Page:
    opened = page(serve(APP.with_name("tree_in_fragment.py")))
    expect(opened.get_by_text("page drawn 1 times, at animal")).to_be_visible()
    return opened


def test_a_branch_that_opens_draws_the_fragment_alone(in_fragment):
    row(in_fragment, "animal").locator(".twisty").click()
    expect(row(in_fragment, "animal/dog")).to_be_visible()
    expect(in_fragment.get_by_text("tree drawn 2 times")).to_be_visible()
    expect(in_fragment.get_by_text("page drawn 1 times, at animal")).to_be_visible()


def test_a_pick_draws_the_page_and_with_it_the_tree_once(in_fragment):
    row(in_fragment, "animal").locator(".twisty").click()
    row(in_fragment, "animal/dog").locator(".label").click()
    expect(in_fragment.get_by_text("page drawn 2 times, at animal/dog")).to_be_visible()
    expect(in_fragment.get_by_text("tree drawn 3 times")).to_be_visible()
    expect(row(in_fragment, "animal/dog")).to_have_attribute("aria-selected", "true")


# What assistive tools read.


def test_a_row_has_its_place_and_its_figures_with_their_headings(app):
    dog = app.get_by_role("treeitem", name="dog, Images 12,340, Classes 10", exact=True)
    for name, value in {
        "aria-level": "2",
        "aria-posinset": "2",
        "aria-setsize": "3",
        "aria-expanded": "false",
        "aria-selected": "true",
    }.items():
        expect(dog).to_have_attribute(name, value)
    cat = row(app, "animal/cat")
    assert cat.get_attribute("aria-expanded") is None
    expect(cat).to_have_attribute("title", "cat: a made-up synset")


def test_one_row_at_a_time_is_in_the_tab_order(app):
    in_order = app.locator("[role=treeitem][tabindex='0']")
    expect(in_order).to_have_count(1)
    row(app, "animal").focus()
    expect(in_order).to_have_count(1)
    expect(row(app, "animal")).to_have_attribute("tabindex", "0")


def test_markup_in_a_label_is_text(app):
    row(app, "artifact").locator(".twisty").click()
    expect(app.get_by_role("treeitem", name="<b>bold</b><img src=x")).to_be_visible()
    assert app.locator("[role=tree] :is(b, img)").count() == 0
    expect(app).not_to_have_title("hacked")


def test_outside_the_callbacks_nothing_is_toggled_or_picked(app):
    row(app, "animal/cat").click()
    told(app, "pick animal/cat")
    expect(app.get_by_text("outside:")).to_have_text("outside: None None")


# In little room.


@pytest.mark.parametrize(("width", "headings"), [(340, ["Images"]), (1000, ["Images", "Classes"])])
def test_a_narrow_tree_keeps_labels_and_the_first_figure(serve, page, width, headings):
    app = page(serve(APP), width=width)
    shown = app.locator(".header .figure:visible")
    expect(shown).to_have_text(headings)
    label = row(app, "animal/domestic animal").locator(".label")
    expect(label).to_be_visible()
    assert app.locator(".frame").evaluate("frame => frame.scrollWidth <= frame.clientWidth")
