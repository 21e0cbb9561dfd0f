"""The panel of one network trained on six sets of images."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import training_sets, verdicts
from explorer.audits.errors.training_sets import SETS
from explorer.audits.source_line import Source
from explorer.charts import heatmap
from explorer.charts.heatmap import Cells
from explorer.evaluations.declared import ILSVRC
from explorer.formatting import counted, fixed
from explorer.pages.errors.needs import labels_here
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.chart_options import dark_page
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.errors import ErrorsView

ROWS = 24
"""Maximum branches in the heat map; the table has all."""


def training_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel."""
    focus = address.view.focus
    if not (labels := labels_here(atlas, address)):
        return
    truth = atlas.evaluation(ILSVRC).truth
    wnids = tuple(truth.wnids[label] for label in labels)
    name = plain(atlas.lexicon.name(focus))
    verdict(verdicts.training(training_sets.overall(atlas, wnids), atlas.lexicon.name(focus)))
    section(
        f"One network, six training sets: top-1 error at {name} "
        f"({counted(len(wnids), 'class')}, {counted(training_sets.VALIDATION, 'image')}"
        f"{' each' if len(wnids) > 1 else ''})"
    )
    st.caption(
        "The same network, trained on images of the same 1,000 classes from ImageNet, Open Images, "
        "LAION and a generator, and tested on the ILSVRC-2012 validation images (SELECT). The "
        "table does not name the network; ResNet-50 is the example of its README."
    )
    _overall(atlas, wnids, focus, name)
    found = training_sets.branches(atlas, focus)
    columns = _columns()
    if len(found):
        _chart(found.head(ROWS), name, focus)
        table(
            found,
            key="training_branches",
            name=f"{focus}-training-sets-branches",
            alt=f"Error at each branch of {name} by training set",
            columns=columns,
            column_order=["name", *found.columns.drop("name")],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Sorted by error of the network trained on ImageNet. Branches can share "
            "classes. Select a row to open it.",
            height=340,
        )
    section("All classes")
    classes = training_sets.by_class(atlas, wnids)
    table(
        classes,
        key="training_classes",
        name=f"{focus}-training-sets-classes",
        alt="Error and training images of each class by training set",
        columns=columns,
        column_order=["name", *classes.columns.drop("name")],
        on_pick=lambda wnid: address.move(focus=wnid),
        height=340,
    )


def _overall(atlas: Atlas, wnids: tuple[str, ...], focus: str, name: str) -> None:
    """The table of the training sets over some classes."""
    share = "%.2f"
    table(
        training_sets.overall(atlas, wnids),
        key="training_overall",
        name=f"{focus}-training-sets",
        alt=f"Error at {name} by training set",
        columns={
            "title": st.column_config.TextColumn("Training set", pinned=True),
            "images": st.column_config.NumberColumn("Training images", format="localized"),
            "classes_without": st.column_config.NumberColumn(
                "Classes without images", format="localized"
            ),
            "error": st.column_config.NumberColumn("Top-1 error (%)", format=share),
            "low": st.column_config.NumberColumn(
                "95% CI low", format=share, help="Wilson, for these classes as given."
            ),
            "high": st.column_config.NumberColumn("95% CI high", format=share),
        },
        height="content",
    )


def _columns() -> dict[str, object]:
    """Errors and training images by training set."""
    share = "%.2f"
    return {
        "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
        "classes": st.column_config.NumberColumn("Classes", format="localized"),
        **{
            f"{each.key}_error": st.column_config.NumberColumn(
                f"Error, {each.title} (%)", format=share
            )
            for each in SETS
        },
        **{
            f"{each.key}_images": st.column_config.NumberColumn(
                f"Images, {each.title}", format="localized", help="Training images."
            )
            for each in SETS
        },
    }


def _chart(found: pd.DataFrame, name: str, focus: str) -> None:
    """The error of each branch by training set, as shares of one hue."""
    errors = found[[f"{each.key}_error" for each in SETS]].to_numpy(float)
    names = found["name"].tolist()
    titles = [each.title for each in SETS]
    cells = Cells(
        errors.round(2),
        names,
        titles,
        [
            [
                (f"{branch}, trained on {title}", f"top-1 error {fixed(error, 1)} %")
                for title, error in zip(titles, row, strict=True)
            ]
            for branch, row in zip(names, errors.tolist(), strict=True)
        ],
        "top-1 error (%)",
    )

    def draw(dark: bool) -> go.Figure:
        return heatmap.heatmap(
            cells,
            text=[[fixed(error, 0) for error in row] for row in errors.tolist()],
            highest=100.0,
            x_title="trained on",
            dark=dark,
            height=220 + 24 * len(names),
        )

    chart(
        draw(dark_page()),
        key="training",
        name=f"{focus}-training-sets",
        of=(Source("SELECT", training_sets.TABLE),),
        light=lambda: draw(False),
        alt=f"Top-1 error of each branch of {name} by training set",
    )
