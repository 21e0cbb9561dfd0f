"""A cut as a value and as text: the same cut everywhere, and nothing else is taken for one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.superclasses.cut import (
    ACTIONS,
    BOUNDS,
    BY,
    METHODS,
    NUMBERS,
    PRESETS,
    Cut,
    Edit,
    asked_for,
    edit,
    made,
    opened,
    parsed,
)
from explorer.errors import ExplorerError

WNIDS = st.integers(0, 99_999_999).map("n{:08d}".format)
EDITS = st.one_of(
    st.builds(Edit, st.sampled_from(sorted({*ACTIONS} - {"place"})), WNIDS),
    st.builds(Edit, st.just("place"), WNIDS, WNIDS | st.just("wild_dog")),
)


@st.composite
def cuts(draw: st.DrawFn) -> Cut:
    method = draw(st.sampled_from(sorted(METHODS)))
    number = draw(st.integers(*BOUNDS[method])) if method in NUMBERS else None
    by, preset = draw(st.sampled_from(sorted(BY))), draw(st.sampled_from(sorted(PRESETS)))
    return made(method, number, by, preset, draw(st.lists(EDITS, max_size=5)))


@given(cuts())
def test_the_text_of_a_cut_is_read_as_the_same_cut(cut: Cut):
    assert parsed(cut.text) == cut
    assert opened(f" {cut.text}\n") == cut
    assert opened(json.dumps({"cut": cut.text})) == cut


@given(cuts())
def test_the_text_of_a_cut_stands_in_an_address_as_it_is(cut: Cut):
    assert all(each.isascii() and (each.isalnum() or each in "-._") for each in cut.text)


@given(st.text(max_size=60))
def test_any_text_is_a_cut_or_refused_as_no_cut(text: str):
    # Only what reads back as the same text is a cut; "groups-020" is another spelling of one.
    try:
        found = parsed(text)
    except ExplorerError:
        return
    assert parsed(found.text) == found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "must be one of groups, depth, images"),
        ("groups", "begins with its method"),
        ("groups-0", "from 1 to 2,000"),
        ("groups-٣", "begins with its method"),
        ("groups-20-boxes", "size of a cut must be one of classes, images; found 'boxes'"),
        ("depth-8-images", "begins with its method"),
        ("preset-breeds", "list of a cut must be one of tiered"),
        ("hand-3", "begins with its method"),
        ("hand.cut-n02084071", "edit of a cut must be one of take"),
        ("hand.take-dog", "found 'take-dog'"),
        ("hand.place-n02084071", "found 'place-n02084071'"),
        ("hand.take-n02084071-n02084071", "found 'take-"),
    ],
)
def test_what_is_wrong_with_a_text_is_named(text: str, sentence: str):
    with pytest.raises(ExplorerError, match=sentence):
        parsed(text)


@pytest.mark.parametrize(
    "content", ["", "{", "{}", '{"cut": 3}', "a,b\n1,2", "[]", "\0", '{"cut": "groups-0"}']
)
def test_a_file_that_holds_no_cut_is_refused_by_name(content: str):
    with pytest.raises(ExplorerError, match=r"'mine\.json'"):
        opened(content, "mine.json")


def test_placing_a_class_again_replaces_where_it_was():
    first = edit("place-n00000001-n00000002")
    second = edit("place-n00000001-n00000003")
    assert Cut().edited(first).edited(second).edits == (second,)


def test_options_ask_for_one_method_at_most():
    assert asked_for() == made("groups", 20)
    assert asked_for(depth=0).text == "depth-0"
    assert asked_for(groups=7, by="images").text == "groups-7-images"
    edited = asked_for(cut="depth-8.take-n02084071", edits=["split-n02084071"])
    assert edited.text == "depth-8.take-n02084071.split-n02084071"
    with pytest.raises(ExplorerError, match="found groups and preset"):
        asked_for(groups=3, preset="tiered")


def test_what_a_method_does_not_use_makes_no_other_cut():
    assert made("depth", 8, by="images", preset="tiered") == made("depth", 8)
