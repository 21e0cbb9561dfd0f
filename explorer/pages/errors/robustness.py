"""The section of overall accuracies: each further test set against the validation images."""

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import robustness
from explorer.audits.source_line import Source
from explorer.charts import records
from explorer.charts.axis import Axis
from explorer.formatting import fixed
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.headings import section
from explorer.ui.table import table
from explorer.views.errors import ErrorsView

SOURCES = (
    Source("timm", "timm_models_overall"),
    Source("OpenCLIP", "openclip_zero_shot_overall"),
)


def robustness_section(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the section."""
    view = address.view
    found = robustness.models(atlas.evaluation(view.evaluation))
    titles = {each.key: each.title for each in robustness.SETS}
    count = len(found[found["source"] == robustness.TIMM])
    section(
        f"Robustness: {count:,} results of timm and {len(found) - count:,} zero-shot models of "
        "OpenCLIP (overall figures; not by branch)"
    )
    address.segments("test_set", "Test set", titles)
    title = titles[view.test_set]
    drawn = robustness.thinned(found, view.test_set)
    best = robustness.best_so_far(found, view.test_set)
    chart(
        records.records(
            robustness.points(drawn, view.test_set),
            robustness.labelled(found, best, view.test_set),
            Axis("top-1 accuracy, ILSVRC-2012 validation (%)"),
            Axis(f"top-1 accuracy, {title} (%)"),
            equal="equal accuracy",
        ),
        key="robustness",
        name=f"models-on-{view.test_set}",
        of=SOURCES,
        alt=f"Top-1 accuracy on {title} against that on the validation images, by model",
    )
    small = view.test_set in robustness.SMALL_SETS
    st.caption(
        f"{len(drawn):,} of {int(found[view.test_set].notna().sum()):,} results are drawn: of all "
        f"in a square of {robustness.CELL:g} by {robustness.CELL:g} percentage points, the best on "
        f"{title}. The line joins the results that none with the same or a lower validation "
        "accuracy surpasses. Results with a validation accuracy below "
        f"{robustness.LOWEST:g}% are in the table only. "
        + (
            f"{title} has 200 of the 1,000 classes, so its accuracy is not on the same classes as "
            "the validation accuracy. "
            if small
            else ""
        )
        + "The source of the CLIP-type models has no figures on ReaL labels; whether their "
        "training data contain test images is not known."
    )
    _table(found, titles)


def _table(found: pd.DataFrame, titles: dict[str, str]) -> None:
    share = "%.2f"
    table(
        found,
        key="robustness_table",
        name="models-overall",
        alt="Models with their accuracy on the validation images and on further test sets",
        columns={
            "model": st.column_config.TextColumn("Model", pinned=True, width="medium"),
            "source": "Source",
            "size": st.column_config.NumberColumn("Input size (px)", format="%d"),
            "parameters": st.column_config.NumberColumn("Parameters (M)", format="localized"),
            "family": st.column_config.TextColumn(
                "Family", help="Peychev et al. 2023, for the same name in timm; empty if unknown."
            ),
            "training_data": st.column_config.TextColumn(
                "Training data", help="As the source has it; empty if unknown."
            ),
            "year": st.column_config.NumberColumn(
                "Year", format="%d", help="Of the paper; the sources give none for most models."
            ),
            "top1": st.column_config.NumberColumn("Validation (%)", format=share),
            **{
                key: st.column_config.NumberColumn(f"{name} (%)", format=share)
                for key, name in titles.items()
            },
        },
        height=340,
        caption=f"Most accurate first. The year of {fixed(found['year'].isna().sum(), 0)} results "
        "is not known.",
    )
