"""The hierarchy page's chart, lineage and table, made beforehand, on a page of nothing else."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bench.synsets import NAMES
from explorer import atlas as atlases
from explorer.audits import lineages, subtree, synsets
from explorer.charts import hovers, nested
from explorer.charts.sector_colours import Colouring
from explorer.settings import settings
from explorer.ui.lineage import LineageEdge, LineageRow, lineage

Lineage = tuple[list[LineageRow], list[LineageEdge]]


def paths_to(atlas: atlases.Atlas, wnid: str) -> Lineage:
    """The lineage of a synset, without notes and links."""
    nodes, edges = lineages.lineage(atlas, [wnid], "fall11")
    rows = [
        LineageRow(node["wnid"], node["name"], node["lane"], node["role"], "", "", "?")
        for node in nodes.to_dict("records")
    ]
    return rows, [
        LineageEdge(edge["parent"], edge["child"], edge["kind"], edge["lane"])
        for edge in edges.to_dict("records")
    ]


@st.cache_resource
def panels() -> list[tuple[go.Figure, Lineage, pd.DataFrame]]:
    """Treemap, lineage and children of three synsets, as the hierarchy page shows them."""
    atlas = atlases.load(settings())
    rolled = atlas.roll_up("fall11")
    colour = subtree.measured(rolled, "images_per_class")
    return [
        (
            nested.nested(
                subtree.sectors(atlas, rolled, wnid, "classes", colour, settings()),
                "treemap",
                wnid,
                Colouring("Images per class"),
                560,
                hovers.sector(("Classes", "classes"), (colour.label, colour.unit)),
            ),
            paths_to(atlas, wnid),
            synsets.children(atlas, wnid, rolled),
        )
        for wnid in NAMES
    ]


def _next() -> None:
    st.session_state.count += 1


made = panels()
count = st.session_state.setdefault("count", 0)
st.button(str(count), on_click=_next)
treemap, paths, children = made[count % len(made)]
st.plotly_chart(treemap, key="treemap", on_select="rerun")
lineage(*paths, key="lineage", label="Paths", unit="classes", on_pick=lambda: None)
st.dataframe(children, key=f"children_{count}", on_select="rerun", selection_mode="single-row")
