"""The ledger: measured by the data, never typed in, and no reproduced claim stops being one."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from explorer import facts
from explorer.audits import claims
from explorer.audits.claims import DIFFERS, NOT_MEASURABLE, REPRODUCED, verdict
from explorer.pages import PAGES
from tests.real import atlas

DIFFERING = {
    "images_exact": 14_197_114,
    "balloon": 1_240,
    "strawberry": 1_478,
    "each_concept": 17.16,
    "ilsvrc_train_rough": 1_281_167,
    "dog_breeds_120": 190,
    "dog_breeds_90": 120,
    "alexnet_15": 20.93,
    "winter_images": 13_153_526,
    "box_packages": 3_624,
    "validation_boxes_paper": 80_477,
    "people_unsafe_images": 600_041,
    "people_removed_2702": 2_674,
}
"""Claims that the data contradict, and what is measured instead."""


@cache
def ledger() -> pd.DataFrame:
    return claims.ledger(atlas()).set_index("claim")


def test_the_claims_that_differ_are_these_and_every_one_says_why():
    differ = ledger()[ledger()["verdict"] == DIFFERS]
    assert set(differ.index) == set(DIFFERING)
    assert (differ["note"] != "").all()
    for claim, measured in DIFFERING.items():
        assert differ.loc[claim, "measured"] == pytest.approx(measured, abs=0.005)


def test_every_other_claim_that_can_be_measured_is_reproduced():
    measurable = ledger()[ledger()["measured"].notna()].drop(index=list(DIFFERING))
    assert len(measurable) >= 55
    assert (measurable["verdict"] == REPRODUCED).all()


def test_what_cannot_be_measured_says_what_it_would_take():
    unknown = ledger()[ledger()["verdict"] == NOT_MEASURABLE]
    assert unknown["measured"].isna().all()
    assert unknown["note"].str.startswith("It would take").all()


def test_every_claim_names_a_document_and_a_page_that_there_is():
    table = facts.read("claims")
    assert (table["document"] != "").all()
    assert set(table["page"]) <= {"", *(entry.url_path for entry in PAGES)}


def test_every_measure_of_the_table_is_one_and_every_one_is_used():
    names = {words.split()[0] for words in facts.read("claims")["measure"] if words}
    assert names == set(claims.MEASURES)


@pytest.mark.parametrize(
    ("measured", "low", "high", "expected"),
    [
        (76.1349, 76.13, 76.13, REPRODUCED),
        (76.14, 76.13, 76.13, DIFFERS),
        (14_197_114, 14_000_000, np.nan, REPRODUCED),
        (13_999_999, 14_000_000, np.nan, DIFFERS),
        (650.02, 500, 1000, REPRODUCED),
        (None, 1, 1, NOT_MEASURABLE),
    ],
)
def test_a_value_is_compared_as_precisely_as_it_was_published(measured, low, high, expected):
    assert verdict(measured, low, high) == expected
