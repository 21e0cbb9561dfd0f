"""The strip of errors: its kinds add up, its branches count distinct classes, counted again."""

import numpy as np
import pytest

from explorer.audits.errors import model_comparison, nodes, strip
from explorer.evaluations import OWN, ClassAccuracies, Predictions
from explorer.wordnet.depth_first import REST
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas, validation

DOG, LEAF, BIRD = "n02084071", "n02113624", "n01503061"


def model(name: str = "resnet50") -> Predictions:
    return validation().built_in[name]


@pytest.mark.parametrize("evaluation", ["ilsvrc2012", "imagenetv2"])
def test_every_error_is_of_one_kind(evaluation: str):
    tried = atlas().evaluation(evaluation).model("resnet50")
    found = strip.errors(atlas(), tried, ENTITY)
    for frame in (found.classes, found.branches):
        np.testing.assert_allclose(frame[list(strip.PARTS)].sum(axis=1), frame["error"])


def test_kinds_of_errors_are_those_counted_image_by_image():
    tried = model()
    truth = tried.truth
    index = truth.index[LEAF]
    kinds = dict.fromkeys(strip.PARTS, 0)
    for place in np.flatnonzero(truth.labels == index).tolist():
        guess = int(tried.predicted[place])
        if guess == index:
            continue
        labels = truth.reassessed_labels(place)
        kind = "unrated" if not labels else "accepted" if guess in labels else "rejected"
        kinds[kind] += 1
    row = strip.errors(atlas(), tried, DOG).classes.set_index("wnid").loc[LEAF]
    assert row[list(strip.PARTS)].tolist() == [kinds[part] / 50 * 100 for part in strip.PARTS]


def test_branches_have_the_errors_of_all_their_distinct_classes():
    found = strip.errors(atlas(), model(), ENTITY)
    real = found.branches[found.branches["wnid"] != REST]
    known = nodes.nodes(atlas(), model(), real["wnid"])
    np.testing.assert_allclose(real["error"], known["top1_error"])
    np.testing.assert_array_equal(real["classes"], known["classes"])
    np.testing.assert_allclose(real["difference"], known["top1_error"] - 23.87)


def test_the_difference_is_from_the_models_error_over_all_classes_at_every_synset():
    found = strip.errors(atlas(), model(), DOG)
    assert found.overall == pytest.approx(23.87)
    assert found.branches["difference"].iloc[0] == pytest.approx(20.593 - 23.87, abs=0.001)


def test_two_models_have_the_q_of_the_scan():
    first, second = model("vgg16"), model("senet154")
    found = strip.differences(atlas(), first, second, BIRD).branches.set_index("wnid")
    scan = model_comparison.compare(atlas(), first, second, BIRD).set_index("wnid")
    shared = found.index.intersection(scan.index)
    assert len(shared) > 50
    found, scan = found.loc[shared], scan.loc[shared]
    np.testing.assert_allclose(found["difference"], scan["difference"], atol=1e-9)
    np.testing.assert_array_equal(found["q"], scan["q"])
    np.testing.assert_array_equal(found["different"], scan["different"])


def test_two_models_are_compared_on_the_images_of_both():
    half = model("vgg16").predicted.copy()
    half[model().truth.labels != model().truth.index[LEAF]] = -1
    own = Predictions(model().truth, "mine", half, OWN)
    found = strip.differences(atlas(), own, model(), DOG)
    assert found.branches["images"].iloc[0] == 50
    assert found.classes["difference"].notna().sum() == 1


def test_accuracies_alone_do_not_tell_errors_apart():
    accuracy = np.full(1000, 0.75)
    own = ClassAccuracies(model().truth, "mine", accuracy, OWN)
    found = strip.errors(atlas(), own, DOG)
    assert found.classes["error"].eq(25).all()
    assert found.classes[list(strip.PARTS)].isna().all(axis=None)
    assert strip.parts_verdict(found, "ReaL labels") == ""


@pytest.mark.parametrize("focus", [ENTITY, DOG, LEAF])
@pytest.mark.parametrize("most", [20, 240])
def test_bands_are_few_enough_and_none_is_drawn_without_its_parent(focus: str, most: int):
    found = strip.errors(atlas(), model(), focus)
    bands = strip.bands(found, 5, most)
    assert len(bands) <= most
    assert bands["level"].min() == 1
    for row in bands[bands["level"] > 1].to_dict("records"):
        above = bands[bands["level"] == row["level"] - 1]
        assert ((above["first"] <= row["first"]) & (above["end"] >= row["end"])).any()


def test_the_verdict_names_the_branches_with_the_highest_and_the_lowest_error():
    found = strip.errors(atlas(), model(), DOG)
    said = strip.verdict(found, "resnet50")
    assert said.startswith(
        "resnet50 is wrong on 20.6 % of 5,900 images, 3.3 percentage points below"
    )
    below = found.branches.iloc[1:]
    large = below[below["classes"] >= strip.LEAST_CLASSES].set_index("name")["error"]
    assert f" Of branches with 5 classes or more, its error is highest at {large.idxmax()} " in said
    assert f"lowest at {large.idxmin()} " in said
    assert "highest" not in strip.verdict(strip.errors(atlas(), model(), LEAF), "resnet50")


def test_reassessed_labels_are_called_by_their_name():
    assert strip.labels_called(model()) == "ReaL labels"
    other = atlas().evaluation("imagenetv2").model("resnet50")
    assert strip.labels_called(other) == "refined labels"
