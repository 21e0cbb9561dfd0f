"""The panel of boxes: how many, how large, where, for one or two subtrees."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.boxes import geometry, verdicts
from explorer.audits.source_line import Source, Sourced
from explorer.charts import bars, heatmap, hovers
from explorer.charts.axis import Axis
from explorer.charts.heatmap import Cells
from explorer.charts.hovers import Hover
from explorer.datasets import DataSet
from explorer.datasets.boxes import Boxes
from explorer.formatting import counted, fixed
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.chart_options import dark_page
from explorer.ui.finder import finder
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.nearest import nothing, with_classes
from explorer.ui.own_note import own_note
from explorer.ui.table import download
from explorer.ui.verdict import verdict
from explorer.views.boxes import BoxesView
from explorer.wordnet.noun_table import ENTITY

VALIDATION = (Source("ILSVRC-2012 validation", "validation_boxes"),)


def geometry_panel(atlas: Atlas, address: Address[BoxesView]) -> None:
    """Draw the panel."""
    view = address.view
    dataset = atlas.dataset(view.dataset)
    every = dataset.boxes
    labels = labels_here(atlas, address)
    if not labels:
        return
    name = atlas.lexicon.name(view.focus)
    own = every.of(labels)
    found = geometry.summary(own)
    other_labels = geometry.labels_under(atlas, view.other, view.dataset)
    other_name = "all classes" if view.other == ENTITY else atlas.lexicon.name(view.other)
    missing = "" if other_labels else other_name
    if missing:
        other_labels, other_name = list(range(len(dataset))), "all classes"
    other = every.of(other_labels)
    if labels == other_labels:
        other_name = ""
    called = "all classes" if view.focus == ENTITY else name
    verdict(verdicts.geometry(found, geometry.summary(other), called, other_name))
    own_note(dataset)
    _figures(dataset, len(labels), found, geometry.summary(every))
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        finder(atlas, "other", "Overlay another synset", lambda wnid: address.move(other=wnid))
    with right:
        if view.other != ENTITY:
            st.button(
                "Compare with all classes",
                icon=":material/close:",
                type="tertiary",
                on_click=lambda: address.move(other=ENTITY),
            )
    if missing:
        st.info(f"No class of {plain(dataset.title)} is at or under {plain(missing)}.")
    unplaced = int(np.isnan(own.area).sum())
    if unplaced:
        st.caption(
            f"For {counted(unplaced, 'box')} the image size is not known; they are left out of "
            "scale and location."
        )
    sources = (dataset,) if dataset.own else VALIDATION
    if unplaced < len(own):
        _places(called, own, other_name, other, sources)
    _distributions(view, called, own, other_name, other, sources)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("All boxes (pixel coordinates):")
        download(lambda: geometry.geometry(own), f"{view.focus}-boxes", "boxes_csv")


def _figures(
    dataset: DataSet, classes: int, found: dict[str, float], whole: dict[str, float]
) -> None:
    """Some boxes in figures, beside those of all classes."""
    metrics(
        [
            Shown("Classes", float(classes), "classes", f"Of {plain(dataset.title)}."),
            Shown("Boxes", found["boxes"], "boxes", f"On {images_of(dataset)}."),
            *(
                Shown(label, found[key], unit, f"{meaning} All classes: {fixed(whole[key], 2)}.")
                for key, label, unit, meaning in (
                    ("boxes_per_image", "Boxes per image", "boxes", "Mean."),
                    ("several_percent", "Multiple objects", "%", "Images with more than one box."),
                    (
                        "mean_scale",
                        "Scale per box",
                        "%",
                        "Mean object scale: share of the image that a box covers, mean over boxes.",
                    ),
                    (
                        "class_scale",
                        "Scale per class",
                        "%",
                        "Mean over classes of their mean object scale (Russakovsky et al. 2015).",
                    ),
                    ("median_scale", "Median scale", "%", "Share of the image, over boxes."),
                )
            ),
        ]
    )


def labels_here(atlas: Atlas, address: Address[BoxesView]) -> list[int]:
    """The data set's classes at or under a synset; where there are none, a sentence says so."""
    focus = address.view.focus
    key = address.view.dataset
    dataset = atlas.dataset(key)
    labels = geometry.labels_under(atlas, focus, key)
    if not labels:
        nothing(
            atlas,
            focus,
            f"No class of {plain(short(dataset))} is at or under "
            f"{plain(atlas.lexicon.name(focus))}, and box coordinates are available only for "
            f"{images_of(dataset)}.",
            with_classes(atlas, key),
            lambda wnid: address.move(focus=wnid),
        )
    return labels


