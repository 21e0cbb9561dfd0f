"""The model errors page without a browser: every panel, odd addresses, one's own model."""

from typing import Any

import numpy as np
import pytest

from explorer.evaluations import OWN, ClassAccuracies, Predictions
from explorer.ui.navigation import BOXES, BREEDS, ERRORS
from explorer.views.errors import PANELS
from tests.support import visit
from tests.support.real import validation
from tests.support.visit import query, sound

DOG, POODLE, LEAF, SPORT = "n02084071", "n02113335", "n02113624", "n00523513"


def page(**params: str) -> visit.AppTest:
    return sound(visit.page(ERRORS, **params).run())


def with_own(model: Predictions | ClassAccuracies, **params: str) -> visit.AppTest:
    opened = visit.page(ERRORS, model=model.model, **params)
    opened.session_state["own_models"] = {model.model: model}
    return sound(opened.run())


def metrics(opened: visit.AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in opened.metric}


def boxes(opened: visit.AppTest, key: str) -> list[Any]:
    """The select boxes of a key: one, or none where the page does not offer it."""
    return [each for each in opened.selectbox if each.key == key]


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("focus", ["n00001740", DOG, LEAF])
def test_every_panel_is_drawn_or_says_why_not(panel: str, focus: str):
    opened = page(panel=panel, focus=focus)
    assert not opened.warning
    for chart in opened.get("plotly_chart"):
        assert chart.proto.alt
        assert len(chart.proto.spec) <= 60_000


@pytest.mark.parametrize("panel", [panel for panel in PANELS if panel != "own"])
def test_a_subtree_outside_the_challenge_is_a_sentence(panel: str):
    opened = page(panel=panel, focus=SPORT)
    assert "No class of ILSVRC-2012 is at or under sport" in visit.said(opened.info)[0]
    assert not opened.get("plotly_chart")


def test_the_whole_shows_the_published_accuracies():
    shown = metrics(page(model="resnet50"))
    assert (shown["Top-1 error"], shown["ReaL error"]) == ("23.9 %", "17.0 %")


def test_top1_and_real_error_stand_side_by_side_over_the_same_images():
    shown = metrics(page(model="resnet50"))
    assert (shown["Top-1 error, same images"], shown["ReaL error"]) == ("21.5 %", "17.0 %")
    assert shown["Images with ReaL labels"] == "46,837"


def test_the_intervals_say_what_they_are_of():
    said = " ".join(visit.unescaped(each.value) for each in page(focus=DOG).caption)
    assert "for these classes as given (Wilson)" in said
    assert "for the concept" in said
    said = " ".join(visit.unescaped(each.value) for each in page(focus=LEAF).caption)
    assert "none for the concept, which would need 10 classes" in said
    assert "is a single class: 50 images, so one image is 2 percentage points" in said


def test_a_partial_model_says_what_it_covers_and_shows_its_macro_error():
    truth = validation().truth
    predicted = np.where(truth.labels == 151, 151, np.where(truth.labels == 152, 151, -1))
    predicted[np.flatnonzero(truth.labels == 152)[10:]] = -1
    opened = with_own(
        Predictions(validation().truth, "mine", predicted.astype(np.int16), OWN), focus=DOG
    )
    shown = metrics(opened)
    assert (shown["Top-1 error"], shown["Top-1 error, macro"]) == ("16.7 %", "50.0 %")
    said = " ".join(visit.unescaped(each.value) for each in opened.caption)
    assert "mine covers 2 of 118 classes and 60 of 5,900 images" in said
    assert "Top-1 error, macro" not in metrics(page(focus=DOG))


def test_a_model_without_top5_says_so():
    opened = page(model="mlperf_mobilenet_v1_1.0_224", colour="top5_error")
    assert metrics(opened)["Top-5 error"] == "–"
    assert "is not available for" in visit.said(opened.info)[0]


def test_another_model_goes_into_the_address():
    opened = page(focus=DOG)
    sound(opened.selectbox(key="choose_model").set_value("vgg16").run())
    assert query(opened) == {"focus": DOG, "model": "vgg16"}


def test_a_cell_of_the_matrix_lists_its_images():
    opened = page(panel="confusion", focus=DOG, label="n02087122", guess="n02103406")
    images = next(each.value for each in opened.dataframe if "agree" in each.value)
    assert len(images) == 85
    down = next(each for each in opened.button if each.label == "Open working dog")
    sound(down.click().run())
    assert query(opened) == {"panel": "confusion", "focus": "n02103406"}


def test_two_models_are_compared_in_a_sentence():
    opened = page(panel="compare", model="alexnet", other="senet154")
    assert any(
        "senet154 is significantly better: its error is lower by 24.79 percentage points"
        in visit.unescaped(each.value)
        for each in opened.markdown
    )


def test_models_that_do_not_differ_are_not_called_equal():
    opened = page(panel="compare", model="resnet50", other="resnet50", focus=DOG)
    said = [visit.unescaped(each.value) for each in (*opened.markdown, *opened.caption)]
    assert any("No difference was found; a difference of up to" in each for each in said)
    assert not any("chance" in each for each in said)


