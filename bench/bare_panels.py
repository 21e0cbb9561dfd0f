"""The hierarchy page's two charts and its table, made beforehand, on a page of nothing else."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from explorer import atlas as atlases
from explorer.audits import lineages, subtree, synsets
from explorer.charts import lineage, nested
from explorer.charts.nested import Colouring
from explorer.settings import settings

WNIDS = ("n02114100", "n02118333", "n02083346")


@st.cache_resource
def panels() -> list[tuple[go.Figure, go.Figure, pd.DataFrame]]:
    """Treemap, lineage and children of three synsets, as the hierarchy page shows them."""
    atlas = atlases.load(settings())
    figures = atlas.figures("fall11")
    colour = subtree.measured(figures, "images_per_class")
    return [
        (
            nested.nested(
                subtree.sectors(atlas, figures, wnid, "classes", colour, settings()),
                "treemap",
                wnid,
                Colouring("Images per class"),
                560,
            ),
            lineage.lineage(*lineages.lineage(atlas, [wnid], "fall11")),
            synsets.children(atlas, wnid, "fall11"),
        )
        for wnid in WNIDS
    ]


def _next() -> None:
    st.session_state.count += 1


made = panels()
count = st.session_state.setdefault("count", 0)
st.button(str(count), on_click=_next)
treemap, paths, children = made[count % len(made)]
st.plotly_chart(treemap, key="treemap", on_select="rerun")
st.plotly_chart(paths, key="lineage", on_select="rerun")
st.dataframe(children, key=f"children_{count}", on_select="rerun", selection_mode="single-row")
