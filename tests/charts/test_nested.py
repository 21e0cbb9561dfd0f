"""Treemap, icicle and sunburst: what is sent to the browser, and what a click means."""

import json
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.io
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.colors import sample_colorscale

from explorer.charts import nested
from explorer.charts.nested import NEUTRAL, Colouring, clicked
from explorer.charts.palette import SCALE
from explorer.settings import Settings
from explorer.views.hierarchy import CHARTS, View, sizes
from explorer.wordnet.noun_table import ENTITY
from tests.support import sectors
from tests.support.real import atlas

SECTORS, BYTES = 600, 60_000
ROOT, TOP, LEFT, RIGHT = "n00000001", "n00000002", "n00000003", "n00000004"
PLAIN = Colouring("Images per class", logarithmic=False)
BY_MAGNITUDE = Colouring("Images", logarithmic=True)


def frame(*colours: float) -> pd.DataFrame:
    """A root above a focus that holds two synsets and what is left of its children."""
    kinds = ["ancestor", "focus", "synset", "synset", "others"]
    ids = [ROOT, TOP, LEFT, RIGHT, f"others:{TOP}"]
    return pd.DataFrame(
        {
            "id": ids,
            "parent": ["", ROOT, TOP, TOP, TOP],
            "kind": kinds,
            "label": ["root", "top", "left", "right", "3 others"],
            "area": [12.0, 10.0, 5.0, 3.0, 2.0],
            "text": ["12", "10", "6", "3", ""],
            "colour": [*colours, np.nan],
            "hover": [f"<b>{each}</b>" for each in ids],
        }
    )


def drawn(kind: nested.Kind, colouring: Colouring = PLAIN, *colours: float) -> go.Figure:
    return nested.nested(frame(*(colours or (9, 8, 1, 2))), kind, TOP, colouring, 560)


def sent(figure: go.Figure) -> dict[str, Any]:
    """What the browser is sent, as Streamlit writes it."""
    return json.loads(plotly.io.to_json(figure, validate=False), parse_constant=pytest.fail)


def colours(figure: go.Figure) -> list[str]:
    """The colour of every sector, as the browser takes it from the scale."""
    marker = figure.data[0].marker
    if marker.colorscale is None:
        return list(marker.colors)
    edge, *stops = [stop for stop in marker.colorscale if stop[1] != NEUTRAL]
    assert edge[0] == nested.SLIVER / 2 == marker.colorscale[1][0]
    first = stops[0][0]
    scale = [[(at - first) / (1 - first), shade] for at, shade in stops]
    places = (np.array(marker.colors) - marker.cmin) / (marker.cmax - marker.cmin)
    assert ((places >= -1e-9) & (places <= 1 + 1e-9)).all()
    shares = np.round((places - first) / (1 - first), 9)
    return [
        NEUTRAL if share < 0 else sample_colorscale(scale, [float(share)])[0] for share in shares
    ]


def ends(figure: go.Figure) -> tuple[float, float]:
    """The values at the ends of the scale, without the sliver for what is not known."""
    marker = figure.data[0].marker
    sliver = nested.SLIVER * (marker.cmax - marker.cmin)
    return marker.cmin + sliver, marker.cmax


# On made-up sectors


@pytest.mark.parametrize("kind", CHARTS)
def test_every_chart_opens_at_the_focus_with_all_sectors(kind: nested.Kind):
    trace = drawn(kind).data[0]
    assert trace.type == kind
    assert trace.level == TOP
    assert list(trace.ids) == frame(9, 8, 1, 2)["id"].tolist()
    assert list(trace.parents) == ["", ROOT, TOP, TOP, TOP]


@pytest.mark.parametrize("kind", CHARTS)
def test_areas_are_whole_totals_so_that_no_chart_stays_blank(kind: nested.Kind):
    trace = drawn(kind).data[0]
    assert trace.branchvalues == "total"
    assert list(trace["values"]) == [12, 10, 5, 3, 2]


@pytest.mark.parametrize("kind", CHARTS)
def test_there_is_room_for_the_path_bar(kind: nested.Kind):
    figure = drawn(kind)
    if kind != "sunburst":
        assert figure.layout.margin.t > figure.data[0].pathbar.thickness


@pytest.mark.parametrize("kind", CHARTS)
def test_what_a_sector_says_when_pointed_at_is_its_hover_alone(kind: nested.Kind):
    trace = drawn(kind).data[0]
    assert list(trace.customdata) == frame(9, 8, 1, 2)["hover"].tolist()
    assert trace.hovertemplate == "%{customdata}<extra></extra>"


def test_an_unknown_kind_of_chart_is_an_error():
    with pytest.raises(KeyError):
        drawn("pie")  # type: ignore[arg-type]


# Colours


