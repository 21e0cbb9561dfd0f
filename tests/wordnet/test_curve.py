"""The space-filling curve: every cell once, each beside the last, in a fitting rectangle."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.wordnet.curve import curve, rectangle

even = st.integers(1, 40).map(lambda half: 2 * half)


@given(columns=even, rows=even)
def test_the_curve_is_in_every_cell_once_and_goes_to_a_neighbour_each_time(columns: int, rows: int):
    cells = curve(columns, rows)
    assert set(map(tuple, cells.tolist())) == {(x, y) for x in range(columns) for y in range(rows)}
    assert len(cells) == columns * rows
    assert (np.abs(np.diff(cells, axis=0)).sum(axis=1) == 1).all()


def test_the_curve_of_four_cells_is_hilberts_first():
    assert curve(2, 2).tolist() == [[0, 0], [0, 1], [1, 1], [1, 0]]


def test_what_is_near_on_the_curve_is_near_on_the_plane():
    cells = curve(64, 64)
    # Of a walk row by row the mean distance of places 64 apart is 1 in one direction only, and
    # that of places 32 apart is 32; of a curve that fills the plane it grows with the root.
    far = np.hypot(*(cells[32:] - cells[:-32]).T).mean()
    assert far < 8


@pytest.mark.parametrize(("columns", "rows"), [(3, 4), (4, 3), (0, 2), (2, -2)])
def test_an_odd_or_empty_rectangle_is_refused(columns: int, rows: int):
    with pytest.raises(ValueError, match="even"):
        curve(columns, rows)


@given(cells=st.integers(1, 100_000), aspect=st.floats(0.3, 4))
def test_a_rectangle_holds_its_cells_with_even_sides_and_less_than_two_rows_to_spare(
    cells: int, aspect: float
):
    columns, rows = rectangle(cells, aspect)
    assert columns % 2 == rows % 2 == 0
    assert cells <= columns * rows < cells + 2 * columns + 2


@given(cells=st.integers(2_000, 100_000), aspect=st.floats(0.3, 4))
def test_a_large_rectangle_has_nearly_the_aspect_that_is_asked_for(cells: int, aspect: float):
    columns, rows = rectangle(cells, aspect)
    assert 0.8 < columns / rows / aspect < 1.25


@pytest.mark.parametrize(("cells", "aspect"), [(0, 1.0), (5, 0.0), (5, -1.0)])
def test_no_rectangle_is_made_for_nothing(cells: int, aspect: float):
    with pytest.raises(ValueError, match="no rectangle"):
        rectangle(cells, aspect)
