"""The hierarchy page without a browser: every data set, every choice, every odd address."""

import io
import json
from unittest import mock

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from explorer.ui.table import HEAD, ROW
from explorer.ui.window import NARROW
from explorer.views.hierarchy import CHARTS
from explorer.wordnet.lexicon import HIDDEN_NAME
from tests.support import visit
from tests.support.hidden import unmistakable
from tests.support.real import DATASETS, atlas
from tests.support.visit import hierarchy, query, sound

ENTITY, DOG, CAT, TEDDY = "n00001740", "n02084071", "n02121620", "n04399382"
LEAF, INDIVIDUAL, SPORT = "n02113624", "n10994097", "n00523513"


def without_a_class(key: str) -> str:
    """A synset that has no class of the data set at or under it, but others below it."""
    classes = atlas().roll_up(key).subtree("classes")
    children = np.diff(atlas().hierarchy.children.starts)
    empty = np.flatnonzero((classes == 0) & (children > 1))
    return atlas().hierarchy.wnids[empty[0]] if len(empty) else ENTITY


def table(opened: visit.AppTest, focus: str, key: str) -> pd.DataFrame:
    return next(each for each in opened.dataframe if each.key == f"children_{focus}_{key}").value


def card(opened: visit.AppTest) -> pd.DataFrame:
    return opened.table[0].value.set_index("")


def infos(opened: visit.AppTest) -> str:
    return "\n".join(visit.said(opened.info))


# Every data set, every kind of synset


@pytest.mark.parametrize("key", DATASETS)
def test_the_page_is_drawn_for_every_data_set_and_kind_of_synset(key: str):
    opened = hierarchy(dataset=key)
    for focus in (DOG, TEDDY, INDIVIDUAL, LEAF, without_a_class(key)):
        opened.query_params["focus"] = focus
        sound(opened.run())
        assert not opened.warning
        assert not opened.error
        assert visit.unescaped(opened.title[0].value) == atlas().lexicon.name(focus)


@pytest.mark.parametrize("key", DATASETS)
def test_two_synsets_are_compared_in_every_data_set(key: str):
    opened = hierarchy(dataset=key, focus=DOG, compare=CAT)
    text = "\n".join(markdown.value for markdown in opened.markdown)
    assert "Lowest common ancestor of dog and cat: **carnivore**" in text
    assert "Path length 4 edges; Wu-Palmer similarity 0.8" in text


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_drawn_with_its_words(chart: str):
    plot = hierarchy(focus=DOG, chart=chart).get("plotly_chart")[0].proto
    assert json.loads(plot.spec)["data"][0]["type"] == chart
    assert plot.alt.startswith(f"{chart.capitalize()} of the subtree of dog")


MEASURES = ("classes", "images", "images_per_class", "boxed_classes", "boxed_images")


def test_the_measures_of_fall_2011_are_these():
    assert tuple(each.key for each in atlas().dataset("fall11").measures) == MEASURES


@pytest.mark.parametrize("key", MEASURES)
def test_every_measure_can_be_the_colour(key: str):
    measure = atlas().dataset("fall11").measure(key)
    plot = hierarchy(focus=DOG, colour=key).get("plotly_chart")[0].proto
    legend = json.loads(plot.spec)["data"][1]["marker"]["colorbar"]
    title = legend["title"]["text"]
    overall = ", against 650 in all of ImageNet-21K, Fall 2011" if measure.centred else ""
    assert title.replace("650.0", "650") == measure.heading + overall


def test_a_data_set_that_has_nothing_there_says_so_instead_of_a_blank_chart():
    opened = hierarchy(dataset="stanford-dogs", focus="n00007846")
    assert "Stanford Dogs has no classes under person, so there is nothing to draw" in infos(opened)
    assert not opened.get("plotly_chart")


def test_a_comparison_shows_everything_of_both():
    opened = hierarchy(focus=DOG, compare=CAT)
    assert opened.title[0].value == "dog vs cat"
    heads = [visit.unescaped(each.value) for each in opened.header]
    assert heads[:2] == ["dog", "cat"]
    assert heads.index("Children of cat") == heads.index("Children of dog") + 1
    text = visit.everything(opened)
    for wnid in (DOG, CAT):
        assert atlas().lexicon.gloss(wnid).lower() in text.lower()
        assert len(table(opened, wnid, "fall11")) == len(atlas().hierarchy.children_of(wnid))
    assert len(presences(opened)) == 2
    first, second = (each.value.set_index("") for each in opened.table)
    assert first.loc["Classes", "Whole subtree"] == "190"
    assert second.loc["Classes", "Whole subtree"] == "38"
    assert len(opened.get("plotly_chart")) == 2


