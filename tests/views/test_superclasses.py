"""A cut in an address: brought back the same, changed by parameters beside it, kept when long."""

import pytest

from explorer.audits.superclasses import cut as cuts
from explorer.audits.superclasses.cut import Edit
from explorer.settings import settings
from explorer.views.superclasses import SAVED, SuperclassesView, from_query, keep, saved_name
from tests.support.real import atlas

LONG = cuts.made("hand", edits=[Edit("take", f"n{at:08d}") for at in range(200)])


def read(**params: str) -> SuperclassesView:
    view, notices = from_query(params, atlas())
    assert not notices
    return view


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"cut": "groups-30-images.split-n02084071"},
        {"cut": "preset-tiered", "dataset": "fall11", "panel": "settled"},
        {"cut": "hand.place-n02123045-n02121808", "group": "n02121808", "chosen": "n02123045"},
        {"panel": "exports", "split_by": "images", "seed": "7"},
        {"panel": "errors", "model": "alexnet"},
    ],
)
def test_an_address_brings_the_same_view_back(params: dict[str, str]):
    assert read(**params).to_query(atlas()) == params


def test_the_plain_cut_is_left_out():
    assert read(cut="groups-20").to_query(atlas()) == {}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"number": "35"}, "groups-35.split-n02084071"),
        ({"by": "images"}, "groups-30-images.split-n02084071"),
        ({"method": "depth"}, "depth-8.split-n02084071"),
        ({"method": "depth", "number": "5"}, "depth-5.split-n02084071"),
        ({"method": "preset", "preset": "wildlife"}, "preset-wildlife.split-n02084071"),
        ({"method": "hand"}, "hand.split-n02084071"),
    ],
)
def test_a_change_is_taken_into_the_cut_and_its_edits_stay(changes: dict[str, str], text: str):
    view = read(cut="groups-30.split-n02084071", **changes)
    assert view.cut.text == text
    assert view.to_query(atlas()) == {"cut": text}


def test_a_cut_that_is_too_long_is_named_by_the_address_and_kept_by_the_session():
    assert len(LONG.text) > settings().cut_characters
    kept: dict[str, str] = {}
    view, _ = from_query({"cut": LONG.text}, atlas(), kept)
    keep(view, kept)
    query = view.to_query(atlas())
    assert query == {"cut": saved_name(LONG)}
    again, notices = from_query(query, atlas(), kept)
    assert (again, notices) == (view, [])
    elsewhere, notices = from_query(query, atlas(), {})
    assert elsewhere == SuperclassesView()
    assert "Open its file under Exports" in notices[0]


def test_a_session_keeps_few_long_cuts():
    kept: dict[str, str] = {}
    for at in range(20):
        keep(SuperclassesView(cut=LONG.edited(Edit("take", f"n{at:08d}"))), kept, most=3)
    assert len(kept) == 3
    assert all(name.startswith(SAVED) for name in kept)


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"cut": "groups-x"}, "begins with its method"),
        ({"number": "0"}, "a whole number from 1 to 2,000"),
        ({"method": "random"}, "Choose one of: groups, depth"),
        ({"dataset": "none"}, "Unknown data set"),
        ({"seed": "-1"}, "a whole number"),
    ],
)
def test_what_makes_no_sense_is_told(params: dict[str, str], sentence: str):
    view, notices = from_query(params, atlas())
    assert sentence in notices[0]
    assert view == SuperclassesView()


def test_what_is_no_key_or_class_is_left_out():
    view = read(group="<b>", chosen="n00001740")
    assert (view.group, view.chosen) == ("", "")
