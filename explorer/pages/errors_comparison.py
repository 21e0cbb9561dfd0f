"""Two models at every node, and all models over the years."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import model_comparison, model_years
from explorer.charts import scatter
from explorer.charts.axis import Axis
from explorer.pages import PLAIN
from explorer.pages.address import Address
from explorer.pages.metrics import Shown, metrics
from explorer.pages.table import table
from explorer.pages.text import plain
from explorer.predictions import Predictions
from explorer.views.errors import ErrorsView
from explorer.wordnet import ENTITY


def comparison_panel(
    atlas: Atlas, address: Address[ErrorsView], first: Predictions, second: Predictions
) -> None:
    """Draw the panel."""
    view = address.view
    found = model_comparison.compare(atlas, first, second, view.focus)
    if found.empty:
        st.info("There is no image here that both models speak of.", icon=":material/info:")
        return
    whole = model_comparison.widest(found)
    names = plain(first.model), plain(second.model)
    verdict = (
        f"{names[0] if whole['difference'] > 0 else names[1]} is better here"
        if whole["q"] < model_comparison.SIGNIFICANT
        else "The difference here is no more than chance would give"
    )
    st.markdown(
        f"**{verdict}** ({whole['images']:,.0f} images; McNemar, exact, p = {whole['p']:.2g}; "
        f"q = {whole['q']:.2g} over {len(found):,} nodes)"
    )
    metrics(
        [
            Shown(f"Error, {first.model}", whole["error_first"], "%", "Original labels."),
            Shown(f"Error, {second.model}", whole["error_second"], "%", "Original labels."),
            Shown(
                f"Only {first.model} errs",
                whole["only_first"],
                "images",
                "Images that the other one gets right.",
            ),
            Shown(f"Only {second.model} errs", whole["only_second"], "images", "The reverse."),
            Shown(
                "Nodes that differ",
                float(found["different"].sum()),
                "nodes",
                "By more than chance: q under 0.05 (Benjamini and Hochberg 1995).",
            ),
        ],
        width=190,
    )
    trend = model_comparison.against_the_trend(found)
    st.markdown("**Where the better model is worse**")
    if trend.empty:
        st.caption("Nowhere by more than chance.")
    else:
        _table(address, trend, first, second, "trend")
    st.markdown("**Every node**")
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
            "error_first": st.column_config.NumberColumn(f"Error, {first.model}", format=share),
            "error_second": st.column_config.NumberColumn(f"Error, {second.model}", format=share),
            "difference": st.column_config.NumberColumn(
                "Difference (points)", format="%+.2f", help="The second less the first."
            ),
            "only_first": "Only the first errs",
            "only_second": "Only the second errs",
            "p": st.column_config.NumberColumn("p", format="%.2g", help="McNemar's exact test."),
            "q": st.column_config.NumberColumn(
                "q", format="%.2g", help="p adjusted for all nodes (Benjamini and Hochberg)."
            ),
            "different": st.column_config.CheckboxColumn("Differs"),
        },
        column_order=[
            "name",
            "error_first",
            "error_second",
            "difference",
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
        caption="The smallest q first. Nodes with the very classes of one below are left out. "
        "Select a row to go there.",
        height=340,
    )


def field_panel(atlas: Atlas, address: Address[ErrorsView], labels: list[int]) -> None:
    """Draw the panel."""
    view = address.view
    found = model_years.field(labels)
    name = plain(atlas.lexicon.name(view.focus))
    st.markdown(f"**69 models by the year of their paper: top-1 error at {name}**")
    st.plotly_chart(
        scatter.scatter(
            model_years.points(found, "error"),
            Axis("year of the paper"),
            Axis(f"top-1 error at {atlas.lexicon.name(view.focus)} (%)"),
        ),
        key="field",
        on_select=lambda: _model_clicked(address),
        selection_mode="points",
        config=PLAIN,
        alt=f"Top-1 error of each model at {name} by the year of its paper",
    )
    st.caption("Click a model to look at it.")
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
            "overall_error": st.column_config.NumberColumn("Error, all (%)", format=share),
            "error": st.column_config.NumberColumn(f"Error, {name} (%)", format=share),
            "low": st.column_config.NumberColumn("from", format=share, help="Wilson, 95 %."),
            "high": st.column_config.NumberColumn("to", format=share),
            "top5_error": st.column_config.NumberColumn("Top-5 error, all (%)", format=share),
        },
        height=340,
    )
    if view.focus != ENTITY:
        return
    st.markdown("**The challenge's winners**")
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
        caption="Why they are lower than the models above: a winner's entry is often an ensemble "
        "of several networks over many crops of an image, and was measured on the hidden test set. "
        "The models here are single, mostly with one crop, on the validation images.",
    )


def _model_clicked(address: Address[ErrorsView]) -> None:
    name = scatter.clicked(st.session_state["field"]["selection"])
    if name:
        address.move(model=name, panel="where")
