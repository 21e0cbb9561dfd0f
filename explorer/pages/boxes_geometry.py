"""The panel of validation boxes: how many, how large, where, by branch and by class."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import box_geometry, subtree, synsets
from explorer.charts import bars, heatmap
from explorer.charts.axis import Axis
from explorer.charts.heatmap import Cells
from explorer.charts.nested import Colouring
from explorer.datasets import CLASSES
from explorer.pages import PLAIN
from explorer.pages.address import Address
from explorer.pages.finder import finder
from explorer.pages.metrics import Shown, metrics
from explorer.pages.overlay import model_choice
from explorer.pages.sectors import HOW_TO, sectors
from explorer.pages.table import download, measure_columns, table
from explorer.pages.text import plain
from explorer.views.boxes import BoxesView
from explorer.wordnet import ENTITY

NAME = st.column_config.TextColumn("Name", pinned=True, width="medium")
BY_ORDER = {
    "smallest": ("mean_scale", True),
    "crowded": ("boxes_per_image", False),
    "chance": ("chance_percent", True),
    "index": ("index", True),
}


def geometry(atlas: Atlas, address: Address[BoxesView]) -> None:
    """Draw the panel; the atlas has ILSVRC-2012 with its box measures."""
    view = address.view
    every = box_geometry.load()
    labels = box_geometry.labels_under(atlas, view.focus)
    name = atlas.lexicon.name(view.focus)
    if not labels:
        st.info(
            f"No class of ILSVRC-2012 is at or under {plain(name)}, and only its validation "
            "images have boxes whose places are known. Go up a level, or search for another "
            "synset.",
            icon=":material/info:",
        )
        return
    own = every.of(labels)
    found = box_geometry.summary(own)
    whole = box_geometry.summary(every)
    metrics(
        [
            Shown("Classes", float(len(labels)), "classes", "Of ILSVRC-2012."),
            Shown("Validation boxes", found["boxes"], "boxes", "On its validation images."),
            *(
                Shown(label, found[key], unit, f"{meaning} All classes: {whole[key]:.2f}.")
                for key, label, unit, meaning in (
                    ("boxes_per_image", "Boxes an image", "boxes", "Mean."),
                    ("several_percent", "Several objects", "%", "Images with more than one box."),
                    ("mean_scale", "Mean scale", "%", "Share of the image that a box covers."),
                    ("median_scale", "Median scale", "%", "Share of the image."),
                )
            ),
        ]
    )
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        finder(atlas, "other", "Lay another synset over", lambda wnid: address.move(other=wnid))
    other_labels = box_geometry.labels_under(atlas, view.other)
    other_name = "all classes" if view.other == ENTITY else atlas.lexicon.name(view.other)
    with right:
        if view.other != ENTITY:
            st.button(
                "Compare with all classes again",
                icon=":material/close:",
                type="tertiary",
                on_click=lambda: address.move(other=ENTITY),
            )
    if not other_labels:
        st.info(f"No class of ILSVRC-2012 is at or under {plain(other_name)}.")
        other_labels, other_name = list(atlas.class_index), "all classes"
    other = every.of(other_labels)
    same = labels == other_labels
    _places(name, own, "" if same else other_name, other)
    _distributions(view, name, own, "" if same else other_name, other)
    _branches(atlas, address)
    _classes(atlas, address, labels)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Every box here, in pixels:")
        download(lambda: box_geometry.geometry(atlas, own), f"{view.focus}-boxes", "boxes_csv")


def _places(name: str, own: box_geometry.Boxes, other_name: str, other: box_geometry.Boxes) -> None:
    st.markdown("**Where objects lie**")
    maps = [(name, box_geometry.positions(own))]
    if other_name:
        maps.append((other_name, box_geometry.positions(other)))
    highest = max(float(values.max()) for _, values in maps)
    for place, (title, values) in zip(st.columns(2, gap="medium"), maps, strict=False):
        with place:
            st.markdown(plain(title))
            st.plotly_chart(
                heatmap.heatmap(
                    Cells(values.round(2), [], [], None, "boxes that cover the place (%)"),
                    square=True,
                    labels=False,
                    highest=highest,
                    height=420,
                ),
                key=f"places_{title}",
                config=PLAIN,
                alt=f"Share of the boxes of {title} that cover each place of the image",
            )


def _distributions(
    view: BoxesView, name: str, own: box_geometry.Boxes, other_name: str, other: box_geometry.Boxes
) -> None:
    share = Axis("share of boxes (%)")
    drawn: list[tuple[str, Callable[[box_geometry.Boxes, str], pd.DataFrame], Axis, Axis]] = [
        ("Size", box_geometry.areas, Axis("share of the image covered (%)"), share),
        (
            "Shape",
            box_geometry.aspects,
            Axis(
                "width over height",
                ticks={-3: "1/8", -2: "1/4", -1: "1/2", 0: "1", 1: "2", 2: "4", 3: "8"},
            ),
            share,
        ),
        (
            "Objects",
            box_geometry.crowds,
            Axis(
                "boxes on an image", ticks={**{float(at): str(at) for at in range(1, 8)}, 8.0: "8+"}
            ),
            Axis("share of images (%)"),
        ),
    ]
    frames = []
    for place, (title, count, x, y) in zip(st.columns(3, gap="medium"), drawn, strict=True):
        both = [count(own, name)] + ([count(other, other_name)] if other_name else [])
        frame = pd.concat(both, ignore_index=True)
        frames.append(frame.drop(columns="hover").assign(of=title.lower()))
        with place:
            st.markdown(f"**{title}**")
            st.plotly_chart(
                bars.histogram(frame, x, y, height=280),
                key=f"bars_{title}",
                config=PLAIN,
                alt=f"{title} of the boxes of {name}",
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("The three distributions (shape: logarithm to the base 2):")
        download(
            pd.concat(frames, ignore_index=True), f"{view.focus}-box-distributions", "bars_csv"
        )


def _branches(atlas: Atlas, address: Address[BoxesView]) -> None:
    """Boxes, and a model's errors beside them, by branch."""
    view = address.view
    figures = atlas.figures("ilsvrc2012")
    measures = {measure.key: measure.label for measure in figures.dataset.measures}
    st.markdown("**By branch**")
    first, second = st.columns(2)
    with first:
        address.choice("measure", "Colour", measures)
    with second:
        model_choice(address)
    measure = figures.dataset.measure(view.measure)
    sectors(
        atlas,
        figures,
        view.focus,
        size=CLASSES,
        colour=subtree.measured(figures, view.measure),
        colouring=Colouring(measure.heading, measure.additive),
        chart=view.chart,  # type: ignore[arg-type]
        on_go=lambda wnid: address.move(focus=wnid),
        height=420,
    )
    st.caption(f"Area: classes of ILSVRC-2012. {plain(measure.meaning)} {HOW_TO}")
    children = synsets.children(atlas, view.focus, "ilsvrc2012")
    children = children[children["classes"] > 0].reset_index(drop=True)
    if len(children):
        table(
            children[["wnid", "name", *measures]],
            key=f"box_branches_{view.focus}",
            name=f"{view.focus}-validation-box-branches",
            alt="Branches with the figures of their validation boxes and a model's errors",
            columns={"name": NAME, **measure_columns(figures.dataset)},
            column_order=["name", "wnid", *measures],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Select a row to go there. Branches overlap.",
        )


