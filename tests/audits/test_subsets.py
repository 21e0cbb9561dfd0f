"""What each subset kept: shares of all classes of a data set, counted again as sets."""

import numpy as np
import pytest

from explorer.audits import releases, subsets
from explorer.wordnet.noun_table import ENTITY
from tests.support.real import atlas

DOG, PERSON, SPORT, LEAF, TREE = "n02084071", "n00007846", "n00523513", "n02113624", "n13104059"


def kept(focus: str, keys: tuple[str, ...] = subsets.SUBSETS) -> subsets.Kept:
    return subsets.kept(atlas(), focus, keys)


@pytest.mark.parametrize("focus", [ENTITY, DOG, PERSON])
def test_shares_are_of_all_classes_of_a_data_set_whatever_the_synset(focus: str):
    found = kept(focus)
    hierarchy = atlas().hierarchy
    for row in found.shares.iloc[::7].to_dict("records"):
        key = found.datasets["key"][row["place"]]
        classes = set(atlas().dataset(key).wnids)
        under = classes & (hierarchy.descendants(row["wnid"]) | {row["wnid"]})
        assert row["classes"] == len(under)
        assert row["share"] == pytest.approx(len(under) / len(classes) * 100)


def test_a_branch_has_the_same_share_on_the_way_down():
    at_root = kept(ENTITY).shares.set_index(["wnid", "place"])["share"]
    canine = atlas().hierarchy.parents_of(DOG)
    for parent in canine:
        below = kept(parent).shares.set_index(["wnid", "place"])["share"]
        np.testing.assert_allclose(below[DOG], at_root[DOG])


def test_the_verdict_names_what_grew_what_shrank_and_what_ended():
    said = subsets.verdict(kept(ENTITY), "entity")
    assert said == (
        "From ImageNet-21K, Fall 2011 to ILSVRC-2012 (ImageNet-1K), the share of dog grew most, "
        "from 0.87 % to 11.8 % (13.6 times); that of plant shrank most, from 17.3 % to 0.20 %; "
        "2 of 19 branches have no class left."
    )
    ended = [
        str(name)
        for name, rows in kept(ENTITY).shares.groupby("name")
        if rows["classes"].iloc[0] and not rows["classes"].iloc[-1]
    ]
    assert sorted(ended) == ["sport", "tree"]


def test_a_data_set_without_a_class_and_a_synset_without_branches_are_said():
    assert subsets.verdict(kept(SPORT), "sport") == (
        "ILSVRC-2012 (ImageNet-1K) has no class at or under sport; ImageNet-12K has 142 classes."
    )
    said = subsets.verdict(kept(LEAF), "toy poodle")
    assert said.startswith(
        "toy poodle has no branches; it is a class of 5 of these 5 data sets: Image"
    )
    none = int(np.argmin(atlas().roll_up("fall11").subtree("classes")))
    said = subsets.verdict(kept(atlas().hierarchy.wnids[none]), "it")
    assert said == "None of these data sets has a class at or under it."


def test_what_is_drawn_are_the_largest_branches_and_names_are_no_markup():
    found = kept(PERSON)
    rows = subsets.drawn(found, 5)
    assert rows["wnid"].nunique() == 5
    left = found.shares[~found.shares["wnid"].isin(rows["wnid"])]
    assert rows.groupby("wnid")["share"].max().min() >= left["share"].max()


@pytest.mark.parametrize("focus", [ENTITY, DOG])
def test_the_table_has_a_row_per_branch_and_the_classes_of_each_data_set(focus: str):
    found = kept(focus)
    frame = subsets.wide(found)
    assert frame["wnid"].tolist() == found.branches
    membership = releases.membership(atlas(), DOG)
    if focus == ENTITY:
        dog = frame.set_index("wnid").loc[DOG]
        for key in subsets.SUBSETS:
            assert dog[f"classes_{key}"] == membership[key].sum()


def test_headings_are_short_lines():
    assert subsets.heading("ImageNet-21K-P, Winter 2021") == ("21K-P", "Winter", "2021")
    assert subsets.heading("ILSVRC-2012 (ImageNet-1K)") == ("ILSVRC-2012", "(1K)")
    assert subsets.heading("ImageNet-A") == ("ImageNet-A",)


def test_small_shares_keep_a_figure():
    assert [subsets.share_written(each) for each in (36.14, 0.87, 0.0046)] == [
        "36.1 %",
        "0.87 %",
        "0.005 %",
    ]


def test_of_branches_too_small_to_compare_the_synset_itself_is_followed():
    said = subsets.verdict(kept("n02112826"), "corgi")
    assert said == (
        "From ImageNet-21K, Fall 2011 to ILSVRC-2012 (ImageNet-1K), the share of corgi went from "
        "0.014 % to 0.20 %; its branches are too small to compare."
    )
