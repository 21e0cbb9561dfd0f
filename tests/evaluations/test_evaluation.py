"""Validation images and what models say of them: as in the tables, read once and only read."""

import numpy as np
import pandas as pd
import pytest

from explorer import facts
from explorer.errors import UnknownEvaluation, UnknownModel
from explorer.evaluations import (
    NONE,
    ClassAccuracies,
    CorrectFlags,
    Need,
    Predictions,
    declared,
    lacking,
)
from explorer.evaluations.declared import ILSVRC
from explorer.evaluations.listed import Known
from tests.support.real import atlas, validation

IMAGES = 50_000


def models(table: str) -> pd.DataFrame:
    return facts.read(table).set_index("model")


def test_every_model_of_the_tables_of_predictions_has_a_prediction_for_every_image():
    found = validation().built_in
    assert set(found) == {*models("models").index, *models("mobile_predictions_models").index}
    assert set(found) < set(validation().names)
    assert all(model.covered.all() for model in found.values())


def test_models_with_predictions_come_first_and_of_each_kind_the_most_accurate():
    listed = [*validation().listed.values()]
    kinds = [each.known for each in listed]
    assert kinds == sorted(kinds, key=list(Known).index)
    for kind in Known:
        accuracies = [each.accuracy for each in listed if each.known is kind]
        assert accuracies == sorted(accuracies, reverse=True)
    assert [kinds.count(kind) for kind in Known] == [
        len(models("models")) + len(models("mobile_predictions_models")),
        len(models("modern_correct_models")),
        9,
    ]


def test_mobilenetv4_has_the_accuracy_that_its_log_reports_and_a_year_before_it_is_read():
    reads = []
    evaluation = declared.load()[ILSVRC]
    for name, top1, real, year in (
        ("mobilenet_v4_conv_large_qualcomm_int8", 82.18, 87.36, 2024),
        ("mobilenet_v4_conv_large_samsung_int8", 81.56, 87.18, 2024),
        ("mobilenet_edgetpu_samsung_int8", 75.64, 82.56, 2019),
    ):
        listed = evaluation.listed[name]
        assert (round(listed.accuracy, 2), listed.year, listed.family) == (top1, year, "MobileNet")
        assert "MLPerf is a trademark of MLCommons" in listed.note
        model = evaluation.built_in[name]
        truth = model.truth
        assert round((model.predicted == truth.labels).mean() * 100, 2) == top1
        accepted = truth.among_reassessed(model.predicted)[truth.rated]
        assert round(accepted.mean() * 100, 2) == real
        reads.append(model)
    assert len(reads) == 3


def test_models_are_listed_without_reading_any_result(monkeypatch):
    read, results = facts.read, []

    def noted(name: str, folder=facts.DATA) -> pd.DataFrame:
        results.append(name)
        return read(name, folder)

    monkeypatch.setattr(facts, "read", noted)
    declared.load.cache_clear()
    try:
        evaluation = declared.load()[ILSVRC]
        assert results == []
        assert evaluation.titles["beit_large_patch16_384"].endswith("(right or wrong only)")
        assert not {"validation_predictions", "modern_correct", "confidence_9_models"} & {*results}
        evaluation.model("resnet50")
        assert "validation_predictions" in results
        assert not {"mobile_predictions", "modern_correct", "confidence_9_models"} & {*results}
    finally:
        declared.load.cache_clear()


def test_a_model_of_flags_is_unknown_where_its_source_could_not_score_it():
    table = facts.read("modern_correct")
    labels = validation().truth.labels
    for name, images in (("convnext_large_384_22k_1k", 49_002), ("clip_vit_base_patch32", 49_900)):
        model = validation().model(name)
        assert isinstance(model, CorrectFlags)
        assert model.covered.sum() == images
        assert not model.covered[np.isin(labels, [250, 517])].any()
        flags = table[f"{name}_top1"]
        assert model.correct.sum() == flags.sum()
        assert not model.correct[flags.isna()].any()
        assert model.correct_top5.sum() == table[f"{name}_top5"].sum()
    assert "One prompt per class" in validation().listed["clip_vit_base_patch32"].note
    assert "-1.35 percentage points" in validation().listed["vit_base_patch16_224"].note
    assert "class 134 may" in validation().listed["resnet_50"].note


def test_nine_models_have_confidences_and_are_left_out_of_the_agreement_of_models():
    names = [each.name for each in validation().listed.values() if each.known is Known.CONFIDENCE]
    listed = facts.read("confidence_models")
    listed.index = listed["platform"] + "_" + listed["model"].str.lower()
    assert len(names) == 9
    for name in names:
        model = validation().model(name)
        assert name not in validation().built_in
        assert model.confidence.mean() == pytest.approx(listed.mean_confidence[name], abs=1e-4)
        assert "squashed to a square" in validation().listed[name].note


