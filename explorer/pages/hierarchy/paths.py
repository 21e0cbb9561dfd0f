"""The paths from the root to a synset, or to two."""

from urllib.parse import urlencode

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import lineages
from explorer.formatting import counted
from explorer.pages.hierarchy.notes import note
from explorer.ui.address import Address
from explorer.ui.headings import section
from explorer.ui.lineage import LineageEdge, LineageRow, lineage
from explorer.ui.lineage import picked as picked_synset
from explorer.ui.markdown import plain
from explorer.ui.table import folded_table
from explorer.views.hierarchy import HierarchyView

LINEAGE = "lineage"


def paths_panel(atlas: Atlas, address: Address[HierarchyView]) -> None:
    """Draw every path from the root to the synset, or to both that are compared."""
    view = address.view
    name = atlas.lexicon.name(view.focus)
    compared = [view.focus] + ([view.compare] if view.compare not in ("", view.focus) else [])
    section("All paths to the root")
    nodes, edges = lineages.lineage(atlas, compared, view.dataset)
    names = " and ".join(atlas.lexicon.names(compared))
    lineage(
        [
            LineageRow(
                wnid=node["wnid"],
                label=node["name"],
                lane=node["lane"],
                role=node["role"],
                figure=f"{node['classes']:,}",
                note=note(atlas, node["wnid"]),
                link=f"?{urlencode(address.query(focus=node['wnid']))}",
            )
            for node in nodes.to_dict("records")
        ],
        [
            LineageEdge(edge["parent"], edge["child"], edge["kind"], edge["lane"])
            for edge in edges.to_dict("records")
        ],
        key=LINEAGE,
        label=f"All paths from the root to {names}",
        unit=atlas.dataset(view.dataset).noun,
        on_pick=lambda: _lineage_picked(address),
    )
    ways = counted(lineages.paths(atlas, view.focus), "hypernym path")
    dotted = " Dotted: instance-of edge." if "instance" in set(edges["kind"]) else ""
    st.caption(f"{ways} from the root to {plain(name)}.{dotted} Click a synset to open it.")
    folded_table(
        nodes[["wnid", "name", "depth", "role", "classes"]],
        key="lineage_table",
        name=f"{view.focus}-lineage",
        alt="Synsets on the paths to the root",
        columns={},
    )


def _lineage_picked(address: Address[HierarchyView]) -> None:
    wnid = picked_synset(LINEAGE)
    if wnid:
        address.move(focus=wnid)
