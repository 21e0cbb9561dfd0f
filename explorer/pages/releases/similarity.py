"""The panel of how alike data sets are: a matrix of divergences, and the distributions."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import releases, similarity
from explorer.charts import heatmap
from explorer.charts.heatmap import Cells
from explorer.datasets import CLASSES
from explorer.formatting import fixed
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.chart_options import dark_page
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.nearest import nothing
from explorer.ui.table import download, table
from explorer.ui.verdict import verdict
from explorer.ui.window import is_narrow
from explorer.views.releases import ReleasesView

WHAT = {CLASSES: "Classes", similarity.IMAGES: "Images"}


def similarity_panel(atlas: Atlas, address: Address[ReleasesView]) -> None:
    """Draw the panel."""
    view = address.view
    address.choice(
        "of",
        "Distribution of",
        WHAT,
        help="Images: only data sets whose images by class are known and can be added up.",
    )
    found = similarity.similarity(atlas, view.focus, view.of)
    name = plain(atlas.lexicon.name(view.focus))
    if len(found.shares) < 2:
        st.info(
            f"Fewer than two data sets have {WHAT[view.of].lower()} at or under {name}. Choose "
            "another synset, or classes instead of images.",
            icon=":material/info:",
        )
        return
    if len(found.names) < 2:
        nothing(
            atlas,
            view.focus,
            f"{name} has no branches over which data sets could differ.",
            releases.with_branches(atlas, *releases.comparable(atlas)),
            lambda wnid: address.move(focus=wnid),
        )
        return
    title = atlas.datasets[view.dataset].title
    verdict(similarity.verdict(found, view.dataset, title, atlas.lexicon.name(view.focus)))
    _matrix(atlas, address, found, name)
    _tables(atlas, view, found)


def _matrix(
    atlas: Atlas, address: Address[ReleasesView], found: similarity.Similarity, name: str
) -> None:
    """The divergence of each two data sets as a heat map."""
    view = address.view
    titles = found.shares["title"].tolist()
    values = found.divergences.to_numpy()
    cells = Cells(
        values,
        titles,
        titles,
        [
            [
                (f"{one} and {other}", f"{fixed(values[row, column], 4)} bits")
                for column, other in enumerate(titles)
            ]
            for row, one in enumerate(titles)
        ],
        "Jensen-Shannon divergence (bits)",
    )

    def draw(dark: bool) -> go.Figure:
        return heatmap.heatmap(
            cells,
            clickable=True,
            numbered=is_narrow(),
            highest=1.0,
            dark=dark,
            height=240 + 20 * len(titles),
        )

    chart(
        draw(dark_page()),
        key="similarity",
        name=f"{view.focus}-similarity-{view.of}",
        of=[atlas.dataset(key) for key in found.shares["key"]],
        light=lambda: draw(False),
        on_select=lambda: _clicked(address, found.shares["key"].tolist()),
        alt=f"Divergence of each pair of data sets by their branches of {name}",
    )
    st.caption(
        f"Jensen-Shannon divergence of the {WHAT[view.of].lower()} of two data sets over the "
        f"branches of {name}: 0 bits if they are distributed alike, 1 bit if they share no branch "
        "(Lin 1991). A class under several branches counts for each by an equal part. Click a "
        "cell to compare the two data sets."
        + (" Columns have the numbers of the rows." if is_narrow() else "")
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("The matrix, in bits:")
        download(
            found.divergences.set_axis(titles, axis="columns")
            .set_axis(pd.Index(titles, name="Data set"))
            .reset_index(),
            f"{view.focus}-divergences-{view.of}",
            "divergences_csv",
        )


def _tables(atlas: Atlas, view: ReleasesView, found: similarity.Similarity) -> None:
    number = st.column_config.NumberColumn
    shares = found.shares
    by_key = dict(zip(shares["key"], shares["title"], strict=True))
    table(
        shares.assign(nearest=[by_key.get(key, "") for key in shares["nearest"]]),
        key="similarity_table",
        name=f"{view.focus}-similarity-{view.of}",
        alt="Data sets with the most similar other one and the divergence from uniform",
        columns={
            "title": st.column_config.TextColumn("Data set", pinned=True),
            "nearest": "Most like",
            "nearest_divergence": number("Divergence (bits)", format="%.4f"),
            "divergence_from_uniform": number(
                "From uniform (bits)",
                format="%.3f",
                help="Kullback-Leibler divergence from the uniform distribution over "
                f"{len(found.names)} branches; 0 where all are equal.",
            ),
            "total": number(f"{WHAT[view.of]} here", format="localized"),
        },
        column_order=[
            "title",
            "nearest",
            "nearest_divergence",
            "divergence_from_uniform",
            "total",
        ],
        caption=f"Left out, without {'classes' if view.of == CLASSES else 'known images'} here: "
        + "; ".join(plain(atlas.datasets[key].title) for key in found.left_out)
        + "."
        if found.left_out
        else "",
    )
    names = [
        name if found.names.count(name) == 1 else f"{name} ({wnid})"
        for name, wnid in zip(found.names, found.distributions, strict=True)
    ]
    frame = (found.distributions * 100).set_axis(names, axis="columns")
    frame.insert(0, "Data set", [by_key[key] for key in frame.index])
    section("Distributions over the branches (%)")
    table(
        frame.reset_index(drop=True),
        key="similarity_distributions",
        name=f"{view.focus}-distributions-{view.of}",
        alt="Share of each branch in each data set",
        columns={name: number(name, format="%.2f") for name in frame.columns if name != "Data set"}
        | {"Data set": st.column_config.TextColumn("Data set", pinned=True)},
    )


def _clicked(address: Address[ReleasesView], keys: list[str]) -> None:
    cell = heatmap.clicked(st.session_state["similarity"]["selection"])
    if cell is not None and cell[0] != cell[1]:
        address.move(dataset=keys[cell[0]], second=keys[cell[1]], panel="representation")