def test_a_chart_of_a_comparison_opens_the_synset_of_its_side():
    opened = hierarchy(focus=DOG, compare=CAT)
    assert {each.proto.id.split("-")[-1] for each in opened.get("plotly_chart")} == {
        "chart_0",
        "second_chart_0",
    }


def presences(opened: visit.AppTest) -> list[pd.DataFrame]:
    """What each data set has of the synset, or of the two."""
    return [each.value for each in opened.dataframe if {"title", "own"} <= set(each.value)]


@pytest.mark.parametrize("focus", [DOG, SPORT])
def test_a_list_of_data_sets_ends_amid_a_row_exactly_if_more_can_be_scrolled_to(focus: str):
    with mock.patch.object(st, "dataframe", wraps=st.dataframe) as told:
        (found,) = presences(hierarchy(focus=focus))
    heights = [each.kwargs["height"] for each in told.call_args_list if "own" in each.args[0]]
    (rows,) = {(height - HEAD) / ROW for height in heights}
    assert rows == len(found) if len(found) <= rows else 0.4 <= rows % 1 <= 0.6


def test_the_header_says_what_every_data_set_has_of_the_synset():
    (found,) = presences(hierarchy(focus=DOG))
    found = found.set_index("title")
    whole, challenge = (atlas().datasets[key].title for key in ("fall11", "ilsvrc2012"))
    assert found.loc[whole, ["own", "classes", "images_own", "images"]].tolist() == [
        True,
        190,
        1_603,
        222_142,
    ]
    assert found.loc[challenge, ["own", "classes", "images"]].tolist() == [False, 118, 147_873]
    assert np.isnan(float(str(found.loc["ILSVRC DET", "images"])))
    assert "CIFAR-100" not in found.index


def test_siblings_are_chips_that_open_them():
    opened = hierarchy(focus=DOG, colour="classes")
    chips = opened.get("button_group")
    (offered,) = [each for each in chips if each.key == f"siblings_{DOG}"]
    assert "wolf :gray[7]" in offered.options
    sound(offered.set_value("n02114100").run())
    assert query(opened) == {"focus": "n02114100", "colour": "classes"}


@pytest.mark.parametrize(
    ("focus", "label", "first"),
    [
        (LEAF, "3 siblings and their classes", "miniature poodle :gray[1]"),
        (SPORT, "16 siblings, none with classes in ImageNet-21K, Fall 2011", "antic"),
        ("n02085374", "17 siblings, the 12 with most classes", "hunting dog :gray[102]"),
    ],
)
def test_siblings_are_given_with_their_classes_if_they_have_some(
    focus: str, label: str, first: str
):
    (offered,) = [
        each
        for each in hierarchy(focus=focus).get("button_group")
        if each.key == f"siblings_{focus}"
    ]
    assert (visit.unescaped(offered.label), offered.options[0]) == (label, first)


def test_a_synset_without_a_class_has_no_table_of_dashes():
    shown = card(hierarchy(focus=SPORT, dataset="ilsvrc2012"))
    assert shown.loc["Classes", "Whole subtree"] == "0"
    assert (shown["Whole subtree"] != "–").all()


def test_siblings_without_a_class_are_counted_and_not_listed():
    opened = hierarchy(focus=DOG, dataset="ilsvrc2012")
    (offered,) = [each for each in opened.get("button_group") if each.key == f"siblings_{DOG}"]
    held = (
        atlas()
        .roll_up("ilsvrc2012")
        .subtree("classes", atlas().hierarchy.positions(atlas().hierarchy.siblings_of(DOG)))
    )
    assert offered.label == f"{len(held)} siblings, {int((held > 0).sum())} with classes"
    assert len(offered.options) == (held > 0).sum()


@pytest.mark.parametrize("compare", ["", CAT])
def test_the_chart_begins_with_what_it_shows(compare: str):
    found = visit.verdicts(hierarchy(focus=DOG, compare=compare))
    share = 100 * 190 / 21_841
    assert found[0].startswith(f"190 of 21,841 classes ({share:.2f} %) are at or under dog.")
    assert len(found) == 1 + bool(compare)


