"""The strip: every class seen, every band in its place, nothing foreign read as markup."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from explorer.charts.strip import MOST_BARS, Part, Words, escaped, strip
from explorer.charts.two_sided import TwoSided

SCALE = TwoSided((1.0, 4.0, 8.0, 12.0, 16.0))
WORDS = Words("error (%)", (20.0, "all 20 %"), "less all", "{name}: {error} %", "{name} {value:+}")
PARTS = [Part("model", "wrong", "#111111"), Part("label", "accepted", "#222222")]


def classes(size: int) -> pd.DataFrame:
    model = np.arange(size) % 7 * 2.0
    return pd.DataFrame(
        {
            "wnid": [f"n{at:08d}" for at in range(size)],
            "name": [f"class {at}" for at in range(size)],
            "model": model,
            "label": 4.0,
            "error": model + 4,
        }
    )


BANDS = pd.DataFrame(
    {
        "wnid": ["n1", "n2", "n3"],
        "name": ["top", "left", "right"],
        "level": [1, 2, 2],
        "first": [0, 0, 2],
        "end": [3, 2, 3],
        "value": [0.0, -9.0, np.nan],
        "faded": [False, True, False],
    }
)


def test_a_few_classes_are_stacked_bars_that_tell_what_they_are():
    figure = strip(classes(3), BANDS, PARTS, {"error": 1}, WORDS, SCALE)
    bars = [trace for trace in figure.data if trace.type == "bar" and trace.orientation != "h"]
    assert [trace.name for trace in bars] == ["wrong", "accepted"]
    assert list(bars[0].customdata) == [
        ["n00000000", "class 0", 4],
        ["n00000001", "class 1", 6],
        ["n00000002", "class 2", 8],
    ]
    assert bars[0].hovertemplate.startswith("%{customdata[1]}: %{customdata[2]} %")
    assert figure.layout.barmode == "relative"


def test_many_classes_are_outlines_in_the_budget_of_a_figure():
    figure = strip(classes(1000), BANDS, PARTS, {"error": 1}, WORDS, SCALE)
    assert len(figure.to_json()) < 60_000
    outlines = [trace for trace in figure.data if trace.type == "scatter" and trace.fill]
    # The widest is drawn first; each has a further point at both ends, for whole steps there.
    np.testing.assert_array_equal(outlines[0].y[1:-1], classes(1000)["error"])
    np.testing.assert_array_equal(outlines[1].y[1:-1], classes(1000)["model"])
    (pointed,) = (trace for trace in figure.data if trace.type == "heatmap")
    assert len(pointed.customdata[0]) == 1000
    assert figure.layout.xaxis.range == (0, 1000)


@pytest.mark.parametrize("size", [3, MOST_BARS + 1])
def test_bands_span_their_run_of_classes_and_unknown_ones_are_hatched(size: int):
    figure = strip(classes(size), BANDS, PARTS, {"error": 1, "value": 1}, WORDS, SCALE)
    (bands,) = (trace for trace in figure.data if trace.type == "bar" and trace.orientation == "h")
    assert list(bands.base) == [0, 0, 2]
    assert list(bands.x) == [3, 2, 1]
    assert list(bands.marker.pattern.shape) == ["", "", "/"]
    assert bands.marker.color[1] == SCALE.colour(-9.0, faded=True)
    assert [row[0] for row in bands.customdata] == ["n1", "n2", "n3"]


def test_labels_below_eleven_pixels_are_not_drawn():
    figure = strip(classes(3), BANDS, PARTS, {}, WORDS, SCALE)
    assert figure.layout.uniformtext.to_plotly_json() == {"minsize": 11, "mode": "hide"}


def test_parts_of_different_sign_leave_from_zero():
    frame = classes(MOST_BARS + 1).assign(model=-3.0)
    figure = strip(frame, BANDS, PARTS, {"error": 1}, WORDS, SCALE)
    accepted, wrong = (trace for trace in figure.data if trace.type == "scatter" and trace.fill)
    assert set(wrong.y) == {-3}
    assert set(accepted.y) == {4}
    assert figure.layout.yaxis.range[0] < -3


def test_foreign_text_is_no_markup_and_no_template():
    assert escaped("<b>%{x}</b>") == "&lt;b&gt;&#37;&#123;x&#125;&lt;/b&gt;"


def test_the_line_across_the_bars_is_named_in_the_legend_and_nothing_lies_over_a_bar():
    words = replace(WORDS, mean=(6.0, "all classes 6 %"))
    figure = strip(classes(3), BANDS, PARTS, {"error": 1}, words, SCALE)
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1) == (6, 6)
    assert "all classes 6 %" in [trace.name for trace in figure.data]
    assert not figure.layout.annotations
