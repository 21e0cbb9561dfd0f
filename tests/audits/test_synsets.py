"""The card of a synset, its children as a frame, and two synsets held together."""

import json

import numpy as np
import pytest

from explorer.audits import synsets
from explorer.datasets import CLASSES
from explorer.errors import UnknownDataSet, UnknownSynset
from explorer.wordnet.lexicon import HIDDEN_GLOSS, HIDDEN_NAME
from tests.support.hidden import unmistakable
from tests.support.real import DATASETS, atlas

DOG, CAT, TEDDY, ENTITY = "n02084071", "n02121620", "n04399382", "n00001740"
EINSTEIN, PERSON = "n10954498", "n00007846"


def sample(size: int, seed: int) -> list[str]:
    chosen = np.random.default_rng(seed).choice(len(atlas().hierarchy), size, replace=False)
    return atlas().hierarchy.named(chosen.tolist())


# The card


def test_the_card_of_dog_holds_the_true_figures():
    figures = synsets.card(atlas(), DOG, atlas().roll_up("fall11"))["figures"]
    assert (figures["classes"]["own"], figures["classes"]["subtree"]) == (1, 190)
    assert (figures["images"]["own"], figures["images"]["subtree"]) == (1_603, 222_142)
    assert figures["images_per_class"]["subtree"] == pytest.approx(222_142 / 190)


def test_the_card_of_teddy_says_what_it_is_a_class_of():
    card = synsets.card(atlas(), TEDDY, atlas().roll_up("ilsvrc2012"))
    assert "ilsvrc2012" in card["datasets"]
    assert "fall11" not in card["datasets"]
    assert card["ilsvrc2012_index"] == 850
    assert card["figures"]["classes"]["own"] == 1


def test_a_figure_that_is_not_known_is_none_and_the_classes_without_it_are_counted():
    figures = synsets.card(atlas(), ENTITY, atlas().roll_up("wordnet"))["figures"]
    assert figures["classes"]["classes_not_known"] == 0
    assert (
        synsets.card(atlas(), TEDDY, atlas().roll_up("fall11"))["figures"]["images"]["own"] is None
    )
    unknown = atlas().roll_up("12k").unknown("images")
    for position in np.argsort(-unknown, kind="stable")[:3]:
        wnid = atlas().hierarchy.wnids[position]
        card = synsets.card(atlas(), wnid, atlas().roll_up("12k"))
        assert card["figures"]["images"]["classes_not_known"] == unknown[position]


def test_the_card_of_an_individual_says_so():
    card = synsets.card(atlas(), EINSTEIN, atlas().roll_up("wordnet"))
    assert card["instance"]
    assert {parent["kind"] for parent in card["parents"]} == {"instance"}
    assert not synsets.card(atlas(), PERSON, atlas().roll_up("wordnet"))["instance"]


def test_the_card_of_the_root_has_no_parent_and_no_sibling():
    card = synsets.card(atlas(), ENTITY, atlas().roll_up("fall11"))
    assert (card["parents"], card["siblings"], card["depth"]) == ([], 0, 0)


@pytest.mark.parametrize("key", DATASETS)
def test_cards_of_every_data_set_are_plain_values(key: str):
    for wnid in [*sample(8, 1), ENTITY, TEDDY]:
        card = synsets.card(atlas(), wnid, atlas().roll_up(key))
        assert json.loads(json.dumps(card, allow_nan=False)) == card
        assert card["dataset"] == key
        assert (key in card["datasets"]) == (wnid in atlas().dataset(key))


def test_relatives_carry_the_kind_of_their_edge():
    graph = atlas().hierarchy.graph
    for wnid in [*sample(40, 2), EINSTEIN, DOG]:
        card = synsets.card(atlas(), wnid, atlas().roll_up("fall11"))
        above = {parent["wnid"]: parent["kind"] for parent in card["parents"]}
        below = {child["wnid"]: child["kind"] for child in card["children"]}
        assert above == {up: graph.edges[up, wnid]["kind"] for up in graph.predecessors(wnid)}
        assert below == {down: graph.edges[wnid, down]["kind"] for down in graph.successors(wnid)}


