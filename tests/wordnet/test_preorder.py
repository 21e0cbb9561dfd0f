"""The depth-first walk: every member once, families together, under the most specific parent."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.wordnet.preorder import ROOT, preorder, spanning_parents
from tests.support.dags import Dag, dags
from tests.support.real import atlas


@st.composite
def chosen(draw: st.DrawFn) -> tuple[Dag, list[int]]:
    """A hierarchy and some positions in it."""
    dag = draw(dags())
    everything = list(range(len(dag.tree)))
    return dag, sorted(draw(st.sets(st.sampled_from(everything), min_size=1)))


@given(dags())
def test_a_synset_stands_under_its_deepest_parent_and_of_equals_under_the_first(dag: Dag):
    tree = dag.tree
    for position, parent in enumerate(spanning_parents(tree).tolist()):
        parents = list(dag.graph.predecessors(tree.wnids[position]))
        deepest = sorted(parents, key=lambda wnid: (-tree.depth(wnid), wnid))
        assert (tree.wnids[parent] if parent != ROOT else None) == next(iter(deepest), None)


@given(chosen())
def test_every_member_is_there_once_and_every_branch_is_a_run_of_members(
    case: tuple[Dag, list[int]],
):
    dag, members = case
    walk = preorder(dag.tree, np.array(members))
    assert sorted(walk.members.tolist()) == members
    parents = spanning_parents(dag.tree)
    tree: nx.DiGraph[int] = nx.DiGraph()
    tree.add_nodes_from(range(len(dag.tree)))
    tree.add_edges_from((up, at) for at, up in enumerate(parents.tolist()) if up != ROOT)
    for at, node in enumerate(walk.nodes.tolist()):
        below = nx.descendants(tree, node) | {node}
        start, size = int(walk.start[at]), int(walk.size[at])
        assert set(walk.members[start : start + size].tolist()) == below & set(members)
        assert walk.depth[at] == len(nx.ancestors(tree, node))


@given(chosen())
def test_a_parent_comes_before_its_children_and_a_larger_branch_before_a_smaller_one(
    case: tuple[Dag, list[int]],
):
    dag, members = case
    walk = preorder(dag.tree, np.array(members))
    parents = spanning_parents(dag.tree)
    place = {node: at for at, node in enumerate(walk.nodes.tolist())}
    families: dict[int, list[tuple[int, int]]] = {}
    for node, at in place.items():
        up = int(parents[node])
        assert up == ROOT or place[up] < at
        families.setdefault(up, []).append((-int(walk.size[at]), node))
    for family in families.values():
        assert [node for _, node in sorted(family)] == [node for _, node in family]


def test_the_dogs_of_imagenet_are_neighbours():
    rolled = atlas().roll_up("fall11")
    walk = preorder(atlas().hierarchy, rolled.members)
    dogs = set(atlas().hierarchy.subtree("n02084071").tolist())
    squares = np.flatnonzero([member in dogs for member in walk.members.tolist()])
    assert len(squares) == 190
    assert squares[-1] - squares[0] == 189
