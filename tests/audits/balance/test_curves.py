"""Curves of a distribution: both ends kept, every class counted, no more points than are seen."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.balance import curves, subtrees
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas

COUNTS = st.lists(st.integers(0, 3_000), min_size=1, max_size=60)


@given(COUNTS)
def test_the_rank_curve_falls_and_keeps_both_ends(counts):
    curve = curves.rank_size(np.array(counts, dtype=float), "all")
    assert curve["y"].is_monotonic_decreasing
    assert (curve["y"].iloc[0], curve["y"].iloc[-1]) == (max(counts), min(counts))
    assert (curve["x"].iloc[0], curve["x"].iloc[-1]) == (1, len(counts))


def test_a_curve_of_all_classes_stays_small_and_keeps_both_ends():
    images = subtrees.counts(atlas().roll_up("fall11"), ENTITY, "images").images
    for curve in (curves.rank_size(images, ""), curves.lorenz(images, "")):
        assert len(curve) <= curves.POINTS + 1
    assert curves.rank_size(images, "")["x"].iloc[-1] == 21_841
    assert curves.lorenz(images, "")[["x", "y"]].iloc[[0, -1]].to_numpy().tolist() == [
        [0, 0],
        [1, 1],
    ]


@given(COUNTS)
def test_every_class_stands_in_one_bar_within_its_ends(counts):
    values = np.array(counts, dtype=float)
    bars = curves.histogram(values, "")
    assert bars["y"].sum() == len(counts)
    for bar in bars.to_dict("records"):
        assert bar["y"] == ((values >= bar["least"]) & (values <= bar["most"])).sum()
        assert bar["left"] < bar["right"]


def test_the_thin_end_of_a_rank_curve_keeps_more_points_than_its_middle():
    ranks = curves.rank_size(np.arange(20_000, dtype=float), "")["x"]
    assert (ranks > 19_900).sum() > (ranks.between(10_000, 10_100)).sum() + 20
    assert len(ranks) <= curves.POINTS
