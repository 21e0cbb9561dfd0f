"""How much of a data set is inside another, counted with plain sets."""

import numpy as np
import pytest

from explorer.audits.containment import Containment, containment, sentence
from tests.support.real import atlas

ROOT, DOG = "n00001740", "n02084071"


@pytest.mark.parametrize(
    ("first", "second", "focus"),
    [
        ("coco2017", "fall11", ROOT),
        ("lvis-v1", "ilsvrc2012", ROOT),
        ("openimages", "winter21", ROOT),
        ("ilsvrc2012", "coco2017", DOG),
        ("fall11", "12k", DOG),
    ],
)
def test_classes_are_the_same_above_below_or_apart_as_sets_have_it(first, second, focus):
    tree = atlas().hierarchy
    mine = set(atlas().dataset(first).wnids) & ({*tree.descendants(focus)} | {focus})
    theirs = set(atlas().dataset(second).wnids)
    same = mine & theirs
    split = {wnid for wnid in mine - same if set(tree.descendants(wnid)) & theirs}
    above = {below for wnid in theirs for below in tree.descendants(wnid)}
    within = (mine - same - split) & above
    found = containment(atlas(), first, second, focus)
    assert (found.classes, found.same, found.split, found.within, found.apart) == (
        len(mine),
        len(same),
        len(split),
        len(within),
        len(mine - same - split - within),
    )


def test_71_classes_of_coco_are_in_imagenet_and_the_answer_says_so_with_their_pairs():
    found = containment(atlas(), "coco2017", "fall11", ROOT)
    columns = atlas().dataset("coco2017").columns
    inside = atlas().dataset("coco2017").wnids.isin(atlas().dataset("fall11").wnids)
    pairs = columns["pairs"]
    assert found.share == pytest.approx(pairs[inside].sum() / pairs.sum() * 100)
    said = sentence(found, "COCO 2017", "ImageNet-21K, Fall 2011")
    assert said.startswith("71 of the 80 classes of COCO 2017 (88.8 %) are classes of ImageNet-21K")
    assert "91.4 % of its image-class pairs" in said
    assert said.endswith(
        "Of the other 9, 5 are above a class of ImageNet-21K, Fall 2011, 4 under one."
    )


def test_the_one_class_that_is_missing_is_told_of_in_a_sentence():
    said = sentence(containment(atlas(), "ilsvrc2012", "fall11", ROOT), "1K", "21K")
    assert said.startswith(
        "999 of the 1,000 classes of 1K (99.9 %) are classes of 21K, with 99.9 %"
    )
    assert said.endswith("The other class is under a class of 21K.")
    assert sentence(
        containment(atlas(), "ilsvrc2012", "fall11", "n02084071"), "1K", "21K", "dog"
    ) == ("All 118 classes of 1K under dog are classes of 21K.")
    assert sentence(
        containment(atlas(), "ilsvrc2012", "fall11", "n02113624"), "1K", "21K", "x"
    ) == ("The class of 1K under x is a class of 21K.")


def test_classes_without_a_synset_are_said_not_to_be_counted():
    said = sentence(containment(atlas(), "openimages", "fall11", ROOT), "A", "B")
    assert said.endswith("25 classes of A without a synset are not counted.")


def test_a_synset_without_a_class_is_a_sentence():
    none = Containment(0, 0, 0, 0, 0, "", np.nan, 0)
    assert sentence(none, "A", "B", "dog") == "A has no class under dog."
