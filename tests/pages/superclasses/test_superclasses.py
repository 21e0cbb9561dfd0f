"""The superclasses page without a browser: every panel, every method, edits and files."""

import io
import json

import pandas as pd
import pytest

from explorer.audits.balance.subtrees import count_measures
from explorer.audits.superclasses import cut as cuts
from explorer.audits.superclasses import groups
from explorer.audits.superclasses.cut import Edit, parsed
from explorer.ui.navigation import SUPERCLASSES
from explorer.ui.window import NARROW
from explorer.views.superclasses import PANELS
from tests.support import visit
from tests.support.real import DATASETS, atlas
from tests.support.visit import query, sound

DOG, CHORDATE, CHIHUAHUA = "n02084071", "n01466257", "n02085620"
LARGE = "wordnet"


def superclasses(**params: str) -> visit.AppTest:
    return sound(visit.page(SUPERCLASSES, **params).run())


def metrics(opened: visit.AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in opened.metric}


def said(opened: visit.AppTest) -> str:
    return visit.unescaped("\n".join(each.value for each in opened.markdown))


@pytest.mark.parametrize("key", sorted({*DATASETS} - {LARGE}))
@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_is_drawn_for_every_data_set_or_says_why_not(key: str, panel: str):
    opened = superclasses(dataset=key, panel=panel)
    assert not opened.warning
    assert not opened.error
    assert all(chart.proto.alt for chart in opened.get("plotly_chart"))
    if panel == "errors":
        has = bool(atlas().dataset(key).evaluation)
        assert bool(opened.get("plotly_chart")) == has
        assert has or "Predictions are not available" in visit.said(opened.info)[0]


@pytest.mark.parametrize(
    "text", ["depth-8", "images-20000", "classes-10", "preset-tiered", "preset-category67", "hand"]
)
@pytest.mark.parametrize("panel", PANELS)
def test_every_method_is_drawn_by_every_panel(text: str, panel: str):
    opened = superclasses(cut=text, panel=panel)
    assert not opened.warning
    assert not opened.info


def test_without_image_counts_a_minimum_of_images_is_refused_in_a_sentence():
    key = next(key for key in DATASETS if not count_measures(atlas().dataset(key)))
    opened = superclasses(dataset=key, cut="images-1000")
    assert "not available" in visit.said(opened.info)[0]
    assert not opened.get("plotly_chart")


def test_method_and_number_go_into_the_cut_of_the_address():
    opened = superclasses()
    sound(opened.number_input(key="choose_number").set_value(30).run())
    assert query(opened) == {"cut": "groups-30"}
    assert metrics(opened)["Superclasses"] == "30"
    sound(opened.selectbox(key="choose_by").set_value("images").run())
    assert query(opened) == {"cut": "groups-30-images"}


def test_a_group_is_split_merged_and_dropped_by_its_buttons():
    opened = superclasses(group=CHORDATE)
    sound(opened.button(key=f"do_split-{CHORDATE}").click().run())
    assert query(opened)["cut"] == f"groups-20.split-{CHORDATE}"
    assert int(metrics(opened)["Superclasses"]) > 20
    sound(opened.button(key="undo_all").click().run())
    assert "cut" not in query(opened)
    sound(opened.button(key=f"do_merge-{CHORDATE}").click().run())
    assert query(opened)["cut"] == f"groups-20.merge-{CHORDATE}"
    opened = superclasses(cut=f"hand.take-{DOG}", group=DOG)
    assert metrics(opened)["Superclasses"] == "2"
    sound(opened.button(key=f"do_drop-{DOG}").click().run())
    assert query(opened) == {"cut": f"hand.take-{DOG}.drop-{DOG}"}
    assert metrics(opened)["Superclasses"] == "1"


