"""What a cut is made over: the classes of a data set, what is above them, and how they settle.

A class belongs to the groups whose synsets are at or above it. Where these are several, the most
specific one has it; of several that are not above each other, one that was taken by hand, else
the one with the most classes, else the first by wnid.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Integers, Numbers
from explorer.audits.balance.subtrees import count_measure
from explorer.datasets import CLASSES, RollUp
from explorer.owner import Owner, kept_by

NONE = -1
"""Index of a class in no group."""

ONE, SPECIFIC, LARGEST, TIE, HAND, LISTED = range(6)
HOW = ("one group", "most specific", "largest", "tie, first by wnid", "by hand", "as listed")
"""How it was settled which group has a class."""

Codes = NDArray[np.int8]
"""Places in ``HOW``."""


@dataclass(frozen=True, eq=False, repr=False)
class Ground(Owner):
    """The classes of a data set and everything above them.

    Attributes:
        rolled: the data set, rolled up. A class is addressed by its row in the columns.
    """

    rolled: RollUp

    @cached_property
    def size(self) -> Numbers:
        """By position, distinct classes at or under a synset."""
        return self.rolled.subtree(CLASSES)

    @cached_property
    def classes(self) -> frozenset[int]:
        """Positions of the classes."""
        return frozenset(self.rolled.members.tolist())

    @cached_property
    def images(self) -> Numbers:
        """Images of each class, 0 where unknown.

        Raises:
            ExplorerError: image counts of the data set are not available.
        """
        measure = count_measure(self.rolled.dataset)
        return np.nan_to_num(self.rolled.dataset.columns[measure.numerator])

    def total(self, by: str) -> Numbers:
        """By position, what ``weights`` sums to over the distinct classes at or under a synset.

        Raises:
            ExplorerError: by images, and image counts are not available.
        """
        if by != "images":
            return self.size
        return self.rolled.total(count_measure(self.rolled.dataset).numerator)

    def weights(self, by: str) -> Numbers:
        """What a group's size is the sum of, per class: 1 each, or its images.

        Raises:
            ExplorerError: by images, and image counts are not available.
        """
        return self.images if by == "images" else np.ones(len(self.rolled.members))

    @cached_property
    def _above(self) -> tuple[Integers, Integers]:
        """Starts and positions: what is at or above each class, one class after another."""
        held = self.rolled.hierarchy.closure[:, self.rolled.members]
        return held.indptr.astype(np.int64), held.indices.astype(np.int64)

    @cached_property
    def _under(self) -> tuple[Integers, Integers]:
        """Starts and rows: the classes at or under each synset, by position."""
        held = self.rolled.hierarchy.closure[:, self.rolled.members].tocsr()
        return held.indptr.astype(np.int64), held.indices.astype(np.int64)

    def under(self, position: int) -> Integers:
        """Rows of the classes at or under a synset."""
        starts, rows = self._under
        return rows[starts[position] : starts[position + 1]]

    def children(self, position: int) -> list[int]:
        """Positions of a synset's children with a class at or under them."""
        below = self.rolled.hierarchy.children.of(position)
        return below[self.size[below] > 0].tolist()  # type: ignore[no-any-return]

    def ancestors(self, position: int) -> frozenset[int]:
        """A synset and everything above it."""
        closure = self.rolled.hierarchy.closure
        return frozenset(
            closure.indices[closure.indptr[position] : closure.indptr[position + 1]].tolist()
        )

    def down(self, position: int) -> int:
        """The lowest synset with the same classes, along single children."""
        while position not in self.classes and len(below := self.children(position)) == 1:
            position = below[0]
        return position

    def divided(self, position: int) -> list[int]:
        """The groups that a synset is divided into: its children, and itself if it is a class.

        Empty if there is nothing below it to divide.
        """
        lowest = self.down(position)
        below = self.children(lowest)
        if not below:
            return []
        return [*below, lowest] if lowest in self.classes else below

    @property
    def roots(self) -> list[int]:
        """Positions of the hierarchy's roots with a class under them."""
        hierarchy = self.rolled.hierarchy
        positions = hierarchy.positions(hierarchy.roots)
        return positions[self.size[positions] > 0].tolist()  # type: ignore[no-any-return]

    def candidates(self, heads: Iterable[int], rows: Integers) -> tuple[Integers, Integers]:
        """Pairs of a row and a head at or above its class, by row.

        Args:
            heads: positions.
            rows: of the classes that are asked for.

        Returns:
            Places in ``rows`` and positions of heads.
        """
        is_head = np.zeros(len(self.rolled.hierarchy), dtype=np.bool_)
        is_head[list(heads)] = True
        starts, above = self._above
        lengths = starts[rows + 1] - starts[rows]
        ends = np.cumsum(lengths)
        within = np.arange(lengths.sum()) - np.repeat(ends - lengths, lengths)
        found = above[np.repeat(starts[rows], lengths) + within]
        chosen = is_head[found]
        return np.repeat(np.arange(len(rows)), lengths)[chosen], found[chosen]


