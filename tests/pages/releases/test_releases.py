"""The releases page without a browser: every panel, and what it lets one take away."""

import io

import pandas as pd
import pytest

from explorer.audits import releases
from explorer.ui.navigation import RELEASES
from explorer.views.releases import PANELS
from tests.support import visit
from tests.support.real import DATASETS, atlas
from tests.support.visit import query, sound

DOG, PERSON, LEAF = "n02084071", "n00007846", "n02113624"


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(RELEASES, **params).run())


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("focus", [DOG, PERSON, LEAF, "n00001740", "n10994097"])
def test_every_panel_is_drawn_or_says_why_not(panel: str, focus: str):
    opened = page(panel=panel, focus=focus)
    assert not opened.warning
    charts = opened.get("plotly_chart")
    assert charts or opened.info or visit.verdicts(opened) or panel == "classes"
    assert all(chart.proto.alt for chart in charts)


def test_every_data_set_but_wordnet_can_be_compared():
    assert sorted(releases.comparable(atlas())) == [key for key in DATASETS if key != "wordnet"]


@pytest.mark.parametrize("key", [key for key in DATASETS if key != "wordnet"])
def test_a_comparable_data_set_has_every_panel(key: str):
    for panel in PANELS:
        assert not page(dataset=key, panel=panel, focus=DOG).error


def test_the_second_data_set_goes_into_the_address():
    opened = page(panel="missing", dataset="fall11")
    sound(opened.selectbox(key="choose_second").set_value("winter21").run())
    assert query(opened) == {"panel": "missing", "dataset": "fall11", "second": "winter21"}
    assert any("2,674 classes" in each.value for each in opened.markdown)


def test_the_list_of_missing_classes_is_saved_as_shown():
    with visit.downloads() as saved:
        page(panel="missing", dataset="fall11", second="winter21", focus=PERSON)
    frame = pd.read_csv(io.BytesIO(saved[f"{PERSON}-in-fall11-not-in-winter21.csv"]))
    assert len(frame) == 2_674


def test_wordnet_is_no_list_of_classes_and_the_address_is_told_so():
    opened = page(dataset="wordnet")
    assert "cannot show WordNet" in visit.said(opened.warning)[0]


def test_the_page_opens_on_what_each_subset_kept_and_the_data_sets_go_into_the_address():
    opened = page()
    said = " ".join(each.value for each in opened.markdown)
    assert "the share of dog grew most" in said
    sound(opened.button_group(key="choose_sets").set_value(["fall11", "mini"]).run())
    assert query(opened)["sets"] == "fall11,mini"
    assert len(opened.get("plotly_chart")) == 1


def test_one_data_set_alone_is_not_followed():
    opened = page(sets="fall11")
    assert not opened.get("plotly_chart")
    assert visit.said(opened.info) == ["Select at least two data sets."]


@pytest.mark.parametrize("focus", [DOG, PERSON, "n00001740"])
def test_the_lines_of_what_was_kept_stay_in_the_budget(focus: str):
    (chart,) = page(focus=focus, sets=",".join(releases.comparable(atlas()))).get("plotly_chart")
    assert len(chart.proto.spec) <= 60_000


@pytest.mark.parametrize(
    ("panel", "said"),
    [
        ("kept", "the share of dog grew most"),
        ("representation", "most over-represented is animal"),
        ("missing", "In ILSVRC-2012 (ImageNet-1K) and not in ImageNet-21K, Fall 2011: 1 class"),
        ("membership", "are in one data set only"),
        ("coverage", "ILSVRC-2012 (ImageNet-1K) has 1,000 of 82,115 synsets"),
    ],
)
def test_a_computed_sentence_opens_every_panel(panel: str, said: str):
    texts = [visit.unescaped(each.value) for each in page(panel=panel).markdown]
    assert any(said in text for text in texts), texts


@pytest.mark.parametrize(
    ("panel", "focus"), [("missing", DOG), ("missing", "n00001740"), ("coverage", "n00523513")]
)
def test_a_chart_of_one_or_two_shares_is_left_out_since_the_sentence_says_all(panel, focus):
    opened = page(panel=panel, focus=focus)
    assert not opened.get("plotly_chart")
    assert "All 118 classes" not in " ".join(visit.verdicts(opened))  # which would say it twice
    assert not any("Click a sector" in text for text in visit.said(opened.caption))


def test_missing_classes_of_many_shares_are_drawn():
    opened = page(panel="missing", dataset="fall11", second="winter21", focus=PERSON)
    assert len(opened.get("plotly_chart")) == 1
