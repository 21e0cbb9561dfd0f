"""The dogs, and other branches, in three lists."""

import pytest

from explorer.audits import breeds
from explorer.audits.breeds import DOG
from tests.support.real import atlas

BIRD, PERSON = "n01503061", "n00007846"


def test_the_dogs_are_190_and_118_and_the_120_of_stanford():
    found = breeds.summary(atlas(), DOG)
    assert (found["fall11"], found["ilsvrc2012"]) == (190, 118)
    assert found["images"] == 222_142
    assert found["share_of_ilsvrc"] == pytest.approx(11.8)
    listed = breeds.members(atlas(), DOG)
    assert listed["stanford-dogs"].sum() == 120


def test_stanfords_120_are_the_challenges_118_without_dalmatian_and_three_wild_dogs():
    listed = breeds.members(atlas(), DOG)
    assert breeds.only_in(listed, "ilsvrc2012", "stanford-dogs") == ["dalmatian"]
    assert breeds.only_in(listed, "stanford-dogs", "ilsvrc2012") == []
    outside = listed[listed["stanford-dogs"] & ~listed["under_root"]]
    assert sorted(outside["name"]) == ["African hunting dog", "dhole", "dingo"]


def test_the_verdict_says_how_many_classes_each_list_has():
    assert breeds.verdict(breeds.summary(atlas(), DOG), "dog") == (
        "ImageNet-21K has 190 classes at or under dog, ILSVRC-2012 118 (11.8 % of all its "
        "classes) and Stanford Dogs 117."
    )


def test_the_data_set_that_is_looked_at_is_named_beside_the_three():
    said = breeds.verdict(breeds.summary(atlas(), DOG), "dog", {"COCO 2017": 1.0, "Mine": 0.0})
    assert said.endswith("classes), Stanford Dogs 117, COCO 2017 1 and Mine none.")


def test_a_list_without_a_class_is_said_to_have_none_or_not_named():
    assert breeds.verdict(breeds.summary(atlas(), BIRD), "bird") == (
        "ImageNet-21K has 856 classes at or under bird and ILSVRC-2012 59 (5.9 % of all its "
        "classes)."
    )
    assert breeds.verdict(breeds.summary(atlas(), "n00523513"), "sport") == (
        "ImageNet-21K has 166 classes at or under sport and ILSVRC-2012 none."
    )


def test_the_same_answers_for_birds():
    found = breeds.summary(atlas(), BIRD)
    assert (found["fall11"], found["stanford-dogs"]) == (856, 0)
    listed = breeds.members(atlas(), BIRD)
    assert listed["fall11"].sum() == 856
    assert listed["under_root"].all()


def test_groups_are_the_roots_children_and_members_say_which_they_are_in():
    found = breeds.groups(atlas(), DOG).set_index("name")
    assert found.loc["hunting dog", ["fall11", "ilsvrc2012"]].tolist() == [102, 63]
    listed = breeds.members(atlas(), DOG)
    inside = listed[listed["groups"].str.split(", ").map(lambda names: "hunting dog" in names)]
    assert inside["fall11"].sum() == 102


def test_a_member_with_several_parents_is_marked():
    listed = breeds.members(atlas(), DOG).set_index("wnid")
    assert listed.loc[DOG, "several_parents"]
    assert listed.loc[DOG, "parents"] == "domestic animal, canine"


def test_a_root_without_classes_has_no_members():
    assert breeds.members(atlas(), "n00002452").shape[0] >= 0
    assert breeds.summary(atlas(), PERSON)["stanford-dogs"] == 0
