"""Calibration: bin by bin, against chance, and proper scores by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.boxes.geometry import labels_under
from explorer.audits.errors import calibration
from explorer.evaluations import OWN, Predictions
from tests.support.real import atlas, validation

DOG = "n02084071"


ALL = list(range(1_000))


def resnet() -> Predictions:
    return validation().built_in["resnet50"]


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


def calibrated(size: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    numbers = np.random.default_rng(seed)
    sure = numbers.beta(4, 1, size)
    return sure, (numbers.random(size) < sure).astype(float)


@pytest.mark.parametrize("size", [50, 500, 5_000])
def test_a_calibrated_model_is_seldom_called_miscalibrated_at_small_nodes_too(size: int):
    found = [calibration.scores(*calibrated(size, seed), 15, 200) for seed in range(100)]
    above = sum(each.expected_error > each.null_high for each in found)
    assert above <= 12
    mean = np.mean([each.expected_error for each in found])
    assert np.mean([each.null_mean for each in found]) == pytest.approx(mean, rel=0.1)


def test_an_overconfident_model_is_called_miscalibrated():
    sure, correct = calibrated(2_000)
    found = calibration.scores(sure**0.3, correct, 15, 200)
    assert calibration.verdict(found).startswith("Miscalibrated")
    assert calibration.verdict(calibration.scores(sure, correct, 15, 200)).startswith("No misc")


def test_the_null_is_drawn_image_by_image_and_from_the_normal_alike(monkeypatch):
    sure, _ = calibrated(3_000)
    fast = calibration.null_errors(sure, 15, 1_000)
    monkeypatch.setattr(calibration, "NORMAL", np.inf)
    slow = calibration.null_errors(sure, 15, 1_000)
    assert fast.mean() == pytest.approx(slow.mean(), rel=0.03)
    assert np.quantile(fast, 0.95) == pytest.approx(np.quantile(slow, 0.95), rel=0.05)
    assert (calibration.null_errors(sure, 15, 100) == calibration.null_errors(sure, 15, 100)).all()


def test_the_debiased_error_does_not_depend_on_how_many_images_there_are():
    """Confidence 0.9 at an accuracy of 0.8: 10 points, where the plug-in estimate says more."""
    numbers = np.random.default_rng(5)
    squares, plain = [], []
    for _ in range(2_000):
        correct = (numbers.random(20) < 0.8).astype(float)
        bins = calibration.reliability(np.full(20, 0.9), correct, 15)
        accuracy = correct.mean()
        assert calibration.debiased_error(bins) == pytest.approx(
            np.sqrt(max(0, (accuracy - 0.9) ** 2 - accuracy * (1 - accuracy) / 19)) * 100
        )
        squares.append((accuracy - 0.9) ** 2 - accuracy * (1 - accuracy) / 19)
        plain.append((accuracy - 0.9) ** 2)
    assert np.mean(squares) == pytest.approx(0.01, rel=0.1)
    assert np.mean(plain) > 0.016


def test_a_bin_of_one_image_says_nothing_debiased():
    bins = calibration.reliability(np.array([0.9]), np.array([1.0]), 15)
    assert np.isnan(calibration.debiased_error(bins))


@given(st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=1, max_size=40))
def test_brier_score_and_log_loss_are_those_of_the_outcome(images):
    sure = np.array([each for each, _ in images])
    right = np.array([float(each) for _, each in images])
    found = calibration.scores(sure, right, 15, 200)
    assert found.brier == pytest.approx(sum((p - y) ** 2 for p, y in images) / len(images))
    losses = [-np.log(p if y else 1 - p) for p, y in images]
    assert found.log_loss == pytest.approx(sum(losses) / len(images))


def test_certainty_that_is_wrong_has_a_finite_log_loss():
    found = calibration.scores(np.array([1.0, 1.0]), np.array([1.0, 0.0]), 15, 200)
    assert 7 < found.log_loss < 9


def test_no_image_has_no_score():
    assert np.isnan(calibration.scores(np.zeros(0), np.zeros(0), 15, 200).brier)


def test_a_model_without_probabilities_has_no_curve():
    assert calibration.of(resnet(), ALL, 15).empty
    assert np.isnan(calibration.expected_error(calibration.of(resnet(), ALL, 15)))


def test_only_images_of_the_classes_asked_for_count():
    truth = validation().truth
    confidence = np.full(50_000, 0.75, dtype=np.float32)
    model = Predictions(validation().truth, "sure", truth.labels, OWN, None, confidence)
    found = calibration.of(model, labels_under(atlas(), DOG), 15)
    assert found["images"].tolist() == [5_900]
    assert calibration.expected_error(found) == pytest.approx(25)