def test_what_a_model_lacks_is_one_sentence_and_nothing_for_one_with_predictions():
    flags, whole = validation().model("resnet_18"), validation().model("resnet18")
    by_class = ClassAccuracies(validation().truth, "mine", np.zeros(1_000), "mine")
    assert {lacking(validation().model("pytorch_vgg16"), need) for need in Need} == {""}
    assert lacking(whole, Need.CORRECTNESS) == lacking(whole, Need.PREDICTED_CLASS) == ""
    assert lacking(whole, Need.CONFIDENCE) == (
        "resnet18 has no confidence scores; this view needs the confidence of each prediction."
    )
    assert lacking(flags, Need.CORRECTNESS) == ""
    assert lacking(flags, Need.PREDICTED_CLASS) == (
        "Of resnet_18 is known only on which images it is right or wrong; this view needs the "
        "class that it predicts on each image."
    )
    for need in Need:
        assert lacking(by_class, need).startswith("Only per-class accuracies of mine are")


def test_reassessed_labels_are_those_of_the_table():
    truth = validation().truth
    table = facts.read("validation_predictions")
    for place in (0, 1, 777, IMAGES - 1):
        assert truth.reassessed_labels(place) == sorted(table["real_labels"].iloc[place].tolist())
    assert (~truth.rated).sum() == 3_163


def test_a_guess_is_held_against_all_reassessed_labels_of_its_image():
    truth = validation().truth
    table = facts.read("validation_predictions").head(2_000)
    predicted = validation().model("vgg16").predicted
    found = truth.among_reassessed(predicted)[: len(table)]
    pairs = zip(predicted.tolist(), table["real_labels"].tolist(), strict=False)
    assert found.tolist() == [guess in labels for guess, labels in pairs]


def test_no_guess_is_never_right():
    nothing = np.full(IMAGES, NONE, dtype=np.int16)
    assert not validation().truth.among_reassessed(nothing).any()


def test_all_predictions_take_little_memory_and_cannot_be_changed():
    arrays = [model.predicted for model in validation().built_in.values()]
    assert sum(array.nbytes for array in arrays) <= 7_300_000
    with pytest.raises(ValueError, match="read-only"):
        arrays[0][0] = 1


def test_an_own_model_is_found_in_a_new_evaluation_and_an_unknown_one_is_said():
    mine = Predictions(validation().truth, "mine", validation().built_in["vgg16"].predicted, "mine")
    own = validation().with_own({"mine": mine})
    assert own.model("mine") is mine
    assert own.choices == ("mine", *validation().names)
    assert own.truth is validation().truth
    assert own.model("alexnet") is validation().built_in["alexnet"]
    for name in ("mine", "gpt"):
        with pytest.raises(UnknownModel, match=f"Unknown model '{name}' on ILSVRC-2012 validation"):
            validation().model(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("resnet5O", "Similar names: resnet50, resnet_50, "),
        ("gpt", "{count} are known, such as "),
    ],
)
def test_an_unknown_model_is_refused_with_a_few_names_not_all(name: str, said: str):
    with pytest.raises(UnknownModel) as refused:
        validation().model(name)
    assert said.format(count=len(validation().names)) in str(refused.value)
    assert len(str(refused.value)) < 200


def test_an_unknown_evaluation_is_refused_with_those_there_are():
    with pytest.raises(UnknownEvaluation, match=r"'cifar'\. Choose one of: ilsvrc2012, imagenetv2"):
        atlas().evaluation("cifar")


def test_imagenetv2_has_ten_images_per_class_and_its_published_accuracies():
    newer = atlas().evaluation("imagenetv2")
    truth = newer.truth
    assert (len(truth), truth.classes) == (10_000, 1_000)
    assert (truth.images_by_class == 10).all()
    assert truth.wnids == validation().truth.wnids
    assert (truth.reassessed_by_image == 0).sum() == 129
    assert (truth.reassessed_by_image > 1).sum() == 4_788
    models = facts.read("imagenetv2_mf_models").set_index("model")
    assert len(newer.names) == 64
    assert set(newer.names) < set(validation().names)
    for name, model in newer.built_in.items():
        right = model.predicted == truth.labels
        assert round(right.mean() * 100, 2) == models.loc[name, "v2_top1_percent"]
    assert models.loc["resnet50", "v2_top1_percent"] == 63.33
    assert models.loc["pnasnet5large", "v2_top1_percent"] == 72.08


def test_images_are_named_or_numbered_from_1():
    newer = atlas().evaluation("imagenetv2").truth
    assert newer.named(np.array([0])) == [facts.read("imagenetv2_mf_predictions")["image"].iloc[0]]
    assert validation().truth.named(np.array([0, 49_999])) == [1, 50_000]


def test_top5_is_known_only_where_every_covered_image_has_five_predictions():
    ranked = np.full((IMAGES, 5), NONE, dtype=np.int16)
    ranked[:2] = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert Predictions(validation().truth, "mine", ranked[:, 0], "mine", ranked).top5_known
    ranked[1, 4] = NONE
    assert not Predictions(validation().truth, "mine", ranked[:, 0], "mine", ranked).top5_known
    assert not Predictions(
        validation().truth, "mine", ranked[:, 0], "mine", ranked[:, :4]
    ).top5_known
