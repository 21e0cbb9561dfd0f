"""The class map: every class of a data set one square, neighbours in WordNet side by side.

The classes are taken in the order in which WordNet's spanning tree is walked depth first, and laid
on a space-filling curve. So every branch of the tree is one connected area, and related classes
are near each other.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Integers
from explorer.audits.overview import BRANCHES
from explorer.datasets import CLASSES, DataSet, roll_up
from explorer.owner import kept_by
from explorer.wordnet.curve import curve, rectangle
from explorer.wordnet.hierarchy import Hierarchy
from explorer.wordnet.preorder import Preorder, preorder

ASPECTS = (2.0, 0.72)
"""Width over height of the two layouts: for a wide window, and for a phone."""

LEAST, MOST = 0.008, 0.04
"""Share of the classes that a labelled branch has at least, and from which on it is divided."""

NO_SQUARE, NO_BRANCH = -2, -1
"""Value of a cell of a grid of branches without a square, or with a square that is in no branch."""

ANCHORS = 6
"""Places for a label that are offered for each branch."""


@dataclass(frozen=True)
class Branch:
    """An area of the map.

    Attributes:
        wnid: of the synset.
        level: 1 for an entry point or what is under none, 2 for a part of such a branch.
        start, stop: its squares are ``start`` to ``stop`` on the curve.
        classes: distinct classes at or under the synset; more than its squares where some are
            drawn under another, more specific parent.
    """

    wnid: str
    level: int
    start: int
    stop: int
    classes: int


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the squares lie in a rectangle.

    Attributes:
        columns, rows: of the rectangle, both even.
        cells: columns * rows x 2, column and row by place on the curve; the first ones are the
            squares, the last ones are left empty.
        borders: by level, one row per straight line: x, y, length, and 1 for a vertical line, 0 for
            a horizontal one; in cells, from the upper left corner.
        anchors: by branch, k x 2, k at most ``ANCHORS``: columns and rows of cells of the branch
            with room around them, the roomiest first.
    """

    columns: int
    rows: int
    cells: Integers
    borders: tuple[Integers, Integers]
    anchors: tuple[Integers, ...]


@dataclass(frozen=True, eq=False)
class ClassMap:
    """A data set's classes on the map.

    Attributes:
        hierarchy: the synsets.
        walk: the classes and their ancestors in the order of the map; a class's square is its
            place among ``walk.members``.
        branches: areas, larger levels first, then by size.
    """

    hierarchy: Hierarchy
    walk: Preorder
    branches: tuple[Branch, ...]

    @cached_property
    def wnids(self) -> list[str]:
        """The class of each square."""
        return self.hierarchy.named(self.walk.members)

    @cached_property
    def square_of(self) -> Integers:
        """By position in the hierarchy, the square of a class, or -1."""
        squares = np.full(len(self.hierarchy), -1, dtype=np.int64)
        squares[self.walk.members] = np.arange(len(self.walk.members))
        return squares

    def under(self, wnids: Sequence[str]) -> list[tuple[int, int]]:
        """The squares at or under some synsets, as runs from start to stop, ascending."""
        if not wnids:
            return []
        below = np.concatenate([self.hierarchy.subtree(wnid) for wnid in wnids])
        squares = np.unique(self.square_of[below])
        squares = squares[squares >= 0]
        runs = np.split(squares, np.flatnonzero(np.diff(squares) > 1) + 1)
        return [(int(run[0]), int(run[-1]) + 1) for run in runs if len(run)]

    def layouts(self) -> tuple[Layout, ...]:
        """The map for each of ``ASPECTS``."""
        return tuple(layout(len(self.walk.members), self.branches, each) for each in ASPECTS)


@kept_by("dataset", most=2)
def class_map(
    hierarchy: Hierarchy, dataset: DataSet, entries: tuple[str, ...] = BRANCHES
) -> ClassMap:
    """The classes of a data set on the map.

    Args:
        hierarchy: the synsets.
        dataset: has at least one class.
        entries: synsets whose branches are outlined first.

    Raises:
        UnknownSynset: a class of the data set is not in the hierarchy.
    """
    rolled = roll_up(hierarchy, dataset)
    walk = preorder(hierarchy, rolled.members)
    chosen = [(1, node) for node in _tops(walk, hierarchy, entries)]
    for _, top in chosen[:]:
        chosen += [(2, node) for node in _divided(walk, top)]
    at = walk.nodes[[node for _, node in chosen]]
    totals = rolled.subtree(CLASSES, at).astype(np.int64).tolist()
    branches = [
        Branch(
            hierarchy.wnids[walk.nodes[node]],
            level,
            int(walk.start[node]),
            int(walk.start[node] + walk.size[node]),
            total,
        )
        for (level, node), total in zip(chosen, totals, strict=True)
    ]
    branches.sort(key=lambda each: (each.level, each.start - each.stop, each.start))
    return ClassMap(hierarchy, walk, tuple(branches))


def _tops(walk: Preorder, hierarchy: Hierarchy, entries: tuple[str, ...]) -> list[int]:
    """The entries, and the largest branches without an entry; by index into the walk."""
    at = np.full(len(hierarchy), -1, dtype=np.int64)
    at[walk.nodes] = np.arange(len(walk.nodes))
    found = [int(at[hierarchy.position(wnid)]) for wnid in entries if wnid in hierarchy]
    entered = {node for node in found if node >= 0}
    holding = {above for node in entered for above in _above(walk, node)}
    tops: list[int] = []
    least = LEAST * len(walk.members)
    waiting = _children(walk, -1)
    while waiting:
        node = waiting.pop()
        if node in holding and node not in entered:
            waiting += _children(walk, node)
        elif node in entered or walk.size[node] >= least:
            tops.append(node)
    return sorted(tops)