def test_a_hidden_synset_keeps_its_figures_and_loses_its_words():
    for wnid in unmistakable(5):
        card = synsets.card(atlas(), wnid, atlas().roll_up("fall11"))
        bare = synsets.card(atlas().revealed(), wnid, atlas().revealed().roll_up("fall11"))
        assert (card["name"], card["lemmas"]) == (HIDDEN_NAME, [HIDDEN_NAME])
        assert (card["gloss"], card["hidden"]) == (HIDDEN_GLOSS, True)
        assert (bare["hidden"], bare["name"] != HIDDEN_NAME) == (False, True)
        assert bare["figures"] == card["figures"]


@pytest.mark.parametrize(
    ("wnid", "key", "problem"), [("dog", "fall11", UnknownSynset), (DOG, "dog", UnknownDataSet)]
)
def test_a_card_of_nothing_is_an_error_with_a_sentence(wnid: str, key: str, problem: type):
    with pytest.raises(problem, match=r"^'dog' is not|^Unknown data set 'dog'"):
        synsets.card(atlas(), wnid, atlas().roll_up(key))


# Children


@pytest.mark.parametrize("key", DATASETS)
def test_children_are_the_hierarchys_with_their_own_figures(key: str):
    figures = atlas().roll_up(key)
    for wnid in [DOG, ENTITY, PERSON, *sample(10, 3)]:
        frame = synsets.children(atlas(), wnid, atlas().roll_up(key))
        assert sorted(frame["wnid"]) == atlas().hierarchy.children_of(wnid)
        at = atlas().hierarchy.positions(frame["wnid"])
        for measure in figures.dataset.measures:
            np.testing.assert_array_equal(frame[measure.key], figures.subtree(measure.key)[at])
            if f"{measure.key}_own" in frame:
                own = frame[f"{measure.key}_own"]
                np.testing.assert_array_equal(own, figures.own(measure.key)[at])


def test_children_are_listed_largest_first_and_none_is_dropped():
    frame = synsets.children(atlas(), DOG, atlas().roll_up("ilsvrc2012"))
    assert frame[CLASSES].is_monotonic_decreasing
    assert (frame[CLASSES] == 0).any()
    assert frame["name"].tolist() == atlas().lexicon.names(frame["wnid"])


def test_children_say_how_many_children_they_have_themselves():
    frame = synsets.children(atlas(), DOG, atlas().roll_up("fall11"))
    counts = [len(atlas().hierarchy.children_of(wnid)) for wnid in frame["wnid"]]
    assert frame["children"].tolist() == counts


def test_children_of_a_leaf_are_an_empty_frame_with_the_same_columns():
    leaf = synsets.children(atlas(), "n02113624", atlas().roll_up("fall11"))
    assert leaf.empty
    assert list(leaf) == list(synsets.children(atlas(), DOG, atlas().roll_up("fall11")))


# Two synsets


def test_dog_and_cat_meet_at_carnivore():
    found = synsets.comparison(atlas(), DOG, CAT)
    assert found["lowest_common_ancestors"] == [{"wnid": "n02075296", "name": "carnivore"}]
    assert [step["name"] for step in found["path"]] == [
        "dog", "canine", "carnivore", "feline", "cat",
    ]  # fmt: skip
    assert found["edges"] == 4


def test_a_comparison_is_plain_values_and_the_same_from_either_side():
    wnids = sample(30, 4)
    for first, second in zip(wnids[::2], wnids[1::2], strict=True):
        found = synsets.comparison(atlas(), first, second)
        back = synsets.comparison(atlas(), second, first)
        assert json.loads(json.dumps(found, allow_nan=False)) == found
        assert found["wu_palmer"] == pytest.approx(back["wu_palmer"])
        assert found["edges"] == back["edges"] == len(found["path"]) - 1
        assert 0 < found["wu_palmer"] <= 1


def test_a_synset_and_its_own_ancestor_meet_at_the_ancestor():
    found = synsets.comparison(atlas(), DOG, "n02075296")
    assert [each["wnid"] for each in found["lowest_common_ancestors"]] == ["n02075296"]