def _classes(atlas: Atlas, address: Address[BoxesView], labels: list[int]) -> None:
    address.segments(
        "order",
        "Classes first that have",
        {
            "smallest": "the smallest objects",
            "crowded": "the most objects an image",
            "chance": "the least chance",
            "index": "the lowest index",
        },
    )
    column, ascending = BY_ORDER[address.view.order]
    found = box_geometry.classes(atlas, labels).sort_values(
        [column, "index"], ascending=[ascending, True], ignore_index=True
    )
    share = "%.1f"
    table(
        found,
        key="classes",
        name=f"{address.view.focus}-box-classes",
        alt="Classes with figures of their validation boxes",
        columns={
            "name": NAME,
            "index": "Index",
            "boxes": st.column_config.NumberColumn("Boxes", format="localized"),
            "boxes_per_image": st.column_config.NumberColumn("Boxes an image", format="%.2f"),
            "several_percent": st.column_config.NumberColumn("Several objects (%)", format=share),
            "most_boxes": st.column_config.NumberColumn("Most on an image", format="localized"),
            "mean_scale": st.column_config.NumberColumn("Mean scale (%)", format=share),
            "median_scale": st.column_config.NumberColumn("Median scale (%)", format=share),
            "chance_percent": st.column_config.NumberColumn(
                "Chance (%)",
                format=share,
                help="Chance performance of localisation (Russakovsky et al. 2015): share of "
                "pairs of the class's boxes that overlap by at least half, on a unit square.",
            ),
        },
        column_order=["name", *found.columns.drop("name")],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to look at that class.",
        height=340,
    )
