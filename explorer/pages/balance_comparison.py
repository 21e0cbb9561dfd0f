"""The class balance of two subtrees or two data sets side by side, with the differences."""

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import balance
from explorer.charts import lines
from explorer.charts.axis import Axis
from explorer.pages import PLAIN
from explorer.pages.address import Address
from explorer.pages.finder import finder
from explorer.pages.table import table
from explorer.pages.text import plain
from explorer.views.balance import BalanceView
from explorer.views.reading import ordered_keys


def comparison(atlas: Atlas, address: Address[BalanceView], first: dict[str, float]) -> None:
    """Draw the panel.

    Args:
        atlas: hierarchy, words and data sets.
        address: of the page.
        first: shape of the page's own subtree.
    """
    view = address.view
    search, choice = st.columns(2)
    with search:
        finder(atlas, "other", "Compare with", lambda wnid: address.move(other=wnid))
    with choice:
        counted = [key for key in ordered_keys(atlas) if _counts(atlas, key)]
        address.choice(
            "other_dataset",
            "Data set to compare with",
            {key: atlas.datasets[key].title for key in counted},
            label_visibility="collapsed",
        )
    dataset = atlas.dataset(view.other_dataset)
    measures = balance.count_measures(dataset)
    name = plain(atlas.lexicon.name(view.other))
    found = (
        balance.counts(atlas.figures(dataset.key), view.other, measures[0]) if measures else None
    )
    if found is None or not found.wnids:
        st.info(
            f"{dataset.title} has no counted class at or under {name}. Search for another synset "
            "or choose another data set.",
            icon=":material/info:",
        )
        return
    own = balance.counts(atlas.figures(view.dataset), view.focus, view.measure).images
    titles = [
        f"{atlas.lexicon.name(wnid)}, {atlas.dataset(key).title}"
        for wnid, key in ((view.focus, view.dataset), (view.other, view.other_dataset))
    ]
    if titles[0] == titles[1]:
        st.caption("Search for a second synset, or choose a second data set, to compare with.")
    st.markdown(f"**{plain(titles[0])}** beside **{plain(titles[1])}**")
    left, right = st.columns(2, gap="medium")
    curves = [(own, titles[0]), (found.images, titles[1])]
    with left:
        st.plotly_chart(
            lines.lines(
                pd.concat([balance.rank_size(*curve) for curve in curves]),
                Axis("rank of the class", logarithmic=True),
                Axis("images per class", logarithmic=True),
            ),
            key="two_ranks",
            config=PLAIN,
            alt=f"Images of each class, the largest first, of {titles[0]} and {titles[1]}",
        )
    with right:
        st.plotly_chart(
            lines.lines(
                pd.concat([balance.lorenz(*curve) for curve in curves]),
                Axis("share of classes, smallest first", range=(0, 1)),
                Axis("share of images", range=(0, 1)),
                diagonal="all classes equal",
            ),
            key="two_lorenz",
            config=PLAIN,
            alt=f"Lorenz curves of {titles[0]} and {titles[1]}",
        )
    both = balance.side_by_side(first, balance.shape(found.images, view.threshold))
    table(
        both.drop(columns="key"),
        key="differences",
        name=f"{view.focus}-{view.dataset}-beside-{view.other}-{view.other_dataset}",
        alt="Metrics of both and their differences",
        columns={
            "metric": st.column_config.TextColumn("Metric", pinned=True),
            "unit": "Unit",
            "first": st.column_config.NumberColumn(titles[0], format="localized"),
            "second": st.column_config.NumberColumn(titles[1], format="localized"),
            "difference": st.column_config.NumberColumn("Difference", format="localized"),
        },
        height="content",
        caption="Difference: the second less the first. Counts of different releases come from "
        "different collections.",
    )


def _counts(atlas: Atlas, key: str) -> bool:
    return bool(balance.count_measures(atlas.dataset(key)))
