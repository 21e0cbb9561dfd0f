"""The panel on new images: a model's error on ImageNetV2 against the validation images."""

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import generalisation
from explorer.charts import dumbbells
from explorer.charts.axis import Axis
from explorer.charts.hovers import two_errors
from explorer.evaluations.declared import ILSVRC, IMAGENETV2
from explorer.formatting import counted, fixed
from explorer.pages.errors.needs import labels_here
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.markdown import plain
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.errors import ErrorsView

ROWS = 25
"""Branches that the chart draws at most; the table has all."""

DRAWN = {
    "name": "label",
    "error": "first",
    "error_low": "first_low",
    "error_high": "first_high",
    "images": "first_images",
    "new_error": "second",
    "new_error_low": "second_low",
    "new_error_high": "second_high",
    "new_images": "second_images",
}


def new_images_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel."""
    view = address.view
    if not labels_here(atlas, address):
        return
    if not generalisation.in_both(atlas, view.model):
        count = len(generalisation.models(atlas))
        st.info(
            f"Predictions of {plain(view.model)} are not known on both sets of images, but those "
            f"of {counted(count, 'model')} are: choose one above, such as resnet50.",
            icon=":material/info:",
        )
        return
    here = generalisation.drop(atlas, view.model, [view.focus])
    found = generalisation.branches(atlas, view.model, view.focus)
    verdict(generalisation.verdict(here, found, view.model))
    row = here.iloc[0]
    st.caption(
        f"{counted(row['images'], 'validation image')} and {counted(row['new_images'], 'image')} "
        "of ImageNetV2 (matched frequency; Recht et al. 2019): the same classes, no image in "
        "common. Each class has only 10 new images, so small branches are uncertain: with one "
        f"class, one image is {fixed(10, 0)} percentage points. Intervals are for these classes as "
        "given, and not adjusted for how many branches are looked at."
    )
    if found.empty:
        return
    if len(found) >= FEWEST:
        _chart(atlas, address, found)
    _table(address, found)


def _chart(atlas: Atlas, address: Address[ErrorsView], found: pd.DataFrame) -> None:
    view = address.view
    titles = (atlas.evaluation(ILSVRC).about.title, atlas.evaluation(IMAGENETV2).about.title)
    chart(
        dumbbells.dumbbells(
            found.head(ROWS).rename(columns=DRAWN),
            titles,
            Axis("top-1 error (%), 95% CI"),
            two_errors(titles),
        ),
        key="new_images",
        name=f"{view.focus}-new-images-{view.model}",
        of=[atlas.evaluation(key).about for key in (ILSVRC, IMAGENETV2)],
        on_pick=lambda wnid: address.move(focus=wnid),
        alt=f"Top-1 error of {view.model} at each branch, on the validation images and ImageNetV2",
    )
    first = f"The {ROWS} largest differences of {len(found):,} branches; the table has all. "
    st.caption(
        f"{first if len(found) > ROWS else ''}Largest difference first. Click a point to open the "
        "branch."
    )


def _table(address: Address[ErrorsView], found: object) -> None:
    view = address.view
    share, points = "%.2f", "%+.2f"
    number = st.column_config.NumberColumn
    table(
        found,  # type: ignore[arg-type]
        key=f"new_images_{view.focus}",
        name=f"{view.focus}-new-images-{view.model}",
        alt=f"Errors of {view.model} at each branch, on the validation images and ImageNetV2",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
            "classes": number("Classes", format="localized"),
            "images": number("Validation images", format="localized"),
            "error": number("Error, validation (%)", format=share, help="Original labels."),
            "error_low": number("95% CI low", format=share, help="Wilson."),
            "error_high": number("95% CI high", format=share, help="Wilson."),
            "new_images": number("ImageNetV2 images", format="localized"),
            "new_error": number("Error, ImageNetV2 (%)", format=share, help="Original labels."),
            "new_error_low": number("V2 95% CI low", format=share, help="Wilson."),
            "new_error_high": number("V2 95% CI high", format=share, help="Wilson."),
            "difference": number(
                "Difference (pp)", format=points, help="ImageNetV2 less validation."
            ),
            "low": number(
                "Difference CI low",
                format=points,
                help="95%, independent samples (Newcombe 1998, method 10).",
            ),
            "high": number("Difference CI high", format=points),
        },
        column_order=[
            "name",
            "difference",
            "low",
            "high",
            "classes",
            "error",
            "error_low",
            "error_high",
            "images",
            "new_error",
            "new_error_low",
            "new_error_high",
            "new_images",
            "wnid",
        ],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Sorted by difference. Select a row to open it. Branches can share classes.",
    )
