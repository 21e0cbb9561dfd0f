"""Figures as JSON has them and as a person reads them."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.figures import NOT_KNOWN, known, written


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
