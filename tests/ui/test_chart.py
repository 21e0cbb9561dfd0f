"""A chart and its menu: the figure is sent a second time only when it is to be saved."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from explorer.ui.navigation import BALANCE, BOXES, BREEDS, ERRORS, RELEASES, SUPERCLASSES
from tests.support import visit
from tests.support.visit import sound


def pictures(opened: AppTest) -> list[dict[str, Any]]:
    """What was sent to be saved."""
    found = [each.proto for each in opened.get("bidi_component")]
    return [json.loads(each.json) for each in found if each.component_name.endswith("picture")]


@pytest.fixture
def opened() -> AppTest:
    return sound(visit.page(BALANCE, focus="n03405725").run())


@pytest.mark.parametrize(
    ("page", "panel"), [(BALANCE, "shape"), (ERRORS, "metrics"), (RELEASES, "similarity")]
)
def test_every_chart_can_be_saved(page, panel):
    opened = sound(visit.page(page, focus="n03405725", panel=panel).run())
    charts = {each.proto.id.rsplit("-", 1)[-1] for each in opened.get("plotly_chart")}
    menus = {each.key.removesuffix("_save") for each in opened.get("menu_button")}
    assert charts == menus


@pytest.mark.parametrize(
    ("page", "query"),
    [
        (BALANCE, {"panel": "branches", "focus": "n03405725"}),
        (BALANCE, {"panel": "compare", "focus": "n03405725"}),
        (BALANCE, {"panel": "plan", "focus": "n03405725"}),
        (BOXES, {"panel": "geometry", "focus": "n03405725"}),
        (BOXES, {"panel": "detection"}),
        (BREEDS, {}),
        (SUPERCLASSES, {}),
        (SUPERCLASSES, {"group": "n01466257"}),
        (SUPERCLASSES, {"panel": "errors"}),
    ],
)
def test_saving_a_chart_sends_its_picture_whatever_its_key(page, query: dict[str, str]):
    opened = sound(visit.page(page, **query).run())
    keys = [each.key for each in opened.get("menu_button")]
    assert keys
    for key in keys:
        menu = next(each for each in opened.get("menu_button") if each.key == key)
        sound(menu.set_value("PNG").run())
        assert pictures(opened), key


def test_nothing_is_sent_twice_before_it_is_asked_for(opened):
    assert pictures(opened) == []


def test_a_picture_has_title_source_and_a_name_that_says_what_it_is(opened):
    menu = next(each for each in opened.get("menu_button") if each.key == "rank_size_save")
    sound(menu.set_value("SVG").run())
    (sent,) = pictures(opened)
    assert (sent["kind"], sent["name"]) == ("svg", "n03405725-ranked-fall11")
    assert sent["title"] == "Images of each class under furniture, the largest first"
    assert sent["source"].startswith("Data: ImageNet-21K, Fall 2011 (imagenet21k); WordNet 3.0.")
    assert json.loads(sent["figure"])["layout"]["width"] == sent["width"] == 643
