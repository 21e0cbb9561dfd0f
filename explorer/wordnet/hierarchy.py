"""The noun hierarchy as a value: a directed acyclic graph and its closure, nothing of data.

A synset can have several parents, so there is no single parent: lineage is every
path to the root, and a roll-up runs over the set of distinct descendants.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from explorer.arrays import Integers, Numbers
from explorer.errors import UnknownSynset
from explorer.wordnet import noun_table
from explorer.wordnet.closure import Adjacency, Spans, adjacency, closure, depths, matrices

if TYPE_CHECKING:
    import networkx as nx

IS_A = "is-a"
"""Edge kind: the child is a kind of the parent (WordNet's hypernym)."""

INSTANCE = "instance"
"""Edge kind: the child is one individual of the parent (WordNet's instance hypernym)."""


@dataclass(frozen=True, eq=False, repr=False)
class Hierarchy:
    """An immutable DAG of synsets, addressed by wnid or, in arrays, by position.

    Attributes:
        wnids: the synsets, ascending; a synset's place in it is its position.
        parents: one step up from each position.
        children: one step down from each position.
        closure: n x n, 1 where the row is the column or one of its ancestors; by columns,
            so that a product reads each descendant once and its few ancestors stay in cache.
        below: the same matrix by rows.
        depths: edges on the longest path up to a root, per position.
    """

    wnids: tuple[str, ...]
    parents: Adjacency
    children: Adjacency
    closure: sparse.csc_array
    below: sparse.csr_array
    depths: Integers

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {wnid: position for position, wnid in enumerate(self.wnids)}

    def __len__(self) -> int:
        """How many synsets there are."""
        return len(self.wnids)

    def __contains__(self, wnid: object) -> bool:
        """Whether a synset of this wnid is in the hierarchy."""
        return wnid in self._positions

    def position(self, wnid: str) -> int:
        """Index of a synset in every array of this hierarchy.

        Raises:
            UnknownSynset: the wnid is not in the hierarchy.
        """
        try:
            return self._positions[wnid]
        except KeyError:
            raise UnknownSynset(
                f"{wnid[:40]!r} is not a noun synset of WordNet 3.0. A wnid is the letter n and "
                "eight digits, such as n02084071 (dog)."
            ) from None

    def positions(self, wnids: Iterable[str]) -> Integers:
        """Positions of many synsets, in the order given.

        Raises:
            UnknownSynset: one of them is not in the hierarchy.
        """
        at, wnids = self._positions, list(wnids)
        try:
            return np.array([at[wnid] for wnid in wnids], dtype=np.int64)
        except KeyError:
            return np.array([self.position(wnid) for wnid in wnids], dtype=np.int64)

    def named(self, positions: Iterable[int] | Integers) -> list[str]:
        """The wnids at some positions."""
        return [self.wnids[position] for position in positions]

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Synsets without a parent; WordNet's nouns have one, entity."""
        return tuple(self.named(np.flatnonzero(np.diff(self.parents.starts) == 0)))

    def parents_of(self, wnid: str) -> list[str]:
        """Hypernyms and instance hypernyms, ascending."""
        return self.named(self.parents.of(self.position(wnid)))

    def children_of(self, wnid: str) -> list[str]:
        """Hyponyms and instance hyponyms, ascending."""
        return self.named(self.children.of(self.position(wnid)))

    def siblings_of(self, wnid: str) -> list[str]:
        """Distinct other children of all its parents, ascending."""
        shared = {child for parent in self.parents_of(wnid) for child in self.children_of(parent)}
        return sorted(shared - {wnid})

    def is_instance(self, wnid: str) -> bool:
        """Whether the synset is an individual (a named person, the sun) rather than a sort."""
        node = self.position(wnid)
        kinds = self.parents.instance[self.parents.starts[node] : self.parents.starts[node + 1]]
        return bool(kinds.any())

    def depth(self, wnid: str) -> int:
        """Edges on the longest path to a root."""
        return int(self.depths[self.position(wnid)])

    def subtree(self, wnid: str) -> Integers:
        """Positions of a synset and all its distinct descendants, ascending."""
        return _span(self.below, self.position(wnid))

    def descendants(self, wnid: str, *, instances: bool = True) -> set[str]:
        """Distinct synsets below one, without itself.

        With ``instances=False`` only those reached by is-a edges alone, as the published
        counts of the people subtree have it.
        """
        if instances:
            return set(self.named(self.subtree(wnid))) - {wnid}
        found: set[int] = set()
        frontier = [self.position(wnid)]
        while frontier:
            node = frontier.pop()
            span = slice(self.children.starts[node], self.children.starts[node + 1])
            sorts = self.children.neighbours[span][~self.children.instance[span]]
            fresh = set(sorts.tolist()) - found
            found |= fresh
            frontier.extend(fresh)
        return set(self.named(sorted(found)))

    @cached_property
    def graph(self) -> "nx.DiGraph[str]":
        """The whole hierarchy as a frozen networkx graph, edges from parent to child.

        Every edge carries ``kind``, ``"is-a"`` or ``"instance"``.
        """
        import networkx as nx  # takes a fifth of a second and 12 MB, which a server does without

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.wnids)
        graph.add_edges_from(self._edges(range(len(self))))
        return nx.freeze(graph)  # type: ignore[no-any-return]

    def ancestors(self, *wnids: str) -> set[str]:
        """Some synsets and everything above them."""
        return set(self.named(self._ancestors(wnids)))

    def edges_above(self, *wnids: str) -> dict[tuple[str, str], str]:
        """The kind of every edge (parent, child) on a path from a root down to the synsets."""
        edges = self._edges(self._ancestors(wnids).tolist())
        return {(parent, child): said["kind"] for parent, child, said in edges}

    def paths_to_root(self, wnid: str) -> list[list[str]]:
        """All paths from a root to a synset, longest first, then by wnid."""
        paths: list[list[str]] = []
        unfinished = [[wnid]]
        while unfinished:
            path = unfinished.pop()
            above = self.parents_of(path[0])
            unfinished += [[parent, *path] for parent in above]
            paths += [] if above else [path]
        return sorted(paths, key=lambda path: (-len(path), path))

    def main_path(self, wnid: str) -> list[str]:
        """One path from a root, through the deepest (most specific) parent at every step."""
        path = [self.position(wnid)]
        while len(above := self.parents.of(path[-1])):
            path.append(int(above[np.argmax(self.depths[above])]))
        return self.named(reversed(path))

    def lowest_common_ancestors(self, first: str, second: str) -> list[str]:
        """Common ancestors that are not an ancestor of another one, deepest first.

        A synset counts as its own ancestor. A DAG may have several.
        """
        common = set(self._ancestors([first]).tolist()) & set(self._ancestors([second]).tolist())
        lowest = [node for node in common if common.isdisjoint(self.children.of(node).tolist())]
        return self.named(sorted(lowest, key=lambda node: (-self.depths[node], node)))

    def path_between(self, first: str, second: str) -> list[str]:
        """The shortest way up from one synset to a common ancestor and down to the other.

        Empty when they share none. Of equally short ways the one over the deepest common
        ancestor is taken.
        """
        up_first, up_second = self._ways_up(first), self._ways_up(second)
        meetings = up_first.keys() & up_second.keys()
        if not meetings:
            return []
        best = min(
            meetings,
            key=lambda meeting: (
                len(up_first[meeting]) + len(up_second[meeting]),
                -self.depth(meeting),
                meeting,
            ),
        )
        return up_first[best] + up_second[best][-2::-1]

    def wu_palmer(self, first: str, second: str) -> float:
        """Similarity from 0 to 1 by depth of the common ancestor (Wu and Palmer 1994).

        2 d / (d + a + d + b): d the nodes on the longest path from the root to a lowest
        common ancestor, a and b the edges from each synset up to it, at their shortest; the
        largest value over the lowest common ancestors. 0 when they share none. NLTK's own
        figure differs where it measures over an ancestor that is not a lowest one.
        """
        up_first, up_second = self._ways_up(first), self._ways_up(second)
        values = [
            2 * depth / (2 * depth + len(up_first[meeting]) - 1 + len(up_second[meeting]) - 1)
            for meeting in self.lowest_common_ancestors(first, second)
            for depth in [self.depth(meeting) + 1]
        ]
        return max(values, default=0.0)

    def roll_up(self, columns: Numbers, members: Integers | None = None) -> Numbers:
        """Sum columns over each synset and its distinct descendants.

        Args:
            columns: m, or m x k, without missing values: one row per member.
            members: the m positions that the rows belong to; all, in order, if None.

        Returns:
            n, or n x k: one row per synset of the hierarchy by position.
        """
        closure = self.closure if members is None else self.closure[:, members]
        return np.asarray(closure @ columns)

    def _ways_up(self, wnid: str) -> dict[str, list[str]]:
        """A shortest way from a synset up to itself and to each of its ancestors."""
        ways = {wnid: [wnid]}
        reached = [wnid]
        for below in reached:  # grows as it is walked, so the near ones come first
            for parent in self.parents_of(below):
                if parent not in ways:
                    ways[parent] = [*ways[below], parent]
                    reached.append(parent)
        return ways

    def _ancestors(self, wnids: Iterable[str]) -> Integers:
        """Positions of some synsets and all their ancestors, ascending."""
        spans = [_span(self.closure, node) for node in self.positions(wnids)]
        return np.unique(np.concatenate(spans)) if spans else np.zeros(0, dtype=np.int64)

    def _edges(self, children: Iterable[int]) -> Iterable[tuple[str, str, dict[str, str]]]:
        for child in children:
            span = range(self.parents.starts[child], self.parents.starts[child + 1])
            for edge in span:
                kind = INSTANCE if self.parents.instance[edge] else IS_A
                parent = self.wnids[self.parents.neighbours[edge]]
                yield parent, self.wnids[child], {"kind": kind}