def _divided(walk: Preorder, top: int) -> Iterator[int]:
    """The parts of a branch that are labelled in it: none below the least, few above the most."""
    members = len(walk.members)
    waiting = [(-int(walk.size[top]), top)]
    while waiting:
        size, node = heapq.heappop(waiting)
        parts = [each for each in _children(walk, node) if walk.size[each] >= LEAST * members]
        if parts and (node == top or -size > MOST * members):
            for part in parts:
                heapq.heappush(waiting, (-int(walk.size[part]), part))
        elif node != top:
            yield node


def _above(walk: Preorder, node: int) -> Iterator[int]:
    """A node of the walk's tree, its parent and so on."""
    yield node
    for depth in range(int(walk.depth[node]) - 1, -1, -1):
        node = int(np.flatnonzero(walk.depth[:node] == depth)[-1])
        yield node


def _children(walk: Preorder, node: int) -> list[int]:
    """Children of a node of the walk's tree; of -1 the roots."""
    depth = -1 if node < 0 else walk.depth[node]
    rest = walk.depth[node + 1 :]
    ends = np.flatnonzero(rest <= depth)
    inside = rest[: ends[0]] if len(ends) else rest
    found: list[int] = (np.flatnonzero(inside == depth + 1) + node + 1).tolist()
    return found


def layout(squares: int, branches: Sequence[Branch], aspect: float) -> Layout:
    """Lay the squares on a curve in a rectangle, with outlines and places for labels.

    Args:
        squares: how many there are.
        branches: whose areas are outlined.
        aspect: width over height of the rectangle.
    """
    columns, rows = rectangle(squares, aspect)
    cells = curve(columns, rows)
    grids = [_grid(cells, squares, branches, level, (rows, columns)) for level in (1, 2)]
    upper, lower = _lines(grids[0]), _lines(grids[1])
    # A border of the upper level is not drawn a second time.
    inner = [mine & ~above for mine, above in zip(lower, upper, strict=True)]
    anchors = _anchors(grids, branches)
    borders = (_runs(*upper), _runs(inner[0], inner[1]))
    return Layout(columns, rows, cells, borders, anchors)


def _grid(
    cells: Integers, squares: int, branches: Sequence[Branch], level: int, shape: tuple[int, int]
) -> Integers:
    """By row and column, the index of the branch of that level that a cell belongs to."""
    along = np.full(len(cells), NO_SQUARE, dtype=np.int64)
    along[:squares] = NO_BRANCH
    for index, branch in enumerate(branches):
        if branch.level == level:
            along[branch.start : branch.stop] = index
    grid = np.empty(shape, dtype=np.int64)
    grid[cells[:, 1], cells[:, 0]] = along
    return grid


def _lines(grid: Integers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Borders between cells of different branches: left sides and upper sides of cells."""
    framed = np.pad(grid, 1, constant_values=NO_SQUARE)
    left = framed[1:-1, 1:] != framed[1:-1, :-1]
    top = framed[1:, 1:-1] != framed[:-1, 1:-1]
    return left, top


def _runs(left: NDArray[np.bool_], top: NDArray[np.bool_]) -> Integers:
    """Sides of cells as straight lines, see ``Layout.borders``."""
    found = []
    for down, sides in ((1, left.T), (0, top)):  # each row of ``sides`` is one straight line
        edges = np.diff(np.pad(sides.astype(np.int8), ((0, 0), (1, 1))), axis=1)
        line, first = np.nonzero(edges == 1)
        length = np.nonzero(edges == -1)[1] - first
        x, y = (line, first) if down else (first, line)
        found.append(np.column_stack([x, y, length, np.full(len(x), down)]))
    return np.concatenate(found).astype(np.int64)


def _anchors(grids: Sequence[Integers], branches: Sequence[Branch]) -> tuple[Integers, ...]:
    """For each branch the cells with most room to either side and above and below."""
    rooms = [_room(grid) for grid in grids]
    found = []
    for index, branch in enumerate(branches):
        grid, room = grids[branch.level - 1], rooms[branch.level - 1]
        y, x = np.nonzero(grid == index)
        space = room[y, x].astype(np.float64)
        # Of cells with the same room, the one nearest to the middle of the branch.
        far = np.hypot(x - x.mean(), y - y.mean())
        score = space - far / (far.max() + 1)
        chosen: list[int] = []
        while len(chosen) < ANCHORS and np.isfinite(score.max()):
            best = int(np.argmax(score))
            chosen.append(best)
            apart = max(2.0, space[best])
            near = (np.abs(x - x[best]) < 2 * apart) & (np.abs(y - y[best]) < apart)
            score[near] = -np.inf
        found.append(np.column_stack([x[chosen], y[chosen]]).astype(np.int64))
    return tuple(found)


def _room(grid: Integers) -> Integers:
    """By cell, rows to the nearest end of its branch; columns count a quarter, as text is wide."""
    across = np.minimum(_reach(grid), _reach(grid[:, ::-1])[:, ::-1])
    upright = np.minimum(_reach(grid.T).T, _reach(grid.T[:, ::-1])[:, ::-1].T)
    return np.asarray(np.minimum((across + 3) // 4, upright))


def _reach(grid: Integers) -> Integers:
    """How many cells to the left, each itself included, are of the same branch."""
    reach = np.ones(grid.shape, dtype=np.int64)
    same = grid[:, 1:] == grid[:, :-1]
    for column in range(1, grid.shape[1]):
        reach[:, column] += reach[:, column - 1] * same[:, column - 1]
    return reach
