"""The class balance page without a browser: every panel, every data set, every odd address."""

import io
import json

import pandas as pd
import pytest

from explorer.audits.balance.subtrees import count_measures
from explorer.ui.navigation import BALANCE
from explorer.views.balance import PANELS
from tests.support import visit
from tests.support.hidden import unmistakable
from tests.support.real import DATASETS, atlas
from tests.support.visit import query, sound

DOG, PERSON, LEAF = "n02084071", "n00007846", "n02113624"


def balance(**params: str) -> visit.AppTest:
    return sound(visit.page(BALANCE, **params).run())


def metrics(opened: visit.AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in opened.metric}


def holding(opened: visit.AppTest, column: str) -> pd.DataFrame:
    """The table that has a column of that name."""
    return next(each.value for each in opened.dataframe if column in each.value)


@pytest.mark.parametrize("key", DATASETS)
@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_is_drawn_or_said_to_be_impossible_for_every_data_set(key: str, panel: str):
    opened = balance(dataset=key, panel=panel, focus=DOG)
    assert not opened.warning
    assert not opened.error
    if not count_measures(atlas().dataset(key)):
        assert "cannot be computed" in visit.said(opened.info)[0]
        assert not opened.get("plotly_chart")
    elif opened.get("plotly_chart"):
        assert all(chart.proto.alt for chart in opened.get("plotly_chart"))
    else:
        # Fewer than three values are a sentence.
        assert opened.info or visit.verdicts(opened)


def test_dog_shows_its_published_figures():
    shown = metrics(balance(focus=DOG))
    assert (shown["Classes"], shown["Images listed (2011)"]) == ("190", "222,142")


def test_every_metric_has_its_formula_a_hover_away():
    assert all(metric.help for metric in balance().metric)


def test_a_subtree_without_a_class_is_a_sentence_and_no_chart():
    opened = balance(dataset="tiered", focus="n00523513")
    assert "No class of tieredImageNet with a known image count" in visit.said(opened.info)[0]
    assert not opened.get("plotly_chart")


@pytest.mark.parametrize("panel", PANELS)
def test_a_subtree_of_one_class_is_drawn(panel: str):
    assert not balance(focus=LEAF, panel=panel).error


def test_the_threshold_goes_into_the_address_and_moves_the_count():
    opened = balance(focus=DOG)
    sound(opened.number_input(key="choose_threshold").set_value(1_000).run())
    assert query(opened) == {"focus": DOG, "threshold": "1000"}
    assert metrics(opened)["Small classes"] == "53"


def test_another_subtree_is_found_and_compared():
    opened = balance(focus=DOG, panel="compare")
    opened.text_input(key="other_text").set_value("n02121620").run()
    sound(opened.button(key="other_n02121620").click().run())
    assert query(opened) == {"focus": DOG, "panel": "compare", "other": "n02121620"}
    shown = holding(opened, "difference")
    images = shown.set_index("metric").loc["Images"]
    assert (images["first"], images["second"], images["difference"]) == (
        222_142,
        40_247,
        40_247 - 222_142,
    )


@pytest.mark.parametrize(
    "address",
    [
        {"focus": DOG, "other": DOG, "other_dataset": "fall11"},
        {"other_dataset": "fall11"},
        {"dataset": "ilsvrc2012", "other_dataset": "ilsvrc2012"},
    ],
)
def test_a_subtree_is_never_compared_with_itself(address: dict[str, str]):
    opened = balance(panel="compare", **address)
    assert "Choose a second synset or data set" in visit.said(opened.info)[0]
    assert not opened.get("plotly_chart")
    assert not opened.dataframe


def test_the_comparison_opens_with_two_different_subtrees():
    opened = balance(panel="compare")
    assert not opened.info
    assert holding(opened, "difference").set_index("metric")["difference"]["Classes"] < 0


def test_counts_that_are_those_they_are_compared_with_are_said_to_be_the_same():
    opened = balance(panel="compare", focus=DOG, other=DOG, other_dataset="winter21")
    assert any("same classes with the same counts" in each for each in visit.said(opened.caption))


def test_leaf_and_internal_classes_are_told_apart_without_being_asked_for():
    opened = balance(focus=DOG)
    shown = holding(opened, "internal").set_index("metric")
    assert shown.loc["Classes", ["all", "leaves", "internal"]].tolist() == [190, 147, 43]


@pytest.mark.parametrize("panel", PANELS)
def test_leaf_classes_alone_can_be_counted_on_every_panel(panel: str):
    opened = balance(focus=DOG, panel=panel, classes="leaves")
    match panel:
        case "shape":
            assert metrics(opened)["Classes"] == "147"
        case "branches":
            assert holding(opened, "internal")["internal"].sum() == 0
        case "compare":
            compared = holding(opened, "difference").set_index("metric")
            assert compared.loc["Classes", "first"] == 147
        case _:
            assert metrics(opened)["Classes used"] == "147"


