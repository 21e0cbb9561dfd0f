"""Labels that reviewers rejected: published totals, and errors that vanish under ReaL."""

import numpy as np
import pytest

from explorer.audits.boxes.geometry import labels_under
from explorer.audits.errors import label_quality
from explorer.evaluations import Predictions
from tests.support.real import atlas, validation

DOG = "n02084071"


ALL = list(range(1_000))


def resnet() -> Predictions:
    return validation().built_in["resnet50"]


def test_findings_sum_to_the_published_totals():
    found = label_quality.totals(label_quality.findings(atlas(), resnet(), ALL))
    assert found["real_without_label"] == 3_163
    assert found["real_several_labels"] == 7_443
    assert found["real_label_rejected"] == 4_673
    assert found["cleanlab_confirmed_errors"] == 2_916


def test_an_error_vanishes_where_the_guess_is_a_reassessed_label():
    truth, model = validation().truth, resnet()
    for label in (151, 231, 998):
        places = [
            at for at in np.flatnonzero(truth.labels == label) if truth.reassessed_labels(int(at))
        ]
        wrong = [at for at in places if model.predicted[at] != label]
        right = [at for at in wrong if int(model.predicted[at]) in truth.reassessed_labels(int(at))]
        found = label_quality.findings(atlas(), model, [label]).iloc[0]
        assert found["vanishing"] == pytest.approx(len(right) / len(wrong) * 100)


@pytest.mark.parametrize("name", ["resnet50", "alexnet", "senet154"])
def test_an_error_that_mostly_vanishes_is_at_most_half_under_real_on_the_same_images(name: str):
    truth, model = validation().truth, validation().built_in[name]
    gone = label_quality.vanishing(label_quality.findings(atlas(), model, ALL))
    expected = set()
    for label in ALL:
        rated = np.flatnonzero((truth.labels == label) & truth.rated)
        wrong = sum(int(model.predicted[at]) != label for at in rated)
        real = sum(int(model.predicted[at]) not in truth.reassessed_labels(int(at)) for at in rated)
        if wrong >= 0.1 * len(rated) and real <= wrong / 2:
            expected.add(label)
    assert set(gone["index"]) == expected
    assert (gone["vanishing"] >= 50).all()
    assert gone["vanishing"].is_monotonic_decreasing


def test_branches_sum_the_findings_of_their_classes():
    found = label_quality.by_branch(atlas(), resnet(), DOG).set_index("wnid")
    labels = labels_under(atlas(), "n02113335")
    own = label_quality.findings(atlas(), resnet(), labels)
    assert found.loc["n02113335", "real_label_rejected"] == own["real_label_rejected"].sum()
    assert np.isnan(found["incorrect_images"]["n02113335"])


def test_both_errors_of_a_branch_are_over_the_images_with_a_reassessed_label():
    model = validation().built_in["resnet50"]
    found = label_quality.reassessed_by_branch(atlas(), model, "n02084071")
    assert found["difference"].is_monotonic_increasing
    row = found.iloc[0]
    truth = model.truth
    below = set(atlas().hierarchy.named(atlas().hierarchy.subtree(row["wnid"])))
    labels = [at for at, wnid in enumerate(truth.wnids) if wnid in below]
    chosen = np.isin(truth.labels, labels) & truth.rated
    assert row["first_images"] == row["second_images"] == chosen.sum()
    missed = (model.predicted != truth.labels)[chosen].mean() * 100
    assert row["first"] == pytest.approx(missed)
    rejected = ~truth.among_reassessed(model.predicted)[chosen]
    assert row["second"] == pytest.approx(rejected.mean() * 100)
    assert (found["first_low"] <= found["first"] + 1e-9).all()
    assert (found["second"] <= found["second_high"] + 1e-9).all()