def test_two_sides_part_at_the_middle_and_reach_as_far_as_nine_in_ten():
    figure = drawn("treemap", Colouring("Difference", middle=0), 9, 8, 1, -4)
    reach = np.quantile([1, 4], 0.9)
    assert ends(figure) == pytest.approx((-reach, reach))
    assert colours(figure)[3] == colours(drawn("treemap", Colouring("", middle=0), 9, 8, 1, -9))[3]
    one_sided = drawn("treemap", PLAIN, 9, 8, 1, -4)
    assert figure.data[0].marker.colorscale[-1] != one_sided.data[0].marker.colorscale[-1]


def test_the_middle_of_magnitudes_is_one_of_them():
    halves = Colouring("Times as many", logarithmic=True, middle=1)
    figure = drawn("treemap", halves, 9, 8, 0.5, 4)
    assert sum(ends(figure)) == pytest.approx(0)
    low, high = map(float, figure.data[0].marker.colorbar.ticktext)
    assert low * high == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_figure_whose_colours_are_all_unknown_is_neutral_and_has_no_colour_bar(kind):
    figure = drawn(kind, PLAIN, *[np.nan] * 4)
    assert set(colours(figure)) == {NEUTRAL}
    assert not figure.data[0].marker.showscale


def test_what_is_unknown_is_neutral_beside_known_colours():
    shades = colours(drawn("treemap", PLAIN, 9, 8, np.nan, 2))
    assert (shades[2], shades[4]) == (NEUTRAL, NEUTRAL)
    assert shades[3] != NEUTRAL


def test_the_focus_and_its_ancestors_take_no_part_in_the_scale():
    figure = drawn("treemap", PLAIN, 1e9, 1e9, 1, 2)
    assert colours(figure)[:2] == [NEUTRAL, NEUTRAL]
    assert ends(figure) == pytest.approx((1, 2))


def test_the_largest_and_the_smallest_stand_at_the_ends_of_the_scale():
    first = colours(drawn("treemap", PLAIN, 9, 8, 1, 2))[2:4]
    second = colours(drawn("treemap", PLAIN, 9, 8, 20, 10))[2:4]
    assert first == second[::-1]
    assert first[0] != first[1]


@pytest.mark.parametrize(("value", "place"), [(7, 1.0), (0, 0.0), (-7, 0.0)])
def test_one_value_alone_is_shown_against_zero_and_written_at_the_bar(value, place):
    figure = drawn("treemap", PLAIN, 9, 8, value, value)
    assert colours(figure)[2:4] == sample_colorscale(SCALE, [place, place])
    assert list(figure.data[0].marker.colorbar.ticktext) == [str(value)]


def test_differences_that_are_all_zero_are_in_the_middle_of_two_sides():
    figure = drawn("treemap", Colouring("Difference", middle=0), 9, 8, 0, 0)
    assert len(set(colours(figure)[2:4])) == 1
    marker = figure.data[0].marker
    assert (marker.cmin + marker.cmax) / 2 == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("kind", ["treemap", "icicle"])
def test_a_sector_has_the_given_text_written_and_not_its_area(kind):
    trace = drawn(kind).data[0]
    assert "%{value" not in trace.texttemplate
    assert "%{text}" in trace.texttemplate
    assert list(trace.text) == ["12", "10", "6", "3", ""]


def test_by_magnitude_ten_lies_midway_between_one_and_a_hundred():
    three = frame(1, 1, 1, 10).assign(colour=[1, 1, 1, 10, 100])
    shades = colours(nested.nested(three, "treemap", TOP, BY_MAGNITUDE, 560))[2:]
    assert shades == sample_colorscale(SCALE, [0.0, 0.5, 1.0])


def test_by_magnitude_nothing_is_neutral_not_an_error():
    shades = colours(drawn("treemap", BY_MAGNITUDE, 1, 1, 0, 100))
    assert shades[2] == NEUTRAL


def test_the_bar_by_magnitude_is_marked_in_the_units_of_the_measure():
    bar = drawn("treemap", BY_MAGNITUDE, 1, 1, 1, 12_345).data[0].marker.colorbar
    assert list(bar.ticktext) == ["1", "10", "100", "1,000", "10,000"]
    assert bar.title.text == "Images"


@given(
    st.lists(
        st.floats(0, 1e12) | st.just(float("nan")) | st.sampled_from([0.0, 1.0, 1e-300]),
        min_size=4,
        max_size=4,
    ),
    st.booleans(),
)
def test_any_colours_give_a_figure_that_can_be_sent(values: list[float], logarithmic: bool):
    figure = drawn("treemap", Colouring("Any", logarithmic), *values)
    assert len(colours(figure)) == 5
    assert sent(figure)["data"]


# On the real hierarchy


