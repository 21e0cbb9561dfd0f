"""The part of a subtree that a chart can draw, with everything left out accounted for.

A chart of nested sectors needs a tree, and the hierarchy is not one. So the window draws a
spanning tree: each synset once, under its most specific parent inside the subtree. The
areas then add up, and no class is counted twice; the true totals of a synset that also has
descendants drawn elsewhere belong into labels, not into areas.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from explorer.arrays import Integers, Numbers
from explorer.wordnet.hierarchy import Hierarchy

Kind = Literal["ancestor", "focus", "synset", "itself", "others", "outside"]
COLUMNS = ("id", "parent", "wnid", "kind", "area", "hidden", "chain")


@dataclass(frozen=True, eq=False)
class Window:
    """What to draw.

    Attributes:
        focus: the synset whose subtree it is.
        sectors: one row per sector, parents before children:
            id: unique; the wnid for a synset, "itself:", "others:" or "outside:" and the parent's
                wnid.
            parent: id of the enclosing sector, empty for the outermost ancestor.
            wnid: the synset meant; of "others" and "itself" the parent.
            kind: ancestor (of the focus), focus, synset, itself (the parent's own classes),
                others (its children that did not fit) or outside (the focus's classes under
                none of the entries).
            area: the area drawn, in the unit of the weights; children never exceed it.
            hidden: for others and outside, the number of children or classes that are combined,
                else 0.
            chain: wnids of collapsed ancestors with this synset as their only branch, top
                down, joined by a space.
    """

    focus: str
    sectors: pd.DataFrame


@dataclass(frozen=True)
class _Spanning:
    """A subtree as a tree, by index into ``nodes``: the focus is its own parent."""

    nodes: Integers
    parent: Integers
    layers: list[Integers]
    area: Numbers


def window(
    hierarchy: Hierarchy,
    focus: str,
    weights: Numbers,
    *,
    limit: int,
    levels: int,
    collapse: bool = False,
    undivided: float = 1.0,
    unnamed: float = 1.0,
    entries: Integers | None = None,
) -> Window:
    """The largest part of a subtree within a number of sectors and levels.

    Args:
        hierarchy: the synsets.
        focus: where to look.
        weights: own weight per position, at least 0; areas are sums of these.
        limit: sectors below the focus at most, those for "others" and "itself" included.
        levels: levels below the focus to draw.
        collapse: draw a chain of only children as one sector.
        undivided: draw further levels until no sector that could be divided is left whole
            with more than this share of the focus's area; near the abstract top of WordNet
            a few levels show next to nothing.
        unnamed: a sector of whose area more than this share would be "others" is drawn whole, and
            its room goes to the next largest; the focus is divided in any case.
        entries: positions inside the subtree to begin with, in the place of the focus's children;
            what is under none of them is one sector, "outside".

    Raises:
        UnknownSynset: the focus is not in the hierarchy.
    """
    tree = _spanning_tree(hierarchy, focus, weights, entries)
    own = weights[tree.nodes]
    inside = _inside(tree, entries)
    branches = np.bincount(
        tree.parent[(tree.area > 0) & (tree.parent != np.arange(len(own)))], minlength=len(own)
    )
    root = int(tree.layers[0][0])
    passed = collapse & (own == 0) & (branches == 1)
    passed[root] = False
    parent, level = _without(passed, tree, root)
    divisible = tree.area * ((branches > 0) & ~passed)
    while divisible[level == levels].max(initial=0.0) > undivided * tree.area[root]:
        levels += 1
    drawable = (tree.area > 0) & ~passed & (level > 0) & (level <= levels) & inside
    shown = _named(drawable, tree.area, level, parent, np.where(inside, own, 0.0), limit, unnamed)
    rows = _ancestor_rows(hierarchy, focus, weights)
    rows.append((focus, rows[-1][0] if rows else "", focus, "focus", tree.area[root], 0, ""))
    rows += _sector_rows(hierarchy, tree, shown, parent, np.where(inside, own, 0.0), drawable)
    outside = float(own[~inside].sum())
    if outside > 0:
        count = int((own[~inside] > 0).sum())
        rows.append((f"outside:{focus}", focus, focus, "outside", outside, count, ""))
    return Window(focus, pd.DataFrame(rows, columns=list(COLUMNS)))


def _inside(tree: _Spanning, entries: Integers | None) -> np.ndarray:
    """Whether each node is at or under an entry, or under the focus if there are none."""
    if entries is None:
        return np.ones(len(tree.nodes), dtype=np.bool_)
    inside = np.isin(tree.nodes, entries)
    for layer in tree.layers[1:]:
        inside[layer] |= inside[tree.parent[layer]]
    return inside


def _at_or_under(hierarchy: Hierarchy, entries: Integers | None) -> Integers:
    if entries is None:
        return np.zeros(0, dtype=np.int64)
    return np.unique(np.concatenate([hierarchy.subtree(hierarchy.wnids[at]) for at in entries]))


def _spanning_tree(
    hierarchy: Hierarchy, focus: str, weights: Numbers, entries: Integers | None
) -> _Spanning:
    nodes = hierarchy.subtree(focus)
    index = np.full(len(hierarchy), -1, dtype=np.int64)
    index[nodes] = np.arange(len(nodes))
    child = np.repeat(np.arange(len(nodes)), hierarchy.parents.count(nodes))
    edges = hierarchy.parents.of_each(nodes)
    inside = index[edges] >= 0
    child, edges = child[inside], edges[inside]
    # Sorted by depth of the parent, the last write wins: the deepest, most specific parent.
    # With entries, a parent at or under one of them precedes all others.
    under = np.isin(edges, _at_or_under(hierarchy, entries))
    order = np.lexsort((-edges, hierarchy.depths[edges], under))
    root = index[hierarchy.position(focus)]
    parent = np.arange(len(nodes))
    parent[child[order]] = index[edges[order]]
    if entries is not None:
        parent[index[entries]] = root
    parent[root] = root
    depths = hierarchy.depths[nodes]
    by_depth = np.argsort(depths, kind="stable")
    layers = np.split(by_depth, np.flatnonzero(np.diff(depths[by_depth])) + 1)
    area = weights[nodes].astype(np.float64)
    for layer in reversed(layers[1:]):
        area += np.bincount(parent[layer], weights=area[layer], minlength=len(area))
    return _Spanning(nodes, parent, layers, area)


def _without(passed: np.ndarray, tree: _Spanning, root: int) -> tuple[Integers, Integers]:
    """Each node's nearest ancestor that is not passed over, and its level below the root."""
    parent, level = tree.parent.copy(), np.zeros(len(tree.parent), dtype=np.int64)
    for layer in tree.layers[1:]:
        up = tree.parent[layer]
        parent[layer] = np.where(passed[up], parent[up], up)
        level[layer] = level[parent[layer]] + 1
    level[root] = 0
    return parent, level


def _largest(
    drawable: np.ndarray,
    area: Numbers,
    level: Integers,
    parent: Integers,
    own: Numbers,
    limit: int,
) -> Integers:
    """The largest drawable nodes, parents first, that fit with their extra sectors."""
    nodes = np.flatnonzero(drawable)
    # A parent is at least as large as its child and comes first of equals: a connected tree.
    ranked = nodes[np.lexsort((nodes, level[nodes], -area[nodes]))]
    count = min(limit, len(ranked))
    while count > 0:
        parents = np.unique(parent[ranked[:count]])
        cut = np.setdiff1d(ranked[count:], ranked[:count], assume_unique=True)
        extras = int((own[parents] > 0).sum()) + len(np.intersect1d(parents, parent[cut]))
        if count + extras <= limit:
            break
        count -= max(1, (count + extras - limit) // 2)
    return ranked[:count]


def _named(
    drawable: np.ndarray,
    area: Numbers,
    level: Integers,
    parent: Integers,
    own: Numbers,
    limit: int,
    unnamed: float,
) -> Integers:
    """The largest drawable nodes, but none below a node most of which would be left out.

    What lies below such a node is no longer drawable; ``drawable`` is changed.
    """
    while True:
        shown = _largest(drawable, area, level, parent, own, limit)
        cut = drawable.copy()
        cut[shown] = False
        others = np.bincount(parent[cut], minlength=len(parent), weights=area[cut])
        divided = np.unique(parent[shown])
        whole = divided[(others[divided] > unnamed * area[divided]) & (level[divided] > 0)]
        if not len(whole):
            return shown
        closed = np.zeros(len(parent), dtype=np.bool_)
        closed[whole] = True
        for depth in range(1, int(level.max()) + 1):
            below = np.flatnonzero((level == depth) & closed[parent])
            closed[below] = True
            drawable[below] = False


def _ancestor_rows(
    hierarchy: Hierarchy, focus: str, weights: Numbers
) -> list[tuple[str, str, str, Kind, float, int, str]]:
    """The main path above the focus, with true totals: the way back up in a path bar."""
    path = hierarchy.main_path(focus)[:-1]
    return [
        (
            wnid,
            path[at - 1] if at else "",
            wnid,
            "ancestor",
            float(weights[hierarchy.subtree(wnid)].sum()),
            0,
            "",
        )
        for at, wnid in enumerate(path)
    ]


def _sector_rows(
    hierarchy: Hierarchy,
    tree: _Spanning,
    shown: Integers,
    parent: Integers,
    own: Numbers,
    drawable: np.ndarray,
) -> list[tuple[str, str, str, Kind, float, int, str]]:
    wnid = {int(node): hierarchy.wnids[tree.nodes[node]] for node in shown}
    wnid |= {int(node): hierarchy.wnids[tree.nodes[node]] for node in parent[shown]}
    rows: list[tuple[str, str, str, Kind, float, int, str]] = []
    for node in shown.tolist():
        chain, step = [], int(tree.parent[node])
        while step != parent[node]:
            chain.append(hierarchy.wnids[tree.nodes[step]])
            step = int(tree.parent[step])
        name, above = wnid[node], wnid[int(parent[node])]
        rows.append((name, above, name, "synset", tree.area[node], 0, " ".join(chain[::-1])))
    cut = drawable.copy()
    cut[shown] = False
    hidden = np.bincount(parent[cut], minlength=len(parent))
    hidden_area = np.bincount(parent[cut], weights=tree.area[cut], minlength=len(parent))
    for node in np.unique(parent[shown]).tolist():
        name = wnid[node]
        if own[node] > 0:
            rows.append((f"itself:{name}", name, name, "itself", own[node], 0, ""))
        if hidden[node]:
            rows.append(
                (f"others:{name}", name, name, "others", hidden_area[node], hidden[node], "")
            )
    return rows
