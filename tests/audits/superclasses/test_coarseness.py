"""How coarse labels must be: the curve of accuracy over cuts, and the exact cut it is read off."""

import dataclasses

import numpy as np
import pytest

from explorer.audits.superclasses import coarseness, errors
from explorer.audits.superclasses.cut import made
from explorer.audits.superclasses.groups import Grouping, grouping
from explorer.evaluations import NONE, Predictions
from tests.support.real import atlas, validation


def model(name: str = "resnet50") -> Predictions:
    found = validation().model(name)
    assert isinstance(found, Predictions)
    return found


def cut(number: int, by: str = "classes") -> Grouping:
    return grouping(atlas().roll_up("ilsvrc2012"), made("groups", number, by))


@pytest.mark.parametrize("by", ["classes", "images"])
def test_a_point_of_the_curve_is_the_accuracy_at_that_cut(by: str):
    found = coarseness.curve(atlas().roll_up("ilsvrc2012"), model(), by)
    assert found["groups"].iloc[0] == 1
    assert found["groups"].iloc[-1] == 1_000
    accuracies = dict(zip(found["groups"].tolist(), found["accuracy"].tolist(), strict=True))
    for number in list(accuracies)[::5]:
        at = cut(number, by)
        assert len(at.keys) == number
        assert accuracies[number] == pytest.approx(errors.summary(at, model())["accuracy"])


def test_a_curve_over_a_subset_is_over_the_images_of_its_classes():
    found = coarseness.curve(atlas().roll_up("imagenet-a"), model())
    assert found["images"].iloc[0] == 200 * 50
    assert found["groups"].iloc[-1] == 200
    assert found["accuracy"].iloc[0] < 100, "predictions of other classes are in no group"


def test_a_curve_goes_through_further_numbers_that_are_asked_for():
    over = atlas().roll_up("ilsvrc2012")
    plain = coarseness.curve(over, model())
    found = coarseness.curve(over, model(), also=(16.0, float("nan")))
    assert set(found["groups"]) - set(plain["groups"]) == {16}


@pytest.mark.parametrize("name", ["resnet50", "alexnet", "dpn131", "senet154"])
@pytest.mark.parametrize("by", ["classes", "images"])
def test_the_answer_is_the_largest_number_of_superclasses_of_all_near_the_crossing(
    name: str, by: str
):
    row = coarseness.coarseness(atlas().roll_up("ilsvrc2012"), [model(name)], by).iloc[0]
    largest = int(row["groups"])
    right = {
        number: errors.summary(cut(number, by), model(name))["accuracy"]
        for number in range(largest, largest + 21)
    }
    assert row["accuracy"] == pytest.approx(right[largest])
    assert right[largest] >= coarseness.RIGHT
    assert max(accuracy for number, accuracy in right.items() if number > largest) < 90
    assert row["next_groups"] == largest + 1
    assert row["next_accuracy"] == pytest.approx(right[largest + 1])


def test_far_up_the_curve_the_answer_is_right_and_with_one_group_more_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(coarseness, "RIGHT", 80.0)
    row = coarseness.coarseness(atlas().roll_up("ilsvrc2012"), [model()]).iloc[0]
    largest = int(row["groups"])
    assert largest > 200, "far enough for the search to halve"
    accuracies = [errors.summary(cut(at), model())["accuracy"] for at in (largest, largest + 1)]
    assert accuracies[0] >= 80 > accuracies[1]
    assert [row["accuracy"], row["next_accuracy"]] == pytest.approx(accuracies)


def test_every_model_has_a_row_the_better_ones_with_more_superclasses():
    every = errors.with_predictions(validation())
    names = ("alexnet", "resnet50", "senet154")
    found = coarseness.coarseness(atlas().roll_up("ilsvrc2012"), (every[each] for each in names))
    assert found["model"].tolist() == ["senet154", "resnet50", "alexnet"]
    assert found["groups"].tolist() == [72, 15, 6]
    text = coarseness.answer("resnet50", found.iloc[1])
    assert text.startswith("resnet50 is right on 90 % of the images with 15 superclasses (90.6 %")
    assert "no longer with 16 (" in text


def test_perfect_and_hopeless_models_have_a_sentence_too():
    over = atlas().roll_up("ilsvrc2012")
    right = dataclasses.replace(model(), model="right", predicted=model().truth.labels)
    found = coarseness.coarseness(over, [right]).iloc[0]
    assert "even with every class on its own" in coarseness.answer("right", found)
    over = atlas().roll_up("imagenet-a")
    elsewhere = next(at for at, wnid in enumerate(model().truth.wnids) if wnid not in over.dataset)
    wrong = dataclasses.replace(
        model(), model="wrong", predicted=np.full_like(model().predicted, elsewhere)
    )
    found = coarseness.coarseness(over, [wrong]).iloc[0]
    text = coarseness.answer("wrong", found)
    assert text == "However few the superclasses, wrong is not right on 90 % of the images."


def test_a_model_without_predictions_is_not_called_wrong():
    truth = validation().truth
    none = Predictions(truth, "none", np.full(len(truth), NONE, dtype=np.int16), "test")
    found = coarseness.coarseness(atlas().roll_up("ilsvrc2012"), [none]).iloc[0]
    assert coarseness.answer("none", found) == (
        "none has no prediction for an image of these classes."
    )
