"""Which class and which image a number means: tested on the known labels, named, or asked for."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from explorer.errors import UploadError
from explorer.ingest.models import numbering, order, uploads
from explorer.ingest.models.reading import UNCONFIRMED, ChoiceNeeded
from explorer.settings import Settings
from tests.support.own_files import (
    DEVKIT,
    FILES,
    LABELS,
    PREDICTING,
    VGG,
    WNIDS,
    csv,
    error,
    refused,
    taken,
)
from tests.support.real import atlas, validation

AS_TEXT = np.argsort(sorted(range(1_000), key=str))
"""Class index to its place among folders 0 to 999 sorted as text."""

WRITTEN = {
    "index": np.arange(1_000),
    "devkit": DEVKIT,
    "devkit-minus-1": DEVKIT - 1,
    "one-based": np.arange(1, 1_001),
    "text": AS_TEXT,
    "text-one-based": np.argsort(sorted(range(1, 1_001), key=str)),
    "text-devkit": np.argsort(sorted(range(1, 1_001), key=str))[DEVKIT - 1],
}
"""How each numbering writes a class index."""

IN_FOLDERS = np.argsort(LABELS, kind="stable")
"""Places of the images in the order of class folders."""

IMAGES = {
    "file names": FILES,
    "numbers": np.arange(1, 50_001),
    "numbers from 0": np.arange(50_000),
    "in class folders": np.argsort(IN_FOLDERS) + 1,
}
"""How the images are written."""

SPREAD = np.arange(0, 50_000, 25)


@pytest.mark.parametrize("key", list(WRITTEN))
@pytest.mark.parametrize("images", list(IMAGES))
def test_every_numbering_is_recognised_and_named(key: str, images: str):
    data = csv({"image": IMAGES[images], "pred": WRITTEN[key][VGG]}, SPREAD)
    found = taken(data)
    assert found.model.predicted[SPREAD].tolist() == VGG[SPREAD].tolist()
    assert found.model.covered.sum() == len(SPREAD)
    assert found.reading.confirmed
    assert found.reading.numbering.key.split("+")[0] == key
    plain = key == "index" and images in ("file names", "numbers")
    assert len(found.reading.warnings) == (0 if plain else 1)


def test_indices_of_a_hundred_classes_are_recognised():
    classes = np.arange(3, 1_000, 10)
    rows = np.flatnonzero(np.isin(LABELS, classes) & np.isin(VGG, classes))
    index = np.searchsorted(classes, VGG).clip(0, 99)
    found = taken(csv({"image": FILES, "pred": index}, rows))
    assert found.model.predicted[rows].tolist() == VGG[rows].tolist()
    assert found.reading.numbering.key == "subset"
    assert "the 100 classes of the file's images" in found.reading.warnings[0]


def test_a_contradicted_numbering_is_no_figure_even_if_it_is_asked_for():
    data = csv({"image": FILES, "pred": VGG}, SPREAD)
    fault = refused(data, numbering="devkit-minus-1")
    assert isinstance(fault, ChoiceNeeded)
    assert [option.key for option in fault.numberings] == ["index"]


@pytest.mark.parametrize("numbers", [(VGG * 7 + 3) % 1_000, np.roll(VGG, 1), 0 * VGG + 5])
def test_numbers_no_better_than_chance_are_read_only_as_the_user_says(numbers: np.ndarray):
    data = csv({"image": FILES, "pred": numbers}, 2_000)
    fault = refused(data)
    assert isinstance(fault, ChoiceNeeded)
    assert "index" in [option.key for option in fault.numberings]
    found = taken(data, numbering="index")
    assert not found.reading.confirmed
    assert found.model.model == f"mine ({UNCONFIRMED})"
    assert found.model.predicted[:2_000].tolist() == numbers[:2_000].tolist()


def test_wnids_at_the_wrong_images_are_read_only_if_the_user_insists():
    data = csv({"image": FILES, "pred": WNIDS[np.roll(VGG, 1)]}, 2_000)
    assert isinstance(refused(data), ChoiceNeeded)
    assert UNCONFIRMED in taken(data, numbering="index").model.model


def test_a_few_rows_are_read_plainly_and_other_readings_are_offered():
    found = taken("image,pred\n1,66\n")
    assert not found.reading.confirmed
    assert found.model.predicted[0] == 66
    assert "devkit" in [option.key for option in found.reading.others]
    again = taken("image,pred\n1,66\n", numbering="devkit-minus-1")
    assert WNIDS[again.model.predicted[0]] == WNIDS[np.flatnonzero(DEVKIT == 67)[0]]


def test_a_few_right_rows_need_no_mark():
    assert taken(csv({"image": FILES, "pred": LABELS}, 3)).reading.confirmed


def test_a_number_that_is_no_class_in_the_numbering_is_named_with_its_row():
    numbers = DEVKIT[VGG]
    numbers[7] = 0
    sentence = str(refused(csv({"image": FILES, "pred": numbers}, 2_000)))
    assert "Row 9" in sentence
    assert "read as devkit IDs" in sentence


def test_right_labels_in_the_file_prove_the_order_of_its_images_but_not_the_numbering():
    bad = (VGG * 7 + 3) % 1_000
    data = csv({"image": np.argsort(IN_FOLDERS) + 1, "pred": DEVKIT[bad], "label": LABELS}, SPREAD)
    fault = refused(data)
    assert isinstance(fault, ChoiceNeeded)
    assert all(option.key.endswith("+folders") for option in fault.numberings)
    found = taken(data, numbering="devkit+folders")
    assert not found.reading.confirmed
    assert found.model.predicted[SPREAD].tolist() == bad[SPREAD].tolist()


def test_a_file_of_one_or_four_classes_is_read_right_or_asked_about():
    for classes in (1, 4):
        rows = IN_FOLDERS[: 50 * classes]
        for key, written in WRITTEN.items():
            try:
                found = taken(csv({"image": FILES, "pred": written[VGG]}, rows))
            except ChoiceNeeded:
                assert key != "index"
                continue
            right = 100 * float((VGG[rows] != LABELS[rows]).mean())
            assert error(found.model) == pytest.approx(right)
            fitting = (found.reading.numbering, *found.reading.others)
            assert key in [option.key for option in fitting]


def test_rows_that_lost_their_images_halfway_are_warned_about():
    shifted = np.concatenate([VGG[:1_000], VGG[1_001:2_001]])
    warnings = taken(csv({"image": FILES[:2_000], "pred": shifted}, 2_000)).reading.warnings
    assert "between row 1,002 and row 2,001" in warnings[0]


def test_numbers_that_were_cut_to_eight_bits_are_warned_about():
    rows = np.arange(0, 50_000, 4)
    warnings = taken(csv({"image": FILES, "pred": VGG % 256}, rows)).reading.warnings
    assert "are never predicted" in warnings[0]
    assert "8 bits" in warnings[0]


@pytest.mark.parametrize(("written", "folders"), [(DEVKIT - 1, DEVKIT), (AS_TEXT, AS_TEXT)])
def test_positions_in_folders_of_another_sorting_are_refused(written: np.ndarray, folders):
    # Under index+folders such a file has the right hits, all of them at the wrong classes.
    rows = np.argsort(folders[LABELS], kind="stable")
    data = csv({"prediction": written[VGG][rows]}, 50_000)
    fault = refused(data)
    assert "not of folders sorted by wnid" in str(fault)
    assert UNCONFIRMED in taken(data, numbering="index+folders").model.model


def test_the_test_is_the_one_that_is_stated():
    # P(Poisson(2) >= 5), summed by hand.
    terms = [np.exp(-2) * 2**count / np.prod(range(1, count + 1)) for count in range(5)]
    assert numbering.at_least(5, 2.0) == pytest.approx(1 - sum(terms))
    assert numbering.at_least(0, 2.0) == 1


def test_many_images_of_few_classes_that_are_all_wrong_open_only_as_the_user_says():
    classes = np.sort(np.random.default_rng(4).permutation(1_000)[:20])
    rows = np.flatnonzero(np.isin(LABELS, classes[::2]))
    local = np.searchsorted(classes, LABELS)  # of a model for 20 classes, tried on 10 of them
    data = csv({"image": FILES, "pred": local}, rows)
    asked = refused(data)
    assert isinstance(asked, ChoiceNeeded) and asked.numberings
    assert UNCONFIRMED in taken(data, numbering="index").model.model
    assert UNCONFIRMED in taken(csv({"image": FILES, "pred": local}, rows[:30])).model.model


# Every built-in model


@pytest.mark.parametrize("name", PREDICTING)
def test_a_right_file_of_a_built_in_model_is_silent(name: str):
    predicted = validation().model(name).predicted.astype(np.int64)
    right = 100 * float((predicted[:200] != LABELS[:200]).mean())
    for written in (predicted, WNIDS[predicted]):
        found = taken(csv({"image": FILES, "pred": written}, 200))
        assert error(found.model) == pytest.approx(right)
        assert found.reading.confirmed
        assert (found.reading.warnings, found.reading.others) == ((), ())
    whole = numbering.evidence(
        np.arange(1, 50_001), np.zeros(50_000, bool), predicted, np.full(50_000, -1, np.int16)
    )
    decision = numbering.decide(whole, 1_000)
    assert (decision.taken, decision.confirmed, decision.others) == (whole[0], True, ())
    assert order.never_predicted(whole[0]) == ""
    assert order.shifted(whole[0].right, range(50_000)) == ""
    assert order.shifted(whole[0].right[IN_FOLDERS], range(50_000)) == ""


@hypothesis_settings(max_examples=60)
@given(st.data())
def test_any_model_in_any_layout_and_numbering_is_right_or_refused(data: st.DataObject):
    name = data.draw(st.sampled_from(PREDICTING))
    predicted = validation().model(name).predicted.astype(np.int64)
    key = data.draw(st.sampled_from([*WRITTEN, "wnid", "upper-case wnid"]))
    images = data.draw(st.sampled_from(list(IMAGES)))
    count = data.draw(st.integers(1, 400))
    if data.draw(st.booleans()):
        rows = np.random.default_rng(data.draw(st.integers(0, 9))).permutation(50_000)[:count]
    else:
        start = data.draw(st.integers(0, 50_000 - count))
        rows = data.draw(st.sampled_from([np.arange(50_000), IN_FOLDERS]))[start : start + count]
    written = WRITTEN[key][predicted] if key in WRITTEN else WNIDS[predicted]
    if key == "upper-case wnid":
        written = np.char.upper(written)
    layout = data.draw(st.sampled_from(["one", "with label", "two columns", "ranks", "list"]))
    columns: dict[str, object] = {"image": IMAGES[images], "pred": written}
    if layout == "with label":
        columns["label"] = LABELS
    elif layout == "two columns":
        columns["pred_name"] = WNIDS[predicted]
    elif layout == "ranks":
        again = np.roll(written, 1)
        columns = {"image": IMAGES[images], "top1": written, "top2": again}
        rows = rows[written[rows] != again[rows]]
    elif layout == "list":
        columns["pred"] = np.array([f"[{each}]" for each in written])
    if not len(rows):
        return
    content = csv(columns, rows)
    plain = key in ("index", "wnid", "upper-case wnid") and images in ("file names", "numbers")
    if plain and len(np.unique(LABELS[rows])) >= 100:
        model = taken(content).model
    else:
        try:
            model = taken(content).model
        except UploadError:
            return
    right = 100 * float((predicted[rows] != LABELS[rows]).mean())
    if UNCONFIRMED not in model.model:
        # In the order of class folders, positions from 0 and from 1 differ by one image a class.
        near = 1e-9 if images in ("file names", "numbers") else 3.0
        assert error(model) == pytest.approx(right, abs=near)


def test_one_image_that_is_right_confirms_no_numbering():
    # Predicted as the class before its own, and numbered from 1: read from 0 it looks right.
    beside = (int(LABELS[0]) - 1) % 1_000
    written = WRITTEN["one-based"][np.full(50_000, beside)]
    found = taken(csv({"image": FILES, "pred": written}, 1))
    assert UNCONFIRMED in found.model.model
    assert not found.reading.confirmed


def test_fifty_thousand_rows_are_read_and_checked_in_time():
    frame = pd.DataFrame(
        {"filename": FILES, "label": LABELS, "pred": VGG, "prob": np.round(VGG / 1e3, 3)}
    )
    data = frame.to_csv(index=False).encode()
    uploads.model("warm.csv", data[:1_000].rpartition(b"\n")[0], atlas(), Settings())
    best = min(_seconds(data) for _ in range(2))
    assert best < 1.5


def _seconds(data: bytes) -> float:
    start = time.process_time()
    uploads.model("mine.csv", data, atlas(), Settings())
    return time.process_time() - start
