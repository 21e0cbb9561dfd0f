"""The branches of a subtree by their balance: a chart of medians, and a table."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.balance import subtrees, verdicts
from explorer.audits.balance.distribution import METRICS
from explorer.audits.balance.subtrees import ALL
from explorer.charts.sector_colours import Colouring
from explorer.datasets import CLASSES
from explorer.pages.balance.controls import controls, source_note
from explorer.pages.balance.metrics import metric_columns
from explorer.ui.address import Address
from explorer.ui.markdown import plain
from explorer.ui.own_note import own_note
from explorer.ui.sectors import how_to, sectors
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.balance import BalanceView
from explorer.views.hierarchy import CHARTS


def branches_panel(atlas: Atlas, address: Address[BalanceView]) -> None:
    """Draw the panel."""
    view = address.view
    rolled = atlas.roll_up(view.dataset)
    name = atlas.lexicon.name(view.focus)
    found = subtrees.branches(atlas, rolled, view.focus, view.measure, view.threshold, view.classes)
    unit = subtrees.summed(rolled.dataset.measure(view.measure))[1]
    verdict(verdicts.branches(found, unit, name))
    own_note(rolled.dataset)
    controls(address, rolled.dataset)
    address.segments(
        "chart",
        "Chart",
        {kind: kind.capitalize() for kind in CHARTS},
        label_visibility="collapsed",
    )
    colour = subtrees.against_median(rolled, view.focus, view.measure, name, view.classes)
    sectors(
        atlas,
        rolled,
        view.focus,
        size=CLASSES,
        colour=colour,
        colouring=Colouring(colour.label, logarithmic=True, middle=1),
        chart=view.chart,  # type: ignore[arg-type]
        on_go=lambda wnid: address.move(focus=wnid),
        height=480,
    )
    st.caption(
        f"Area: {'classes' if view.classes == ALL else 'all classes'}. Colour: branch median "
        f"relative to the median of {plain(name)}; purple below, green above. "
        f"{how_to(view.chart)} {source_note(rolled, view)}"
    )
    if found.empty:
        return
    table(
        found,
        key=f"branches_{view.focus}_{view.dataset}",
        name=f"{view.focus}-branches-balance-{view.dataset}",
        alt=f"Balance of the branches of {name}",
        columns={
            "name": st.column_config.TextColumn("Branch", pinned=True),
            "wnid": "wnid",
            "internal": st.column_config.NumberColumn(
                "Internal classes",
                format="localized",
                help="Classes with other classes of the data set below them, counted among the "
                "classes; choose leaf classes above to leave them out.",
            ),
            **metric_columns(rolled.dataset.measure(view.measure)),
        },
        column_order=[
            "name",
            "wnid",
            "classes",
            "internal",
            *(each.key for each in METRICS if each.key != "classes"),
        ],
        written=[each.key for each in METRICS if not each.whole],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Sorted by median, lowest first. Select a row to open it. Branches can share "
        "classes.",
    )
