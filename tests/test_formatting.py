"""How a value is written, for a person, as JSON and as CSV."""

import json
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.formatting import (
    NOT_KNOWN,
    counted,
    csv,
    fixed,
    known,
    plural,
    precise,
    singular,
    within,
    written,
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0, "", "0"),
        (1603.0, "images", "1,603"),
        (14_197_114.0, "images", "14,197,114"),
        (676.82, "images per class", "676.8"),
        (1234.56, "images per class", "1,234.6"),
        (99.4, "%", "99.4 %"),
        (100.0, "%", "100.0 %"),
        (0.0, "%", "0.0 %"),
        (math.nan, "images", NOT_KNOWN),
        (math.nan, "%", NOT_KNOWN),
        (None, "%", NOT_KNOWN),
    ],
)
def test_a_figure_is_written_as_a_person_reads_it(value, unit, text):
    assert written(value, unit) == text


@given(st.integers(-(2**53), 2**53))
def test_whole_numbers_are_whole_in_json_and_lose_no_digit(value: int):
    assert json.dumps(known(float(value))) == str(value)
    assert written(float(value)).replace(",", "") == str(value)


@given(st.floats(allow_infinity=False))
def test_any_figure_is_valid_json_of_the_same_value(value: float):
    read = json.loads(json.dumps(known(value), allow_nan=False))
    assert read == (None if math.isnan(value) else value)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.125, 2, "2.13"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (1.005, 2, "1.00"),  # a little below the tie, as a float
        (-0.04, 1, "0.0"),
        (1234567.25, 1, "1,234,567.3"),
        (math.inf, 1, "∞"),
        (math.nan, 2, NOT_KNOWN),
        (None, 2, NOT_KNOWN),
    ],
)
def test_half_a_unit_of_the_last_decimal_is_rounded_away_from_zero(value, decimals, text):
    assert fixed(value, decimals) == text


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_the_rounded_value_is_the_nearest_and_the_farther_from_zero_of_two(value, decimals):
    unit = Fraction(1, 10**decimals)
    text = Fraction(fixed(value, decimals).replace(",", ""))
    assert abs(text - Fraction(value)) <= unit / 2
    assert abs(text - Fraction(value)) < unit / 2 or abs(text) > abs(Fraction(value))


@pytest.mark.parametrize("write", [written, precise])
def test_every_way_of_writing_rounds_alike(write):
    assert write(12.25, "%") == fixed(12.25, 1, "%") == "12.3 %"
    assert write(12.25) == fixed(12.25, 1) == "12.3"


@pytest.mark.parametrize(
    ("value", "noun", "text"),
    [
        (1, "class", "1 class"),
        (1, "classes", "1 class"),
        (0, "class", "0 classes"),
        (2, "class", "2 classes"),
        (21841, "classes", "21,841 classes"),
        (1.0, "images", "1 image"),
        (1.5, "image", "1.5 images"),
        (1, "box", "1 box"),
        (3, "boxes", "3 boxes"),
        (1, "person synsets", "1 person synset"),
        (2, "more child", "2 more children"),
        (1, "images per class", "1 image per class"),
        (676.82, "image per class", "676.8 images per class"),
        (1, "%", "1 %"),
        (2, "%", "2 %"),
        (None, "class", "– classes"),
        (math.nan, "image", "– images"),
    ],
)
def test_a_noun_agrees_with_its_number(value, noun, text):
    assert counted(value, noun) == text


@given(st.sampled_from(["class", "box", "image", "synset", "child", "branch", "step", "edge"]))
def test_singular_and_plural_are_each_others_inverse(noun: str):
    assert singular(plural(noun)) == singular(noun) == noun


def test_csv_has_whole_numbers_without_a_point_and_nothing_where_a_value_is_unknown():
    frame = pd.DataFrame(
        {
            "images": [102.0, np.nan],
            "share": [1.0, 2.5],
            "ratio": [1.0, np.inf],
            "none": [np.nan, np.nan],
            "name": ["a, b", "1.0"],
        }
    )
    assert csv(frame) == (b'images,share,ratio,none,name\n102,1.0,1.0,,"a, b"\n,2.5,inf,,1.0\n')
    assert frame["images"].dtype == np.float64


@given(st.lists(st.floats() | st.integers(-(2**60), 2**60).map(float), max_size=20))
def test_a_value_comes_back_from_csv(values: list[float]):
    _, *rows = csv(pd.DataFrame({"a": values, "b": 1})).decode().splitlines()
    read = [float(row.removesuffix(",1") or "nan") for row in rows]
    np.testing.assert_array_equal(read, values)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Training images", "training images"),
        ("Top-1 error, ResNet-50", "top-1 error, ResNet-50"),
        ("ReaL error", "ReaL error"),
        ("WordNet depth", "WordNet depth"),
        ("", ""),
    ],
)
def test_a_label_within_a_sentence_begins_small_unless_it_is_a_name(label: str, text: str):
    assert within(label) == text
