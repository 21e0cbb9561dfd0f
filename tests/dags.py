"""Random hierarchies for Hypothesis, each beside a plain networkx graph of the same edges."""

from dataclasses import dataclass

import networkx as nx
from hypothesis import strategies as st

from explorer.hierarchy import INSTANCE, IS_A, Hierarchy, from_edges


@dataclass(frozen=True)
class Dag:
    """A hierarchy and what it was made from."""

    tree: Hierarchy
    graph: "nx.DiGraph[str]"

    def __repr__(self) -> str:
        """The edges, so that a failing example can be read."""
        return f"Dag({sorted(self.graph.edges(data='kind'))}, nodes={sorted(self.graph)})"


@st.composite
def dags(draw: st.DrawFn, most: int = 10) -> Dag:
    """DAGs with several parents, several roots and edges of both kinds.

    The order of the wnids says nothing of who is above whom.
    """
    size = draw(st.integers(1, most))
    order = draw(st.permutations([f"n{offset:08d}" for offset in range(1, size + 1)]))
    # One number an edge: cheap to draw, and simpler ones still mean fewer and is-a edges.
    codes = draw(st.sets(st.integers(0, 3 * size * size - 1), max_size=2 * size))
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(order)
    for code in codes:
        pair, kind = divmod(code, 3)
        above, below = sorted(divmod(pair, size))
        if above < below:
            graph.add_edge(order[above], order[below], kind=INSTANCE if kind == 2 else IS_A)
    return Dag(from_edges(graph.edges(data="kind"), order), graph)


def family(graph: "nx.DiGraph[str]", wnid: str) -> set[str]:
    """A synset and everything below it, as networkx finds it."""
    return nx.descendants(graph, wnid) | {wnid}


def forebears(graph: "nx.DiGraph[str]", wnid: str) -> set[str]:
    """A synset and everything above it, as networkx finds it."""
    return nx.ancestors(graph, wnid) | {wnid}
