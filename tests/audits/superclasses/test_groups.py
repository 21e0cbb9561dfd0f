"""Every class is in exactly one group or in none, and how that was settled can be checked."""

from collections import Counter
from functools import cache

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import datasets, facts
from explorer.audits.balance import distribution
from explorer.audits.balance.subtrees import count_measures
from explorer.audits.superclasses import groups
from explorer.audits.superclasses.cut import PRESETS, Edit, made, parsed
from explorer.audits.superclasses.ground import HOW
from explorer.audits.superclasses.groups import Grouping, grouping
from explorer.audits.superclasses.presets import LISTS, listing
from explorer.datasets import Columns, DataSet, Measure, RollUp
from explorer.errors import ExplorerError
from tests.support.dags import Dag, dags, family, forebears
from tests.support.real import DATASETS, atlas

DOG, CHORDATE, ARTIFACT, CAT = "n02084071", "n01466257", "n00021939", "n02123045"
METHODS = ["groups-5", "groups-3-images", "depth-1", "depth-2", "images-3", "classes-2", "hand"]


def measure(key: str, unit: str) -> Measure:
    return Measure(key=key, label=key, unit=unit, numerator=key, source="made", meaning="Made.")


def data_set(images: dict[str, float]) -> DataSet:
    frame = pd.DataFrame({"images": images}, index=pd.Index(images, name="wnid"))
    return DataSet(
        key="made",
        title="Made",
        summary="Made.",
        columns=Columns.of(frame),
        measures=(measure("classes", "classes"), measure("images", "images")),
        source="made",
    )


@st.composite
def rolled(draw: st.DrawFn) -> tuple[Dag, RollUp]:
    """A random DAG and a data set over some of its synsets."""
    dag = draw(dags(2, 10, rooted=draw(st.booleans())))
    chosen = draw(st.sets(st.sampled_from(dag.tree.wnids), min_size=1))
    images = {wnid: float(draw(st.integers(0, 6))) for wnid in sorted(chosen)}
    return dag, datasets.roll_up(dag.tree, data_set(images))


@st.composite
def edits(draw: st.DrawFn) -> tuple[Edit, ...]:
    wnid = st.integers(1, 10).map("n{:08d}".format)
    one = st.builds(Edit, st.sampled_from(["take", "split", "merge", "drop"]), wnid)
    place = st.builds(Edit, st.just("place"), wnid, wnid)
    return tuple(draw(st.lists(one | place, max_size=4)))


def group_of(found: Grouping, wnid: str) -> str:
    """Key of the group that has a class; empty under none."""
    at = found.group[found.wnids.index(wnid)]
    return found.keys[at] if at >= 0 else ""


@given(rolled(), st.sampled_from(METHODS), edits())
def test_every_class_is_in_exactly_one_group_or_listed_under_none(made_over, method, changes):
    dag, over = made_over
    found = grouping(over, parsed(method).edited(*changes))
    held = [set(np.flatnonzero(found.group == at).tolist()) for at in range(len(found.keys))]
    held.append(set(found.under_none.tolist()))
    assert sorted(row for rows in held for row in rows) == list(range(len(over.dataset)))
    assert all(held[:-1]), "no group is empty"
    placed = {edit.key for edit in found.cut.edits if edit.action == "place"}
    for wnid in found.wnids:
        group = group_of(found, wnid)
        if group and wnid not in placed:
            assert group in forebears(dag.graph, wnid)


@given(rolled(), st.sampled_from(METHODS))
def test_a_class_is_in_the_most_specific_of_its_groups_else_in_the_largest(made_over, method):
    dag, over = made_over
    found = grouping(over, parsed(method))
    classes = {*over.dataset.wnids}
    for row, wnid in enumerate(found.wnids):
        how = HOW[found.how[row]]
        above = set(found.candidates.get(row, ())) or {group_of(found, wnid)} - {""}
        lowest = {one for one in above if not (family(dag.graph, one) - {one}) & above}
        sizes = {one: len(family(dag.graph, one) & classes) for one in lowest}
        largest = [one for one in lowest if sizes[one] == max(sizes.values())]
        assert (group_of(found, wnid) or None) == min(largest, default=None)
        if len(above) > 1:
            expected = "most specific" if len(lowest) == 1 else "largest"
            assert how == (expected if len(largest) == 1 else "tie, first by wnid")


@given(rolled(), st.integers(1, 8), st.sampled_from(["classes", "images"]))
def test_as_many_groups_as_asked_for_are_made_or_all_that_there_can_be(made_over, number, by):
    _, over = made_over
    found = grouping(over, made("groups", number, by))
    roots = sum(over.subtree("classes", over.hierarchy.positions(over.hierarchy.roots)) > 0)
    assert len(found.keys) <= max(number, roots)
    every = grouping(over, made("groups", 2_000, by))
    assert len(found.keys) >= min(number, len(every.keys)) or number < roots
    assert len(every.under_none) == 0
    assert len(every.keys) == len(over.dataset)


