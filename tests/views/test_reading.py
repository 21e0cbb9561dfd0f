"""Reading an address: every kind of parameter, sound, absent and nonsense."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.views.reading import Reader, said
from explorer.wordnet import ENTITY
from tests.real import atlas

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


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "11", "1e99", "seven", "0x7", "٣x"])
def test_a_number_that_is_none_or_out_of_bounds_is_said_with_the_bounds(value: str):
    read = reader(floor=value)
    assert read.whole("floor", 0, 10, 3) == 3
    assert read.notices == [
        f"The address asks for the floor {value!r}; it can be a number from 0 to 10."
    ]


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
    read = reader(**said(view, Everything((), -1, -1, not all_of_them)))
    assert view == Everything(
        read.some_of("labels", ("a", "b", "c"), ()),
        read.number("beta", 0, 1, -1),
        read.whole("floor", 0, 10, -1),
        read.switch("all", not all_of_them),
    )
    assert read.notices == []
