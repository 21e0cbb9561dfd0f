"""Accuracies by class: shares and percent, numberings, intervals, names that are never guessed."""

import numpy as np
import pytest

from explorer.audits.errors import nodes
from explorer.evaluations import ByImage
from explorer.evaluations.class_errors import wrong
from explorer.evaluations.declared import ILSVRC, load
from explorer.ingest.models.reading import UNCONFIRMED, ChoiceNeeded
from tests.support.own_files import DEVKIT, LABELS, VGG, WNIDS, accuracies, csv, refused, taken
from tests.support.real import atlas, validation

SHARES = np.bincount(LABELS[VGG == LABELS], minlength=1_000) / 50
INDEX = np.arange(1_000)
BY_DEVKIT = np.argsort(DEVKIT)
"""Class indices in the order of devkit IDs."""


@pytest.mark.parametrize(
    ("columns", "numbering"),
    [
        ({"class_index": INDEX, "accuracy": SHARES}, "index"),
        ({"class_id": INDEX.astype(float), "acc": SHARES}, "index"),
        ({"wnid": WNIDS, "recall": SHARES}, None),
        ({"class": INDEX, "Accuracy (%)": SHARES * 100}, "index"),
        ({"class_id": DEVKIT, "accuracy": SHARES}, "devkit"),
        ({"class_id": np.arange(1, 1_001), "accuracy": SHARES[BY_DEVKIT]}, "devkit"),
        ({"class_id": np.arange(1_000), "accuracy": SHARES[BY_DEVKIT]}, "devkit-minus-1"),
        ({"class_id": np.arange(1, 1_001), "accuracy": SHARES}, "one-based"),
        ({"class_id": DEVKIT, "wnid": WNIDS, "accuracy": SHARES}, None),
    ],
)
def test_the_numbering_is_found_by_what_is_hard(columns: dict[str, object], numbering: str | None):
    found = taken(csv(columns, 1_000))
    assert found.model.accuracy.tolist() == pytest.approx(SHARES.tolist())
    assert found.reading.confirmed
    key = found.reading.numbering.key if found.reading.numbering else None
    assert key == numbering
    assert len(found.reading.warnings) == (numbering not in ("index", None))


@pytest.mark.parametrize("name", load()[ILSVRC].names)
def test_accuracies_of_a_built_in_model_are_silent(name: str):
    model = validation().model(name)
    assert isinstance(model, ByImage)
    shares = np.bincount(LABELS[model.covered & ~wrong(model)], minlength=1_000) / 50
    found = taken(csv({"class_index": INDEX, "accuracy": shares}, 1_000))
    assert found.model.accuracy.tolist() == pytest.approx(shares.tolist())
    assert found.reading.confirmed
    assert (found.reading.warnings, found.reading.others) == ((), ())


def test_accuracies_in_no_known_order_are_read_only_as_the_user_says():
    shuffled = np.random.default_rng(1).permutation(SHARES)
    data = csv({"class_id": INDEX, "accuracy": shuffled}, 1_000)
    assert isinstance(refused(data), ChoiceNeeded)
    found = taken(data, numbering="index")
    assert found.model.accuracy.tolist() == pytest.approx(shuffled.tolist())
    assert UNCONFIRMED in found.model.model


def test_a_contradicted_numbering_is_no_figure_even_if_it_is_asked_for():
    data = csv({"class_id": INDEX, "accuracy": SHARES}, 1_000)
    assert isinstance(refused(data, numbering="devkit-minus-1"), ChoiceNeeded)


def test_errors_in_a_column_of_accuracies_are_recognised():
    assert "as errors are" in str(refused(csv({"wnid": WNIDS, "accuracy": 1 - SHARES}, 1_000)))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"wnid": WNIDS, "accuracy_percent": SHARES}, "no value above 1 in the whole column"),
        ({"wnid": WNIDS, "accuracy": SHARES * 100}, "accuracy_percent"),
        ({"wnid": WNIDS, "top1": SHARES * 100}, "accuracy_percent"),
        ({"wnid": WNIDS, "accuracy": SHARES, "support": 0}, "at least 1"),
        (
            {"wnid": WNIDS, "class_id": np.roll(INDEX, 1), "accuracy": SHARES},
            "are different classes",
        ),
        ({"accuracy": SHARES, "note": "x"}, "accuracies by class need"),
        ({"wnid": WNIDS, "error": 1 - SHARES}, "accuracies by class need"),
        ({"wnid": WNIDS, "percent": SHARES}, "no value above 1 in the whole column"),
        ({"wnid": WNIDS, "precision": SHARES}, "accuracies by class need"),
        ({"wnid": WNIDS, "f1-score": SHARES}, "accuracies by class need"),
        ({"wnid": WNIDS, "correct": 50 * SHARES, "total": 50}, "accuracies by class need"),
    ],
)
def test_a_column_that_contradicts_its_name_is_refused(columns: dict[str, object], words: str):
    sentence = str(refused(csv(columns, 1_000)))
    assert words in sentence
    assert "column of images" not in sentence


def test_a_percent_sign_says_what_the_columns_name_does_not():
    signed = np.char.add((SHARES / 100 * 100).round(4).astype(str), "%")
    found = accuracies(csv({"wnid": WNIDS, "accuracy": signed}, 1_000))
    assert found.accuracy.tolist() == pytest.approx((SHARES / 100).tolist())
    mixed = "wnid,accuracy_percent\nn01440764,50%\nn01443537,50\n"
    assert "found '50%'" in str(refused(mixed))


def test_a_share_of_one_in_single_precision_is_one():
    assert accuracies("wnid,accuracy\nn01440764,1.0000001\n").accuracy[0] == 1
    assert "'1.00001'" in str(refused("wnid,accuracy\nn01440764,1.00001\n"))


def test_the_support_is_the_number_of_images_behind_the_interval():
    model = accuracies(csv({"wnid": WNIDS, "accuracy": SHARES, "support": 400}, 1_000))
    wide = accuracies(csv({"wnid": WNIDS, "accuracy": SHARES}, 1_000))
    many, few = (nodes.nodes(atlas(), each, ["n02084071"]).iloc[0] for each in (model, wide))
    assert (many["images"], few["images"]) == (400 * 118, 50 * 118)
    assert many["top1_error"] == pytest.approx(few["top1_error"])
    assert many["top1_high"] - many["top1_low"] < few["top1_high"] - few["top1_low"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("tench,0.5\nTinca tinca,0.6\n", "class 0 is already in row 2"),
        ("crane,0.5\n", "shared by 2 classes"),
        ("Cardigan,0.5\n", "shared by 2 classes"),
        ('"tench, goldfish",0.5\n', "found 'tench, goldfish'"),
    ],
)
def test_two_names_for_a_class_or_two_classes_for_a_name_are_never_guessed(rows: str, words: str):
    assert words in str(refused(f"name,accuracy\n{rows}"))


def test_few_accuracies_by_index_are_read_plainly_and_marked():
    found = taken("class_id,accuracy\n5,0.5\n6,0.25\n")
    assert np.flatnonzero(np.isfinite(found.model.accuracy)).tolist() == [5, 6]
    assert UNCONFIRMED in found.model.model
    assert found.reading.others
    assert taken("wnid,accuracy\nn01440764,0.5\n").model.model == "mine"
