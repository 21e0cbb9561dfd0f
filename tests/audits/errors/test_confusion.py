"""Confusion: pairs both ways, a matrix that loses no image, the images behind a cell."""

import numpy as np
import pytest

from explorer.audits.boxes.geometry import labels_under
from explorer.audits.errors import confusion
from explorer.evaluations import NONE, OWN, Predictions
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas, validation

IMAGES = 50_000

DOG, POODLE, ANIMAL = "n02084071", "n02113335", "n00015388"


def resnet() -> Predictions:
    return validation().built_in["resnet50"]


@pytest.mark.parametrize("focus", [ENTITY, DOG, POODLE, ANIMAL, "n00007846", "n02113624"])
def test_the_matrix_counts_every_image_once(focus: str):
    found = confusion.matrix(atlas(), resnet(), focus)
    assert found.counts.sum() == IMAGES
    assert found.keys[-1] == "elsewhere"
    grouped = set(np.flatnonzero(found.group < len(found.keys) - 1).tolist())
    assert found.counts[:-1].sum() == 50 * len(grouped)
    inside = set(labels_under(atlas(), focus))
    # At the root, a few classes are under none of the entry points.
    assert grouped == inside if focus != ENTITY else len(inside - grouped) == 4


def test_a_cell_holds_the_images_that_it_counts():
    found = confusion.matrix(atlas(), resnet(), DOG)
    for row in range(len(found.keys)):
        for column in range(len(found.keys)):
            chosen = confusion.images_in_cell(found, resnet(), row, column)
            assert chosen.sum() == found.counts[row, column]


def test_many_children_are_put_together_as_others():
    found = confusion.matrix(atlas(), resnet(), "n03575240")
    assert len(found.keys) <= confusion.GROUPS + 3


def test_a_matrix_as_rows_keeps_its_counts():
    found = confusion.matrix(atlas(), resnet(), DOG)
    rows = confusion.long(found)
    assert rows["images"].sum() == IMAGES
    shares = rows.groupby("label_group", sort=False)["percent"].sum()
    np.testing.assert_allclose(shares, 100)


def test_partial_predictions_are_all_in_the_matrix_and_no_more():
    predicted = np.full(IMAGES, NONE, dtype=np.int16)
    predicted[:100] = 151
    model = Predictions(validation().truth, "some", predicted, OWN)
    assert confusion.matrix(atlas(), model, DOG).counts.sum() == 100


def test_pairs_are_those_counted_by_hand():
    truth, model = validation().truth, resnet()
    found = confusion.pairs(atlas(), model, labels_under(atlas(), POODLE), 10)
    assert found["images"].is_monotonic_decreasing
    for row in found.itertuples():
        first, second = (atlas().index_of[wnid] for wnid in (row.first, row.second))
        there = ((truth.labels == first) & (model.predicted == second)).sum()
        back = ((truth.labels == second) & (model.predicted == first)).sum()
        assert (row.first_as_second, row.second_as_first) == (there, back)
        assert row.images == there + back
    assert found["meet"].iloc[0] == "poodle"


def test_images_come_with_their_labels_and_how_many_models_agree():
    truth, model = validation().truth, resnet()
    chosen = (truth.labels == 151) & (model.predicted != 151)
    found = confusion.images(atlas(), validation(), model, chosen, 5)
    row = found.iloc[0]
    place = int(row["image"]) - 1
    same = sum(
        each.predicted[place] == model.predicted[place] for each in validation().built_in.values()
    )
    assert row["agree"] == same
    assert row["label"] == "Chihuahua"
    assert row["prediction"] == atlas().lexicon.name(truth.wnids[model.predicted[place]])
    assert len(found) == 5


def test_no_image_is_an_empty_list():
    nothing = np.zeros(IMAGES, dtype=bool)
    assert confusion.images(atlas(), validation(), resnet(), nothing, 5).empty


def test_shares_are_of_the_true_group_and_cells_without_images_say_nothing():
    found = confusion.matrix(atlas(), resnet(), DOG)
    shares = confusion.shares(found)
    filled = found.counts.sum(axis=1) > 0
    np.testing.assert_allclose(shares.sum(axis=1)[filled], 100)
    assert (shares[~filled] == 0).all()
    counts = confusion.texts(found, as_counts=True)
    assert counts[0][0] == f"{found.counts[0, 0]:,}"
    for row, column in zip(*np.nonzero(found.counts == 0), strict=True):
        assert counts[row][column] == confusion.texts(found, as_counts=False)[row][column] == ""


def test_a_branch_whose_classes_are_all_in_smaller_ones_has_no_row():
    model = resnet()
    found = confusion.matrix(atlas(), model, "n00001740")
    assert "natural object" not in found.names  # its classes are in fruit and geological formation
    assert (found.counts.sum(axis=1) > 0).all()
    assert found.counts.sum() == 50_000
    assert found.group.max() == len(found.keys) - 1


def test_two_classes_of_one_name_are_told_apart():
    model = resnet()
    found = confusion.pairs(atlas(), model, list(range(1_000)), 5)
    assert ("maillot (tights)", "maillot (swimsuit)") in set(
        zip(found["first_name"], found["second_name"], strict=True)
    )
