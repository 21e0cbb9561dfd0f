"""Published figures: measured from the data, and judged only where a document states one."""

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest

from explorer import facts
from explorer.audits import claims
from explorer.audits.claims import COMPUTED, DIFFERS, GOAL, NOT_MEASURABLE, REPRODUCED, verdict
from explorer.ui.navigation import PAGES
from tests.support.real import atlas

DIFFERING = {
    "images_exact": 14_197_114,
    "balloon": 1_240,
    "strawberry": 1_478,
    "each_node": 80.01,
    "ilsvrc_train_rough": 1_281_167,
    "dog_breeds_90": 120,
    "error_few": 8.16,
    "validation_boxes_paper": 80_477,
    "people_unsafe_images": 600_041,
    "people_removed_2702": 2_674,
}
"""Published figures that the data contradict, and what is measured instead."""

COMPUTED_HERE = {
    "share_in_goal": 17.16,
    "alexnet_validation": 20.93,
    "p_rule": 0,
    "smallest": 1,
    "median": 530,
    "largest": 3_047,
    "under_100": 4_366,
    "single": 269,
    "train_895": 895,
    "shared_more": 560,
    "box_packages_certain": 3_534,
    "box_packages_possible": 3_633,
    "validation_boxes": 80_477,
    "box_area": 30.7,
    "people_sensitive": 1_156,
    "people_offensive": 437,
    "people_removed": 2_674,
    "dogs_21k": 190,
    "dogs_images": 222_142,
    "dogs_ilsvrc": 118,
    "top1_alexnet": 56.52,
    "real_alexnet": 63.06,
    "top1_vgg16": 71.59,
    "real_vgg16": 79.04,
    "top1_resnet50": 76.13,
    "real_resnet50": 82.96,
    "top1_resnet152": 78.31,
    "real_resnet152": 84.82,
    "top1_senet154": 81.30,
    "real_senet154": 86.35,
    "top1_pnasnet5large": 82.74,
    "real_pnasnet5large": 87.45,
    "real_none": 3_163,
    "real_several": 7_443,
    "real_rejected": 4_673,
    "coco_agreement": 64,
    "lvis_pairs": 360_952,
    "openimages_edges": 314,
}
"""Figures that no document states."""

UNMEASURED = {
    "ilsvrc_test",
    "dog_breeds_120",
    "dog_breeds_replaced",
    "boxed_million",
    "alexnet_15",
    "alexnet_margin",
    "error_2011",
    "error_2012",
    "institutions",
    "teams_2017",
    "turkers",
    "building_time",
    "models_trained",
    "voc_images",
    "box_packages",
    "train_boxed",
    "train_boxes",
    "det_images",
    "duplicate_groups",
    "voc2012_objects",
}
"""Published figures that the tables cannot check."""


@cache
def figures() -> pd.DataFrame:
    return claims.published_figures(atlas()).set_index("claim")


def test_the_figures_that_differ_are_these_and_every_one_says_why():
    differ = figures()[figures()["verdict"] == DIFFERS]
    assert set(differ.index) == set(DIFFERING)
    assert (differ["note"] != "").all()
    for claim, measured in DIFFERING.items():
        assert differ.loc[claim, "measured"] == pytest.approx(measured, abs=0.05)


def test_every_other_published_figure_that_can_be_measured_is_reproduced():
    others = figures().drop(index=[*DIFFERING, *COMPUTED_HERE, *UNMEASURED, "goal_per_concept"])
    assert len(others) == 107 - 10 - 38 - 20 - 1
    assert set(others["verdict"]) == {REPRODUCED}


def test_what_no_document_states_is_computed_here_and_shows_no_published_value():
    computed = figures()[figures()["verdict"] == COMPUTED]
    assert set(computed.index) == set(COMPUTED_HERE)
    assert (computed["published"] == "").all()
    assert computed[["low", "high"]].isna().all(axis=None)
    for claim, measured in COMPUTED_HERE.items():
        assert computed.loc[claim, "measured"] == pytest.approx(measured, abs=0.05)


def test_a_stated_goal_is_no_claim_about_the_result():
    goals = figures()[figures()["verdict"] == GOAL]
    assert goals.index.tolist() == ["goal_per_concept"]
    assert goals.loc["goal_per_concept", "measured"] == pytest.approx(650.02, abs=0.005)


