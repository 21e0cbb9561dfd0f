"""Accuracy at a cut, counted image by image, and how it falls with the number of groups."""

import numpy as np
import pytest
from scipy.stats import binomtest

from explorer.audits.superclasses import errors
from explorer.audits.superclasses.cut import parsed
from explorer.audits.superclasses.groups import Grouping, grouping
from explorer.errors import ExplorerError, UnknownModel
from explorer.evaluations import Predictions
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
    with pytest.raises(ExplorerError, match=r"They are available for ILSVRC-2012 .*, tiered"):
        errors.evaluation_of(atlas(), atlas().roll_up("fall11"))
