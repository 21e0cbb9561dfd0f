"""Errors over the hierarchy in one strip: of one model, and of two against each other."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.errors import strip
from explorer.charts import strip as charts
from explorer.charts.strip import Part, Words
from explorer.charts.two_sided import TwoSided
from explorer.evaluations import ByImage, Model, Need, Predictions, lacking
from explorer.evaluations.truth import About
from explorer.formatting import counted, fixed
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.chart_options import dark_page
from explorer.ui.markdown import plain
from explorer.ui.table import folded_table
from explorer.ui.verdict import verdict
from explorer.views.errors import ErrorsView
from explorer.wordnet.depth_first import REST
from explorer.wordnet.noun_table import ENTITY

ONE_MODEL = (1.0, 4.0, 8.0, 12.0, 16.0)
TWO_MODELS = (0.5, 2.0, 4.0, 8.0, 12.0)
"""Ends of the steps of colour in percentage points, the same at every synset."""


def errors_strip(atlas: Atlas, address: Address[ErrorsView], model: Model) -> None:
    """Draw the strip of one model under the sentences that it supports."""
    view = address.view
    found = strip.errors(atlas, model, view.focus)
    labels = strip.labels_called(model)
    apart = isinstance(model, Predictions)
    sentence, divided = strip.verdict(found, model.model), strip.parts_verdict(found, labels)
    verdict(sentence, divided)
    if not apart:
        why = lacking(model, Need.PREDICTED_CLASS, f"dividing its errors by {labels} needs")
        st.caption(plain(why))
    if len(found.classes) < FEWEST:
        return
    named: tuple[tuple[str, str, dict[bool, str]], ...] = (
        ("rejected", f"wrong by {labels} too", charts.REJECTED),
        ("unrated", f"on images without {labels}", charts.UNRATED),
        ("accepted", f"accepted by {labels}", charts.ACCEPTED),
    )
    divided = "".join(f"\n{{{column}}} % {name}" for column, name, _ in named)
    if not apart:
        named, divided = (("error", "wrong by the original labels", charts.REJECTED),), ""
    head = "{name}\ntop-1 error {error} %"
    _chart(
        address,
        found.classes,
        _bands(atlas, found, view.focus),
        lambda dark: [Part(column, name, colour[dark]) for column, name, colour in named],
        {"error": 1, "images": 0, "difference": 1, **dict.fromkeys(strip.PARTS[: 3 * apart], 1)},
        Words(
            axis="top-1 error (%)",
            mean=(found.overall, f"all classes {fixed(found.overall, 1, '%')}"),
            bands="Top-1 error less that of all classes (percentage points)",
            bar_hover=f"{head} of {{images}} images{divided}",
            band_hover=f"{head} of {{images:,}} images"
            f"\n{{difference:+}} points from all classes{divided}",
        ),
        ONE_MODEL,
        model.truth.about,
        f"{view.focus}-errors-in-order-{model.model}",
        f"Top-1 errors of {model.model} over {counted(len(found.classes), 'class')} in the order "
        "of WordNet, and the branches coloured by their error less that of all classes",
    )
    _table(
        address,
        found,
        f"errors-in-order-{model.model}",
        {
            "error": st.column_config.NumberColumn("Top-1 error (%)", format="%.2f"),
            "difference": st.column_config.NumberColumn(
                "Less all classes (pp)", format="%+.2f", help="Percentage points."
            ),
            **(
                {
                    column: st.column_config.NumberColumn(
                        f"{name.capitalize()} (pp)".replace("Real ", "ReaL "), format="%.2f"
                    )
                    for column, name, _ in named
                }
                if apart
                else {}
            ),
        },
        [] if apart else list(strip.PARTS),
    )


def difference_strip(
    atlas: Atlas, address: Address[ErrorsView], first: ByImage, second: ByImage
) -> None:
    """Draw the strip of two models: the difference of their errors."""
    view = address.view
    found = strip.differences(atlas, first, second, view.focus)
    if len(found.classes) < FEWEST:
        return
    away = found.classes["difference"]
    classes = found.classes.assign(better=away.clip(upper=0), worse=away.clip(lower=0))
    one, two = charts.escaped(first.model), charts.escaped(second.model)
    hover = (
        "{name}\n{difference:+} percentage points"
        f"\n{one} {{error_first}} %, {two} {{error_second}} %"
        "\n{images:,} images"
    )
    bands = _bands(atlas, found, view.focus)
    bands["verdict"] = ["not significant" if pale else "significant" for pale in bands["faded"]]
    _chart(
        address,
        classes,
        bands,
        lambda dark: [
            Part("better", f"{two} is better", TwoSided(TWO_MODELS, dark).colour(-TWO_MODELS[2])),
            Part("worse", f"{one} is better", TwoSided(TWO_MODELS, dark).colour(TWO_MODELS[2])),
        ],
        {
            "images": 0,
            "error_first": 1,
            "error_second": 1,
            "difference": 1,
        },
        Words(
            axis="difference (pp)",
            mean=(found.overall, f"all classes {fixed(found.overall, 1)} pp"),
            bands="Second less first model (pp); faded: not significant",
            bar_hover=hover,
            band_hover=f"{hover}, {{verdict}}",
        ),
        TWO_MODELS,
        first.truth.about,
        f"{view.focus}-{first.model}-against-{second.model}-in-order",
        f"Top-1 error of {second.model} less that of {first.model} over "
        f"{counted(len(found.classes), 'class')} in the order of WordNet, and by branch",
    )
    _table(
        address,
        found,
        f"{first.model}-against-{second.model}-in-order",
        {
            "error_first": st.column_config.NumberColumn(
                f"Error, {first.model} (%)", format="%.2f"
            ),
            "error_second": st.column_config.NumberColumn(
                f"Error, {second.model} (%)", format="%.2f"
            ),
            "difference": st.column_config.NumberColumn("Difference (pp)", format="%+.2f"),
            "q": st.column_config.NumberColumn(
                "q", format="%.2g", help="p adjusted for the whole hierarchy (Benjamini-Hochberg)."
            ),
            "different": st.column_config.CheckboxColumn("Significant"),
        },
        [],
    )


def _bands(atlas: Atlas, found: strip.Strip, focus: str) -> pd.DataFrame:
    """The bands to draw; the one of the focus itself leads up to its parent."""
    bands = strip.bands(found, settings().strip_levels, settings().strip_bands)
    above = atlas.hierarchy.main_path(focus)[:-1]
    if above and len(bands):
        bands.loc[0, "name"] = f"\u2191 {bands['name'].iloc[0]}"
        bands.loc[0, "wnid"] = above[-1]
    return bands


def _chart(
    address: Address[ErrorsView],
    classes: pd.DataFrame,
    bands: pd.DataFrame,
    parts: Callable[[bool], list[Part]],
    said: dict[str, int],
    words: Words,
    edges: tuple[float, float, float, float, float],
    about: About,
    name: str,
    alt: str,
) -> None:
    view = address.view

    def draw(dark: bool) -> go.Figure:
        return charts.strip(classes, bands, parts(dark), said, words, TwoSided(edges, dark))

    key = f"strip_{view.panel}_{view.focus}"
    chart(
        draw(dark_page()),
        key=key,
        name=name,
        of=(about,),
        light=lambda: draw(False),
        on_pick=lambda wnid: address.move(focus=wnid),
        alt=alt,
    )
    up = "" if view.focus == ENTITY else " (the topmost to go up)"
    st.caption(
        f"{counted(len(classes), 'class')} in the order of WordNet, below them the branches "
        f"that they are under. Click a band to open it{up}, or select its row under Show data. A "
        "class with several parents is drawn under one of them; the figures of a branch count all "
        "its classes."
    )


def _table(
    address: Address[ErrorsView],
    found: strip.Strip,
    name: str,
    columns: dict[str, object],
    left_out: list[str],
) -> None:
    """Every branch and class of the strip, in its order."""
    frame = found.branches[found.branches["wnid"] != REST]
    frame = frame.drop(columns=["first", "end", *left_out])
    folded_table(
        frame,
        key=f"strip_table_{address.view.panel}",
        name=f"{address.view.focus}-{name}",
        alt="Branches and classes in the order of WordNet with the figures of the strip",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
            "level": st.column_config.NumberColumn("Level", help="Steps below the synset."),
            "classes": st.column_config.NumberColumn("Classes", format="localized"),
            "images": st.column_config.NumberColumn("Images", format="localized"),
            "wnid": "WordNet ID (wnid)",
            **columns,
        },
        column_order=["name", "level", *columns, "images", "classes", "wnid"],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Branches before what is under them. Select a row to open it.",
        height=340,
    )
