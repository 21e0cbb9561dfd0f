"""Reading an address: every kind of parameter, sound, absent and nonsense."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views import balance, boxes, breeds, errors, hierarchy, people, releases
from explorer.views.reading import Reader, query_parameters
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import DATASETS, atlas

DOG = "n02084071"


def reader(**params: str) -> Reader:
    return Reader(params, atlas())


def test_what_the_address_does_not_say_is_the_default_and_nothing_is_noticed():
    read = reader()
    assert read.dataset().key == "fall11"
    assert read.synset() == ENTITY
    assert read.one_of("chart", ("a", "b"), "b") == "b"
    assert read.some_of("labels", ("a", "b"), ("b",)) == ("b",)
    assert read.number("beta", 0, 1, 0.5) == 0.5
    assert read.whole("floor", 0, 10, 3) == 3
    assert read.switch("all", default=True) is True
    assert read.notices == []


def test_what_the_address_says_soundly_is_taken():
    read = reader(
        dataset="12k", focus=DOG, chart="a", labels="b,a", beta="0.25", floor="7", all="no"
    )
    assert read.dataset().key == "12k"
    assert read.synset() == DOG
    assert read.one_of("chart", ("a", "b"), "b") == "a"
    assert read.some_of("labels", ("a", "b"), ("b",)) == ("a", "b")
    assert read.number("beta", 0, 1, 0.5) == 0.25
    assert read.whole("floor", 0, 10, 3) == 7
    assert read.switch("all", default=True) is False
    assert read.notices == []


@pytest.mark.parametrize(
    "value", ["nan", "inf", "-1", "11", "1e99", "seven", "0x7", "٣", "1_0", "2.5", "6,0"]
)
def test_a_number_that_is_none_or_out_of_bounds_is_said_with_the_bounds(value: str):
    read = reader(floor=value)
    assert read.whole("floor", 0, 10, 3) == 3
    assert read.notices == [
        f"floor={value!r} in the URL is not valid; it must be a whole number from 0 to 10."
    ]


def test_a_number_may_have_decimals_and_its_bounds_are_written_out():
    read = reader(beta="0.5", cap="2e6")
    assert read.number("beta", 0, 1, 0.1) == 0.5
    assert read.number("cap", 0, 1_000_000, 5) == 5
    assert read.notices == [
        "cap='2e6' in the URL is not valid; it must be a number from 0 to 1,000,000."
    ]


@pytest.mark.parametrize("written", ["N02084071", " n02084071 "])
def test_a_wnid_is_understood_in_any_case(written: str):
    read = reader(focus=written)
    assert read.synset() == DOG
    assert read.notices == []


def test_an_offset_of_wordnet_31_is_not_taken_but_its_synset_named():
    read = reader(focus="n02086723")
    assert read.synset() == ENTITY
    assert "In WordNet 3.1 this offset is dog (n02084071)" in read.notices[0]


@pytest.mark.parametrize("of", ["", "ILSVRC VID"])
def test_where_there_is_nothing_to_choose_from_the_sentence_is_whole(of: str):
    read = reader(measure="images", labels="x")
    assert read.one_of("measure", (), "", of) == ""
    assert read.some_of("labels", (), ()) == ()
    assert read.notices == [
        (
            f"measure='images' in the URL is not valid{f' for {of}' if of else ''}: "
            f"{of or 'this page'} has no measure to choose from."
        ),
        "labels='x' in the URL is not valid: this page has no labels to choose from.",
    ]


@pytest.mark.parametrize("key", DATASETS)
def test_no_page_says_a_sentence_that_ends_in_a_colon(key: str):
    params = dict.fromkeys(("measure", "size", "colour", "chart", "label", "guess", "keep"), "x")
    params |= {"dataset": key, "panel": "x"}
    for read in (balance, boxes, breeds, errors, hierarchy, people, releases):
        _, notices = read.from_query(params, atlas())
        assert notices
        assert not [notice for notice in notices if ": ." in notice or notice.endswith(": ")]


# Two that belong together


GROUP = "group of the confusion matrix"


def test_two_values_that_belong_together_are_taken_together():
    read = reader(label="a", guess="b")
    assert read.both(("label", "guess"), ("a", "b"), GROUP) == ("a", "b")
    assert reader().both(("label", "guess"), ("a", "b"), GROUP) == ("", "")
    assert read.notices == []


@pytest.mark.parametrize(
    ("params", "told"),
    [
        (
            {"label": "x", "guess": "a"},
            ["label='x' in the URL is not a group of the confusion matrix"],
        ),
        ({"label": "x", "guess": "y"}, ["label='x' and guess='y' in the URL"]),
        ({"label": "a"}, ["has label without guess"]),
        ({"guess": "a"}, ["has guess without label"]),
    ],
)
def test_of_two_values_that_belong_together_what_is_dropped_is_told(params, told):
    read = reader(**params)
    assert read.both(("label", "guess"), ("a", "b"), GROUP) == ("", "")
    assert len(read.notices) == 1
    assert all(part in read.notices[0] for part in told)


def test_the_errors_page_tells_of_a_cell_that_it_drops():
    view, notices = errors.from_query({"focus": DOG, "label": "n01440764"}, atlas())
    assert (view.label, view.guess) == ("", "")
    assert "label='n01440764'" in notices[0]


def test_a_data_set_that_the_page_cannot_show_is_said():
    read = reader(dataset="wordnet")
    assert read.dataset(among=("fall11", "12k")).key == "fall11"
    assert "cannot show WordNet 3.0 nouns" in read.notices[0]


def test_of_several_values_the_known_are_kept_and_an_unknown_is_said():
    read = reader(labels="a,x")
    assert read.some_of("labels", ("a", "b"), ("b",)) == ("a",)
    assert len(read.notices) == 1


@dataclass(frozen=True)
class Everything:
    labels: tuple[str, ...]
    beta: float
    floor: int
    all: bool


@given(
    st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(sorted).map(tuple),
    st.floats(0, 1),
    st.integers(0, 10),
    st.booleans(),
)
def test_every_kind_of_field_comes_back_from_an_address(labels, beta, floor, all_of_them):
    view = Everything(labels, beta, floor, all_of_them)
    read = reader(**query_parameters(view, Everything((), -1, -1, not all_of_them)))
    assert view == Everything(
        read.some_of("labels", ("a", "b", "c"), ()),
        read.number("beta", 0, 1, -1),
        read.whole("floor", 0, 10, -1),
        read.switch("all", not all_of_them),
    )
    assert read.notices == []