def short(dataset: DataSet) -> str:
    """The title of a data set, that of the challenge without its other name."""
    return dataset.title if dataset.own else "ILSVRC-2012"


def boxes_first(keys: Iterable[str]) -> list[str]:
    """Keys of measures, those of images and labels last: they are not about boxes."""
    return sorted(keys, key=lambda key: key.startswith(("images", "labels")))


def images_of(dataset: DataSet) -> str:
    """What the boxes of a data set are on, as Markdown."""
    return f"images of {plain(dataset.title)}" if dataset.own else "ILSVRC-2012 validation images"


def _places(
    name: str, own: Boxes, other_name: str, other: Boxes, sources: Sequence[Sourced]
) -> None:
    section("Object location")
    maps = [(name, geometry.positions(own))]
    if other_name:
        maps.append((other_name, geometry.positions(other)))
    for place, (title, values) in zip(st.columns(2, gap="medium"), maps, strict=False):
        with place:
            st.markdown(plain(title))
            draw = partial(_place_map, values)
            chart(
                draw(dark_page()),
                key=f"places_{title}",
                name=f"{title}-box-places".replace(" ", "-"),
                of=sources,
                light=partial(draw, dark=False),
                alt=f"Share of the boxes of {title} that cover each position in the image",
            )


def _place_map(values: Numbers, dark: bool) -> go.Figure:
    return heatmap.heatmap(
        Cells(values.round(2), [], [], None, "boxes covering this position (%)"),
        square=True,
        labels=False,
        highest=100,
        dark=dark,
        height=420,
    )


def _distributions(
    view: BoxesView,
    name: str,
    own: Boxes,
    other_name: str,
    other: Boxes,
    sources: Sequence[Sourced],
) -> None:
    share = Axis("share of boxes (%)")
    drawn: list[tuple[str, Callable[[Boxes, str], pd.DataFrame], Axis, Axis, Hover]] = [
        ("Size", geometry.areas, Axis("share of the image covered (%)"), share, hovers.area),
        (
            "Aspect ratio",
            geometry.aspects,
            Axis(
                "width over height",
                ticks={-3: "1/8", -2: "1/4", -1: "1/2", 0: "1", 1: "2", 2: "4", 3: "8"},
            ),
            share,
            hovers.aspect,
        ),
        (
            "Objects per image",
            geometry.crowds,
            Axis(
                "boxes per image", ticks={**{float(at): str(at) for at in range(1, 8)}, 8.0: "8+"}
            ),
            Axis("share of images (%)"),
            hovers.crowd(geometry.CROWD),
        ),
    ]
    frames = []
    for place, (title, count, x, y, hover) in zip(st.columns(3, gap="medium"), drawn, strict=True):
        both = [count(own, name)] + ([count(other, other_name)] if other_name else [])
        frame = pd.concat(both, ignore_index=True)
        frames.append(frame.assign(of=title.lower()))
        with place:
            section(f"{title}")
            chart(
                bars.histogram(frame, x, y, hover, height=280),
                key=f"bars_{title}",
                name=f"{view.focus}-boxes-{title}".lower().replace(" ", "-"),
                of=sources,
                alt=f"{title} of the boxes of {name}",
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Data behind the three charts (aspect ratio as its base-2 logarithm):")
        download(
            pd.concat(frames, ignore_index=True), f"{view.focus}-box-distributions", "bars_csv"
        )
