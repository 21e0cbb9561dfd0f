"""Validation images and what models say of them: as in the tables, read once and only read."""

import numpy as np
import pytest

from explorer import facts, predictions
from explorer.errors import UnknownModel
from explorer.predictions import IMAGES, NONE, Predictions


def test_every_model_of_the_tables_is_here_with_a_guess_for_every_image():
    found = predictions.built_in()
    assert len(found) == 69
    assert set(found) == set(predictions.names())
    assert all(model.covered.all() for model in found.values())


def test_names_come_the_most_accurate_first():
    models = facts.read("models").set_index("model")["top1_percent"]
    assert models.loc[list(predictions.names())].is_monotonic_decreasing


def test_reassessed_labels_are_those_of_the_table():
    truth = predictions.validation()
    table = facts.read("validation_predictions")
    for place in (0, 1, 777, IMAGES - 1):
        assert truth.real_labels(place) == sorted(table["real_labels"].iloc[place].tolist())
    assert (~truth.rated).sum() == 3_163


def test_a_guess_is_held_against_all_reassessed_labels_of_its_image():
    truth = predictions.validation()
    table = facts.read("validation_predictions").head(2_000)
    guesses = predictions.find("vgg16").guesses
    found = truth.among_real(guesses)[: len(table)]
    pairs = zip(guesses.tolist(), table["real_labels"].tolist(), strict=False)
    assert found.tolist() == [guess in labels for guess, labels in pairs]


def test_no_guess_is_never_right():
    nothing = np.full(IMAGES, NONE, dtype=np.int16)
    assert not predictions.validation().among_real(nothing).any()


def test_all_predictions_take_little_memory_and_cannot_be_changed():
    arrays = [model.guesses for model in predictions.built_in().values()]
    assert sum(array.nbytes for array in arrays) <= 7_000_000
    with pytest.raises(ValueError, match="read-only"):
        arrays[0][0] = 1


def test_an_own_model_is_found_but_hides_no_built_in_one_and_an_unknown_one_is_said():
    mine = Predictions("mine", predictions.find("vgg16").guesses, "mine")
    assert predictions.find("mine", {"mine": mine}) is mine
    assert predictions.find("alexnet", {"alexnet": mine}) is predictions.built_in()["alexnet"]
    with pytest.raises(UnknownModel, match="no model 'gpt'"):
        predictions.find("gpt")


def test_top5_is_known_only_where_every_covered_image_has_five_predictions():
    ranked = np.full((IMAGES, 5), NONE, dtype=np.int16)
    ranked[:2] = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert Predictions("mine", ranked[:, 0], "mine", ranked).top5_known
    ranked[1, 4] = NONE
    assert not Predictions("mine", ranked[:, 0], "mine", ranked).top5_known
    assert not Predictions("mine", ranked[:, 0], "mine", ranked[:, :4]).top5_known
