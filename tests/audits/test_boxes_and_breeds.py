"""Box packages, totals, the detection task; and the dogs in three lists."""

import numpy as np
import pytest

from explorer.audits import breeds
from explorer.audits.boxes import packages
from explorer.audits.breeds import DOG
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas, validation

BIRD, PERSON = "n01503061", "n00007846"


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
    figures = atlas().figures("fall11")
    share = figures.subtree("boxed_classes", atlas().hierarchy.positions([ENTITY]))[0]
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


def test_the_dogs_are_190_and_118_and_the_120_of_stanford():
    found = breeds.summary(atlas(), DOG)
    assert (found["fall11"], found["ilsvrc2012"]) == (190, 118)
    assert (found["images"], found["share_of_ilsvrc"]) == (222_142, pytest.approx(11.8))
    listed = breeds.members(atlas(), DOG)
    assert listed["stanford-dogs"].sum() == 120


def test_stanfords_120_are_the_challenges_118_without_dalmatian_and_three_wild_dogs():
    listed = breeds.members(atlas(), DOG)
    assert breeds.only_in(listed, "ilsvrc2012", "stanford-dogs") == ["dalmatian"]
    assert breeds.only_in(listed, "stanford-dogs", "ilsvrc2012") == []
    outside = listed[listed["stanford-dogs"] & ~listed["under_root"]]
    assert sorted(outside["name"]) == ["African hunting dog", "dhole", "dingo"]


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


WITHIN_ILSVRC = ("ilsvrc2012", "tiered", "imagenet-a", "imagenet-r", "mini", "stanford-dogs")


@pytest.mark.parametrize("key", WITHIN_ILSVRC)
def test_data_sets_within_the_challenge_have_box_measures_and_the_errors_of_any_model(key: str):
    for model in ("resnet50", "vgg16"):
        dataset = atlas().dataset(key, model)
        measures = {measure.key: measure for measure in dataset.measures}
        assert {"object_scale", "boxes_per_image", "top1_error", "real_error"} <= set(measures)
        assert model in measures["top1_error"].meaning
        assert [each.key for each in dataset.measures] == [
            each.key for each in atlas().dataset(key).measures
        ]
        figures = atlas().figures(key, model)
        at = figures.members
        error = figures.own("top1_error", at)
        truth = validation().truth
        right = validation().built_in[model].guesses == truth.labels
        labels = [truth.index[wnid] for wnid in dataset.wnids]
        hits = np.bincount(truth.labels[right], minlength=truth.classes)[labels]
        np.testing.assert_allclose(error, 100 - 2 * hits)


def test_what_a_model_is_not_known_for_is_unknown_and_not_missing():
    figures = atlas().figures("ilsvrc2012", "mlperf_mobilenet_v1_1.0_224")
    assert np.isnan(figures.subtree("top5_error")).any()
    assert np.isfinite(figures.subtree("top1_error", figures.members)).all()


@pytest.mark.parametrize("key", ["fall11", "wordnet"])
def test_other_data_sets_are_the_same_for_every_model(key: str):
    assert atlas().dataset(key, "vgg16") is atlas().dataset(key)
    assert "top1_error" not in {measure.key for measure in atlas().dataset(key).measures}
