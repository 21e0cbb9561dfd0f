"""Labels, associations, years and calibration: published totals, independent formulas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import predictions
from explorer.audits import associations, calibration, label_quality, model_years
from explorer.audits.box_geometry import labels_under
from explorer.predictions import OWN, Predictions
from tests.real import atlas

DOG = "n02084071"
ALL = list(range(1_000))


def resnet() -> Predictions:
    return predictions.built_in()["resnet50"]


# Labels


def test_findings_sum_to_the_published_totals():
    found = label_quality.totals(label_quality.findings(atlas(), resnet(), ALL))
    assert found["real_without_label"] == 3_163
    assert found["real_several_labels"] == 7_443
    assert found["real_label_rejected"] == 4_673
    assert found["cleanlab_confirmed_errors"] == 2_916


def test_an_error_vanishes_where_the_guess_is_a_reassessed_label():
    truth, model = predictions.validation(), resnet()
    for label in (151, 231, 998):
        places = [at for at in np.flatnonzero(truth.labels == label) if truth.real_labels(int(at))]
        wrong = [at for at in places if model.guesses[at] != label]
        right = [at for at in wrong if int(model.guesses[at]) in truth.real_labels(int(at))]
        found = label_quality.findings(atlas(), model, [label]).iloc[0]
        assert found["vanishing"] == pytest.approx(len(right) / len(wrong) * 100)


def test_classes_whose_error_vanishes_have_a_real_error_and_most_of_it_gone():
    found = label_quality.findings(atlas(), resnet(), ALL)
    gone = label_quality.vanishing(found)
    assert (gone["vanishing"] >= 50).all()
    assert (gone["top1_error"] >= 10).all()
    assert gone["vanishing"].is_monotonic_decreasing


def test_branches_sum_the_findings_of_their_classes():
    found = label_quality.by_branch(atlas(), resnet(), DOG).set_index("wnid")
    labels = labels_under(atlas(), "n02113335")
    own = label_quality.findings(atlas(), resnet(), labels)
    assert found.loc["n02113335", "real_label_rejected"] == own["real_label_rejected"].sum()
    assert np.isnan(found.loc["n02113335", "incorrect_images"])


# Associations


def test_near_siblings_share_a_parent_and_are_classes():
    known = associations.features(atlas())
    toy = atlas().index_of["n02113624"]
    assert known.loc[toy, "near_siblings"] == 2
    assert known.loc[toy, "train_images"] == 1_300


def test_captions_are_counted_for_four_data_sets_only():
    found = associations.clip_models(ALL)
    assert len(found) == 21
    counted = found["pretraining"].isin(associations.CAPTIONS)
    assert found.loc[counted, "correlation"].notna().all()
    assert found.loc[~counted, "correlation"].isna().all()
    assert (found.loc[counted, "correlation"] < 0).all()


# Years


def test_every_model_has_a_year_and_the_published_error():
    found = model_years.field(ALL).set_index("model")
    assert len(found) == 69
    assert found["year"].between(2012, 2018).all()
    assert found.loc["alexnet", "error"] == pytest.approx(100 - 56.518)
    assert (found["low"] < found["error"]).all()
    assert (found["error"] == found["overall_error"]).all()


def test_errors_of_a_subtree_are_over_its_classes():
    found = model_years.field(labels_under(atlas(), DOG)).set_index("model")
    assert found.loc["resnet50", "error"] == pytest.approx(20.593, abs=0.001)


# Calibration


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60),
    st.integers(1, 20),
)
def test_the_calibration_error_is_that_counted_bin_by_bin(images, bins):
    sure = np.array([each for each, _ in images])
    right = np.array([float(each) for _, each in images])
    total = 0.0
    for at in range(bins):
        chosen = [k for k, each in enumerate(sure) if min(int(each * bins), bins - 1) == at]
        if chosen:
            total += len(chosen) * abs(right[chosen].mean() - sure[chosen].mean())
    found = calibration.reliability(sure, right, bins)
    assert calibration.expected_error(found) == pytest.approx(total / len(images) * 100)
    assert found["images"].sum() == len(images)


def test_a_model_without_probabilities_has_no_curve():
    assert calibration.of(resnet(), ALL, 15).empty
    assert np.isnan(calibration.expected_error(calibration.of(resnet(), ALL, 15)))


def test_only_images_of_the_classes_asked_for_count():
    truth = predictions.validation()
    confidence = np.full(50_000, 0.75, dtype=np.float32)
    model = Predictions("sure", truth.labels, OWN, None, confidence)
    found = calibration.of(model, labels_under(atlas(), DOG), 15)
    assert found["images"].tolist() == [5_900]
    assert calibration.expected_error(found) == pytest.approx(25)
