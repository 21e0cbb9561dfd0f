"""The class map in a browser: pointer, finger and keys, links, light and dark, what travels."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from explorer.audits.class_map import class_map
from tests.support.browser_window import OpenPage, Serve, settled
from tests.support.real import atlas

pytestmark = pytest.mark.browser

APP = Path(__file__).parents[2] / "app.py"
SPANIEL = "n02102177"

DRAWN = """(layer) => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
  .some(e => e.shadowRoot?.querySelector("[data-drawn]")?.dataset.drawn.startsWith(layer))"""


@pytest.fixture
def look(serve: Serve, page: OpenPage):
    """Opens the first page at an address, with its map drawn."""

    def look(address: str = "", **window) -> Page:
        opened = page(f"{serve(APP)}/{address}", **{"width": 1400, "height": 1100} | window)
        return drawn(opened)

    return look


def drawn(page: Page, layer: str = "") -> Page:
    page.wait_for_function(DRAWN, arg=layer)
    return page


def canvas(page: Page):
    return page.get_by_role("application", name=re.compile("^Class map of"))


def spot(page: Page, wnid: str, phone: bool = False) -> tuple[float, float]:
    """The middle of a class's square, in the window."""
    shown = class_map(atlas().hierarchy, atlas().dataset("fall11"))
    layout = shown.layouts()[int(phone)]
    column, row = layout.cells[shown.wnids.index(wnid)].tolist()
    canvas(page).scroll_into_view_if_needed()
    box = canvas(page).bounding_box()
    assert box is not None
    return (
        box["x"] + (column + 0.5) * box["width"] / layout.columns,
        box["y"] + (row + 0.5) * box["height"] / layout.rows,
    )


def test_the_pointer_shows_name_path_images_and_data_sets_and_a_click_opens_the_class(look):
    page = look()
    page.mouse.move(*spot(page, SPANIEL))
    card = page.locator(".card")
    for text in (
        "Welsh springer spaniel",
        "sporting dog › spaniel › springer spaniel",
        "1,084",
        "ILSVRC-2012 (1K)",
        "Stanford Dogs",
    ):
        expect(card).to_contain_text(text)
    link = page.locator("a.cursor")
    expect(link).to_have_attribute("href", f"hierarchy?focus={SPANIEL}")
    page.mouse.click(*spot(page, SPANIEL))
    expect(page).to_have_url(re.compile(f"/hierarchy\\?focus={SPANIEL}$"))
    expect(page.get_by_role("heading", name="Welsh springer spaniel", exact=True)).to_be_visible()


def test_arrows_move_over_the_squares_a_live_region_tells_them_and_enter_opens(look):
    page = look()
    canvas(page).focus()
    live = page.locator("[aria-live=polite]", has_text=re.compile("under"))
    page.keyboard.press("Home")
    expect(live).to_contain_text("organism. under living thing")
    heard = live.text_content()
    page.keyboard.press("ArrowDown")
    expect(live).not_to_have_text(heard or "")
    page.keyboard.press("PageDown")
    page.keyboard.press("Home")
    expect(live).to_have_text(heard or "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/hierarchy\\?focus=n00004475$"))


def test_labels_are_links_to_branches_and_do_not_cover_each_other(look):
    for width in (1400, 1024, 420):
        page = look(width=width)
        labels = page.get_by_role("navigation", name="Branches on the map").get_by_role("link")
        boxes = [label.bounding_box() for label in labels.all()]
        assert len(boxes) >= (25 if width > 1000 else 8)
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart = (
                    one["x"] + one["width"] <= other["x"]
                    or other["x"] + other["width"] <= one["x"]
                    or one["y"] + one["height"] <= other["y"]
                    or other["y"] + other["height"] <= one["y"]
                )
                assert apart, (one, other)
    page.get_by_role("link", name=re.compile("^person 2,836")).first.click()
    expect(page).to_have_url(re.compile("focus=n00007846"))


