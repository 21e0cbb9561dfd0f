"""Classes in the order of the hierarchy: depth first through a spanning tree.

The tree places each synset once, under its most specific parent, so every branch is one run of
neighbouring classes. A class with several parents is in the run of one of them only; figures of a
branch must still be counted over all its distinct classes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from explorer.wordnet.hierarchy import Hierarchy

REST = ""
"""Node of a tree for what is under none of its entry points."""


@dataclass(frozen=True)
class Branch:
    """A synset of the tree and the run of classes at or under it there.

    Attributes:
        wnid: the synset; ``REST`` for the classes under no entry point.
        level: steps below the top, chains of only children counted as one step; 0 for the top.
        first: place of its first class in the order, from 0.
        end: place after its last class.
    """

    wnid: str
    level: int
    first: int
    end: int

    @property
    def classes(self) -> int:
        """How many classes the run has."""
        return self.end - self.first


def depth_first(
    hierarchy: Hierarchy, wnids: Iterable[str], top: str, entries: Iterable[str] = ()
) -> list[Branch]:
    """The branches at and under a synset that have classes, parents before their children.

    Children come in the order of their classes, most first, then by wnid. A synset that is no
    class and has a single child in the tree is passed over in favour of the child, unless it is
    the top or an entry point.

    Args:
        hierarchy: the synsets.
        wnids: the classes; those outside the subtree of ``top`` are left out.
        top: the synset to begin at.
        entries: synsets that are the children of ``top`` in place of its own; of nested ones the
            outermost. What is under none of them comes last, as the child ``REST``.

    Returns:
        The top first; empty if it has no class. Leaves of the tree are classes, so the classes in
        order are the branches that are classes, in the order of this list.

    Raises:
        UnknownSynset: the top or a class is not in the hierarchy.
    """
    root = hierarchy.position(top)
    inside = set(hierarchy.subtree(top).tolist())
    classes = {at for at in hierarchy.positions(wnids).tolist() if at in inside}
    entries = list(entries)
    entered = {at for entry in entries for at in hierarchy.subtree(entry).tolist()}
    parent = _parents(hierarchy, classes, root, inside, entered)
    below: dict[int, list[int]] = {}
    doors = set(hierarchy.positions(entries).tolist()) & parent.keys()
    for node, above in parent.items():
        below.setdefault(root if node in doors else above, []).append(node)
    size: dict[int, int] = {}
    for node in _upwards(below, root):
        size[node] = (node in classes) + sum(size[child] for child in below.get(node, ()))
    if not size[root]:
        return []

    def ranked(node: int) -> list[int]:
        return sorted(
            (child for child in below.get(node, ()) if size[child]),
            key=lambda child: (-size[child], child),
        )

    def settled(node: int) -> int:
        """The node, or the end of the chain of only children that starts at it."""
        while node not in classes and len(only := ranked(node)) == 1:
            node = only[0]
        return node

    found = [Branch(top, 0, 0, size[root])]

    def place(nodes: list[int], level: int, first: int) -> int:
        """Adds nodes and all below them, and returns the place after their last class."""
        for each in nodes:
            node = each if each in doors else settled(each)
            found.append(Branch(hierarchy.wnids[node], level, first, first + size[node]))
            place(ranked(node), level + 1, first + (node in classes))
            first += size[node]
        return first

    children = ranked(root)
    named = [child for child in children if child in doors] or children
    first = place(named, 1, int(root in classes))
    rest = [child for child in children if child not in named]
    if rest:
        found.append(Branch(REST, 1, first, size[root]))
        while len(rest) == 1 and rest[0] not in classes:
            rest = ranked(rest[0])
        place(rest, 2, first)
    return found


def _parents(
    hierarchy: Hierarchy, classes: Iterable[int], root: int, inside: set[int], entered: set[int]
) -> dict[int, int]:
    """The parent in the tree of some synsets and of all that are above them.

    It is the most specific one inside the subtree of the root, of those at or under an entry point
    if there are any.
    """
    parent: dict[int, int] = {}
    waiting = [node for node in classes if node != root]
    while waiting:
        node = waiting.pop()
        if node in parent:
            continue
        above = [each for each in hierarchy.parents.of(node).tolist() if each in inside]
        parent[node] = max(above, key=lambda each: (each in entered, hierarchy.depths[each], -each))
        if parent[node] != root:
            waiting.append(parent[node])
    return parent


def _upwards(below: dict[int, list[int]], root: int) -> list[int]:
    """The nodes of a tree, children before their parent."""
    found = [root]
    for node in found:  # grows as it is walked
        found.extend(below.get(node, ()))
    return found[::-1]
