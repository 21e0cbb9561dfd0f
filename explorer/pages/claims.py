"""The page of published figures: what documents state, checked against the data."""

import streamlit as st

from explorer.audits import claims
from explorer.ui.address import Address
from explorer.ui.headings import page_title, section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.session import open_atlas, options
from explorer.ui.table import NARROW_NAME, table
from explorer.ui.verdict import verdict
from explorer.ui.window import is_narrow
from explorer.views.claims import from_query

MEANINGS = {
    claims.REPRODUCED: "The measured value equals the published one at its published precision.",
    claims.DIFFERS: "The measured value differs from the published one; see the note.",
    claims.NOT_MEASURABLE: "Cannot be computed from these tables; the note says what would be "
    "needed.",
}


atlas = open_atlas()
address = Address(atlas, from_query)
with st.container(horizontal=True, vertical_alignment="bottom"):
    page_title("Published figures, checked against the data", "Published figures")
    st.space("stretch")
    options()
with st.spinner("Checking published figures"):
    figures = claims.published_figures(atlas)
verdict(claims.summary(figures))
metrics(
    Shown(name.capitalize(), float(count), "claims", MEANINGS[name])
    for name, count in claims.tally(figures).items()
)
address.several("verdicts", "Verdicts", {name: name.capitalize() for name in claims.VERDICTS})
shown = figures[figures["verdict"].isin(address.view.verdicts)].drop(
    columns=["claim", "relation", "low", "high"]
)
links = [
    f"{page}?{query}" if page else ""
    for page, query in zip(shown.pop("page").tolist(), shown.pop("query").tolist(), strict=True)
]
shown = shown.assign(link=links).reset_index(drop=True)
table(
    shown,
    key="published_figures",
    name="imagenet-published-figures",
    alt="Claims with their published and measured values and a verdict",
    columns={
        "statement": st.column_config.TextColumn(
            "Claim", pinned=True, width=NARROW_NAME if is_narrow() else "large"
        ),
        "document": st.column_config.TextColumn("Source", width="medium"),
        "published": st.column_config.TextColumn("Published", width=170),
        "unit": st.column_config.TextColumn("Unit", width=150),
        "measured": st.column_config.NumberColumn("Measured", format="localized"),
        "verdict": st.column_config.TextColumn("Verdict", width=120),
        "note": st.column_config.TextColumn("Note", width="large"),
        "link": st.column_config.LinkColumn(
            "Page", display_text="Open", help="Open the page that shows the measured value."
        ),
    },
    column_order=[
        "statement",
        "verdict",
        "published",
        "measured",
        "unit",
        "link",
        "note",
        "document",
    ],
    height=720,
    caption="Measured values are computed from this explorer's data tables when the page loads. "
    "A stated goal and a figure that is only computed here are not judged and not in the tally.",
)
if claims.DIFFERS in address.view.verdicts:
    section("Where the data differ")
    st.markdown("\n".join(f"- {plain(each)}" for each in claims.differences(figures)))
