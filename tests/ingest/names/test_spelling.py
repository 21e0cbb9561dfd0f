"""A class name is looked up by every spelling that its writer may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.ingest.names.spelling import spellings, squeezed, words


def ways(name: str) -> dict[str, str]:
    return {each.words: each.how for each in spellings(name).each}


@pytest.mark.parametrize(
    "name", ["traffic_light", "Traffic-Light", "TrafficLight", " traffic  light"]
)
def test_case_and_separators_are_forgiven(name: str) -> None:
    assert next(iter(ways(name).items())) == ("traffic light", "name")


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("dogs", "dog"),
        ("boxes", "box"),
        ("berries", "berry"),
        ("knives", "knife"),
        ("mice", "mouse"),
        ("firemen", "fireman"),
        ("glasses", "glass"),
        ("leather shoes", "leather shoe"),
        ("potatoes", "potato"),
    ],
)
def test_a_plural_is_looked_up_by_its_singular(plural: str, one: str) -> None:
    assert ways(plural)[one] == "singular"


@pytest.mark.parametrize("name", ["glass", "bus", "gas", "tennis"])
def test_a_name_is_always_looked_up_as_it_stands(name: str) -> None:
    assert ways(name)[name] == "name"


@pytest.mark.parametrize(
    ("british", "american"),
    [("colour", "color"), ("theatre", "theater"), ("tyre", "tire"), ("dialogue", "dialog")],
)
def test_british_and_american_spellings_are_one(british: str, american: str) -> None:
    assert squeezed(british) == squeezed(american)


def test_words_in_brackets_are_a_hint_and_no_part_of_the_name() -> None:
    found = spellings("bat_(animal)")
    assert found.hints == ("animal",)
    assert [each.words for each in found.each] == ["bat"]


def test_a_list_of_names_is_looked_up_by_each_of_them() -> None:
    assert ways("Handbag/Satchel") == {
        "handbag satchel": "name",
        "handbag": "part",
        "satchel": "part",
    }


def test_the_last_words_come_last() -> None:
    assert list(ways("german shepherd dog").items())[-2:] == [
        ("shepherd dog", "last words"),
        ("dog", "last words"),
    ]


@pytest.mark.parametrize("name", ["8", "1 000", "", "()", "--"])
def test_a_number_or_nothing_is_no_name(name: str) -> None:
    assert spellings(name).each == ()


@given(st.text())
def test_any_text_has_spellings_of_visible_words_once_each(name: str) -> None:
    found = [each.words for each in spellings(name).each]
    assert len(found) == len(set(found))
    assert all(text == words(text) for text in found)
