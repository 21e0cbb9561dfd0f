"""People: what the person subtree held, what was removed by which rule, what is still there."""

import json

import pandas as pd
import streamlit as st

from explorer import predictions
from explorer.atlas import Atlas
from explorer.audits import errors, people, releases
from explorer.audits.people import LABELLED_BY, PERSON, RELEASED, SAFETY, Rule
from explorer.charts import bars, scatter
from explorer.charts.axis import Axis
from explorer.datasets import CLASSES
from explorer.formatting import records
from explorer.pages import HIERARCHY, PLAIN
from explorer.pages.address import Address
from explorer.pages.metrics import Shown, metrics
from explorer.pages.people_context import CONTEXT, IMAGEABILITY
from explorer.pages.sectors import how_to, measured_sectors
from explorer.pages.session import open_atlas
from explorer.pages.table import download, table
from explorer.pages.text import plain
from explorer.pages.toolbar import toolbar
from explorer.views.people import MOST_IMAGES, PeopleView, from_query
from explorer.views.reading import MODEL

NAME = st.column_config.TextColumn("Name", pinned=True, width="medium")


def _count(label: str) -> object:
    return st.column_config.NumberColumn(label, format="localized")


def _funnel(atlas: Atlas, _address: Address[PeopleView]) -> None:
    found = people.funnel(atlas)
    st.plotly_chart(
        bars.ranked(
            pd.DataFrame(
                {
                    "label": found["step"],
                    "value": found["classes"],
                    "text": [f"{count:,}" for count in found["classes"]],
                    "hover": [
                        f"{step}: {count:,} synsets, {images:,.0f} images"
                        for step, count, images in zip(
                            found["step"], found["classes"], found["images"], strict=True
                        )
                    ],
                }
            ),
            "person synsets of Fall 2011",
        ),
        key="funnel",
        config=PLAIN,
        alt="Person synsets that are left after each step, from 2,832 to 139",
    )
    table(
        found,
        key="funnel_table",
        name="people-funnel",
        alt="Steps with the synsets and images left and the published number of synsets",
        columns={
            "step": st.column_config.TextColumn("Step", pinned=True),
            "classes": _count("Synsets"),
            "images": _count("Images (Fall 2011)"),
            "published": st.column_config.NumberColumn(
                "Synsets, published", format="localized", help=LABELLED_BY
            ),
        },
        caption="Under person by is-a edges, without person itself. Winter 2021 is Fall 2011 "
        "without those that the fourth step leaves out.",
    )
    named = people.individuals(atlas)
    st.markdown("**Three classes are individuals, not sorts of people**")
    table(
        named,
        key="individuals",
        name="people-individuals",
        alt="Classes under person that are individuals",
        columns={
            "name": NAME,
            "gloss": st.column_config.TextColumn("Who WordNet says it is", width="large"),
            "images": _count("Images"),
        },
        column_order=["name", "wnid", "gloss", "images"],
        caption="WordNet has them as instances of a sort of person. They are no is-a descendants, "
        "so the published 2,832 leaves them out, and they were neither labelled nor removed.",
    )


def _rule(atlas: Atlas, address: Address[PeopleView]) -> None:
    view = address.view
    first, second, third = st.columns(3)
    with first:
        address.several("keep", "Labels that stay", {label: label for label in SAFETY})
    with second:
        address.slider(
            "min_imageability",
            "Imageability at least",
            1.0,
            5.0,
            step=0.1,
            help=f"{IMAGEABILITY} At 1, synsets that were never rated stay too.",
        )
    with third:
        address.number("min_images", "Images at least", 0, MOST_IMAGES, step=50)
    found = people.people(atlas, view.focus)
    done = people.outcome(found, view.rule)
    metrics(
        [
            Shown("Synsets that stay", done.classes_kept, "synsets", "At or under the focus."),
            Shown("Synsets that leave", done.classes_dropped, "synsets", "At or under the focus."),
            Shown("Images that stay", done.images_kept, "images", "Fall 2011."),
            Shown("Images that leave", done.images_dropped, "images", "Fall 2011."),
        ],
        width=200,
    )
    _winter(atlas, view)
    by_branch = people.branches(atlas, view.focus, view.rule)
    st.markdown(f"**Branches of {plain(atlas.lexicon.name(view.focus))}**")
    if by_branch.empty:
        st.caption("There is no labelled synset below.")
    else:
        table(
            by_branch,
            key=f"branches_{view.focus}",
            name=f"{view.focus}-people-branches",
            alt="Branches with their synsets by safety, kept and dropped",
            columns={
                "name": NAME,
                "classes": _count("Synsets"),
                **{label: _count(label.capitalize()) for label in SAFETY},
                "unsafe_percent": st.column_config.NumberColumn("Unsafe (%)", format="%.1f"),
                "median_imageability": st.column_config.NumberColumn(
                    "Median imageability", format="%.2f"
                ),
                "kept": _count("Stay"),
                "dropped": _count("Leave"),
                "images_kept": _count("Images that stay"),
                "images_dropped": _count("Images that leave"),
            },
            column_order=["name", *by_branch.columns.drop("name")],
            on_pick=lambda wnid: address.move(focus=wnid),
            caption="Most unsafe synsets first. Select a row to look inside. Branches overlap.",
        )
    _drop_list(atlas, address)


