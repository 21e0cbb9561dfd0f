"""Random hierarchies for Hypothesis, each beside a plain networkx graph of the same edges."""

from dataclasses import dataclass
from itertools import combinations

import networkx as nx
from hypothesis import strategies as st

from explorer.wordnet.hierarchy import INSTANCE, IS_A, Hierarchy, from_edges

KINDS = st.sampled_from(["", "", "", "", "", IS_A, IS_A, INSTANCE])
"""What leads from one synset to a later one: mostly nothing."""


@dataclass(frozen=True)
class Dag:
    """A hierarchy and what it was made from."""

    tree: Hierarchy
    graph: "nx.DiGraph[str]"

    def __repr__(self) -> str:
        """The edges, so that a failing example can be read."""
        return f"Dag({sorted(self.graph.edges(data='kind'))}, nodes={sorted(self.graph)})"


@st.composite
def dags(draw: st.DrawFn, least: int = 1, most: int = 10, *, rooted: bool = False) -> Dag:
    """DAGs with several parents, edges of both kinds, and several roots unless ``rooted``.

    The order of the wnids says nothing of who is above whom.
    """
    size = draw(st.integers(least, most))
    order = draw(st.permutations([f"n{offset:08d}" for offset in range(1, size + 1)]))
    pairs = list(combinations(order, 2))
    kinds = draw(st.lists(KINDS, min_size=len(pairs), max_size=len(pairs)))
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(order)
    for (above, below), kind in zip(pairs, kinds, strict=True):
        if kind:
            graph.add_edge(above, below, kind=kind)
    if rooted:
        loose = [wnid for wnid in order[1:] if graph.in_degree(wnid) == 0]
        graph.add_edges_from((order[0], wnid, {"kind": IS_A}) for wnid in loose)
    return Dag(from_edges(graph.edges(data="kind"), order), graph)


def family(graph: "nx.DiGraph[str]", wnid: str) -> set[str]:
    """A synset and everything below it, as networkx finds it."""
    return nx.descendants(graph, wnid) | {wnid}


def forebears(graph: "nx.DiGraph[str]", wnid: str) -> set[str]:
    """A synset and everything above it, as networkx finds it."""
    return nx.ancestors(graph, wnid) | {wnid}
