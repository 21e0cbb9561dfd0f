"""Bring it in: drop files or name a path, see what was read of them before anything is saved."""

import dataclasses

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.errors import UploadError
from explorer.formatting import counted, visible
from explorer.ingest.datasets.formats import FORMATS
from explorer.ingest.library.figures import over_classes
from explorer.ingest.library.own import caveats
from explorer.ingest.library.paths import allowed
from explorer.pages.your_data import again
from explorer.pages.your_data.choices import choices
from explorer.pages.your_data.draft import Draft, Source, begin, draft, read, source
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.own_server import own_server
from explorer.ui.table import folded_table, table
from explorer.views.your_data import YourDataView

FILES, PATH = "your_files", "your_path"


def add_panel(atlas: Atlas, address: Address[YourDataView]) -> None:
    """Draw the panel."""
    limits = settings()
    st.markdown(
        "Add the classes and counts of your own data set, or its annotations; images are not "
        "needed. Its class names are mapped to WordNet, and every page then shows it like the "
        "built-in data sets. Nothing is saved before you say so."
    )
    st.file_uploader(
        "Files of the data set",
        key=FILES,
        accept_multiple_files=True,
        max_upload_size=limits.upload_megabytes,
        on_change=_dropped,
        help="\n".join(f"- **{each.title}**: {each.about}" for each in FORMATS),
    )
    larger = "name a path below, or " if own_server() and limits.data_folders else ""
    st.caption(
        "Counts per class, a manifest, or annotations (COCO, PASCAL VOC, YOLO, Open Images …), up "
        f"to {limits.upload_megabytes:,} MB in all. For larger ones or a folder, {larger}use the "
        "command `imagenet-explorer add`."
    )
    if own_server() and limits.data_folders:
        _path_box()
    chosen = source()
    if chosen is not None and chosen.waiting:
        read(chosen, atlas)
        if not chosen.problem:
            again.take_over(draft(), atlas)
        st.rerun()
    if chosen is not None and chosen.problem:
        st.error(plain(chosen.problem), icon=":material/error:", title="The data set was not read")
    if chosen is not None:
        choices(chosen)
    found = draft()
    if found is not None and not (chosen is not None and chosen.problem):
        _what_was_read(found, address)


def _dropped() -> None:
    files = st.session_state[FILES]
    begin(Source(tuple((each.name, each.getvalue()) for each in files)) if files else None)


def _path_box() -> None:
    folders = ", ".join(f"`{plain(str(each))}`" for each in settings().data_folders)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Or the path of a file or folder on this machine",
            key=PATH,
            help=f"Below one of these folders: {folders} (EXPLORER_DATA_FOLDERS). A glob such as "
            "`*.parquet` is taken by the command `imagenet-explorer add`.",
        )
        st.button("Read", key="your_read_path", on_click=_named)


def _named() -> None:
    text = str(st.session_state.get(PATH) or "")
    try:
        begin(Source(path=allowed(text, settings(), own_machine=own_server())))
    except UploadError as problem:
        begin(Source(waiting=False, problem=str(problem)))


def _what_was_read(found: Draft, address: Address[YourDataView]) -> None:
    content = found.content
    section(f"What was read: {plain(found.title)}")
    st.markdown(plain(content.recognised))
    again.said(found)
    _figures(found)
    if said := caveats(content):
        st.caption(plain(said))
    with st.container(horizontal=True, vertical_alignment="center"):
        waiting = len(found.mapping.to_review)
        st.button(
            f"Review {counted(waiting, 'class')}" if waiting else "See the mapping and save",
            key="your_review",
            icon=":material/rule:",
            on_click=address.move,
            kwargs={"panel": "review"},
        )
        if found.proposal.recognised:
            st.markdown(plain(found.proposal.recognised))
    if len(content.aside):
        table(
            pd.DataFrame([dataclasses.asdict(each) for each in content.aside])[
                ["what", "count", "kept", "where"]
            ].assign(
                what=lambda frame: frame["what"].map(visible),
                where=lambda frame: frame["where"].map(visible),
            ),
            key="your_aside",
            name="set-aside",
            alt="What was left out of the data set, or kept but has to be said",
            columns={
                "what": st.column_config.TextColumn("Set aside", width="large"),
                "count": st.column_config.NumberColumn("Count", format="localized"),
                "kept": st.column_config.CheckboxColumn("Counted all the same"),
                "where": st.column_config.TextColumn("First of them"),
            },
        )
    if len(content.splits) > 1:
        table(
            content.splits.assign(split=content.splits["split"].map(visible)),
            key="your_splits",
            name="splits",
            alt="Images of each split",
            columns={
                "split": "Split",
                "images": st.column_config.NumberColumn("Images", format="localized"),
                "unlabelled": st.column_config.NumberColumn("Without a label", format="localized"),
            },
        )
    folded_table(
        found.classes,
        key="your_classes",
        name="classes",
        alt="Classes of the data set with their counts",
        columns={
            "id": "ID",
            "name": "Name",
            **{
                name: st.column_config.NumberColumn(name.capitalize(), format="localized")
                for name in ("images", "labels", "boxes")
            },
        },
    )


def _figures(found: Draft) -> None:
    content = found.content
    sums = found.classes
    whole = content.splits["images"]
    _, uncounted = over_classes(content, "images")
    missing = f" Of {counted(uncounted, 'class')} no count is known." if uncounted else ""
    metrics(
        [
            Shown("Classes", len(content.classes), "classes", "Classes that the source names."),
            Shown("Images", float(whole.sum()), "images", "Distinct images in all splits.")
            if len(whole) and whole.notna().all()
            else Shown(
                f"{'At least, images' if uncounted else 'Images'} over classes",
                _sum(sums["images"]),
                "images",
                "Images of the classes added up; an image of several classes counts for each. How "
                f"many images there are in all was not counted.{missing}",
            ),
            Shown(
                "Labels",
                _sum(sums["labels"]),
                "labels",
                "Rows, annotations or files that name a class.",
            ),
            Shown("Boxes", _sum(sums["boxes"]), "boxes", "Bounding boxes."),
            Shown(
                "Splits",
                int((content.splits["split"] != "").sum()),
                "splits",
                "Parts such as train and val; 0 where the source has none.",
            ),
            Shown(
                "Left out",
                float(sum(each.count for each in content.aside if not each.kept)),
                "",
                "Rows, files or boxes that are in no count; the table below names them.",
            ),
        ],
    )


def _sum(column: "pd.Series[int]") -> float | None:
    return float(column.sum()) if column.notna().any() else None
