"""Hierarchy: find a synset, walk the tree, see what stands under it, and how it is reached."""

from urllib.parse import urlencode

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import branches, lineages, overview, synsets
from explorer.audits.overlays import WITHIN_ILSVRC
from explorer.audits.people import LABELLED_BY, UNSAFE
from explorer.formatting import written
from explorer.pages import HIERARCHY
from explorer.pages.address import Address
from explorer.pages.elsewhere import elsewhere
from explorer.pages.finder import finder
from explorer.pages.lineage import LineageEdge, LineageRow, lineage
from explorer.pages.lineage import picked as picked_synset
from explorer.pages.overlay import model_choice, open_overlaid
from explorer.pages.own_models import with_own
from explorer.pages.sectors import how_to, measured_sectors
from explorer.pages.table import folded_table, measure_columns, table
from explorer.pages.text import plain
from explorer.pages.toolbar import toolbar
from explorer.pages.tree import TreeRow, outlet, picked, toggled, tree
from explorer.settings import settings
from explorer.views.hierarchy import CHARTS, View, from_query, sizes

TREE, LINEAGE = "tree", "lineage"
OPENED, WIDENED, SELECTED = "tree_opened", "tree_widened", "tree_selected"


@st.fragment
def _tree(atlas: Atlas, address: Address[View]) -> None:
    view = address.view
    state = st.session_state
    selected = state.get(SELECTED, "")
    if branches.steps(selected)[-1] != view.focus:
        selected = branches.path_to(atlas, view.focus, overview.TREE_ENTRIES)
        state[SELECTED] = selected
        opened = branches.opened_down_to(selected) | {selected}
        state[OPENED] = state.get(OPENED, frozenset()) | opened
    figures = atlas.figures(view.dataset)
    listed = branches.rows(
        atlas,
        figures,
        overview.TREE_ENTRIES,
        state.get(OPENED, frozenset()),
        limit=settings().tree_rows,
        widened=state.get(WIDENED, frozenset()),
        selected=selected,
    )
    tops = [row.wnid for row in listed if row.level == 1]
    names = dict(zip(tops, atlas.lexicon.telling_names(tops), strict=True))
    shown = [
        TreeRow(
            id=row.path,
            wnid=row.wnid,
            label=_label(atlas, row, names),
            level=row.level,
            state=row.state,
            figures=held,
            selected=row.path == selected,
            note="" if row.state == "more" else _note(atlas, row.wnid),
            position=row.position,
            siblings=row.siblings,
        )
        for row, held in zip(listed, branches.row_figures(figures, listed), strict=True)
    ]
    tree(
        shown,
        key=TREE,
        label="Branches of the hierarchy",
        columns=tuple(measure.unit for measure in branches.shown_measures(figures)),
        height=860,
        on_toggle=_toggle,
        on_pick=lambda: _pick_from_within(address),
    )


def _label(atlas: Atlas, row: branches.Branch, names: dict[str, str]) -> str:
    """What a row is called: entry points of the same name are told apart."""
    if row.state == "more":
        return f"{row.rest} more"
    return names[row.wnid] if row.level == 1 else atlas.lexicon.name(row.wnid)


def _note(atlas: Atlas, wnid: str) -> str:
    """What a row says when pointed at: its definition, and a mark of sensitive labels."""
    safety = atlas.safety.get(wnid)
    mark = f" [{safety} as a label, {LABELLED_BY}]" if safety in UNSAFE else ""
    return f"{wnid}: {atlas.lexicon.gloss(wnid)}{mark}"


def _toggle() -> None:
    path = toggled(TREE)
    state = st.session_state
    if not path:
        return
    parent, _, step = path.rpartition("/")
    if step == branches.MORE:
        state[WIDENED] = state.get(WIDENED, frozenset()) | {parent}
    else:
        state[OPENED] = state.get(OPENED, frozenset()) ^ {path}


def _pick(address: Address[View]) -> None:
    path = picked(TREE)
    if path:
        state = st.session_state
        state[SELECTED] = path
        state[OPENED] = state.get(OPENED, frozenset()) | {path}
        address.move(focus=branches.steps(path)[-1])


