"""The sentences of the boxes page."""

import pandas as pd
import pytest

from explorer.audits.boxes import geometry, packages, verdicts
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas


def test_classes_with_a_box_package_are_counted_and_doubts_are_said():
    listed = packages.packages(atlas(), ENTITY)
    assert verdicts.coverage(listed, "entity") == (
        "3,534 of 21,842 classes at or under entity have a box package (16.2 %); for 99 more two "
        "lists disagree."
    )


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ([], "No class of ImageNet-21K is at or under dog."),
        (["yes"], "dog has a box package."),
        (["no"], "dog has no box package."),
        (["uncertain"], "dog may have a box package: two lists disagree."),
        (["yes", "yes"], "All 2 classes at or under dog have a box package."),
        (["no", "no"], "None of 2 classes at or under dog has a box package."),
        (
            ["no", "uncertain"],
            (
                "None of 2 classes at or under dog has a box package for certain; for 1 two "
                "lists disagree."
            ),
        ),
        (["yes", "no", "no"], "1 of 3 classes at or under dog has a box package (33.3 %)."),
    ],
)
def test_one_class_none_all_and_doubtful_packages_have_words_of_their_own(kinds, sentence):
    assert verdicts.coverage(pd.DataFrame({"box_package": kinds}), "dog") == sentence


def test_boxes_are_compared_with_others_unless_they_are_the_same():
    own, other = ({"mean_scale": a, "several_percent": b} for a, b in ((40.0, 5.0), (35.0, 12.5)))
    assert verdicts.geometry(own, other, "dog", "all classes") == (
        "Boxes of dog cover 40.0 % of their image on average, against 35.0 % for all classes; "
        "5.0 % of the images have multiple boxes, against 12.5 % for all classes."
    )
    assert verdicts.geometry(own, own, "all classes", "") == (
        "Boxes of all classes cover 40.0 % of their image on average; 5.0 % of the images have "
        "multiple boxes."
    )


def test_the_smallest_and_the_largest_objects_are_those_of_the_table():
    boxes = atlas().dataset("ilsvrc2012").boxes
    found = geometry.classes(atlas(), boxes, range(1000))
    by_name = found.set_index("name")["mean_scale"]
    sentence = verdicts.classes(found)
    assert sentence.startswith(f"Of 1,000 classes, {by_name.idxmin()} has the smallest objects (")
    assert f"and {by_name.idxmax()} the largest (" in sentence


def test_one_class_and_equal_classes_are_not_ranked():
    found = pd.DataFrame({"name": ["a", "b"], "mean_scale": [20.0, 20.0]})
    assert verdicts.classes(found.head(1)) == "Boxes of a cover 20.0 % of their image on average."
    assert verdicts.classes(found) == (
        "The boxes of all 2 classes cover 20.0 % of the image on average."
    )
    assert verdicts.classes(found.assign(mean_scale=float("nan"))) == ""


def test_the_detection_class_with_most_and_with_fewest_images_is_named():
    found = packages.detection(atlas(), ENTITY)
    half = int(found["present"].sort_values(ascending=False).iloc[99])
    assert verdicts.detection(found) == (
        "Of 200 classes, dog is in the most training images (67,505) and cocktail shaker in the "
        f"fewest (460); half are in {half:,} or more."
    )
    assert verdicts.detection(found.head(1)) == "dog is in 67,505 training images."
    equal = found.head(2).assign(present=3)
    assert verdicts.detection(equal) == "Each of 2 classes is in 3 training images."


def test_the_two_published_counts_of_training_boxes_are_subtracted():
    found = packages.published()
    assert verdicts.totals(found, packages.TRAINING_BOXES) == (
        "ILSVRC-2012's annotation files have 615,299 boxes of training images, 22,126 more than "
        "the paper states (593,173)."
    )
    same = found.assign(value=5)
    assert verdicts.totals(same, packages.TRAINING_BOXES) == (
        "The files and the paper agree: 5 boxes of training images."
    )
