"""People: what was in the person subtree, which rule removed what, and what remains."""

import json

import numpy as np
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import people, people_verdicts, releases
from explorer.audits.people import LABELLED_BY, PERSON, RELEASED, SAFETY, PeopleRule
from explorer.charts import bars, hovers, scatter
from explorer.charts.axis import Axis
from explorer.datasets import CLASSES
from explorer.formatting import counted, records, written
from explorer.pages.people.columns import NAME, SOURCES, count
from explorer.pages.people.context import CONTEXT, IMAGEABILITY
from explorer.pages.people.remaining import remaining_panel
from explorer.pages.people.removed import removed_panel
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.dataset_choice import dataset_titles
from explorer.ui.head import page_head
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.navigation import HIERARCHY, PEOPLE
from explorer.ui.nearest import nothing
from explorer.ui.own_note import own_note
from explorer.ui.panels import Panel, draw_panel
from explorer.ui.sectors import how_to, measured_sectors
from explorer.ui.session import open_atlas
from explorer.ui.table import download, table
from explorer.ui.verdict import verdict
from explorer.views.people import MOST_IMAGES, PeopleView, from_query


def _rule(atlas: Atlas, address: Address[PeopleView]) -> None:
    view = address.view
    answer = st.container()
    first, second, third, last = st.columns(4)
    with first:
        address.several("keep", "Keep labels", {label: label for label in SAFETY})
    with second:
        address.slider(
            "min_imageability",
            "Minimum imageability",
            1.0,
            5.0,
            step=0.1,
            help=f"{IMAGEABILITY} At 1, unrated synsets are kept as well.",
        )
    with third:
        address.number(
            "min_images", "Minimum images", 0, MOST_IMAGES, step=50, help="Images in Fall 2011."
        )
    with last:
        titles = {key: atlas.datasets[key].title for key in releases.comparable(atlas)}
        address.choice("dataset", "Data set", dataset_titles(atlas, releases.comparable(atlas)))
    name = plain(atlas.lexicon.name(view.focus))
    found = people.within(atlas, people.people(atlas, view.focus), view.dataset)
    done = people.outcome(found, view.rule, "images_there")
    with answer:
        verdict(people_verdicts.rule(done, titles[view.dataset], atlas.lexicon.name(view.focus)))
        own_note(atlas.dataset(view.dataset))
    shown = plain(titles[view.dataset])
    which = f"Labelled classes of {shown} under {name}."
    there = f"Images in {shown} under {name}; – where it has no counts per class."
    metrics(
        [
            Shown("Synsets kept", done.classes_kept, "synsets", which),
            Shown("Synsets removed", done.classes_dropped, "synsets", which),
            Shown("Images kept", done.images_kept, "images", there),
            Shown("Images removed", done.images_dropped, "images", there),
        ],
    )
    _winter(atlas, view)
    by_branch = people.branches(atlas, view.focus, view.rule, view.dataset)
    section(f"Branches of {name} in {shown}")
    if by_branch.empty:
        st.caption(f"{shown} has no labelled class under the children of {name}.")
    else:
        table(
            by_branch,
            key=f"branches_{view.focus}_{view.dataset}",
            name=f"{view.focus}-people-branches-{view.dataset}",
            alt="Branches with their synsets by safety, kept and dropped",
            columns={
                "name": NAME,
                "classes": count("Synsets"),
                **{label: count(label.capitalize()) for label in SAFETY},
                "unsafe_percent": st.column_config.NumberColumn("Unsafe (%)", format="%.1f"),
                "median_imageability": st.column_config.NumberColumn(
                    "Median imageability", format="%.2f"
                ),
                "kept": count("Kept"),
                "dropped": count("Removed"),
                "images_kept": count("Images kept"),
                "images_dropped": count("Images removed"),
            },
            column_order=["name", *by_branch.columns.drop("name")],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Sorted by number of unsafe synsets. Select a row to open it. Branches can "
            "share classes.",
        )
    _drop_list(atlas, address)


def _winter(atlas: Atlas, view: PeopleView) -> None:
    if people.reproduces_winter(atlas, view.rule):
        every = people.people(atlas)
        released, strict = (
            people.outcome(every, rule).classes_dropped
            for rule in (RELEASED, PeopleRule(strict=True))
        )
        st.success(
            f"This rule reproduces the Winter 2021 list exactly: Fall 2011 without {released:,} "
            f"synsets. The often-quoted {strict:,} comes from requiring imageability above 4 "
            "rather than at least 4; it does not match the released list.",
            icon=":material/check_circle:",
        )
    else:
        st.caption(
            "This rule differs from the Winter 2021 rule, which keeps safe synsets with "
            "imageability of at least 4."
        )


