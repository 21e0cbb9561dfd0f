"""The panel of what is taken away: class to superclass, code, splits, and the cut itself."""

import json

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.superclasses import cut as cuts
from explorer.audits.superclasses import exports, groups, splits
from explorer.audits.superclasses.groups import Grouping
from explorer.datasets import RollUp
from explorer.errors import ExplorerError
from explorer.formatting import counted
from explorer.ui.address import Address
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.table import download, table
from explorer.views.superclasses import SuperclassesView

OPENED = "cut_file"
PROBLEM = "cut_file_problem"


def exports_panel(atlas: Atlas, address: Address[SuperclassesView]) -> None:
    """Draw the panel."""
    view = address.view
    rolled = atlas.roll_up(view.dataset)
    found = groups.grouping(rolled, view.cut)
    name = f"superclasses-{view.dataset}"
    section("Class to superclass")
    frame = exports.class_table(atlas, rolled, found)
    number = st.column_config.NumberColumn
    table(
        frame,
        key="class_to_superclass",
        name=name,
        alt="Every class with its superclass",
        columns={
            "name": st.column_config.TextColumn("Class", pinned=True),
            "index": number("Index", help="Class index: position when sorted by wnid."),
            "superclass_index": number("Superclass index", help="−1 under none."),
            "superclass": "Superclass key",
            "superclass_name": "Superclass",
        },
        column_order=["name", "superclass_name", "superclass_index", "superclass", "index", "wnid"],
        height=260,
        beside=lambda: _save(
            "Download as JSON",
            lambda: exports.as_json(exports.document(atlas, rolled, found)),
            f"{name}.json",
            "By wnid and by class index, with the names of the new classes and the cut.",
        ),
    )
    _code(found, f"{name}.json")
    _split(atlas, address, rolled, found)
    _file(address, found)


def _save(label: str, content: object, file: str, text: str) -> None:
    st.download_button(
        label,
        content,  # type: ignore[arg-type]
        file_name=file,
        mime="application/json" if file.endswith(".json") else "text/plain",
        key=f"save_{file}",
        help=text,
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def _code(found: Grouping, file: str) -> None:
    section("Use in PyTorch")
    by_file, one_line = st.tabs(["With the JSON file", "One line"])
    with by_file:
        st.markdown("`dataset` is a torchvision `ImageFolder` with one folder per wnid.")
        st.code(exports.code(file), language="python")
    with one_line:
        st.caption("For a folder that has every class of the data set, and no other.")
        st.code(exports.target_transform(found), language="python", wrap_lines=True, height=160)


def _split(
    atlas: Atlas, address: Address[SuperclassesView], rolled: RollUp, found: Grouping
) -> None:
    view = address.view
    section("Source and target subclasses")
    st.caption(
        "Train on the source subclasses of each superclass, test on its target subclasses "
        "(BREEDS; Santurkar, Tsipras and Madry 2021). No subclass is in both."
    )
    first, second, _ = st.columns([2, 2, 3])
    with first:
        address.choice("split_by", "Balanced by", splits.BY)
    with second:
        address.number("seed", "Seed", 0, splits.MOST_SEED)
    try:
        divided = splits.split(atlas, rolled, found, view.seed, view.split_by)
    except ExplorerError as problem:
        st.info(plain(str(problem)), icon=":material/info:")
        return
    number = st.column_config.NumberColumn
    table(
        splits.summary(divided),
        key="split_totals",
        name=f"superclasses-{view.dataset}-split-totals",
        alt="Classes and images on both sides of each superclass",
        columns={
            "superclass_name": st.column_config.TextColumn("Superclass", pinned=True),
            "superclass_index": "Index",
            "superclass": "Key",
            **{
                f"{side}_{what}": number(f"{side.capitalize()} {what}", format="localized")
                for side in splits.SIDES
                for what in ("classes", "images")
            },
        },
        height=260,
    )
    alone = len(splits.left_out(found))
    if alone:
        st.caption(f"{counted(alone, 'superclass')} of one class cannot be divided.")
    name = f"superclasses-{view.dataset}-split-{view.seed}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Every subclass with its side:")
        download(divided, name, "split_csv")
        held = splits.document(divided, found, view.dataset, view.seed, view.split_by)
        _save("Download as JSON", lambda: json.dumps(held, indent=1), f"{name}.json", "By side.")


def _file(address: Address[SuperclassesView], found: Grouping) -> None:
    section("This cut as a file")
    st.caption(
        "The address of this page holds the cut, unless it is too long; a file always does. The "
        "terminal takes the same text: `imagenet-explorer superclasses --cut`."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        _save("Save this cut", found.cut.text, f"cut-{address.view.dataset}.txt", "As text.")
    st.file_uploader(
        "Open a cut (its text, or the JSON above)",
        type=["txt", "json"],
        key=OPENED,
        on_change=_open,
        args=(address,),
        max_upload_size=4,
    )
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem), icon=":material/error:")


def _open(address: Address[SuperclassesView]) -> None:
    file = st.session_state[OPENED]
    if file is None:
        return
    try:
        cut = cuts.opened(file.getvalue().decode("utf-8", errors="replace"), file.name)
    except ExplorerError as problem:
        st.session_state[PROBLEM] = str(problem)
        return
    address.move(cut=cut.text)
