"""The concept header: what a synset is, what is known of it, and in which data sets it is."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import identifiers, synsets
from explorer.audits.people import LABELLED_BY, UNSAFE
from explorer.datasets import CLASSES
from explorer.formatting import counted, fixed, written
from explorer.ui.address import Address
from explorer.ui.copy_link import copy_link
from explorer.ui.finder import finder
from explorer.ui.headings import page_title, section, synset_tab
from explorer.ui.markdown import plain
from explorer.ui.navigation import HIERARCHY
from explorer.ui.see_also import see_also
from explorer.ui.table import HEAD, ROW, table
from explorer.ui.window import is_narrow
from explorer.views.hierarchy import HierarchyView

SIBLINGS = 12
"""Chips of siblings at most, those with most classes."""

DATASETS = 6
"""Rows of data sets that are seen at once; the others scroll."""


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


def concept_header(atlas: Atlas, address: Address[HierarchyView]) -> None:
    """Draw all that is known of the synset that the page is about."""
    view = address.view
    name = plain(atlas.lexicon.name(view.focus))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        page_title(name, synset_tab(atlas, view.focus), width="content")
        st.markdown(_badges(atlas, view.focus), width="content")
        st.space("stretch")
        with st.container(horizontal=True, width="content", gap="small"):
            with st.popover("Compare", icon=":material/compare:"):
                finder(
                    atlas,
                    "compare",
                    "Compare with another synset",
                    lambda wnid: address.move(compare=wnid),
                )
            copy_link()
    words, figures = st.columns([5, 6], gap="medium")
    with words:
        _words(atlas, address, view.focus)
    with figures:
        _figures(atlas, address, view.focus)
    _datasets(atlas, address, view.focus)
    _siblings(atlas, address, view.focus)
    _identifiers(atlas, address, view.focus)
    see_also(HIERARCHY, view.focus, view.dataset)
    _not_in_2011(atlas, address, view.focus)


def compared_header(atlas: Atlas, address: Address[HierarchyView]) -> None:
    """Draw what two synsets have in common."""
    view = address.view
    first, second = atlas.lexicon.telling_names([view.focus, view.compare])
    tabs = " vs ".join(synset_tab(atlas, wnid) for wnid in (view.focus, view.compare))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        page_title(f"{plain(first)} vs {plain(second)}", tabs, width="content")
        st.space("stretch")
        st.button(
            "Clear comparison",
            icon=":material/close:",
            on_click=lambda: address.move(compare=""),
        )
        copy_link()
    _common(atlas, view)


def compared_concepts(atlas: Atlas, address: Address[HierarchyView]) -> None:
    """Draw all that is known of two synsets, part by part side by side.

    In a narrow window, where columns are stacked, one synset is whole before the other begins.
    """
    parts = (_name, _words, _figures, _datasets, _identifiers, _not_in_2011)
    both = (address.view.focus, address.view.compare)
    if is_narrow():
        for wnid in both:
            for part in parts:
                part(atlas, address, wnid)
        return
    for part in parts:
        for side, wnid in zip(st.columns(2, gap="medium"), both, strict=True):
            with side:
                part(atlas, address, wnid)


def _name(atlas: Atlas, _address: Address[HierarchyView], wnid: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        section(plain(atlas.lexicon.name(wnid)), width="content")
        st.markdown(_badges(atlas, wnid), width="content")


def _badges(atlas: Atlas, wnid: str) -> str:
    badges = [f"`{wnid}`"]
    index = atlas.index_of.get(wnid)
    if index is not None:
        badges.append(f":blue-badge[ILSVRC index {index}]")
        badges.append(f":blue-badge[devkit ID {atlas.numberings.devkit_id_of[wnid]}]")
    if atlas.hierarchy.is_instance(wnid):
        badges.append(":orange-badge[WordNet instance]")
    safety = atlas.safety.get(wnid)
    if safety in UNSAFE:
        badges.append(f":red-badge[{safety} label ({LABELLED_BY})]")
    return " ".join(badges)


def _words(atlas: Atlas, address: Address[HierarchyView], wnid: str) -> None:
    view = address.view
    card = synsets.card(atlas, wnid, atlas.roll_up(view.dataset, view.model))
    if len(card["lemmas"]) > 1:
        st.markdown(":gray[Synonyms:] " + plain(", ".join(card["lemmas"][1:])))
    gloss = card["gloss"].removesuffix(".")
    st.markdown(plain(gloss[:1].upper() + gloss[1:]) + ".")
    if card["parents"]:
        _links("Instance of" if card["instance"] else "Kind of", card["parents"], address)
    category = card["tiered_category"]
    if category:
        st.caption(plain(f"tieredImageNet category: {category['name']} ({category['wnid']})."))


def _figures(atlas: Atlas, address: Address[HierarchyView], wnid: str) -> None:
    """The measures of the data set that the page shows."""
    view = address.view
    card = synsets.card(atlas, wnid, atlas.roll_up(view.dataset, view.model))
    # Without a class, all means are unknown, and a table of dashes says no more than one line.
    known = [
        entry
        for entry in card["figures"].values()
        if card["figures"][CLASSES]["subtree"] or entry["subtree"] is not None
    ]
    st.table(
        [
            {
                "": entry["label"],
                "Whole subtree": written(entry["subtree"], entry["unit"]),
                "This synset only": written(entry["own"], entry["unit"]),
            }
            for entry in known
        ],
        border="horizontal",
        hide_index=True,
        alt=f"Measures of {card['name']}: of the whole subtree and of the synset alone",
    )


def _datasets(atlas: Atlas, _address: Address[HierarchyView], wnid: str) -> None:
    """Every data set that has something of the synset; the others are named."""
    found = synsets.presence(atlas, wnid)
    some = found[found["classes"] > 0]
    name = atlas.lexicon.name(wnid)
    without = "; ".join(found.loc[found["classes"] == 0, "title"])
    if some.empty:
        st.caption("No data set has a class at or under this synset.")
        return
    table(
        some.drop(columns="key"),
        key=f"presence_{wnid}",
        name=f"{wnid}-data-sets",
        alt=f"Data sets with a class at or under {name}: classes and images of each",
        columns={
            "title": st.column_config.TextColumn("Data set", pinned=True),
            "own": st.column_config.CheckboxColumn(
                "This synset", help="Whether the synset is itself a class."
            ),
            "classes": st.column_config.NumberColumn(
                "Classes in subtree", format="localized", help="The synset included."
            ),
            "images_own": st.column_config.NumberColumn(
                "Images, this synset only", format="localized"
            ),
            "images": st.column_config.NumberColumn(
                "Images in subtree",
                format="localized",
                help="Over the classes whose count is known.",
            ),
        },
        column_order=["title", "classes", "images", "own", "images_own"],
        # Half a row more where some are out of sight, so that they are looked for.
        height=int(min(len(some), DATASETS + 0.5) * ROW) + HEAD,
        caption=f"Without a class: {plain(without)}." if without else "",
    )


def _siblings(atlas: Atlas, address: Address[HierarchyView], wnid: str) -> None:
    view = address.view
    dataset = atlas.dataset(view.dataset)
    every = synsets.siblings(atlas, wnid, atlas.roll_up(view.dataset))
    if every.empty:
        return
    held = every[every[CLASSES] > 0]
    shown = (held if len(held) else every).head(SIBLINGS)
    chips = {
        row["wnid"]: plain(row["name"]) + (f" :gray[{row[CLASSES]:,.0f}]" if row[CLASSES] else "")
        for row in shown.to_dict("records")
    }
    key = f"siblings_{wnid}"

    def take() -> None:
        chosen = st.session_state[key]
        if chosen:
            address.move(focus=chosen)

    label = counted(len(every), "sibling")
    if held.empty:
        label += f", none with {dataset.noun} in {plain(dataset.title)}"
    elif len(shown) == len(every):
        label += f" and their {dataset.noun}"
    elif len(shown) == len(held):
        label += f", {len(held)} with {dataset.noun}"
    else:
        label += f", the {len(shown)} with most {dataset.noun}"
    st.pills(
        label,
        list(chips),
        format_func=chips.__getitem__,
        key=key,
        on_change=take,
    )


def _not_in_2011(atlas: Atlas, _address: Address[HierarchyView], wnid: str) -> None:
    if wnid in atlas.dataset("ilsvrc2012") and wnid not in atlas.dataset("fall11"):
        st.info(
            "This class is in ILSVRC-2012 but not in the Fall 2011 release, so its image count "
            "in Fall 2011 is not known.",
            icon=":material/info:",
        )


def _identifiers(atlas: Atlas, _address: Address[HierarchyView], wnid: str) -> None:
    """The synset in other catalogues, for those who unfold it; made only then."""
    details = st.expander(
        "Identifiers in other catalogues",
        icon=":material/badge:",
        on_change="rerun",
        key=f"identifiers_unfolded_{wnid}",
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


def _common(atlas: Atlas, view: HierarchyView) -> None:
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
