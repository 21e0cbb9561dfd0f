"""Who is above and below whom in a directed acyclic graph, as arrays by position."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from explorer.arrays import Integers


@dataclass(frozen=True)
class Spans:
    """For each node some others, ascending: ``members[starts[node]:starts[node + 1]]``."""

    starts: NDArray[np.int32]
    members: NDArray[np.int32]


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


def adjacency(
    size: int, sources: Integers, targets: Integers, instance: NDArray[np.bool_]
) -> Adjacency:
    """The targets of each of ``size`` nodes, from edges given one by one."""
    order = np.lexsort((targets, sources))
    starts = np.concatenate([[0], np.cumsum(np.bincount(sources, minlength=size))])
    return Adjacency(
        _frozen(starts.astype(np.int64)), _frozen(targets[order]), _frozen(instance[order])
    )


def depths(upward: Adjacency, downward: Adjacency) -> Integers:
    """Edges on the longest path from a root to each node.

    One layer of parentless nodes is peeled off after the other.

    Raises:
        ValueError: the edges contain a cycle.
    """
    waiting = np.diff(upward.starts)
    found = np.zeros(len(waiting), dtype=np.int64)
    layer, depth, reached = np.flatnonzero(waiting == 0), 0, 0
    while len(layer):
        found[layer] = depth
        reached += len(layer)
        below = downward.of_each(layer)
        waiting = waiting - np.bincount(below, minlength=len(waiting))
        layer = np.unique(below)
        layer, depth = layer[waiting[layer] == 0], depth + 1
    if reached < len(found):
        raise ValueError(f"the hierarchy has a cycle: {len(found) - reached} synsets are on one")
    return _frozen(found)


def closure(size: int, parents: Integers, children: Integers) -> tuple[Spans, Spans]:
    """The ancestors and the descendants of each of ``size`` nodes, itself among both.

    Squared among the nodes that have children, a fifth of WordNet's, for paths twice as long
    each time; then one step on to every child.
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
    return _spans(columns), _spans(rows)


def matrices(ancestors: Spans, descendants: Spans) -> tuple[sparse.csc_array, sparse.csr_array]:
    """The closure as one matrix of ones, by columns and by rows, both sharing their values."""
    size = len(ancestors.starts) - 1
    ones = _frozen(np.ones(len(ancestors.members)))
    return (
        sparse.csc_array((ones, ancestors.members, ancestors.starts), (size, size)),
        sparse.csr_array((ones, descendants.members, descendants.starts), (size, size)),
    )


def _spans(matrix: sparse.csc_array | sparse.csr_array) -> Spans:
    # Narrow indices halve what a product reads.
    starts, members = (part.astype(np.int32) for part in (matrix.indptr, matrix.indices))
    return Spans(_frozen(starts), _frozen(members))


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
