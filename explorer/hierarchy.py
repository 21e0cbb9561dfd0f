"""The noun hierarchy as a value: a directed acyclic graph and its closure, nothing of data.

A synset may have several parents, so nothing here walks "the" parent: lineage is every
path to the root, and a roll-up runs over the set of distinct descendants.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from explorer.errors import UnknownSynset

if TYPE_CHECKING:
    import networkx as nx

IS_A = "is-a"
"""Edge kind: the child is a sort of the parent (WordNet's hypernym)."""

INSTANCE = "instance"
"""Edge kind: the child is one individual of the parent (WordNet's instance hypernym)."""

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Adjacency:
    """For each node the nodes one step away, and whether that step is an instance edge."""

    starts: Integers
    neighbours: Integers
    instance: NDArray[np.bool_]

    def of(self, node: int) -> Integers:
        """Positions one step away from a node, ascending."""
        return self.neighbours[self.starts[node] : self.starts[node + 1]]

    def of_each(self, nodes: Integers) -> Integers:
        """Positions one step away from each of some nodes, one node after another."""
        lengths = self.count(nodes)
        ends = np.cumsum(lengths)
        within = np.arange(lengths.sum()) - np.repeat(ends - lengths, lengths)
        return np.asarray(self.neighbours[np.repeat(self.starts[nodes], lengths) + within])

    def count(self, nodes: Integers) -> Integers:
        """How many positions are one step away from each of some nodes."""
        return self.starts[nodes + 1] - self.starts[nodes]


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
        """Where a synset stands in every array of this hierarchy.

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
        return np.fromiter((self.position(wnid) for wnid in wnids), dtype=np.int64)

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
        import networkx as nx  # takes a fifth of a second, which a start does without

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.wnids)
        graph.add_edges_from(self._edges(range(len(self))))
        return nx.freeze(graph)  # type: ignore[no-any-return]

    def lineage(self, *wnids: str) -> "nx.DiGraph[str]":
        """Every path from a root down to the synsets: their ancestors and all edges between.

        The result is a new graph with the edges and the ``kind`` of ``graph``.
        """
        import networkx as nx

        nodes = self._ancestors(wnids)
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.named(nodes))
        graph.add_edges_from(self._edges(nodes.tolist()))
        return graph

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
            columns: m, or m x k, without missing values: a row a member.
            members: the m positions that the rows belong to; all, in order, if None.

        Returns:
            n, or n x k: a row a synset of the hierarchy by position.
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
    return _assemble(
        wnids,
        np.array([at[parent] for parent, _, _ in triples], dtype=np.int64),
        np.array([at[child] for _, child, _ in triples], dtype=np.int64),
        np.array([kind == INSTANCE for _, _, kind in triples], dtype=np.bool_),
    )


def from_nouns(table: pa.Table) -> Hierarchy:
    """The hierarchy of a table of nouns (see ``explorer.wordnet.SCHEMA``)."""
    offsets = table["offset"].to_numpy()
    parents, children, instance = [], [], []
    for column, kind in (("hypernyms", False), ("instance_hypernyms", True)):
        lists = table[column].combine_chunks()
        above = np.searchsorted(offsets, lists.flatten().to_numpy())
        parents.append(above)
        children.append(np.repeat(np.arange(len(offsets)), np.diff(lists.offsets.to_numpy())))
        instance.append(np.full(len(above), kind))
    return _assemble(
        [f"n{offset:08d}" for offset in offsets.tolist()],
        np.concatenate(parents).astype(np.int64),
        np.concatenate(children).astype(np.int64),
        np.concatenate(instance),
    )


def _assemble(
    wnids: Sequence[str], parents: Integers, children: Integers, instance: NDArray[np.bool_]
) -> Hierarchy:
    size = len(wnids)
    upward = _adjacency(size, children, parents, instance)
    downward = _adjacency(size, parents, children, instance)
    depths = _depths(upward, downward)
    by_column, by_row = _closure(size, parents, children)
    return Hierarchy(tuple(wnids), upward, downward, by_column, by_row, depths)


def _adjacency(
    size: int, sources: Integers, targets: Integers, instance: NDArray[np.bool_]
) -> Adjacency:
    order = np.lexsort((targets, sources))
    starts = np.concatenate([[0], np.cumsum(np.bincount(sources, minlength=size))])
    adjacency = Adjacency(starts.astype(np.int64), targets[order], instance[order])
    for array in (adjacency.starts, adjacency.neighbours, adjacency.instance):
        array.flags.writeable = False
    return adjacency


def _depths(upward: Adjacency, downward: Adjacency) -> Integers:
    """Longest distance from a root, by peeling off one layer of parentless nodes at a time."""
    waiting = np.diff(upward.starts)
    depths = np.zeros(len(waiting), dtype=np.int64)
    layer, depth, reached = np.flatnonzero(waiting == 0), 0, 0
    while len(layer):
        depths[layer] = depth
        reached += len(layer)
        below = downward.of_each(layer)
        waiting = waiting - np.bincount(below, minlength=len(waiting))
        layer = np.unique(below)
        layer, depth = layer[waiting[layer] == 0], depth + 1
    if reached < len(depths):
        raise ValueError(f"the hierarchy has a cycle: {len(depths) - reached} synsets are on one")
    depths.flags.writeable = False
    return depths


def _closure(
    size: int, parents: Integers, children: Integers
) -> tuple[sparse.csc_array, sparse.csr_array]:
    """Reflexive transitive closure, by columns and by rows.

    Squared among the synsets that have children, a fifth of all, for paths twice as long each
    time; then one step on to every child.
    """
    inner, row = np.unique(parents, return_inverse=True)
    step = sparse.csr_array((np.ones(len(row)), (row, children)), shape=(len(inner), size))
    among = (step[:, inner] + sparse.eye_array(len(inner))).tocsr()
    pairs = -1
    while among.nnz != pairs:
        pairs = among.nnz
        among = among @ among
        among.data[:] = 1.0
    to_all = sparse.csr_array(
        (np.ones(len(inner)), (inner, np.arange(len(inner)))), shape=(size, len(inner))
    )
    # Converted twice, which sorts the indices of either layout.
    columns = (to_all @ (among @ step) + sparse.eye_array(size)).tocsc()
    rows = columns.tocsr()
    # Both share one array of ones, and narrow indices halve what a product reads.
    ones = np.ones(columns.nnz)
    by_column = sparse.csc_array(
        (ones, columns.indices.astype(np.int32), columns.indptr.astype(np.int32)), (size, size)
    )
    by_row = sparse.csr_array(
        (ones, rows.indices.astype(np.int32), rows.indptr.astype(np.int32)), (size, size)
    )
    for matrix in (by_column, by_row):
        for array in (matrix.data, matrix.indices, matrix.indptr):
            array.flags.writeable = False
    return by_column, by_row


def _span(matrix: sparse.csc_array | sparse.csr_array, node: int) -> Integers:
    """The positions stored in one column or row of a compressed matrix."""
    return np.asarray(matrix.indices[matrix.indptr[node] : matrix.indptr[node + 1]], dtype=np.int64)
