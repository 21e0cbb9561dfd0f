"""The panel of all models: their errors over the years, and the winners of the challenge."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import model_years, verdicts
from explorer.charts import hovers, records
from explorer.charts.axis import Axis
from explorer.evaluations.declared import ILSVRC
from explorer.pages.errors.needs import labels_here
from explorer.pages.errors.robustness import robustness_section
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.errors import ErrorsView
from explorer.wordnet.noun_table import ENTITY


def field_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel."""
    view = address.view
    if not (labels := labels_here(atlas, address)):
        return
    found = model_years.field(atlas.evaluation(view.evaluation), labels)
    name = plain(atlas.lexicon.name(view.focus))
    verdict(verdicts.field(found))
    section(f"Top-1 error at {name} by year of publication ({len(found):,} models)")
    drawn = model_years.points(found, "error")
    chart(
        records.records(
            drawn,
            model_years.best_so_far(drawn),
            Axis("year of publication", years=True),
            Axis(f"top-1 error at {atlas.lexicon.name(view.focus)} (%)"),
            hover=hovers.model_of_year,
            lowest=True,
        ),
        key="field",
        name=f"{view.focus}-models-by-year",
        of=(atlas.evaluation(view.evaluation).about,),
        on_pick=lambda model: address.move(model=model, panel="where"),
        alt=f"Top-1 error of each model at {name} by year of publication",
    )
    st.caption(
        "Click a point to open the model. The line joins the smallest errors so far. Shapes tell "
        "whether the prediction for each image is known or only whether it is right."
    )
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
            "images": st.column_config.NumberColumn(f"Images, {name}", format="localized"),
            "top5_error": st.column_config.NumberColumn(
                "Top-5 error, all classes (%)", format=share
            ),
            "known": st.column_config.TextColumn(
                "Known", help="Empty if the predicted class of each image is known."
            ),
        },
        height=340,
    )
    if view.focus != ENTITY:
        st.caption("Overall figures of further models, and the winners, are shown at entity.")
        return
    if view.evaluation == ILSVRC:
        robustness_section(atlas, address)
    _winners()


def _winners() -> None:
    section("Winners of the challenge")
    table(
        model_years.winners(),
        key="winners",
        name="ilsvrc-winners",
        alt="Winners of the classification task by year",
        columns={
            "year": st.column_config.NumberColumn("Year", format="%d"),
            "team": "Team",
            "model": "Method",
            "top5_error_percent": st.column_config.NumberColumn("Top-5 error (%)", format="%.2f"),
            "note": "Note",
        },
        height="content",
        caption="Winning entries have lower errors because they are often ensembles over many "
        "crops, and are measured on the hidden test set. The models above are single networks, "
        "mostly with one crop, on the validation images.",
    )
