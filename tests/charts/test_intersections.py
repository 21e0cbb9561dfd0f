"""Combinations of sets: a column a combination, a dot a set it is in."""

import pandas as pd

from explorer.charts.intersections import intersections

FRAME = pd.DataFrame({"a": [True, True], "b": [False, True], "classes": [9, 4]})


def test_a_column_has_its_count_and_a_dot_for_each_of_its_sets():
    bars, grid, inside = intersections(FRAME, ["a", "b"], ["First", "Second"]).data
    assert list(bars.y) == [9, 4]
    assert len(grid.x) == 4
    assert list(zip(inside.x, inside.y, strict=True)) == [(0, 0), (1, 0), (1, 1)]
    assert bars.hovertext[1] == "4 classes in exactly<br>First<br>Second"


def test_sets_are_named_beside_their_row():
    figure = intersections(FRAME, ["a", "b"], ["First", "Second"])
    assert list(figure.layout.yaxis2.ticktext) == ["First", "Second"]


def test_few_counts_are_written_across_and_the_axis_marks_ones_twos_and_fives():
    figure = intersections(FRAME, ["a", "b"], ["First", "Second"])
    assert figure.data[0].textangle == 0
    assert list(figure.layout.yaxis.tickvals) == [1, 2, 5]
    many = intersections(pd.concat([FRAME] * 6, ignore_index=True), ["a", "b"], ["First", "Second"])
    assert many.data[0].textangle == -90