def narrow(**asked: str) -> visit.AppTest:
    """The page in a window as narrow as a phone's."""
    opened = visit.page(visit.HIERARCHY, **asked)
    opened.session_state[NARROW] = True
    return sound(opened.run())


def test_a_narrow_chart_is_420_pixels_high_and_has_at_most_40_sectors():
    for chart in CHARTS:
        spec = json.loads(narrow(focus=DOG, chart=chart).get("plotly_chart")[0].proto.spec)
        assert spec["layout"]["height"] == 420
        below = set(spec["data"][0]["ids"]) - set(atlas().hierarchy.main_path(DOG))
        assert 20 < len(below) <= 40


def test_in_a_narrow_window_the_tree_is_folded_and_comes_after_the_children():
    opened = narrow(focus=DOG)
    (folded,) = [each for each in opened.expander if each.label == "Synset tree"]
    components = [each.proto.component_name for each in opened.get("bidi_component")]
    assert "explorer_tree" not in components
    assert not folded.proto.expanded


def test_in_a_narrow_window_a_compared_synset_is_whole_before_the_other_begins():
    heads = ("header", "table")
    shown = [each for each in narrow(focus=DOG, compare=CAT).main if each.type in heads]
    assert [each.type for each in shown[:4]] == ["header", "table", "header", "table"]
    assert [shown[at].value for at in (0, 2)] == ["dog", "cat"]


def test_a_comparison_with_itself_is_none():
    opened = hierarchy(focus=DOG, compare=DOG)
    assert "ommon ancestor" not in "\n".join(markdown.value for markdown in opened.markdown)


@pytest.mark.parametrize(("count", "focus"), [("1 hypernym path", CAT), ("2 hypernym paths", DOG)])
def test_the_paths_to_the_root_are_counted_in_words_that_agree(count: str, focus: str):
    assert any(each.value.startswith(f"{count} from") for each in hierarchy(focus=focus).caption)


def test_the_card_of_a_class_of_the_challenge_has_every_number_and_its_tiered_category():
    opened = hierarchy(focus="n01440764")
    badges = "\n".join(each.value for each in opened.markdown)
    assert "ILSVRC index 0]" in badges and "devkit ID 449]" in badges
    captions = [visit.unescaped(each.value) for each in opened.caption]
    category = atlas().numberings.tiered["n01440764"]
    told = f"tieredImageNet category: {atlas().lexicon.name(category)} ({category})."
    assert any(text.endswith(told) for text in captions)
    dog = hierarchy(focus=DOG)
    assert not any("devkit ID" in each.value for each in dog.markdown)
    assert not any("tieredImageNet category" in each.value for each in dog.caption)


# Figures


def test_the_card_of_dog_shows_the_published_figures():
    opened = hierarchy(focus=DOG)
    assert card(opened).loc["Images listed (2011)"].tolist() == ["222,142", "1,603"]
    assert card(opened).loc["Classes"].tolist() == ["190", "1"]


def test_the_root_shows_the_published_totals_of_two_releases():
    assert card(hierarchy()).loc["Images listed (2011)", "Whole subtree"] == "14,197,114"
    challenge = card(hierarchy(dataset="ilsvrc2012"))
    assert challenge.loc["Classes", "Whole subtree"] == "1,000"
    assert challenge.loc["Training images", "Whole subtree"] == "1,281,167"


def test_teddy_is_said_to_be_in_the_challenge_and_not_in_fall_2011():
    for key in ("fall11", "ilsvrc2012"):
        opened = hierarchy(focus=TEDDY, dataset=key)
        assert "in ILSVRC-2012 but not in the Fall 2011 release" in infos(opened)
        assert card(opened).loc["Classes", "This synset only"] == ("–" if key == "fall11" else "1")
    assert "not in the Fall 2011 release" not in infos(hierarchy(focus=LEAF))


def test_both_parents_of_dog_are_one_click_away_and_keep_the_view():
    opened = hierarchy(focus=DOG, dataset="ilsvrc2012", chart="icicle")
    links = {link.value: link.proto.query_string for link in opened.get("page_link")}
    for name, wnid in (("canine", "n02083346"), ("domestic animal", "n01317541")):
        assert f"focus={wnid}" in links[name]
        assert "dataset=ilsvrc2012" in links[name]
        assert "chart=icicle" in links[name]


