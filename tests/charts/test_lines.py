"""Curves: what is shaded and marked."""

import pandas as pd

from explorer.charts.axis import Axis
from explorer.charts.lines import ReferenceLine, Span, lines

FRAME = pd.DataFrame({"series": "a", "x": [1, 2, 3], "y": [5.0, 4.0, 1.0]})


def test_a_span_is_shaded_over_the_whole_height_under_its_label():
    figure = lines(
        FRAME,
        Axis("rank"),
        Axis("images", logarithmic=True),
        lambda row: (row.series,),
        reference_lines=[ReferenceLine("y", 2, "threshold 2")],
        spans=[Span(2.5, 3.5, "1 under 2")],
    )
    span, threshold = figure.layout.shapes
    assert (span.type, span.x0, span.x1, span.y0, span.y1, span.yref) == (
        "rect",
        2.5,
        3.5,
        0,
        1,
        "paper",
    )
    assert (span.layer, threshold.type) == ("below", "line")
    assert [note.text for note in figure.layout.annotations] == ["1 under 2", "threshold 2"]


def test_whiskers_reach_from_low_to_high_and_the_diagonal_over_the_whole_axis():
    frame = FRAME.assign(low=[4.0, 1.0, 0.0], high=[9.0, 5.0, 1.5])
    axes = Axis("confidence", range=(0, 100)), Axis("accuracy", range=(0, 100))
    figure = lines(frame, *axes, lambda row: (), diagonal="perfect", whiskers=True)
    even, curve = figure.data
    assert list(even.x) == list(even.y) == [0, 100]
    assert list(curve.error_y.array) == [4, 1, 0.5]
    assert list(curve.error_y.arrayminus) == [1, 3, 1]