@given(rolled(), st.integers(0, 6))
def test_a_depth_has_every_class_that_is_deep_enough(made_over, depth):
    dag, over = made_over
    found = grouping(over, made("depth", depth))
    longest = {
        wnid: nx.dag_longest_path_length(dag.graph.subgraph(forebears(dag.graph, wnid)))
        for wnid in dag.graph
    }
    assert {longest[key] for key in found.keys} <= {depth}
    none = {found.wnids[row] for row in found.under_none.tolist()}
    assert none == {wnid for wnid in found.wnids if longest[wnid] < depth}


@given(rolled(), st.integers(1, 8), st.sampled_from(["classes", "images"]))
def test_every_group_has_the_minimum(made_over, least, by):
    _, over = made_over
    found = grouping(over, made(by, least))
    weights = over.dataset.columns["images"] if by == "images" else np.ones(len(over.dataset))
    for at in range(len(found.keys)):
        assert weights[found.group == at].sum() >= least
    if weights.sum() < least:
        assert not found.keys


@cache
def at(key: str, text: str) -> Grouping:
    return grouping(atlas().roll_up(key), parsed(text))


CUTS = ["groups-20", "groups-40-images", "depth-8", "images-20000", "classes-10", "hand"]


@pytest.mark.parametrize("key", sorted({*DATASETS} - {"wordnet"}))
@pytest.mark.parametrize("text", [*CUTS, *(f"preset-{key}" for key in PRESETS)])
def test_every_data_set_is_cut_by_every_method_or_says_why_not(key: str, text: str):
    over = atlas().roll_up(key)
    if "image" in text and not count_measures(over.dataset):
        with pytest.raises(ExplorerError, match="not available"):
            at(key, text)
        return
    found = at(key, text)
    frame = groups.table(atlas(), over, found)
    assert frame["classes"].sum() + len(found.under_none) == len(over.dataset)
    assert frame["name"].is_unique


@pytest.mark.parametrize("number", [1, 2, 20, 33, 36, 100, 333, 1_000])
def test_ilsvrc_is_cut_into_exactly_as_many_groups_as_asked_for(number: int):
    for by in ("classes", "images"):
        found = grouping(atlas().roll_up("ilsvrc2012"), made("groups", number, by))
        assert len(found.keys) == number
        assert len(found.under_none) == 0


def test_tieredimagenet_is_cut_as_its_list_has_it():
    found = at("ilsvrc2012", "preset-tiered")
    table = facts.read("ilsvrc2012").set_index("wnid")["tiered_superclass"]
    assert {wnid: group_of(found, wnid) for wnid in found.wnids} == table.to_dict()
    assert len(found.keys) == 34
    assert len(found.under_none) == 392
    wider = at("fall11", "preset-tiered")
    assert {*found.keys} == {*wider.keys}
    assert (wider.group >= 0).sum() > 7_000


def test_the_everyday_categories_are_the_list():
    found = at("ilsvrc2012", "preset-category67")
    assert len(found.keys) == 67
    assert found.names[group_of(found, CAT)] == "cat"
    assert (found.group >= 0).all()


@pytest.mark.parametrize("key", PRESETS)
def test_every_list_says_what_it_is(key: str):
    assert LISTS[key].about.endswith(".")
    assert LISTS[key].title == PRESETS[key]
    assert listing(key).heads or listing(key).names


def test_a_group_of_a_list_is_taken_from_and_dropped_but_not_split():
    text = f"preset-category67.split-dog.take-{DOG}.drop-bird.place-{CAT}-dog"
    found = at("ilsvrc2012", text)
    assert [(edit.text, why[:23]) for edit, why in found.refused] == [
        ("split-dog", "a group of a list is no")
    ]
    assert group_of(found, "n02085620") == DOG
    assert group_of(found, "n01532829") == ""
    assert group_of(found, CAT) in ("dog", "")


def test_taking_splitting_and_merging_move_the_classes_that_they_say():
    over = atlas().roll_up("ilsvrc2012")
    dogs = [wnid for wnid in atlas().hierarchy.descendants(DOG) if wnid in over.dataset]
    taken = at("ilsvrc2012", f"hand.take-{DOG}")
    assert {group_of(taken, wnid) for wnid in dogs} == {DOG}
    assert len(taken.keys) == 2
    split = at("ilsvrc2012", f"hand.take-{DOG}.split-{DOG}")
    children = set(atlas().hierarchy.children_of(DOG))
    assert {group_of(split, wnid) for wnid in dogs} <= children
    merged = at("ilsvrc2012", f"hand.take-{DOG}.merge-{DOG}")
    assert len(merged.keys) == 1
    back = at("ilsvrc2012", "preset-entry_points.split-n00015388.merge-n01466257")
    assert "n00015388" in back.keys
    assert CHORDATE not in back.keys


