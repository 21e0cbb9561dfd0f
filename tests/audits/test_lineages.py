"""Every path to the root as nodes and edges of a diagram."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explorer.audits import lineages
from explorer.datasets import CLASSES
from explorer.wordnet.lexicon import HIDDEN_NAME
from tests.support.hidden import unmistakable
from tests.support.real import DATASETS, WNIDS, atlas

DOG, CAT, ENTITY = "n02084071", "n02121620", "n00001740"


@settings(max_examples=40)
@given(st.lists(WNIDS, min_size=1, max_size=2, unique=True))
def test_nodes_and_edges_are_those_of_every_path_to_the_root(wnids: list[str]):
    nodes, edges = lineages.lineage(atlas(), wnids, "fall11")
    paths = [path for wnid in wnids for path in atlas().hierarchy.paths_to_root(wnid)]
    assert sorted(nodes["wnid"]) == sorted({wnid for path in paths for wnid in path})
    steps = {step for path in paths for step in itertools.pairwise(path)}
    drawn = list(zip(edges["parent"], edges["child"], strict=True))
    assert sorted(drawn) == sorted(steps)


@settings(max_examples=40)
@given(st.lists(WNIDS, min_size=1, max_size=2, unique=True))
def test_parents_stand_above_their_children(wnids: list[str]):
    nodes, edges = lineages.lineage(atlas(), wnids, "fall11")
    row = {wnid: at for at, wnid in enumerate(nodes["wnid"])}
    assert len(row) == len(nodes)
    assert all(row[edge.parent] < row[edge.child] for edge in edges.itertuples())


def passed(nodes: pd.DataFrame, edges: pd.DataFrame) -> list[tuple[int, int]]:
    """Every place, as lane and row, that an edge runs through between its two synsets."""
    row = {wnid: at for at, wnid in enumerate(nodes["wnid"])}
    return [
        (edge["lane"], at)
        for edge in edges.to_dict("records")
        for at in range(row[edge["parent"]] + 1, row[edge["child"]])
    ]


@settings(max_examples=40)
@given(st.lists(WNIDS, min_size=1, max_size=2, unique=True))
@example(["n11730458"])  # reached by an edge that skips what stands in its parent's lane
@example(["n02825004"])  # nine paths
def test_no_edge_runs_through_another_synset_or_on_top_of_another_edge(wnids: list[str]):
    nodes, edges = lineages.lineage(atlas(), wnids, "fall11")
    places = passed(nodes, edges)
    assert len(set(places)) == len(places)
    assert set(places).isdisjoint(zip(nodes["lane"], range(len(nodes)), strict=True))


@settings(max_examples=40)
@given(WNIDS)
def test_the_longest_path_runs_straight_down_the_first_lane(wnid: str):
    nodes, _ = lineages.lineage(atlas(), [wnid], "fall11")
    straight = nodes.loc[nodes["lane"] == 0, "wnid"].tolist()
    assert straight == atlas().hierarchy.paths_to_root(wnid)[0]


@settings(max_examples=40)
@given(WNIDS)
def test_edges_go_down_and_carry_their_kind(wnid: str):
    nodes, edges = lineages.lineage(atlas(), [wnid], "fall11")
    depth = nodes.set_index("wnid")["depth"]
    assert all(depth[edges["parent"]].to_numpy() < depth[edges["child"]].to_numpy())
    kinds = atlas().hierarchy.graph.edges
    for edge in edges.itertuples():
        assert kinds[edge.parent, edge.child]["kind"] == edge.kind


@settings(max_examples=40)
@given(WNIDS)
def test_paths_are_counted_as_many_as_there_are(wnid: str):
    assert lineages.paths(atlas(), wnid) == len(atlas().hierarchy.paths_to_root(wnid))


def test_dog_is_reached_by_two_paths():
    assert lineages.paths(atlas(), DOG) == 2
    assert lineages.paths(atlas(), ENTITY) == 1


def test_the_root_alone_is_one_node_without_an_edge():
    nodes, edges = lineages.lineage(atlas(), [ENTITY], "fall11")
    assert nodes["wnid"].tolist() == [ENTITY]
    assert edges.empty


def test_roles_tell_the_targets_and_where_they_meet():
    nodes, _ = lineages.lineage(atlas(), [DOG, CAT], "fall11")
    roles = nodes.set_index("wnid")["role"]
    assert sorted(roles.index[roles == "target"]) == [DOG, CAT]
    assert roles.index[roles == "meeting"].tolist() == ["n02075296"]


def test_one_synset_alone_meets_nothing():
    nodes, _ = lineages.lineage(atlas(), [DOG], "fall11")
    assert set(nodes["role"]) == {"target", "step"}


@pytest.mark.parametrize("key", DATASETS)
def test_nodes_carry_the_classes_of_the_data_set(key: str):
    nodes, _ = lineages.lineage(atlas(), [DOG, CAT], key)
    at = atlas().hierarchy.positions(nodes["wnid"])
    np.testing.assert_array_equal(nodes["classes"], atlas().roll_up(key).subtree(CLASSES)[at])


def test_hidden_words_stay_hidden_in_a_lineage():
    for wnid in unmistakable(3):
        nodes, _ = lineages.lineage(atlas(), [wnid], "fall11")
        assert nodes.loc[nodes["wnid"] == wnid, "name"].tolist() == [HIDDEN_NAME]


def test_the_largest_lineage_of_one_synset_can_still_be_drawn():
    hierarchy = atlas().hierarchy
    ancestors = np.diff(hierarchy.closure.indptr)
    nodes, _ = lineages.lineage(atlas(), [hierarchy.wnids[int(ancestors.argmax())]], "fall11")
    assert len(nodes) == ancestors.max() < 60
    assert nodes["lane"].max() < 12
