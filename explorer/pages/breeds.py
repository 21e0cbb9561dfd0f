"""Breeds: a fine-grained branch, the dogs unless another one is asked for."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits import breeds
from explorer.audits.breeds import DOG
from explorer.datasets import CLASSES
from explorer.formatting import fixed
from explorer.ui.address import Address
from explorer.ui.head import page_head
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.navigation import BREEDS
from explorer.ui.nearest import nothing, with_classes
from explorer.ui.own_models import model_choice
from explorer.ui.own_note import own_note
from explorer.ui.sectors import how_to, measured_sectors
from explorer.ui.session import open_atlas
from explorer.ui.table import table
from explorer.ui.verdict import verdict
from explorer.views.breeds import CHARTS, BreedsView, from_query
from explorer.views.hierarchy import sizes

NAME = st.column_config.TextColumn("Name", pinned=True, width="medium")


def _count(label: str) -> object:
    return st.column_config.NumberColumn(label, format="localized")


def _figures(atlas: Atlas, root: str, dataset: str) -> None:
    found = breeds.summary(atlas, root)
    rolled = atlas.roll_up(dataset)
    of_it = rolled.subtree(CLASSES, atlas.hierarchy.positions([root]))[0]
    also = {rolled.dataset.title: float(of_it)} if dataset not in breeds.LISTS else {}
    verdict(breeds.verdict(found, atlas.lexicon.name(root), also))
    metrics(
        [
            Shown("In ImageNet-21K", found["fall11"], "classes", "Fall 2011, including the root."),
            Shown("In ILSVRC-2012", found["ilsvrc2012"], "classes", "Of its 1,000 classes."),
            *(
                [
                    Shown(
                        "In Stanford Dogs",
                        found["stanford-dogs"],
                        "classes",
                        "Of its 120 classes, those at or under the root.",
                    )
                ]
                if found["stanford-dogs"]
                else []
            ),
            Shown(
                "Share of ILSVRC",
                found["share_of_ilsvrc"],
                "%",
                f"Of its classes; {fixed(found['share_of_fall11'], 2, '%')} of ImageNet-21K's.",
            ),
            Shown("Images (21K)", found["images"], "images", "Listed in Fall 2011."),
            Shown("Training images (1K)", found["train_images"], "images", "Of ILSVRC-2012."),
            Shown(
                "Several parents",
                found["several_parents"],
                "classes",
                "ImageNet-21K classes with more than one hypernym in WordNet.",
            ),
        ]
    )


def _chart(atlas: Atlas, address: Address[BreedsView]) -> None:
    view = address.view
    rolled = atlas.roll_up(view.dataset, view.model)
    dataset = rolled.dataset
    measures = {measure.key: measure.label for measure in dataset.measures}
    second, third, fourth, *fifth = st.columns(4 if dataset.evaluation else 3)
    for place in fifth:
        with place:
            model_choice(atlas, address)
    with second:
        address.choice("chart", "Chart", {kind: kind.capitalize() for kind in CHARTS})
    with third:
        address.choice("size", "Area", {key: measures[key] for key in sizes(dataset)})
    with fourth:
        address.choice("colour", "Colour", measures)
    colour = dataset.measure(view.colour)
    measured_sectors(
        atlas,
        rolled,
        view.focus,
        size=view.size,
        measure=view.colour,
        chart=view.chart,
        on_go=lambda wnid: address.move(focus=wnid),
        height=620,
    )
    st.caption(plain(f"{dataset.title}. {colour.meaning} {how_to(view.chart)}"))
    own_note(dataset)


def _lists(atlas: Atlas, address: Address[BreedsView]) -> None:
    view = address.view
    listed = breeds.members(atlas, view.focus, view.dataset)
    further = [key for key in breeds.lists(view.dataset) if key not in breeds.LISTS]
    section("Three lists that are often confused" if view.focus == DOG else "Classes by list")
    if view.focus == DOG:
        more, less = (
            ", ".join(breeds.only_in(listed, *pair))
            for pair in (("stanford-dogs", "ilsvrc2012"), ("ilsvrc2012", "stanford-dogs"))
        )
        outside = listed.loc[listed["stanford-dogs"] & ~listed["under_root"], "name"].tolist()
        st.markdown(
            f"ImageNet-21K has {int(listed['fall11'].sum()) - len(outside)} classes at or under "
            f"dog, ILSVRC-2012 {int((listed['ilsvrc2012'] & listed['under_root']).sum())}. "
            f"Stanford Dogs has {int(listed['stanford-dogs'].sum())}: the ILSVRC-2012 dogs "
            f"minus {plain(less)}, plus {plain(', '.join(outside))}, which are not dogs in "
            f"WordNet. {_missing(more)}, so the often-quoted “90 of 120 breeds” does not describe "
            "the list of 2012; whether it describes an earlier list cannot be told from these "
            "tables."
        )
    elif not listed["stanford-dogs"].any():
        st.caption("Stanford Dogs has no class under this root.")
    if listed.empty:
        nothing(
            atlas,
            view.focus,
            f"None of the lists has a class under {plain(atlas.lexicon.name(view.focus))}.",
            with_classes(atlas, *breeds.lists(view.dataset)),
            lambda wnid: address.move(focus=wnid),
        )
        return
    table(
        listed,
        key="members",
        name=f"{view.focus}-members",
        alt="Classes with the lists that they are in",
        columns={
            "name": NAME,
            "under_root": st.column_config.CheckboxColumn("Is under the root"),
            "groups": st.column_config.TextColumn("Groups", width="medium"),
            "parents": st.column_config.TextColumn("Parents", width="medium"),
            "several_parents": st.column_config.CheckboxColumn("Several parents"),
            "fall11": st.column_config.CheckboxColumn("ImageNet-21K"),
            "ilsvrc2012": st.column_config.CheckboxColumn("ILSVRC-2012"),
            "stanford-dogs": st.column_config.CheckboxColumn("Stanford Dogs"),
            **{key: st.column_config.CheckboxColumn(atlas.dataset(key).title) for key in further},
            "index": "ILSVRC index",
            "images": _count("Images (21K)"),
            "train_images": _count("Training images (1K)"),
            "box_package": st.column_config.CheckboxColumn(
                "Bounding boxes", help="Whether ImageNet provides bounding boxes for the class."
            ),
        },
        column_order=[
            "name",
            *further,
            *breeds.LISTS,
            "groups",
            "parents",
            "several_parents",
            "index",
            "images",
            "train_images",
            "box_package",
            "under_root",
            "wnid",
        ],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to open it.",
        height=380,
    )


def _missing(more: str) -> str:
    """What Stanford Dogs has beyond ILSVRC-2012, in the beginning of a sentence."""
    if more:
        return f"Of its classes, ILSVRC-2012 lacks {plain(more)}"
    return "None of its classes is missing from ILSVRC-2012"


def _groups(atlas: Atlas, address: Address[BreedsView]) -> None:
    view = address.view
    found = breeds.groups(atlas, view.focus, view.dataset)
    further = [key for key in breeds.lists(view.dataset) if key not in breeds.LISTS]
    if found.empty:
        return
    section("Groups in WordNet")
    table(
        found,
        key="groups",
        name=f"{view.focus}-groups",
        alt="Groups with their classes in each list",
        columns={
            "name": NAME,
            "fall11": _count("ImageNet-21K"),
            "ilsvrc2012": _count("ILSVRC-2012"),
            "stanford-dogs": _count("Stanford Dogs"),
            **{key: _count(atlas.dataset(key).title) for key in further},
            "images": _count("Images (21K)"),
            "train_images": _count("Training images (1K)"),
        },
        column_order=["name", *further, *found.columns.drop(["name", "wnid", *further]), "wnid"],
        on_pick=lambda wnid: address.move(focus=wnid),
        caption="Select a row to open it. Groups can share classes.",
    )


atlas = open_atlas()
address = Address(atlas, from_query)
view = address.view
name = plain(atlas.lexicon.name(view.focus))
title = "Dog breeds" if view.focus == DOG else f"Kinds of {name}"
page_head(atlas, address, BREEDS, title)
_figures(atlas, view.focus, view.dataset)
_chart(atlas, address)
_lists(atlas, address)
_groups(atlas, address)
