"""Hierarchy: find a synset, walk the tree, see what stands under it, and how it is reached."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import branches, lineages, overview, subtree, synsets
from explorer.audits.figures import written
from explorer.charts import lineage, nested
from explorer.pages import HIERARCHY
from explorer.pages.finder import finder
from explorer.pages.session import current_view, move, open_atlas, options
from explorer.pages.table import download, measure_columns
from explorer.pages.text import plain
from explorer.pages.tree import TreeRow, picked, toggled, tree
from explorer.settings import settings
from explorer.view import CHARTS, ENTITY, View, from_query, ordered_keys, sizes

TREE, LINEAGE = "tree", "lineage"
ZOOMED = "chart_zoomed"
OPENED, WIDENED, SELECTED = "tree_opened", "tree_widened", "tree_selected"


def _choice(atlas: Atlas, name: str, label: str, choices: dict[str, str], value: str) -> None:
    """A select box whose value is the address's, and whose change goes into the address."""
    key = f"choose_{name}"
    st.session_state[key] = value
    st.selectbox(
        label,
        list(choices),
        format_func=choices.__getitem__,
        key=key,
        on_change=lambda: move(atlas, **{name: st.session_state[key]}),
    )


def _toolbar(atlas: Atlas, view: View) -> None:
    search, choice, more = st.columns([6, 3, 1], vertical_alignment="top")
    with search:
        finder(atlas, "find", "Find a synset", lambda wnid: move(atlas, focus=wnid))
    with choice:
        key = "choose_dataset"
        st.session_state[key] = view.dataset
        st.selectbox(
            "Data set",
            ordered_keys(atlas),
            format_func=lambda each: atlas.datasets[each].title,
            key=key,
            on_change=lambda: _change_dataset(atlas, st.session_state[key]),
            label_visibility="collapsed",
        )
    with more:
        options()


def _change_dataset(atlas: Atlas, key: str) -> None:
    """Keep the focus; keep the measures where the new data set has them too."""
    query = st.query_params.to_dict() | {"dataset": key}
    have = {measure.key for measure in atlas.dataset(key).measures}
    query = {k: v for k, v in query.items() if k not in ("size", "colour") or v in have}
    view, _ = from_query(query, atlas)
    st.query_params.from_dict(view.to_query(atlas))


@st.fragment
def _tree(atlas: Atlas, view: View) -> None:
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
            note="" if row.state == "more" else f"{row.wnid}: {atlas.lexicon.gloss(row.wnid)}",
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
        on_pick=lambda: _pick(atlas),
    )


def _label(atlas: Atlas, row: branches.Branch, names: dict[str, str]) -> str:
    """What a row is called: entry points of the same name are told apart."""
    if row.state == "more":
        return f"{row.rest} more"
    return names[row.wnid] if row.level == 1 else atlas.lexicon.name(row.wnid)


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


def _pick(atlas: Atlas) -> None:
    path = picked(TREE)
    if path:
        state = st.session_state
        state[SELECTED] = path
        state[OPENED] = state.get(OPENED, frozenset()) | {path}
        move(atlas, focus=branches.steps(path)[-1])
        st.rerun()


def _links(atlas: Atlas, label: str, relatives: list[dict[str, str]], view: View) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f":gray[{label}]")
        for relative in relatives:
            st.page_link(
                str(HIERARCHY),
                label=plain(relative["name"]),
                icon=":material/arrow_upward:",
                help=relative["wnid"],
                query_params=view.moved(focus=relative["wnid"]).to_query(atlas),
            )


def _card(atlas: Atlas, view: View) -> None:
    card = synsets.card(atlas, view.focus, view.dataset)
    badges = [f"`{card['wnid']}`"]
    if card["ilsvrc2012_index"] is not None:
        badges.append(f":blue-badge[ILSVRC class {card['ilsvrc2012_index']}]")
    if card["instance"]:
        badges.append(":orange-badge[an individual, not a sort]")
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
            _links(atlas, kind, card["parents"], view)
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
    if view.focus in atlas.dataset("ilsvrc2012") and view.focus not in atlas.dataset("fall11"):
        st.info(
            "This class is in ILSVRC-2012 but not in the Fall 2011 release, so its image count "
            "there is not known.",
            icon=":material/info:",
        )


