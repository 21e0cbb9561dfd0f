"""Data sets: which classes are in which, which branches one has more of, and their class lists."""

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import class_list, release_verdicts, releases
from explorer.audits.containment import containment, sentence
from explorer.charts import dumbbells, hovers
from explorer.charts.axis import Axis
from explorer.charts.intersections import intersections
from explorer.datasets import CLASSES, DataSet
from explorer.formatting import counted
from explorer.pages.releases.class_list import class_list_panel
from explorer.pages.releases.kept import kept_panel
from explorer.pages.releases.similarity import similarity_panel
from explorer.ui.address import Address
from explorer.ui.chart import FEWEST, chart
from explorer.ui.dataset_choice import dataset_titles
from explorer.ui.head import page_head
from explorer.ui.markdown import plain
from explorer.ui.navigation import RELEASES
from explorer.ui.nearest import nothing, with_classes
from explorer.ui.own_note import own_note
from explorer.ui.panels import Panel, draw_panel
from explorer.ui.sectors import how_to, measured_sectors
from explorer.ui.session import open_atlas
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.releases import ReleasesView, from_query
from explorer.wordnet.noun_table import ENTITY

COLUMNS_DRAWN = 24  # combinations of data sets in the chart; the table has all
NAME = st.column_config.TextColumn("Name", pinned=True, width="medium")


def _count(label: str) -> object:
    return st.column_config.NumberColumn(label, format="localized")


def _share(label: str) -> object:
    return st.column_config.NumberColumn(label, format="%.2f")


def _representation(atlas: Atlas, address: Address[ReleasesView]) -> None:
    view = address.view
    first, second = (atlas.dataset(key).title for key in (view.dataset, view.second))
    name = plain(atlas.lexicon.name(view.focus))
    found = releases.representation(atlas, view.dataset, view.second, view.focus)
    if found.empty:
        nothing(
            atlas,
            view.focus,
            f"Neither data set has classes under a branch of {name}.",
            releases.with_branches(atlas, view.dataset, view.second),
            lambda wnid: address.move(focus=wnid),
        )
        return
    if found["difference"].notna().any():
        verdict(release_verdicts.representation(found, first, second), _inside(atlas, view))
        _about(atlas, view)
        if len(found) >= FEWEST:
            chart(
                dumbbells.dumbbells(
                    releases.pairs(found),
                    (first, second),
                    Axis("share of the data set's classes (%)"),
                    hovers.two_shares((first, second)),
                ),
                key="representation",
                name=f"{view.focus}-shares-{view.dataset}-{view.second}",
                of=(atlas.dataset(view.dataset), atlas.dataset(view.second)),
                on_pick=lambda wnid: address.move(focus=wnid),
                alt=f"Branches by their share of {first} and of {second}, sorted by difference",
            )
    else:
        nothing(
            atlas,
            view.focus,
            f"{first if found['share_first'].isna().all() else second} has no class under {name}, "
            "so there are no shares to compare. The table has the counts of both.",
            with_classes(atlas, view.dataset) & with_classes(atlas, view.second),
            lambda wnid: address.move(focus=wnid),
        )
    _shares(address, found, first, second)


def _shares(address: Address[ReleasesView], found: pd.DataFrame, first: str, second: str) -> None:
    """The table of both shares of each branch."""
    view = address.view
    compared = found["difference"].notna().any()
    table(
        found,
        key="representation_table",
        name=f"{view.focus}-{view.dataset}-against-{view.second}",
        alt="Branches with their share of both data sets",
        columns={
            "name": NAME,
            "classes_first": _count(f"Classes, {first}"),
            "share_first": _share(f"Share of {first} (%)"),
            "classes_second": _count(f"Classes, {second}"),
            "share_second": _share(f"Share of {second} (%)"),
            "difference": st.column_config.NumberColumn("Difference (pp)", format="%+.2f"),
            "ratio": st.column_config.NumberColumn(
                "Ratio", format="%.2f", help="First share divided by second share."
            ),
        },
        column_order=[
            "name",
            "difference",
            "share_first",
            "share_second",
            "ratio",
            "classes_first",
            "classes_second",
            "wnid",
        ],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption=("Largest differences first. " if compared else "Most classes first. ")
        + "Select a row to open it. Branches can share classes, so shares may sum to more than "
        "100 %.",
    )


def _nested(atlas: Atlas, address: Address[ReleasesView], dataset: DataSet, colour: str) -> None:
    rolled = releases.roll_up(atlas.hierarchy, dataset)
    measure = dataset.measure(colour)
    drawn = measured_sectors(
        atlas,
        rolled,
        address.view.focus,
        size=CLASSES,
        measure=colour,
        chart="treemap",
        on_go=lambda wnid: address.move(focus=wnid),
        height=480,
        few=False,
    )
    if drawn:
        said = f"Area: {dataset.noun} of {dataset.title}. {measure.meaning} {how_to('treemap')}"
        st.caption(plain(said))


