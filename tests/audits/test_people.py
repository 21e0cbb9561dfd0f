"""The people subtree: every published total, and rules that drop exactly what they say."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits import people
from explorer.audits.people import PERSON, RELEASED, SAFETY, PeopleRule, drop_list, kept, outcome
from tests.support.real import atlas

RULES = st.builds(
    PeopleRule,
    keep=st.lists(st.sampled_from(SAFETY), min_size=1, unique=True).map(tuple),
    min_imageability=st.floats(1, 5),
    min_images=st.integers(0, 2_000),
)


def every():
    return people.people(atlas())


def test_the_labels_are_2832_of_which_1239_are_safe():
    assert every()["safety"].value_counts().to_dict() == {
        "safe": 1_239,
        "sensitive": 1_156,
        "offensive": 437,
    }
    below = atlas().hierarchy.descendants(PERSON, instances=False)
    assert set(every()["wnid"]) == below & set(atlas().dataset("fall11").wnids)


def test_only_offensive_synsets_were_never_rated_and_the_median_is_2_36():
    found = every()
    assert set(found.loc[found["imageability"].isna(), "safety"]) == {"offensive"}
    assert found["imageability"].notna().sum() == 2_395
    assert round(found["imageability"].median(), 2) == 2.36


def test_the_funnel_ends_at_139_and_equals_what_was_published():
    found = people.funnel(atlas())
    assert found["classes"].tolist() == [2_832, 2_395, 1_239, 158, 139]
    known = found["published"].notna()
    assert (found.loc[known, "classes"] == found.loc[known, "published"]).all()
    assert known.sum() == 4


def test_images_are_those_of_the_published_split():
    found = every()
    unsafe = found.loc[found["safety"] != "safe", "images"].sum()
    assert unsafe == 600_041
    assert outcome(found, RELEASED).images_kept == 133_697
    safe = found[found["safety"] == "safe"]
    assert outcome(safe, RELEASED).images_dropped == 443_547


def test_safe_and_at_least_4_is_the_winter_release_and_above_4_is_not():
    assert people.reproduces_winter(atlas(), RELEASED)
    assert outcome(every(), RELEASED).classes_dropped == 2_674
    strict = PeopleRule(strict=True)
    assert outcome(every(), strict).classes_dropped == 2_702
    assert not people.reproduces_winter(atlas(), strict)


def test_winter_2021_has_no_class_that_fall_2011_lacks():
    fall11, winter21 = (atlas().dataset(key).wnids for key in ("fall11", "winter21"))
    assert set(winter21) <= set(fall11)
    assert set(every()["wnid"]) <= set(fall11)


@given(RULES)
def test_a_rule_keeps_exactly_what_meets_each_of_its_conditions(rule):
    found = every()
    expected = (
        found["safety"].isin(rule.keep)
        & ((found["imageability"] >= rule.min_imageability) | (rule.min_imageability <= 1))
        & (found["images"] >= rule.min_images)
    )
    np.testing.assert_array_equal(kept(found, rule), expected)


@given(RULES, st.booleans())
def test_what_leaves_has_a_reason_and_what_stays_has_none(rule, strict):
    rule = dataclasses.replace(rule, strict=strict)
    told = [why == "" for why in people.reasons(every(), rule)]
    np.testing.assert_array_equal(kept(every(), rule), told)


@given(RULES)
def test_what_stays_and_what_leaves_is_everything(rule):
    done = outcome(every(), rule)
    assert done.classes_kept + done.classes_dropped == 2_832
    assert done.images_kept + done.images_dropped == every()["images"].sum()


@pytest.mark.parametrize(
    ("key", "offensive", "sensitive"),
    [("21k-p-fall11", 62, 374), ("12k", 74, 411), ("ilsvrc2012", 0, 0), ("winter21", 0, 0)],
)
def test_data_sets_still_hold_what_was_counted(key: str, offensive: int, sensitive: int):
    found = people.held(atlas()).set_index("key").loc[key]
    assert (found["offensive"], found["sensitive"]) == (offensive, sensitive)


def test_the_challenges_three_people_are_safe():
    below = set(atlas().hierarchy.named(atlas().hierarchy.subtree(PERSON)))
    three = below & set(atlas().dataset("ilsvrc2012").wnids)
    assert sorted(atlas().lexicon.names(three)) == ["ballplayer", "groom", "scuba diver"]
    assert {atlas().safety[wnid] for wnid in three} == {"safe"}


@pytest.mark.parametrize("key", ["fall11", "12k", "21k-p-fall11", "ilsvrc2012", "vid"])
def test_a_drop_list_is_the_data_sets_classes_that_the_rule_does_not_keep(key: str):
    dropped = drop_list(atlas(), key, PeopleRule(min_images=600))
    found = every()
    gone = set(found.loc[~kept(found, PeopleRule(min_images=600)), "wnid"])
    assert set(dropped["wnid"]) == gone & set(atlas().dataset(key).wnids)
    assert (dropped["reason"] != "").all()
    assert (dropped["labelled_by"] == "Yang et al. 2020").all()


def test_a_reason_names_every_condition_that_is_not_met():
    found = every().set_index("wnid")
    rule = PeopleRule(min_images=10_000)
    told = dict(zip(every()["wnid"], people.reasons(every(), rule), strict=True))
    wnid = found.index[(found["safety"] == "sensitive") & (found["imageability"] < 2)][0]
    assert told[wnid].startswith("sensitive; imageability 1.")
    assert told[wnid].endswith(" < 10,000 images")


def test_plain_text_is_a_wnid_and_its_reason_a_line():
    dropped = drop_list(atlas(), "12k", RELEASED)
    lines = people.plain_text(dropped).splitlines()
    assert [line.split("\t")[0] for line in lines] == dropped["wnid"].tolist()
    assert all(line.count("\t") == 1 for line in lines)


def test_the_three_individuals_stand_apart_and_are_not_dropped():
    named = people.individuals(atlas())
    assert named["wnid"].tolist() == ["n10994097", "n11196627", "n11318824"]
    assert set(named["wnid"]).isdisjoint(drop_list(atlas(), "fall11", RELEASED)["wnid"])


def test_branches_count_their_synsets_by_safety():
    found = people.branches(atlas(), PERSON, RELEASED)
    assert (found[list(SAFETY)].sum(axis="columns") == found["classes"]).all()
    assert (found["kept"] + found["dropped"] == found["classes"]).all()
    worker = found.set_index("wnid").loc["n09632518"]
    assert (worker["classes"], worker["safe"]) == (371, 249)


def test_points_and_bars_hold_every_rated_synset():
    found = every()
    assert people.imageability_bars(found)["y"].sum() == 2_395
    points = people.imageability_points(found)
    assert len(points) == ((found["imageability"].notna()) & (found["images"] > 0)).sum()
    assert list(dict.fromkeys(points["group"])) == ["safe", "sensitive"]


def test_the_waterfall_begins_with_all_and_ends_with_what_is_left():
    found = people.funnel(atlas())
    steps = people.waterfall(found)
    assert steps["classes"].tolist() == [2_832, 437, 1_156, 1_081, 19, 139]
    assert steps["end"].tolist()[:-1] == found["classes"].tolist()
    removed = steps[steps["kind"] == "removed"]
    assert 2_832 - removed["classes"].sum() == 139
    assert removed["images"].sum() == found["images"].iloc[0] - found["images"].iloc[-1]
