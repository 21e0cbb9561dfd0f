"""Hierarchy: find a synset, browse the tree, see its subtree and the paths that lead to it."""

from urllib.parse import urlencode

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import branches, identifiers, lineages, overview, synsets
from explorer.audits.class_list import caveats
from explorer.audits.people import LABELLED_BY, UNSAFE
from explorer.formatting import counted, fixed, written
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.finder import finder
from explorer.ui.headings import page_title, section, synset_tab
from explorer.ui.lineage import LineageEdge, LineageRow, lineage
from explorer.ui.lineage import picked as picked_synset
from explorer.ui.markdown import plain
from explorer.ui.navigation import HIERARCHY
from explorer.ui.own_models import model_choice
from explorer.ui.sectors import how_to, measured_sectors
from explorer.ui.see_also import see_also
from explorer.ui.session import open_atlas
from explorer.ui.table import folded_table, measure_columns, table
from explorer.ui.toolbar import toolbar
from explorer.ui.tree import TreeRow, page_listener, picked, toggled, tree
from explorer.views.hierarchy import CHARTS, HierarchyView, from_query, sizes

TREE, LINEAGE = "tree", "lineage"
OPENED, WIDENED, SELECTED = "tree_opened", "tree_widened", "tree_selected"


@st.fragment
def _tree(atlas: Atlas, address: Address[HierarchyView]) -> None:
    view = address.view
    state = st.session_state
    selected = state.get(SELECTED, "")
    if branches.steps(selected)[-1] != view.focus:
        selected = branches.path_to(atlas, view.focus, overview.TREE_ENTRIES)
        state[SELECTED] = selected
        opened = branches.opened_down_to(selected) | {selected}
        state[OPENED] = state.get(OPENED, frozenset()) | opened
    rolled = atlas.roll_up(view.dataset, view.model)
    listed = branches.rows(
        atlas,
        rolled,
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
        for row, held in zip(listed, branches.row_figures(rolled, listed), strict=True)
    ]
    tree(
        shown,
        key=TREE,
        label="Synset tree",
        columns=tuple(measure.unit for measure in branches.shown_measures(rolled)),
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
    mark = f" [{safety} label ({LABELLED_BY})]" if safety in UNSAFE else ""
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


def _pick(address: Address[HierarchyView]) -> None:
    path = picked(TREE)
    if path:
        state = st.session_state
        state[SELECTED] = path
        state[OPENED] = state.get(OPENED, frozenset()) | {path}
        address.move(focus=branches.steps(path)[-1])


def _pick_from_within(address: Address[HierarchyView]) -> None:
    """Pick before the page is whole and hears of it: the fragment's run becomes the page's."""
    _pick(address)
    st.rerun()


def _links(label: str, relatives: list[dict[str, str]], address: Address[HierarchyView]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f":gray[{label}]")
        for relative in relatives:
            st.page_link(
                str(HIERARCHY),
                label=plain(relative["name"]),
                icon=":material/arrow_upward:",
                query_params=address.query(focus=relative["wnid"]),
            )


def _card(atlas: Atlas, address: Address[HierarchyView]) -> None:
    view = address.view
    card = synsets.card(atlas, view.focus, atlas.roll_up(view.dataset, view.model))
    badges = [f"`{card['wnid']}`"]
    if card["ilsvrc2012_index"] is not None:
        badges.append(f":blue-badge[ILSVRC index {card['ilsvrc2012_index']}]")
        badges.append(f":blue-badge[devkit ID {card['ilsvrc2012_devkit_id']}]")
    if card["instance"]:
        badges.append(":orange-badge[WordNet instance]")
    if card["safety"] in UNSAFE:
        badges.append(f":red-badge[{card['safety']} label ({LABELLED_BY})]")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        page_title(plain(card["name"]), synset_tab(atlas, view.focus), width="content")
        st.markdown(" ".join(badges), width="content")
    words, card_figures = st.columns([5, 6], gap="medium")
    with words:
        if len(card["lemmas"]) > 1:
            st.markdown(":gray[Synonyms:] " + plain(", ".join(card["lemmas"][1:])))
        gloss = card["gloss"].removesuffix(".")
        st.markdown(plain(gloss[:1].upper() + gloss[1:]) + ".")
        if card["parents"]:
            _links("Instance of" if card["instance"] else "Kind of", card["parents"], address)
        titles = [atlas.datasets[key].title for key in card["datasets"] if key != "wordnet"]
        listed = f"In: {'; '.join(titles)}." if titles else "In none of these data sets."
        category = card["tiered_category"]
        if category:
            listed += f" tieredImageNet category: {category['name']} ({category['wnid']})."
        st.caption(plain(listed))
    with card_figures:
        st.table(
            [
                {
                    "": entry["label"],
                    "Whole subtree": written(entry["subtree"], entry["unit"]),
                    "This synset only": written(entry["own"], entry["unit"]),
                }
                for entry in card["figures"].values()
            ],
            border="horizontal",
            hide_index=True,
            alt="Measures of the whole subtree and of the synset alone",
        )
    _identifiers(atlas, view.focus)
    see_also(HIERARCHY, view.focus, view.dataset)
    if view.focus in atlas.dataset("ilsvrc2012") and view.focus not in atlas.dataset("fall11"):
        st.info(
            "This class is in ILSVRC-2012 but not in the Fall 2011 release, so its image count "
            "in Fall 2011 is not known.",
            icon=":material/info:",
        )


def _identifiers(atlas: Atlas, wnid: str) -> None:
    """The synset in other catalogues, for those who unfold it; made only then."""
    details = st.expander(
        "Identifiers in other catalogues",
        icon=":material/badge:",
        on_change="rerun",
        key="identifiers_unfolded",
    )
    if not details.open:
        return
    with details:
        table(
            identifiers.identifiers(atlas, wnid),
            key=f"identifiers_{wnid}",
            name=f"{wnid}-identifiers",
            alt="Identifiers of the synset in WordNet, ImageNet and other data sets",
            columns={
                "catalogue": "Catalogue",
                "identifier": "Identifier",
                "name": "Name there",
                "certainty": "Certainty",
            },
            height="content",
            placeholder="",
            caption="The search box finds the synset by any of these except the class numbers of "
            "other data sets.",
        )


def _chart(atlas: Atlas, address: Address[HierarchyView]) -> None:
    view = address.view
    rolled = atlas.roll_up(view.dataset, view.model)
    dataset = rolled.dataset
    measures = {measure.key: measure.label for measure in dataset.measures}
    evaluated = bool(dataset.evaluation)
    first, second, third, *fourth = st.columns(4 if evaluated else 3)
    for place in fourth:
        with place:
            model_choice(atlas, address)
    with first:
        address.choice("chart", "Chart", {kind: kind.capitalize() for kind in CHARTS})
    with second:
        address.choice("size", "Area", {key: measures[key] for key in sizes(dataset)})
    with third:
        address.choice("colour", "Colour", measures)
    measured_sectors(
        atlas,
        rolled,
        view.focus,
        size=view.size,
        measure=view.colour,
        chart=view.chart,
        on_go=lambda wnid: address.move(focus=wnid),
    )
    area = measures[view.size].lower()
    about = " ".join([dataset.summary, dataset.note, caveats(dataset)])
    st.caption(
        f"{dataset.title}: {about} Area: {area}. A class with several "
        f"parents is drawn once, under its deepest parent. {how_to(view.chart)}"
    )


def _children(atlas: Atlas, address: Address[HierarchyView]) -> None:
    view = address.view
    frame = synsets.children(atlas, view.focus, atlas.roll_up(view.dataset, view.model))
    dataset = atlas.dataset(view.dataset, view.model)
    name = atlas.lexicon.name(view.focus)
    section(f"Children of {plain(name)}")
    if frame.empty:
        st.caption(f"{plain(name)} is a leaf: it has no hyponyms in WordNet.")
        return
    columns = {
        "name": st.column_config.TextColumn("Name", pinned=True),
        "kind": st.column_config.TextColumn(
            "Kind", help="is-a: a kind of the parent; instance: a named individual."
        ),
        "children": st.column_config.NumberColumn(
            "Children", help="Number of direct hyponyms in WordNet."
        ),
        **measure_columns(dataset),
    }
    table(
        frame,
        key=f"children_{view.focus}_{view.dataset}",
        name=f"{view.focus}-children-{view.dataset}",
        alt=f"Children of {name} with their figures in {dataset.title}",
        columns=columns,
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to open it. Children can share classes, so rows may sum to more "
        "than the total.",
    )


def _lineage(atlas: Atlas, address: Address[HierarchyView]) -> None:
    view = address.view
    name = atlas.lexicon.name(view.focus)
    compared = [view.focus] + ([view.compare] if view.compare not in ("", view.focus) else [])
    section("All paths to the root")
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
        label=f"All paths from the root to {names}",
        unit=atlas.dataset(view.dataset).noun,
        on_pick=lambda: _lineage_picked(address),
    )
    ways = counted(lineages.paths(atlas, view.focus), "hypernym path")
    dotted = " Dotted: instance-of edge." if "instance" in set(edges["kind"]) else ""
    st.caption(f"{ways} from the root to {plain(name)}.{dotted} Click a synset to open it.")
    folded_table(
        nodes[["wnid", "name", "depth", "role", "classes"]],
        key="lineage_table",
        name=f"{view.focus}-lineage",
        alt="Synsets on the paths to the root",
        columns={},
    )


