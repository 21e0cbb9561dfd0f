"""Columns that say the same thing twice are compared, and refused where they contradict."""

import numpy as np
import pytest

from explorer.ingest.models.reading import ChoiceNeeded
from tests.support.own_files import (
    DEVKIT,
    FILES,
    LABELS,
    VGG,
    WNIDS,
    csv,
    error,
    predicted,
    refused,
    taken,
)

TRUE_ERROR = 100 * float((VGG[:500] != LABELS[:500]).mean())
NEXT = np.roll(VGG, 1)


def paths(wnids: np.ndarray, pattern: str = "val/{wnid}/ILSVRC2012_val_{image:08d}.JPEG"):
    return np.array(
        [pattern.format(wnid=wnid, image=image) for image, wnid in enumerate(wnids[:500], 1)]
    )


@pytest.mark.parametrize(
    "columns",
    [
        {"class_id": VGG, "class_name": WNIDS[VGG]},
        {"class_id": DEVKIT[VGG], "wnid": WNIDS[VGG]},
        {"pred_idx": VGG, "pred_wnid": WNIDS[VGG]},
        {"pred_idx": DEVKIT[VGG], "pred_class": VGG},
        {"pred": VGG, "class_name": WNIDS[VGG]},
        {"index": VGG, "label": WNIDS[VGG], "prob": 0.5},
    ],
)
def test_columns_that_agree_are_one(columns: dict[str, object]):
    found = taken(csv({"image": FILES, **columns}))
    assert error(found.model) == pytest.approx(TRUE_ERROR)
    assert any(use == "the same class" for use, _ in found.reading.used)


@pytest.mark.parametrize(
    "columns",
    [
        {"class_id": VGG, "class_name": WNIDS[NEXT]},
        {"pred_idx": VGG, "pred_wnid": WNIDS[NEXT]},
        {"pred_idx": VGG, "pred_class": NEXT},
        {"pred_idx": VGG, "pred_wnid": np.where(np.arange(50_000) == 499, "n01440764", WNIDS[VGG])},
    ],
)
def test_columns_that_contradict_each_other_are_refused_with_both_readings(
    columns: dict[str, object],
):
    fault = refused(csv({"image": FILES, **columns}))
    assert isinstance(fault, ChoiceNeeded)
    one, two = columns
    assert f"{one} and {two}" in str(fault)
    assert f"{one} is " in str(fault)
    assert f"{two} is " in str(fault)


def test_image_columns_that_contradict_each_other_are_refused_with_both():
    numbers = np.arange(1, 50_001)
    agree = csv({"image_id": numbers, "path": FILES, "pred": VGG})
    assert error(predicted(agree)) == pytest.approx(TRUE_ERROR)
    sentence = str(refused(csv({"image_id": np.roll(numbers, 1), "path": FILES, "pred": VGG})))
    assert "Row 3: path is image 2 and image_id is image 1" in sentence


def test_a_counter_of_the_rows_beside_file_names_is_no_image():
    found = taken(csv({"image_id": np.arange(50_000), "path": FILES, "pred": VGG}))
    assert error(found.model) == pytest.approx(TRUE_ERROR)
    assert found.reading.ignored == ("image_id",)


@pytest.mark.parametrize(
    "pattern",
    [
        "val/{wnid}/ILSVRC2012_val_{image:08d}.JPEG",
        "val\\{wnid}\\ILSVRC2012_val_{image:08d}.JPEG",
        "ILSVRC2012_val_{image:08d}_{wnid}.JPEG",
        "ilsvrc2012_VAL_{image:08d}_{wnid}.jpeg",
    ],
)
def test_a_wnid_in_a_path_is_the_label_and_is_checked(pattern: str):
    good = csv({"image": paths(WNIDS[LABELS], pattern), "pred": VGG})
    assert error(predicted(good)) == pytest.approx(TRUE_ERROR)
    others = WNIDS[(LABELS + 1) % 1_000]
    sentence = str(refused(csv({"image": paths(others, pattern), "pred": VGG})))
    assert f"Row 2: the path has {others[0]}, but the label of image 1 is n01751748" in sentence


def test_labels_of_ones_own_that_differ_now_and_then_are_counted():
    label = np.where(np.arange(50_000) % 100 == 0, (LABELS + 1) % 1_000, LABELS)
    found = taken(csv({"image": FILES, "pred": VGG, "label": label}))
    assert error(found.model) == pytest.approx(TRUE_ERROR)
    assert "label differs from the known label in 5 of 500 rows" in found.reading.warnings[0]


def test_labels_that_name_two_classes_are_left_out_of_the_comparison():
    rows = np.flatnonzero(np.isin(LABELS, [134, 517, 0, 1]))
    names = np.where(np.isin(LABELS, [134, 517]), "crane", WNIDS[LABELS])
    found = taken(csv({"image": FILES, "pred": VGG, "label": names}, rows))
    assert not found.reading.warnings
    assert ("label", "label") in found.reading.used


def test_a_column_that_is_neither_label_nor_prediction_is_refused_with_both_readings():
    data = csv({"image": FILES, "pred": VGG, "label": np.roll(LABELS, 1)})
    fault = refused(data)
    assert isinstance(fault, ChoiceNeeded)
    assert "Row 3: label is '65', the label of image 2 is 970 (n09193705), and pred is" in str(
        fault
    )
    assert error(predicted(data, column="pred")) == pytest.approx(TRUE_ERROR)


def test_columns_in_two_numberings_are_each_read_in_their_own():
    found = taken(csv({"image": FILES, "pred": VGG, "label": DEVKIT[LABELS]}))
    assert error(found.model) == pytest.approx(TRUE_ERROR)
    assert ("label", "label") in found.reading.used
