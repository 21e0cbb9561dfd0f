"""The class map for print: squares where they lie, outlines, and labels that never overlap."""

import numpy as np
import pytest

from explorer.charts.class_map import Area, Values, class_map, placed
from explorer.charts.paper import WIDTH

LINES = np.array([[0, 0, 3, 0], [1, 0, 2, 1]])


def values(kind, grid, **ends):
    scale = {"low": 0.0, "high": 1.0} | ends
    squares = np.array(grid, float)
    ticks = ((scale["low"], "low"),)
    return Values(squares, np.isnan(squares), kind, "images", (), ticks, **scale)


def area(name: str, *places: tuple[int, int], level: int = 1) -> Area:
    return Area(name, 1_000, level, np.array(places))


def test_squares_lie_in_their_cells_and_outlines_run_right_and_down():
    figure = class_map(values("linear", [[1, 2, 3], [4, np.nan, 6]]), (LINES, LINES), [], ("", 0))
    squares, _, lower, upper = figure.data
    assert (squares.x0, squares.y0, squares.z[1][2]) == (0.5, 0.5, 6)
    np.testing.assert_array_equal(upper.x, [0, 3, np.nan, 1, 1, np.nan])
    np.testing.assert_array_equal(lower.y, [0, 0, np.nan, 0, 2, np.nan])
    assert list(figure.layout.yaxis.range) == [2, 0]


def test_categories_have_a_legend_with_their_counts_and_unknown_ones_are_named():
    squares = np.array([[0.0, np.nan]])
    shown = Values(squares, np.isnan(squares), "category", "", (("in 1K", 999),), (), 0, 0)
    figure = class_map(shown, (LINES, LINES), [], ("not in 21K", 1))
    assert [trace.name for trace in figure.data[4:]] == ["in 1K: 999", "not in 21K: 1"]
    assert figure.data[5].marker.pattern.shape == "/"
    assert not figure.data[0].showscale


def test_squares_whose_value_is_not_known_are_hatched_and_cells_without_a_square_are_not():
    squares = np.full((2, 3), np.nan)
    squares[0, 0] = 1.0
    unknown = np.array([[False, False, True], [False, True, False]])
    shown = Values(squares, unknown, "linear", "images", (), (), 0.0, 1.0)
    hatch = class_map(shown, (LINES, LINES), [], ("not known", 2)).data[1]
    np.testing.assert_array_equal(hatch.x, [2, 3, np.nan, 1, 2, np.nan])
    np.testing.assert_array_equal(hatch.y, [1, 0, np.nan, 2, 1, np.nan])


def test_a_logarithmic_scale_is_read_by_its_ticks():
    figure = class_map(
        values("log", [[10.0, 1_000.0]], low=10.0, high=1_000.0), (LINES, LINES), [], ("", 0)
    )
    (squares, *_) = figure.data
    assert (squares.z[0].tolist(), squares.zmin, squares.zmax) == ([1, 3], 1, 3)
    assert (list(squares.colorbar.tickvals), list(squares.colorbar.ticktext)) == ([1], ["low"])


def test_a_label_goes_to_its_first_place_that_is_free_or_is_left_out():
    areas = [
        area("animal", (50, 10)),
        area("dog", (51, 10), (50, 30), level=2),
        area("cat", (50, 31), level=2),
    ]
    found = {each.name: place for each, place in placed(areas, WIDTH / 100, (100, 50))}
    assert found == {"animal": (50.5, 10.5), "dog": (50.5, 30.5)}


def test_labels_stay_on_the_map():
    ((_, (x, _)),) = placed([area("a long name", (0, 20))], WIDTH / 100, (100, 50))
    assert x == pytest.approx((len("a long name 1,000") * 7 / 2 + 4) / (WIDTH / 100))
