"""Data sets in a select box, under headings that choose nothing."""

from explorer.ui.address import HEADING
from explorer.ui.dataset_choice import dataset_titles
from explorer.views.reading import ordered_keys
from tests.support import visit
from tests.support.real import atlas


def test_every_key_stands_under_the_heading_of_its_group():
    keys = ordered_keys(atlas())
    titles = dataset_titles(atlas(), keys)
    assert [key for key in titles if not key.startswith(HEADING)] == keys
    heading = ""
    for key in titles:
        if key.startswith(HEADING):
            heading = key.removeprefix(HEADING)
            assert heading in titles[key]
        else:
            assert atlas().datasets[key].group == heading


def test_a_single_group_has_no_heading():
    assert list(dataset_titles(atlas(), ["cifar10", "cifar100"])) == ["cifar10", "cifar100"]


def test_choosing_a_heading_changes_nothing():
    opened = visit.hierarchy(dataset="coco2017")
    box = opened.selectbox(key="choose_dataset")
    visit.sound(box.set_value(f"{HEADING}Other data sets").run())
    assert visit.query(opened) == {"dataset": "coco2017"}
    assert not opened.warning
    assert opened.selectbox(key="choose_dataset").value == "coco2017"
