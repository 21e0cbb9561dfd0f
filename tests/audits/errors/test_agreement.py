"""Labels to doubt: how many of 962 models predict the same other class."""

import numpy as np

from explorer import facts
from explorer.audits.boxes.geometry import labels_under
from explorer.audits.errors import agreement, confusion
from tests.support.real import atlas, validation

DOG = "n02084071"
ALL = list(range(1_000))


def test_962_models_were_asked():
    assert agreement.models() == len(facts.read("models962_by_branch")) == 962


def test_every_listed_pair_is_found_and_no_other_one():
    truth, pairs = validation().truth, facts.read("common_errors_962_models")
    places = pairs["image"].to_numpy() - 1
    found = agreement.agreeing(truth, places, pairs["predicted"].to_numpy(np.int16))
    assert found.tolist() == pairs["models"].tolist()
    assert len(found) == 4_731
    # A prediction of the label itself is in no list.
    assert np.isnan(agreement.agreeing(truth, places, truth.labels[places])).all()


def test_labels_to_doubt_are_those_that_half_of_the_models_contradict():
    pairs = facts.read("common_errors_962_models")
    found = agreement.doubts(atlas(), validation().truth, ALL)
    assert len(found) == (pairs["models"] >= 481).sum() == 1_429
    assert found["models"].is_monotonic_decreasing
    assert found["percent"].between(50, 100).all()
    assert found["kind"].notna().all()
    first = found.iloc[0]
    assert (first["image"], first["label"], first["predicted"]) == (
        760,
        "lumbermill",
        "chainlink fence",
    )
    assert first["accepted"] == "chainlink fence, lumbermill"


def test_labels_to_doubt_of_a_subtree_bear_its_labels():
    labels = labels_under(atlas(), DOG)
    found = agreement.doubts(atlas(), validation().truth, labels)
    images = validation().truth.labels[found["image"].to_numpy() - 1]
    assert set(images) <= set(labels)
    assert len(found) == 148


def test_other_images_have_no_listed_agreement():
    newer = atlas().evaluation("imagenetv2").truth
    assert agreement.doubts(atlas(), newer, ALL).empty


def test_behind_a_cell_of_the_confusion_stands_how_many_of_962_models_agree():
    model, pairs = validation().built_in["resnet50"], facts.read("common_errors_962_models")
    same = pairs[model.predicted[pairs["image"] - 1] == pairs["predicted"]].iloc[:20]
    chosen = np.zeros(50_000, dtype=bool)
    chosen[same["image"] - 1] = True
    found = confusion.images(atlas(), validation(), model, chosen, 500).set_index("image")
    listed = same.set_index("image")["models"]
    assert found["of_962"].tolist() == listed.loc[found.index].tolist()