def test_an_edit_that_cannot_be_made_is_told_and_taken_back():
    opened = superclasses(cut=f"groups-20.split-{DOG}")
    told = visit.unescaped(" ".join(each.value for each in opened.caption))
    assert "Not done: split dog – it is no group of this cut" in told
    sound(opened.button(key=f"undo_0_split-{DOG}").click().run())
    assert "cut" not in query(opened)


def test_a_synset_that_is_searched_is_taken_as_a_group():
    opened = superclasses()
    opened.text_input(key="find_text").set_value(DOG).run()
    sound(opened.button(key=f"find_{DOG}").click().run())
    assert query(opened) == {"cut": f"groups-20.take-{DOG}", "group": DOG}


def test_a_settled_class_is_named_and_placed_by_hand():
    opened = superclasses(panel="settled", chosen=CHIHUAHUA)
    frame = next(each.value for each in opened.dataframe if "settled" in each.value)
    row = frame.set_index("wnid").loc[CHIHUAHUA]
    assert (row["superclass_name"], row["settled"]) == ("chordate", "largest")
    assert "domestic animal" in row["under_names"]
    opened.selectbox(key="place_into").set_value("n12992868")
    sound(opened.button(key="place").click().run())
    assert query(opened)["cut"] == f"groups-20.place-{CHIHUAHUA}-n12992868"
    frame = next(each.value for each in opened.dataframe if "settled" in each.value)
    assert frame.set_index("wnid").loc[CHIHUAHUA, "settled"] == "by hand"


def test_classes_that_need_a_decision_are_listed_apart_from_those_under_nested_groups():
    opened = superclasses(panel="settled")
    shown = [each.value for each in opened.dataframe if "settled" in each.value]
    assert [sorted({*each["settled"]}) for each in shown] == [["largest"], ["most specific"]]
    assert metrics(superclasses())["Contested"] == f"{len(shown[0])}" == "267"
    assert len(shown[1]) == 675
    assert "children smaller than 10 % of the mean group" in visit.said(opened.caption)[0]


def test_the_points_of_the_curve_are_downloaded():
    with visit.downloads() as saved:
        superclasses(panel="errors")
    found = pd.read_csv(io.BytesIO(saved["superclasses-curve-ilsvrc2012-resnet50.csv"]))
    assert {*found["model"]} == {"resnet50", "alexnet", "senet154"}
    at_20 = found[(found["model"] == "resnet50") & (found["groups"] == 20)]
    assert at_20["accuracy"].tolist() == [pytest.approx(89.502)]


def test_in_a_narrow_window_the_columns_of_the_confusion_are_numbers():
    opened = visit.page(SUPERCLASSES, panel="errors", cut="preset-tiered")
    opened.session_state[NARROW] = True
    spec = json.loads(sound(opened.run()).get("plotly_chart")[-1].proto.spec)
    assert spec["layout"]["xaxis"]["ticktext"][-6:] == ["30", "", "", "", "", "–"]


def test_of_a_subset_it_is_said_whose_images_are_counted_and_what_other_classes_are():
    captions = " ".join(visit.said(superclasses(panel="errors", dataset="imagenet-a").caption))
    assert "those of ILSVRC-2012 validation whose label is one of the 200 classes" in captions
    whole = visit.said(superclasses(panel="errors").caption)
    assert "Images: ILSVRC-2012 validation." in whole


def test_a_merge_names_the_group_that_takes_the_classes():
    cut = f"groups-20.take-{CHIHUAHUA}"
    opened = superclasses(cut=cut, group=CHIHUAHUA)
    sound(opened.button(key=f"do_merge-{CHIHUAHUA}").click().run())
    assert query(opened)["group"] == CHORDATE
    labels = [each.label for each in superclasses(cut=cut, group=CHIHUAHUA).button]
    assert "Merge into chordate" in labels
    found = groups.grouping(atlas().roll_up("ilsvrc2012"), parsed(query(opened)["cut"]))
    assert found.keys[found.group[found.wnids.index(CHIHUAHUA)]] == CHORDATE