def _winter(atlas: Atlas, view: PeopleView) -> None:
    if people.reproduces_winter(atlas, view.rule):
        every = people.people(atlas)
        released, strict = (
            people.outcome(every, rule).classes_dropped for rule in (RELEASED, Rule(strict=True))
        )
        st.success(
            f"This rule reproduces the Winter 2021 list exactly: Fall 2011 without {released:,} "
            f"synsets. The {strict:,} that circulates is the same rule with an imageability above "
            "4 instead of at least 4; it does not match the released list.",
            icon=":material/check_circle:",
        )
    else:
        st.caption(
            "This rule is not the one of the Winter 2021 release, which keeps what is safe and "
            "has an imageability of at least 4."
        )


def _drop_list(atlas: Atlas, address: Address[PeopleView]) -> None:
    view = address.view
    st.markdown("**What to drop from a data set**")
    titles = {key: atlas.datasets[key].title for key in releases.comparable(atlas)}
    address.choice("dataset", "Data set", titles)
    dropped = people.drop_list(atlas, view.dataset, view.rule)
    if dropped.empty:
        st.info(
            f"{titles[view.dataset]} has no class that this rule drops.",
            icon=":material/info:",
        )
        return
    name = f"{view.dataset}-drop-list"
    table(
        dropped,
        key="dropped",
        name=name,
        alt=f"Classes of {titles[view.dataset]} that the rule drops, with reasons",
        columns={
            "name": NAME,
            "safety": "Safety",
            "imageability": st.column_config.NumberColumn("Imageability", format="%.2f"),
            "images": _count("Images (Fall 2011)"),
            "reason": st.column_config.TextColumn("Reason", width="large"),
            "labelled_by": "Labelled by",
        },
        column_order=["name", *dropped.columns.drop("name")],
        caption=f"{len(dropped):,} of the {len(atlas.dataset(view.dataset)):,} classes.",
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
    if points.empty:
        st.info("No synset here was rated for its imageability.", icon=":material/info:")
        return
    st.caption(
        f"{IMAGEABILITY} {found['imageability'].notna().sum():,} synsets here were rated, median "
        f"{found['imageability'].median():.2f}; the rest, all offensive, never were."
    )
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**Imageability by safety**")
        st.plotly_chart(
            bars.histogram(
                people.imageability_bars(found),
                Axis("imageability (mean rating, 1 to 5)"),
                Axis("synsets"),
                height=420,
            ),
            key="imageability",
            config=PLAIN,
            alt="How many safe and sensitive synsets have which imageability",
        )
    with right:
        st.markdown("**Imageability and images**")
        st.plotly_chart(
            scatter.scatter(
                points,
                Axis("imageability (mean rating, 1 to 5)"),
                Axis("images (Fall 2011)", logarithmic=True),
                hover="%{customdata}<br>imageability %{x:.2f}<br>%{y:,} images",
            ),
            key="imageability_images",
            on_select=_open_point,
            selection_mode="points",
            config=PLAIN,
            alt="Imageability of each synset against its images",
        )
        st.caption("Click a point to open the synset in the hierarchy.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Both charts, synset by synset:")
        download(found, f"{address.view.focus}-people", "people_csv")


def _open_point() -> None:
    wnid = scatter.clicked(st.session_state["imageability_images"]["selection"])
    if wnid:
        st.session_state["people_opened"] = wnid


def _held(atlas: Atlas, address: Address[PeopleView]) -> None:
    found = people.held(atlas)
    table(
        found,
        key="held",
        name="people-still-held",
        alt="Data sets with their person classes by safety",
        columns={
            "title": st.column_config.TextColumn("Data set", pinned=True),
            "key": None,
            "classes": _count("Person classes"),
            **{label: _count(label.capitalize()) for label in SAFETY},
            "not_labelled": st.column_config.NumberColumn(
                "Not labelled",
                format="localized",
                help="Person itself, and classes that are individuals in WordNet.",
            ),
            **{f"images_{label}": _count(f"Images, {label}") for label in SAFETY},
        },
        height="content",
        caption=f"Safety: {LABELLED_BY}. Images of all but Fall 2011 and ILSVRC-2012 are derived "
        "from the counts of those. Data sets that are not listed have no class under person.",
    )
    _challenge(atlas)
    st.button(
        "Make a drop list",
        icon=":material/playlist_remove:",
        on_click=lambda: address.move(panel="rule"),
    )


def _challenge(atlas: Atlas) -> None:
    """The challenge's few people, with a model's errors on them."""
    model = predictions.find(MODEL)
    inside = atlas.hierarchy.named(atlas.hierarchy.subtree(PERSON))
    wnids = [wnid for wnid in inside if wnid in atlas.index_of]
    found = errors.nodes(atlas, model, wnids)[["wnid", "name", "top1_error", "real_error"]]
    found.insert(2, "safety", [atlas.safety.get(wnid, "not labelled") for wnid in wnids])
    st.markdown("**ILSVRC-2012's people, and a model's errors on them**")
    table(
        found,
        key="challenge_people",
        name="ilsvrc2012-people",
        alt="The person classes of ILSVRC-2012 with their errors",
        columns={
            "name": NAME,
            "safety": "Safety",
            "top1_error": st.column_config.NumberColumn(f"Top-1 error, {MODEL} (%)", format="%.1f"),
            "real_error": st.column_config.NumberColumn(f"ReaL error, {MODEL} (%)", format="%.1f"),
        },
        column_order=["name", *found.columns.drop("name")],
        height="content",
        caption="50 validation images a class; other models are on the page of model errors.",
    )


def _loss(atlas: Atlas, address: Address[PeopleView]) -> None:
    view = address.view
    dataset = releases.without(atlas.dataset("fall11"), atlas.dataset("winter21"))
    figures = releases.figures(atlas.hierarchy, dataset)
    measure = dataset.measure(releases.MISSING_SHARE)
    measured_sectors(
        atlas,
        figures,
        view.focus,
        size=CLASSES,
        measure=measure.key,
        chart="treemap",
        on_go=lambda wnid: address.move(focus=wnid),
    )
    st.caption(
        f"From Fall 2011 to Winter 2021. Area: classes of Fall 2011. {measure.meaning} Nothing "
        f"outside the people subtree was removed. {how_to('treemap')}"
    )
    gone = releases.missing_classes(atlas, "fall11", "winter21", view.focus)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{len(gone):,} classes here were removed:")
        download(gone, f"{view.focus}-removed", "removed_csv")


def _context(_atlas: Atlas, _address: Address[PeopleView]) -> None:
    st.markdown(CONTEXT)


atlas = open_atlas()
if opened := st.session_state.pop("people_opened", None):
    st.switch_page(str(HIERARCHY), query_params={"focus": opened})
address = Address(atlas, from_query)
view = address.view
toolbar(atlas, address, datasets=())
name = "People" if view.focus == PERSON else f"People: {plain(atlas.lexicon.name(view.focus))}"
st.subheader(name, anchor=False)
st.caption(
    f"Labels of synsets by {LABELLED_BY}. Nobody in an image is judged here: no skin colour, "
    "gender or age is inferred or shown. Offensive terms are hidden until asked for under Options."
)
address.segments(
    "panel",
    "Show",
    {
        "funnel": "What was removed",
        "rule": "Rule and drop list",
        "imageability": "Imageability",
        "held": "What data sets still hold",
        "loss": "Where the loss fell",
        "context": "Context",
    },
    label_visibility="collapsed",
)
{
    "funnel": _funnel,
    "rule": _rule,
    "imageability": _imageability,
    "held": _held,
    "loss": _loss,
    "context": _context,
}[view.panel](atlas, address)
