"""Training plans: weights against their formulas, and nothing drawn that is not there."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import datasets
from explorer.audits.balance import plan as plans
from explorer.audits.balance.plan import SCHEMES, SHORT, PlanRule, weights
from explorer.errors import ExplorerError
from explorer.wordnet.noun_table import ENTITY
from tests.support import example
from tests.support.real import atlas

DOG = "n02084071"
COUNTS = st.lists(st.integers(0, 3_000), min_size=1, max_size=40).map(lambda n: np.array(n, float))
RULES = st.builds(
    PlanRule,
    floor=st.integers(0, 2_000),
    cap=st.integers(0, 2_000),
    short=st.sampled_from(sorted(SHORT)),
    scheme=st.sampled_from(sorted(SCHEMES)),
    beta=st.floats(0, 0.9999),
).filter(lambda rule: not 0 < rule.cap < rule.floor)


def dogs(rule: PlanRule):
    return plans.plan(atlas(), atlas().roll_up("fall11"), DOG, "images", rule)


@given(COUNTS, RULES)
def test_weights_average_one_over_classes_with_images_and_are_zero_elsewhere(counts, rule):
    found = weights(counts, rule)
    assert np.isfinite(found).all()
    assert (found[counts == 0] == 0).all()
    if (counts > 0).any():
        assert found[counts > 0].mean() == pytest.approx(1)


def test_inverse_frequency_draws_every_class_equally_often():
    counts = np.array([10.0, 200.0, 3_000.0])
    assert np.ptp(counts * weights(counts, PlanRule(scheme="inverse"))) == pytest.approx(0)


def test_the_effective_number_is_that_of_cui_et_al():
    counts, beta = np.array([1.0, 10.0, 1_000.0]), 0.999
    effective = np.array([sum(beta**k for k in range(int(n))) for n in counts])
    found = weights(counts, PlanRule(scheme="effective", beta=beta))
    np.testing.assert_allclose(found * effective, (found * effective)[0])


def test_beta_0_weighs_nothing_and_beta_near_1_is_inverse_frequency():
    counts = np.array([10.0, 200.0, 3_000.0])
    np.testing.assert_allclose(weights(counts, PlanRule(scheme="effective", beta=0)), 1)
    near = weights(counts, PlanRule(scheme="effective", beta=1 - 1e-9))
    np.testing.assert_allclose(near, weights(counts, PlanRule(scheme="inverse")), rtol=1e-4)


@given(RULES)
def test_a_plan_draws_no_more_than_it_may_and_lists_every_class(rule):
    found = dogs(rule)
    assert len(found) == 190
    most = rule.cap or np.inf
    repeated = (found["missing"] > 0) & (rule.short == "oversample")
    assert (found.loc[~repeated, "planned"] <= np.minimum(found["images"], most)[~repeated]).all()
    assert (found.loc[repeated, "planned"] == rule.floor).all()
    assert ((found["missing"] > 0) == (found["images"] < rule.floor)).all()
    assert found["share_before"].sum() == pytest.approx(100)
    assert found["share_after"].sum() == pytest.approx(100 if found["planned"].sum() else 0)


@given(RULES)
def test_the_sampler_weights_of_the_images_on_disk_give_each_class_its_share(rule):
    found = dogs(rule)
    by_image = np.repeat(found["sampler_weight"], found["images"])
    of_class = np.repeat(np.arange(len(found)), found["images"])
    drawn = np.bincount(of_class, by_image)
    promised = found["planned"] * found["loss_weight"]
    np.testing.assert_allclose(drawn, promised, atol=1e-9)
    if promised.sum():
        np.testing.assert_allclose(drawn / drawn.sum() * 100, found["share_after"])
        np.testing.assert_allclose(found["draws"].sum(), found["planned"].sum())


def test_without_cap_floor_and_repeats_both_weights_are_the_same():
    found = dogs(PlanRule(scheme="root"))
    np.testing.assert_allclose(found["sampler_weight"], found["loss_weight"])


@pytest.mark.parametrize("short", sorted(SHORT))
def test_a_floor_above_the_cap_is_refused(short):
    with pytest.raises(ExplorerError, match=r"floor of 1,000 .* above the cap of 500"):
        dogs(PlanRule(floor=1_000, cap=500, short=short))


def test_a_floor_equal_to_the_cap_gives_every_class_that_many_images():
    found = dogs(PlanRule(floor=500, cap=500, short="oversample", scheme="none"))
    assert (found["planned"] == 500).all()
    np.testing.assert_allclose(found["draws"], 500)


# Images that an epoch of draws with replacement misses


def test_an_epoch_of_equally_likely_images_misses_36_8_percent():
    found = plans.plan(atlas(), atlas().roll_up("fall11"), DOG, "images", PlanRule(scheme="none"))
    number = found["images"].sum()
    assert plans.summary(found)["missed_percent"] == pytest.approx((1 - 1 / number) ** number * 100)
    assert plans.summary(found)["missed_percent"] == pytest.approx(36.8, abs=0.05)


@given(RULES)
def test_the_missed_share_is_the_mean_chance_over_images_that_no_draw_hits_them(rule):
    found = dogs(rule)
    used = found[found["planned"] > 0]
    chance = np.repeat(used["sampler_weight"], used["images"])
    chance = chance / chance.sum()
    if len(chance):
        never = np.exp(used["planned"].sum() * np.log1p(-chance))
        assert plans.summary(found)["missed_percent"] == pytest.approx(never.mean() * 100)
    else:
        assert np.isnan(plans.summary(found)["missed_percent"])


def test_simulated_epochs_miss_the_expected_share():
    found = dogs(PlanRule(scheme="inverse", cap=500))
    chance = np.repeat(found["sampler_weight"], found["images"])
    random = np.random.default_rng(0)
    draws = found["planned"].sum()
    epochs = [random.choice(len(chance), draws, p=chance / chance.sum()) for _ in range(5)]
    simulated = np.mean([1 - len(np.unique(epoch)) / len(chance) for epoch in epochs]) * 100
    assert plans.summary(found)["missed_percent"] == pytest.approx(simulated, abs=0.1)


def test_a_plan_of_a_single_image_misses_nothing():
    np.testing.assert_array_equal(plans.missed(np.array([1.0]), np.array([3.0]), 1), [0])


def test_classes_under_the_floor_are_kept_repeated_or_dropped_as_asked():
    small = dogs(PlanRule())["images"] < 100
    there = dogs(PlanRule()).loc[small, "images"]
    for short, expected in (("keep", there), ("oversample", 100.0), ("drop", 0.0)):
        found = dogs(PlanRule(floor=100, short=short))
        assert (found.loc[small, "planned"] == expected).all()
    assert len(plans.short_classes(dogs(PlanRule(floor=100)))) == 8


def test_a_class_without_images_is_never_drawn():
    rolled = datasets.roll_up(example.tree(), example.pets())
    rule = PlanRule(floor=5, short="oversample")
    tiny = plans.plan(atlas_of_pets(), rolled, example.ENTITY, "images", rule)
    row = tiny.set_index("wnid").loc[example.CRANE_BIRD]
    assert (row["planned"], row["missing"], row["draws"]) == (0, 5, 0)
    assert (row["sampler_weight"], row["loss_weight"]) == (0, 0)
    assert np.isnan(row["missed_percent"])


def atlas_of_pets():
    from explorer.atlas import Atlas

    return Atlas(example.tree(), example.words(), {"pets": example.pets()}, example.numberings())


def test_an_index_is_the_class_index_of_the_challenge():
    found = plans.plan(atlas(), atlas().roll_up("ilsvrc2012"), DOG, "images", PlanRule())
    assert found["index"].tolist() == list(range(151, 269))


def test_the_file_has_a_weight_for_every_class_index_and_zero_outside_the_plan():
    rolled = atlas().roll_up("ilsvrc2012")
    rule = PlanRule(cap=1_000)
    found = plans.plan(atlas(), rolled, DOG, "images", rule)
    document = plans.document(found, "ilsvrc2012", DOG, "images", rule, 1_000)
    document = json.loads(json.dumps(document))
    by_index = np.array(document["loss_weight_by_index"])
    assert len(by_index) == 1_000
    assert (np.flatnonzero(by_index) == np.arange(151, 269)).all()
    first = document["by_wnid"]["n02085620"]
    assert (first["index"], first["planned"], first["loss_weight"]) == (151, 1_000, by_index[151])
    assert document["images_per_epoch"] == found["planned"].sum()
    columns = ["images", "planned", "sampler_weight", "loss_weight", "draws", "missed_percent"]
    rows = [[each[name] for name in columns] for each in document["by_wnid"].values()]
    np.testing.assert_allclose(rows, found[columns].to_numpy())
    assert document["missed_percent"] == plans.summary(found)["missed_percent"]


def test_a_plan_of_everything_evens_the_classes_out():
    found = plans.plan(atlas(), atlas().roll_up("fall11"), ENTITY, "images", PlanRule())
    total = plans.summary(found)
    assert total["effective_classes_before"] == pytest.approx(15_003, abs=1)
    assert total["effective_classes_after"] == pytest.approx(21_841)
    assert len(plans.before_and_after(found)) <= 400