def test_the_scan_says_which_nodes_it_leaves_out_and_why():
    opened = page(panel="compare", model="resnet50", other="resnet101")
    said = " ".join(visit.unescaped(each.value) for each in opened.caption)
    assert "Tarone's selection; Gilbert 2005" in said
    assert "too few for any outcome to be significant" in said


def test_an_unknown_model_is_said_and_the_default_shown():
    opened = page(model="mine")
    assert "exist only in the session that uploaded them" in visit.said(opened.warning)[0]
    assert opened.selectbox(key="choose_model").value == "resnet50"


def own() -> Predictions:
    truth = validation().truth
    confidence = np.full(50_000, 0.9, dtype=np.float32)
    return Predictions(validation().truth, "mine", truth.labels, OWN, None, confidence)


@pytest.mark.parametrize("panel", PANELS)
def test_ones_own_model_stands_on_every_panel(panel: str):
    opened = with_own(own(), panel=panel, focus=DOG)
    assert not opened.warning
    assert not opened.error
    for box in boxes(opened, "choose_model"):
        assert "mine" in box.options


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_offers_the_images_and_models_that_change_it_alone(panel: str):
    opened = page(panel=panel)
    keys = ("evaluation", "model", "other")
    assert tuple(each for each in keys if boxes(opened, f"choose_{each}")) == {
        "compare": keys,
        "field": ("evaluation",),
        "new": ("model",),
        "training": (),
        "own": (),
    }.get(panel, ("evaluation", "model"))


def test_a_panel_without_a_choice_of_model_keeps_the_model_that_was_chosen():
    assert query(page(panel="field", model="vgg16"))["model"] == "vgg16"


def test_the_calibration_of_ones_own_model_is_shown():
    shown = metrics(with_own(own(), panel="calibration"))
    assert (shown["Accuracy"], shown["Mean confidence"]) == ("100.0 %", "90.0 %")
    assert shown["Expected calibration error (pp)"] == "10.0"
    assert (shown["Brier score"], shown["Log loss"]) == ("0.010", "0.105")
    opened = with_own(own(), panel="calibration", focus=DOG)
    assert visit.verdicts(opened)[0].startswith("Miscalibrated: the expected calibration error is")


@pytest.mark.parametrize("panel", PANELS)
def test_a_model_known_by_class_is_shown_or_said_to_be_too_little(panel: str):
    model = ClassAccuracies(validation().truth, "mine", np.full(1_000, 0.5), OWN)
    opened = with_own(model, panel=panel, focus=DOG)
    assert not opened.error
    if panel in ("confusion", "compare", "labels", "calibration"):
        assert "Only per-class accuracies of mine" in visit.said(opened.info)[0]


def test_removing_ones_own_model_brings_the_default_back():
    opened = with_own(own(), panel="own")
    remove = next(each for each in opened.button if each.label == "Remove")
    sound(remove.click().run())
    assert query(opened) == {"panel": "own"}
    assert not opened.warning
    assert "mine" not in page().selectbox(key="choose_model").options


# The overlay elsewhere


@pytest.mark.parametrize(
    "colour", ["top1_error", "real_error", "top5_error", "error_severity", "hierarchical_distance"]
)
def test_errors_are_measures_of_the_hierarchy_and_of_breeds(colour: str):
    opened = visit.hierarchy(dataset="ilsvrc2012", focus=DOG, colour=colour, model="alexnet")
    assert not opened.warning
    card = opened.table[0].value.set_index("")
    assert card.loc["Top-1 error, alexnet", "Whole subtree"] == "41.1 %"
    opened = sound(visit.page(BREEDS, dataset="ilsvrc2012", colour=colour).run())
    assert not opened.warning


def test_errors_are_measures_of_the_boxes_page():
    opened = sound(visit.page(BOXES, panel="branches", focus=DOG, measure="real_error").run())
    assert not opened.warning
    assert opened.selectbox(key="choose_measure").value == "real_error"


# Another evaluation


@pytest.mark.parametrize("panel", [panel for panel in PANELS if panel != "own"])
def test_every_panel_opens_on_imagenetv2(panel: str):
    opened = page(evaluation="imagenetv2", panel=panel, focus=DOG)
    assert query(opened)["evaluation"] == "imagenetv2"


def test_the_errors_are_those_on_the_chosen_images():
    shown = metrics(page(evaluation="imagenetv2", model="resnet50"))
    assert shown["Top-1 error"] == "36.7 %"
    shown = metrics(page(model="resnet50"))
    assert shown["Top-1 error"] == "23.9 %"


def test_reassessed_labels_are_called_as_their_authors_do():
    shown = metrics(page(evaluation="imagenetv2", model="resnet50"))
    assert {"Refined-label error", "Images with refined labels"} <= set(shown)
    assert "ReaL error" not in shown


