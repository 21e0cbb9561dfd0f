"""A model's errors as measures of the data sets whose classes are an evaluation's."""

import numpy as np
import pytest

from tests.support.real import atlas, validation

WITHIN_ILSVRC = ("ilsvrc2012", "tiered", "imagenet-a", "imagenet-r", "mini", "stanford-dogs")


@pytest.mark.parametrize("key", WITHIN_ILSVRC)
def test_data_sets_within_the_challenge_have_box_measures_and_the_errors_of_any_model(key: str):
    for model in ("resnet50", "vgg16"):
        dataset = atlas().dataset(key, model)
        measures = {measure.key: measure for measure in dataset.measures}
        assert {"object_scale", "boxes_per_image", "top1_error", "real_error"} <= set(measures)
        assert model in measures["top1_error"].meaning
        assert [each.key for each in dataset.measures] == [
            each.key for each in atlas().dataset(key).measures
        ]
        rolled = atlas().roll_up(key, model)
        at = rolled.members
        error = rolled.own("top1_error", at)
        truth = validation().truth
        right = validation().built_in[model].predicted == truth.labels
        labels = [truth.index[wnid] for wnid in dataset.wnids]
        hits = np.bincount(truth.labels[right], minlength=truth.classes)[labels]
        np.testing.assert_allclose(error, 100 - 2 * hits)


def test_what_a_model_is_not_known_for_is_unknown_and_not_missing():
    rolled = atlas().roll_up("ilsvrc2012", "mlperf_mobilenet_v1_1.0_224")
    assert np.isnan(rolled.subtree("top5_error")).any()
    assert np.isfinite(rolled.subtree("top1_error", rolled.members)).all()


@pytest.mark.parametrize("key", ["fall11", "wordnet"])
def test_other_data_sets_are_the_same_for_every_model(key: str):
    assert atlas().dataset(key, "vgg16") is atlas().dataset(key)
    assert "top1_error" not in {measure.key for measure in atlas().dataset(key).measures}