def _pick_from_within(address: Address[View]) -> None:
    """Pick before the page is whole and hears of it: the fragment's run becomes the page's."""
    _pick(address)
    st.rerun()


def _links(label: str, relatives: list[dict[str, str]], address: Address[View]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f":gray[{label}]")
        for relative in relatives:
            st.page_link(
                str(HIERARCHY),
                label=plain(relative["name"]),
                icon=":material/arrow_upward:",
                query_params=address.query(focus=relative["wnid"]),
            )


def _card(atlas: Atlas, address: Address[View]) -> None:
    view = address.view
    card = synsets.card(atlas, view.focus, view.dataset)
    badges = [f"`{card['wnid']}`"]
    if card["ilsvrc2012_index"] is not None:
        badges.append(f":blue-badge[ILSVRC class {card['ilsvrc2012_index']}]")
    if card["instance"]:
        badges.append(":orange-badge[an individual, not a sort]")
    if card["safety"] in UNSAFE:
        badges.append(f":red-badge[{card['safety']} as a label, {LABELLED_BY}]")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(plain(card["name"]), anchor=False, width="content")
        st.markdown(" ".join(badges), width="content")
    words, figures = st.columns([5, 6], gap="medium")
    with words:
        if len(card["lemmas"]) > 1:
            st.markdown(":gray[Also] " + plain(", ".join(card["lemmas"][1:])))
        gloss = card["gloss"].removesuffix(".")
        st.markdown(plain(gloss[:1].upper() + gloss[1:]) + ".")
        if card["parents"]:
            kind = "An individual of" if card["instance"] else "A sort of"
            _links(kind, card["parents"], address)
        held = [atlas.datasets[key].title for key in card["datasets"] if key != "wordnet"]
        st.caption(f"A class of: {'; '.join(held) if held else 'no data set here'}.")
    with figures:
        st.table(
            [
                {
                    "": entry["label"],
                    "Subtree": written(entry["subtree"], entry["unit"]),
                    "Itself": written(entry["own"], entry["unit"]),
                }
                for entry in card["figures"].values()
            ],
            border="horizontal",
            hide_index=True,
            alt="Figures of the synset's whole subtree and of the synset itself",
        )
    elsewhere(HIERARCHY, view.focus, view.dataset)
    if view.focus in atlas.dataset("ilsvrc2012") and view.focus not in atlas.dataset("fall11"):
        st.info(
            "This class is in ILSVRC-2012 but not in the Fall 2011 release, so its image count "
            "there is not known.",
            icon=":material/info:",
        )


def _chart(atlas: Atlas, address: Address[View]) -> None:
    view = address.view
    figures = atlas.figures(view.dataset)
    dataset = figures.dataset
    measures = {measure.key: measure.label for measure in dataset.measures}
    extended = view.dataset in WITHIN_ILSVRC
    first, second, third, *fourth = st.columns(4 if extended else 3)
    for place in fourth:
        with place:
            model_choice(address)
    with first:
        address.choice("chart", "Chart", {kind: kind.capitalize() for kind in CHARTS})
    with second:
        address.choice("size", "Area", {key: measures[key] for key in sizes(dataset)})
    with third:
        address.choice("colour", "Colour", measures)
    measured_sectors(
        atlas,
        figures,
        view.focus,
        size=view.size,
        measure=view.colour,
        chart=view.chart,
        on_go=lambda wnid: address.move(focus=wnid),
    )
    area = measures[view.size].lower()
    st.caption(
        f"{dataset.title}: {dataset.summary} {dataset.note} Area: {area}; a class "
        f"with several parents is drawn once, under the most specific one. {how_to(view.chart)}"
    )


