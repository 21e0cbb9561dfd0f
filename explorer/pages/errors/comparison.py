"""Two models at every node, and all models over the years."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import model_comparison, model_years
from explorer.charts import scatter
from explorer.charts.axis import Axis
from explorer.evaluations import Predictions
from explorer.formatting import counted
from explorer.pages.errors.needs import labels_here, predictions_of
from explorer.statistics import SIGNIFICANT
from explorer.ui.address import Address
from explorer.ui.chart_options import PLAIN
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.table import table
from explorer.views.errors import ErrorsView
from explorer.wordnet.noun_table import ENTITY


def comparison_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel."""
    view = address.view
    if not labels_here(atlas, address):
        return
    first = predictions_of(atlas, view, view.model)
    if first is None:
        return
    second = predictions_of(atlas, view, view.other)
    if second is None:
        return
    found = model_comparison.compare(atlas, first, second, view.focus)
    if found.empty:
        st.info("The two models have no images in common here.", icon=":material/info:")
        return
    here = model_comparison.widest(found)
    tests = model_comparison.family(atlas.hierarchy, first, second)
    name = plain(atlas.lexicon.name(view.focus))
    st.markdown(
        f"**{name}: {model_comparison.verdict(found, plain(first.model), plain(second.model))}**"
    )
    st.caption(
        f"{counted(here['images'], 'image')}; McNemar's exact test of this node alone, "
        f"p = {here['p']:.2g}; difference {here['difference']:+.2f} percentage points, 95% CI "
        f"{here['low']:+.2f} to {here['high']:+.2f} (Newcombe 1998, paired)."
    )
    metrics(
        [
            Shown(f"Top-1 error, {first.model}", here["error_first"], "%", "Original labels."),
            Shown(f"Top-1 error, {second.model}", here["error_second"], "%", "Original labels."),
            Shown(
                f"Only {first.model} wrong",
                here["only_first"],
                "images",
                "Images that the other model gets right.",
            ),
            Shown(
                f"Only {second.model} wrong",
                here["only_second"],
                "images",
                "Images that the other model gets right.",
            ),
            Shown(
                "Significant nodes",
                float(found["different"].sum()),
                "nodes",
                f"q < {SIGNIFICANT:g} (Benjamini-Hochberg), of {counted(len(found), 'node')} at or "
                f"under {name}.",
            ),
        ],
        width=190,
    )
    st.caption(
        f"The scan tests all {tests.tests:,} distinct sets of classes in the hierarchy as one "
        f"family, so a node has the same q whatever the focus. {tests.tested:,} of them are "
        "adjusted for (Benjamini-Hochberg after Tarone's selection; Gilbert 2005). The others have "
        f"no q: exactly one model is wrong on fewer than {tests.fewest} of their images, too few "
        "for any outcome to be significant."
        if tests.tested
        else "On no node do the models disagree often enough for any outcome to be significant."
    )
    trend = model_comparison.against_the_trend(found)
    st.markdown("**Nodes where the better model is worse**")
    if trend.empty:
        st.caption(f"None at q < {SIGNIFICANT:g}.")
    else:
        _table(address, trend, first, second, "trend")
    st.markdown("**All nodes**")
    _table(address, found, first, second, "nodes")


def _table(
    address: Address[ErrorsView],
    found: object,
    first: Predictions,
    second: Predictions,
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
            "only_first": "Only first wrong",
            "only_second": "Only second wrong",
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


def field_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel."""
    view = address.view
    if not (labels := labels_here(atlas, address)):
        return
    found = model_years.field(atlas.evaluation(view.evaluation), labels)
    name = plain(atlas.lexicon.name(view.focus))
    st.markdown(f"**Top-1 error at {name} by year of publication** ({len(found):,} models)")
    st.plotly_chart(
        scatter.scatter(
            model_years.points(found, "error"),
            Axis("year of publication"),
            Axis(f"top-1 error at {atlas.lexicon.name(view.focus)} (%)"),
        ),
        key="field",
        on_select=lambda: _model_clicked(address),
        selection_mode="points",
        config=PLAIN,
        alt=f"Top-1 error of each model at {name} by year of publication",
    )
    st.caption("Click a point to open the model.")
    share = "%.2f"
    table(
        found,
        key="field_table",
        name=f"{view.focus}-models",
        alt="Models with family, year and errors",
        columns={
            "model": st.column_config.TextColumn("Model", pinned=True),
            "family": "Family",
            "year": st.column_config.NumberColumn("Year", format="%d"),
            "paper": "Paper",
            "overall_error": st.column_config.NumberColumn(
                "Top-1 error, all classes (%)", format=share
            ),
            "error": st.column_config.NumberColumn(f"Top-1 error, {name} (%)", format=share),
            "low": st.column_config.NumberColumn(
                "95% CI low", format=share, help="Wilson, for these classes as given."
            ),
            "high": st.column_config.NumberColumn("95% CI high", format=share),
            "top5_error": st.column_config.NumberColumn(
                "Top-5 error, all classes (%)", format=share
            ),
        },
        height=340,
    )
    if view.focus != ENTITY:
        return
    st.markdown("**Winners of the challenge**")
    table(
        model_years.winners(),
        key="winners",
        name="ilsvrc-winners",
        alt="Winners of the classification task by year",
        columns={
            "year": st.column_config.NumberColumn("Year", format="%d"),
            "team": "Team",
            "model": "Method",
            "top5_error_percent": st.column_config.NumberColumn("Top-5 error (%)", format=share),
            "note": "Note",
        },
        height="content",
        caption="Winning entries have lower errors because they are often ensembles over many "
        "crops, and are measured on the hidden test set. The models above are single networks, "
        "mostly with one crop, on the validation images.",
    )


def _model_clicked(address: Address[ErrorsView]) -> None:
    name = scatter.clicked(st.session_state["field"]["selection"])
    if name:
        address.move(model=name, panel="where")
