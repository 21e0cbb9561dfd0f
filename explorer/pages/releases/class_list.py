"""The classes of a data set by its own names, each with its synset and how sure that is."""

import pandas as pd
import streamlit as st

from explorer import facts
from explorer.atlas import Atlas
from explorer.audits import class_list
from explorer.datasets import DataSet
from explorer.formatting import counted, fixed
from explorer.ui.address import Address
from explorer.ui.markdown import plain
from explorer.ui.table import folded_table, table
from explorer.views.releases import ReleasesView

HELP = {
    "certainty": "How sure the synset is. Given by the data set: its makers name synsets. "
    "Published mappings agree: two have this synset. One published mapping: one has it, none "
    "another. Published mappings differ: one has it, another does not. Chosen here: no published "
    "mapping has it. No mapping was reviewed by more than one reader.",
    "after": "Whose mapping has this synset.",
    "differs": "Published mappings to another synset.",
}


def class_list_panel(atlas: Atlas, address: Address[ReleasesView]) -> None:
    """Draw the panel."""
    dataset = atlas.dataset(address.view.dataset)
    st.caption(plain(" ".join([dataset.summary, dataset.note, class_list.caveats(dataset)])))
    if dataset.mapping is None:
        _synsets(atlas, address, dataset)
        return
    found = class_list.class_list(atlas, dataset.key)
    _tally(dataset, found)
    meanings = _meanings(dataset)
    counts = {
        column: st.column_config.NumberColumn(
            _heading(column), format="localized", help=meanings.get(column)
        )
        for column in dataset.mapping.counts
    }
    table(
        found,
        key=f"classes_{dataset.key}",
        name=f"{dataset.key}-classes",
        alt=f"Classes of {dataset.title} with the synset of each",
        columns={
            "id": "Id",
            "class_name": st.column_config.TextColumn("Class", pinned=True, width="medium"),
            "wnid": "wnid",
            "synset": "Synset",
            "certainty": st.column_config.TextColumn("Certainty", help=HELP["certainty"]),
            "after": st.column_config.TextColumn("After", help=HELP["after"]),
            "differs": st.column_config.TextColumn(
                "Who differs", help=HELP["differs"], width="medium"
            ),
            "in_imagenet21k": "In ImageNet-21K",
            "in_ilsvrc2012": "In ILSVRC-2012",
            **counts,
        },
        column_order=["class_name", *found.columns.drop("class_name")],
        on_pick=lambda wnid: address.move(focus=wnid) if wnid else None,
        caption="All classes, whatever the synset above. Select a row to compare data sets at its "
        "synset.",
        placeholder="",
    )
    _own_hierarchy(atlas, dataset)


def _meanings(dataset: DataSet) -> dict[str, str]:
    """What each column of counts is; of a user's own data set its heading says all."""
    if dataset.own or dataset.mapping is None:
        return {}
    fields = facts.catalogue()[dataset.mapping.table].fields
    return {each.name: f"{each.description} Unit: {each.unit}." for each in fields}


def _tally(dataset: DataSet, found: pd.DataFrame) -> None:
    """How many classes are mapped how surely, in a sentence."""
    parts = [f"{what} ({count:,})" for what, count in class_list.certainties(found).items()]
    st.markdown(
        f"**{counted(len(found), 'class')} of {plain(dataset.title)}**: {', '.join(parts)}."
    )


def _own_hierarchy(atlas: Atlas, dataset: DataSet) -> None:
    """The data set's own is-a edges compared with WordNet's, where it has any."""
    edges = class_list.own_edges(atlas, dataset.key)
    if edges.empty:
        return
    confirmed = int(edges["confirmed"].sum())
    share = fixed(confirmed / len(edges) * 100, 1, "%")
    st.markdown(
        f"**Its own hierarchy**: WordNet confirms {confirmed:,} of its {len(edges):,} is-a edges "
        f"whose two classes have a synset ({share}).",
        help="An edge is confirmed if the parent's synset is the child's or above it. Edges of "
        "a part to its whole are left out.",
    )
    folded_table(
        edges,
        key=f"edges_{dataset.key}",
        name=f"{dataset.key}-own-hierarchy",
        alt=f"Is-a edges of {dataset.title} and whether WordNet has them",
        columns={
            "child": "Class",
            "child_wnid": "Its wnid",
            "parent": "Parent",
            "parent_wnid": "The parent's wnid",
            "confirmed": "In WordNet",
        },
    )


def _synsets(atlas: Atlas, address: Address[ReleasesView], dataset: DataSet) -> None:
    """The classes at or under the synset of a data set whose classes are synsets."""
    focus = address.view.focus
    hierarchy = atlas.hierarchy
    inside = hierarchy.named(hierarchy.subtree(focus))
    wnids = sorted(set(inside) & set(dataset.wnids))
    name = plain(atlas.lexicon.name(focus))
    if not wnids:
        st.markdown(f"**{plain(dataset.title)} has no class at or under {name}.**")
        return
    st.markdown(
        f"**{counted(len(wnids), 'class')} of {plain(dataset.title)} at or under {name}**: "
        f"{'they are synsets' if len(wnids) > 1 else 'it is a synset'}, so no names were mapped."
    )
    table(
        pd.DataFrame({"wnid": wnids, "name": atlas.lexicon.names(wnids)}),
        key=f"synsets_{dataset.key}_{focus}",
        name=f"{focus}-classes-{dataset.key}",
        alt=f"Classes of {dataset.title}",
        columns={"wnid": "wnid", "name": "Name"},
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to open it.",
    )


def _heading(column: str) -> str:
    return column.replace("_", " ").replace("val ", "validation ").capitalize()
