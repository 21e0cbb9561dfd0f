"""The panel of what each data set still has of the people subtree."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import people, people_verdicts
from explorer.audits.errors import nodes
from explorer.audits.people import LABELLED_BY, PERSON, SAFETY
from explorer.charts import bars, hovers
from explorer.charts.bars import Layer
from explorer.charts.palette import BLUE, GREY, ORANGE, VERMILION
from explorer.evaluations.declared import ILSVRC
from explorer.formatting import written
from explorer.pages.people.columns import NAME, SOURCES, count
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.headings import section
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.people import PeopleView
from explorer.views.reading import MODEL

LAYERS = (
    Layer("safe", "safe", BLUE),
    Layer("sensitive", "sensitive", ORANGE),
    Layer("offensive", "offensive", VERMILION),
    Layer("not_labelled", "not labelled", GREY),
)


def remaining_panel(atlas: Atlas, address: Address[PeopleView]) -> None:
    """Draw the panel."""
    found = people.held(atlas)
    verdict(people_verdicts.held(found, len(atlas.datasets) - 1))
    ranked = found.sort_values("classes", ascending=False, kind="stable", ignore_index=True)
    chart(
        bars.stacked(
            ranked.assign(
                label=ranked["title"], text=[written(each) for each in ranked["classes"]]
            ),
            LAYERS,
            "person classes",
            hovers.labelled_classes,
            clicks="key",
        ),
        key="held_chart",
        name="people-still-held",
        of=SOURCES,
        on_pick=lambda key: address.move(panel="rule", dataset=key),
        alt="Person classes of each data set by safety label, most classes first",
    )
    st.caption("Click a bar to open the drop list of that data set.")
    table(
        found,
        key="held",
        name="people-still-held",
        alt="Data sets with their person classes by safety",
        columns={
            "title": st.column_config.TextColumn("Data set", pinned=True),
            "key": None,
            "classes": count("Person classes"),
            **{label: count(label.capitalize()) for label in SAFETY},
            "not_labelled": st.column_config.NumberColumn(
                "Not labelled",
                format="localized",
                help="person itself and named people (WordNet instances).",
            ),
            **{f"images_{label}": count(f"Images, {label}") for label in SAFETY},
        },
        height="content",
        caption=f"Safety: {LABELLED_BY}. Image counts of ImageNet-21K-P are derived from those of "
        "other data sets. Data sets without person classes are not listed.",
    )
    _challenge(atlas)
    st.button(
        "Create a drop list",
        icon=":material/playlist_remove:",
        on_click=lambda: address.move(panel="rule"),
    )


def _challenge(atlas: Atlas) -> None:
    """The challenge's few people, with a model's errors on them."""
    model = atlas.evaluation(ILSVRC).model(MODEL)
    inside = atlas.hierarchy.named(atlas.hierarchy.subtree(PERSON))
    wnids = [wnid for wnid in inside if wnid in atlas.index_of]
    found = nodes.nodes(atlas, model, wnids)[["wnid", "name", "top1_error", "real_error"]]
    found.insert(2, "safety", [atlas.safety.get(wnid, "not labelled") for wnid in wnids])
    section(f"Person classes in ILSVRC-2012 and {MODEL} errors")
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
        caption="50 validation images per class. See Model errors for other models.",
    )
