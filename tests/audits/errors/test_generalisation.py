"""New images: errors on both sets counted image by image, and what is said of their difference."""

import numpy as np
import pandas as pd
import pytest

from explorer.audits.errors import generalisation
from explorer.evaluations import Predictions
from explorer.evaluations.declared import ILSVRC, IMAGENETV2
from tests.support.real import atlas

ENTITY, DOG, SPORT = "n00001740", "n02084071", "n00523513"


def predictions(key: str, name: str) -> Predictions:
    model = atlas().evaluation(key).model(name)
    assert isinstance(model, Predictions)
    return model


@pytest.mark.parametrize("name", ["resnet50", "alexnet", "senet154"])
@pytest.mark.parametrize("wnid", [ENTITY, DOG, "n02112497"])
def test_errors_are_those_counted_image_by_image_on_either_set(name: str, wnid: str):
    row = generalisation.drop(atlas(), name, [wnid]).iloc[0]
    under = atlas().hierarchy.descendants(wnid) | {wnid}
    for key, column in ((ILSVRC, "error"), (IMAGENETV2, "new_error")):
        model = predictions(key, name)
        inside = np.isin(np.array(model.truth.wnids)[model.truth.labels], sorted(under))
        wrong = model.predicted[inside] != model.truth.labels[inside]
        assert row[column] == pytest.approx(100 * wrong.mean())
        assert row["images" if key == ILSVRC else "new_images"] == inside.sum()
    assert row["difference"] == pytest.approx(row["new_error"] - row["error"])
    assert row["low"] < row["difference"] < row["high"]


def test_resnet50_is_wrong_on_12_8_points_more_of_the_new_images():
    row = generalisation.drop(atlas(), "resnet50", [ENTITY]).iloc[0]
    assert (round(row["error"], 2), round(row["new_error"], 2)) == (23.87, 36.67)
    assert (row["images"], row["new_images"]) == (50_000, 10_000)


def test_a_synset_without_a_class_has_no_error():
    row = generalisation.drop(atlas(), "resnet50", [SPORT]).iloc[0]
    assert np.isnan([row["error"], row["new_error"], row["difference"], row["low"]]).all()


def test_branches_are_those_with_classes_the_largest_difference_first():
    found = generalisation.branches(atlas(), "resnet50", DOG)
    assert found["difference"].is_monotonic_decreasing
    assert set(found["wnid"]) <= set(atlas().hierarchy.children_of(DOG))
    assert (found["classes"] > 0).all()


def test_models_of_both_are_the_64_of_imagenetv2():
    names = generalisation.models(atlas())
    assert set(names) == set(atlas().evaluation(IMAGENETV2).names) & set(
        atlas().evaluation(ILSVRC).names
    )
    assert "resnet50" in names and not generalisation.in_both(atlas(), "pytorch_resnet50")


def row(difference: float, low: float, high: float, name: str = "a", classes: int = 9):
    return {"name": name, "classes": classes, "error": 20.0, "new_error": 20.0 + difference,
            "difference": difference, "low": low, "high": high}  # fmt: skip


NONE = pd.DataFrame([row(0, 0, 0)]).head(0)


def test_a_difference_whose_interval_has_zero_is_not_called_one():
    text = generalisation.verdict(pd.DataFrame([row(2, -1.5, 5.5)]), NONE, "m")
    assert text == (
        "For m, no difference between ImageNetV2 and the validation images was found (22.0 % "
        "against 20.0 %); one of up to 5.5 percentage points would be compatible with the data."
    )


def test_a_difference_is_told_with_its_way_and_its_interval():
    higher = generalisation.verdict(pd.DataFrame([row(12.8, 11.8, 13.8)]), NONE, "m")
    assert higher.startswith("m's error is 12.8 percentage points higher on ImageNetV2")
    assert "95% CI of the difference 11.8 to 13.8" in higher
    lower = generalisation.verdict(pd.DataFrame([row(-5, -8, -2)]), NONE, "m")
    assert "5.0 percentage points lower" in lower and "2.0 to 8.0" in lower


def test_branches_of_few_classes_are_not_named():
    every = [
        row(50, 10, 80, "tiny", 1),
        row(20, 10, 30, "one"),
        row(5, 1, 9, "two"),
        row(-3, -9, 3, "three"),
        row(-90, -99, -50, "small", 4),
    ]
    text = generalisation.verdict(pd.DataFrame([row(12, 11, 13)]), pd.DataFrame(every), "m")
    assert text.endswith(
        "Of 3 branches with 5 classes or more, the difference is largest at one (+20.0 points, "
        "95% CI 10.0 to 30.0) and smallest at three (-3.0 points, 95% CI -9.0 to 3.0)."
    )
