"""The metrics of a distribution on the class balance page: as figures in a row, as columns."""

from collections.abc import Mapping

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from explorer.audits.balance.distribution import METRICS, Metric
from explorer.audits.balance.subtrees import summed
from explorer.datasets import Measure
from explorer.ui.metrics import Shown, metrics

LEADING = (
    "classes",
    "images",
    "median",
    "under_threshold",
    "imbalance_ratio",
    "robust_ratio",
    "gini_corrected",
    "evenness",
    "effective_classes",
)
"""Metrics that open the page."""


def leading_metrics(shape: dict[str, float], measure: Measure) -> None:
    """The leading metrics in a row; the sum is called what the data set calls it."""
    names = {"images": measure.label, "effective_classes": "Effective classes"}
    metrics(
        (
            Shown(names.get(each.key, each.label), shape[each.key], each.unit, _help(each))
            for each in METRICS
            if each.key in LEADING
        ),
    )


def metric_columns(measure: Measure) -> dict[str, ColumnConfig]:
    """Column settings for every metric; the sum is called what the data set calls it."""
    names = {each.key: each.label for each in METRICS} | {"images": summed(measure)[0]}
    return {
        each.key: st.column_config.NumberColumn(
            f"{each.label} (%)" if each.unit == "%" else names[each.key],
            format="localized" if each.whole else None,
            help=_help(each),
        )
        for each in METRICS
    }


def beside_columns(columns: Mapping[str, str]) -> dict[str, ColumnConfig | str]:
    """Column settings for shapes beside each other, in their order: metric, ``columns``, unit."""
    number = st.column_config.NumberColumn
    return {
        "metric": st.column_config.TextColumn("Metric", pinned=True, width=190),
        **{key: number(heading) for key, heading in columns.items()},
        "unit": "Unit",
    }


def _help(metric: Metric) -> str:
    return f"{metric.meaning} Unit: {metric.unit}."
