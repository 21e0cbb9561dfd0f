"""One's own data in a browser: dropped, reviewed, seen, planned with, and there after a restart."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from explorer.settings import settings
from tests.support.accessibility import findings
from tests.support.browser_window import OpenPage, Serve, settled
from tests.support.server import APP, running

pytestmark = pytest.mark.browser

APPS = Path(__file__).parent / "apps"

COUNTS = (
    "class,images\ncat,120\ndog,340\ntoy poodle,4\nsiamese cat,7\ncouch,12\nskunk,8\nzebra,90\n"
    "traffic light,230\nxyzzy,2\n"
)


def confirmed(page: Page) -> None:
    """Wait until eight classes are confirmed and one is decided to have no synset."""
    figure = page.get_by_test_id("stMetric").filter(has_text=re.compile("^Confirmed"))
    expect(figure.get_by_test_id("stMetricValue")).to_have_text("8")
    figure = page.get_by_test_id("stMetric").filter(has_text="No synset")
    expect(figure.get_by_test_id("stMetricValue")).to_have_text("1")


def test_a_counts_file_becomes_a_data_set_that_is_there_after_a_restart(
    tmp_path: Path, page: OpenPage
) -> None:
    file = tmp_path / "street.csv"
    file.write_text(COUNTS)
    kept = {
        "EXPLORER_DATA_DIR": str(tmp_path / "kept"),
        "EXPLORER_CACHE_DIR": str(settings().cache_dir),
    }
    with running(APP, log=tmp_path / "first.log", environment=kept) as server:
        opened = page(f"{server.url}/your_data", width=1400, height=1400)
        opened.locator("input[type=file]").set_input_files(file)
        expect(opened.get_by_text("What was read: street")).to_be_visible()
        opened.get_by_role("button", name="Review 9 classes").click()
        opened.get_by_role("button", name="Accept the 8 shown here").click()
        opened.get_by_role("button", name="None", exact=True).last.click()
        confirmed(opened)
        assert findings(unhovered(opened)) == []
        opened.get_by_role("button", name="Save the data set").click()
        link(opened, "Class map")
        expect(opened).to_have_url(re.compile("dataset=street"))
        expect(opened.get_by_text("Each square is one of 8 classes of street")).to_be_visible()
        opened.go_back()
        link(opened, "Thin branches")
        expect(opened.get_by_text("Median images per class: lowest in")).to_be_visible()
        opened.go_back()
        link(opened, "Plan")
        expect(opened).to_have_url(re.compile("dataset=street&panel=plan"))
        with opened.expect_download() as taken:
            opened.get_by_role("button", name="Download as JSON").click()
        plan = Path(taken.value.path()).read_text(encoding="utf-8")
        assert "n02113624" in plan
        assert not server.troubles()
    with running(APP, log=tmp_path / "second.log", environment=kept) as server:
        opened = page(f"{server.url}/your_data?panel=kept", width=1400, height=1400)
        expect(opened.get_by_text("8 of 9 classes are mapped to synsets")).to_be_visible()
        opened.get_by_role("button", name="Review the mapping", exact=True).last.click()
        confirmed(opened)
        assert findings(unhovered(opened)) == []
        assert not server.troubles()


def test_reading_is_told_in_words_and_stops_when_it_is_cancelled(
    serve: Serve, page: OpenPage
) -> None:
    opened = page(serve(APPS / "slow_reading.py"))
    expect(opened.get_by_text("Nothing is being read.")).to_be_visible()
    opened.get_by_role("button", name="Begin").click()
    expect(opened.get_by_text(re.compile(r"Step \d+ of 600"))).to_be_visible()
    opened.get_by_role("button", name="Cancel").click()
    expect(opened.get_by_text("Nothing is being read.")).to_be_visible()


def test_every_step_is_reached_by_the_keyboard(tmp_path: Path, page: OpenPage) -> None:
    file = tmp_path / "street.csv"
    file.write_text("class,images\nmouse,3\n")
    kept = {
        "EXPLORER_DATA_DIR": str(tmp_path / "kept"),
        "EXPLORER_CACHE_DIR": str(settings().cache_dir),
    }
    with running(APP, log=tmp_path / "keys.log", environment=kept) as server:
        opened = page(f"{server.url}/your_data", width=1400, height=1400)
        opened.locator("input[type=file]").set_input_files(file)
        press(opened, "Review 1 class")
        expect(opened.get_by_text("placental > rodent > mouse")).to_be_visible()
        press(opened, "Search")
        dialog = opened.get_by_role("dialog")
        dialog.get_by_role("searchbox").press_sequentially("mouse")
        match = dialog.get_by_role("button", name=re.compile("n03793489"))
        expect(match).to_be_visible()
        match.focus()
        opened.keyboard.press("Enter")
        expect(opened.get_by_text("n03793489")).to_be_visible()
        expect(opened.get_by_text("accepted", exact=True)).to_be_visible()
        press(opened, "Save the data set")
        expect(opened.get_by_role("link", name="Class map")).to_be_visible()


def link(page: Page, name: str) -> None:
    """Follow a link once the page is drawn: one that is drawn anew meanwhile loses the click."""
    found = page.get_by_role("link", name=name, exact=True)
    expect(found).to_be_visible()
    settled(page)
    found.click()


def unhovered(page: Page) -> Page:
    """The page without the tooltip of what was clicked last, which Streamlit draws anywhere."""
    page.mouse.move(0, 0)
    expect(page.get_by_test_id("stTooltipContent")).to_have_count(0)
    return settled(page)


def press(page: Page, name: str) -> None:
    """Press a button by the keyboard alone."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_enabled()
    for _ in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"{name} is not reached by Tab")
