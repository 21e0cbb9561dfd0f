"""Data sets compared by their branches, against SciPy's own distance and by hand."""

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from explorer.audits import similarity
from explorer.datasets import CLASSES
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas

DOG, POODLE = "n02084071", "n02113335"


@pytest.mark.parametrize("what", similarity.WHAT)
def test_divergences_are_those_of_scipy(what: str):
    found = similarity.similarity(atlas(), what=what)
    shares = found.distributions.to_numpy()
    for row in range(len(shares)):
        for column in range(len(shares)):
            theirs = jensenshannon(shares[row], shares[column], base=2) ** 2
            assert found.divergences.iloc[row, column] == pytest.approx(theirs, abs=1e-9)
    uniform = np.full(shares.shape[1], 1 / shares.shape[1])
    expected = [entropy(row, uniform, base=2) for row in shares]
    np.testing.assert_allclose(found.shares["divergence_from_uniform"], expected)


@pytest.mark.parametrize("focus", [ENTITY, DOG, "n00015388"])
def test_every_class_counts_once(focus: str):
    found = similarity.similarity(atlas(), focus)
    np.testing.assert_allclose(found.distributions.sum(axis=1), 1)
    position = atlas().hierarchy.position(focus)
    for row in found.shares.itertuples():
        assert row.total == atlas().roll_up(str(row.key)).subtree(CLASSES)[position]


def test_a_class_under_two_branches_counts_half_for_each():
    below = atlas().hierarchy
    animal = "n00015388"
    children = below.children_of(animal)
    found = similarity.similarity(atlas(), animal)
    weights = dict.fromkeys(children, 0.0)
    fall11 = atlas().dataset("fall11")
    parts = {child: set(below.named(below.subtree(child))) for child in children}
    for wnid in set(fall11.wnids) & set(below.named(below.subtree(animal))):
        among = [child for child in children if wnid in parts[child]]
        for child in among:
            weights[child] += 1 / len(among)
    total = found.shares.set_index("key").loc["fall11", "total"]
    expected = np.array([weights[child] for child in children]) / total
    np.testing.assert_allclose(found.distributions.loc["fall11", children].to_numpy(), expected)


def test_data_sets_of_the_same_classes_are_the_same_and_nearest_to_each_other():
    found = similarity.similarity(atlas())
    assert found.divergences.loc["voc2007", "voc2012"] == 0
    nearest = found.shares.set_index("key")["nearest"]
    assert nearest["voc2007"] == "voc2012"
    assert (np.diag(found.divergences) == 0).all()


def test_data_sets_without_image_counts_are_named_and_not_compared_by_images():
    found = similarity.similarity(atlas(), what="images")
    assert "lvis-v1" in found.left_out
    assert "lvis-v1" not in set(found.shares["key"])
    assert set(found.left_out) | set(found.shares["key"]) == set(atlas().datasets)


def test_a_synset_without_classes_below_it_has_no_branches_to_compare():
    found = similarity.similarity(atlas(), "n02113799")  # standard poodle
    assert found.names == ("elsewhere",)
    assert (found.shares["divergence_from_uniform"] == 0).all()


def test_where_all_are_alike_none_is_called_the_least_like():
    found = similarity.similarity(atlas(), "n02085620")
    assert (found.divergences.to_numpy() == 0).all()
    said = similarity.verdict(found, "ilsvrc2012", "1K", "dog")
    assert said.endswith("and all other data sets here are distributed alike (0 bits).")
