"""Errors at every node: as published on the whole, as counted by hand everywhere."""

import numpy as np
import pytest

from explorer import facts
from explorer.audits.boxes.geometry import labels_under
from explorer.audits.errors import nodes
from explorer.evaluations import NONE, OWN, ClassAccuracies, Predictions, class_errors
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas, validation

IMAGES = 50_000

DOG, TERRIER, SPORT = "n02084071", "n02092468", "n00523513"
PUBLISHED = {
    "alexnet": (56.52, 63.06),
    "vgg16": (71.59, 79.04),
    "resnet50": (76.13, 82.96),
    "resnet152": (78.31, 84.82),
    "senet154": (81.30, 86.35),
    "pnasnet5large": (82.74, 87.45),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_overall_accuracies_are_the_published_ones(name: str):
    here = nodes.nodes(atlas(), validation().model(name), [ENTITY]).iloc[0]
    top1, real = PUBLISHED[name]
    assert 100 - here["top1_error"] == pytest.approx(top1, abs=0.006)
    assert 100 - here["real_error"] == pytest.approx(real, abs=0.006)


def test_top5_errors_are_those_of_the_table_of_models():
    models = facts.read("models").set_index("model")["top5_percent"]
    for name in ("alexnet", "resnet50", "squeezenet1_1"):
        here = nodes.nodes(atlas(), validation().model(name), [ENTITY]).iloc[0]
        assert 100 - here["top5_error"] == pytest.approx(models[name], abs=0.001)


def test_top5_of_a_model_of_which_only_the_first_guess_is_known_is_not_known():
    model = validation().model("mlperf_mobilenet_v1_1.0_224")
    assert np.isnan(nodes.nodes(atlas(), model, [ENTITY])["top5_error"].iloc[0])
    assert "top5_error" not in {measure.key for measure in class_errors.measures(model)}


def below(wnid: str) -> set[int]:
    return {
        atlas().index_of[each]
        for each in atlas().hierarchy.named(atlas().hierarchy.subtree(wnid))
        if each in atlas().index_of
    }


@pytest.mark.parametrize("wnid", [ENTITY, DOG, TERRIER, "n00015388", "n02113624", "n01317541"])
@pytest.mark.parametrize("name", ["alexnet", "senet154"])
def test_the_figures_of_a_node_are_those_counted_image_by_image(wnid: str, name: str):
    truth, model, inside = validation().truth, validation().model(name), below(wnid)
    chosen = [place for place in range(IMAGES) if int(truth.labels[place]) in inside]
    wrong = [place for place in chosen if model.predicted[place] != truth.labels[place]]
    rated = [place for place in chosen if truth.reassessed_labels(place)]
    wrong_real = [at for at in rated if int(model.predicted[at]) not in truth.reassessed_labels(at)]
    stays = sum(int(model.predicted[place]) in inside for place in wrong)
    here = nodes.nodes(atlas(), model, [wnid]).iloc[0]
    assert here["images"] == len(chosen)
    assert here["top1_error"] == pytest.approx(len(wrong) / len(chosen) * 100)
    assert here["real_error"] == pytest.approx(len(wrong_real) / len(rated) * 100)
    assert here["inside"] == pytest.approx(stays / len(chosen) * 100)
    assert here["inside"] + here["outside"] == pytest.approx(here["top1_error"])
    # Top-1 and ReaL error over the same images, those with a reassessed label.
    wrong_rated = [place for place in rated if model.predicted[place] != truth.labels[place]]
    assert here["rated_images"] == len(rated)
    assert here["top1_rated_error"] == pytest.approx(len(wrong_rated) / len(rated) * 100)
    heights = class_errors.severities(atlas().hierarchy, validation().truth)[
        truth.labels[wrong], model.predicted[wrong]
    ]
    assert here["severity"] == pytest.approx(heights.mean())
    assert here["hierarchical_distance"] == pytest.approx(heights.sum() / len(chosen))
    assert here["top1_macro"] == pytest.approx(here["top1_error"])
    assert here["predicted_classes"] == len(inside)


def test_severity_is_the_height_of_the_lowest_common_ancestor():
    truth, height = validation().truth, class_errors.heights(atlas().hierarchy, validation().truth)
    severities = class_errors.severities(atlas().hierarchy, validation().truth)
    numbers = np.random.default_rng(5)
    for first, second in numbers.integers(0, 1_000, (60, 2)).tolist():
        pair = truth.wnids[first], truth.wnids[second]
        meet = atlas().hierarchy.lowest_common_ancestors(*pair)
        expected = min(int(height[atlas().hierarchy.position(wnid)]) for wnid in meet)
        assert severities[first, second] == (0 if first == second else expected)
        assert severities[second, first] == severities[first, second]


def test_heights_are_0_at_classes_without_one_below_and_grow_upwards():
    height = class_errors.heights(atlas().hierarchy, validation().truth)
    assert height[atlas().hierarchy.position("n02113624")] == 0
    assert height[atlas().hierarchy.position(ENTITY)] == height.max()
    assert height[atlas().hierarchy.position(SPORT)] == -1


def test_children_are_those_with_a_class_worst_first():
    found = nodes.branches(atlas(), validation().model("resnet50"), DOG)
    assert found["top1_error"].is_monotonic_decreasing
    assert set(found["wnid"]) <= set(atlas().hierarchy.children_of(DOG))
    assert (found["classes"] > 0).all()


def test_a_model_that_speaks_of_some_images_is_judged_by_those():
    truth = validation().truth
    predicted = np.full(IMAGES, NONE, dtype=np.int16)
    dogs = np.flatnonzero(truth.labels == 151)
    predicted[dogs[:10]] = 151
    predicted[dogs[10:20]] = 152
    model = Predictions(validation().truth, "some", predicted, OWN)
    here = nodes.nodes(atlas(), model, [ENTITY, DOG, SPORT])
    assert here["images"].tolist() == [20, 20, 0]
    assert here["top1_error"].iloc[0] == 50
    assert np.isnan(here["top1_error"].iloc[2])


def test_ranked_predictions_give_a_top5_error():
    truth = validation().truth
    ranked = (truth.labels[:, None] + np.array([1, 2, 3, 0, 4], dtype=np.int16)) % 1_000
    model = Predictions(validation().truth, "ranked", ranked[:, 0].copy(), OWN, ranked)
    here = nodes.nodes(atlas(), model, [ENTITY]).iloc[0]
    assert (here["top1_error"], here["top5_error"]) == (100, 0)


def test_a_model_known_by_class_has_a_top1_error_and_nothing_else():
    accuracy = np.full(1_000, np.nan)
    accuracy[[151, 152]] = 0.5, 1.0
    model = ClassAccuracies(validation().truth, "mine", accuracy, OWN)
    here = nodes.nodes(atlas(), model, [DOG]).iloc[0]
    assert here["top1_error"] == 25
    unknown = ["real_error", "top1_rated_error", "top5_error", "severity", "inside"]
    assert np.isnan(here[[*unknown, "hierarchical_distance"]].astype(float)).all()


def test_further_errors_on_easy_images_lower_the_severity_but_not_the_distance():
    truth, model = validation().truth, validation().model("resnet50")
    sibling = class_errors.severities(atlas().hierarchy, validation().truth) + np.where(
        np.eye(1_000), 100, 0
    )
    predicted = model.predicted.copy()
    easy = np.flatnonzero(predicted == truth.labels)[::4]
    predicted[easy] = sibling[truth.labels[easy]].argmin(axis=1)
    before, after = (
        nodes.nodes(atlas(), each, [ENTITY]).iloc[0]
        for each in (model, Predictions(validation().truth, "worse", predicted, OWN))
    )
    assert after["top1_error"] > before["top1_error"] + 15
    assert after["severity"] < before["severity"]
    assert after["hierarchical_distance"] > before["hierarchical_distance"]


def test_a_partial_upload_says_how_many_classes_it_covers_and_its_macro_error():
    truth = validation().truth
    predicted = np.full(IMAGES, NONE, dtype=np.int16)
    many, few = (np.flatnonzero(truth.labels == label) for label in (151, 152))
    predicted[many[:40]] = 151
    predicted[few[:10]] = 151
    here = nodes.nodes(
        atlas(), Predictions(validation().truth, "some", predicted, OWN), [DOG]
    ).iloc[0]
    assert (here["classes"], here["predicted_classes"], here["images"]) == (118, 2, 50)
    assert here["top1_error"] == pytest.approx(20)
    assert here["top1_macro"] == pytest.approx(50)


def test_the_macro_error_of_accuracies_by_class_is_one_less_their_mean():
    accuracy = np.full(1_000, np.nan)
    accuracy[[151, 152, 153]] = 0.5, 1.0, 0.9
    here = nodes.nodes(
        atlas(), ClassAccuracies(validation().truth, "mine", accuracy, OWN), [DOG]
    ).iloc[0]
    assert here["predicted_classes"] == 3
    assert here["top1_macro"] == pytest.approx(20)


def test_the_interval_of_a_concept_is_wider_than_that_of_its_classes():
    model = validation().model("resnet50")
    found = nodes.nodes(atlas(), model, [ENTITY, DOG, TERRIER])
    low, high = nodes.concept_intervals(atlas(), model, found["wnid"], 1_000)
    assert (low < found["top1_low"]).all()
    assert (high > found["top1_high"]).all()
    # Standard errors of the mean over classes, by the formula.
    share = class_errors.by_class(atlas().hierarchy, model)["top1_share"].to_numpy()[151:269]
    reach = 1.96 * share.std(ddof=1) / np.sqrt(len(share)) * 100
    assert (high[1] - low[1]) / 2 == pytest.approx(reach, rel=0.1)


def test_a_concept_of_few_classes_has_no_interval_of_its_own():
    low, high = nodes.concept_intervals(
        atlas(), validation().model("resnet50"), ["n02113335", SPORT], 200
    )
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_no_concept_is_no_interval():
    low, high = nodes.concept_intervals(atlas(), validation().model("resnet50"), [], 200)
    assert (len(low), len(high)) == (0, 0)


def test_of_a_model_of_flags_error_and_its_intervals_are_counted_and_the_rest_is_unknown():
    model = atlas().evaluation("ilsvrc2012").model("convnext_large_384_22k_1k")
    table = facts.read("modern_correct")["convnext_large_384_22k_1k_top1"]
    labels = model.truth.labels
    dogs = np.isin(labels, labels_under(atlas(), DOG))
    here = nodes.nodes(atlas(), model, [DOG]).iloc[0]
    assert here["images"] == table[dogs].notna().sum()
    assert here["all_images"] == dogs.sum()
    assert here["predicted_classes"] == here["classes"] - 1  # not class 250
    assert here["top1_error"] == pytest.approx(100 * (1 - table[dogs].mean()))
    assert here["top1_low"] < here["top1_error"] < here["top1_high"]
    five = facts.read("modern_correct")["convnext_large_384_22k_1k_top5"][dogs]
    assert here["top5_error"] == pytest.approx(100 * (1 - five.mean()))
    unknown = ("real_error", "real_low", "real_high", "inside", "outside", "severity")
    assert np.isnan([here[name] for name in (*unknown, "hierarchical_distance")]).all()
    low, high = nodes.concept_intervals(atlas(), model, [DOG], 200)
    assert low[0] < here["top1_error"] < high[0]


def test_by_class_of_flags_leaves_unknown_what_needs_the_predicted_class():
    model = atlas().evaluation("ilsvrc2012").model("resnet_50")
    found = class_errors.by_class(atlas().hierarchy, model)
    assert found[["real_wrong", "severity"]].isna().all(axis=None)
    assert found.loc[[250, 517], "predicted_images"].tolist() == [0, 0]
    listed = facts.read("modern_class_accuracy")
    listed = listed[listed["model"] == "resnet_50"].set_index("wnid").loc[[*model.truth.wnids]]
    assert found["predicted_images"].tolist() == listed["images"].tolist()
    right = listed["top1_correct"].fillna(0).to_numpy(float)
    assert (found["predicted_images"] - found["top1_wrong"]).tolist() == right.tolist()
