"""The sentences of the class balance page: true counts, and the odd cases in words of their own."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.balance import subtrees, verdicts
from explorer.audits.balance.distribution import shape
from explorer.audits.balance.plan import PlanRule, plan, summary
from tests.support.real import atlas

DOG, FURNITURE = "n02084071", "n03405725"


def said(images: Sequence[float], threshold: float = 100, unit: str = "images") -> str:
    return verdicts.distribution(np.array(images, dtype=float), threshold, "dog classes", unit)


def test_the_small_classes_of_furniture_are_counted():
    images = subtrees.counts(atlas().roll_up("fall11"), FURNITURE, "images").images
    assert verdicts.distribution(images, 100, "furniture classes", "images") == (
        "16 of 187 furniture classes have under 100 images; half have 1,187 or more."
    )


@pytest.mark.parametrize(
    ("images", "sentence"),
    [
        ([7], "The only one of the dog classes has 7 images."),
        ([1], "The only one of the dog classes has 1 image."),
        ([1300, 1300], "All 2 dog classes have 1,300 images."),
        ([0, 0, 0], "All 3 dog classes have no images."),
        ([99, 100, 400], "1 of 3 dog classes has under 100 images; half have 100 or more."),
        ([100, 200], "None of 2 dog classes has under 100 images; half have 200 or more."),
        ([5, 6], "All 2 dog classes have under 100 images; half have 6 or more."),
    ],
)
def test_one_class_equal_classes_none_and_all_small_ones_are_said_so(images, sentence):
    assert said(images) == sentence


def test_a_single_class_is_named_and_its_unit_is_that_of_the_count():
    one = verdicts.distribution(np.array([3.0]), 10, "x", "image-class pairs", "corgi")
    assert one == "corgi has 3 image-class pairs."
    assert said([5, 500], 50, "image-class pairs").startswith(
        "1 of 2 dog classes has under 50 image-class pairs;"
    )


@given(
    st.lists(st.integers(0, 50), min_size=2, max_size=30).filter(lambda each: len(set(each)) > 1)
)
def test_half_of_the_classes_have_at_least_what_is_said_and_no_larger_number(images: list[int]):
    middle = int(said(images, 10).split("half have ")[1].split(" or more")[0])
    assert 2 * sum(each >= middle for each in images) >= len(images)
    assert 2 * sum(each > middle for each in images) <= len(images)


def test_the_branches_with_the_smallest_and_the_largest_median_are_named():
    found = subtrees.branches(atlas(), atlas().roll_up("fall11"), DOG, "images", 100)
    sentence = verdicts.branches(found, "images", "dog")
    assert sentence.startswith(f"Median images per class: lowest in {found['name'].iloc[0]} (")
    assert f", highest in {found['name'].iloc[-1]} (" in sentence
    assert sentence.endswith(f"of {len(found)} branches.")


def test_branches_that_cannot_be_compared_are_not():
    found = pd.DataFrame({"name": ["a", "b"], "classes": [1, 2], "median": [5.0, 5.0]})
    assert verdicts.branches(found.head(0), "images", "c") == "c has no branches to compare."
    assert verdicts.branches(found.head(1), "images", "c") == (
        "The only branch of c, a, has a median of 5 images per class (1 class)."
    )
    assert verdicts.branches(found, "images", "c") == (
        "All 2 branches have the same median, 5 images per class."
    )


def test_two_distributions_are_compared_by_median_and_by_gini():
    first, second = (shape(np.array(each, float), 1) for each in ([1, 1, 10], [4, 5, 6]))
    sentence = verdicts.comparison(first, second, ("A", "B"), "images")
    assert sentence == (
        "The median class has 1 image in A and 5 in B; B is better balanced (corrected Gini 0.133 "
        "against 0.750)."
    )
    same = verdicts.comparison(first, first, ("A", "A again"), "images")
    assert same == "Both have a median of 1 image per class; the corrected Gini of both is 0.750."


def test_a_single_class_has_no_balance_to_compare():
    one, two = (shape(np.array(each, float), 1) for each in ([7], [1, 3]))
    assert verdicts.comparison(one, two, ("A", "B"), "images") == (
        "The median class has 7 images in A and 2 in B."
    )


def test_a_plan_says_what_an_epoch_draws():
    rolled = atlas().roll_up("ilsvrc2012")
    total = summary(plan(atlas(), rolled, DOG, "images", PlanRule(cap=1000)))
    assert verdicts.plan(total, "images").startswith(
        f"An epoch draws {total['images_planned']:,.0f} images from all 118 classes; the effective "
        "number of classes goes from "
    )
    dropped = summary(plan(atlas(), rolled, DOG, "images", PlanRule(floor=5000, short="drop")))
    assert verdicts.plan(dropped, "images") == "The plan draws from no class."


def test_a_plan_of_one_class_and_one_that_changes_nothing():
    equal = {
        "classes": 2.0,
        "classes_used": 2.0,
        "images_planned": 20.0,
        "effective_classes_before": 2.0,
        "effective_classes_after": 2.0,
        "missed_percent": float("nan"),
    }
    assert verdicts.plan(equal, "images") == (
        "An epoch draws 20 images from all 2 classes; the effective number of classes stays at 2."
    )
    alone = equal | {"classes": 1.0, "classes_used": 1.0, "missed_percent": 35.0}
    assert verdicts.plan(alone, "images") == (
        "An epoch draws 20 images from its only class; on average 35.0 % of the images are not "
        "drawn."
    )
    some = equal | {"classes": 3.0}
    assert "from 2 of 3 classes" in verdicts.plan(some, "images")
