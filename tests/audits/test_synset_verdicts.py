"""The sentence above the chart of a synset's subtree."""

import re

import pytest

from explorer.audits.synset_verdicts import subtree
from explorer.evaluations.evaluation import DEFAULT_MODEL
from tests.support.real import atlas

ENTITY, DOG, TOY_POODLE, SPORT = "n00001740", "n02084071", "n02113624", "n00523513"


def sentence(wnid: str, measure: str, key: str = "fall11", model: str = "") -> str:
    return subtree(atlas(), wnid, atlas().roll_up(key, model or DEFAULT_MODEL), measure)


def test_classes_are_given_with_their_share():
    share = 100 * 190 / 21_841
    assert sentence(DOG, "classes") == f"190 of 21,841 classes ({share:.2f} %) are at or under dog."


def test_a_sum_is_given_as_a_part_of_the_whole_and_a_mean_beside_that_of_the_whole():
    assert sentence(DOG, "images").endswith("Images listed (2011): 222,142 of 14,197,114.")
    mean, overall = 222_142 / 190, 14_197_114 / 21_841
    told = f"Images listed per class (2011): {mean:,.1f}, {overall:.1f} overall"
    assert told in sentence(DOG, "images_per_class")


def test_the_extremes_are_those_of_the_large_branches():
    found = atlas().roll_up("fall11")
    positions = atlas().hierarchy.positions(atlas().hierarchy.children_of(DOG))
    large = [
        (mean, atlas().hierarchy.wnids[at])
        for at, classes, mean in zip(
            positions.tolist(),
            found.subtree("classes", positions),
            found.subtree("images_per_class", positions),
            strict=True,
        )
        if classes >= 10
    ]
    highest, lowest = (atlas().lexicon.name(each[1]) for each in (max(large), min(large)))
    assert re.search(
        rf"among the {len(large)} branches with at least 10 classes, highest in {highest} "
        rf"\(.*\) and lowest in {lowest} \(",
        sentence(DOG, "images_per_class"),
    )


def test_branches_that_share_the_extreme_are_counted():
    shown = atlas().roll_up("ilsvrc2012")
    positions = atlas().hierarchy.positions(atlas().hierarchy.children_of(DOG))
    full = int((shown.subtree("images_per_class", positions) == 1_300).sum())
    told = sentence(DOG, "images_per_class", "ilsvrc2012")
    assert full > 1
    assert re.search(rf"; highest in .* and {full - 1} more \(1,300\) and lowest in ", told)


def test_a_class_without_others_below_it_is_one_of_all():
    told = sentence(TOY_POODLE, "images_per_class")
    assert told.startswith("toy poodle is one of 21,841 classes. ")
    assert "highest" not in told


def test_the_root_is_the_data_set():
    assert sentence(ENTITY, "classes") == "ImageNet-21K, Fall 2011 has 21,841 classes."
    assert "overall" not in sentence(ENTITY, "images_per_class")


@pytest.mark.parametrize("measure", ["classes", "images", "top1_error"])
def test_nothing_is_said_where_there_is_no_class(measure: str):
    assert sentence(SPORT, measure, "ilsvrc2012") == ""


def test_names_of_models_keep_their_capitals():
    assert "ReaL error" in sentence(DOG, "real_error", "ilsvrc2012")