def test_of_many_refused_changes_the_first_are_named_and_the_others_counted():
    edits = ".".join(f"take-n000000{at:02d}" for at in range(40))
    captions = visit.said(superclasses(cut=f"hand.{edits}").caption)
    assert len([text for text in captions if "Not done" in text]) == 12
    assert any("28 more changes could not be made" in text for text in captions)


def test_sectors_of_one_size_are_described_in_good_english():
    captions = visit.said(superclasses(cut="hand").caption)
    assert any("Every coloured sector has 1,000 classes." in text for text in captions)


def test_classes_under_none_are_listed():
    opened = superclasses(panel="settled", cut="preset-tiered")
    assert "; 392 classes in none." in visit.verdicts(opened)[0]
    assert any(len(each.value) == 392 for each in opened.dataframe)


def test_errors_at_the_cut_are_the_terminals():
    shown = metrics(superclasses(panel="errors"))
    assert (shown["Accuracy at the cut"], shown["Top-1 accuracy"]) == ("89.5 %", "76.1 %")
    assert shown["Images"] == "50,000"
    assert "resnet50 is right on 90 % of the images with 15" in said(superclasses(panel="errors"))


def test_a_model_without_predicted_classes_is_a_sentence():
    name = next(n for n in atlas().evaluation("ilsvrc2012").names if n.startswith("clip"))
    opened = superclasses(panel="errors", model=name)
    assert "accuracy at a cut needs" in visit.said(opened.info)[0]
    assert not opened.get("plotly_chart")


def test_a_matrix_too_large_to_draw_is_downloaded_only():
    with visit.downloads() as saved:
        opened = superclasses(panel="errors", cut="groups-100")
    assert len(opened.get("plotly_chart")) == 1
    assert "superclasses-confusion-ilsvrc2012-resnet50.csv" in saved


def test_the_exports_hold_the_cut_the_map_and_the_split():
    with visit.downloads() as saved:
        superclasses(panel="exports", cut="preset-tiered", seed="7", split_by="images")
    held = json.loads(saved["superclasses-ilsvrc2012.json"])
    assert held["cut"] == saved["cut-ilsvrc2012.txt"] == "preset-tiered"
    assert len(held["by_index"]) == 1_000
    divided = json.loads(saved["superclasses-ilsvrc2012-split-7.json"])
    assert sum(map(len, divided["source"] + divided["target"])) == 608
    assert saved["superclasses-ilsvrc2012.csv"].count(b"\n") == 1_001


def test_a_cut_too_long_for_an_address_is_told_and_works_in_its_session():
    taken = [Edit("take", wnid) for wnid in atlas().dataset("ilsvrc2012").wnids[:150]]
    cut = cuts.made("hand", edits=taken)
    opened = superclasses(cut=cut.text)
    assert "more than the 2,000 that an address holds" in visit.said(opened.info)[0]
    assert metrics(opened)["Superclasses"] == "151"
    sound(opened.button(key="undo_all").click().run())
    assert query(opened) == {"cut": "hand"}


def test_a_saved_cut_is_opened_from_its_file_and_any_other_file_refused():
    opened = superclasses(panel="exports")
    opened.file_uploader(key="cut_file").set_value(("mine.txt", b"depth-7", "text/plain"))
    sound(opened.run())
    assert query(opened) == {"cut": "depth-7", "panel": "exports"}
    opened.file_uploader(key="cut_file").set_value(("odd.txt", b"a,b,c", "text/plain"))
    sound(opened.run())
    assert "'odd.txt'" in visit.said(opened.error)[0]


def test_what_is_not_known_of_any_group_is_left_out():
    opened = superclasses(dataset="openimages")
    assert "Effective, by images" not in metrics(opened)
    shown = next(each for each in opened.dataframe if "contested" in each.value)
    assert "contested" in shown.proto.column_order
    assert not {"images", "median", "gini"} & {*shown.proto.column_order}
    assert "Effective, by images" in metrics(superclasses())
