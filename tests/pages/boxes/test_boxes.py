"""The boxes page and the breeds page without a browser."""

import io
import json

import pandas as pd
import pytest

from explorer.audits.boxes import packages
from explorer.charts.palette import LIGHT
from explorer.ui.navigation import BOXES, BREEDS
from explorer.views.boxes import ORDERS, PANELS
from tests.support import visit
from tests.support.visit import query, sound

DOG, BIRD, SPORT, LEAF, PERSON = "n02084071", "n01503061", "n00523513", "n02113624", "n00007846"


def boxes(**params: str) -> visit.AppTest:
    return sound(visit.page(BOXES, **params).run())


def breeds(**params: str) -> visit.AppTest:
    return sound(visit.page(BREEDS, **params).run())


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("focus", ["n00001740", DOG, LEAF, SPORT, "n10994097"])
def test_every_panel_is_drawn_or_says_why_not(panel: str, focus: str):
    opened = boxes(panel=panel, focus=focus)
    assert not opened.warning
    charts = opened.get("plotly_chart")
    assert charts or opened.info or visit.verdicts(opened) or panel == "totals"
    assert all(len(json.dumps(json.loads(chart.proto.spec))) <= 60_000 for chart in charts)
    assert all(chart.proto.alt for chart in charts)


def test_the_caveat_of_every_total_is_written_out_below_the_table():
    said = "\n".join(visit.said(boxes(panel="totals").caption))
    for note in packages.published()["note"]:
        assert note in said


@pytest.mark.parametrize("panel", ["geometry", "branches"])
def test_a_subtree_outside_the_challenge_is_a_sentence_and_no_chart(panel: str):
    opened = boxes(panel=panel, focus=SPORT)
    assert "No class of ILSVRC-2012 is at or under sport" in visit.said(opened.info)[0]
    assert not opened.get("plotly_chart")


def test_dogs_have_two_maps_and_all_classes_one():
    maps = [
        list(boxes(panel="geometry", **focus).get("plotly_chart")) for focus in ({"focus": DOG}, {})
    ]
    counts = [sum("cover each position" in chart.proto.alt for chart in drawn) for drawn in maps]
    assert counts == [2, 1]


def test_one_class_is_laid_over_another():
    opened = boxes(panel="geometry", focus=LEAF)
    opened.text_input(key="other_text").set_value("n02085620").run()
    sound(opened.button(key="other_n02085620").click().run())
    assert query(opened)["other"] == "n02085620"
    alts = [chart.proto.alt for chart in opened.get("plotly_chart")]
    assert any(alt.endswith("each position in the image") for alt in alts)


def test_two_maps_are_in_one_hue_over_the_same_scale_from_0_to_100():
    drawn = boxes(panel="geometry", focus=DOG).get("plotly_chart")
    maps = [json.loads(chart.proto.spec)["data"][0] for chart in drawn[:2]]
    assert [(each["type"], each["zmin"], each["zmax"]) for each in maps] == [
        ("heatmap", 0, 100)
    ] * 2
    assert maps[0]["colorscale"][0][1] == LIGHT.one_hue[0]


@pytest.mark.parametrize("panel", ["coverage", "branches"])
def test_the_root_is_told_by_the_entry_points_and_not_by_its_two_children(panel: str):
    tables = [each.value for each in boxes(panel=panel).dataframe if "name" in each.value]
    assert {"animal", "artifact", "dog"} <= set(tables[0]["name"])


@pytest.mark.parametrize("order", ORDERS)
def test_classes_come_in_the_order_asked_for(order: str):
    opened = boxes(panel="branches", focus=DOG, order=order)
    shown = next(each.value for each in opened.dataframe if "chance_percent" in each.value)
    column = {"smallest": "mean_scale", "crowded": "boxes_per_image", "chance": "chance_percent"}
    values = shown[column.get(order, "index")]
    assert values.is_monotonic_decreasing if order == "crowded" else values.is_monotonic_increasing


def test_the_boxes_of_a_subtree_are_saved():
    with visit.downloads() as saved:
        boxes(panel="geometry", focus=DOG)
    frame = pd.read_csv(io.BytesIO(saved[f"{DOG}-boxes.csv"]))
    assert len(frame) == 7_202


@pytest.mark.parametrize("root", [DOG, BIRD, PERSON, LEAF, "n00002452"])
@pytest.mark.parametrize("dataset", ["fall11", "ilsvrc2012"])
def test_the_page_of_breeds_opens_for_any_root(root: str, dataset: str):
    opened = breeds(focus=root, dataset=dataset)
    assert not opened.warning
    assert opened.get("plotly_chart") or opened.info


def test_the_dogs_are_told_apart_in_a_sentence():
    text = "\n".join(visit.unescaped(each.value) for each in breeds().markdown)
    assert "190 classes at or under dog, ILSVRC-2012 118. Stanford Dogs has 120" in text
    assert "dalmatian" in text


def test_box_measures_can_be_the_colour_of_breeds_and_of_the_hierarchy():
    assert not breeds(dataset="ilsvrc2012", colour="object_scale").warning
    opened = visit.hierarchy(dataset="ilsvrc2012", focus=DOG, colour="chance_localisation")
    assert not opened.warning


def test_a_size_of_another_data_set_is_said_and_the_page_drawn():
    opened = breeds(size="val_boxes")
    assert len(opened.warning) == 1
    assert opened.get("plotly_chart")
