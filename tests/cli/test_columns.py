"""Aligned tables of the terminal."""

from explorer.cli.columns import aligned


def test_texts_are_aligned_on_the_left_and_numbers_on_the_right():
    assert aligned(
        ("name", "classes"), [("dog", "190"), ("working dog", "1,046"), ("pug", "–")]
    ) == [
        "name         classes",
        "dog              190",
        "working dog    1,046",
        "pug                –",
    ]


def test_a_column_with_one_text_among_numbers_is_a_column_of_texts():
    lines = aligned(("year", "model"), [("2012", "alexnet"), ("unknown", "mine")], indent="  ")
    assert lines == ["  year     model", "  2012     alexnet", "  unknown  mine"]


def test_units_and_exponents_are_numbers():
    lines = aligned(("error", "q"), [("9.50 %", "1e-239"), ("23.87 %", "0.04")])
    assert lines == ["  error       q", " 9.50 %  1e-239", "23.87 %    0.04"]


def test_wide_characters_take_two_cells_and_marks_none():
    lines = aligned(("name", "n"), [("犬", "1"), ("cafe\u0301", "2")])
    assert lines == ["name  n", "犬    1", "cafe\u0301  2"]


def test_no_lines_have_spaces_at_their_end_and_no_rows_no_lines():
    assert aligned(("a", "b"), []) == []
    assert aligned(("a", "b"), [("x", ""), ("y", "z")]) == ["a  b", "x", "y  z"]
