"""The hierarchy as a tree that is walked depth first: each synset once, families together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Integers
from explorer.wordnet.hierarchy import Hierarchy

ROOT = -1
"""Parent of a synset that has none."""


@dataclass(frozen=True, eq=False)
class Preorder:
    """The synsets at or above some members, parents before children, larger branches first.

    Attributes:
        nodes: positions in the hierarchy.
        depth: edges of the tree from a root to each node.
        start: how many members come before each node; a node's own members are
            ``start`` to ``start + size``.
        size: how many members are at or under each node in the tree, at least 1.
        member: whether each node is a member itself.
    """

    nodes: Integers
    depth: Integers
    start: Integers
    size: Integers
    member: NDArray[np.bool_]

    @property
    def members(self) -> Integers:
        """Positions of the members, in the order of the walk."""
        return self.nodes[self.member]


def spanning_parents(hierarchy: Hierarchy) -> Integers:
    """By position, the one parent that a synset has in the tree: its deepest, most specific one.

    Of equally deep parents it is the first by wnid; ``ROOT`` if there is none.
    """
    count = len(hierarchy)
    positions = np.arange(count)
    above = hierarchy.parents.of_each(positions)
    below = np.flatnonzero(hierarchy.parents.count(positions))
    parents = np.full(count, ROOT, dtype=np.int64)
    if len(below):
        # Depth first, then the smaller position, in one number to take the largest of.
        rank = hierarchy.depths[above] * count + (count - 1 - above)
        best = np.maximum.reduceat(rank, hierarchy.parents.starts[below])
        parents[below] = count - 1 - best % count
    return parents


def preorder(hierarchy: Hierarchy, members: Integers) -> Preorder:
    """Walk the spanning tree depth first, past everything that has no member at or under it.

    Args:
        hierarchy: the synsets.
        members: distinct positions.
    """
    parents = spanning_parents(hierarchy)
    own = np.zeros(len(hierarchy), dtype=np.int64)
    own[members] = 1
    by_depth = np.argsort(hierarchy.depths, kind="stable")
    layers = np.split(by_depth, np.flatnonzero(np.diff(hierarchy.depths[by_depth])) + 1)
    size = own.copy()
    for layer in reversed(layers[1:]):  # a parent is in an earlier layer than its child
        size += np.bincount(parents[layer], size[layer], len(size)).astype(np.int64)
    kept = np.flatnonzero(size)
    first = _before_siblings(kept, parents, size)
    start, depth = np.zeros(len(hierarchy), dtype=np.int64), np.zeros(len(hierarchy), np.int64)
    start[kept] = first
    for layer in layers[1:]:
        inner = layer[(size[layer] > 0) & (parents[layer] != ROOT)]
        above = parents[inner]
        start[inner] += start[above] + own[above]
        depth[inner] = depth[above] + 1
    nodes = kept[np.lexsort((depth[kept], start[kept]))]
    return Preorder(nodes, depth[nodes], start[nodes], size[nodes], own[nodes] > 0)


def _before_siblings(nodes: Integers, parents: Integers, size: Integers) -> Integers:
    """Members of the siblings before each node; siblings are ordered by size, then wnid."""
    order = np.lexsort((nodes, -size[nodes], parents[nodes]))
    ranked = nodes[order]
    before = np.cumsum(size[ranked]) - size[ranked]
    families = np.flatnonzero(np.diff(parents[ranked], prepend=ROOT - 1))
    lengths = np.diff(families, append=len(ranked))
    found = np.empty(len(nodes), dtype=np.int64)
    found[order] = before - np.repeat(before[families], lengths)
    return found
