"""Metrics of a distribution against plain definitions and SciPy, on any counts and the edges."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.balance import distribution
from explorer.audits.balance.curves import lorenz

UNDEFINED = (
    "gini",
    "gini_corrected",
    "evenness",
    "imbalance_ratio",
    "robust_ratio",
    "effective_classes",
    "top_1_percent",
)
COUNTS = st.lists(st.integers(0, 3_000), min_size=1, max_size=60)


def shape(counts: list[int], threshold: float = 100) -> dict[str, float]:
    return distribution.shape(np.array(counts, dtype=float), threshold)


@given(COUNTS)
def test_gini_is_the_mean_difference_of_all_pairs_over_twice_the_mean(counts):
    values = np.array(counts, dtype=float)
    pairs = np.abs(values[:, None] - values[None, :]).mean()
    mean = values.mean()
    expected = pairs / (2 * mean) if mean else math.nan
    assert shape(counts)["gini"] == pytest.approx(expected, nan_ok=True, abs=1e-12)


@given(COUNTS)
def test_gini_is_one_less_twice_the_area_under_the_lorenz_curve(counts):
    curve = lorenz(np.array(counts, dtype=float), "")
    if sum(counts):
        area = np.trapezoid(curve["y"].astype(float), curve["x"].astype(float))
        assert shape(counts)["gini"] == pytest.approx(1 - 2 * area, abs=1e-3)
    else:
        assert curve.empty


@given(st.lists(st.integers(0, 3_000), min_size=2, max_size=60))
def test_the_corrected_gini_is_the_mean_difference_of_all_pairs_of_two_classes(counts):
    values = np.array(counts, dtype=float)
    size = len(values)
    pairs = np.abs(values[:, None] - values[None, :]).sum() / (size * (size - 1))
    expected = pairs / (2 * values.mean()) if values.any() else math.nan
    assert shape(counts)["gini_corrected"] == pytest.approx(expected, nan_ok=True, abs=1e-12)


@pytest.mark.parametrize("size", [2, 3, 50])
def test_one_class_with_all_images_is_as_uneven_as_can_be_however_few_there_are(size):
    found = shape([0] * (size - 1) + [9])
    assert found["gini"] == pytest.approx((size - 1) / size)
    assert found["gini_corrected"] == pytest.approx(1)
    assert found["evenness"] == 0


@given(st.lists(st.integers(0, 3_000), min_size=2, max_size=60))
def test_evenness_is_scipys_entropy_to_the_base_of_the_number_of_classes(counts):
    expected = scipy.stats.entropy(counts, base=len(counts)) if sum(counts) else math.nan
    assert shape(counts)["evenness"] == pytest.approx(expected, nan_ok=True, abs=1e-12)


@given(COUNTS)
def test_the_robust_ratio_is_that_of_scipys_percentiles(counts):
    low, high = (scipy.stats.scoreatpercentile(counts, at) for at in (5, 95))
    expected = high / low if low else math.nan
    assert shape(counts)["robust_ratio"] == pytest.approx(expected, nan_ok=True)


def test_a_single_tiny_class_decides_the_imbalance_ratio_but_not_the_robust_one():
    found = shape([1] + [1_000] * 99)
    assert (found["imbalance_ratio"], found["robust_ratio"]) == (1_000, 1)


@given(COUNTS)
def test_effective_classes_are_exp_of_scipys_entropy(counts):
    expected = np.exp(scipy.stats.entropy(counts)) if sum(counts) else math.nan
    assert shape(counts)["effective_classes"] == pytest.approx(expected, nan_ok=True)


@given(COUNTS, st.integers(1, 3_000))
def test_order_statistics_and_counts_are_numpys(counts, threshold):
    found = shape(counts, threshold)
    assert found["classes"] == len(counts)
    assert found["images"] == sum(counts)
    assert found["median"] == np.median(counts)
    assert found["lower_quartile"] == np.quantile(counts, 0.25)
    assert found["upper_quartile"] == np.quantile(counts, 0.75)
    assert (found["smallest"], found["largest"]) == (min(counts), max(counts))
    assert found["under_threshold"] == sum(count < threshold for count in counts)


@given(COUNTS, st.sampled_from([1, 10, 50]))
def test_the_largest_part_is_rounded_up_to_whole_classes(counts, percent):
    largest = sorted(counts, reverse=True)[: -(-percent * len(counts) // 100)]
    expected = sum(largest) / sum(counts) * 100 if sum(counts) else math.nan
    assert shape(counts)[f"top_{percent}_percent"] == pytest.approx(expected, nan_ok=True)


def test_one_class_is_perfectly_balanced():
    found = shape([7])
    assert (found["gini"], found["imbalance_ratio"], found["effective_classes"]) == (0, 1, 1)
    assert (found["robust_ratio"], found["top_1_percent"]) == (1, 100)


def test_one_class_has_no_evenness_and_no_corrected_gini():
    found = shape([7])
    assert math.isnan(found["evenness"])
    assert math.isnan(found["gini_corrected"])


def test_equal_classes_are_perfectly_balanced():
    found = shape([5] * 20)
    assert found["gini"] == pytest.approx(0)
    assert found["gini_corrected"] == pytest.approx(0)
    assert found["evenness"] == pytest.approx(1)
    assert found["effective_classes"] == pytest.approx(20)
    assert found["top_50_percent"] == 50


def test_a_class_without_images_leaves_no_imbalance_ratio():
    assert math.isnan(shape([0, 5])["imbalance_ratio"])
    assert shape([0, 5])["effective_classes"] == 1


def test_classes_that_all_have_no_image_have_no_shares():
    found = shape([0, 0])
    assert (found["images"], found["median"], found["under_threshold"]) == (0, 0, 2)
    assert all(math.isnan(found[key]) for key in UNDEFINED)


def test_an_empty_subtree_has_no_figure_but_its_zeros():
    found = shape([])
    assert (found["classes"], found["images"]) == (0, 0)
    assert math.isnan(found["median"])


def test_a_difference_is_the_second_less_the_first():
    frame = distribution.side_by_side(shape([1, 2]), shape([4, 4])).set_index("key")
    assert frame.loc["images", "difference"] == 5
    assert frame["difference"]["gini"] < 0