def samples(key: str) -> list[View]:
    """Views all over the hierarchy, each with another size and colour."""
    dataset = atlas().dataset(key)
    colours = [measure.key for measure in dataset.measures]
    inner = np.flatnonzero(np.diff(atlas().hierarchy.children.starts) > 1)
    chosen = np.random.default_rng(7).choice(inner, 3, replace=False)
    foci = [ENTITY, "n00001930", "n02084071", "n00007846", "n00017222", "n10994097"]
    foci += atlas().hierarchy.named(chosen.tolist())
    return [
        View(
            key,
            focus,
            sizes(dataset)[at % len(sizes(dataset))],
            colours[at % len(colours)],
            CHARTS[at % len(CHARTS)],
        )
        for at, focus in enumerate(foci)
    ]


def figure_of(view: View, settings: Settings) -> go.Figure:
    shown = sectors.of(atlas(), view, settings)
    top = shown.loc[shown["kind"] == "focus", "id"].item()
    colour = atlas().dataset(view.dataset).measure(view.colour)
    colouring = Colouring(colour.heading, colour.additive)
    return nested.nested(shown, view.chart, top, colouring, 560)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", sorted(atlas().datasets))
def test_a_figure_keeps_its_budget_and_children_never_exceed_parents(key: str):
    for view in samples(key):
        figure = figure_of(view, Settings())
        assert len(figure.data[0].ids) <= SECTORS
        assert len(plotly.io.to_json(figure, validate=False).encode()) <= BYTES
        areas = dict(zip(figure.data[0].ids, figure.data[0]["values"], strict=True))
        parts: dict[str, float] = {}
        for name, parent in zip(figure.data[0].ids, figure.data[0].parents, strict=True):
            parts[parent] = parts.get(parent, 0) + areas[name]
        assert all(parts[name] <= areas[name] for name in parts if name)


@pytest.mark.parametrize("kind", CHARTS)
def test_the_most_sectors_that_a_setting_allows_keep_the_budget(kind: nested.Kind):
    most = next(field for field in fields(Settings) if field.name == "chart_sectors")
    for focus in (ENTITY, "n00001930", "n00017222"):
        view = View("wordnet", focus, "classes", "coverage", kind)
        figure = figure_of(view, Settings(chart_sectors=most.metadata["most"]))
        assert 200 < len(figure.data[0].ids) <= SECTORS
        assert len(plotly.io.to_json(figure, validate=False).encode()) <= BYTES


# Clicks


def points(*ids: object) -> dict[str, Any]:
    return {"points": [{"id": each, "label": "any", "percent_entry": 0.5} for each in ids]}


@pytest.mark.parametrize(
    ("sector", "goes_to"),
    [
        (LEFT, LEFT),
        (f"others:{LEFT}", LEFT),
        (f"itself:{LEFT}", LEFT),
        (ROOT, ROOT),
        (TOP, "n00000009"),
        (f"others:{TOP}", None),
        (f"itself:{TOP}", None),
    ],
    ids=[
        "a sector opens",
        "others opens the synset they belong to",
        "itself opens the synset",
        "an ancestor in the path bar goes up to it",
        "the open sector goes up to its parent",
        "others of the open sector leads nowhere",
        "the open sector itself leads nowhere",
    ],
)
def test_a_click_on(sector: str, goes_to: str | None):
    assert clicked(points(sector), TOP, "n00000009") == goes_to


def test_a_click_on_the_root_when_it_is_open_means_nothing():
    assert clicked(points(ENTITY), ENTITY, "") is None


@pytest.mark.parametrize(
    "selection",
    [
        {},
        {"points": []},
        {"points": None},
        {"points": "n00000003"},
        {"points": [None]},
        {"points": [{}]},
        {"points": [{"label": "dog"}]},
        {"points": [[LEFT]]},
        {"points": {"id": LEFT}},
        {"rows": [1]},
        points(None),
        points(3),
        points(""),
        points([LEFT]),
        points(":"),
    ],
    ids=str,
)
def test_a_selection_that_is_empty_or_damaged_means_nothing(selection: dict[str, Any]):
    assert clicked(selection, TOP, ROOT) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda parts: st.lists(parts) | st.dictionaries(st.sampled_from(["points", "id"]), parts),
    ).map(lambda junk: junk if isinstance(junk, dict) else {"points": junk})
)
def test_no_selection_is_an_error(selection: dict[str, Any]):
    found = clicked(selection, TOP, ROOT)
    assert found is None or isinstance(found, str)


@pytest.mark.parametrize("key", sorted(atlas().datasets))
def test_a_click_on_any_sector_drawn_leads_to_a_synset(key: str):
    for view in samples(key):
        shown = sectors.of(atlas(), view, Settings())
        top = shown.loc[shown["kind"] == "focus", "id"].item()
        path = atlas().hierarchy.main_path(top)
        parent = path[-2] if len(path) > 1 else ""
        for row in shown.itertuples():
            wanted = parent if row.id == top else "" if row.wnid == top else row.wnid
            assert clicked(points(row.id), top, parent) == (wanted or None)
            assert not wanted or wanted in atlas().hierarchy
