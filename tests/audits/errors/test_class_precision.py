"""Precision beside recall, and classes by how many training images they have."""

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from explorer.audits.errors import class_precision
from explorer.datasets import Columns, DataSet
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas, validation

DOG, CAT = "n02084071", "n02121620"
MODEL = "resnet50"


def test_figures_by_class_are_those_of_scikit_learn():
    model = validation().built_in[MODEL]
    found = class_precision.classes(atlas(), model, ENTITY).set_index("wnid")
    found = found.loc[list(model.truth.wnids)]
    precision, recall, f1, _ = precision_recall_fscore_support(
        model.truth.labels, model.predicted, labels=np.arange(1_000), zero_division=np.nan
    )
    np.testing.assert_allclose(found["recall"], recall * 100)
    np.testing.assert_allclose(found["precision"], precision * 100)
    np.testing.assert_allclose(found["f1"], f1 * 100)


@pytest.mark.parametrize("focus", [DOG, CAT, ENTITY])
def test_a_synset_is_counted_image_by_image(focus: str):
    model = validation().built_in[MODEL]
    below = set(atlas().hierarchy.named(atlas().hierarchy.subtree(focus)))
    inside = np.array([wnid in below for wnid in model.truth.wnids])
    labelled, predicted = inside[model.truth.labels], inside[model.predicted]
    row = class_precision.groups(atlas(), model, [focus]).iloc[0]
    assert row["images"] == labelled.sum()
    assert row["predicted"] == predicted.sum()
    assert row["right"] == (labelled & predicted).sum()
    assert row["recall"] == pytest.approx((labelled & predicted).sum() / labelled.sum() * 100)
    assert row["precision"] == pytest.approx((labelled & predicted).sum() / predicted.sum() * 100)
    assert row["predicted_share"] == pytest.approx(predicted.mean() * 100)


def test_branches_without_a_class_are_left_out_and_the_worst_is_first():
    found = class_precision.branches(atlas(), validation().built_in[MODEL], ENTITY)
    assert (found["images"] > 0).all()
    assert found["f1"].is_monotonic_increasing


def test_rare_classes_are_found_less_often_but_predicted_more_precisely():
    dataset, model = atlas().dataset("ilsvrc2012"), validation().built_in[MODEL]
    found = class_precision.by_frequency(
        class_precision.classes(atlas(), model, ENTITY), dataset, 1_000, 1_300
    )
    assert found["group"].tolist() == ["head", "middle", "tail"]
    assert found["classes"].tolist() == [895, 86, 19]
    assert (found["fewest"].iloc[2], found["most"].iloc[2]) == (732, 986)
    assert found["recall"].iloc[2] < found["recall"].iloc[0]
    assert found["precision"].iloc[2] > found["precision"].iloc[0]
    every = class_precision.classes(atlas(), model, ENTITY)
    weighted = (found["recall"] * found["classes"]).sum() / 1_000
    assert weighted == pytest.approx(every["recall"].mean())


def test_a_class_whose_training_images_are_unknown_is_in_a_group_of_its_own():
    dataset, model = atlas().dataset("ilsvrc2012"), validation().built_in[MODEL]
    frame = dataset.columns.frame(["images"])
    frame.iloc[:3] = np.nan
    partly: DataSet = type(dataset)(
        key="x",
        title="X",
        summary="",
        columns=Columns.of(frame),
        measures=dataset.measures[:1],
        source="test",
    )
    found = class_precision.by_frequency(
        class_precision.classes(atlas(), model, ENTITY), partly, 1_000, 1_300
    )
    assert found["classes"].sum() == 1_000
    assert found["group"].iloc[-1] == "unknown"
    assert found["classes"].iloc[-1] == 3


def test_classes_with_equal_counts_are_not_parted():
    truth = validation().truth
    assert class_precision.thirds(atlas().dataset("ilsvrc2012"), truth.wnids) == (1_300, 1_300)
    assert class_precision.training_sets(atlas(), truth) == ("ilsvrc2012",)
