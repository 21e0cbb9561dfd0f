"""Class balance: how images spread over the classes of a subtree, and what to do about it."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from explorer.atlas import Atlas
from explorer.audits import balance
from explorer.charts import bars, lines
from explorer.charts.axis import Axis
from explorer.charts.lines import Rule
from explorer.charts.nested import Colouring
from explorer.datasets import CLASSES, Figures
from explorer.pages import BALANCE, PLAIN
from explorer.pages.address import Address
from explorer.pages.balance_comparison import comparison
from explorer.pages.balance_plan import plan
from explorer.pages.elsewhere import elsewhere
from explorer.pages.metrics import Shown, metrics
from explorer.pages.sectors import how_to, sectors
from explorer.pages.session import open_atlas
from explorer.pages.table import download, folded_table, table
from explorer.pages.text import plain
from explorer.pages.toolbar import toolbar
from explorer.views.balance import MOST_IMAGES, BalanceView, from_query
from explorer.views.hierarchy import CHARTS

# Metrics that open the page.
LEADING = (
    "classes",
    "images",
    "median",
    "gini",
    "imbalance_ratio",
    "effective_classes",
    "under_threshold",
)

# Metrics that are whole numbers.
WHOLE = {"classes", "images", "smallest", "largest", "under_threshold"}


def metric_columns() -> dict[str, ColumnConfig]:
    """Column settings for every metric."""
    return {
        each.key: st.column_config.NumberColumn(
            f"{each.label} (%)" if each.unit == "%" else each.label,
            format="localized" if each.key in WHOLE else "%.4g",
            help=f"{each.meaning} Unit: {each.unit}.",
        )
        for each in balance.METRICS
    }


def _shape(atlas: Atlas, address: Address[BalanceView], figures: Figures) -> None:
    view = address.view
    name = atlas.lexicon.name(view.focus)
    images = balance.counts(figures, view.focus, view.measure).images
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**Images by rank of the class**")
        st.plotly_chart(
            lines.lines(
                balance.rank_size(images, name),
                Axis("rank of the class", logarithmic=True),
                Axis("images per class", logarithmic=bool(images.min() > 0)),
                rules=[Rule("y", view.threshold, f"threshold {view.threshold:,}")],
            ),
            key="rank_size",
            config=PLAIN,
            alt=f"Images of each class under {name}, the largest first",
        )
    with right:
        st.markdown("**Lorenz curve**")
        st.plotly_chart(
            lines.lines(
                balance.lorenz(images, name),
                Axis("share of classes, smallest first", range=(0, 1)),
                Axis("share of images", range=(0, 1)),
                diagonal="all classes equal",
            ),
            key="lorenz",
            config=PLAIN,
            alt=f"Share of images that the smallest classes under {name} hold",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Both curves, class by class:")
        download(
            lambda: balance.ranked_classes(atlas, figures, view.focus, view.measure),
            f"{view.focus}-classes-{view.dataset}",
            "classes_csv",
        )
    shape = balance.histogram(images, name)
    st.markdown("**Classes by number of images**")
    st.plotly_chart(
        bars.histogram(
            shape,
            Axis("images per class", ticks={0: "1", 1: "10", 2: "100", 3: "1,000", 4: "10,000"}),
            Axis("classes"),
            height=260,
        ),
        key="histogram",
        config=PLAIN,
        alt=f"How many classes under {name} have how many images",
    )
    folded_table(
        shape[["least", "most", "y"]],
        key="histogram_table",
        name=f"{view.focus}-histogram-{view.dataset}",
        alt="Classes by number of images",
        columns={"least": "Images, from", "most": "to", "y": "Classes"},
    )
    st.markdown(f"**Classes with fewer than {view.threshold:,} images**")
    small = balance.small_classes(atlas, figures, view.focus, view.measure, view.threshold)
    if small.empty:
        st.caption("There is none.")
    else:
        table(
            small,
            key="small",
            name=f"{view.focus}-under-{view.threshold}-{view.dataset}",
            alt=f"Classes with fewer than {view.threshold} images",
            columns={
                "name": st.column_config.TextColumn("Name", pinned=True),
                "wnid": "wnid",
                "parents": "Parents",
                "count": st.column_config.NumberColumn("Images", format="localized"),
            },
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Select a row to look at that class.",
            height=260,
        )


def _branches(atlas: Atlas, address: Address[BalanceView], figures: Figures) -> None:
    view = address.view
    name = atlas.lexicon.name(view.focus)
    st.markdown("**Where the classes are thin**")
    address.segments(
        "chart",
        "Chart",
        {kind: kind.capitalize() for kind in CHARTS},
        label_visibility="collapsed",
    )
    colour = balance.against_median(figures, view.focus, view.measure, name)
    sectors(
        atlas,
        figures,
        view.focus,
        size=CLASSES,
        colour=colour,
        colouring=Colouring(colour.label, logarithmic=True, middle=1),
        chart=view.chart,  # type: ignore[arg-type]
        on_go=lambda wnid: address.move(focus=wnid),
        height=480,
    )
    st.caption(
        f"Area: classes. Colour: the median of a branch over the median of {plain(name)}; purple "
        f"is thinner than the whole, orange richer. {how_to(view.chart)}"
    )
    found = balance.branches(atlas, figures, view.focus, view.measure, view.threshold)
    if found.empty:
        st.caption(f"No branch of {plain(name)} has a counted class of its own.")
    else:
        table(
            found,
            key=f"branches_{view.focus}_{view.dataset}",
            name=f"{view.focus}-branches-balance-{view.dataset}",
            alt=f"Balance of the branches of {name}",
            columns={
                "name": st.column_config.TextColumn("Branch", pinned=True),
                "wnid": "wnid",
                **metric_columns(),
            },
            column_order=["name", "wnid", *(each.key for each in balance.METRICS)],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="The thinnest first. Select a row to go there. Branches overlap where a class "
            "has several parents.",
        )
    st.markdown(
        "**Inner classes and leaves**",
        help="An inner class has other classes of the data set below it, as dog has its breeds.",
    )
    apart: pd.DataFrame = balance.inner_and_leaves(
        figures, view.focus, view.measure, view.threshold
    )
    table(
        apart,
        key="inner",
        name=f"{view.focus}-inner-and-leaves-{view.dataset}",
        alt="Balance of inner classes and of leaf classes",
        columns={
            "kind": st.column_config.TextColumn("Classes of", pinned=True),
            **metric_columns(),
        },
    )


atlas = open_atlas()
address = Address(atlas, from_query)
view = address.view
toolbar(atlas, address)
dataset = atlas.dataset(view.dataset)
name = atlas.lexicon.name(view.focus)
st.subheader(f"Class balance of {plain(name)}", anchor=False)
elsewhere(BALANCE, view.focus, view.dataset)
measures = {key: dataset.measure(key).label for key in balance.count_measures(dataset)}
if not measures:
    st.info(
        f"How many images each class has is not known for {dataset.title}, so its balance cannot "
        f"be measured. {dataset.note} Choose another data set above.",
        icon=":material/info:",
    )
    st.stop()
figures = atlas.figures(view.dataset)
counted = balance.counts(figures, view.focus, view.measure)
if not counted.wnids:
    st.info(
        f"{dataset.title} has no counted class at or under {plain(name)}. Go up a level, search "
        "for another synset, or choose another data set.",
        icon=":material/info:",
    )
    st.stop()
shape = balance.shape(counted.images, view.threshold)
metrics(
    Shown(each.label, shape[each.key], each.unit, f"{each.meaning} Unit: {each.unit}.")
    for each in balance.METRICS
    if each.key in LEADING
)
measure = dataset.measure(view.measure)
unknown = balance.not_counted(figures, view.focus, view.measure)
st.caption(
    f"{dataset.title}. {measure.meaning}"
    + (f" {unknown:,} more classes have no known count." if unknown else "")
)
first, second, third = st.columns([5, 3, 2], vertical_alignment="bottom")
with first:
    address.segments(
        "panel",
        "Show",
        {
            "shape": "Shape",
            "branches": "Where it comes from",
            "compare": "Side by side",
            "plan": "Training plan",
        },
        label_visibility="collapsed",
    )
with second:
    if len(measures) > 1:
        address.choice("measure", "Count", measures)
with third:
    address.number("threshold", "Small: fewer images than", 1, MOST_IMAGES, step=50)
if view.panel == "shape":
    _shape(atlas, address, figures)
elif view.panel == "branches":
    _branches(atlas, address, figures)
elif view.panel == "compare":
    comparison(atlas, address, shape)
else:
    plan(atlas, address, figures)
