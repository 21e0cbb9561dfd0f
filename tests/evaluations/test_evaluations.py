"""Validation images and what models say of them: as in the tables, read once and only read."""

import numpy as np
import pytest

from explorer import facts
from explorer.errors import UnknownEvaluation, UnknownModel
from explorer.evaluations import NONE, Predictions
from tests.support.real import atlas, validation

IMAGES = 50_000


def test_every_model_of_the_tables_is_here_with_a_guess_for_every_image():
    found = validation().built_in
    assert len(found) == 69
    assert set(found) == set(validation().names)
    assert all(model.covered.all() for model in found.values())


def test_names_come_the_most_accurate_first():
    models = facts.read("models").set_index("model")["top1_percent"]
    assert models.loc[list(validation().names)].is_monotonic_decreasing


def test_reassessed_labels_are_those_of_the_table():
    truth = validation().truth
    table = facts.read("validation_predictions")
    for place in (0, 1, 777, IMAGES - 1):
        assert truth.reassessed_labels(place) == sorted(table["real_labels"].iloc[place].tolist())
    assert (~truth.rated).sum() == 3_163


def test_a_guess_is_held_against_all_reassessed_labels_of_its_image():
    truth = validation().truth
    table = facts.read("validation_predictions").head(2_000)
    guesses = validation().model("vgg16").guesses
    found = truth.among_reassessed(guesses)[: len(table)]
    pairs = zip(guesses.tolist(), table["real_labels"].tolist(), strict=False)
    assert found.tolist() == [guess in labels for guess, labels in pairs]


def test_no_guess_is_never_right():
    nothing = np.full(IMAGES, NONE, dtype=np.int16)
    assert not validation().truth.among_reassessed(nothing).any()


def test_all_predictions_take_little_memory_and_cannot_be_changed():
    arrays = [model.guesses for model in validation().built_in.values()]
    assert sum(array.nbytes for array in arrays) <= 7_000_000
    with pytest.raises(ValueError, match="read-only"):
        arrays[0][0] = 1


def test_an_own_model_is_found_in_a_new_evaluation_and_an_unknown_one_is_said():
    mine = Predictions(validation().truth, "mine", validation().built_in["vgg16"].guesses, "mine")
    own = validation().with_own({"mine": mine})
    assert own.model("mine") is mine
    assert own.choices == ("mine", *validation().names)
    assert own.truth is validation().truth
    assert own.model("alexnet") is validation().built_in["alexnet"]
    for name in ("mine", "gpt"):
        with pytest.raises(UnknownModel, match=f"no model '{name}' on ILSVRC-2012 validation"):
            validation().model(name)


def test_an_unknown_evaluation_is_refused_with_those_there_are():
    with pytest.raises(UnknownEvaluation, match="'cifar'; there are: ilsvrc2012, imagenetv2"):
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
        right = model.guesses == truth.labels
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