def from_edges(edges: Iterable[tuple[str, str, str]], lone: Iterable[str] = ()) -> Hierarchy:
    """A hierarchy from (parent, child, kind) triples and synsets that have no edge.

    Raises:
        ValueError: the edges contain a cycle, or a kind is neither is-a nor instance.
    """
    triples = sorted(set(edges))
    unknown = {kind for _, _, kind in triples} - {IS_A, INSTANCE}
    if unknown:
        raise ValueError(f"unknown edge kind {min(unknown)!r}")
    wnids = sorted({w for parent, child, _ in triples for w in (parent, child)} | set(lone))
    at = {wnid: position for position, wnid in enumerate(wnids)}
    parents = np.array([at[parent] for parent, _, _ in triples], dtype=np.int64)
    children = np.array([at[child] for _, child, _ in triples], dtype=np.int64)
    instance = np.array([kind == INSTANCE for _, _, kind in triples], dtype=np.bool_)
    upward = adjacency(len(wnids), children, parents, instance)
    downward = adjacency(len(wnids), parents, children, instance)
    deep = depths(upward, downward)
    spans = closure(len(wnids), parents, children)
    return Hierarchy(tuple(wnids), upward, downward, *matrices(*spans), deep)


def from_nouns(table: pa.Table) -> Hierarchy:
    """The hierarchy of a table of nouns (see ``explorer.wordnet.noun_table.SCHEMA``)."""
    size = len(table)
    parents, children, instance = noun_table.edges(table)
    digits = pc.utf8_lpad(table["offset"].cast(pa.string()), 8, "0")
    return Hierarchy(
        tuple(pc.binary_join_element_wise("n", digits, "").to_pylist()),
        adjacency(size, children, parents, instance),
        adjacency(size, parents, children, instance),
        *matrices(_kept(table["ancestors"]), _kept(table["descendants"])),
        table["depth"].to_numpy(),
    )


def _kept(column: pa.ChunkedArray) -> Spans:
    lists = column.combine_chunks()
    return Spans(lists.offsets.to_numpy(), lists.values.to_numpy())


def _span(matrix: sparse.csc_array | sparse.csr_array, node: int) -> Integers:
    """The positions stored in one column or row of a compressed matrix."""
    return np.asarray(matrix.indices[matrix.indptr[node] : matrix.indptr[node + 1]], dtype=np.int64)