def _lineage_picked(address: Address[HierarchyView]) -> None:
    wnid = picked_synset(LINEAGE)
    if wnid:
        address.move(focus=wnid)


def _comparison(atlas: Atlas, address: Address[HierarchyView]) -> None:
    view = address.view
    found = synsets.comparison(atlas, view.focus, view.compare)
    first, second = atlas.lexicon.telling_names([view.focus, view.compare])
    ancestors = [
        f"**{plain(each['name'])}** `{each['wnid']}`" for each in found["lowest_common_ancestors"]
    ]
    noun = "Lowest common ancestor" + ("s" if len(ancestors) > 1 else "")
    length = (
        f" Path length {counted(found['edges'], 'edge')};" if found["edges"] is not None else ""
    )
    st.markdown(
        f"{noun} of {plain(first)} and {plain(second)}: {', '.join(ancestors) or 'none'}.{length} "
        f"Wu-Palmer similarity {fixed(found['wu_palmer'], 2)}.",
        help="2d / (2d + a + b), where d is the depth of the lowest common ancestor, counting "
        "nodes, and a and b are the path lengths from each synset up to it (Wu and Palmer 1994).",
    )
    st.button(
        "Clear comparison",
        icon=":material/close:",
        type="tertiary",
        on_click=lambda: address.move(compare=""),
    )


atlas = open_atlas()
address = Address(atlas, from_query)
toolbar(atlas, address)
left, right = st.columns([4, 7], gap="medium")
lower_left, lower_right = st.columns([4, 7], gap="medium")
with left:
    _tree(atlas, address)
    page_listener(TREE, on_toggle=_toggle, on_pick=lambda: _pick(address))
with lower_left:
    # The diagram is drawn late by the browser, so it is sent before the charts.
    _lineage(atlas, address)
with right:
    _card(atlas, address)
    _chart(atlas, address)
with lower_right:
    _children(atlas, address)