def _chart(atlas: Atlas, view: View) -> None:
    dataset = atlas.dataset(view.dataset)
    measures = {measure.key: measure.label for measure in dataset.measures}
    first, second, third = st.columns(3)
    with first:
        _choice(atlas, "chart", "Chart", {kind: kind.capitalize() for kind in CHARTS}, view.chart)
    with second:
        keys = sizes(dataset)
        _choice(atlas, "size", "Area", {key: measures[key] for key in keys}, view.size)
    with third:
        _choice(atlas, "colour", "Colour", measures, view.colour)
    frame = subtree.sectors(atlas, view, settings())
    top = frame.loc[frame["kind"] == "focus", "wnid"].iloc[0]
    size, colour = (dataset.measure(key) for key in (view.size, view.colour))
    name = atlas.lexicon.name(view.focus)
    if not frame.loc[frame["id"] == top, "area"].iloc[0] > 0:
        st.info(
            f"{dataset.title} has no {size.unit} at or under {plain(name)}: there is nothing to "
            "draw. Go up a level or choose another data set.",
            icon=":material/info:",
        )
        return
    key = f"chart_{st.session_state.get(ZOOMED, 0)}"
    path = atlas.hierarchy.main_path(top)
    above = path[-2] if len(path) > 1 else ""
    if top != view.focus:
        st.caption(f"No class of this data set is below {plain(name)}; this is where it stands.")
    st.plotly_chart(
        nested.nested(
            frame,
            view.chart,  # type: ignore[arg-type]
            top,
            nested.Colouring(colour.heading, colour.additive),
            560,
        ),
        key=key,
        on_select=lambda: _chart_clicked(atlas, key, top, above),
        selection_mode="points",
        config={"displayModeBar": False},
        alt=f"{view.chart.capitalize()} of what stands under {name}, by {size.label.lower()}",
    )
    st.caption(
        f"{dataset.title}: {dataset.summary} {dataset.note} Area: {size.label.lower()}; a class "
        "with several parents is drawn once, under the most specific one. Click a sector to go "
        "down, the open one to go up, the bar above to go back."
    )


def _chart_clicked(atlas: Atlas, key: str, top: str, above: str) -> None:
    wnid = nested.clicked(st.session_state[key]["selection"], top, above)
    if wnid:
        move(atlas, focus=wnid)
    else:
        # The browser has zoomed into a sector that is no branch: a fresh chart zooms out.
        st.session_state[ZOOMED] = st.session_state.get(ZOOMED, 0) + 1
        if top != ENTITY:
            st.toast("All children are in the table below.", icon=":material/table:")


def _children(atlas: Atlas, view: View) -> None:
    frame = synsets.children(atlas, view.focus, view.dataset)
    dataset = atlas.dataset(view.dataset)
    name = atlas.lexicon.name(view.focus)
    st.subheader(f"Children of {plain(name)}", anchor=False)
    if frame.empty:
        st.caption(f"{plain(name)} has no children in WordNet: it is a leaf.")
        return
    key = f"children_{view.focus}_{view.dataset}"
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        on_select=lambda: _row_picked(atlas, key, frame["wnid"].tolist()),
        selection_mode="single-row",
        column_config={
            "name": st.column_config.TextColumn("Name", pinned=True),
            "wnid": st.column_config.TextColumn("wnid"),
            "kind": st.column_config.TextColumn(
                "Kind", help="is-a: a sort of it; instance: an individual."
            ),
            "children": st.column_config.NumberColumn("Children", help="In the whole of WordNet."),
            **measure_columns(dataset),
        },
        column_order=["name", "wnid", *frame.columns.drop(["name", "wnid"])],
        placeholder="–",
        alt=f"Children of {name} with their figures in {dataset.title}",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            "Select a row to go there. Children overlap where a class has several parents, so "
            "the rows can add up to more than the whole."
        )
        download(frame, f"{view.focus}-children-{view.dataset}", "children_csv")


def _row_picked(atlas: Atlas, key: str, wnids: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        move(atlas, focus=wnids[rows[0]])


def _lineage(atlas: Atlas, view: View) -> None:
    name = atlas.lexicon.name(view.focus)
    compared = [view.focus] + ([view.compare] if view.compare not in ("", view.focus) else [])
    st.subheader("Every path to the root", anchor=False)
    finder(atlas, "compare", "Compare with another synset", lambda wnid: move(atlas, compare=wnid))
    if len(compared) == 2:
        _comparison(atlas, view)
    nodes, edges = lineages.lineage(atlas, compared, view.dataset)
    st.plotly_chart(
        lineage.lineage(nodes, edges),
        key=LINEAGE,
        on_select=lambda: _lineage_clicked(atlas),
        selection_mode="points",
        config={"displayModeBar": False},
        alt=f"Every path from the root to {' and '.join(atlas.lexicon.names(compared))}",
    )
    count = lineages.paths(atlas, view.focus)
    ways = "one path leads" if count == 1 else f"{count} paths lead"
    st.caption(f"{ways.capitalize()} from the root to {plain(name)}. Click a synset to go there.")
    details = st.expander("As a table", icon=":material/table:", on_change="rerun", key="as_table")
    if details.open:
        table = nodes[["wnid", "name", "depth", "role", "classes"]]
        with details:
            st.dataframe(table, hide_index=True, alt="Synsets on the paths to the root")
            download(table, f"{view.focus}-lineage", "lineage_csv")


def _lineage_clicked(atlas: Atlas) -> None:
    wnid = lineage.clicked(st.session_state[LINEAGE]["selection"])
    if wnid:
        move(atlas, focus=wnid)


def _comparison(atlas: Atlas, view: View) -> None:
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
        on_click=lambda: move(atlas, compare=""),
    )


atlas = open_atlas()
view = current_view(atlas)
_toolbar(atlas, view)
left, right = st.columns([4, 7], gap="medium")
with left:
    _tree(atlas, view)
with right:
    _card(atlas, view)
    _chart(atlas, view)
left, right = st.columns([4, 7], gap="medium")
with left:
    _lineage(atlas, view)
with right:
    _children(atlas, view)
