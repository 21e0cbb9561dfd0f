"""Heat maps: what a cell's colour says."""

import numpy as np
import pytest

from explorer.charts.heatmap import Cells, heatmap
from explorer.charts.sector_colours import luminance


@pytest.mark.parametrize(
    ("values", "highest", "ends"),
    [
        ([[0.0, 0.0]], None, (0, 1)),
        ([[np.nan, np.nan]], None, (0, 1)),
        ([[3.0, 7.0]], None, (0, 7)),
        ([[5.0, 5.0]], None, (0, 5)),
        ([[3.0, 7.0]], 20.0, (0, 20)),
    ],
)
def test_colours_begin_at_zero_and_end_at_the_largest_value(values, highest, ends):
    cells = Cells(np.array(values), ["row"], ["one", "two"], None, "images")
    trace = heatmap(cells, highest=highest).data[0]
    assert (trace.zmin, trace.zmax) == ends


def test_of_a_confusion_matrix_only_errors_are_coloured_and_what_is_right_is_outlined():
    values = np.array([[50.0, 3.0], [0.0, 40.0]])
    cells = Cells(values, ["a", "b"], ["a", "b"], None, "images")
    figure = heatmap(cells, text=[["50", "3"], ["", "40"]], outlined=True)
    coloured, words = figure.data
    np.testing.assert_array_equal(coloured.z, [[np.nan, 3.0], [np.nan, np.nan]])
    assert (coloured.zmin, coloured.zmax) == (0, 3)
    assert list(words.text) == ["50", "3", "", "40"]
    assert [(shape.x0, shape.y1) for shape in figure.layout.shapes] == [(-0.46, 0.46), (0.54, 1.46)]


def test_where_labels_have_no_room_columns_have_the_numbers_of_the_rows():
    cells = Cells(np.zeros((2, 3)), ["dog", "cat"], ["dog", "cat", "neither"], None, "images")
    axes = heatmap(cells, numbered=True).layout
    assert axes.yaxis.ticktext == ("dog · 1", "cat · 2")
    assert axes.xaxis.ticktext == ("1", "2", "–")
    assert heatmap(cells).layout.xaxis.ticktext == ("dog", "cat", "neither")
    many = Cells(np.zeros((23, 23)), ["dog"] * 23, ["dog"] * 23, None, "images")
    shown = [each for each in heatmap(many, numbered=True).layout.xaxis.ticktext if each]
    assert shown == ["1", "5", "10", "15", "20"]


@pytest.mark.parametrize("dark", [False, True])
def test_words_can_be_read_on_the_colour_of_their_cell(dark: bool):
    values = np.linspace(0, 100, 21)[None]
    cells = Cells(values, ["row"], [f"{value:.0f}" for value in values[0]], None, "%")
    coloured, words = heatmap(cells, text=[cells.columns], highest=100, dark=dark).data
    places, colours = zip(*coloured.colorscale, strict=True)
    parts = np.array([[int(each[at : at + 2], 16) for at in (1, 3, 5)] for each in colours])
    for value, ink in zip(values[0], words.textfont.color, strict=True):
        mixed = [np.interp(value / 100, places, parts[:, at]) for at in range(3)]
        ground = "#" + "".join(f"{round(part):02x}" for part in mixed)
        low, high = sorted((luminance(ground), luminance(ink)))
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_words_keep_their_ink_when_a_cell_is_clicked():
    cells = Cells(np.eye(2), ["a", "b"], ["a", "b"], None, "images")
    words = heatmap(cells, text=[["1", ""], ["", "1"]], outlined=True).data[1]
    assert words.selected.textfont.color  # plotly pales the others if none is given


@pytest.mark.parametrize(("columns", "angle"), [(15, -40), (16, -60)])
def test_labels_of_many_columns_are_steep_so_that_none_ends_beyond_the_picture(
    columns: int, angle: int
):
    names = [f"data set {at}" for at in range(columns)]
    drawn = heatmap(Cells(np.eye(columns), names, names, None, "bits"))
    assert drawn.layout.xaxis.tickangle == angle
