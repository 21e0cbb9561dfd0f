"""A user's own data set on every page that shows data sets, with boxes and without."""

import io

import pandas as pd
import pytest

from explorer.ingest.library.own import OwnDataSet
from explorer.ui.navigation import BOXES, PAGES, PageEntry
from explorer.ui.own_datasets import OWN_DATASETS
from tests.support import addresses, visit
from tests.support.own_data import CAT, DOG, animals, boxes, content, mapping, own

NAN = float("nan")


def boxed(sized: bool = True) -> OwnDataSet:
    """Two classes with boxes on three images, and one without."""
    rows = [
        {"position": 0, "images": 2, "labels": 3, "boxes": 3},
        {"position": 1, "images": 1, "labels": 1, "boxes": 1},
        {"position": 2, "images": 0, "labels": 0, "boxes": 0},
    ]
    size = (100, 50) if sized else (NAN, NAN)
    table = boxes(
        [
            (1, 0, *size, 0, 0, 50, 50),
            (1, 0, *size, 50, 0, 100, 50),
            (2, 0, *size, 0, 0, 10, 10),
            (3, 1, *size, 0, 0, 100, 50),
        ]
    )
    read = content(rows, ["dog", "cat", "bird"], {"": 3}, shared=False, boxes=table)
    return own(read, mapping(read, [DOG, CAT, "n01503061"]))


def opened(held: OwnDataSet, entry: PageEntry, **params: str) -> visit.AppTest:
    page = visit.page(entry.file, dataset=held.key, **params)
    page.session_state[OWN_DATASETS] = {held.key: held}
    return visit.sound(page.run())


def boxes_page(held: OwnDataSet, **params: str) -> visit.AppTest:
    (entry,) = (entry for entry in PAGES if entry.file == BOXES)
    return opened(held, entry, **params)


NOTED = [
    ("overview", ""),
    ("hierarchy", ""),
    ("balance", "curve"),
    ("superclasses", "groups"),
    *(("releases", each) for each in ("kept", "representation", "missing", "coverage", "classes")),
    ("people", "rule"),
    ("boxes", "coverage"),
    ("boxes", "geometry"),
    ("boxes", "branches"),
    ("breeds", ""),
]


@pytest.mark.parametrize(("path", "panel"), NOTED, ids=lambda each: each or "first")
def test_every_page_says_how_much_is_mapped_and_what_is_in_no_figure(path: str, panel: str):
    (entry,) = (each for each in PAGES if each.url_path == path)
    held = boxed()
    held = held.mapped(mapping(held.content, [DOG, CAT, ""]))
    shown = opened(held, entry, **({"panel": panel} if panel else {}))
    said = " ".join(visit.unescaped(each.value) for each in shown.caption)
    assert said.count("2 of 3 classes are mapped to synsets (all confirmed)") == 1
    assert "1 class with 0 images is not mapped and not counted" in said


KINDS = {"no boxes": animals(), "boxes": boxed(), "boxes without sizes": boxed(sized=False)}
OTHERS = ("errors", "claims", "your_data")
"""Pages whose figures are of no data set that can be chosen."""

OPENED = [
    (entry, kind)
    for entry in PAGES
    for kind in KINDS
    if entry.url_path not in OTHERS
    and (kind == "boxes" or entry.url_path in ("hierarchy", "boxes"))
]


@pytest.mark.parametrize(
    ("entry", "kind"), OPENED, ids=[f"{entry.url_path}, {kind}" for entry, kind in OPENED]
)
def test_every_panel_can_be_opened_with_it(entry: PageEntry, kind: str):
    for panel in addresses.panels(entry):
        opened(KINDS[kind], entry, **({"panel": panel} if panel else {}))


def test_its_boxes_are_counted_and_placed():
    with visit.downloads() as saved:
        page = boxes_page(boxed(), panel="geometry")
    metrics = {each.label: each.value for each in page.metric}
    assert metrics["Boxes"] == "4"
    assert metrics["Boxes per image"] == "1.333"
    assert metrics["Scale per box"] == "50.5 %"  # (50 + 50 + 2 + 100) / 4
    assert any("boxes" in name for name in saved)


def test_the_coverage_of_its_own_classes_is_said():
    page = boxes_page(boxed(), panel="coverage")
    text = "\n".join(visit.said(page.markdown))
    assert "2 of 3 classes of Animals at or under entity have boxes, 4 boxes in all" in text
    assert "dog has the most (3)" in text


def test_boxes_on_images_of_unknown_size_have_no_scale_and_no_place():
    page = boxes_page(boxed(sized=False), panel="geometry")
    metrics = {each.label: each.value for each in page.metric}
    assert metrics["Boxes"] == "4"
    assert metrics["Scale per box"] == "–"
    assert any("image size is not known" in text for text in visit.said(page.caption))
    assert not any("cover each place" in chart.proto.alt for chart in page.get("plotly_chart"))


def test_a_data_set_without_boxes_is_not_offered_on_the_boxes_page():
    page = boxes_page(animals())
    assert any("cannot show Animals" in text for text in visit.said(page.warning))


def test_its_branches_and_classes_are_listed_with_their_boxes():
    with visit.downloads() as saved:
        boxes_page(boxed(), panel="branches", focus=DOG)
    (name,) = (name for name in saved if name.endswith("box-classes.csv"))
    assert pd.read_csv(io.BytesIO(saved[name]))["boxes"].tolist() == [3]


def test_its_classes_stand_beside_the_lists_of_dogs():
    held = boxed()
    (entry,) = (entry for entry in PAGES if entry.url_path == "breeds")
    with visit.downloads() as saved:
        opened(held, entry)
    listed = pd.read_csv(io.BytesIO(saved[f"{DOG}-members.csv"]))
    assert listed.loc[listed[held.key], "wnid"].tolist() == [DOG]