def test_a_search_lights_its_matches_on_the_map(look):
    page = look()
    before = canvas(page).screenshot()
    page.get_by_placeholder(re.compile("Search synsets")).fill(SPANIEL)
    expect(page.get_by_role("button", name=re.compile(SPANIEL))).to_be_visible()
    page.wait_for_timeout(500)
    x, y = spot(page, SPANIEL)
    box = canvas(page).bounding_box()
    assert box is not None
    assert canvas(page).screenshot() != before
    # The square keeps its colour, and one far away is dimmed.
    color = """([x, y]) => {
      const roots = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
      const canvas = roots.map(e => e.shadowRoot?.querySelector("canvas")).find(Boolean)
      return [...canvas.getContext("2d").getImageData(x, y, 1, 1).data].slice(0, 3)
    }"""
    assert page.evaluate(color, [x - box["x"], y - box["y"]]) == [10, 49, 96]
    dimmed = spot(page, "n02084071")
    assert min(page.evaluate(color, [dimmed[0] - box["x"], dimmed[1] - box["y"]])) > 150


def test_a_search_with_many_matches_leaves_the_map_in_sight(look):
    page = look(height=900)
    page.get_by_placeholder(re.compile("Search synsets")).fill("crane")
    expect(page.get_by_role("button", name=re.compile("n02012849"))).to_be_visible()
    page.wait_for_timeout(500)
    map_box = canvas(page).bounding_box()
    assert map_box is not None and map_box["y"] < 600
    listed = page.locator(".st-key-matches_overview")
    hidden = listed.evaluate(
        "each => [each.scrollHeight > each.clientHeight, getComputedStyle(each).overflowY]"
    )
    assert hidden == [True, "auto"]


def test_what_is_fixed_travels_once_and_a_layer_is_small(chromium: Browser, serve: Serve):
    page = chromium.new_page()
    frames: list[int] = []
    fetched: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: frames.append(len(frame)))

    def note(answer) -> None:
        if "/class-map/" in answer.url:
            fetched.append(int(answer.headers["content-length"]))

    page.on("websocket", listen)
    page.on("response", note)
    page.goto(serve(APP))
    settled(drawn(page))
    assert len(fetched) == 1
    assert fetched[0] + sum(frames) <= 700_000
    for layer, name in (("images", "Images per class"), ("boxes", "Box package")):
        frames.clear()
        page.get_by_role("combobox", name="Colour").click()
        page.get_by_role("option", name=name).click()
        settled(drawn(page, layer))
        assert sum(frames) <= 60_000
        expect(page).to_have_url(re.compile(f"layer={layer}"))
    assert len(fetched) == 1
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_unknown_is_hatched_and_every_colour_of_the_legend_is_on_the_map(look, scheme):
    page = look("?layer=error", scheme=scheme)
    expect(page.get_by_text("not in ILSVRC-2012: 20,842")).to_be_visible()
    expect(page.get_by_text("23.9 % (overall)")).to_be_visible()
    expect(page.get_by_text("64 % or more")).to_be_visible()
    page = look(scheme=scheme)
    colors = page.evaluate(
        """() => {
          const roots = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
          const root = roots.map(e => e.shadowRoot).find(e => e?.querySelector("canvas"))
          const canvas = root.querySelector("canvas")
          const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
          const seen = new Set()
          for (let at = 0; at < all.length; at += 4)
            seen.add(`rgb(${all[at]}, ${all[at + 1]}, ${all[at + 2]})`)
          return [...root.querySelectorAll(".swatch")].map(
            e => seen.has(getComputedStyle(e).backgroundColor))
        }"""
    )
    assert colors == [True] * 4


def test_a_tap_shows_a_card_and_its_link_opens_the_class(chromium: Browser, serve: Serve):
    phone = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = phone.new_page()
    page.goto(serve(APP))
    settled(drawn(page))
    page.touchscreen.tap(*spot(page, SPANIEL, phone=True))
    expect(page.locator(".card")).to_contain_text("spaniel")
    expect(page).not_to_have_url(re.compile("hierarchy"))
    page.locator(".card").get_by_text("Open", exact=True).tap()
    expect(page).to_have_url(re.compile("/hierarchy\\?focus=n"))
    phone.close()


def test_a_map_that_cannot_be_fetched_is_told(chromium: Browser, serve: Serve):
    page = chromium.new_page()
    page.route("**/class-map/*", lambda route: route.abort())
    page.goto(serve(APP))
    expect(
        page.get_by_text("The class map could not be loaded. Load the page again.")
    ).to_be_visible()
    page.close()
