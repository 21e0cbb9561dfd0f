"""The panel of what each subset kept: shares of branches as lines over the data sets."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import releases, subsets
from explorer.charts import hovers, slopes
from explorer.charts.slopes import Column
from explorer.formatting import counted
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.chart import chart
from explorer.ui.chart_options import dark_page
from explorer.ui.markdown import plain
from explorer.ui.nearest import nothing
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.releases import ReleasesView

FEWEST = 2
"""Data sets that have to be chosen: a line has two ends."""

POINTS = 280
"""Maximum number of points, lines times data sets, that the chart sends to the browser."""


def kept_panel(atlas: Atlas, address: Address[ReleasesView]) -> None:
    """Draw the panel."""
    view = address.view
    among = releases.comparable(atlas)
    titles = {key: atlas.datasets[key].title for key in among}
    with st.expander(
        f"Data sets: {' · '.join(titles[key] for key in view.sets)}", icon=":material/checklist:"
    ):
        address.several("sets", "Data sets", titles, label_visibility="collapsed")
    if len(view.sets) < FEWEST:
        st.info("Select at least two data sets.", icon=":material/info:")
        return
    name = atlas.lexicon.name(view.focus)
    found = subsets.kept(atlas, view.focus, view.sets)
    sentence = subsets.verdict(found, name)
    if not found.branches:
        nothing(
            atlas,
            view.focus,
            plain(sentence),
            releases.with_branches(atlas, view.sets[0], view.sets[-1]),
            lambda wnid: address.move(focus=wnid),
        )
        return
    verdict(sentence)
    most = min(settings().slope_lines, POINTS // len(view.sets))
    lines, columns = subsets.drawn(found, most), _columns(found)
    chart(
        slopes.slopes(lines, columns, hovers.kept_share, dark=dark_page()),
        key=(key := f"kept_{view.focus}_{'_'.join(view.sets)}"),
        name=f"{view.focus}-kept",
        of=[atlas.dataset(each) for each in view.sets],
        light=lambda: slopes.slopes(lines, columns, hovers.kept_share),
        on_select=lambda: _clicked(address, key),
        alt=f"Share of the classes of {counted(len(view.sets), 'data set')} under each branch of "
        f"{name}",
    )
    shown = min(most, len(found.branches))
    which = (
        counted(shown, "branches")
        if shown == len(found.branches)
        else f"The {shown} largest of {len(found.branches):,} branches"
    )
    st.caption(
        f"{which} of {plain(name)}, as a share of all classes of each data set, on a logarithmic "
        "scale; the lines that change by most percentage points are in colour. Click a point to "
        "open the branch, or the triangle under a data set to compare that data set with another. "
        "Branches can share classes."
    )
    _table(address, found, name, titles)


def _columns(found: subsets.Kept) -> list[Column]:
    rows = found.datasets.to_dict("records")
    return [
        Column(str(row["key"]), subsets.heading(str(row["title"])), f"{row['classes']:,}")
        for row in rows
    ]


def _clicked(address: Address[ReleasesView], key: str) -> None:
    wnid, dataset = slopes.clicked(st.session_state[key]["selection"])
    if wnid:
        address.move(focus=wnid)
    elif dataset:
        address.move(dataset=dataset, panel="representation")


def _table(
    address: Address[ReleasesView], found: subsets.Kept, name: str, titles: dict[str, str]
) -> None:
    frame = subsets.wide(found)
    columns: dict[str, object] = {
        "name": st.column_config.TextColumn("Name", pinned=True, width="medium"),
        "wnid": "WordNet ID (wnid)",
    }
    for key in found.datasets["key"]:
        columns[f"share_{key}"] = st.column_config.NumberColumn(
            f"{titles[key]} (%)", format="%.3f", help="Share of all classes of the data set."
        )
        columns[f"classes_{key}"] = st.column_config.NumberColumn(
            f"Classes, {titles[key]}", format="localized"
        )
    table(
        frame,
        key="kept_table",
        name=f"{address.view.focus}-kept",
        alt=f"Branches of {name} with their classes in each data set and the share of these",
        columns=columns,
        column_order=[
            "name",
            *(column for column in columns if column.startswith("share_")),
            *(column for column in columns if column.startswith("classes_")),
            "wnid",
        ],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Largest share first. Select a row to open it.",
        height=300,
    )
