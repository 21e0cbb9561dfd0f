"""Charts saved as pictures: what the browser hands out, in light colours whatever the page."""

import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.browser_window import OpenPage, Serve, settled

pytestmark = pytest.mark.browser

APP = Path(__file__).parents[2] / "app.py"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def save(serve: Serve, page: OpenPage, tmp_path: Path):
    """Saves a chart of a page, and gives the file."""

    def save(address: str, key: str, kind: str) -> Path:
        opened = page(f"{serve(APP)}/{address}", width=1400, height=1400, scheme="dark")
        settled(opened)
        opened.locator(f"[class*=st-key-{key}]").get_by_role("button").last.click()
        with opened.expect_download() as download:
            opened.get_by_text(kind, exact=True).last.click()
        kept = tmp_path / download.value.suggested_filename
        download.value.save_as(kept)
        return kept

    return save


@pytest.mark.parametrize(
    ("address", "key", "name", "title", "source"),
    [
        (
            "balance?focus=n03405725",
            "rank_size_save",
            "n03405725-ranked-fall11.svg",
            "Images of each class under furniture",
            "Data: ImageNet-21K, Fall 2011 (imagenet21k); WordNet 3.0. http://127.0.0.1:",
        ),
        (
            "hierarchy?focus=n02084071",
            "chart_0_save",
            "n02084071-treemap-fall11.svg",
            "dog: classes as area",
            "hierarchy?focus=n02084071",
        ),
        (
            "",
            "class_map_save",
            "class-map-fall11-smallest.svg",
            "neighbours in WordNet side by side",
            "Class lists of ILSVRC-2012",
        ),
        (
            "releases?focus=n00015388",
            "kept_n00015388",
            "n00015388-kept.svg",
            "under each branch of animal",
            "ILSVRC-2012 (ImageNet-1K) (ilsvrc2012)",
        ),
    ],
)
def test_an_svg_is_of_paper_size_and_has_title_and_source(
    save, address: str, key: str, name: str, title: str, source: str
):
    kept = save(address, key, "SVG")
    assert kept.name == name
    picture = ET.parse(kept).getroot()
    assert picture.get("width") == "643"
    head, foot = (
        " ".join("".join(text.itertext()).split()) for text in picture.findall(f"{SVG}text")
    )
    assert title in head
    assert source in foot
    assert picture.find(f"{SVG}rect").get("fill") == "#ffffff"
    assert "#14181d" not in kept.read_text("utf-8")


def test_a_png_has_300_dots_per_inch_over_170_mm(save):
    content = save("errors?focus=n02084071", "strip_where_n02084071_save", "PNG").read_bytes()
    width, _ = struct.unpack(">II", content[16:24])
    assert width == 2008
    assert content[37:41] == b"pHYs"
    assert struct.unpack(">II", content[41:49]) == (11_811, 11_811)
