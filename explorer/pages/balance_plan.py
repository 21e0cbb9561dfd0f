"""The training plan: caps, floors and weights, before and after, and files that hold it."""

import json

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import plan as plans
from explorer.audits.plan import FORMULAS, SAMPLER, SCHEMES, SHORT
from explorer.charts import lines
from explorer.charts.axis import Axis
from explorer.datasets import Figures
from explorer.pages import PLAIN
from explorer.pages.address import Address
from explorer.pages.metrics import Shown, metrics
from explorer.pages.table import table
from explorer.views.balance import MOST_BETA, MOST_IMAGES, BalanceView


def plan(atlas: Atlas, address: Address[BalanceView], figures: Figures) -> None:
    """Draw the panel."""
    view = address.view
    first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
    with first:
        address.choice("scheme", "Weight of an image", SCHEMES, help=FORMULAS[view.scheme])
        if view.scheme == "effective":
            address.number("beta", "β", 0.0, MOST_BETA, step=0.0001, format="%.5f")
    with second:
        address.number(
            "cap", "Cap: images used at most", 0, MOST_IMAGES, step=100, help="0 is no cap."
        )
    with third:
        address.number(
            "floor", "Floor: images at least", 0, MOST_IMAGES, step=100, help="0 is no floor."
        )
    with fourth:
        address.choice("short", "Classes under the floor", SHORT)
    planned = plans.plan(atlas, figures, view.focus, view.measure, view.rule)
    total = plans.summary(planned)
    metrics(
        [
            Shown("Classes used", total["classes_used"], "classes", "Classes with planned images."),
            Shown(
                "Images an epoch",
                total["images_planned"],
                "images",
                f"Of {total['images']:,.0f} there are; repeats count.",
            ),
            Shown(
                "Effective classes",
                total["effective_classes_after"],
                "classes",
                f"Of the images drawn; {total['effective_classes_before']:,.1f} without a plan. "
                "See the metric of that name above.",
            ),
            Shown(
                "Cannot reach the floor",
                total["classes_short"],
                "classes",
                "Classes with fewer images than the floor, listed below.",
            ),
        ]
    )
    st.plotly_chart(
        lines.lines(
            plans.before_and_after(planned),
            Axis("rank of the class", logarithmic=True),
            Axis("share of the images drawn (%)", logarithmic=True),
        ),
        key="before_after",
        config=PLAIN,
        alt="Share of the images drawn that each class has, as it is and as planned",
    )
    name = f"{view.focus}-plan-{view.dataset}"
    table(
        planned,
        key="plan",
        name=name,
        alt="The plan, class by class",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True),
            "wnid": "wnid",
            "index": st.column_config.NumberColumn(
                "Index",
                help="Place of the class among all classes of the data set by wnid, as an image "
                "folder numbers them; for ILSVRC-2012 its class index.",
            ),
            "images": st.column_config.NumberColumn("Images", format="localized"),
            "missing": st.column_config.NumberColumn("Missing to the floor", format="localized"),
            "planned": st.column_config.NumberColumn("Planned", format="localized"),
            "weight": st.column_config.NumberColumn(
                "Weight of an image", format="%.4f", help=f"{FORMULAS[view.scheme]} On average 1."
            ),
            "share_before": st.column_config.NumberColumn("Share as it is (%)", format="%.4f"),
            "share_after": st.column_config.NumberColumn("Share as planned (%)", format="%.4f"),
        },
        column_order=["name", *planned.columns.drop("name")],
        height=320,
    )
    document = plans.document(
        planned, view.dataset, view.focus, view.measure, view.rule, len(figures.dataset)
    )
    st.download_button(
        "Download as JSON, by wnid and by class index",
        lambda: json.dumps(document, indent=1),
        file_name=f"{name}.json",
        mime="application/json",
        key="plan_json",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )
    st.markdown("**In a training script**")
    st.code(SAMPLER.format(name=name), language="python")
    short = plans.short_classes(planned)
    if len(short):
        st.markdown(f"**Classes that cannot reach {view.floor:,} images**")
        table(
            short,
            key="short",
            name=f"{view.focus}-short-{view.dataset}",
            alt="Classes that cannot reach the floor",
            columns={
                "name": st.column_config.TextColumn("Name", pinned=True),
                "wnid": "wnid",
                "images": st.column_config.NumberColumn("Images", format="localized"),
                "missing": st.column_config.NumberColumn("Missing", format="localized"),
                "planned": st.column_config.NumberColumn("Planned", format="localized"),
            },
            on_pick=lambda wnid: address.move(focus=wnid),
            height=260,
        )