def _missing(atlas: Atlas, address: Address[ReleasesView]) -> None:
    view = address.view
    first, second = (atlas.dataset(key) for key in (view.dataset, view.second))
    lacking = releases.missing_classes(atlas, view.dataset, view.second, view.focus)
    name = atlas.lexicon.name(view.focus)
    if with_classes(atlas, view.dataset)[atlas.hierarchy.positions([view.focus])[0]]:
        verdict(
            release_verdicts.missing(lacking, first.title, second.title, name),
            _inside(atlas, view) if len(lacking) else "",
        )
        _about(atlas, view)
    _nested(atlas, address, releases.without(first, second), releases.MISSING_SHARE)
    if len(lacking):
        table(
            lacking,
            key="missing",
            name=f"{view.focus}-in-{view.dataset}-not-in-{view.second}",
            alt=f"Classes of {first.title} that {second.title} lacks",
            columns={"name": NAME, "parents": "Parents"},
            on_pick=lambda wnid: address.move(focus=wnid),
        )


def _membership(atlas: Atlas, address: Address[ReleasesView]) -> None:
    view = address.view
    keys = releases.imagenet(atlas, view.dataset, view.second)
    found = releases.membership(atlas, view.focus, keys)
    combined = releases.intersections(found)
    if combined.empty:
        nothing(
            atlas,
            view.focus,
            f"No data set has a class under {plain(atlas.lexicon.name(view.focus))}.",
            with_classes(atlas, *keys),
            lambda wnid: address.move(focus=wnid),
        )
        return
    titles = {key: atlas.datasets[key].title for key in found.columns}
    verdict(release_verdicts.membership(found, atlas.lexicon.name(view.focus), titles))
    drawn = [key for key in keys if found[key].any()]
    if len(combined) >= FEWEST:
        chart(
            intersections(combined.head(COLUMNS_DRAWN), drawn, [titles[key] for key in drawn]),
            key="intersections",
            name=f"{view.focus}-data-sets-in-common",
            of=[atlas.dataset(key) for key in drawn],
            alt="UpSet plot: number of classes per combination of data sets, largest first",
        )
        some = f"the {COLUMNS_DRAWN} largest of {counted(len(combined), 'group')}. "
        st.caption(
            "Each column is the group of classes that belong to exactly the data sets marked below "
            f"it (UpSet plot){f'; {some}' if len(combined) > COLUMNS_DRAWN else '. '}The scale is "
            "logarithmic. ImageNet's lists, and the data set chosen above if it is another one."
        )
    table(
        combined[["classes", *found.columns]],
        key="groups",
        name=f"{view.focus}-data-sets",
        alt="How many classes are in exactly which data sets",
        columns={"classes": _count("Classes"), **titles},
        height=300,
    )


def _coverage(atlas: Atlas, address: Address[ReleasesView]) -> None:
    view = address.view
    dataset = atlas.dataset(view.dataset)
    found = releases.covered_branches(atlas, view.dataset, view.focus)
    at = atlas.hierarchy.positions([view.focus])
    classes, synsets = (
        float(atlas.roll_up(key).subtree(CLASSES, at)[0]) for key in (view.dataset, "wordnet")
    )
    name = atlas.lexicon.name(view.focus)
    verdict(release_verdicts.coverage(found, classes, synsets, dataset.title, name))
    _nested(
        atlas,
        address,
        releases.coverage(atlas.dataset("wordnet"), dataset),
        releases.COVERED_SHARE,
    )
    if len(found):
        table(
            found,
            key="covered",
            name=f"{view.focus}-covered-by-{view.dataset}",
            alt=f"Share of WordNet's branches that {dataset.title} has a class for",
            columns={
                "name": NAME,
                "synsets": _count("Synsets in WordNet"),
                "classes": _count(f"Classes, {dataset.title}"),
                "share": _share("Covered (%)"),
            },
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="The least covered first. Select a row to open it.",
        )


def _inside(atlas: Atlas, view: ReleasesView) -> str:
    """How much of the first data set is inside the second one, in a sentence."""
    found = containment(atlas, view.dataset, view.second, view.focus)
    first, second = (atlas.dataset(key) for key in (view.dataset, view.second))
    where = "" if view.focus == ENTITY else atlas.lexicon.name(view.focus)
    return sentence(found, first.title, second.title, where)


def _about(atlas: Atlas, view: ReleasesView) -> None:
    """What the two data sets are, and what their sums mean."""
    first, second = (atlas.dataset(key) for key in (view.dataset, view.second))
    st.caption(plain(" ".join([first.summary, first.note, class_list.caveats(first)])))
    if second.key != first.key:
        own_note(second)


PANELS = (
    Panel("kept", "What each subset kept", kept_panel),
    Panel("representation", "Over- and under-representation", _representation),
    Panel("missing", "Missing classes", _missing),
    Panel("membership", "Class overlap", _membership),
    Panel("coverage", "Coverage of WordNet", _coverage),
    Panel("similarity", "Similarity", similarity_panel),
    Panel("classes", "Class list", class_list_panel),
)

atlas = open_atlas()
address = Address(atlas, from_query)
view = address.view
keys = releases.comparable(atlas)
title = f"Data sets compared: {plain(atlas.lexicon.name(view.focus))}"
page_head(atlas, address, RELEASES, title, datasets=keys, panels=PANELS)
if view.panel in ("representation", "missing"):
    address.choice("second", "Compare with", dataset_titles(atlas, keys), width=360)
elif view.panel != "classes":  # the class list says it itself
    own_note(atlas.dataset(view.dataset))
draw_panel(atlas, address, PANELS)