def test_a_model_that_was_not_tried_on_the_images_is_told_and_replaced():
    opened = page(evaluation="imagenetv2", model="mlperf_mobilenet_v1_1.0_224", focus=DOG)
    said = " ".join(visit.unescaped(each.value) for each in opened.warning)
    assert "model 'mlperf_mobilenet_v1_1.0_224' on ImageNetV2, matched frequency" in said
    assert "Showing resnet50" in said


def strips(opened: visit.AppTest) -> list[str]:
    """Alternative texts of the strips of errors on a page."""
    alts = [chart.proto.alt for chart in opened.get("plotly_chart")]
    return [alt for alt in alts if "in the order of WordNet" in alt]


@pytest.mark.parametrize("evaluation", ["ilsvrc2012", "imagenetv2"])
@pytest.mark.parametrize(("panel", "drawn"), [("where", 1), ("compare", 1), ("confusion", 0)])
def test_the_errors_over_the_hierarchy_open_the_page(evaluation: str, panel: str, drawn: int):
    opened = page(evaluation=evaluation, panel=panel)
    assert len(strips(opened)) == drawn
    if drawn:
        assert "1,000 classes" in strips(opened)[0]


def test_of_a_single_class_the_sentence_says_all():
    opened = page(focus=LEAF)
    assert not strips(opened)
    said = " ".join(visit.unescaped(each.value) for each in opened.markdown)
    assert "resnet50 is wrong on 42.0 % of 50 images" in said
    assert "Of these errors, 14 % are accepted by ReaL labels" in said


def test_a_model_known_by_class_has_a_strip_and_says_why_its_errors_are_not_divided():
    accuracy = np.full(1000, 0.75)
    opened = with_own(ClassAccuracies(validation().truth, "mine", accuracy, OWN), focus=DOG)
    assert len(strips(opened)) == 1
    said = " ".join(visit.unescaped(each.value) for each in opened.caption)
    assert "Only per-class accuracies of mine are available" in said
    assert "dividing its errors by ReaL labels needs the class that it predicts" in said


def test_the_strip_of_a_model_with_a_foreign_name_stays_in_the_budget():
    truth = validation().truth
    predicted = np.where(np.arange(len(truth)) % 3, truth.labels, 0)
    predicted[::7] = -1
    name = "<b>%{x}</b> {y}"
    opened = with_own(Predictions(truth, name, predicted.astype(np.int16), OWN))
    (chart,) = [each for each in opened.get("plotly_chart") if "in the order" in each.proto.alt]
    assert len(chart.proto.spec) <= 60_000
    opened = with_own(
        Predictions(truth, name, predicted.astype(np.int16), OWN), panel="compare", other="resnet50"
    )
    (chart,) = [each for each in opened.get("plotly_chart") if "in the order" in each.proto.alt]
    assert len(chart.proto.spec) <= 60_000
    assert "<b>%{x}" not in chart.proto.spec


def test_every_branch_and_class_of_the_strip_can_be_saved():
    opened = visit.page(ERRORS, focus=DOG)
    opened.session_state["strip_table_where_unfolded"] = True
    with visit.downloads() as saved:
        sound(opened.run())
    lines = saved[f"{DOG}-errors-in-order-resnet50.csv"].decode().splitlines()
    assert lines[0].startswith("level,wnid,name,classes,images,error,rejected,unrated,accepted")
    assert len(lines) > 119


def test_the_sentence_on_two_models_counts_the_nodes_that_the_figures_and_the_table_count():
    opened = page(panel="compare", focus=DOG)
    count = metrics(opened)["Significant nodes"]
    assert (
        f"senet154 is significantly better on {count} and resnet50 on 0"
        in visit.verdicts(opened)[0]
    )


def test_of_one_class_two_models_are_compared_once():
    opened = page(panel="compare", focus="n02113624")
    assert "Significant nodes" not in metrics(opened)
    assert not any("better model is worse" in each.value for each in opened.subheader)


def test_points_of_correlates_are_named_and_too_few_classes_are_one_sentence():
    (chart,) = page(panel="associations", focus=DOG).get("plotly_chart")
    assert "malinois" in chart.proto.spec
    assert "%{text}" in chart.proto.spec
    few = page(panel="associations", focus="n02113624")
    assert visit.said(few.info) == ["Too few classes for a correlation."]
    assert "choose_feature" not in {each.key for each in few.selectbox}


def test_where_no_error_is_mostly_of_the_labels_both_conditions_are_told():
    opened = page(panel="labels", focus=LEAF)
    assert metrics(page(focus=LEAF))["Top-1 error"] == "42.0 %"  # far from under 10 %
    assert any(
        "both a top-1 error of at least 10% and a ReaL error of at most half" in text
        for text in visit.said(opened.caption)
    )


@pytest.mark.parametrize(("focus", "size"), [(LEAF, "(1 class, 50 images)"), (DOG, "s each)")])
def test_the_images_of_a_single_class_are_not_counted_each(focus: str, size: str):
    opened = page(panel="training", focus=focus)
    heads = [text for text in visit.said(opened.header) if text.startswith("One network")]
    assert len(heads) == 1
    assert heads[0].endswith(size)
