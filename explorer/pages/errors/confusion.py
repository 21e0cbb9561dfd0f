"""The panel of confusion."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import agreement, confusion, duplicates, verdicts
from explorer.audits.errors.confusion import Matrix
from explorer.charts import heatmap
from explorer.charts.heatmap import Cells
from explorer.evaluations import Predictions
from explorer.formatting import counted
from explorer.pages.errors.needs import labels_here, predictions_of
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.chart_options import dark_page
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.table import download, table
from explorer.ui.verdict import verdict
from explorer.views.errors import ErrorsView

CELLS = {"counts": "Counts", "shares": "Shares (%)"}
"""What the cells of the matrix show."""

PAIRS = 40
IMAGES = 500
"""Maximum images listed of a cell; the caption says how many there are."""


def confusion_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel."""
    view = address.view
    if not (labels := labels_here(atlas, address)):
        return
    model = predictions_of(atlas, view, view.model)
    if model is None:
        return
    pairs = confusion.pairs(atlas, model, labels, PAIRS)
    if len(pairs):
        verdict(verdicts.confusions(pairs, model.model))
    found = confusion.matrix(atlas, model, view.focus)
    if len(found.keys) > 2:
        _matrix(atlas, address, model, found)
    section("Most confused class pairs")
    pairs["identical_images"] = duplicates.between(
        atlas, pairs["first"].tolist(), pairs["second"].tolist()
    )
    if pairs.empty:
        st.caption("No confusions here.")
        return
    table(
        pairs.rename(columns={"first": "wnid"}),
        key="pairs",
        name=f"{view.focus}-confused-pairs-{model.model}",
        alt="Pairs of classes that the model confuses most",
        columns={
            "first_name": st.column_config.TextColumn("Class", pinned=True),
            "second_name": "Confused with",
            "images": st.column_config.NumberColumn("Images, both ways", format="localized"),
            "first_as_second": "First predicted as second",
            "second_as_first": "Second predicted as first",
            "meet": "Lowest common ancestor",
            "severity": st.column_config.NumberColumn(
                "Mistake severity (edges)", help="Height of the lowest common ancestor."
            ),
            "identical_images": st.column_config.NumberColumn(
                "Identical training images",
                format="localized",
                help=f"That both classes have; {duplicates.SOURCE}.",
            ),
            "wnid": "wnid (first)",
            "second": "wnid (second)",
        },
        column_order=[
            "first_name",
            "second_name",
            "images",
            "first_as_second",
            "second_as_first",
            "identical_images",
            "meet",
            "severity",
            "wnid",
            "second",
        ],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption=f"Maximum {PAIRS} pairs, most images first. Select a row to open its first class.",
        height=380,
    )


def _matrix(atlas: Atlas, address: Address[ErrorsView], model: Predictions, found: Matrix) -> None:
    name = atlas.lexicon.name(address.view.focus)
    as_counts = address.view.cells == "counts"
    section(f"Among the branches of {plain(name)}")
    address.segments("cells", "Cells", CELLS, label_visibility="collapsed")
    shares = confusion.shares(found)
    names = found.names
    cells = Cells(
        found.counts.astype(np.float64) if as_counts else shares.round(2),
        names,
        names,
        [
            [
                (f"{label} predicted as {guess}", f"{counted(count, 'image')}, {share:.1f} %")
                for guess, count, share in zip(names, row, row_shares, strict=True)
            ]
            for label, row, row_shares in zip(
                names, found.counts.tolist(), shares.tolist(), strict=True
            )
        ],
        "images with a wrong prediction"
        if as_counts
        else "images with a wrong prediction, share of the true class (%)",
    )
    text = confusion.texts(found, as_counts=as_counts)

    def draw(dark: bool) -> go.Figure:
        return heatmap.heatmap(
            cells,
            text=text,
            y_title="true class",
            x_title="predicted class",
            clickable=True,
            outlined=True,
            dark=dark,
            height=200 + 28 * len(names),
        )

    chart(
        draw(dark_page()),
        key="matrix",
        name=f"{address.view.focus}-confusion-{model.model}",
        of=(model.truth.about,),
        light=lambda: draw(False),
        on_select=lambda: _cell_clicked(address, found),
        alt=f"{'Number' if as_counts else 'Share'} of the images of each branch of {name} that are "
        "predicted as each other branch; right ones on the diagonal",
    )
    st.caption(
        f"Each of the {int(found.counts.sum()):,} images with a prediction is counted once; a "
        "class under several of these branches belongs to the smallest. Correct predictions are "
        "outlined; only errors are coloured. Click a cell to list its images."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("The matrix as a table:")
        download(
            confusion.long(found), f"{address.view.focus}-confusion-{model.model}", "matrix_csv"
        )
    _behind(atlas, address, model, found)


def _cell_clicked(address: Address[ErrorsView], found: Matrix) -> None:
    cell = heatmap.clicked(st.session_state["matrix"]["selection"])
    if cell:
        row, column = cell
        address.move(label=found.keys[row], guess=found.keys[column])


def _behind(atlas: Atlas, address: Address[ErrorsView], model: Predictions, found: Matrix) -> None:
    view = address.view
    if view.label not in found.keys or view.guess not in found.keys:
        return
    row, column = found.keys.index(view.label), found.keys.index(view.guess)
    chosen = confusion.images_in_cell(found, model, row, column)
    images = confusion.images(atlas, atlas.evaluation(view.evaluation), model, chosen, IMAGES)
    with st.container(horizontal=True, vertical_alignment="center"):
        section(
            f"{plain(found.names[row])} predicted as {plain(found.names[column])}: "
            f"{counted(int(chosen.sum()), 'image')}"
        )
        for key, name in ((view.label, found.names[row]), (view.guess, found.names[column])):
            if key.startswith("n"):
                st.button(
                    f"Open {plain(name)}",
                    key=f"down_{key}",
                    icon=":material/arrow_downward:",
                    type="tertiary",
                    on_click=address.move,
                    kwargs={"focus": key, "label": "", "guess": ""},
                )
            if view.label == view.guess:
                break
    if images.empty:
        st.caption("None.")
        return
    table(
        images,
        key="images",
        name=f"{view.focus}-{view.label}-as-{view.guess}-{model.model}",
        alt="Images in the cell",
        columns={
            "image": "Image"
            if model.truth.names
            else st.column_config.NumberColumn(
                "Image", format="%d", help="Number of the validation image."
            ),
            "label": "Original label",
            "prediction": "Prediction",
            "real_labels": st.column_config.TextColumn(
                f"Reassessed labels ({model.truth.about.reassessed_by})",
                help="Empty if no label was accepted.",
            ),
            "agree": st.column_config.NumberColumn(
                "Models that agree", help="Number of built-in models with the same prediction."
            ),
            "of_962": st.column_config.NumberColumn(
                f"Of {agreement.models():,} models",
                format="localized",
                help="Models up to EVA-02 with the same prediction, where that is listed; the "
                f"lists are not complete ({agreement.SOURCE}).",
            ),
            "label_wnid": "wnid of the label",
            "prediction_wnid": "wnid of the prediction",
        },
        column_order=[
            "image",
            "label",
            "prediction",
            "agree",
            "of_962",
            "real_labels",
            "label_wnid",
            "prediction_wnid",
        ],
        caption=f"The first {len(images):,} by number." if len(images) < chosen.sum() else "",
        height=300,
    )