@kept_by("rolled", most=1)
def ground(rolled: RollUp) -> Ground:
    """What cuts of a data set are made over."""
    return Ground(rolled)


class Assignment:
    """Which head has each class, for heads that come and go.

    Attributes:
        head: by row, position of the head; ``NONE`` where there is none above the class.
        how: by row, place in ``HOW``.
        heads: positions of all heads, those without a class included.
    """

    def __init__(self, held: Ground, heads: Iterable[int], taken: Set[int] = frozenset()) -> None:
        """Assign every class; of heads that are not above each other, ``taken`` ones win."""
        self._ground = held
        self._taken = taken
        self._settled: dict[tuple[int, ...], tuple[int, int]] = {}
        self.heads = set(heads)
        self.head: Integers = np.full(len(held.rolled.members), NONE, dtype=np.int64)
        self.how: Codes = np.zeros(len(self.head), dtype=np.int8)
        self._assign(np.arange(len(self.head)))

    def change(self, without: int, *heads: int) -> None:
        """Replace a head by others, all of them at or below it."""
        self.heads.discard(without)
        self.heads.update(heads)
        self._assign(self._ground.under(without))

    def sizes(self, weights: Numbers) -> dict[int, float]:
        """The sum of some weights over the classes of each head that has any."""
        heads, place = np.unique(self.head, return_inverse=True)
        sums = np.bincount(place, weights=weights, minlength=len(heads))
        found = dict(zip(heads.tolist(), sums.tolist(), strict=True))
        found.pop(NONE, None)
        return found

    def _assign(self, rows: Integers) -> None:
        place, head = self._ground.candidates(self.heads, rows)
        count = np.bincount(place, minlength=len(rows))
        first = np.cumsum(count) - count
        self.head[rows], self.how[rows] = NONE, ONE
        some = count > 0
        self.head[rows[some]] = head[first[some]]
        for many in np.unique(count[count > 1]).tolist():
            at = np.flatnonzero(count == many)
            keys = head[first[at][:, None] + np.arange(many)]
            # Rows under the same heads are assigned together.
            which = np.zeros(len(at), dtype=np.int64)
            for column in keys.T:
                which = np.unique(which * len(self._ground.size) + column, return_inverse=True)[1]
            _, one_of_each = np.unique(which, return_index=True)
            settled = [self._settle(tuple(key)) for key in keys[one_of_each].tolist()]
            self.head[rows[at]], self.how[rows[at]] = np.array(settled)[which].T

    def _settle(self, heads: tuple[int, ...]) -> tuple[int, int]:
        """Which of several heads has a class, and how that was settled."""
        if heads not in self._settled:
            self._settled[heads] = self._settle_anew(heads)
        return self._settled[heads]

    def _settle_anew(self, heads: tuple[int, ...]) -> tuple[int, int]:
        higher = set().union(*(self._ground.ancestors(head) - {head} for head in heads))
        lowest = [head for head in heads if head not in higher]
        if len(lowest) == 1:
            return lowest[0], SPECIFIC
        by_hand = [head for head in lowest if head in self._taken]
        size = self._ground.size
        ranked = sorted(by_hand or lowest, key=lambda head: (-size[head], head))
        if len(by_hand) == 1:
            return ranked[0], HAND
        return ranked[0], TIE if size[ranked[0]] == size[ranked[1]] else LARGEST


def rest_of(heads: Mapping[int, float], held: Ground) -> set[int]:
    """Heads with another head below them: they have what is left of their classes."""
    above = (held.ancestors(head) - {head} for head in heads)
    return set(heads) & set().union(*above)
