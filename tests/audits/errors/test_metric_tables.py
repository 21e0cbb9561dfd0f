"""Tables of metrics: the figures of one model, of two, and over ranks."""

from functools import partial

import numpy as np
import pytest

from explorer.audits.errors import metric_tables, nodes
from explorer.evaluations import NONE, Predictions
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas, validation

DOG, PERSIAN = "n02084071", "n02123394"


def model(name: str) -> Predictions:
    return validation().built_in[name]


@pytest.mark.parametrize("focus", [ENTITY, DOG])
def test_severity_and_distance_are_those_of_the_table_of_nodes(focus: str):
    found = metric_tables.summary(atlas(), model("resnet50"), focus).set_index("metric")
    here = nodes.nodes(atlas(), model("resnet50"), [focus]).iloc[0]
    for key in ("severity", "hierarchical_distance"):
        assert found.loc[key, "value"] == pytest.approx(here[key])
    assert found.loc["macro_recall", "value"] == pytest.approx(100 - here["top1_macro"])
    assert (found["low"] < found["value"]).all()
    assert (found["value"] < found["high"]).all()


def test_a_model_differs_from_itself_by_nothing_and_is_no_better():
    found = metric_tables.differences(atlas(), model("vgg16"), model("vgg16"), ENTITY)
    assert (found["difference"] == 0).all()
    assert (found["better"] == "").all()


def test_the_better_model_is_better_by_every_metric_whichever_way_it_counts():
    found = metric_tables.differences(atlas(), model("resnet50"), model("senet154"), ENTITY)
    assert (found["better"] == "second").all()
    turned = metric_tables.differences(atlas(), model("senet154"), model("resnet50"), ENTITY)
    assert (turned["better"] == "first").all()
    np.testing.assert_allclose(found["low"], -turned["high"])


def test_images_that_one_model_lacks_are_compared_for_neither():
    whole = model("resnet50")
    half = np.where(np.arange(50_000) % 2, whole.predicted, NONE).astype(np.int16)
    found = metric_tables.differences(
        atlas(), whole, Predictions(whole.truth, "half", half, "test"), ENTITY
    )
    assert (found["difference"] == 0).all()
    assert (found["images"] == 25_000).all()


@pytest.mark.parametrize(("errors", "has"), [(29, False), (30, True)])
def test_the_severity_of_a_few_errors_has_no_interval_however_many_images(errors: int, has: bool):
    whole = model("resnet50")
    labels = whole.truth.labels
    kept = np.cumsum(whole.predicted != labels) <= errors
    few = np.where(kept, whole.predicted, labels).astype(np.int16)
    some = Predictions(whole.truth, "few", few, "test")
    found = metric_tables.summary(atlas(), some, ENTITY).set_index("metric")
    assert np.isfinite(found["value"]).all()
    assert found[["low", "high"]].notna().all(axis=1)["severity"] == has
    assert found["low"].notna()["hierarchical_f1"]
    both = metric_tables.differences(atlas(), some, whole, ENTITY).set_index("metric")
    assert both["low"].notna()["severity"] == has


def test_a_few_images_have_no_interval():
    whole = model("resnet50")
    few = np.where(np.cumsum(whole.truth.labels == 283) <= 29, whole.predicted, NONE)
    some = Predictions(whole.truth, "few", few.astype(np.int16), "test")
    found = metric_tables.summary(atlas(), some, PERSIAN)
    assert (found["images"] == 29).all()
    assert found[["low", "high"]].isna().all(axis=None)


def ranked(predictions: "list[int]") -> Predictions:
    truth = model("resnet50").truth
    every = np.tile(np.array(predictions, dtype=np.int16), (50_000, 1))
    return Predictions(truth, "ranked", every[:, 0], "test", ranked=every)


def test_distance_at_k_is_the_mean_over_ranks_then_images():
    found = metric_tables.distance_at(atlas(), ranked([283, 281, 0]), PERSIAN, (1, 2, 3, 4))
    lowest = partial(atlas().hierarchy.lowest_common_ancestors, PERSIAN)
    assert lowest("n02123045") == ["n02121808"]  # Persian cat and tabby: domestic cat
    assert found["k"].tolist() == [1, 2, 3]
    assert found["distance"].iloc[:2].tolist() == [0.0, 0.5]
    assert found["images"].tolist() == [50, 50, 50]


def test_distance_at_1_is_the_hierarchical_distance():
    found = metric_tables.distance_at(atlas(), model("resnet50"), DOG)
    whole = metric_tables.summary(atlas(), model("resnet50"), DOG).set_index("metric")
    assert found["k"].tolist() == [1]
    expected = whole.loc["hierarchical_distance"]
    row = found.iloc[0]
    assert row["distance"] == pytest.approx(expected["value"])
    assert row["low"] == pytest.approx(expected["low"])
