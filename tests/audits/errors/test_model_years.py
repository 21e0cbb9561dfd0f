"""Models by year and error."""

import pandas as pd
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


def test_the_best_so_far_are_those_below_all_years_before():
    drawn = pd.DataFrame(
        {
            "name": list("abcdef"),
            "x": [2012, 2012, 2014, 2015, 2016, 2017],
            "y": [40.0, 42.0, 45.0, 20.0, 19.8, 19.7],
        }
    )
    best = model_years.best_so_far(drawn)
    assert best["x"].tolist() == [2012, 2015, 2016, 2017]
    assert best["y"].tolist() == [40.0, 20.0, 19.8, 19.7]
    # Labels of b and c would lie on that of the best of all.
    assert best["label"].tolist() == ["a", "", "", "f"]
    assert model_years.best_so_far(drawn.head(0)).empty