def test_what_cannot_be_measured_says_what_it_would_require():
    unknown = figures()[figures()["verdict"] == NOT_MEASURABLE]
    assert set(unknown.index) == UNMEASURED
    assert unknown["measured"].isna().all()
    assert unknown["note"].str.startswith("Would require").all()


def test_the_tally_counts_only_what_documents_state():
    assert claims.tally(figures()) == {REPRODUCED: 38, DIFFERS: 10, NOT_MEASURABLE: 20}


def test_an_inequality_is_published_as_one():
    published = figures()["published"]
    assert published["alexnet_margin"] == "more than 10.8"
    assert published["resnet_over_alexnet"] == "more than 0"
    assert published["boxed_million"] == "at least 1,000,000"
    assert published["error_few"] == "at most 5"


def test_a_couple_of_years_after_2012_ends_in_2014():
    models = facts.read("models").merge(facts.read("model_families"), on="model")
    known = models[models["year"].isin([2012, 2013, 2014])]
    best = 100 - known["top5_percent"].max()
    assert figures().loc["error_few", "measured"] == pytest.approx(best)


def test_the_list_of_classes_under_dog_is_no_list_of_breeds():
    tree, classes = atlas().hierarchy, set(atlas().dataset("fall11").wnids)
    dogs = ({*tree.descendants("n02084071")} | {"n02084071"}) & classes
    inner = [dog for dog in dogs if (set(tree.descendants(dog)) - {dog}) & classes]
    note = str(figures().loc["dog_breeds_120", "note"])
    assert [int(number) for number in re.findall("[0-9]+", note)] == [len(dogs), len(inner)]


def test_years_in_which_the_challenge_was_held_are_eight():
    assert facts.read("challenge")["year"].tolist() == list(range(2010, 2018))
    assert figures().loc["challenge_years", "verdict"] == REPRODUCED


def test_a_computed_figure_has_no_relation_and_every_other_one_has():
    table = facts.read("claims")
    assert ((table["relation"] == "") == (table["kind"] == "computed")).all()
    used = table["relation"].map(
        {"": "", "equal": "l", "at least": "l", "more than": "l", "at most": "h", "between": "lh"}
    )
    assert (table["low"].notna() == used.str.contains("l")).all()
    assert (table["high"].notna() == used.str.contains("h")).all()


def test_every_claim_names_a_document_and_a_page_that_there_is():
    table = facts.read("claims")
    assert (table["document"] != "").all()
    assert set(table["page"]) <= {"", *(entry.url_path for entry in PAGES)}


def test_every_measure_of_the_table_is_one_and_every_one_is_used():
    names = {words.split()[0] for words in facts.read("claims")["measure"] if words}
    assert names == set(claims.MEASURES)


@pytest.mark.parametrize(
    ("measured", "relation", "low", "high", "expected"),
    [
        (76.1349, "equal", 76.13, np.nan, REPRODUCED),
        (76.14, "equal", 76.13, np.nan, DIFFERS),
        (14_000_000, "more than", 14_000_000, np.nan, DIFFERS),
        (14_000_001, "more than", 14_000_000, np.nan, REPRODUCED),
        (10.79, "more than", 10.8, np.nan, DIFFERS),
        (10.81, "more than", 10.8, np.nan, REPRODUCED),
        (1_000_000, "at least", 1_000_000, np.nan, REPRODUCED),
        (999_999, "at least", 1_000_000, np.nan, DIFFERS),
        (999_999.6, "at least", 1_000_000, np.nan, DIFFERS),
        (650.02, "between", 500, 1000, REPRODUCED),
        (1000.2, "between", 500, 1000, DIFFERS),
        (5.0, "at most", np.nan, 5, REPRODUCED),
        (5.1, "at most", np.nan, 5, DIFFERS),
        (None, "equal", 1, np.nan, NOT_MEASURABLE),
    ],
)
def test_a_value_is_compared_as_the_document_states_it(measured, relation, low, high, expected):
    assert verdict(measured, relation, low, high) == expected


def test_an_unknown_relation_is_refused():
    with pytest.raises(ValueError, match="'about' is no relation"):
        verdict(1.0, "about", 1.0, np.nan)
