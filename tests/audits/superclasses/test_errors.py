"""Accuracy at a cut, counted image by image, and how it falls with the number of groups."""

import dataclasses

import numpy as np
import pytest
from scipy.stats import binomtest

from explorer.audits.superclasses import errors
from explorer.audits.superclasses.cut import parsed
from explorer.audits.superclasses.groups import Grouping, grouping
from explorer.errors import ExplorerError, UnknownModel
from explorer.evaluations import NONE, Predictions
from tests.support.real import atlas, validation

CUTS = ["groups-20", "groups-1", "groups-1000", "preset-tiered", "preset-category67", "depth-8"]


def model(name: str = "resnet50", of: str = "ilsvrc2012") -> Predictions:
    found = atlas().evaluation(of).model(name)
    assert isinstance(found, Predictions)
    return found


def grouped(text: str, key: str = "ilsvrc2012") -> Grouping:
    return grouping(atlas().roll_up(key), parsed(text))


def counted(found: Grouping, of: Predictions) -> tuple[int, int, int]:
    """Images, right at the cut, right as classes: one image after another."""
    group = {w: at for w, at in zip(found.wnids, found.group.tolist(), strict=True) if at >= 0}
    wnids = of.truth.wnids
    images = right = same = 0
    for label, predicted in zip(of.truth.labels.tolist(), of.predicted.tolist(), strict=True):
        if predicted < 0 or wnids[label] not in group:
            continue
        images += 1
        same += label == predicted
        right += group[wnids[label]] == group.get(wnids[predicted])
    return images, right, same


@pytest.mark.parametrize("text", CUTS)
@pytest.mark.parametrize("key", ["ilsvrc2012", "imagenet-a"])
def test_accuracy_at_a_cut_is_the_share_of_images_predicted_in_their_group(text: str, key: str):
    found = grouped(text, key)
    images, right, same = counted(found, model())
    total = errors.summary(found, model())
    assert total["images"] == images
    assert total["accuracy"] == pytest.approx(right / images * 100)
    assert total["top1_accuracy"] == pytest.approx(same / images * 100)
    low, high = binomtest(right, images).proportion_ci(method="wilson")
    assert (total["low"], total["high"]) == pytest.approx((low * 100, high * 100))
    assert images + total["left_out"] == model().covered.sum()


def test_one_group_is_always_right_and_single_classes_are_top1():
    assert errors.summary(grouped("groups-1"), model())["accuracy"] == 100
    singles = errors.summary(grouped("groups-1000"), model())
    assert singles["accuracy"] == pytest.approx(76.13)
    assert singles["accuracy"] == singles["top1_accuracy"]


@pytest.mark.parametrize("text", CUTS)
def test_the_confusion_counts_every_image_once_and_its_diagonal_is_what_is_right(text: str):
    found = grouped(text)
    held = errors.confusion(atlas(), found, model())
    images, right, _ = counted(found, model())
    assert held.counts.shape == (len(found.keys), len(found.keys) + 1)
    assert held.counts.sum() == images
    assert held.counts[:, :-1].diagonal().sum() == right
    assert errors.long(held)["images"].sum() == images
    frame = errors.by_group(held)
    assert frame["images"].sum() == images
    assert (frame["accuracy"].between(frame["low"], frame["high"] + 1e-9)).all()


def test_recall_and_precision_of_a_group_are_counted_over_its_images():
    found = grouped("preset-category67")
    frame = errors.by_group(errors.confusion(atlas(), found, model())).set_index("key")
    cats = np.array([found.keys[at] == "cat" for at in found.group.tolist()])
    index = {wnid: at for at, wnid in enumerate(model().truth.wnids)}
    classes = [index[wnid] for wnid, cat in zip(found.wnids, cats, strict=True) if cat]
    labelled = np.isin(model().truth.labels, classes)
    predicted = np.isin(model().predicted, classes)
    row = frame.loc["cat"]
    assert row["images"] == labelled.sum()
    assert row["accuracy"] == pytest.approx(predicted[labelled].mean() * 100)
    assert row["precision"] == pytest.approx(labelled[predicted].mean() * 100)


