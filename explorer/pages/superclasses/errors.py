"""The panel of errors at the cut: accuracy, confusion of all groups, and the curve."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.superclasses import coarseness, errors, groups
from explorer.audits.superclasses.errors import Confusion
from explorer.charts import heatmap, hovers, lines
from explorer.charts.axis import Axis
from explorer.charts.heatmap import Cells
from explorer.charts.lines import ReferenceLine
from explorer.datasets import RollUp
from explorer.errors import ExplorerError
from explorer.evaluations import Evaluation, Predictions
from explorer.formatting import counted, fixed
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.chart_options import dark_page
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.table import download, folded_table, table
from explorer.ui.verdict import verdict
from explorer.ui.window import is_narrow
from explorer.views.superclasses import SuperclassesView

BESIDE = ("alexnet", "resnet50", "senet154")
"""Models of different years that a curve is drawn beside, where the evaluation has them."""


TICKS = {float(each): f"{each:,}" for each in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)}


def errors_panel(atlas: Atlas, address: Address[SuperclassesView]) -> None:
    """Draw the panel."""
    view = address.view
    rolled = atlas.roll_up(view.dataset)
    found = groups.grouping(rolled, view.cut)
    try:
        evaluation = errors.evaluation_of(atlas, rolled)
    except ExplorerError as problem:
        st.info(plain(str(problem)), icon=":material/info:")
        return
    answer = st.container()
    address.choice("model", "Model", evaluation.titles, width=420)
    try:
        model = errors.predictions(evaluation, view.model)
    except ExplorerError as problem:
        st.info(plain(str(problem)), icon=":material/info:")
        return
    if not found.keys:
        st.info("No class is in a group.", icon=":material/info:")
        return
    of_model = coarseness.coarseness(rolled, [model], view.cut.by).iloc[0]
    with answer:
        verdict(coarseness.answer(model.model, of_model))
    _figures(errors.summary(found, model))
    st.caption(plain(errors.images_note(rolled, evaluation)))
    crossing = (of_model["groups"], of_model["next_groups"])
    _curve(address, rolled, evaluation, model, len(found.keys), crossing)
    held = errors.confusion(atlas, found, model)
    section("By superclass")
    _by_group(view, held)
    _matrix(view, model, held)


def _figures(total: dict[str, float]) -> None:
    metrics(
        [
            Shown(
                "Accuracy at the cut",
                total["accuracy"],
                "%",
                "Predictions in the superclass of the label. 95% CI (Wilson): "
                f"{fixed(total['low'], 2)} to {fixed(total['high'], 2)}.",
            ),
            Shown(
                "Top-1 accuracy",
                total["top1_accuracy"],
                "%",
                "Of the classes themselves, on the same images. 95% CI (Wilson): "
                f"{fixed(total['top1_low'], 2)} to {fixed(total['top1_high'], 2)}.",
            ),
            Shown("Macro accuracy", total["macro_accuracy"], "%", "Mean over the superclasses."),
            Shown("Images", total["images"], "images", "With a label in a superclass."),
            Shown("Left out", total["left_out"], "images", "Their label is in no superclass."),
        ]
    )


def _curve(
    address: Address[SuperclassesView],
    rolled: RollUp,
    evaluation: Evaluation,
    model: Predictions,
    number: int,
    crossing: tuple[float, float],
) -> None:
    view, by = address.view, address.view.cut.by
    section("How coarse must a label be?")
    models = errors.with_predictions(evaluation)
    drawn = {model.model: model} | {name: models[name] for name in BESIDE if name in models}
    found = pd.concat([coarseness.curve(rolled, each, by, crossing) for each in drawn.values()])
    points = found.rename(columns={"model": "series", "groups": "x", "accuracy": "y"})
    largest = int(points["x"].max())
    chart(
        lines.lines(
            points,
            Axis("number of superclasses", logarithmic=largest > 10, ticks=TICKS),
            Axis("accuracy (%)"),
            hovers.accuracy_at,
            reference_lines=[
                ReferenceLine("y", coarseness.RIGHT, f"{coarseness.RIGHT:.0f} %"),
                ReferenceLine("x", max(number, 1), "this cut"),
            ],
            height=340,
        ),
        key="coarse_curve",
        name=f"superclasses-curve-{rolled.dataset.key}",
        of=(evaluation.about,),
        alt="Accuracy of models against the number of superclasses",
    )
    size = "classes" if by == "classes" else "images"
    st.caption(
        f"Each point is the cut into that many groups, the group with the most {size} always "
        "divided next; straight lines between points. At the right end every class is a group of "
        "its own: top-1 accuracy."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Download the curves, one row per point:")
        download(found, f"superclasses-curve-{view.dataset}-{view.model}", "curve_csv")
    folded_table(
        lambda: coarseness.coarseness(rolled, models.values(), by),
        key="coarseness",
        name=f"superclasses-coarseness-{view.dataset}",
        alt="Largest number of superclasses at which each model is right on "
        f"{coarseness.RIGHT:.0f} % of the images",
        columns={
            "model": st.column_config.TextColumn("Model", pinned=True),
            "groups": st.column_config.NumberColumn(
                f"Superclasses at {coarseness.RIGHT:.0f} %",
                help="Largest number of superclasses at which it is right that often.",
            ),
            **{
                column: st.column_config.NumberColumn(label, format="%.2f")
                for column, label in {
                    "accuracy": "Accuracy there (%)",
                    "low": "95% CI low",
                    "high": "95% CI high",
                    "next_accuracy": "Accuracy with one more (%)",
                    "top1_accuracy": "Top-1 accuracy (%)",
                }.items()
            },
            "next_groups": "One more",
            "images": st.column_config.NumberColumn("Images", format="localized"),
        },
        caption="All models with predictions.",
    )


def _by_group(view: SuperclassesView, held: Confusion) -> None:
    def percent(label: str, text: str = "") -> object:
        return st.column_config.NumberColumn(label, format="%.1f", help=text or None)

    frame = errors.by_group(held)
    table(
        frame.rename(columns={"key": "wnid"}),
        key="by_superclass",
        name=f"superclasses-errors-{view.dataset}-{view.model}",
        alt="Accuracy and precision of each superclass",
        columns={
            "name": st.column_config.TextColumn("Superclass", pinned=True),
            "wnid": "Key",
            "images": st.column_config.NumberColumn("Images", format="localized"),
            "accuracy": percent("Accuracy (%)", "Its images that are predicted in it (recall)."),
            "low": percent("95% CI low", "Wilson."),
            "high": percent("95% CI high", "Wilson."),
            "predicted": st.column_config.NumberColumn("Predicted", format="localized"),
            "precision": percent("Precision (%)", "Predictions in it whose label is in it, too."),
            "most_confused": "Most confused with",
            "confused_images": st.column_config.NumberColumn("Images confused", format="localized"),
        },
        caption="Least accurate first.",
        height=320,
    )


def _matrix(view: SuperclassesView, model: Predictions, held: Confusion) -> None:
    section("Confusion of all superclasses")
    most = settings().superclass_matrix
    if len(held.keys) > most:
        st.caption(
            f"A matrix of {counted(len(held.keys), 'superclass')} is too large to be drawn; up to "
            f"{most} are. The download has every cell."
        )
    elif len(held.keys) > 1:
        _heatmap(view, model, held)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Download the matrix, one row per cell with an image:")
        download(
            errors.long(held), f"superclasses-confusion-{view.dataset}-{view.model}", "matrix_csv"
        )


def _heatmap(view: SuperclassesView, model: Predictions, held: Confusion) -> None:
    narrow = is_narrow()
    counts = held.counts if held.counts[:, -1].any() else held.counts[:, :-1]
    shares = counts / held.counts.sum(axis=1, keepdims=True).clip(min=1) * 100
    columns = [*held.names, errors.ELSEWHERE][: counts.shape[1]]
    hover = [
        [
            (f"{label} predicted as {guess}", f"{counted(count, 'image')}, {fixed(share, 1, '%')}")
            for guess, count, share in zip(columns, row, row_shares, strict=True)
        ]
        for label, row, row_shares in zip(held.names, counts.tolist(), shares.tolist(), strict=True)
    ]
    cells = Cells(
        shares.round(2),
        held.names,
        columns,
        hover,
        "share of the superclass (%)"
        if narrow
        else "images with a wrong prediction, share of the true superclass (%)",
    )
    few = len(held.keys) <= 24
    text = [[f"{each:,}" if each else "" for each in row] for row in counts.tolist()]

    def draw(dark: bool) -> go.Figure:
        return heatmap.heatmap(
            cells,
            text=text if few and not narrow else None,
            y_title="true superclass",
            x_title="predicted superclass",
            outlined=True,
            numbered=narrow,
            dark=dark,
            height=220 + (28 if few else 16) * len(held.names),
        )

    chart(
        draw(dark_page()),
        key="superclass_matrix",
        name=f"superclasses-confusion-{view.dataset}-{view.model}",
        of=(model.truth.about,),
        light=lambda: draw(False),
        alt="Share of the images of each superclass that are predicted as each other superclass",
    )
    wrong = int(counts.sum() - np.trace(counts[:, : len(held.keys)]))
    st.caption(
        f"Each of the {int(counts.sum()):,} images is counted once, {wrong:,} of them off the "
        "diagonal. What is right is outlined; only errors are coloured."
        + (" Columns have the numbers of the rows." if narrow else "")
        + (" – is no superclass." if narrow and len(columns) > len(held.keys) else "")
    )
