"""Every path from the root to one or two synsets, as the rows and edges of a diagram."""

import itertools
from collections.abc import Iterable

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.datasets import CLASSES


def lineage(atlas: Atlas, wnids: list[str], dataset: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every path from the root to one or two synsets, drawn in lanes as a history is.

    A path runs in the first lane that is free wherever it leaves the paths before it. So no
    edge runs through a synset that it does not lead to, and no two run on top of each other.

    Returns:
        Nodes, parents above their children: wnid, name, depth (longest path), lane (0 for the
        longest path), role (target, meeting, step), classes. Edges: parent, child, kind, lane
        (where it runs between the rows of the two).
    """
    hierarchy = atlas.hierarchy
    paths = [path for wnid in wnids for path in hierarchy.paths_to_root(wnid)]
    met: dict[str, int] = {}
    walked: dict[tuple[str, str], int] = {}
    for number, path in enumerate(paths):
        for wnid in path:
            met.setdefault(wnid, number)
        for edge in itertools.pairwise(path):
            walked.setdefault(edge, number)
    order = sorted(met, key=lambda wnid: (hierarchy.depth(wnid), met[wnid]))
    row = {wnid: at for at, wnid in enumerate(order)}
    taken: list[set[int]] = [set() for _ in paths]
    for wnid, number in met.items():
        taken[number].add(row[wnid])
    for (parent, child), number in walked.items():
        taken[number].update(range(row[parent] + 1, row[child]))
    lanes = _lanes(taken)

    meetings = set(hierarchy.lowest_common_ancestors(*wnids)) if wnids[1:] else set()
    classes = atlas.roll_up(dataset).subtree(CLASSES, hierarchy.positions(order))
    nodes = pd.DataFrame(
        {
            "wnid": order,
            "name": atlas.lexicon.names(order),
            "depth": [hierarchy.depth(wnid) for wnid in order],
            "lane": [lanes[met[wnid]] for wnid in order],
            "role": [
                "target" if wnid in wnids else "meeting" if wnid in meetings else "step"
                for wnid in order
            ],
            "classes": classes.astype(np.int64),
        }
    )
    kinds = hierarchy.edges_above(*wnids)
    edges = pd.DataFrame(
        [
            (parent, child, kinds[parent, child], lanes[number])
            for (parent, child), number in walked.items()
        ],
        columns=["parent", "child", "kind", "lane"],
    )
    return nodes, edges


def _lanes(taken: Iterable[set[int]]) -> list[int]:
    """For each set of rows in turn, the first lane in which none of them is taken yet."""
    lanes: list[set[int]] = []
    chosen = []
    for rows in taken:
        free = (lane for lane, used in enumerate(lanes) if used.isdisjoint(rows))
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append(set())
        lanes[lane] |= rows
        chosen.append(lane)
    return chosen


def paths(atlas: Atlas, wnid: str) -> int:
    """How many paths lead from the root to a synset, counted without listing them."""
    hierarchy = atlas.hierarchy
    ways: dict[str, int] = {}
    for node in sorted(hierarchy.ancestors(wnid), key=hierarchy.depth):
        ways[node] = sum(ways[parent] for parent in hierarchy.parents_of(node)) or 1
    return ways[wnid]
