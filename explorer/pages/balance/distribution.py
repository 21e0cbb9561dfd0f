"""The distribution of images over the classes of a subtree: curves, kinds of classes, a list."""

import pandas as pd
import streamlit as st

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.balance import curves, distribution, subtrees, verdicts
from explorer.audits.balance.subtrees import ALL, KINDS
from explorer.charts import bars, hovers, lines
from explorer.charts.axis import Axis, ranks
from explorer.charts.lines import ReferenceLine, Span
from explorer.datasets import RollUp
from explorer.pages.balance.controls import controls, source_note
from explorer.pages.balance.metrics import beside_columns, leading_metrics
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.headings import section
from explorer.ui.own_note import own_note
from explorer.ui.table import download, folded_table, table
from explorer.ui.verdict import verdict
from explorer.views.balance import BalanceView
from explorer.wordnet.noun_table import ENTITY


def distribution_panel(atlas: Atlas, address: Address[BalanceView]) -> None:
    """Draw the panel."""
    view = address.view
    rolled = atlas.roll_up(view.dataset)
    shapes = subtrees.kinds(rolled, view.focus, view.measure, view.threshold)
    found = subtrees.counts(rolled, view.focus, view.measure, view.classes)
    images = found.images
    name = atlas.lexicon.name(view.focus)
    verdict(
        verdicts.distribution(
            images,
            view.threshold,
            _called(view, name),
            subtrees.summed(rolled.dataset.measure(view.measure))[1],
            atlas.lexicon.name(found.wnids[0]),
        )
    )
    own_note(rolled.dataset)
    leading_metrics(shapes[view.classes], rolled.dataset.measure(view.measure))
    controls(address, rolled.dataset)
    if len(images) >= FEWEST:
        _curves(atlas, view, rolled, images, shapes)
    st.caption(source_note(rolled, view))
    with st.container(horizontal=True, vertical_alignment="center"):
        drawn = (
            "Data behind both curves, one row per class"
            if len(images) >= FEWEST
            else "Counts per class"
        )
        st.caption(f"{drawn}:")
        download(
            lambda: subtrees.ranked_classes(atlas, rolled, view.focus, view.measure, view.classes),
            f"{view.focus}-classes-{view.dataset}",
            "classes_csv",
        )
    if len(shapes) > 2:
        _kinds(view, shapes, subtrees.summed(rolled.dataset.measure(view.measure)))
    if len(images) >= FEWEST:
        _histogram(atlas, view, images, subtrees.summed(rolled.dataset.measure(view.measure))[1])
    _small(atlas, address, rolled)


def _called(view: BalanceView, name: str) -> str:
    """What the classes are called: "furniture classes", "leaf classes of dog"."""
    if view.classes == ALL:
        return "classes" if view.focus == ENTITY else f"{name} classes"
    kind = KINDS[view.classes].lower()
    return kind if view.focus == ENTITY else f"{kind} of {name}"


def _curves(
    atlas: Atlas,
    view: BalanceView,
    rolled: RollUp,
    images: Numbers,
    shapes: dict[str, dict[str, float]],
) -> None:
    """Both curves; all classes, leaf classes and internal classes apart where there are both."""
    name = atlas.lexicon.name(view.focus)
    measure = rolled.dataset.measure(view.measure)
    unit = subtrees.summed(measure)[1]
    series = {KINDS[view.classes].lower(): images}
    if view.classes == ALL and len(shapes) > 2:
        series |= {
            KINDS[kind].lower(): subtrees.counts(rolled, view.focus, view.measure, kind).images
            for kind in shapes
        }
    left, right = st.columns(2, gap="medium")
    with left:
        section(f"{unit.capitalize()} per class, ranked")
        chart(
            lines.lines(
                pd.concat([curves.rank_size(each, key) for key, each in series.items()]),
                ranks(len(images)),
                Axis(f"{unit} per class", logarithmic=bool(images.min() > 0)),
                hovers.class_at_rank(unit),
                reference_lines=[
                    ReferenceLine("y", view.threshold, f"threshold {view.threshold:,}")
                ],
                spans=_thin_end(images, view.threshold),
            ),
            key="rank_size",
            name=f"{view.focus}-ranked-{view.dataset}",
            of=(rolled.dataset,),
            alt=f"{unit.capitalize()} of each class under {name}, the largest first",
        )
    with right:
        section("Lorenz curve")
        chart(
            lines.lines(
                pd.concat([curves.lorenz(each, key) for key, each in series.items()]),
                Axis("cumulative share of classes", range=(0, 1)),
                Axis(f"cumulative share of {unit}", range=(0, 1)),
                hovers.smallest_classes(unit),
                diagonal="perfect equality",
            ),
            key="lorenz",
            name=f"{view.focus}-lorenz-{view.dataset}",
            of=(rolled.dataset,),
            alt=f"Lorenz curve of {unit} per class under {name}",
        )


def _thin_end(images: Numbers, threshold: float) -> list[Span]:
    """The ranks of the classes under the threshold, where there are any and not all are."""
    size, small = len(images), int((images < threshold).sum())
    if not 0 < small < size:
        return []
    return [Span(size - small + 0.5, size + 0.5, f"{small:,} under {threshold:,.0f}")]


def _kinds(view: BalanceView, shapes: dict[str, dict[str, float]], summed: tuple[str, str]) -> None:
    section(
        "Internal and leaf classes",
        help="An internal class has other classes of the data set below it (dog has its breeds); "
        "a leaf class has none.",
    )
    columns = beside_columns({kind: KINDS[kind] for kind in shapes})
    table(
        distribution.beside(shapes, summed).drop(columns="key"),
        key="kinds",
        name=f"{view.focus}-internal-and-leaves-{view.dataset}",
        alt="Balance of all, of leaf and of internal classes",
        columns=columns,
        column_order=list(columns),
        written=shapes,
        height="content",
    )


def _histogram(atlas: Atlas, view: BalanceView, images: Numbers, unit: str) -> None:
    name = atlas.lexicon.name(view.focus)
    shape = curves.histogram(images, name)
    section(f"Classes by number of {unit}")
    chart(
        bars.histogram(
            shape,
            Axis(f"{unit} per class", ticks={0: "1", 1: "10", 2: "100", 3: "1,000", 4: "10,000"}),
            Axis("classes"),
            hovers.classes_between(unit),
            height=260,
        ),
        key="histogram",
        name=f"{view.focus}-histogram-{view.dataset}",
        of=(atlas.dataset(view.dataset),),
        alt=f"Histogram of {unit} per class under {name}",
    )
    folded_table(
        shape[["least", "most", "y"]],
        key="histogram_table",
        name=f"{view.focus}-histogram-{view.dataset}",
        alt=f"Classes by number of {unit}",
        columns={"least": "Images (min)", "most": "Images (max)", "y": "Classes"},
    )


def _small(atlas: Atlas, address: Address[BalanceView], rolled: RollUp) -> None:
    view = address.view
    label, unit = subtrees.summed(rolled.dataset.measure(view.measure))
    section(f"Classes with fewer than {view.threshold:,} {unit}")
    small = subtrees.small_classes(
        atlas, rolled, view.focus, view.measure, view.threshold, view.classes
    )
    if small.empty:
        st.caption("None.")
        return
    table(
        small,
        key="small",
        name=f"{view.focus}-under-{view.threshold}-{view.dataset}",
        alt=f"Classes with fewer than {view.threshold} {unit}",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True),
            "wnid": "wnid",
            "kind": "Kind",
            "parents": "Parents",
            "count": st.column_config.NumberColumn(label, format="localized"),
        },
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to open the class.",
        height=260,
    )
