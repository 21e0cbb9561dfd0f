"""Class balance: the published shapes, branches, leaf and internal classes, unknown counts."""

import numpy as np
import pytest

from explorer import datasets
from explorer.audits.balance import subtrees
from explorer.audits.balance.distribution import shape
from explorer.audits.balance.subtrees import KINDS
from explorer.wordnet.noun_table import ENTITY
from tests.support import example
from tests.support.real import atlas

DOG = "n02084071"


def test_the_published_shape_of_fall_2011_is_found():
    images = subtrees.counts(atlas().roll_up("fall11"), ENTITY, "images").images
    found = shape(images, 100)
    assert (found["smallest"], found["median"], found["largest"]) == (1, 530, 3_047)
    assert round(found["images"] / found["classes"], 1) == 650.0
    assert found["under_threshold"] == 4_366
    assert shape(images, 2)["under_threshold"] == 269


def test_895_of_the_challenges_classes_have_the_most_images():
    images = subtrees.counts(atlas().roll_up("ilsvrc2012"), ENTITY, "images").images
    assert (images.min(), images.max(), (images == 1_300).sum()) == (732, 1_300, 895)


# Leaf and internal classes


def test_leaf_and_internal_classes_are_all_classes_and_4588_are_internal():
    found = subtrees.kinds(atlas().roll_up("fall11"), ENTITY, "images", 100)
    assert [found[kind]["classes"] for kind in subtrees.KINDS] == [21_841, 17_253, 4_588]
    assert found["leaves"]["images"] + found["internal"]["images"] == 14_197_114


def test_a_class_is_internal_if_another_class_of_the_data_set_is_below_it():
    rolled, hierarchy = atlas().roll_up("fall11"), atlas().hierarchy
    dataset = atlas().datasets["fall11"]
    found = {kind: set(subtrees.counts(rolled, DOG, "images", kind).wnids) for kind in KINDS}

    def below(wnid: str) -> set[str]:
        return set(hierarchy.named(hierarchy.subtree(wnid))) - {wnid}

    internal = {wnid for wnid in found["all"] if any(each in dataset for each in below(wnid))}
    assert found["internal"] == internal
    assert found["leaves"] == found["all"] - internal
    listed = subtrees.ranked_classes(atlas(), rolled, DOG, "images").set_index("wnid")["kind"]
    assert set(listed.index[listed == "internal"]) == internal


def test_the_challenge_has_leaf_classes_only():
    found = subtrees.kinds(atlas().roll_up("ilsvrc2012"), DOG, "images", 100)
    assert list(found) == ["all", "leaves"]
    assert found["all"] == found["leaves"]


@pytest.mark.parametrize("kind", ["leaves", "internal"])
def test_every_answer_can_be_of_one_kind_of_classes(kind):
    rolled = atlas().roll_up("fall11")
    wnids, images = subtrees.counts(rolled, DOG, "images", kind)
    assert set(subtrees.ranked_classes(atlas(), rolled, DOG, "images", kind)["wnid"]) == set(wnids)
    small = subtrees.small_classes(atlas(), rolled, DOG, "images", 200, kind)
    assert sorted(small["count"]) == sorted(images[images < 200])
    colour = subtrees.against_median(rolled, DOG, "images", "dog", kind)
    assert colour.subtree(atlas().hierarchy.positions([DOG]))[0] == 1
    own = colour.own(atlas().hierarchy.positions(wnids))
    np.testing.assert_allclose(own, images / np.median(images))
    frame = subtrees.branches(atlas(), rolled, DOG, "images", 100, kind)
    assert (frame["internal"] == (frame["classes"] if kind == "internal" else 0)).all()


def test_a_branch_says_how_many_of_its_classes_are_internal():
    frame = subtrees.branches(atlas(), atlas().roll_up("fall11"), DOG, "images", 100)
    hunting = frame.set_index("wnid").loc["n02087122"]
    leaves = subtrees.counts(atlas().roll_up("fall11"), "n02087122", "images", "leaves")
    assert hunting["internal"] == hunting["classes"] - len(leaves.wnids)


def test_a_class_of_unknown_count_is_left_out_and_counted_as_such():
    rolled = datasets.roll_up(example.tree(), example.pets())
    found = subtrees.counts(rolled, example.ENTITY, "images")
    assert dict(zip(*found, strict=True)) == {
        example.DOG: 100,
        example.POODLE: 40,
        example.CRANE_BIRD: 0,
        example.CRANE_MACHINE: 20,
    }
    assert subtrees.not_counted(rolled, example.ENTITY, "images") == 1


def test_branches_are_the_children_with_a_counted_class_thinnest_first():
    frame = subtrees.branches(atlas(), atlas().roll_up("fall11"), DOG, "images", 100)
    assert set(frame["wnid"]) == set(atlas().hierarchy.children_of(DOG))
    assert frame["median"].is_monotonic_increasing
    hunting = frame.set_index("wnid").loc["n02087122"]
    assert (hunting["classes"], hunting["images"]) == (102, 116_927)


def test_data_sets_that_count_nothing_of_a_class_have_no_measure_to_balance():
    have = {key: subtrees.count_measures(each) for key, each in atlas().datasets.items()}
    assert have["fall11"] == have["ilsvrc2012"] == ["images"]
    assert have["det"] == ["presences"]
    assert have["wordnet"] == have["imagenet-a"] == have["vid"] == []


def test_the_list_behind_the_curves_ends_at_all_images():
    frame = subtrees.ranked_classes(atlas(), atlas().roll_up("fall11"), DOG, "images")
    assert (len(frame), frame["count"].sum()) == (190, 222_142)
    assert frame["share_at_or_below"].iloc[0] == pytest.approx(100)
    assert frame["count"].is_monotonic_decreasing


# Branches with few images


def test_a_colour_of_one_is_the_median_of_the_whole():
    rolled = atlas().roll_up("fall11")
    colour = subtrees.against_median(rolled, DOG, "images", "dog")
    hierarchy = atlas().hierarchy
    assert colour.subtree(hierarchy.positions([DOG]))[0] == 1
    medians = subtrees.branches(atlas(), rolled, DOG, "images", 100).set_index("wnid")["median"]
    whole = np.median(subtrees.counts(rolled, DOG, "images").images)
    positions = hierarchy.positions(medians.index)
    np.testing.assert_allclose(colour.subtree(positions), medians / whole)
    assert colour.own(hierarchy.positions([DOG]))[0] == 1_603 / whole


def test_where_the_whole_has_no_images_no_distance_is_known():
    rolled = datasets.roll_up(example.tree(), example.pets())
    colour = subtrees.against_median(rolled, example.CRANE_BIRD, "images", "crane")
    assert np.isnan(colour.subtree(example.tree().positions([example.CRANE_BIRD]))).all()


def test_small_classes_are_those_under_the_threshold_smallest_first():
    frame = subtrees.small_classes(atlas(), atlas().roll_up("fall11"), DOG, "images", 100)
    assert len(frame) == 8
    assert frame["count"].is_monotonic_increasing
    assert frame["count"].max() < 100