def _children(atlas: Atlas, address: Address[View]) -> None:
    view = address.view
    frame = synsets.children(atlas, view.focus, view.dataset)
    dataset = atlas.dataset(view.dataset)
    name = atlas.lexicon.name(view.focus)
    st.subheader(f"Children of {plain(name)}", anchor=False)
    if frame.empty:
        st.caption(f"{plain(name)} has no children in WordNet: it is a leaf.")
        return
    columns = {
        "name": st.column_config.TextColumn("Name", pinned=True),
        "wnid": st.column_config.TextColumn("wnid"),
        "kind": st.column_config.TextColumn(
            "Kind", help="is-a: a sort of it; instance: an individual."
        ),
        "children": st.column_config.NumberColumn("Children", help="In the whole of WordNet."),
        **measure_columns(dataset),
    }
    table(
        frame,
        key=f"children_{view.focus}_{view.dataset}",
        name=f"{view.focus}-children-{view.dataset}",
        alt=f"Children of {name} with their figures in {dataset.title}",
        columns=columns,
        column_order=["name", "wnid", *frame.columns.drop(["name", "wnid"])],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to go there. Children overlap where a class has several parents, "
        "so the rows can add up to more than the whole.",
    )


def _lineage(atlas: Atlas, address: Address[View]) -> None:
    view = address.view
    name = atlas.lexicon.name(view.focus)
    compared = [view.focus] + ([view.compare] if view.compare not in ("", view.focus) else [])
    st.subheader("Every path to the root", anchor=False)
    finder(atlas, "compare", "Compare with another synset", lambda wnid: address.move(compare=wnid))
    if len(compared) == 2:
        _comparison(atlas, address)
    nodes, edges = lineages.lineage(atlas, compared, view.dataset)
    names = " and ".join(atlas.lexicon.names(compared))
    lineage(
        [
            LineageRow(
                wnid=node["wnid"],
                label=node["name"],
                lane=node["lane"],
                role=node["role"],
                figure=f"{node['classes']:,}",
                note=_note(atlas, node["wnid"]),
                link=f"?{urlencode(address.query(focus=node['wnid']))}",
            )
            for node in nodes.to_dict("records")
        ],
        [
            LineageEdge(edge["parent"], edge["child"], edge["kind"], edge["lane"])
            for edge in edges.to_dict("records")
        ],
        key=LINEAGE,
        label=f"Every path from the root to {names}",
        unit=atlas.dataset(view.dataset).noun,
        on_pick=lambda: _lineage_picked(address),
    )
    count = lineages.paths(atlas, view.focus)
    ways = "one path leads" if count == 1 else f"{count} paths lead"
    dotted = " A dotted line leads to an individual." if "instance" in set(edges["kind"]) else ""
    st.caption(
        f"{ways.capitalize()} from the root to {plain(name)}.{dotted} Click a synset to go there."
    )
    folded_table(
        nodes[["wnid", "name", "depth", "role", "classes"]],
        key="lineage_table",
        name=f"{view.focus}-lineage",
        alt="Synsets on the paths to the root",
        columns={},
    )


def _lineage_picked(address: Address[View]) -> None:
    wnid = picked_synset(LINEAGE)
    if wnid:
        address.move(focus=wnid)


def _comparison(atlas: Atlas, address: Address[View]) -> None:
    view = address.view
    found = synsets.comparison(atlas, view.focus, view.compare)
    first, second = atlas.lexicon.telling_names([view.focus, view.compare])
    meet = ", ".join(
        f"**{plain(each['name'])}** `{each['wnid']}`" for each in found["lowest_common_ancestors"]
    )
    st.markdown(
        f"{plain(first)} and {plain(second)} meet at {meet or 'no common synset'}; "
        f"{found['edges']} steps apart, Wu-Palmer similarity {found['wu_palmer']:.2f}.",
        help="2 d / (2 d + a + b), d the depth of the common ancestor in synsets, a and b the "
        "steps up to it (Wu and Palmer 1994).",
    )
    st.button(
        "End the comparison",
        icon=":material/close:",
        type="tertiary",
        on_click=lambda: address.move(compare=""),
    )


atlas = open_overlaid()
address = Address(atlas, with_own(from_query))
toolbar(atlas, address)
left, right = st.columns([4, 7], gap="medium")
lower_left, lower_right = st.columns([4, 7], gap="medium")
with left:
    _tree(atlas, address)
    outlet(TREE, on_toggle=_toggle, on_pick=lambda: _pick(address))
with lower_left:
    # The diagram is drawn late by the browser, so it is sent before the charts.
    _lineage(atlas, address)
with right:
    _card(atlas, address)
    _chart(atlas, address)
with lower_right:
    _children(atlas, address)
