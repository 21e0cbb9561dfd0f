"""The model errors page with models after 2019 and models of which less is known."""

import pytest

from explorer.ui.navigation import ERRORS
from tests.support import visit
from tests.support.visit import sound

DOG, CONVNEXT = "n02084071", "convnext_large_384_22k_1k"


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(ERRORS, **params).run())


def captions(opened: visit.AppTest) -> str:
    return " ".join(visit.unescaped(each.value) for each in opened.caption)


def test_models_of_flags_and_with_confidences_are_marked_in_the_list():
    options = page().selectbox(key="choose_model").options
    assert f"{CONVNEXT} (right or wrong only)" in options
    assert "pytorch_resnet50 (with confidence, squashed images)" in options
    assert "mobilenet_v4_conv_large_qualcomm_int8" in options


def test_a_model_of_flags_has_errors_by_branch_and_says_what_is_missing():
    opened = page(model=CONVNEXT, focus=DOG)
    shown = {metric.label: metric.value for metric in opened.metric}
    assert shown["Top-1 error"] != "–"
    assert shown["Top-5 error"] != "–"
    assert shown["Mistake severity"] == shown["Within-subtree error"] == "–"
    assert "Known on 49,002 images" in captions(opened)
    assert (
        "error on reassessed labels, mistake severity and the parts of the error need"
        in captions(opened)
    )


@pytest.mark.parametrize("panel", ["confusion", "labels"])
def test_what_needs_the_predicted_class_says_so_of_a_model_of_flags(panel: str):
    opened = page(model=CONVNEXT, panel=panel)
    assert (
        "known only on which images it is right or wrong; this view needs the class that it "
        "predicts on each image." in visit.said(opened.info)[0]
    )


def test_a_model_of_flags_is_compared_with_one_of_predictions():
    opened = page(model="resnet50", other=CONVNEXT, panel="compare")
    assert any("is significantly better" in each.value for each in opened.markdown)
    assert "49,002 images; McNemar's exact test" in captions(opened)


def test_mobilenetv4_says_that_mlperf_has_rules():
    said = captions(page(model="mobilenet_v4_conv_large_qualcomm_int8"))
    assert "MLPerf is a trademark of MLCommons, which has rules for the use of its results" in said


def test_calibration_shows_a_model_with_confidences_where_the_chosen_one_has_none():
    opened = page(panel="calibration")
    assert "resnet50 has no confidence scores" in visit.said(opened.info)[0]
    shown = {metric.label: metric.value for metric in opened.metric}
    assert (shown["Accuracy"], shown["Images"]) == ("75.1 %", "50,000")
    assert len(opened.selectbox(key="choose_confident").options) == 9
    listed = next(each.value for each in opened.dataframe if "by_image" in each.value)
    assert (len(listed), listed["by_image"].sum()) == (34, 9)
    sound(opened.selectbox(key="choose_confident").set_value("pytorch_vgg16").run())
    shown = {metric.label: metric.value for metric in opened.metric}
    assert shown["Accuracy"] == "70.7 %"


def test_a_model_with_confidences_is_shown_itself():
    opened = page(panel="calibration", model="keras_xception")
    assert not opened.info
    assert "squashed to a square" in captions(opened)


@pytest.mark.parametrize("test_set", ["real", "v2", "sketch", "a", "r"])
def test_every_robustness_set_is_drawn_within_the_budget_of_a_figure(test_set: str):
    opened = page(panel="field", test_set=test_set)
    charts = [chart.proto for chart in opened.get("plotly_chart")]
    assert [len(chart.spec) <= 60_000 for chart in charts] == [True, True]
    assert "results are drawn" in captions(opened)
    assert ("has 200 of the 1,000 classes" in captions(opened)) == (test_set in ("a", "r"))


@pytest.mark.parametrize("model", ["resnet50", CONVNEXT])
def test_labels_to_doubt_and_duplicates_do_not_depend_on_the_model(model: str):
    opened = page(panel="labels", model=model, focus="n03710637")
    doubts = next(each.value for each in opened.dataframe if "kind" in each.value)
    assert (doubts["label"] == "maillot").all()
    pairs = next(each.value for each in opened.dataframe if "identical_images" in each.value)
    assert pairs["identical_images"].iloc[0] == 277
    assert "an image that is not listed is not an easy one" in captions(opened)


def test_identical_training_images_stand_beside_the_confused_pairs():
    opened = page(panel="confusion", focus="n03710637")
    pairs = next(each.value for each in opened.dataframe if "identical_images" in each.value)
    pair = pairs[(pairs["wnid"] == "n03710637") & (pairs["second"] == "n03710721")].iloc[0]
    assert pair["identical_images"] == 277


def test_the_panel_of_training_data_says_that_the_network_is_not_named():
    opened = page(panel="training")
    assert "does not name the network; ResNet-50 is the example of its README" in captions(opened)
    overall = opened.dataframe[0].value
    assert overall["error"].round(2).tolist() == [22.01, 57.75, 40.39, 44.39, 74.84, 76.24]
