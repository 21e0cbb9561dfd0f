"""The panel of what was removed from the people subtree, step by step."""

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import people, people_verdicts
from explorer.audits.people import LABELLED_BY
from explorer.charts import bars, hovers
from explorer.formatting import counted, written
from explorer.pages.people.columns import NAME, SOURCES, count
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.headings import section
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.people import PeopleView

MINUS = "\u2212"


def removed_panel(atlas: Atlas, _address: Address[PeopleView]) -> None:
    """Draw the panel."""
    found = people.funnel(atlas)
    verdict(people_verdicts.funnel(found))
    steps = people.waterfall(found)
    chart(
        bars.waterfall(
            steps.assign(text=_signed(steps)),
            "person synsets of Fall 2011",
            hovers.step,
        ),
        key="funnel",
        name="people-funnel",
        of=SOURCES,
        alt="Person synsets that each step removes, from "
        f"{written(found['classes'].iloc[0])} to the {written(found['classes'].iloc[-1])} left",
    )
    table(
        found,
        key="funnel_table",
        name="people-funnel",
        alt="Steps with the synsets and images left and the published number of synsets",
        columns={
            "step": st.column_config.TextColumn("Step", pinned=True),
            "classes": count("Synsets"),
            "images": count("Images (Fall 2011)"),
            "published": st.column_config.NumberColumn(
                "Synsets, published", format="localized", help=LABELLED_BY
            ),
        },
        caption="is-a descendants of person, person excluded. Winter 2021 kept the synsets of the "
        "fourth row, whatever their number of images.",
    )
    named = people.individuals(atlas)
    section(f"{counted(len(named), 'class')} under person: WordNet instances (named people)")
    table(
        named,
        key="individuals",
        name="people-individuals",
        alt="Classes under person that are individuals",
        columns={
            "name": NAME,
            "gloss": st.column_config.TextColumn("WordNet definition", width="large"),
            "images": count("Images"),
        },
        column_order=["name", "wnid", "gloss", "images"],
        caption="WordNet lists them as instances. They are not is-a descendants of person, so the "
        "published number of synsets excludes them; they were neither labelled nor removed.",
    )


def _signed(steps: pd.DataFrame) -> list[str]:
    """The number of each bar, with a minus where it is removed."""
    pairs = zip(steps["kind"].tolist(), steps["classes"].tolist(), strict=True)
    return [f"{MINUS if kind == 'removed' else ''}{written(count)}" for kind, count in pairs]
