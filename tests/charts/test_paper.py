"""Figures for print: at the width of a page, dark on white, and the page's figure left alone."""

import numpy as np
import pandas as pd

from explorer.charts import lines, paper
from explorer.charts.axis import Axis
from explorer.charts.heatmap import Cells, heatmap

FRAME = pd.DataFrame({"series": "a", "x": [1, 2], "y": [3.0, 4.0]})


def figure():
    return lines.lines(FRAME, Axis("rank"), Axis("images"), lambda row: (row.series,))


def test_a_printed_figure_is_170_mm_wide_at_96_and_at_300_dots_per_inch():
    assert (paper.WIDTH, paper.DOTS) == (643, 2008)
    assert paper.on_paper(figure()).layout.width == 643


def test_it_is_as_high_as_on_the_page_and_has_a_height_if_the_page_left_it_open():
    assert paper.on_paper(figure()).layout.height == figure().layout.height
    open_ended = figure().update_layout(height=None)
    assert paper.on_paper(open_ended).layout.height == paper.HEIGHT


def test_it_is_dark_on_white_and_names_fonts_that_any_machine_has():
    layout = paper.on_paper(figure()).layout.template.layout
    assert (layout.paper_bgcolor, layout.plot_bgcolor) == ("#ffffff", "#ffffff")
    assert "sans-serif" in layout.font.family


def test_the_figure_of_the_page_is_not_changed():
    shown = figure()
    before = shown.to_json()
    paper.on_paper(shown)
    assert shown.to_json() == before


def test_data_are_those_of_the_page():
    assert list(paper.on_paper(figure()).data[0].y) == [3.0, 4.0]


def test_words_that_are_wider_than_a_cell_of_a_printed_heat_map_are_left_out():
    names = [f"{at}" for at in range(17)]
    texts = [["19,195", *["7"] * 16]] * 17
    cells = Cells(np.ones((17, 17)), names, names, None, "images")
    printed = paper.on_paper(heatmap(cells, text=texts))
    assert set(printed.data[1].text) == {"", "7"}
    few = Cells(np.ones((2, 2)), names[:2], names[:2], None, "images")
    assert "19,195" in paper.on_paper(heatmap(few, text=[["19,195", ""]] * 2)).data[1].text
