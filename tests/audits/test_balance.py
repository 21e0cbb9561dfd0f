"""Class balance: metrics against plain definitions, on any counts and on the edges."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from explorer import datasets
from explorer.audits import balance
from explorer.wordnet import ENTITY
from tests import example
from tests.real import atlas

COUNTS = st.lists(st.integers(0, 3_000), min_size=1, max_size=60)
DOG = "n02084071"


def shape(counts: list[int], threshold: float = 100) -> dict[str, float]:
    return balance.shape(np.array(counts, dtype=float), threshold)


@given(COUNTS)
def test_gini_is_the_mean_difference_of_all_pairs_over_twice_the_mean(counts):
    values = np.array(counts, dtype=float)
    pairs = np.abs(values[:, None] - values[None, :]).mean()
    mean = values.mean()
    expected = pairs / (2 * mean) if mean else math.nan
    assert shape(counts)["gini"] == pytest.approx(expected, nan_ok=True, abs=1e-12)


@given(COUNTS)
def test_gini_is_one_less_twice_the_area_under_the_lorenz_curve(counts):
    curve = balance.lorenz(np.array(counts, dtype=float), "")
    if sum(counts):
        area = np.trapezoid(curve["y"].astype(float), curve["x"].astype(float))
        assert shape(counts)["gini"] == pytest.approx(1 - 2 * area, abs=1e-3)
    else:
        assert curve.empty


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
    assert found["top_1_percent"] == 100


def test_equal_classes_are_perfectly_balanced():
    found = shape([5] * 20)
    assert found["gini"] == pytest.approx(0)
    assert found["effective_classes"] == pytest.approx(20)
    assert found["top_50_percent"] == 50


def test_a_class_without_images_leaves_no_imbalance_ratio():
    assert math.isnan(shape([0, 5])["imbalance_ratio"])
    assert shape([0, 5])["effective_classes"] == 1


def test_classes_that_all_have_no_image_have_no_shares():
    found = shape([0, 0])
    assert (found["images"], found["median"], found["under_threshold"]) == (0, 0, 2)
    assert all(math.isnan(found[key]) for key in ("gini", "effective_classes", "top_1_percent"))


def test_an_empty_subtree_has_no_figure_but_its_zeros():
    found = shape([])
    assert (found["classes"], found["images"]) == (0, 0)
    assert math.isnan(found["median"])


def test_the_published_shape_of_fall_2011_is_found():
    images = balance.counts(atlas().figures("fall11"), ENTITY, "images").images
    found = balance.shape(images, 100)
    assert (found["smallest"], found["median"], found["largest"]) == (1, 530, 3_047)
    assert round(found["images"] / found["classes"], 1) == 650.0
    assert found["under_threshold"] == 4_366
    assert balance.shape(images, 2)["under_threshold"] == 269


def test_895_of_the_challenges_classes_have_the_most_images():
    images = balance.counts(atlas().figures("ilsvrc2012"), ENTITY, "images").images
    assert (images.min(), images.max(), (images == 1_300).sum()) == (732, 1_300, 895)


def test_inner_classes_and_leaves_are_all_classes_and_4588_are_inner():
    frame = balance.inner_and_leaves(atlas().figures("fall11"), ENTITY, "images", 100)
    assert frame["classes"].tolist() == [4_588, 17_253]
    assert frame["images"].sum() == 14_197_114


def test_a_class_of_unknown_count_is_left_out_and_counted_as_such():
    figures = datasets.roll_up(example.tree(), example.pets())
    found = balance.counts(figures, example.ENTITY, "images")
    assert dict(zip(*found, strict=True)) == {
        example.DOG: 100,
        example.POODLE: 40,
        example.CRANE_BIRD: 0,
        example.CRANE_MACHINE: 20,
    }
    assert balance.not_counted(figures, example.ENTITY, "images") == 1


def test_branches_are_the_children_with_a_counted_class_thinnest_first():
    frame = balance.branches(atlas(), atlas().figures("fall11"), DOG, "images", 100)
    assert set(frame["wnid"]) == set(atlas().hierarchy.children_of(DOG))
    assert frame["median"].is_monotonic_increasing
    hunting = frame.set_index("wnid").loc["n02087122"]
    assert (hunting["classes"], hunting["images"]) == (102, 116_927)


def test_data_sets_that_count_nothing_of_a_class_have_no_measure_to_balance():
    have = {key: balance.count_measures(each) for key, each in atlas().datasets.items()}
    assert have["fall11"] == have["ilsvrc2012"] == ["images"]
    assert have["det"] == ["presences"]
    assert have["wordnet"] == have["imagenet-a"] == have["vid"] == []


# Curves


@given(COUNTS)
def test_the_rank_curve_falls_and_keeps_both_ends(counts):
    curve = balance.rank_size(np.array(counts, dtype=float), "all")
    assert curve["y"].is_monotonic_decreasing
    assert (curve["y"].iloc[0], curve["y"].iloc[-1]) == (max(counts), min(counts))
    assert (curve["x"].iloc[0], curve["x"].iloc[-1]) == (1, len(counts))


def test_a_curve_of_all_classes_stays_small_and_keeps_both_ends():
    images = balance.counts(atlas().figures("fall11"), ENTITY, "images").images
    for curve in (balance.rank_size(images, ""), balance.lorenz(images, "")):
        assert len(curve) <= balance.POINTS + 1
    assert balance.rank_size(images, "")["x"].iloc[-1] == 21_841
    assert balance.lorenz(images, "")[["x", "y"]].iloc[[0, -1]].to_numpy().tolist() == [
        [0, 0],
        [1, 1],
    ]


@given(COUNTS)
def test_every_class_stands_in_one_bar_within_its_ends(counts):
    values = np.array(counts, dtype=float)
    bars = balance.histogram(values, "")
    assert bars["y"].sum() == len(counts)
    for bar in bars.itertuples():
        assert bar.y == ((values >= bar.least) & (values <= bar.most)).sum()
        assert bar.left < bar.right


def test_the_list_behind_the_curves_ends_at_all_images():
    frame = balance.ranked_classes(atlas(), atlas().figures("fall11"), DOG, "images")
    assert (len(frame), frame["count"].sum()) == (190, 222_142)
    assert frame["share_at_or_below"].iloc[0] == pytest.approx(100)
    assert frame["count"].is_monotonic_decreasing


# Thin branches


def test_a_colour_of_one_is_the_median_of_the_whole():
    figures = atlas().figures("fall11")
    colour = balance.against_median(figures, DOG, "images", "dog")
    hierarchy = atlas().hierarchy
    assert colour.subtree(hierarchy.positions([DOG]))[0] == 1
    medians = balance.branches(atlas(), figures, DOG, "images", 100).set_index("wnid")["median"]
    whole = np.median(balance.counts(figures, DOG, "images").images)
    positions = hierarchy.positions(medians.index)
    np.testing.assert_allclose(colour.subtree(positions), medians / whole)
    assert colour.own(hierarchy.positions([DOG]))[0] == 1_603 / whole


def test_where_the_whole_has_no_images_no_distance_is_known():
    figures = datasets.roll_up(example.tree(), example.pets())
    colour = balance.against_median(figures, example.CRANE_BIRD, "images", "crane")
    assert np.isnan(colour.subtree(example.tree().positions([example.CRANE_BIRD]))).all()


def test_small_classes_are_those_under_the_threshold_smallest_first():
    frame = balance.small_classes(atlas(), atlas().figures("fall11"), DOG, "images", 100)
    assert len(frame) == 8
    assert frame["count"].is_monotonic_increasing
    assert frame["count"].max() < 100


def test_a_difference_is_the_second_less_the_first():
    frame = balance.side_by_side(shape([1, 2]), shape([4, 4])).set_index("key")
    assert frame.loc["images", "difference"] == 5
    assert frame.loc["gini", "difference"] < 0
