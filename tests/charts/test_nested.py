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

from explorer.charts import hovers, nested
from explorer.charts.nested import clicked
from explorer.charts.palette import DARK, LIGHT
from explorer.charts.sector_colours import Colouring
from explorer.settings import Settings
from explorer.views.hierarchy import CHARTS, HierarchyView, sizes
from explorer.wordnet.noun_table import ENTITY
from tests.support import sectors
from tests.support.real import DATASETS, atlas

SECTORS, BYTES = 600, 60_000
ROOT, TOP, LEFT, RIGHT = "n00000001", "n00000002", "n00000003", "n00000004"
PLAIN = Colouring("Images per class", logarithmic=False)


HOVER = hovers.sector(("Classes", "classes"), ("Images per class", "images per class"))


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
        }
    )


def told(row: Any) -> tuple[str, str]:
    return row.id, row.kind


def drawn(kind: nested.Kind, colouring: Colouring = PLAIN, *colours: float) -> go.Figure:
    return nested.nested(frame(*(colours or (9, 8, 1, 2))), kind, TOP, colouring, 560, told)


def sent(figure: go.Figure) -> dict[str, Any]:
    """What the browser is sent, as Streamlit writes it."""
    return json.loads(plotly.io.to_json(figure, validate=False), parse_constant=pytest.fail)


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
def test_a_chart_of_the_root_leaves_no_room_for_ancestors(kind: nested.Kind):
    rooted = frame(9, 8, 1, 2).iloc[1:].assign(parent=["", TOP, TOP, TOP])
    assert nested.nested(rooted, kind, TOP, PLAIN, 560, told).layout.margin.t < 10


@pytest.mark.parametrize("kind", CHARTS)
def test_a_marked_sector_is_outlined_and_no_other(kind: nested.Kind):
    line = nested.nested(frame(9, 8, 1, 2), kind, TOP, PLAIN, 560, told, marked=LEFT).data[0]
    colours = list(line.marker.line.color)
    assert [at for at, colour in enumerate(colours) if colour == LIGHT.ink] == [2]
    # plotly draws no path bar where each sector has a width of its own.
    assert line.marker.line.width == nested.OUTLINE
    gaps = LIGHT.frame if kind == "treemap" else LIGHT.ground
    assert drawn(kind).data[0].marker.line.color == gaps


@pytest.mark.parametrize("kind", CHARTS)
def test_what_a_sector_says_when_pointed_at_is_its_hover_alone(kind: nested.Kind):
    trace = drawn(kind).data[0]
    assert list(trace.customdata) == [
        f"{each.id}<br>{each.kind}" for each in frame(9, 8, 1, 2).itertuples()
    ]
    assert trace.hovertemplate == "%{customdata}<extra></extra>"


def test_an_unknown_kind_of_chart_is_an_error():
    with pytest.raises(KeyError):
        drawn("pie")  # type: ignore[arg-type]


# Colours and words


def marker(figure: go.Figure) -> Any:
    return figure.data[0].marker


def test_sectors_that_hold_others_and_those_that_stand_for_several_have_no_value_of_the_scale():
    colours = marker(drawn("treemap")).colors
    assert list(colours[:2]) == [LIGHT.frame] * 2
    assert colours[4] == LIGHT.rest
    assert len({*colours[2:4]}) == 2
    assert not {LIGHT.frame, LIGHT.rest} & {*colours[2:4]}


@pytest.mark.parametrize("kind", ["sunburst", "icicle"])
def test_a_leaf_has_the_very_colour_of_the_scale(kind: nested.Kind):
    assert drawn(kind).data[0].leaf.opacity == 1


def test_a_dark_page_has_colours_of_its_own():
    dark = nested.nested(frame(9, 8, 1, 2), "treemap", TOP, PLAIN, 560, told, dark=True)
    assert list(marker(dark).colors[:2]) == [DARK.frame] * 2
    assert not {*marker(dark).colors} & {*marker(drawn("treemap")).colors}


@pytest.mark.parametrize("kind", ["sunburst", "icicle"])
@pytest.mark.parametrize("dark", [False, True])
def test_frames_beside_each_other_are_parted_by_the_colour_of_the_page(kind, dark: bool):
    theme = DARK if dark else LIGHT
    figure = nested.nested(frame(9, 8, 1, 2), kind, TOP, PLAIN, 560, told, dark=dark)
    assert figure.data[0].marker.line.color == theme.ground != theme.frame


def test_what_is_not_known_is_hatched_and_has_no_colour_of_the_scale():
    figure = drawn("treemap", PLAIN, 9, 8, np.nan, 2)
    assert list(marker(figure).pattern.shape) == ["", "", "/", "", ""]
    assert marker(figure).colors[2] == LIGHT.frame
    assert marker(drawn("treemap")).pattern.shape is None


@pytest.mark.parametrize("kind", CHARTS)
def test_fewer_than_three_values_have_no_legend_and_are_told(kind: nested.Kind):
    assert len(drawn(kind).data) == 1
    assert nested.distinct(frame(9, 8, 1, 2)) == [1.0, 2.0]
    three = pd.concat([frame(9, 8, 1, 2), frame(9, 8, 3, 4).iloc[[2]].assign(id="n00000009")])
    figure = nested.nested(three, kind, TOP, PLAIN, 560, told)
    assert figure.data[1].marker.colorbar.title.text == "Images per class"
    assert nested.distinct(three) == []


def test_no_label_is_smaller_than_eleven_pixels():
    assert drawn("treemap").layout.uniformtext.minsize == 11
    assert drawn("treemap").layout.uniformtext.mode == "hide"


@pytest.mark.parametrize("kind", ["treemap", "icicle"])
def test_a_sector_has_the_given_text_written_and_not_its_area(kind):
    trace = drawn(kind).data[0]
    assert all("%{value" not in each and "%{text}" in each for each in trace.texttemplate)
    assert list(trace.text) == ["12", "10", "6", "3", ""]


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
    assert len(marker(figure).colors) == 5
    assert sent(figure)["data"]


# On the real hierarchy


def samples(key: str) -> list[HierarchyView]:
    """Views all over the hierarchy, each with another size and colour."""
    dataset = atlas().dataset(key)
    colours = [measure.key for measure in dataset.measures]
    inner = np.flatnonzero(np.diff(atlas().hierarchy.children.starts) > 1)
    chosen = np.random.default_rng(7).choice(inner, 3, replace=False)
    foci = [ENTITY, "n00001930", "n02084071", "n00007846", "n00017222", "n10994097"]
    foci += atlas().hierarchy.named(chosen.tolist())
    return [
        HierarchyView(
            key,
            focus,
            sizes(dataset)[at % len(sizes(dataset))],
            colours[at % len(colours)],
            CHARTS[at % len(CHARTS)],
        )
        for at, focus in enumerate(foci)
    ]


def figure_of(view: HierarchyView, settings: Settings) -> go.Figure:
    shown = sectors.of(atlas(), view, settings)
    top = shown.loc[shown["kind"] == "focus", "id"].item()
    colour = atlas().dataset(view.dataset).measure(view.colour)
    colouring = Colouring(colour.heading, colour.additive)
    return nested.nested(shown, view.chart, top, colouring, 560, HOVER)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", DATASETS)
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
        view = HierarchyView("wordnet", focus, "classes", "coverage", kind)
        figure = figure_of(view, Settings(chart_sectors=most.metadata["most"]))
        assert 150 < len(figure.data[0].ids) <= SECTORS
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


@pytest.mark.parametrize("key", DATASETS)
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
