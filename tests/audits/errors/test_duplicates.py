"""Identical training images: totals, the pairs that stand out, pairs beside confusion."""

import pytest

from explorer import facts
from explorer.audits.errors import duplicates
from tests.support.real import atlas, validation

MAILLOT, MAILLOT_TANK, DOG = "n03710637", "n03710721", "n02084071"


def every() -> tuple[str, ...]:
    return validation().truth.wnids


def test_totals_are_the_published_ones():
    total = duplicates.totals(atlas(), every())
    assert total.across + total.within == 11_783
    assert total.pairs == 1_265


def test_the_two_maillots_stand_out():
    first = duplicates.pairs(atlas(), every()).iloc[0]
    assert (first["wnid"], first["second"]) == (MAILLOT, MAILLOT_TANK)
    assert (first["name"], first["second_name"]) == ("maillot (tights)", "maillot (swimsuit)")
    assert first["identical_images"] == 277
    images = facts.read("ilsvrc2012").set_index("wnid")["train_images"]
    smaller = min(images[MAILLOT], images[MAILLOT_TANK])
    assert first["percent"] == pytest.approx(277 / smaller * 100)


def test_pairs_of_some_classes_have_one_of_them():
    found = duplicates.pairs(atlas(), (MAILLOT,))
    assert ((found["wnid"] == MAILLOT) | (found["second"] == MAILLOT)).all()
    table = facts.read("train_duplicate_class_pairs")
    assert len(found) == (table[["wnid_a", "wnid_b"]] == MAILLOT).any(axis=1).sum()


def test_between_two_classes_the_order_is_of_no_matter_and_nothing_shared_is_zero():
    found = duplicates.between(
        atlas(), [MAILLOT, MAILLOT_TANK, MAILLOT], [MAILLOT_TANK, MAILLOT, "n02085620"]
    )
    assert found.tolist() == [277, 277, 0]


def test_classes_without_identical_images_are_left_out():
    found = duplicates.by_class(atlas(), every())
    assert (found["across"] + found["within"] > 0).all()
    assert found["across"].is_monotonic_decreasing
    assert found["within"].sum() == 108
