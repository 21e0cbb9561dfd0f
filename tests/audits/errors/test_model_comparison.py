"""Two models at every node: the focus by its own p, the scan as one family, on common images."""

import re

import numpy as np
import pytest
import scipy.stats

from explorer.audits.errors import model_comparison as comparison
from explorer.evaluations import CorrectFlags, Predictions
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas, validation

DOG, TERRIER, POODLE = "n02084071", "n02092468", "n02113335"


def model(name: str) -> Predictions:
    return validation().built_in[name]


def test_the_whole_is_the_difference_of_the_published_accuracies():
    found = comparison.compare(atlas(), model("resnet50"), model("senet154"), ENTITY)
    whole = comparison.widest(found)
    assert whole["images"] == 50_000
    assert whole["difference"] == pytest.approx(76.13 - 81.304, abs=0.001)
    truth = validation().truth
    wrong = [model(name).predicted != truth.labels for name in ("resnet50", "senet154")]
    assert whole["only_first"] == (wrong[0] & ~wrong[1]).sum()
    assert whole["only_second"] == (wrong[1] & ~wrong[0]).sum()


def test_no_two_nodes_hold_the_same_classes():
    found = comparison.compare(atlas(), model("vgg16"), model("alexnet"), DOG)
    hierarchy = atlas().hierarchy
    held = [
        frozenset(hierarchy.named(hierarchy.subtree(wnid))) & frozenset(atlas().index_of)
        for wnid in found["wnid"]
    ]
    assert len(set(held)) == len(held)
    assert found["q"].dropna().is_monotonic_increasing
    assert found["q"].isna().is_monotonic_increasing


def test_a_model_does_not_differ_from_itself():
    found = comparison.compare(atlas(), model("vgg16"), model("vgg16"), DOG)
    assert (found["p"] == 1).all()
    assert not found["different"].any()
    assert comparison.against_the_trend(found).empty


def test_where_the_better_model_is_worse_the_difference_has_the_other_sign():
    found = comparison.compare(atlas(), model("squeezenet1_0"), model("alexnet"), ENTITY)
    trend = comparison.against_the_trend(found)
    assert (trend["difference"] * comparison.widest(found)["difference"] < 0).all()
    assert trend["different"].all()


def test_models_are_compared_on_the_images_of_both():
    half = model("vgg16").predicted.copy()
    half[25_000:] = -1
    found = comparison.compare(
        atlas(), Predictions(validation().truth, "half", half, ""), model("alexnet"), ENTITY
    )
    assert comparison.widest(found)["images"] == 25_000


@pytest.mark.parametrize("names", [("vgg16", "alexnet"), ("resnet50", "resnet101")])
def test_a_node_has_the_same_p_and_q_whatever_the_focus(names):
    first, second = (model(name) for name in names)
    whole = comparison.compare(atlas(), first, second, ENTITY).set_index("wnid")
    for focus in ("n00015388", DOG, TERRIER):
        part = comparison.compare(atlas(), first, second, focus).set_index("wnid")
        common = part.index.intersection(whole.index)
        assert len(common) >= len(part) / 2
        for column in ("p", "q", "different", "low", "high"):
            np.testing.assert_array_equal(part.loc[common, column], whole.loc[common, column])


def test_p_and_q_are_scipys_over_the_nodes_that_could_be_significant():
    found = comparison.compare(atlas(), model("resnet50"), model("resnet101"), ENTITY)
    discordant = (found["only_first"] + found["only_second"]).to_numpy()
    tests = comparison.family(atlas().hierarchy, model("resnet50"), model("resnet101"))
    assert (tests.tests, tests.tested) == (len(found), found["q"].notna().sum())
    assert (found["q"].notna() == (discordant >= tests.fewest)).all()
    # One discordant image fewer, and even the clearest outcome fails Tarone's bound.
    assert 2 * 0.5**tests.fewest * tests.tested <= 0.05
    assert 2 * 0.5 ** (tests.fewest - 1) * tests.tested > 0.05
    kept = found[found["q"].notna()]
    p = [
        scipy.stats.binomtest(int(a), int(a + b)).pvalue
        for a, b in zip(kept["only_first"], kept["only_second"], strict=True)
    ]
    np.testing.assert_allclose(kept["p"], p, rtol=1e-9)
    np.testing.assert_allclose(kept["q"], scipy.stats.false_discovery_control(p), rtol=1e-9)


