"""Every path from the root to one or two synsets, as the nodes and edges of a diagram."""

import html

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.datasets import CLASSES


def lineage(atlas: Atlas, wnids: list[str], dataset: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every path from the root to one or two synsets.

    Returns:
        Nodes: wnid, name, label, depth (longest path), lane (0 for the longest path, then one
        for every path that leaves it), role (target, meeting, step), classes, hover. Edges:
        parent, child, kind.
    """
    hierarchy = atlas.hierarchy
    graph = hierarchy.lineage(*wnids)
    lanes: dict[str, int] = {}
    lane = 0
    for path in (path for wnid in wnids for path in hierarchy.paths_to_root(wnid)):
        fresh = [wnid for wnid in path if wnid not in lanes]
        lanes |= dict.fromkeys(fresh, lane)
        lane += bool(fresh)
    meetings = set(hierarchy.lowest_common_ancestors(*wnids)) if wnids[1:] else set()
    order = sorted(graph, key=lambda wnid: (hierarchy.depth(wnid), lanes[wnid]))
    classes = atlas.figures(dataset).subtree(CLASSES, hierarchy.positions(order))
    noun = atlas.dataset(dataset).noun
    names = atlas.lexicon.names(order)
    nodes = pd.DataFrame(
        {
            "wnid": order,
            "name": names,
            "depth": [hierarchy.depth(wnid) for wnid in order],
            "lane": [lanes[wnid] for wnid in order],
            "role": [
                "target" if wnid in wnids else "meeting" if wnid in meetings else "step"
                for wnid in order
            ],
            "classes": classes.astype(np.int64),
        }
    )
    nodes["label"] = [html.escape(name, quote=False) for name in names]
    nodes["hover"] = [
        f"<b>{row.label}</b> {row.wnid}<br>{row.classes:,} {noun}" for row in nodes.itertuples()
    ]
    edges = pd.DataFrame(
        [(parent, child, data["kind"]) for parent, child, data in graph.edges(data=True)],
        columns=["parent", "child", "kind"],
    )
    return nodes, edges


def paths(atlas: Atlas, wnid: str) -> int:
    """How many paths lead from the root to a synset, counted without listing them."""
    graph = atlas.hierarchy.lineage(wnid)
    ways: dict[str, int] = {}
    for node in sorted(graph, key=atlas.hierarchy.depth):
        ways[node] = sum(ways[parent] for parent in graph.predecessors(node)) or 1
    return ways[wnid]
