"""Two models at every node: exact tests, adjusted for many, over images of both."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from explorer import predictions
from explorer.audits import model_comparison as comparison
from explorer.predictions import Predictions
from explorer.wordnet import ENTITY
from tests.real import atlas

DOG = "n02084071"
COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=20)


def model(name: str) -> Predictions:
    return predictions.built_in()[name]


@given(COUNTS)
def test_p_is_scipys_exact_binomial_test(counts):
    first, second = np.array(counts, dtype=float).T
    found = comparison.mcnemar(first, second)
    for p, (a, b) in zip(found, counts, strict=True):
        expected = scipy.stats.binomtest(a, a + b, 0.5).pvalue if a + b else 1.0
        assert p == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_is_scipys_false_discovery_control(values):
    found = comparison.benjamini_hochberg(np.array(values))
    np.testing.assert_allclose(found, scipy.stats.false_discovery_control(values), atol=1e-12)


def test_the_whole_is_the_difference_of_the_published_accuracies():
    found = comparison.compare(atlas(), model("resnet50"), model("senet154"), ENTITY)
    whole = comparison.widest(found)
    assert whole["images"] == 50_000
    assert whole["difference"] == pytest.approx(76.13 - 81.304, abs=0.001)
    truth = predictions.validation()
    wrong = [model(name).guesses != truth.labels for name in ("resnet50", "senet154")]
    assert whole["only_first"] == (wrong[0] & ~wrong[1]).sum()
    assert whole["only_second"] == (wrong[1] & ~wrong[0]).sum()


def test_no_two_nodes_hold_the_same_classes():
    found = comparison.compare(atlas(), model("vgg16"), model("alexnet"), DOG)
    hierarchy = atlas().hierarchy
    held = [
        frozenset(hierarchy.named(hierarchy.subtree(wnid))) & frozenset(atlas().index_of)
        for wnid in found["wnid"]
    ]
    assert len(set(held)) == len(held)
    assert found["q"].is_monotonic_increasing


def test_a_model_does_not_differ_from_itself():
    found = comparison.compare(atlas(), model("vgg16"), model("vgg16"), DOG)
    assert (found["p"] == 1).all()
    assert not found["different"].any()
    assert comparison.against_the_trend(found).empty


def test_where_the_better_model_is_worse_the_difference_has_the_other_sign():
    found = comparison.compare(atlas(), model("squeezenet1_0"), model("alexnet"), ENTITY)
    trend = comparison.against_the_trend(found)
    assert (trend["difference"] * comparison.widest(found)["difference"] < 0).all()
    assert trend["different"].all()


def test_models_are_compared_on_the_images_of_both():
    half = model("vgg16").guesses.copy()
    half[25_000:] = -1
    found = comparison.compare(atlas(), Predictions("half", half, ""), model("alexnet"), ENTITY)
    assert comparison.widest(found)["images"] == 25_000