def test_an_individual_is_called_one():
    opened = hierarchy(focus=INDIVIDUAL)
    assert any("WordNet instance" in markdown.value for markdown in opened.markdown)


def test_a_gloss_that_markdown_would_read_is_shown_as_it_is():
    opened = hierarchy(focus="n00037200")
    shown = [visit.unescaped(markdown.value) for markdown in opened.markdown]
    assert any("sed in the phrase `to your credit' in order to" in text for text in shown)
    assert all("phrase `to" not in markdown.value for markdown in opened.markdown)


def test_the_children_table_holds_every_child_largest_first():
    shown = table(hierarchy(focus=DOG), DOG, "fall11")
    assert sorted(shown["wnid"]) == atlas().hierarchy.children_of(DOG)
    assert shown["classes"].is_monotonic_decreasing


# Downloads


@pytest.mark.parametrize("key", ["fall11", "ilsvrc2012", "det", "wordnet", "mini"])
def test_the_download_of_the_children_holds_what_the_table_shows(key: str):
    with visit.downloads() as saved:
        opened = hierarchy(focus="n02075296", dataset=key)
    saved_frame = pd.read_csv(io.BytesIO(saved[f"n02075296-children-{key}.csv"]))
    shown = table(opened, "n02075296", key)
    pd.testing.assert_frame_equal(saved_frame, shown, check_dtype=False)


def test_the_download_of_the_lineage_holds_what_its_table_shows():
    opened = visit.page(visit.HIERARCHY, focus=DOG, compare=CAT)
    opened.session_state["lineage_table_unfolded"] = True
    with visit.downloads() as saved:
        sound(opened.run())
    saved_frame = pd.read_csv(io.BytesIO(saved[f"{DOG}-lineage.csv"]))
    shown = next(each.value for each in opened.dataframe if "role" in each.value)
    pd.testing.assert_frame_equal(saved_frame, shown, check_dtype=False)
    assert {DOG, CAT, ENTITY, "n01317541", "n02083346"} <= set(shown["wnid"])


@pytest.mark.parametrize(("focus", "told"), [(DOG, False), ("n10954498", True)])
def test_dotted_lines_are_explained_where_there_are_any(focus: str, told: bool):
    captions = " ".join(each.value for each in hierarchy(focus=focus).caption)
    assert ("Dotted: instance-of edge" in captions) == told


# The address


def test_the_first_view_leaves_the_address_empty():
    assert query(hierarchy()) == {}


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("focus", "dog"),
        ("focus", "n99999999"),
        ("focus", "<script>alert(1)</script>"),
        ("compare", "n1"),
        ("dataset", "imagenet"),
        ("size", "images_per_class"),
        ("colour", "☃" * 500),
        ("chart", "pie"),
    ],
)
def test_nonsense_in_the_address_is_warned_of_and_the_page_still_drawn(name: str, nonsense: str):
    opened = hierarchy(**{name: nonsense})
    assert len(opened.warning) == 1
    assert nonsense[:40] in visit.said(opened.warning)[0]
    assert len(opened.get("plotly_chart")) == 1
    assert opened.dataframe


def test_all_parts_of_an_address_wrong_are_all_warned_of():
    opened = hierarchy(**dict.fromkeys(("focus", "compare", "dataset", "size", "chart"), "x"))
    assert len(opened.warning) == 5


def test_an_unknown_parameter_does_no_harm():
    assert not hierarchy(focus=DOG, utm_source="x").warning


@pytest.mark.parametrize(
    ("box", "value", "parameter"),
    [
        ("choose_chart", "sunburst", "chart"),
        ("choose_size", "images", "size"),
        ("choose_colour", "boxed_classes", "colour"),
        ("choose_dataset", "det", "dataset"),
    ],
)
def test_a_choice_goes_into_the_address_and_keeps_the_rest(box: str, value: str, parameter: str):
    opened = hierarchy(focus=DOG, compare=CAT)
    sound(opened.selectbox(key=box).set_value(value).run())
    assert query(opened) == {"focus": DOG, "compare": CAT, parameter: value}
    assert opened.selectbox(key=box).value == value


def test_a_choice_of_the_default_leaves_the_address():
    opened = hierarchy(focus=DOG, chart="icicle")
    sound(opened.selectbox(key="choose_chart").set_value("treemap").run())
    assert query(opened) == {"focus": DOG}