def _drop_list(atlas: Atlas, address: Address[PeopleView]) -> None:
    view = address.view
    title = atlas.dataset(view.dataset).title
    section(f"Drop list of {plain(title)}")
    dropped = people.drop_list(atlas, view.dataset, view.rule)
    if dropped.empty:
        st.info(
            f"This rule drops no class of {plain(title)}.",
            icon=":material/info:",
        )
        return
    name = f"{view.dataset}-drop-list"
    table(
        dropped,
        key="dropped",
        name=name,
        alt=f"Classes of {title} that the rule drops, with reasons",
        columns={
            "name": NAME,
            "safety": "Safety",
            "imageability": st.column_config.NumberColumn("Imageability", format="%.2f"),
            "images": count("Images (Fall 2011)"),
            "reason": st.column_config.TextColumn("Reason", width="large"),
            "labelled_by": "Labelled by",
        },
        column_order=["name", *dropped.columns.drop("name")],
        caption=f"{written(len(dropped))} of "
        f"{counted(len(atlas.dataset(view.dataset)), 'class')}, under person as a whole.",
    )
    with st.container(horizontal=True):
        for label, ending, mime, content in (
            ("JSON", "json", "application/json", lambda: json.dumps(records(dropped), indent=1)),
            ("plain text", "txt", "text/plain", lambda: people.plain_text(dropped)),
        ):
            st.download_button(
                f"Download as {label}",
                content,
                file_name=f"{name}.{ending}",
                mime=mime,
                key=f"dropped_{ending}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


def _imageability(atlas: Atlas, address: Address[PeopleView]) -> None:
    found = people.people(atlas, address.view.focus)
    points = people.imageability_points(found)
    rated = found["imageability"].dropna()
    rest = rated.size < len(found)
    if points.empty:
        every = people.people(atlas)
        wnids = every.loc[every["imageability"].notna(), "wnid"].tolist()
        places = atlas.hierarchy.positions(wnids)
        nothing(
            atlas,
            address.view.focus,
            "No synset here has an imageability rating.",
            atlas.hierarchy.roll_up(np.ones(len(wnids)), places) > 0,
            lambda wnid: address.move(focus=wnid),
        )
        return
    verdict(people_verdicts.imageability(rated, people.IMAGEABLE))
    st.caption(f"{IMAGEABILITY}{' Synsets labelled offensive were not rated.' if rest else ''}")
    left, right = st.columns(2, gap="medium")
    with left:
        section("Imageability by safety")
        chart(
            bars.histogram(
                people.imageability_bars(found),
                Axis("imageability (mean rating, 1 to 5)"),
                Axis("synsets"),
                hovers.rated_between,
                height=420,
            ),
            key="imageability",
            name=f"{address.view.focus}-imageability",
            of=SOURCES,
            alt="Histogram of imageability by safety label",
        )
    with right:
        section("Imageability vs. number of images")
        chart(
            scatter.scatter(
                points,
                Axis("imageability (mean rating, 1 to 5)"),
                Axis("images (Fall 2011)", logarithmic=True),
                hover="%{customdata}\nimageability %{x:.2f}\n%{y:,} images",
            ),
            key="imageability_images",
            name=f"{address.view.focus}-imageability-images",
            of=SOURCES,
            on_pick=_open,
            alt="Imageability of each synset against its images",
        )
        st.caption("Click a point to open the synset in the hierarchy.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Data behind both charts:")
        download(found, f"{address.view.focus}-people", "people_csv")


def _open(wnid: str) -> None:
    st.session_state["people_opened"] = wnid


def _loss(atlas: Atlas, address: Address[PeopleView]) -> None:
    view = address.view
    dataset = releases.without(atlas.dataset("fall11"), atlas.dataset("winter21"))
    rolled = releases.roll_up(atlas.hierarchy, dataset)
    measure = dataset.measure(releases.MISSING_SHARE)
    gone = releases.missing_classes(atlas, "fall11", "winter21", view.focus)
    at = atlas.hierarchy.positions([view.focus])
    every = float(rolled.subtree(CLASSES, at)[0])
    verdict(people_verdicts.loss(len(gone), every, atlas.lexicon.name(view.focus)))
    measured_sectors(
        atlas,
        rolled,
        view.focus,
        size=CLASSES,
        measure=measure.key,
        chart="treemap",
        on_go=lambda wnid: address.move(focus=wnid),
    )
    st.caption(
        f"From Fall 2011 to Winter 2021. Area: classes of Fall 2011. {measure.meaning} Nothing "
        f"was removed outside the person subtree. {how_to('treemap')}"
    )
    name = plain(atlas.lexicon.name(view.focus))
    table(
        gone,
        key="removed",
        name=f"{view.focus}-removed",
        alt=f"Classes under {name} that Winter 2021 no longer has",
        columns={"name": NAME, "parents": "Parents"},
        on_pick=lambda wnid: address.move(focus=wnid),
        caption=f"Removed under {name}: {counted(len(gone), 'class')}. Select a row to open it.",
        height=340,
    )


def _context(_atlas: Atlas, _address: Address[PeopleView]) -> None:
    st.markdown(CONTEXT)


PANELS = (
    Panel("funnel", "What was removed", removed_panel),
    Panel("rule", "Rule and drop list", _rule),
    Panel("imageability", "Imageability", _imageability),
    Panel("held", "What remains in each data set", remaining_panel),
    Panel("loss", "Removed classes by branch", _loss),
    Panel("context", "Context", _context),
)

atlas = open_atlas()
if opened := st.session_state.pop("people_opened", None):
    st.switch_page(str(HIERARCHY), query_params={"focus": opened})
address = Address(atlas, from_query)
view = address.view
name = "People" if view.focus == PERSON else f"People: {plain(atlas.lexicon.name(view.focus))}"
page_head(
    atlas,
    address,
    PEOPLE,
    name,
    datasets=(),
    panels=PANELS,
    about=f"Labels of synsets by {LABELLED_BY}. No attribute of any person in an image is "
    "inferred or shown. Offensive terms are hidden unless enabled under Options.",
)
draw_panel(atlas, address, PANELS)
