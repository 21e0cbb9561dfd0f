"""The overview: true figures, ways into the hierarchy, downloads of what is shown."""

import io
import json
from typing import Any
from unittest import mock

import pandas as pd
import pytest

from explorer.audits import overview as audits
from explorer.audits.class_map import class_map
from explorer.audits.questions_asked import QUESTIONS
from explorer.datasets import OTHERS
from explorer.ui import answers
from explorer.ui.class_map import shelf
from explorer.ui.markdown import plain
from explorer.ui.navigation import HIERARCHY, OVERVIEW
from tests.support import visit
from tests.support.hidden import unmistakable
from tests.support.real import atlas


def links(opened: visit.AppTest) -> dict[str, str]:
    """The wnid that each link to the hierarchy opens, to the link's words."""
    pages = [link for link in opened.get("page_link") if link.proto.page == "hierarchy"]
    return {link.proto.query_string.removeprefix("focus="): link.value for link in pages}


def sent(opened: visit.AppTest) -> dict[str, Any]:
    """What the class map is given with this run."""
    protos = [element.proto for element in opened.get("bidi_component")]
    (found,) = (each for each in protos if each.component_name == "explorer_class_map")
    return dict(json.loads(found.json))


def lit(opened: visit.AppTest) -> list[list[int]] | None:
    """The squares that a search lights."""
    protos = [element.proto for element in opened.get("bidi_component")]
    (found,) = (each for each in protos if each.component_name == "explorer_class_map_lights")
    return json.loads(found.json)["runs"]


def test_the_page_opens_with_the_published_totals():
    shown = "\n".join(each.value for each in visit.overview().markdown)
    for total in ("21,841", "14,197,114", "1,000", "1,281,167", "1,034,908"):
        assert f"**{total}**" in shown


def test_every_entry_point_is_one_click_from_its_page_and_has_its_classes_beside_it():
    found = links(visit.overview())
    for wnid in (*audits.BRANCHES, *audits.FAVOURITES):
        assert atlas().lexicon.name(wnid) in visit.unescaped(found[wnid])
    assert ":gray[190]" in found["n02084071"]


def test_the_map_of_the_address_is_drawn_with_a_sentence_about_it():
    opened = visit.sound(visit.page(OVERVIEW, dataset="ilsvrc2012", layer="error").run())
    assert sent(opened)["layer"]["key"] == "error"
    assert sent(opened)["address"] == shelf.put(atlas(), "ilsvrc2012")
    assert "23.9 %" in "\n".join(visit.unescaped(each.value) for each in opened.markdown)


def test_a_run_of_the_page_sends_a_layer_and_none_of_what_is_fixed():
    first = visit.overview()
    before = sent(first)
    first.selectbox(key="choose_layer").set_value("boxes").run()
    after = sent(first)
    assert visit.query(first) == {"layer": "boxes"}
    assert before["address"] == after["address"]
    assert atlas().lexicon.name("n02102177") not in json.dumps(after)
    assert len(json.dumps(after)) < 60_000


def test_a_square_opens_its_class_in_the_data_set_of_the_map():
    assert sent(visit.overview())["link"] == "hierarchy?focus="
    opened = visit.sound(visit.page(OVERVIEW, dataset="12k").run())
    assert sent(opened)["link"] == "hierarchy?dataset=12k&focus="


def test_a_search_lights_the_squares_at_and_under_its_matches():
    opened = visit.overview()
    assert lit(opened) is None
    opened.text_input(key="overview_text").set_value("n02084071").run()
    (run,) = lit(opened) or []
    wnids = class_map(atlas().hierarchy, atlas().dataset("fall11")).wnids[slice(*run)]
    assert len(wnids) == 190
    assert {"n02084071", "n02102177"} <= set(wnids)
    opened.text_input(key="overview_text").set_value("nosuchword").run()
    assert lit(opened) == []


def test_the_first_page_of_a_process_is_drawn_before_the_questions_are_answered():
    with mock.patch.dict(answers.KEPT, clear=True):
        opened = visit.overview()
        shown = "\n".join(each.value for each in opened.markdown)
        assert shown.count("Computing the answer") == 6
        visit.sound(opened.run())
        shown = "\n".join(visit.unescaped(each.value) for each in opened.markdown)
        assert "Computing the answer" not in shown
        for each in answers.compute(atlas()):
            assert each.answer in shown


def test_every_question_leads_to_the_page_that_answers_it():
    answers.compute(atlas())
    found = {
        link.value: (link.proto.page, link.proto.query_string)
        for link in visit.overview().get("page_link")
    }
    asked = {page: found[f"**{plain(text)}**"] for page, text in QUESTIONS.items()}
    assert {page: target for page, (target, _) in asked.items()} == {
        page: page for page in QUESTIONS
    }
    assert asked["balance"][1] == "focus=n00007846"


def test_the_classes_behind_the_map_can_be_saved():
    opened = visit.page(OVERVIEW, layer="images")
    opened.session_state["class_map_table_unfolded"] = True
    with visit.downloads() as saved:
        visit.sound(opened.run())
    frame = pd.read_csv(io.BytesIO(saved["classes-fall11-images.csv"]), index_col="wnid")
    assert len(frame) == 21_841
    assert frame.loc["n02102177", ["name", "value"]].tolist() == ["Welsh springer spaniel", 1084]


def test_every_release_is_listed_with_its_basis():
    releases = visit.overview().dataframe[0].value
    assert releases["title"].tolist() == [
        dataset.title
        for key, dataset in atlas().datasets.items()
        if key != "wordnet" and dataset.group != OTHERS
    ]
    assert set(releases["basis"]) == {"measured", "derived", "not known by class"}


def test_every_download_holds_what_its_table_shows():
    with visit.downloads() as saved:
        opened = visit.overview()
    assert len(saved) == len(opened.dataframe)
    frames = [pd.read_csv(io.BytesIO(content)) for content in saved.values()]
    for table in opened.dataframe:
        shown = pd.read_csv(io.StringIO(table.value.to_csv(index=False)))
        same = [frame for frame in frames if set(shown) <= set(frame)]
        pd.testing.assert_frame_equal(same[0][list(shown)], shown)


def test_nothing_on_the_first_page_keeps_the_map_waiting_for_a_chart():
    opened = visit.overview()
    assert not opened.get("plotly_chart")
    for table in opened.dataframe:
        assert len(table.proto.alt) > 20


def test_a_search_leads_to_the_hierarchy_at_the_synset_found():
    opened = visit.overview()
    visit.sound(opened.text_input(key="overview_text").set_value("teddy").run())
    # Without a browser, pages are not known yet when a callback runs.
    with mock.patch("streamlit.switch_page") as switch:
        opened.button(key="overview_n04399382").click().run()
    switch.assert_called_once_with(str(HIERARCHY), query_params={"focus": "n04399382"})


@pytest.mark.parametrize("at", range(2))
def test_an_offensive_term_is_hidden_in_the_search_until_asked_for(at: int):
    wnid = unmistakable(2)[at]
    name = atlas().revealed().lexicon.name(wnid)
    opened = visit.overview()
    opened.text_input(key="overview_text").set_value(wnid).run()
    assert name not in visit.everything(opened)
    visit.sound(opened.toggle(key="reveal_offensive").set_value(True).run())
    assert name in visit.everything(opened)
    assert visit.query(opened) == {}
