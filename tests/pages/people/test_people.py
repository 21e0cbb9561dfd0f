"""The people page without a browser: figures, rules, drop lists."""

import io
import json

import pandas as pd
import pytest

from explorer.audits import people
from explorer.ui.navigation import PEOPLE
from explorer.views.people import PANELS
from tests.support import visit
from tests.support.real import atlas
from tests.support.visit import query, sound

PERSON, WORKER, LEAF, DOG = "n00007846", "n09632518", "n09835506", "n02084071"


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(PEOPLE, **params).run())


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("focus", [PERSON, WORKER, LEAF, "n10994097"])
def test_every_panel_is_drawn_or_says_why_not(panel: str, focus: str):
    opened = page(panel=panel, focus=focus)
    assert not opened.warning
    for chart in opened.get("plotly_chart"):
        assert chart.proto.alt
        assert len(chart.proto.spec) <= 60_000


def test_the_rule_of_the_release_is_said_to_reproduce_it():
    opened = page(panel="rule")
    assert "reproduces the Winter 2021 list exactly" in visit.said(opened.success)[0]
    assert "2,674" in opened.success[0].value
    assert "2,702" in opened.success[0].value
    values = {metric.label: metric.value for metric in opened.metric}
    assert (values["Synsets kept"], values["Synsets removed"]) == ("158", "2,674")


@pytest.mark.parametrize("key", ["fall11", "winter21", "12k", "ilsvrc2012", "vid"])
def test_cards_and_branches_follow_the_data_set_like_the_drop_list(key: str):
    opened = page(panel="rule", dataset=key)
    values = {metric.label: metric.value for metric in opened.metric}
    with visit.downloads() as saved:
        page(panel="rule", dataset=key)
    listed = saved.get(f"{key}-drop-list.txt", b"").splitlines()
    assert values["Synsets removed"] == f"{len(listed):,}"
    branches = [each.value for each in opened.dataframe if each.key == f"branches_{PERSON}_{key}"]
    inside = people.within(atlas(), people.people(atlas()), key)
    assert sum(len(each) for each in branches) == len(
        people.branches(atlas(), PERSON, people.RELEASED, key)
    )
    for each in branches:
        assert each["classes"].max() <= len(inside)


def test_images_that_a_data_set_does_not_count_by_class_are_not_known_and_not_zero():
    opened = page(panel="rule", dataset="imagenet-r")
    values = {metric.label: metric.value for metric in opened.metric}
    for what in ("kept", "removed"):
        synsets, images = values[f"Synsets {what}"], values[f"Images {what}"]
        assert images == ("0" if synsets == "0" else "–")


def test_one_imageability_is_written_alike_in_text_and_table():
    found = people.people(atlas())
    children = atlas().hierarchy.children_of(PERSON)
    ties = [
        (wnid, median)
        for wnid in children
        if (median := people.people(atlas(), wnid)["imageability"].median()) * 8 % 1 == 0
        and (median * 100) % 1 == 0.5
    ]
    assert len(found) and ties
    for wnid, median in ties:
        (said,) = visit.verdicts(page(panel="imageability", focus=wnid))
        # The table's cell is rounded by the browser, half away from zero.
        written = f"{int(median * 100 + 0.5) / 100:.2f}"
        assert f"median is {written}." in said or f"only rated synset has {written}," in said


def test_another_rule_is_said_not_to_and_stands_in_the_address():
    opened = page(panel="rule")
    sound(opened.slider(key="choose_min_imageability").set_value(3.0).run())
    assert not opened.success
    assert query(opened) == {"panel": "rule", "min_imageability": "3"}


def test_the_drop_list_is_saved_in_three_forms_that_agree():
    with visit.downloads() as saved:
        page(panel="rule", dataset="12k")
    as_csv = pd.read_csv(io.BytesIO(saved["12k-drop-list.csv"]))
    as_json = json.loads(saved["12k-drop-list.json"])
    as_text = saved["12k-drop-list.txt"].splitlines()
    wnids = as_csv["wnid"].tolist()
    assert len(wnids) == 854
    assert [row["wnid"] for row in as_json] == wnids
    assert [line.split("\t")[0] for line in as_text] == wnids


def test_a_data_set_with_nothing_to_drop_says_so():
    opened = page(panel="rule", dataset="vid")
    assert "This rule drops no class of ILSVRC VID" in visit.said(opened.info)[-1]


def test_a_synset_outside_the_subtree_is_said_and_person_shown():
    opened = page(focus=DOG)
    assert "is not under person" in visit.said(opened.warning)[0]
    assert opened.title[0].value == "People"


def test_what_cannot_be_said_is_said_on_every_panel():
    for panel in PANELS:
        captions = " ".join(each.value for each in page(panel=panel).caption)
        assert "No attribute of any person in an image is inferred" in captions