def test_a_measure_is_kept_where_the_next_data_set_has_it_and_dropped_elsewhere():
    opened = hierarchy(focus=DOG, size="images", colour="boxed_images")
    sound(opened.selectbox(key="choose_dataset").set_value("ilsvrc2012").run())
    assert query(opened) == {"focus": DOG, "size": "images", "dataset": "ilsvrc2012"}
    sound(opened.selectbox(key="choose_dataset").set_value("vid").run())
    assert query(opened) == {"focus": DOG, "dataset": "vid"}
    assert not opened.warning


def test_the_boxes_follow_the_address():
    opened = hierarchy(focus=DOG, dataset="det", chart="icicle", size="presences")
    assert opened.selectbox(key="choose_dataset").value == "det"
    assert opened.selectbox(key="choose_chart").value == "icicle"
    assert opened.selectbox(key="choose_size").value == "presences"
    opened.query_params["chart"] = "sunburst"
    assert sound(opened.run()).selectbox(key="choose_chart").value == "sunburst"


@pytest.mark.parametrize("chart", CHARTS)
def test_the_way_back_by_the_bar_is_told_where_the_chart_has_one(chart: str):
    captions = " ".join(each.value for each in hierarchy(focus=DOG, chart=chart).caption)
    assert "Click a sector to zoom in" in captions
    assert ("the path bar" in captions) == (chart != "sunburst")


def test_a_search_moves_the_focus_and_empties_the_box():
    opened = hierarchy(dataset="wordnet")
    opened.text_input(key="find_text").set_value("teddy").run()
    sound(opened.button(key=f"find_{TEDDY}").click().run())
    assert query(opened) == {"focus": TEDDY, "dataset": "wordnet"}
    assert opened.text_input(key="find_text").value == ""


def test_a_comparison_starts_from_the_search_and_ends_by_its_button():
    opened = hierarchy(focus=DOG)
    opened.text_input(key="compare_text").set_value("cat").run()
    sound(opened.button(key=f"compare_{CAT}").click().run())
    assert query(opened) == {"focus": DOG, "compare": CAT}
    end = next(button for button in opened.button if button.label == "Clear comparison")
    sound(end.click().run())
    assert query(opened) == {"focus": DOG}


# Offensive synsets


@pytest.mark.parametrize("which", range(2))
def test_offensive_terms_are_hidden_until_the_toggle_and_never_asked_for_by_the_address(which):
    wnid = unmistakable(4)[which]
    words = atlas().revealed().lexicon
    parent = atlas().hierarchy.main_path(wnid)[-2]
    opened = hierarchy(focus=wnid, compare=parent)
    assert opened.header[0].value == HIDDEN_NAME
    assert words.name(wnid) not in visit.everything(opened)
    assert words.gloss(wnid)[1:] not in visit.everything(opened)
    address = query(opened)
    sound(opened.toggle(key="reveal_offensive").set_value(True).run())
    assert visit.unescaped(opened.header[0].value) == words.name(wnid)
    assert words.gloss(wnid)[1:] in visit.everything(opened)
    assert query(opened) == address
    sound(opened.toggle(key="reveal_offensive").set_value(False).run())
    assert words.name(wnid) not in visit.everything(opened)


@pytest.mark.parametrize("which", range(2))
def test_offensive_terms_are_hidden_among_the_children_and_in_their_download(which: int):
    wnid = unmistakable(4)[which]
    name = atlas().revealed().lexicon.name(wnid)
    parent = atlas().hierarchy.main_path(wnid)[-2]
    with visit.downloads() as saved:
        opened = hierarchy(focus=parent, dataset="wordnet")
    shown = table(opened, parent, "wordnet").set_index("wnid")
    assert shown.loc[wnid, "name"] == HIDDEN_NAME
    assert name not in visit.everything(opened)
    assert all(name.encode() not in content for content in saved.values())


def test_the_choice_to_show_offensive_terms_is_of_one_session():
    wnid = unmistakable(4)[0]
    first = hierarchy(focus=wnid)
    first.toggle(key="reveal_offensive").set_value(True).run()
    assert hierarchy(focus=wnid).title[0].value == HIDDEN_NAME


@pytest.mark.parametrize("name", ["reveal_offensive", "offensive", "show_offensive"])
def test_an_address_cannot_switch_offensive_terms_on(name: str):
    wnid = unmistakable(4)[0]
    assert hierarchy(focus=wnid, **{name: "true"}).title[0].value == HIDDEN_NAME