@pytest.mark.parametrize("by", ["classes", "images"])
def test_a_point_of_the_curve_is_the_accuracy_at_that_cut(by: str):
    found = errors.curve(atlas().roll_up("ilsvrc2012"), model(), by)
    assert found["groups"].iloc[0] == 1
    assert found["groups"].iloc[-1] == 1_000
    for row in found.iloc[::5].itertuples():
        cut = grouped(f"groups-{row.groups}-{by}")
        assert len(cut.keys) == row.groups
        assert row.accuracy == pytest.approx(errors.summary(cut, model())["accuracy"])


def test_a_curve_over_a_subset_is_over_the_images_of_its_classes():
    found = errors.curve(atlas().roll_up("imagenet-a"), model())
    assert found["images"].iloc[0] == 200 * 50
    assert found["groups"].iloc[-1] == 200
    assert found["accuracy"].iloc[0] < 100, "predictions of other classes are in no group"


def test_how_coarse_a_label_must_be_is_read_off_the_curve():
    over = atlas().roll_up("ilsvrc2012")
    every = errors.with_predictions(validation())
    found = errors.coarseness(over, every.values())
    assert len(found) == len(validation().built_in)
    row = {each["model"]: each for _, each in found.iterrows()}
    for name in ("resnet50", "alexnet", "senet154"):
        curve = errors.curve(over, every[name])
        accuracy = dict(zip(curve["groups"].tolist(), curve["accuracy"].tolist(), strict=True))
        enough, beyond = (float(row[name][key]) for key in ("accuracy", "next_accuracy"))
        assert enough >= errors.RIGHT > beyond
        assert accuracy[int(row[name]["groups"])] == enough
        assert accuracy[int(row[name]["next_groups"])] == beyond
    assert row["senet154"]["groups"] > row["alexnet"]["groups"]
    text = errors.answer("resnet50", row["resnet50"])
    assert text.startswith("resnet50 is right on 90 % of the images with 15 superclasses")


def test_perfect_and_hopeless_models_have_a_sentence_too():
    over = atlas().roll_up("ilsvrc2012")
    right = dataclasses.replace(model(), model="right", predicted=model().truth.labels)
    found = errors.coarseness(over, [right]).iloc[0]
    assert "even with every class on its own" in errors.answer("right", found)
    over = atlas().roll_up("imagenet-a")
    elsewhere = next(at for at, wnid in enumerate(model().truth.wnids) if wnid not in over.dataset)
    wrong = dataclasses.replace(
        model(), model="wrong", predicted=np.full_like(model().predicted, elsewhere)
    )
    found = errors.coarseness(over, [wrong]).iloc[0]
    assert "less than 90 %" in errors.answer("wrong", found)


def test_only_models_with_predictions_are_taken():
    known = errors.with_predictions(validation())
    others = [name for name in validation().names if name not in known]
    flags = next(n for n in others if not isinstance(validation().model(n), Predictions))
    assert all(isinstance(each, Predictions) for each in known.values())
    with pytest.raises(ExplorerError, match="accuracy at a cut needs"):
        errors.predictions(validation(), flags)
    with pytest.raises(UnknownModel):
        errors.predictions(validation(), "mine")


def test_a_data_set_without_an_evaluation_says_for_which_predictions_are_available():
    with pytest.raises(ExplorerError, match="they are for ilsvrc2012, tiered"):
        errors.evaluation_of(atlas(), atlas().roll_up("fall11"))


def test_a_model_without_predictions_is_not_called_wrong():
    truth = validation().truth
    none = Predictions(truth, "none", np.full(len(truth), NONE, dtype=np.int16), "test")
    found = errors.coarseness(atlas().roll_up("ilsvrc2012"), [none]).iloc[0]
    assert errors.answer("none", found) == "none has no prediction for an image of these classes."