def test_a_synset_taken_by_hand_wins_over_a_larger_group():
    plain, found = at("ilsvrc2012", "groups-20"), at("ilsvrc2012", "groups-20.take-n01317541")
    chihuahua = found.wnids.index("n02085620")
    assert group_of(plain, "n02085620") == CHORDATE
    assert HOW[plain.how[chihuahua]] == "largest"
    assert group_of(found, "n02085620") == "n01317541"
    assert HOW[found.how[chihuahua]] == "by hand"
    assert found.refused == ()


def test_a_class_is_placed_by_hand_and_a_place_that_is_not_there_is_told():
    found = at("ilsvrc2012", f"hand.take-{DOG}.place-{CAT}-{DOG}.place-n02085620-n99999999")
    assert group_of(found, CAT) == DOG
    assert HOW[found.how[found.wnids.index(CAT)]] == "by hand"
    assert found.refused[0][1] == "there is no such group in this cut"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hand.split-n02085620", "no group of this cut"),
        ("hand.take-n02085620.split-n02085620", "nothing below it"),
        ("hand.take-n99999999", "no such synset"),
        ("hand.take-n11530512", "no class of the data set"),
        ("hand.take-n00007846.take-n00007846", "taken already"),
        ("hand.merge-n00001740", "nothing above it|no group"),
    ],
)
def test_an_edit_that_cannot_be_made_is_told_with_its_reason(text: str, reason: str):
    (refused,) = at("ilsvrc2012", text).refused
    assert any(each in refused[1] for each in reason.split("|"))


def test_the_figures_of_a_group_are_those_of_its_classes():
    over = atlas().roll_up("fall11")
    found = at("fall11", "groups-20")
    frame = groups.table(atlas(), over, found).set_index("key")
    images = over.dataset.columns["images"]
    for key in frame.index[:5]:
        own = np.sort(images[found.group == found.index[key]])
        row = frame.loc[key]
        assert row["classes"] == len(own)
        assert row["images"] == own.sum()
        assert (row["smallest"], row["largest"]) == (own[0], own[-1])
        assert row["gini"] == pytest.approx(distribution.gini(own))
    assert frame["share_classes"].sum() == pytest.approx(100)
    total = groups.balance(atlas(), over, found)
    assert total["images"] == frame["images"].sum()
    assert total["ratio"] == frame["classes"].max() / frame["classes"].min()


def test_each_settled_class_is_named_with_the_groups_it_is_under():
    over = atlas().roll_up("ilsvrc2012")
    found = at("ilsvrc2012", "groups-20")
    frame = groups.classes(atlas(), over, found)
    total = groups.balance(atlas(), over, found)
    settled = frame[frame["settled"] != ""]
    assert len(settled) == total["settled"]
    assert all(" " in each for each in settled["under"])
    chihuahua = frame.set_index("name").loc["Chihuahua"]
    assert chihuahua["settled"] == "largest"
    assert "domestic animal" in chihuahua["under_names"]
    assert frame["wnid"].is_monotonic_increasing
    assert "are in the largest of them" in groups.sentence(over, found, total)


def test_contested_are_the_classes_that_two_groups_not_inside_each_other_could_have():
    over = atlas().roll_up("ilsvrc2012")
    found = at("ilsvrc2012", "groups-20")
    heads = {*found.keys}.union(*found.candidates.values())
    above = {key: nx.ancestors(atlas().hierarchy.graph, key) & heads for key in heads}
    wanted: Counter[str] = Counter()
    for wnid, place in zip(found.wnids, found.group.tolist(), strict=True):
        own = (nx.ancestors(atlas().hierarchy.graph, wnid) | {wnid}) & heads
        lowest = [key for key in own if not any(key in above[other] for other in own)]
        wanted[found.keys[place]] += len(lowest) > 1
    frame = groups.table(atlas(), over, found).set_index("key")
    assert frame["contested"].to_dict() == {key: wanted[key] for key in found.keys}
    total = groups.balance(atlas(), over, found)
    assert total["contested"] == wanted.total() == total["settled"] - total["specific"]
    said = groups.sentence(over, found, total)
    assert said.endswith("267 classes that several groups could have are in the largest of them.")


def test_how_small_children_are_treated_is_said_with_the_number_of_groups():
    assert "smaller than 10 % of the mean group stay together as “(rest)”" in groups.about(
        parsed("groups-20")
    )
    assert "rest" not in groups.about(parsed("depth-8"))


def test_offensive_names_stay_hidden_in_the_names_of_groups():
    over = atlas().roll_up("fall11")
    hidden = next(iter(sorted(atlas().lexicon.hidden & {*over.dataset.wnids})))
    found = at("fall11", f"hand.take-{hidden}")
    names = groups.group_names(atlas(), found)
    assert "hidden term" in names[found.index[hidden]]
