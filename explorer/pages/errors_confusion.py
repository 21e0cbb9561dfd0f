"""What a model takes for what, and whether it is as often right as it says."""

import html

import numpy as np
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import calibration, confusion
from explorer.audits.confusion import Matrix
from explorer.charts import heatmap, lines
from explorer.charts.axis import Axis
from explorer.charts.heatmap import Cells
from explorer.pages import PLAIN
from explorer.pages.address import Address
from explorer.pages.metrics import Shown, metrics
from explorer.pages.table import download, table
from explorer.pages.text import plain
from explorer.predictions import Predictions
from explorer.settings import settings
from explorer.views.errors import ErrorsView

PAIRS = 40
IMAGES = 500
"""Images behind a cell that are listed at most; the caption says how many there are."""


def confusion_panel(
    atlas: Atlas, address: Address[ErrorsView], model: Predictions, labels: list[int]
) -> None:
    """Draw the panel."""
    view = address.view
    found = confusion.matrix(atlas, model, view.focus)
    if len(found.keys) > 2:
        _matrix(atlas, address, model, found)
    st.markdown("**Pairs of classes that are confused most**")
    pairs = confusion.pairs(atlas, model, labels, PAIRS)
    if pairs.empty:
        st.caption("No class here is confused with another one.")
        return
    table(
        pairs.rename(columns={"first": "wnid"}),
        key="pairs",
        name=f"{view.focus}-confused-pairs-{model.model}",
        alt="Pairs of classes that the model confuses most",
        columns={
            "first_name": st.column_config.TextColumn("Class", pinned=True),
            "second_name": "Confused with",
            "images": "Images, both ways",
            "first_as_second": "First taken for second",
            "second_as_first": "Second taken for first",
            "meet": "Lowest common ancestor",
            "severity": st.column_config.NumberColumn(
                "Severity (edges)", help="Height of the lowest common ancestor."
            ),
            "wnid": "wnid",
            "second": "wnid of the other",
        },
        column_order=[
            "first_name",
            "second_name",
            "images",
            "first_as_second",
            "second_as_first",
            "meet",
            "severity",
            "wnid",
            "second",
        ],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption=f"The {len(pairs)} most confused. Select a row to look at its first class.",
        height=380,
    )


def _matrix(atlas: Atlas, address: Address[ErrorsView], model: Predictions, found: Matrix) -> None:
    name = atlas.lexicon.name(address.view.focus)
    totals = found.counts.sum(axis=1, keepdims=True).clip(min=1)
    shares = found.counts / totals * 100
    apart = shares[~np.eye(len(shares), dtype=bool)]
    names = [html.escape(each, quote=False) for each in found.names]
    st.markdown(f"**Among the branches of {plain(name)}**")
    st.plotly_chart(
        heatmap.heatmap(
            Cells(
                shares.round(2),
                names,
                names,
                [
                    [
                        f"{label} taken for {guess}<br>{count:,} images, {share:.1f} %"
                        for guess, count, share in zip(names, row, row_shares, strict=True)
                    ]
                    for label, row, row_shares in zip(
                        names, found.counts.tolist(), shares.tolist(), strict=True
                    )
                ],
                "share of the images with that label (%); what is right lies beyond the scale",
            ),
            text=[[f"{count:,}" if count else "" for count in row] for row in found.counts],
            highest=max(1.0, float(apart.max(initial=0.0))),
            y_title="label",
            x_title="first guess",
            clickable=True,
            height=200 + 28 * len(names),
        ),
        key="matrix",
        on_select=lambda: _cell_clicked(address, found),
        selection_mode="points",
        config=PLAIN,
        alt=f"Share of the images of each branch of {name} that are taken for each other branch",
    )
    st.caption(
        f"All {int(found.counts.sum()):,} images with a guess are counted once; a class with "
        "several parents stands in its smallest branch. Click a cell to list its images."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("The matrix:")
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
    chosen = confusion.behind(found, model, row, column)
    images = confusion.images(atlas, model, chosen, IMAGES)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(found.names[row])} taken for {plain(found.names[column])}: "
            f"{int(chosen.sum()):,} images**"
        )
        for key, name in ((view.label, found.names[row]), (view.guess, found.names[column])):
            if key.startswith("n"):
                st.button(
                    f"Go down into {plain(name)}",
                    key=f"down_{key}",
                    icon=":material/arrow_downward:",
                    type="tertiary",
                    on_click=address.move,
                    kwargs={"focus": key, "label": "", "guess": ""},
                )
            if view.label == view.guess:
                break
    if images.empty:
        st.caption("There is none.")
        return
    table(
        images,
        key="images",
        name=f"{view.focus}-{view.label}-as-{view.guess}-{model.model}",
        alt="Validation images behind the cell",
        columns={
            "image": st.column_config.NumberColumn(
                "Image", format="%d", help="Number of the validation image."
            ),
            "label": "Original label",
            "guess": "First guess",
            "real_labels": st.column_config.TextColumn(
                "Reassessed labels (ReaL)", help="Empty where none was accepted."
            ),
            "agree": st.column_config.NumberColumn(
                "Models that agree", help="Of the 69 built-in models, those of the same guess."
            ),
            "label_wnid": "wnid of the label",
            "guess_wnid": "wnid of the guess",
        },
        caption=f"The first {len(images):,} by number." if len(images) < chosen.sum() else "",
        height=300,
    )


def calibration_panel(
    atlas: Atlas, address: Address[ErrorsView], model: Predictions, labels: list[int]
) -> None:
    """Draw the panel."""
    if model.confidence is None:
        st.info(
            f"No probabilities are known of {plain(model.model)}. Upload a model of your own with "
            "a column of probabilities to see its calibration.",
            icon=":material/info:",
        )
        return
    bins = settings().calibration_bins
    found = calibration.of(model, labels, bins)
    if found.empty:
        st.info("No image here has a probability.", icon=":material/info:")
        return
    images = found["images"]
    right, sure = (
        float((found[name] * images).sum() / images.sum()) for name in ("accuracy", "confidence")
    )
    metrics(
        [
            Shown(
                "Expected calibration error",
                calibration.expected_error(found),
                "points",
                f"Percentage points, {bins} bins of equal width (Naeini et al. 2015; Guo et al. "
                "2017): the mean over images of how far the accuracy of their bin is from its mean "
                "confidence.",
            ),
            Shown("Mean confidence", sure, "%", "Probability of the first guess."),
            Shown("Accuracy", right, "%", "Original labels."),
            Shown("Images", float(images.sum()), "images", "With a guess and a probability."),
        ],
        width=200,
    )
    name = atlas.lexicon.name(address.view.focus)
    st.plotly_chart(
        lines.lines(
            calibration.curve(found, html.escape(model.model, quote=False)),
            Axis("mean confidence", range=(0, 1)),
            Axis("accuracy", range=(0, 1)),
            diagonal="as sure as right",
            height=420,
        ),
        key="calibration",
        config=PLAIN,
        alt=f"Accuracy against confidence of {model.model} at {name}",
    )
    share = st.column_config.NumberColumn(format="%.2f")
    table(
        found,
        key="bins",
        name=f"{address.view.focus}-calibration-{model.model}",
        alt="Bins of confidence with their images and accuracy",
        columns=dict.fromkeys(
            ("low", "high", "confidence", "accuracy", "accuracy_low", "accuracy_high"), share
        ),
        height="content",
        caption="In percent; the interval of the accuracy is Wilson's, 95 %.",
    )
