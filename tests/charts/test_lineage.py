"""The lineage diagram: every synset and every edge drawn, and what a click means."""

import json
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.audits import lineages
from explorer.charts import lineage
from explorer.charts.lineage import COLOURS, clicked
from tests.real import atlas

DOG, CAT, ENTITY = "n02084071", "n02121620", "n00001740"
WNIDS = st.sampled_from(atlas().hierarchy.wnids)


def of(*wnids: str) -> tuple[pd.DataFrame, pd.DataFrame, go.Figure]:
    nodes, edges = lineages.lineage(atlas(), list(wnids), "fall11")
    return nodes, edges, lineage.lineage(nodes, edges)


def places(nodes: pd.DataFrame) -> dict[str, tuple[int, int]]:
    return {row.wnid: (row.lane, row.depth) for row in nodes.itertuples()}


def lines(figure: go.Figure) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The two ends of every line drawn."""
    ends = []
    for trace in figure.data[:2]:
        x, y = list(trace.x or ()), list(trace.y or ())
        ends += [((x[at], y[at]), (x[at + 3], y[at + 3])) for at in range(0, len(x), 5)]
        assert all(gap is None for gap in x[4::5])
    return ends


@settings(max_examples=30)
@given(st.lists(WNIDS, min_size=1, max_size=2, unique=True))
def test_every_synset_is_a_point_and_every_edge_a_line_between_its_two(wnids: list[str]):
    nodes, edges, figure = of(*wnids)
    assert list(figure.data[2].customdata) == nodes["wnid"].tolist()
    at = places(nodes)
    wanted = [(at[edge.parent], at[edge.child]) for edge in edges.itertuples()]
    assert sorted(lines(figure)) == sorted(wanted)


@settings(max_examples=30)
@given(WNIDS)
def test_lines_go_down_and_bend_between_two_rows_of_text(wnid: str):
    _, _, figure = of(wnid)
    for trace in figure.data[:2]:
        for at in range(0, len(trace.y or ()), 5):
            top, bend, again, bottom = trace.y[at : at + 4]
            assert top < bend == again < bottom
            assert bend % 1 == 0.5


def test_instance_edges_are_dotted_and_others_are_not():
    figure = of("n10954498")[2]
    sorts, individuals = figure.data[:2]
    assert (sorts.line.dash, individuals.line.dash) == ("solid", "dot")
    assert len(individuals.x) == 5 * len(atlas().hierarchy.parents_of("n10954498"))


def test_the_root_stands_on_top():
    nodes, _, figure = of(DOG)
    low, high = figure.layout.yaxis.range
    assert low > high
    assert nodes.loc[nodes["wnid"] == ENTITY, "depth"].item() == 0


def test_targets_and_meetings_are_marked_by_colour_and_the_meeting_by_shape_too():
    nodes, _, figure = of(DOG, CAT)
    marker = figure.data[2].marker
    for row in nodes.itertuples():
        assert marker.color[row.Index] == COLOURS[row.role]
        assert marker.symbol[row.Index] == ("diamond" if row.role == "meeting" else "circle")


def test_a_longer_lineage_is_drawn_taller():
    assert of("n02113624")[2].layout.height > of(ENTITY)[2].layout.height > 0


def test_the_root_alone_can_be_drawn():
    figure = of(ENTITY)[2]
    assert len(figure.data[2].x) == 1
    assert lines(figure) == []


@settings(max_examples=30)
@given(WNIDS, WNIDS)
def test_a_lineage_is_valid_json_within_the_budget(first: str, second: str):
    figure = of(*{first, second})[2]
    text = plotly.io.to_json(figure, validate=False)
    assert len(text.encode()) <= 60_000
    assert json.loads(text, parse_constant=pytest.fail)["data"]


# Clicks


@pytest.mark.parametrize("data", [DOG, [DOG], [DOG, "more"]])
def test_a_click_on_a_synset_goes_there(data: object):
    assert clicked({"points": [{"customdata": data, "x": 0, "y": 3}]}) == DOG


@pytest.mark.parametrize(
    "selection",
    [
        {},
        {"points": []},
        {"points": None},
        {"points": [None]},
        {"points": [{}]},
        {"points": [{"customdata": None}]},
        {"points": [{"customdata": []}]},
        {"points": [{"customdata": [None]}]},
        {"points": [{"customdata": {"0": DOG}}]},
        {"points": [{"customdata": ""}]},
        {"points": "x"},
    ],
    ids=str,
)
def test_a_selection_that_is_empty_or_damaged_means_nothing(selection: dict[str, Any]):
    assert clicked(selection) is None