def test_a_figure_of_a_table_is_written_as_above_it_and_saved_as_it_is():
    with visit.downloads() as saved:
        opened = balance(focus=DOG)
    row = holding(opened, "internal").set_index("metric").loc["Ratio p95/p5"]
    assert metrics(opened)["Ratio p95/p5"] == "12.9"
    kept = pd.read_csv(io.BytesIO(saved[f"{DOG}-internal-and-leaves-fall11.csv"]))
    assert kept.set_index("metric").loc["Ratio p95/p5", "all"] == pytest.approx(row["all"])
    assert round(row["all"], 3) == 12.897
    shown = next(each for each in opened.dataframe if "internal" in each.value)
    assert shown.proto.arrow_data.styler.display_values, "written by formatting, not by the browser"


def test_two_that_are_compared_are_called_by_what_tells_them_apart():
    synsets = visit.verdicts(balance(focus=DOG, panel="compare"))[0]
    assert synsets.startswith("The median class has 1,256.5 images in dog and 530 in entity;")
    sets = visit.verdicts(
        balance(focus=DOG, panel="compare", other=DOG, other_dataset="ilsvrc2012")
    )[0]
    assert "images in ImageNet-21K, Fall 2011 and 1,300 in ILSVRC-2012 (ImageNet-1K)" in sets


def test_a_kind_without_classes_is_a_sentence_and_can_be_changed_back():
    opened = balance(focus=DOG, dataset="ilsvrc2012", classes="internal")
    assert "No internal class of ILSVRC-2012" in visit.said(opened.info)[0]
    sound(opened.selectbox(key="choose_classes").set_value("all").run())
    assert metrics(opened)["Classes"] == "118"


def test_images_of_fall_2011_are_called_lines_of_a_list():
    opened = balance(focus=DOG)
    assert "Images listed (2011)" in metrics(opened)
    assert any("list of image addresses" in each for each in visit.said(opened.caption))


def test_the_plan_is_saved_as_csv_and_json_and_both_say_what_the_table_shows():
    with visit.downloads() as saved:
        opened = balance(focus=DOG, dataset="ilsvrc2012", panel="plan", cap="1000", scheme="root")
    shown = holding(opened, "sampler_weight")
    name = f"{DOG}-plan-ilsvrc2012"
    as_csv = pd.read_csv(io.BytesIO(saved[f"{name}.csv"]))
    pd.testing.assert_frame_equal(as_csv, shown, check_dtype=False)
    document = json.loads(saved[f"{name}.json"])
    assert document["rule"]["cap"] == 1_000
    by_index = [document["loss_weight_by_index"][at] for at in shown["index"]]
    assert by_index == shown["loss_weight"].tolist()
    by_wnid = pd.DataFrame.from_dict(document["by_wnid"], orient="index")
    pd.testing.assert_frame_equal(
        by_wnid, shown.set_index("wnid")[by_wnid.columns], check_names=False, check_dtype=False
    )
    assert sum(f"{name}.json" in code.value for code in opened.code) == 2


def test_a_plan_says_what_share_of_the_images_an_epoch_misses():
    assert metrics(balance(focus=DOG, panel="plan", cap="500"))["Images missed"] == "70.1 %"


def test_a_floor_above_the_cap_is_a_sentence_and_no_plan():
    opened = balance(focus=DOG, panel="plan", floor="1000", cap="500")
    assert "above the cap of 500" in visit.said(opened.error)[0]
    assert not opened.code


def test_classes_with_fewer_images_than_the_floor_are_listed():
    opened = balance(focus=DOG, dataset="ilsvrc2012", panel="plan", floor="1300")
    short = next(each.value for each in opened.dataframe if each.key == "short")
    assert metrics(opened)["Below the floor"] == str(len(short)) == "18"


def test_the_histogram_unfolds_as_a_table_that_counts_every_class():
    opened = visit.page(BALANCE, focus=DOG)
    opened.session_state["histogram_table_unfolded"] = True
    with visit.downloads() as saved:
        sound(opened.run())
    shown = holding(opened, "least")
    assert shown["y"].sum() == 190
    saved_frame = pd.read_csv(io.BytesIO(saved[f"{DOG}-histogram-fall11.csv"]))
    pd.testing.assert_frame_equal(saved_frame, shown, check_dtype=False)


def test_the_curves_download_holds_every_class():
    with visit.downloads() as saved:
        balance(focus=DOG)
    frame = pd.read_csv(io.BytesIO(saved[f"{DOG}-classes-fall11.csv"]))
    assert (len(frame), frame["count"].sum()) == (190, 222_142)


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [("threshold", "many"), ("floor", "-1"), ("beta", "1"), ("scheme", "x"), ("other", "cat")],
)
def test_nonsense_in_the_address_is_said_and_the_page_drawn(name: str, nonsense: str):
    opened = balance(**{name: nonsense})
    assert len(opened.warning) == 1
    assert opened.metric


def test_offensive_terms_are_hidden_on_every_panel():
    wnid = unmistakable(1)[0]
    name = atlas().revealed().lexicon.name(wnid)
    for panel in PANELS:
        with visit.downloads() as saved:
            opened = balance(focus=PERSON, panel=panel, threshold="5000")
        assert name not in visit.everything(opened)
        assert all(name not in str(content) for content in saved.values())


def test_where_pairs_are_counted_small_classes_are_small_in_pairs():
    opened = balance(dataset="coco2017", threshold="1000")
    headings = [visit.unescaped(each.value) for each in opened.header]
    assert any("Classes with fewer than 1,000 image-class pairs" in each for each in headings)
