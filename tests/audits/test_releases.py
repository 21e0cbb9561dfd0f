"""Data sets against each other: sets as Python has them, shares of distinct classes."""

import numpy as np
import pytest

from explorer.audits import releases
from explorer.datasets import CLASSES
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas

DOG, PERSON, TEDDY = "n02084071", "n00007846", "n04399382"


def classes(key: str) -> set[str]:
    return set(atlas().dataset(key).wnids)


def test_membership_has_every_class_of_every_data_set_and_no_other():
    found = releases.membership(atlas())
    for key in list(releases.imagenet(atlas())):
        assert set(found.index[found[key]]) == classes(key)
    assert len(found) == 21_842


def test_combinations_count_every_class_once_and_teddy_stands_apart_from_fall_2011():
    found = releases.intersections(releases.membership(atlas()))
    assert found["classes"].sum() == 21_842
    assert found.loc[~found["fall11"], "classes"].sum() == 1
    assert found["classes"].is_monotonic_decreasing
    assert not found.duplicated(list(releases.imagenet(atlas()))).any()


@pytest.mark.parametrize(("first", "second"), [("fall11", "winter21"), ("ilsvrc2012", "fall11")])
def test_what_is_missing_is_the_difference_of_the_sets(first: str, second: str):
    found = releases.missing_classes(atlas(), first, second, ENTITY)
    assert set(found["wnid"]) == classes(first) - classes(second)


def test_only_people_left_between_fall_2011_and_winter_2021():
    gone = releases.missing_classes(atlas(), "fall11", "winter21", ENTITY)
    assert len(gone) == 2_674
    assert set(gone["wnid"]) <= atlas().hierarchy.descendants(PERSON)


def test_missing_classes_roll_up_over_distinct_classes():
    first, second = atlas().dataset("fall11"), atlas().dataset("winter21")
    rolled = releases.roll_up(atlas().hierarchy, releases.without(first, second))
    at = atlas().hierarchy.positions([ENTITY, PERSON, DOG])
    assert rolled.subtree(releases.MISSING, at).tolist() == [2_674, 2_674, 0]
    assert rolled.subtree(releases.MISSING_SHARE, at)[0] == pytest.approx(2_674 / 21_841 * 100)


def test_the_same_comparison_is_made_once():
    first, second = atlas().dataset("fall11"), atlas().dataset("12k")
    assert releases.without(first, second) is releases.without(first, second)


def test_dogs_are_11_8_percent_of_the_challenge_and_0_9_of_imagenet_21k():
    found = releases.representation(atlas(), "ilsvrc2012", "fall11", ENTITY).set_index("wnid")
    dog = found.loc[DOG]
    assert dog["share_first"] == pytest.approx(11.8)
    assert dog["share_second"] == pytest.approx(190 / 21_841 * 100)
    assert dog["difference"] == pytest.approx(dog["share_first"] - dog["share_second"])
    assert dog["ratio"] == pytest.approx(dog["share_first"] / dog["share_second"])
    assert found["difference"].abs().is_monotonic_decreasing


def test_the_branches_of_another_synset_are_its_children_and_shares_are_of_it():
    found = releases.representation(atlas(), "ilsvrc2012", "fall11", DOG)
    assert set(found["wnid"]) <= set(atlas().hierarchy.children_of(DOG))
    hunting = found.set_index("wnid").loc["n02087122"]
    assert hunting["share_first"] == pytest.approx(63 / 118 * 100)


def test_where_a_data_set_has_no_class_its_shares_are_not_known():
    found = releases.representation(atlas(), "stanford-dogs", "fall11", PERSON)
    assert found["share_first"].isna().all()
    assert (found["classes_first"] == 0).all()


def test_the_coverage_of_wordnet_is_the_built_in_measure_for_fall_2011():
    dataset = releases.coverage(atlas().dataset("wordnet"), atlas().dataset("fall11"))
    rolled = releases.roll_up(atlas().hierarchy, dataset)
    np.testing.assert_array_equal(
        rolled.subtree(releases.COVERED_SHARE), atlas().roll_up("wordnet").subtree("coverage")
    )


def test_covered_branches_are_least_covered_first():
    found = releases.covered_branches(atlas(), "fall11", ENTITY)
    assert found["share"].is_monotonic_increasing
    dog = found.set_index("wnid").loc[DOG]
    at = atlas().hierarchy.positions([DOG])
    assert dog["synsets"] == atlas().roll_up("wordnet").subtree(CLASSES, at)[0]
    assert dog["classes"] == 190


def test_pairs_are_the_largest_differences_from_most_to_least():
    found = releases.representation(atlas(), "ilsvrc2012", "fall11", ENTITY)
    pairs = releases.pairs(found, 6)
    largest = found.loc[found["difference"].abs().nlargest(6).index, "name"]
    assert set(pairs["label"]) == set(largest)
    assert pairs["difference"].is_monotonic_decreasing
    assert (pairs["first"] - pairs["second"] - pairs["difference"]).abs().max() < 1e-9
