"""The class balance of two subtrees or two data sets side by side, with the differences."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.balance import subtrees, verdicts
from explorer.audits.balance.curves import lorenz, rank_size
from explorer.audits.balance.distribution import shape, side_by_side
from explorer.charts import hovers, lines
from explorer.charts.axis import Axis
from explorer.datasets import DataSet
from explorer.pages.balance.controls import controls
from explorer.pages.balance.metrics import beside_columns
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.dataset_choice import dataset_titles
from explorer.ui.finder import finder
from explorer.ui.markdown import plain
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.balance import BalanceView
from explorer.views.reading import ordered_keys

APART = " The data sets were collected separately, so counts are not directly comparable."


def comparison_panel(atlas: Atlas, address: Address[BalanceView]) -> None:
    """Draw the panel."""
    view = address.view
    answer = st.container()
    search, choice = st.columns(2)
    with search:
        finder(atlas, "other", "Compare with", lambda wnid: address.move(other=wnid))
    with choice:
        known = [key for key in ordered_keys(atlas) if _counts(atlas, key)]
        address.choice(
            "other_dataset",
            "Data set to compare with",
            dataset_titles(atlas, known),
            label_visibility="collapsed",
        )
    controls(address, atlas.dataset(view.dataset))
    datasets = [atlas.dataset(key) for key in (view.dataset, view.other_dataset)]
    measures = subtrees.count_measures(datasets[1])
    found = (
        subtrees.counts(atlas.roll_up(view.other_dataset), view.other, measures[0], view.classes)
        if measures
        else None
    )
    if found is None or not found.wnids:
        answer.info(
            f"No class of {plain(datasets[1].title)} with a known image count is at or under "
            f"{plain(atlas.lexicon.name(view.other))}. Search for another synset or choose another "
            "data set.",
            icon=":material/info:",
        )
        return
    if (view.other, view.other_dataset) == (view.focus, view.dataset):
        answer.info(
            "Choose a second synset or data set to compare with.",
            icon=":material/info:",
        )
        return
    own = subtrees.counts(atlas.roll_up(view.dataset), view.focus, view.measure, view.classes)
    titles = _titles(atlas, view)
    shapes = [shape(images, view.threshold) for images in (own.images, found.images)]
    counted_as = subtrees.summed(
        datasets[0].measure(view.measure), datasets[1].measure(measures[0])
    )
    with answer:
        verdict(verdicts.comparison(shapes[0], shapes[1], titles, counted_as[1]))
    if own.wnids == found.wnids and np.array_equal(own.images, found.images):
        st.caption("Both have the same classes with the same counts.")
    if max(len(own.wnids), len(found.wnids)) >= FEWEST:
        _curves(
            [(own.images, titles[0]), (found.images, titles[1])],
            counted_as[1],
            datasets,
            f"{view.focus}-{view.dataset}-vs-{view.other}-{view.other_dataset}",
        )
    columns = beside_columns({"first": titles[0], "second": titles[1], "difference": "Difference"})
    both = side_by_side(shapes[0], shapes[1], counted_as)
    table(
        both.drop(columns="key"),
        key="differences",
        name=f"{view.focus}-{view.dataset}-vs-{view.other}-{view.other_dataset}",
        alt="Metrics of both and their differences",
        columns=columns,
        column_order=list(columns),
        written=("first", "second", "difference"),
        height="content",
        caption="Difference = second − first."
        + (APART if view.dataset != view.other_dataset else ""),
    )


def _titles(atlas: Atlas, view: BalanceView) -> tuple[str, str]:
    """What tells the two apart: the synset, the data set, or both."""
    names = [atlas.lexicon.name(wnid) for wnid in (view.focus, view.other)]
    sets = [atlas.dataset(key).title for key in (view.dataset, view.other_dataset)]
    if view.dataset == view.other_dataset:
        return names[0], names[1]
    if view.focus == view.other:
        return sets[0], sets[1]
    return f"{names[0]} in {sets[0]}", f"{names[1]} in {sets[1]}"


def _curves(pairs: list[tuple[Numbers, str]], unit: str, of: Sequence[DataSet], name: str) -> None:
    """Both curves of two distributions, each with its title."""
    least = min(images.min() for images, _ in pairs)
    both = " and ".join(title for _, title in pairs)
    left, right = st.columns(2, gap="medium")
    with left:
        chart(
            lines.lines(
                pd.concat([rank_size(*curve) for curve in pairs]).assign(
                    x=lambda each: each["share"]
                ),
                Axis("share of classes, largest first (%)", range=(0, 100)),
                Axis(f"{unit} per class", logarithmic=bool(least > 0)),
                hovers.class_at_share(unit),
            ),
            key="two_ranks",
            name=f"{name}-ranked",
            of=of,
            alt=f"Images of each class, the largest first, of {both}",
        )
    with right:
        chart(
            lines.lines(
                pd.concat([lorenz(*curve) for curve in pairs]),
                Axis("cumulative share of classes", range=(0, 1)),
                Axis(f"cumulative share of {unit}", range=(0, 1)),
                hovers.smallest_classes(unit),
                diagonal="perfect equality",
            ),
            key="two_lorenz",
            name=f"{name}-lorenz",
            of=of,
            alt=f"Lorenz curves of {both}",
        )


def _counts(atlas: Atlas, key: str) -> bool:
    return bool(subtrees.count_measures(atlas.dataset(key)))
