"""The overview: true figures, ways into the hierarchy, downloads of what is shown."""

import io
from unittest import mock

import pandas as pd
import pytest

from explorer.audits import overview as audits
from explorer.ui.navigation import HIERARCHY
from tests.support import visit
from tests.support.hidden import unmistakable
from tests.support.real import atlas


def values(opened: visit.AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in opened.metric}


def links(opened: visit.AppTest) -> dict[str, str]:
    """The wnid that each link to the hierarchy opens, to the link's words."""
    pages = [link for link in opened.get("page_link") if link.proto.page == "hierarchy"]
    return {link.proto.query_string.removeprefix("focus="): link.value for link in pages}


def test_the_page_opens_with_the_published_totals():
    shown = set(values(visit.overview()).values())
    assert {"21,841", "14,197,114", "1,000", "1,281,167"} <= shown


def test_every_entry_point_is_one_click_from_its_page():
    found = links(visit.overview())
    for wnid in (*audits.BRANCHES, *audits.FAVOURITES):
        assert atlas().lexicon.name(wnid) in visit.unescaped(found[wnid])


def test_entry_points_show_their_classes_and_images():
    captions = "\n".join(caption.value for caption in visit.overview().caption)
    assert "190 classes, 118 in ILSVRC" in captions
    assert "222,142 images" in captions


def test_every_release_is_listed_with_its_basis():
    releases = visit.overview().dataframe[0].value
    assert releases["title"].tolist() == [
        dataset.title for key, dataset in atlas().datasets.items() if key != "wordnet"
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


def test_every_chart_says_in_words_what_it_shows():
    charts = visit.overview().get("plotly_chart")
    assert len(charts) == 2
    assert all(len(chart.proto.alt) > 20 for chart in charts)


def test_a_search_leads_to_the_hierarchy_at_the_synset_found():
    opened = visit.overview()
    visit.sound(opened.text_input(key="overview_text").set_value("teddy").run())
    # Without a browser, pages are not known yet when a callback runs.
    with mock.patch("streamlit.switch_page") as switch:
        opened.button(key="overview_n04399382").click().run()
    switch.assert_called_once_with(str(HIERARCHY), query_params={"focus": "n04399382"})


@pytest.mark.parametrize("wnid", unmistakable(2))
def test_an_offensive_term_is_hidden_in_the_search_until_asked_for(wnid: str):
    name = atlas().revealed().lexicon.name(wnid)
    opened = visit.overview()
    opened.text_input(key="overview_text").set_value(wnid).run()
    assert name not in visit.everything(opened)
    visit.sound(opened.toggle(key="reveal_offensive").set_value(True).run())
    assert name in visit.everything(opened)
    assert visit.query(opened) == {}
