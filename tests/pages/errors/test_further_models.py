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
    assert "ReaL error, mistake severity and the parts of the error need" in captions(opened)


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
