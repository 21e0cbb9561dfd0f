"""The panel that compares two models at every node."""

from typing import Any

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import metric_tables, model_comparison
from explorer.charts import dumbbells, hovers
from explorer.charts.axis import Axis
from explorer.evaluations import ByImage, Predictions
from explorer.formatting import counted
from explorer.pages.errors.metrics import summary_columns
from explorer.pages.errors.needs import by_image, labels_here
from explorer.pages.errors.strip import difference_strip
from explorer.statistics import SIGNIFICANT
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.errors import ErrorsView

ROWS = 25
"""Maximum number of branches in the chart."""


def comparison_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel."""
    view = address.view
    if not labels_here(atlas, address):
        return
    first = by_image(atlas, view, view.model)
    if first is None:
        return
    second = by_image(atlas, view, view.other)
    if second is None:
        return
    found = model_comparison.compare(atlas, first, second, view.focus)
    if found.empty:
        st.info("The two models have no images in common here.", icon=":material/info:")
        return
    here = model_comparison.widest(found)
    tests = model_comparison.family(atlas.hierarchy, first, second)
    name = plain(atlas.lexicon.name(view.focus))
    verdict(
        f"{atlas.lexicon.name(view.focus)}: "
        + model_comparison.verdict(found, first.model, second.model),
        model_comparison.scan_verdict(found, first.model, second.model),
    )
    st.caption(
        f"{counted(here['images'], 'image')}; McNemar's exact test of this node alone: "
        f"p = {here['p']:.2g}. Interval of the difference: Newcombe (1998), paired."
    )
    difference_strip(atlas, address, first, second)
    _figures(found, here, (first.model, second.model), name)
    _metric_differences(atlas, view, first, second)
    st.caption(
        f"The scan tests all {tests.tests:,} distinct sets of classes in the hierarchy as one "
        f"family, so a node has the same q whatever the focus. {tests.tested:,} of them are "
        "adjusted for (Benjamini-Hochberg after Tarone's selection; Gilbert 2005). The others have "
        f"no q: exactly one model is wrong on fewer than {tests.fewest} of their images, too few "
        "for any outcome to be significant."
        if tests.tested
        else "On no node do the models disagree often enough for any outcome to be significant."
    )
    _chart(atlas, address, first, second)
    if len(found) > 1:
        trend = model_comparison.against_the_trend(found)
        section("Nodes where the better model is worse")
        if trend.empty:
            st.caption(f"None at q < {SIGNIFICANT:g}.")
        else:
            _table(address, trend, first, second, "trend")
    section("All nodes")
    _table(address, found, first, second, "nodes")


def _figures(
    found: pd.DataFrame, here: "pd.Series[Any]", names: tuple[str, str], name: str
) -> None:
    """Both errors at the synset, and on how many of several nodes they differ."""
    shown = [
        Shown(f"Top-1 error, {names[0]}", here["error_first"], "%", "Original labels."),
        Shown(f"Top-1 error, {names[1]}", here["error_second"], "%", "Original labels."),
        *(
            Shown(
                f"Only {model} wrong",
                here[column],
                "images",
                "Images that the other model gets right.",
            )
            for model, column in zip(names, ("only_first", "only_second"), strict=True)
        ),
    ]
    if len(found) > 1:
        nodes = counted(len(found), "node")
        said = f"q < {SIGNIFICANT:g} (Benjamini-Hochberg), of {nodes} at or under {name}."
        shown.append(Shown("Significant nodes", float(found["different"].sum()), "nodes", said))
    metrics(shown)


def _metric_differences(atlas: Atlas, view: ErrorsView, first: ByImage, second: ByImage) -> None:
    """The metrics of both models, where their predicted classes are known."""
    if not isinstance(first, Predictions) or not isinstance(second, Predictions):
        return
    found = metric_tables.differences(atlas, first, second, view.focus)
    names = {"first": first.model, "second": second.model, "": "–"}
    number = st.column_config.NumberColumn
    section("Metrics of both models")
    table(
        found.drop(columns="metric").assign(better=[names[each] for each in found["better"]]),
        key="compare_metrics",
        name=f"{view.focus}-metrics-{first.model}-against-{second.model}",
        alt=f"Metrics of {first.model} and {second.model} and their differences",
        columns={
            **summary_columns(),
            "first": number(first.model, format="%.2f"),
            "second": number(second.model, format="%.2f"),
            "difference": number(
                "Difference", format="%+.2f", help="The second model minus the first."
            ),
            "low": number(
                "95% CI low", format="%+.2f", help="Of the difference; linearised, paired."
            ),
            "high": number("95% CI high", format="%+.2f"),
            "better": st.column_config.TextColumn(
                "Better", help="Where the interval excludes 0; not adjusted for several metrics."
            ),
        },
        column_order=[
            "title",
            "first",
            "second",
            "difference",
            "low",
            "high",
            "better",
            "unit",
            "average",
            "images",
            "meaning",
        ],
    )


DRAWN = {"name": "label", "error_first": "first", "error_second": "second"}


def _chart(atlas: Atlas, address: Address[ErrorsView], first: ByImage, second: ByImage) -> None:
    """Both errors at each branch."""
    focus = address.view.focus
    found = model_comparison.branches(atlas, first, second, focus)
    if len(found) < FEWEST:
        return
    section(f"Branches of {plain(atlas.lexicon.name(focus))}")
    drawn = found.rename(columns=DRAWN)
    drawn = drawn.assign(first_images=drawn["images"], second_images=drawn["images"])
    # Of many branches, those where the models differ most.
    widest = drawn.loc[drawn["difference"].abs().sort_values(ascending=False).index[:ROWS]]
    names = (first.model, second.model)
    chart(
        dumbbells.dumbbells(
            widest.sort_values("difference", ascending=False),
            names,
            Axis("top-1 error (%), 95% CI"),
            hovers.two_errors(names),
        ),
        key="compared",
        name=f"{focus}-{first.model}-against-{second.model}",
        of=(first.truth.about,),
        on_pick=lambda wnid: address.move(focus=wnid),
        alt=f"Top-1 error of {first.model} and of {second.model} at each branch",
    )
    some = f"The {ROWS} largest differences of {len(found):,} branches. "
    st.caption(
        f"{some if len(found) > ROWS else ''}Sorted by difference. The whiskers are intervals of "
        "each error; that of the difference, on the same images, is in the hover and the table. "
        "Click a point to open the branch."
    )


def _table(
    address: Address[ErrorsView],
    found: object,
    first: ByImage,
    second: ByImage,
    key: str,
) -> None:
    share = "%.2f"
    table(
        found,  # type: ignore[arg-type]
        key=f"compare_{key}",
        name=f"{address.view.focus}-{first.model}-against-{second.model}-{key}",
        alt=f"Nodes with the errors of {first.model} and {second.model}",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
            "classes": st.column_config.NumberColumn("Classes", format="localized"),
            "images": st.column_config.NumberColumn("Images", format="localized"),
            "error_first": st.column_config.NumberColumn(f"Error, {first.model} (%)", format=share),
            "error_second": st.column_config.NumberColumn(
                f"Error, {second.model} (%)", format=share
            ),
            "difference": st.column_config.NumberColumn(
                "Difference (pp)",
                format="%+.2f",
                help="Percentage points: the second model minus the first.",
            ),
            "low": st.column_config.NumberColumn(
                "95% CI low", format="%+.2f", help="Of the difference; Newcombe 1998, paired."
            ),
            "high": st.column_config.NumberColumn("95% CI high", format="%+.2f"),
            "only_first": st.column_config.NumberColumn("Only first wrong", format="localized"),
            "only_second": st.column_config.NumberColumn("Only second wrong", format="localized"),
            "p": st.column_config.NumberColumn(
                "p", format="%.2g", help="McNemar's exact test of this node alone."
            ),
            "q": st.column_config.NumberColumn(
                "q",
                format="%.2g",
                help="p adjusted for the whole hierarchy (Benjamini-Hochberg); none where no "
                "outcome could be significant.",
            ),
            "different": st.column_config.CheckboxColumn("Significant"),
        },
        column_order=[
            "name",
            "error_first",
            "error_second",
            "difference",
            "low",
            "high",
            "q",
            "different",
            "images",
            "classes",
            "only_first",
            "only_second",
            "p",
            "wnid",
        ],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Sorted by q. Nodes with the same classes as a descendant are omitted. Select a "
        "row to open it.",
        height=340,
    )
