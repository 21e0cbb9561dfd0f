"""Published figures: what documents say of ImageNet, held against the data."""

import pandas as pd
import streamlit as st

from explorer.audits import claims
from explorer.pages.address import Address
from explorer.pages.metrics import Shown, metrics
from explorer.pages.session import open_atlas, options
from explorer.pages.table import table
from explorer.views.claims import VERDICTS, from_query

MEANINGS = {
    claims.REPRODUCED: "The measured value is the published one, as precisely as it was published.",
    claims.DIFFERS: "It is not; the note says why.",
    claims.NOT_MEASURABLE: "The tables cannot tell; the note says what it would take.",
}


@st.cache_data(max_entries=1, show_spinner="Measuring every claim")
def _ledger() -> pd.DataFrame:
    return claims.ledger(atlas)


atlas = open_atlas()
address = Address(atlas, from_query)
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.subheader("Published figures, held against the data", anchor=False)
    st.space("stretch")
    options()
ledger = _ledger()
metrics(
    Shown(verdict.capitalize(), float((ledger["verdict"] == verdict).sum()), "claims", meaning)
    for verdict, meaning in MEANINGS.items()
)
address.several("verdicts", "Verdicts", {verdict: verdict.capitalize() for verdict in VERDICTS})
shown = ledger[ledger["verdict"].isin(address.view.verdicts)].drop(columns=["claim", "low", "high"])
links = [
    f"{page}?{query}" if page else ""
    for page, query in zip(shown.pop("page").tolist(), shown.pop("query").tolist(), strict=True)
]
shown = shown.assign(link=links).reset_index(drop=True)
table(
    shown,
    key="ledger",
    name="imagenet-published-figures",
    alt="Claims with their published and measured values and a verdict",
    columns={
        "statement": st.column_config.TextColumn("Claim", pinned=True, width="large"),
        "document": st.column_config.TextColumn("Who says so", width="medium"),
        "published": st.column_config.TextColumn("Published", width=170),
        "unit": st.column_config.TextColumn("Unit", width=150),
        "measured": st.column_config.NumberColumn("Measured", format="localized"),
        "verdict": st.column_config.TextColumn("Verdict", width=120),
        "note": st.column_config.TextColumn("Why, or what it would take", width="large"),
        "link": st.column_config.LinkColumn(
            "View", display_text="Show", help="The view that shows the measured figure."
        ),
    },
    column_order=[
        "statement",
        "published",
        "measured",
        "unit",
        "verdict",
        "link",
        "note",
        "document",
    ],
    height=720,
    caption="Measured values are computed from the tables of this explorer when the page opens.",
)
