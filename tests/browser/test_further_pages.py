"""What only a browser shows of the further pages: clicks in their charts, uploads, links."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from bench import changes
from explorer.ingest.models import uploads
from tests.support.browser_window import OpenPage, Serve

pytestmark = pytest.mark.browser

APP = Path(__file__).parents[2] / "app.py"
DOG, LEAF = "n02084071", "n02113624"


@pytest.fixture
def look(serve: Serve, page: OpenPage):
    """Opens a page at an address, tall enough for its charts."""

    def look(address: str, width: int = 1400) -> Page:
        return page(f"{serve(APP)}/{address}", width=width, height=1400)

    return look


def test_a_cell_of_the_confusion_matrix_lists_its_images(look):
    page = look(f"errors?panel=confusion&focus={DOG}")
    cell = page.locator(".scatterlayer text", has_text=re.compile("^85$"))
    expect(cell.first).to_be_visible()
    box = cell.first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_text("hunting dog predicted as working dog: 85 images")).to_be_visible()
    expect(page).to_have_url(re.compile("label=n02087122&guess=n02103406"))


def test_an_upload_stands_among_the_models_and_a_bad_one_is_a_sentence(look, tmp_path):
    good, bad = tmp_path / "mine.csv", tmp_path / "bad.csv"
    good.write_text(uploads.SAMPLE)
    bad.write_text("image,pred\n1,1000\n")
    page = look("errors?panel=own")
    chooser = page.locator("input[type=file]")
    chooser.set_input_files(bad)
    expect(page.get_by_text("Row 2: expected a class index from 0 to 999")).to_be_visible()
    chooser.set_input_files(good)
    expect(page.get_by_text("mine was added.")).to_be_visible()
    expect(page.get_by_text("Read as: prediction = predicted_class")).to_be_visible()
    expect(page).to_have_url(re.compile("model=mine"))
    page.get_by_role("button", name="Show errors").click()
    expect(page.get_by_text("Branches of entity")).to_be_visible()
    expect(page.get_by_role("combobox", name=re.compile("^Model"))).to_have_value("mine")


def test_an_upload_whose_numbering_is_not_known_is_read_as_the_user_says(look, tmp_path):
    file = tmp_path / "odd.csv"
    rows = "".join(f"{image},{image * 7 % 999}\n" for image in range(1, 61))
    file.write_text(f"image,pred\n{rows}")
    page = look("errors?panel=own")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("no reading of its numbers agrees")).to_be_visible()
    box = page.get_by_role("combobox", name="Numbering of the classes and images")
    box.click()
    page.get_by_role("option", name="devkit-minus-1").first.click()
    expect(page.get_by_text("odd (numbering not confirmed) was added.")).to_be_visible()
    box.click()
    page.get_by_role("option", name="index:").first.click()
    expect(page.get_by_text("Numbers: sorted wnids, 0 to 999 (numbering not")).to_be_visible()
    expect(page.get_by_role("button", name="Remove", exact=True)).to_have_count(1)
    page.get_by_role("button", name="Show errors").click()
    expect(page).to_have_url(re.compile("model=odd\\+%28numbering\\+not\\+confirmed%29"))
    expect(page.get_by_role("combobox", name=re.compile("^Model"))).to_have_value(
        "odd (numbering not confirmed)"
    )


def test_two_uploads_of_one_name_are_kept_beside_the_built_in_model_of_that_name(look, tmp_path):
    page = look("errors?panel=own")
    for folder, name in (("one", "resnet50 (yours)"), ("two", "resnet50 (yours) (2)")):
        file = tmp_path / folder / "resnet50.csv"
        file.parent.mkdir()
        file.write_text(uploads.SAMPLE)
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_text(f"{name} was added.", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Remove", exact=True)).to_have_count(2)
    expect(page).to_have_url(re.compile("model=resnet50\\+%28yours%29\\+%282%29"))


def test_a_synset_is_taken_along_to_another_page(look):
    page = look(f"hierarchy?focus={DOG}")
    page.get_by_test_id("stMain").get_by_role("link", name="Class balance").click()
    expect(page.get_by_role("heading", name="Class balance: dog")).to_be_visible()
    expect(page).to_have_url(re.compile(f"balance\\?focus={DOG}"))


def test_a_deep_link_brings_a_plan_back_its_download_holds_it_and_the_bench_changes_panels(look):
    page = look(f"balance?focus={DOG}&dataset=ilsvrc2012&panel=plan&cap=1000&scheme=root")
    expect(page.get_by_role("spinbutton", name="Maximum images per class (cap)")).to_have_value(
        "1000"
    )
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as CSV", exact=True).first.click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 118
    assert {row["planned"] for row in rows} >= {"1000"}
    assert page.evaluate(changes.CHANGE, [changes.NAMES, 0]) > 0
    expect(page).not_to_have_url(re.compile("panel=plan"))


def test_a_sector_of_the_people_page_goes_down(look):
    page = look("people?panel=loss")
    sector = page.locator("g.slice text", has_text=re.compile(r"^worker")).first
    expect(sector).to_be_visible()
    page.wait_for_timeout(1_000)
    box = sector.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("focus=n09632518"))
    expect(page.get_by_role("heading", name="People: worker")).to_be_visible()


def test_no_page_that_frames_the_explorer_may_steer_it(serve: Serve):
    with urlopen(f"{serve(APP)}/_stcore/host-config", timeout=10) as answer:
        assert json.load(answer)["allowedOrigins"] == []


def test_a_bar_of_what_data_sets_still_have_opens_their_drop_list(look):
    page = look("people?panel=held")
    bar = page.locator(".barlayer .point path").nth(1)
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("panel=rule&dataset=12k"))
    expect(page.get_by_text("Drop list of ImageNet-12K")).to_be_visible()