def disagreeing(first_right: int, second_right: int) -> tuple[Predictions, Predictions]:
    """Two models that are right on all images, except for some poodles on which one is wrong."""
    truth = validation().truth
    poodles = np.flatnonzero(truth.labels == atlas().index_of["n02113624"])
    predicted = [truth.labels.copy(), truth.labels.copy()]
    predicted[1][poodles[:first_right]] = 0
    predicted[0][poodles[first_right : first_right + second_right]] = 0
    return Predictions(validation().truth, "one", predicted[0], ""), Predictions(
        validation().truth, "two", predicted[1], ""
    )


def test_the_focus_is_decided_by_its_own_p_even_where_the_scan_finds_nothing():
    pair = disagreeing(6, 0)
    found = comparison.compare(atlas(), *pair, POODLE)
    here = comparison.widest(found)
    assert here["p"] == pytest.approx(2 * 0.5**6)
    assert np.isnan(here["q"])
    assert "one is significantly better" in comparison.verdict(found, "one", "two")


def test_no_difference_found_is_said_with_the_difference_that_is_left_open():
    pair = disagreeing(3, 2)
    found = comparison.compare(atlas(), *pair, POODLE)
    here = comparison.widest(found)
    said = comparison.verdict(found, "one", "two")
    assert said.startswith("No difference was found")
    assert "chance" not in said
    largest = float(re.findall(r"up to ([0-9.]+)", said)[0])
    assert largest == pytest.approx(max(-here["low"], here["high"]), abs=0.005)
    assert largest > abs(here["difference"])


def test_the_better_model_is_the_one_with_fewer_errors_and_its_interval_is_positive():
    better, worse = disagreeing(20, 1)
    for first, second in ((better, worse), (worse, better)):
        found = comparison.compare(atlas(), first, second, POODLE)
        said = comparison.verdict(found, first.model, second.model)
        assert said.startswith("one is significantly better")
        low, high = map(float, re.findall(r"CI ([0-9.]+) to ([0-9.]+)", said)[0])
        assert 0 < low < abs(comparison.widest(found)["difference"]) < high


def test_equal_models_leave_a_difference_open():
    found = comparison.compare(atlas(), *disagreeing(0, 0), POODLE)
    assert found["q"].isna().all()
    assert comparison.verdict(found, "one", "two").startswith("No difference was found")


def test_a_model_of_flags_is_compared_over_the_images_that_both_cover():
    flags, whole = validation().model("convnext_base_224"), model("resnet50")
    assert isinstance(flags, CorrectFlags)
    both = flags.covered
    found = comparison.compare(atlas(), flags, whole, ENTITY)
    here = comparison.widest(found)
    wrong_first = ~flags.correct[both]
    wrong_second = (whole.predicted != whole.truth.labels)[both]
    assert here["images"] == 49_002
    assert here["error_first"] == pytest.approx(wrong_first.mean() * 100)
    assert here["error_second"] == pytest.approx(wrong_second.mean() * 100)
    assert here["only_first"] == (wrong_first & ~wrong_second).sum()
    assert here["only_second"] == (wrong_second & ~wrong_first).sum()


def test_branches_have_the_figures_of_the_nodes_and_both_intervals():
    first, second = (validation().built_in[name] for name in ("resnet50", "senet154"))
    found = comparison.branches(atlas(), first, second, "n02084071")
    assert found["difference"].is_monotonic_decreasing
    for row in found.to_dict("records"):
        here = comparison.widest(comparison.compare(atlas(), first, second, row["wnid"]))
        assert (row["error_first"], row["q"]) == pytest.approx(
            (here["error_first"], here["q"]), nan_ok=True
        )
        assert row["first_low"] <= row["error_first"] <= row["first_high"]
        assert row["second_low"] <= row["error_second"] <= row["second_high"]
