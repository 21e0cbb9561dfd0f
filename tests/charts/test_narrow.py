"""Words of a figure that would be cut at the edge of a phone's window."""

import numpy as np
import pytest

from explorer.charts.figure import colour_bar, figure
from explorer.charts.heatmap import Cells, heatmap
from explorer.charts.narrow import LETTERS, LINE, for_narrow

LONG = "Images listed per class (2011), against 650.0 in all of ImageNet-21K, Fall 2011"


def lines(text: str) -> list[str]:
    """The lines of a text as plotly breaks it."""
    return text.split("<br>")


def test_a_long_title_of_colours_is_broken_and_has_room_below():
    drawn = figure(
        [{"type": "scatter", "x": [1], "y": [1], "marker": {"colorbar": colour_bar(LONG)}}],
        height=420,
        margin={"b": 60},
    )
    narrow = for_narrow(drawn)
    broken = lines(narrow.data[0].marker.colorbar.title.text)
    assert " ".join(broken) == LONG
    assert max(len(line) for line in broken) <= LETTERS
    more = LINE * (len(broken) - 1)
    assert (narrow.layout.height, narrow.layout.margin.b) == (420, 60 + more)
    assert drawn.data[0].marker.colorbar.title.text == LONG  # what is saved stays as it was


def test_a_title_of_colours_fits_beside_the_labels_of_the_rows():
    names = ["Open Images, classes with boxes", "ImageNet-12K"]
    matrix = heatmap(Cells(np.eye(2), names, names, None, "Jensen-Shannon divergence (bits)"))
    title = for_narrow(matrix).data[0].colorbar.title.text
    assert lines(title) == ["Jensen-Shannon", "divergence (bits)"]


def test_names_of_a_legend_and_titles_of_axes_are_broken():
    drawn = figure(
        [{"type": "bar", "x": [1], "y": [1], "name": LONG}],
        xaxis={"title": {"text": LONG}},
        yaxis={"title": {"text": "share (%)"}},
    )
    narrow = for_narrow(drawn)
    for text in (narrow.data[0].name, narrow.layout.xaxis.title.text):
        assert " ".join(lines(text)) == LONG
        assert max(len(line) for line in lines(text)) <= LETTERS
    assert narrow.layout.yaxis.title.text == "share (%)"


@pytest.mark.parametrize(("size", "angle"), [(4, -40), (10, -90)])
def test_labels_of_many_columns_are_upright(size: int, angle: int):
    names = [f"branch {at}" for at in range(size)]
    narrow = for_narrow(heatmap(Cells(np.eye(size), names, names, None, "images")))
    assert narrow.layout.xaxis.tickangle == angle


def test_columns_too_many_for_labels_are_said_to_be_in_the_order_of_the_rows():
    names = [f"data set {at}" for at in range(20)]
    matrix = heatmap(Cells(np.eye(20), names, names, None, "bits"), x_title="predicted")
    axis = for_narrow(matrix).layout.xaxis
    assert not axis.showticklabels
    assert axis.title.text == "predicted, as the rows"
    assert matrix.layout.xaxis.showticklabels


def test_a_sector_chart_without_axes_is_left_as_it_is():
    drawn = figure([{"type": "treemap", "labels": ["a"], "parents": [""], "values": [1]}])
    assert for_narrow(drawn).data == drawn.data


@pytest.mark.parametrize(("size", "shown"), [(4, True), (18, False)])
def test_words_in_cells_that_have_no_room_for_them_are_left_out(size: int, shown: bool):
    names = [f"{at}" for at in range(size)]
    texts = [["1,234"] * size] * size
    drawn = heatmap(Cells(np.eye(size), names, names, None, "images"), text=texts, outlined=True)
    assert for_narrow(drawn).data[1].visible is shown


def test_long_labels_of_few_columns_are_upright():
    names = ["LAION, by similar images", "generated from text"]
    narrow = for_narrow(heatmap(Cells(np.eye(2), ["a", "b"], names, None, "%")))
    assert narrow.layout.xaxis.tickangle == -90
