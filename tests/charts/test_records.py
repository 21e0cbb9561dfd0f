"""Points with the line of the records among them."""

import pandas as pd

from explorer.charts.axis import Axis
from explorer.charts.records import records

POINTS = pd.DataFrame(
    {"name": ["a", "b", "c"], "group": ["one", "one", "two"], "x": [1, 2, 3], "y": [1, 3, 2]}
)
BEST = pd.DataFrame({"x": [1, 2], "y": [1, 3], "label": ["", "b"]})


def test_all_points_are_of_one_colour_and_groups_differ_in_shape():
    one, two, line, equal = records(POINTS, BEST, Axis("x"), Axis("y"), equal="equal").data
    assert one.marker.color == two.marker.color
    assert one.marker.symbol != two.marker.symbol
    assert list(one.customdata) == ["a", "b"]
    assert list(line.text) == ["", "b"]
    assert (list(equal.x), list(equal.y)) == ([1, 3], [1, 3])


def test_without_records_there_are_points_alone():
    assert len(records(POINTS, BEST.head(0), Axis("x"), Axis("y")).data) == 2


def test_points_have_hovers_of_their_own_and_labels_below_where_less_is_better():
    figure = records(POINTS, BEST, Axis("x"), Axis("y"), hover=lambda r: (r.name,), lowest=True)
    assert list(figure.data[0].hovertext) == ["a", "b"]
    assert list(figure.data[2].textposition) == ["bottom right", "bottom right"]
