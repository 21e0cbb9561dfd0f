"""One network on six training sets: published means, branches over distinct classes."""

import numpy as np
import pytest

from explorer import facts
from explorer.audits.errors import training_sets
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas, validation

DOG, ANIMAL = "n02084071", "n00015388"


def test_errors_over_all_classes_are_those_of_the_published_means():
    found = training_sets.overall(atlas(), validation().truth.wnids)
    published = [77.99, 42.25, 59.61, 55.61, 25.16, 23.76]
    assert (100 - found["error"]).round(2).tolist() == published
    assert ((found["low"] < found["error"]) & (found["error"] < found["high"])).all()
    assert found["images"].iloc[0] == 1_281_167


def test_a_branch_is_the_mean_over_its_distinct_classes():
    found = training_sets.branches(atlas(), ENTITY).set_index("wnid")
    table = facts.read("select_resnet50_by_training_set").set_index("wnid")
    for wnid in (DOG, ANIMAL):
        below = {*atlas().hierarchy.descendants(wnid), wnid} & {*table.index}
        assert found.loc[wnid, "classes"] == len(below)
        for each in training_sets.SETS:
            mean = table.loc[[*below], f"{each.key}_top1_accuracy"].mean()
            assert found.loc[wnid, f"{each.key}_error"] == pytest.approx(100 - 100 * mean)
    assert found["in1000_error"].is_monotonic_decreasing


def test_classes_without_training_images_are_counted():
    found = training_sets.overall(atlas(), validation().truth.wnids)
    table = facts.read("select_resnet50_by_training_set")
    assert found["classes_without"].tolist() == [
        int((table[f"{each.key}_train_images"] == 0).sum()) for each in training_sets.SETS
    ]
    assert np.array(found["classes_without"]).sum() > 0
