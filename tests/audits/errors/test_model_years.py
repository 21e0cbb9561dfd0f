"""Models by year and error."""

import pytest

from explorer.audits.boxes.geometry import labels_under
from explorer.audits.errors import model_years
from tests.support.real import atlas, validation

DOG = "n02084071"


ALL = list(range(1_000))


def test_every_model_has_a_year_and_the_published_error():
    found = model_years.field(validation(), ALL).set_index("model")
    usual = {name for name in validation().names if not name.startswith(("keras_", "pytorch_"))}
    assert set(found.index) == usual
    assert (found["year"].min(), found["year"].max()) == (2012, 2024)
    assert found.loc["convnext_tiny_224", "known"] == "right or wrong only"
    assert found.loc["convnext_tiny_224", "error"] == pytest.approx(100 - 82.107, abs=1e-3)
    assert found.loc["convnext_tiny_224", "top5_error"] == pytest.approx(100 - 95.876, abs=1e-3)
    assert found.loc["alexnet", "error"] == pytest.approx(100 - 56.518)
    assert (found["low"] < found["error"]).all()
    assert (found["error"] == found["overall_error"]).all()


def test_errors_of_a_subtree_are_over_its_classes():
    found = model_years.field(validation(), labels_under(atlas(), DOG)).set_index("model")
    assert found.loc["resnet50", "error"] == pytest.approx(20.593, abs=0.001)
