"""The training plan: caps, floors and weights, before and after, and files that hold it."""

import json

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.balance import plan as plans
from explorer.audits.balance import subtrees, verdicts
from explorer.audits.balance.plan import FORMULAS, SCHEMES, SHORT
from explorer.audits.balance.plan_code import loss_code, sampler_code
from explorer.charts import hovers, lines
from explorer.charts.axis import Axis, ranks
from explorer.errors import ExplorerError
from explorer.formatting import precise
from explorer.pages.balance.controls import controls, source_note
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.own_note import own_note
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.balance import MOST_BETA, MOST_IMAGES, BalanceView

MISSED = (
    "Drawing with replacement hits some images several times and misses others. Expected share "
    "of the images of all classes in use that no draw of an epoch hits, from the weights of this "
    "plan: mean of (1 − p)ᴺ over the images, p the probability of an image per draw and N the "
    "images per epoch; 36.8 % if all images are equally likely and N is their number."
)


def plan_panel(atlas: Atlas, address: Address[BalanceView]) -> None:
    """Draw the panel."""
    view = address.view
    rolled = atlas.roll_up(view.dataset)
    answer = st.container()
    controls(address, rolled.dataset, threshold=False)
    _controls(address)
    try:
        planned = plans.plan(atlas, rolled, view.focus, view.measure, view.rule)
    except ExplorerError as problem:
        st.error(plain(str(problem)), icon=":material/error:")
        return
    unit = subtrees.summed(rolled.dataset.measure(view.measure))[1]
    with answer:
        verdict(verdicts.plan(plans.summary(planned), unit))
        own_note(rolled.dataset)
    _totals(planned)
    if len(planned) >= FEWEST:
        chart(
            lines.lines(
                plans.before_and_after(planned),
                ranks(len(planned)),
                Axis("share of sampled images (%)", logarithmic=True),
                hovers.sampled_at_rank,
            ),
            key="before_after",
            name=f"{view.focus}-plan-{view.dataset}",
            of=(rolled.dataset,),
            alt="Share of sampled images per class, before and after the plan",
        )
    st.caption(source_note(rolled, view))
    name = f"{view.focus}-plan-{view.dataset}"

    def as_json() -> None:
        document = plans.document(
            planned, view.dataset, view.focus, view.measure, view.rule, len(rolled.dataset)
        )
        st.download_button(
            "Download as JSON",
            lambda: json.dumps(document, indent=1),
            file_name=f"{name}.json",
            mime="application/json",
            key="plan_json",
            help="By wnid, and loss weights by class index; the code below reads it.",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )

    table(
        planned,
        key="plan",
        name=name,
        alt="The plan, class by class",
        columns=_columns(view),
        column_order=["name", *planned.columns.drop("name")],
        height=320,
        beside=as_json,
    )
    _code(f"{name}.json")
    _short(address, planned, unit)


def _controls(address: Address[BalanceView]) -> None:
    first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
    with first:
        scheme = address.view.scheme
        address.choice("scheme", "Sample weighting", SCHEMES, help=FORMULAS[scheme])
        if scheme == "effective":
            address.number("beta", "β", 0.0, MOST_BETA, step=0.0001, format="%.5f")
    with second:
        label = "Maximum images per class (cap)"
        address.number("cap", label, 0, MOST_IMAGES, step=100, help="0 = no cap")
    with third:
        label = "Minimum images per class (floor)"
        address.number("floor", label, 0, MOST_IMAGES, step=100, help="0 = no floor")
    with fourth:
        address.choice("short", "Classes below the floor", SHORT)


def _totals(planned: pd.DataFrame) -> None:
    total = plans.summary(planned)
    metrics(
        [
            Shown(
                "Classes used",
                total["classes_used"],
                "classes",
                f"Classes that the plan draws from, of {total['classes']:,.0f}.",
            ),
            Shown(
                "Images per epoch",
                total["images_planned"],
                "images",
                f"{total['images']:,.0f} available; repeats counted.",
            ),
            Shown("Images missed", total["missed_percent"], "%", MISSED),
            Shown(
                "Effective classes",
                total["effective_classes_after"],
                "classes",
                "Effective number of classes after weighting; "
                f"{precise(total['effective_classes_before'])} without a plan.",
            ),
            Shown(
                "Below the floor",
                total["classes_short"],
                "classes",
                "Classes with fewer images than the floor, listed below.",
            ),
        ],
    )


def _columns(view: BalanceView) -> dict[str, object]:
    number = st.column_config.NumberColumn
    return {
        "name": st.column_config.TextColumn("Name", pinned=True),
        "wnid": "wnid",
        "index": number(
            "Index",
            help="Class index: position when the classes of the whole data set are sorted by "
            "wnid, as torchvision's ImageFolder assigns it to a folder that holds them all.",
        ),
        "images": number("Images", format="localized"),
        "missing": number("Shortfall", format="localized", help="Images missing to the floor."),
        "planned": number(
            "Planned",
            format="localized",
            help="Images to use in an epoch, after cap and floor; repeats counted.",
        ),
        "sampler_weight": number(
            "Sampler weight",
            format="%.4g",
            help="Of one image on disk, for a sampler that draws with replacement: planned × "
            "loss weight / images.",
        ),
        "loss_weight": number(
            "Loss weight",
            format="%.4g",
            help=f"Of one planned image; mean 1 over the classes used. {FORMULAS[view.scheme]} "
            "Use it without the sampler: both together weight twice.",
        ),
        "draws": number(
            "Expected draws",
            format="%,.1f",
            help="Of the class in an epoch with the sampler: its share of the images per epoch.",
        ),
        "share_before": number("Share before (%)", format="%.4g"),
        "share_after": number("Share after (%)", format="%.4g"),
        "missed_percent": number(
            "Missed (%)",
            format="%.1f",
            help="Expected share of the class's images that no draw of an epoch hits.",
        ),
    }


def _code(file: str) -> None:
    section("Use in PyTorch")
    sampled, weighted = st.tabs(["Weighted sampler", "Weighted loss"])
    with sampled:
        st.caption(
            "Draws with replacement, every class with its share after the plan. `dataset` is a "
            "torchvision `ImageFolder` with one folder per wnid, of all these classes or of some."
        )
        st.code(sampler_code(file), language="python")
    with weighted:
        st.caption(
            "Instead of the sampler: every planned image once per epoch, weighted in the loss. "
            "The model has one output per folder."
        )
        st.code(loss_code(file), language="python")


def _short(address: Address[BalanceView], planned: pd.DataFrame, unit: str) -> None:
    view = address.view
    short = plans.short_classes(planned)
    if short.empty:
        return
    section(f"Classes with fewer than {view.floor:,} {unit}")
    table(
        short,
        key="short",
        name=f"{view.focus}-short-{view.dataset}",
        alt=f"Classes with fewer {unit} than the floor",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True),
            "wnid": "wnid",
            "images": st.column_config.NumberColumn("Images", format="localized"),
            "missing": st.column_config.NumberColumn("Shortfall", format="localized"),
            "planned": st.column_config.NumberColumn("Planned", format="localized"),
        },
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to open the class.",
        height=260,
    )
