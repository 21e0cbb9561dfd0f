"""The synsets that a cut makes its groups of, by each method, and what edits do to them."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

import numpy as np

from explorer.audits.superclasses.cut import Cut, Edit
from explorer.audits.superclasses.ground import Assignment, Ground

SMALL = 0.1
"""Share of the mean size of a group; children of a group that is divided which are smaller stay
together in what is left of it, so that groups of a class or two do not use up the number."""


def by_groups(ground: Ground, number: int, by: str) -> set[int]:
    """Heads of a given number of groups, by dividing the largest group again and again.

    A group is divided into the children of its synset; children of less than ``SMALL`` of the mean
    size stay together while anything else can be divided. Where the last division would give too
    many groups, only its largest children become groups. Fewer groups than asked for are found
    where nothing is left to divide, and more where the hierarchy has more roots.

    Args:
        ground: the classes.
        number: of groups.
        by: what group size is measured in: ``classes`` or ``images``.

    Raises:
        ExplorerError: by images, and image counts are not available.
    """
    weights = ground.weights(by)
    found = Assignment(ground, ground.roots)
    least = weights.sum() / number * SMALL
    sizes = found.sizes(weights)
    while len(sizes) < number:
        division = _next(ground, found, sizes, by, least)
        if division is None and least > 0:
            least = 0.0
            continue
        if division is None:
            break
        largest, parts = division
        before, count = set(found.heads), len(sizes)
        found.change(largest, *parts)
        sizes = found.sizes(weights)
        if len(sizes) > number:
            total = ground.total(by)
            ranked = sorted(parts, key=lambda part: (-total[part], part))
            fresh = [part for part in ranked if part not in before]
            return _partly(ground, before, fresh, number, count)
    return found.heads


def _next(
    ground: Ground, found: Assignment, sizes: Mapping[int, float], by: str, least: float
) -> tuple[int, list[int]] | None:
    """The largest group that can be divided, and its parts; None if there is none."""
    size = ground.size
    for head in sorted(sizes, key=lambda head: (-sizes[head], -size[head], head)):
        parts = _parts(ground, head, found.heads, by, least)
        if parts:
            return head, parts
    return None


def _parts(ground: Ground, head: int, heads: Set[int], by: str, least: float) -> list[int]:
    """What a group is divided into, small children left together; empty if nothing comes of it."""
    lowest = ground.down(head)
    total = ground.total(by)
    below = [child for child in ground.children(lowest) if child not in heads]
    small = [child for child in below if total[child] < least]
    if len(small) == 1:
        small = []
    parts = [child for child in below if child not in small]
    stays = bool(small) or lowest in ground.classes
    return [*parts, lowest] if parts and stays else parts


def _partly(
    ground: Ground, heads: set[int], ranked: list[int], number: int, count: int
) -> set[int]:
    """``count`` heads and further ones, the first of those ranked, up to a number of groups."""
    ones = np.ones(len(ground.rolled.members))

    def groups(tried: set[int]) -> int:
        return len(Assignment(ground, tried).sizes(ones))

    # As a rule each makes one group more, so that many are tried at once.
    many = heads | set(ranked[: number - count])
    found = groups(many)
    kept, left = (many, ranked[number - count :]) if found <= number else (heads, ranked)
    found = found if found <= number else count
    for part in left:
        if found == number:
            break
        more = groups(kept | {part})
        if more <= number:
            kept, found = kept | {part}, more
    return kept


def by_depth(ground: Ground, depth: int) -> set[int]:
    """The synsets with a class at that depth: edges on the longest path to a root.

    Every class that is deep enough has one at or above it; classes that are not have none.
    """
    at_depth = (ground.rolled.hierarchy.depths == depth) & (ground.size > 0)
    return set(np.flatnonzero(at_depth).tolist())


def by_minimum(ground: Ground, least: int, by: str) -> set[int]:
    """The lowest synsets such that every group has the minimum.

    From the deepest synset up, one becomes a group as soon as its classes that no group has yet
    reach the minimum. Groups that fall below it once shared classes are settled are taken away, the
    smallest first. What is left under the roots is under no group.

    Raises:
        ExplorerError: by images, and image counts are not available.
    """
    weights = ground.weights(by)
    free = weights.copy()
    heads: set[int] = set()
    depths = ground.rolled.hierarchy.depths
    some = np.flatnonzero(ground.size > 0)
    for head in some[np.argsort(-depths[some], kind="stable")].tolist():
        rows = ground.under(head)
        if free[rows].sum() >= least:
            heads.add(head)
            free[rows] = 0.0
    found = Assignment(ground, heads)
    while True:
        sizes = found.sizes(weights)
        small = [head for head in found.heads if sizes.get(head, 0.0) < least]
        if not small:
            return found.heads
        found.change(min(small, key=lambda head: (sizes.get(head, 0.0), head)))


@dataclass
class Heads:
    """Heads while edits are made to them.

    Attributes:
        heads: positions of the synsets that are groups.
        taken: those that were taken by hand.
        added: those that any edit made a group.
        named: keys of the groups that are no synsets.
        placed: wnid of a class to the key of the group that it was put into.
    """

    heads: set[int]
    named: set[str]
    taken: set[int] = field(default_factory=set)
    added: set[int] = field(default_factory=set)
    placed: dict[str, str] = field(default_factory=dict)

    def apply(self, ground: Ground, edit: Edit) -> str:
        """Make an edit; why it cannot be made, or an empty text."""
        if edit.action == "place":
            return self._place(ground, edit)
        if edit.key in self.named:
            if edit.action == "drop":
                self.named.discard(edit.key)
                return ""
            return "a group of a list is no synset; take a synset instead"
        if edit.key not in ground.rolled.hierarchy:
            return "there is no such synset or group"
        position = ground.rolled.hierarchy.position(edit.key)
        if edit.action != "take" and position not in self.heads:
            return "it is no group of this cut"
        return {"take": self._take, "split": self._split, "merge": self._merge, "drop": self._drop}[
            edit.action
        ](ground, position)

    def _place(self, ground: Ground, edit: Edit) -> str:
        if edit.key not in ground.rolled.dataset:
            return "it is no class of the data set"
        self.placed[edit.key] = edit.group
        return ""

    def _take(self, ground: Ground, position: int) -> str:
        # One that is a group already, or lost all its classes to others, wins them from now on.
        if position in self.taken:
            return "it is taken already"
        if not ground.size[position] > 0:
            return "no class of the data set is at or under it"
        self.heads.add(position)
        self.taken.add(position)
        self.added.add(position)
        return ""

    def _split(self, ground: Ground, position: int) -> str:
        parts = {part for part in ground.divided(position) if part not in self.heads}
        if not parts or parts == {position}:
            return "there is nothing below it to divide"
        self.heads.discard(position)
        if position in ground.divided(position):
            parts.add(position)
        self.heads |= parts
        self.added |= parts
        return ""

    def _merge(self, ground: Ground, position: int) -> str:
        above = ground.ancestors(position) - {position}
        if not above & self.heads:
            parent = parent_group(ground, position)
            if parent is None:
                return "there is nothing above it"
            below = {head for head in self.heads if parent in ground.ancestors(head)}
            self.heads = (self.heads - below) | {parent}
            self.added.add(parent)
        self.heads.discard(position)
        self.taken.discard(position)
        return ""

    def _drop(self, _: Ground, position: int) -> str:
        self.heads.discard(position)
        self.taken.discard(position)
        return ""


def parent_group(ground: Ground, position: int) -> int | None:
    """The nearest synset on the main path up that has more classes; None if there is none."""
    hierarchy = ground.rolled.hierarchy
    for wnid in reversed(hierarchy.main_path(hierarchy.wnids[position])[:-1]):
        above = hierarchy.position(wnid)
        if ground.size[above] > ground.size[position]:
            return above
    return None


def merge_target(ground: Ground, heads: Iterable[int], position: int) -> int | None:
    """The group that most of a group's classes come into if it is merged; None at the root.

    Args:
        ground: the classes.
        heads: of the cut.
        position: of the group that is merged.
    """
    above = ground.ancestors(position) & {*heads} - {position}
    if not above:
        return parent_group(ground, position)
    higher = set().union(*(ground.ancestors(head) - {head} for head in above))
    return max(above - higher, key=lambda head: (ground.size[head], -head))


def of_method(ground: Ground, cut: Cut) -> set[int]:
    """The heads of a cut before its edits; of a list, see ``presets``.

    Raises:
        ExplorerError: the method needs image counts, which are not available.
    """
    match cut.method:
        case "groups":
            return by_groups(ground, cut.number, cut.by)
        case "depth":
            return by_depth(ground, cut.number)
        case "images" | "classes":
            return by_minimum(ground, cut.number, cut.method)
    return {ground.down(root) for root in ground.roots}
