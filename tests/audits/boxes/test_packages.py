"""Box packages, published totals, and the detection task."""

from explorer.audits.boxes import packages
from explorer.audits.breeds import DOG
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas


def test_99_classes_are_uncertain_and_3624_are_listed():
    found = packages.packages(atlas(), ENTITY)
    counts = found["box_package"].value_counts()
    assert counts["uncertain"] == 99
    assert len(found) == 21_842
    told = packages.beyond_fall_2011(atlas(), ENTITY)
    assert told == (
        "21,842 classes: 21,841 of Fall 2011, and teddy (n04399382), which only ILSVRC-2012 has."
    )
    assert packages.beyond_fall_2011(atlas(), "n02084071") == ""
    in_fall11 = found["images"].notna()
    rolled = atlas().roll_up("fall11")
    share = rolled.subtree("boxed_classes", atlas().hierarchy.positions([ENTITY]))[0]
    assert round(share * in_fall11.sum() / 100) == 3_623


def test_totals_tell_the_two_counts_of_training_boxes_apart():
    found = packages.published().set_index("total")["value"]
    training = found[found.index.str.contains("training: boxes")]
    assert sorted(training) == [593_173, 615_299]


def test_the_detection_task_is_listed_by_subtree_most_images_first():
    every = packages.detection(atlas(), ENTITY)
    assert len(every) == 200
    assert every["present"].is_monotonic_decreasing
    total = every["present"] + every["partly"]
    assert (total.min(), total.max(), total.median()) == (461, 67_513, 823)
    assert packages.detection(atlas(), DOG)["wnid"].tolist() == [DOG]
