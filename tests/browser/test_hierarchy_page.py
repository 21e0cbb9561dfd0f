"""The hierarchy page as a user meets it: clicks, keys, addresses and downloads."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bench import pages
from tests.support.browser_window import OpenPage, Serve, settled

pytestmark = pytest.mark.browser

APP = Path(__file__).parents[2] / "app.py"
DOG, CANINE, TERRIER, HUNTING_DOG = "n02084071", "n02083346", "n02092468", "n02087122"
POODLE, WOLF = "n02113335", "n02114100"


@pytest.fixture
def look(serve: Serve, page: OpenPage):
    """Opens the hierarchy page at an address, wide enough for both columns."""

    def look(query: str = "", width: int = 1400) -> Page:
        return page(f"{serve(APP)}/hierarchy?{query}", width=width, height=1000)

    return look


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, exact=True, level=1)


def arrived(page: Page, name: str, wnid: str) -> None:
    """The page shows a synset and its address says so."""
    expect(heading(page, name)).to_be_visible()
    expect(page).to_have_url(re.compile(f"focus={wnid}"))
    settled(page)


def link(page: Page, name: str) -> Locator:
    """A synset on the paths to the root."""
    return page.get_by_role("link", name=re.compile(f"^{name}, "))


STILL = """text => new Promise(done => {
  let last = "", frames = 0
  const look = () => {
    const now = JSON.stringify(text.getBoundingClientRect())
    frames = now === last ? frames + 1 : 0
    last = now
    frames > 5 ? done() : requestAnimationFrame(look)
  }
  look()
})"""
"""Done once plotly has moved a sector into its place."""


def sector(page: Page, label: str) -> Locator:
    """The text of a sector: its label, and in most charts its figure."""
    return page.locator("g.slice text", has_text=re.compile(rf"^{re.escape(label)}\s*[\d,]*$")).last


def click_sector(page: Page, label: str) -> None:
    text = sector(page, label)
    expect(text).to_be_visible()
    text.scroll_into_view_if_needed()
    text.evaluate(STILL)
    box = text.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def search_box(page: Page, label: str) -> Locator:
    """A search box by its name: on a slow machine the lower one can be drawn first."""
    return page.get_by_role("searchbox", name=label, exact=True)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("treeitem", name=re.compile(f"^{name}\\b")).first


def test_a_click_on_a_sector_goes_down_into_it(look):
    page = look(f"focus={DOG}")
    click_sector(page, "terrier")
    arrived(page, "terrier", TERRIER)


def test_a_click_on_the_open_sector_goes_up_and_the_bench_sees_the_next_click_drawn(look):
    page = look(f"focus={DOG}")
    click_sector(page, "dog")
    arrived(page, "canine", CANINE)
    assert pages.click(page, pages.tree_row(WOLF), pages.panels("wolf")) > 0
    arrived(page, "wolf", WOLF)


def test_the_path_bar_returns_to_an_ancestor(look):
    page = look(f"focus={TERRIER}")
    bar = page.locator("g.pathbar text", has_text=re.compile("^canine$"))
    bar.evaluate(STILL)
    bar.click(force=True)
    arrived(page, "canine", CANINE)


def test_a_click_on_the_synsets_own_classes_stays_and_zooms_out_again(look):
    page = look(f"focus={POODLE}")
    click_sector(page, "poodle (this synset)")
    expect(
        page.get_by_text("This sector cannot be opened further; see the table below.")
    ).to_be_visible()
    expect(sector(page, "standard poodle")).to_be_visible()
    arrived(page, "poodle", POODLE)


@pytest.mark.parametrize("chart", ["icicle", "sunburst"])
def test_the_other_charts_go_down_too(look, chart):
    page = look(f"focus={DOG}&chart={chart}")
    click_sector(page, "hunting dog")
    arrived(page, "hunting dog", HUNTING_DOG)
    expect(page).to_have_url(re.compile(f"chart={chart}"))


def test_the_tree_opens_a_branch_and_picks_a_synset(look):
    page = look()
    animal = row(page, "animal")
    animal.focus()
    page.keyboard.press("ArrowRight")
    expect(row(page, "animal")).to_have_attribute("aria-expanded", "true")
    expect(row(page, "chordate")).to_be_visible()
    row(page, "chordate").click()
    arrived(page, "chordate", "n01466257")


def test_the_tree_shows_the_synset_of_the_address(look):
    page = look(f"focus={TERRIER}")
    expect(page.get_by_role("treeitem", selected=True)).to_have_accessible_name(
        re.compile("^terrier")
    )


def test_a_row_of_the_children_leads_to_that_child(look):
    page = look(f"focus={DOG}")
    table = page.get_by_role("region", name=re.compile("^Children of dog"))
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    # The table is drawn on a canvas: the box of the first row lies under the header.
    page.mouse.click(box["x"] + 16, box["y"] + 52)
    arrived(page, "hunting dog", HUNTING_DOG)


def test_a_synset_on_a_path_to_the_root_leads_there_by_mouse_and_by_keyboard(look):
    page = look(f"focus={DOG}")
    link(page, "canine").click()
    arrived(page, "canine", CANINE)
    link(page, "carnivore").press("Enter")
    arrived(page, "carnivore", "n02075296")
    expect(link(page, "carnivore")).to_be_focused()


def test_a_synset_on_a_path_can_be_opened_in_a_tab_of_its_own(look):
    page = look(f"focus={DOG}&dataset=ilsvrc2012")
    expect(heading(page, "dog")).to_be_visible()
    with page.context.expect_page() as opened:
        link(page, "canine").click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(re.compile(f"focus={CANINE}"))
    expect(opened.value).to_have_url(re.compile("dataset=ilsvrc2012"))
    arrived(page, "dog", DOG)


def test_the_lineage_says_to_assistive_tools_what_its_lines_show(look):
    page = look(f"focus={DOG}&compare=n02121620")
    diagram = page.get_by_role("list", name="All paths from the root to dog and cat")
    expect(diagram.get_by_role("listitem")).to_have_count(17)
    for said in (
        "dog, current synset, 190 classes, parents: domestic animal, canine",
        "carnivore, lowest common ancestor, 363 classes, parents: placental",
        "entity, 21,841 classes",
    ):
        expect(diagram.get_by_role("link", name=said, exact=True)).to_be_visible()
    drawn = diagram.locator("xpath=..").locator("svg path:is(.is-a, .instance)")
    expect(drawn).to_have_count(17)


def test_only_edges_to_individuals_are_dotted(look):
    page = look("focus=n10954498")  # Einstein
    expect(heading(page, "Einstein")).to_be_visible()
    expect(page.locator("svg path.instance")).to_have_count(1)
    dashes = "edges => edges.map(edge => getComputedStyle(edge).strokeDasharray)"
    assert page.locator("svg path.instance").evaluate_all(dashes) == ["2px, 4px"]
    assert set(page.locator("svg path.is-a").evaluate_all(dashes)) == {"none"}


def test_back_and_forward_walk_the_way_taken(look):
    page = look(f"focus={DOG}")
    click_sector(page, "terrier")
    arrived(page, "terrier", TERRIER)
    page.go_back()
    arrived(page, "dog", DOG)
    page.go_forward()
    arrived(page, "terrier", TERRIER)


def test_a_deep_link_brings_the_whole_view_back(look):
    page = look(f"focus={DOG}&dataset=ilsvrc2012&chart=icicle&size=images&colour=classes")
    expect(heading(page, "dog")).to_be_visible()
    for label, chosen in (
        ("Data set", "ILSVRC-2012 (ImageNet-1K)"),
        ("Chart", "Icicle"),
        ("Area", "Training images"),
        ("Colour", "Classes"),
    ):
        expect(page.get_by_role("combobox", name=label)).to_have_value(chosen)
    expect(page.get_by_role("cell", name="118", exact=True)).to_be_visible()
    expect(page.locator("g.slice").first).to_be_visible()


def test_searching_while_typing_finds_a_misspelt_breed(look):
    page = look()
    search_box(page, "Search synsets").press_sequentially("daschund")
    page.get_by_role("button", name=re.compile("dachshund.*n02089232")).click()
    arrived(page, "dachshund", "n02089232")
    expect(search_box(page, "Search synsets")).to_have_value("")


def test_a_synset_is_compared_from_the_search(look):
    page = look(f"focus={DOG}")
    page.get_by_role("button", name="Compare").click()
    search_box(page, "Compare with another synset").press_sequentially("domestic cat")
    page.get_by_role("button", name=re.compile("n02121808")).click()
    expect(page).to_have_url(re.compile("compare=n02121808"))
    expect(page.get_by_text("Wu-Palmer similarity 0.89")).to_be_visible()


def test_the_download_holds_what_the_children_table_shows(look):
    page = look(f"focus={DOG}")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as CSV", exact=True).last.click()
    assert waiting.value.suggested_filename == f"{DOG}-children-fall11.csv"
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert (rows[0]["wnid"], rows[0]["name"], rows[0]["classes"]) == (
        HUNTING_DOG,
        "hunting dog",
        "102",
    )
    assert float(rows[0]["images"]) == 116_927


def test_an_unknown_wnid_is_said_and_the_entry_points_are_there(look):
    page = look("focus=n99999999")
    expect(page.get_by_text("'n99999999' is not a noun synset")).to_be_visible()
    expect(row(page, "animal")).to_be_visible()


@pytest.mark.parametrize("width", [420, 1400])
def test_nothing_is_wider_than_the_window(look, width):
    page = look(f"focus={DOG}", width=width)
    expect(page.locator("g.slice").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_address_in_the_address_is_shown_but_is_no_link(look):
    page = look("focus=http://example.com&compare=www.example.com&chart=someone@example.com")
    alerts = page.get_by_test_id("stAlert")
    expect(alerts).to_have_count(3)
    for text in ("example.com", "www", "someone"):
        expect(alerts.filter(has_text=text).first).to_be_visible()
    expect(alerts.get_by_role("link")).to_have_count(0)
