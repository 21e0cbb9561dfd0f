"""Review of the mapping: which synset each class is, decided by a person."""

from typing import Any

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.errors import UploadError
from explorer.formatting import counted, visible, written
from explorer.ingest.library import changes
from explorer.ingest.names import mapping_file
from explorer.ingest.names.exact import Numbering
from explorer.ingest.names.mapping import Match, merged
from explorer.pages.your_data.draft import BY, Draft, draft, numbered
from explorer.pages.your_data.save import save_box
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.finder import finder
from explorer.ui.headings import section
from explorer.ui.markdown import plain
from explorer.ui.metrics import Shown, metrics
from explorer.ui.table import folded_table
from explorer.views.your_data import SHOW, YourDataView

NAMED, EDITED = "your_named", "your_edited"

TITLES: dict[str, str] = {
    "all": "All classes",
    "to_review": "To review",
    "published": "Published, unconfirmed",
    "accepted": "Accepted",
    "broader": "Broader",
    "none": "No synset",
    "exact": "Exact",
}
"""What the lists of ``SHOW`` are called."""

BADGES: dict[str, str] = {
    "": ":orange-badge[to review]",
    "published": ":blue-badge[published, unconfirmed]",
    "accepted": ":green-badge[accepted]",
    "broader": ":green-badge[broader]",
    "none": ":gray-badge[no synset]",
    "exact": ":green-badge[exact]",
}

GLOSS = 90
"""Characters of a gloss that a choice shows."""


def review_panel(atlas: Atlas, address: Address[YourDataView]) -> None:
    """Draw the panel."""
    found = draft()
    if found is None:
        st.info(
            "There is nothing to review yet. Add a data set, or open one of your data sets.",
            icon=":material/info:",
        )
        return
    section(f"Class names of {plain(found.title)}")
    _question(found, atlas)
    if found.proposal.recognised:
        st.caption(plain(found.proposal.recognised))
    save_box(atlas, found)
    _tools(found, atlas, address)
    rows = _listed(found, address.view.show)
    _rows(found, atlas, address, rows)
    _merged(found, atlas)


def counts() -> None:
    """Draw how many classes are confirmed, unconfirmed, to be reviewed, and without a synset."""
    found = draft()
    if found is None:
        return
    count, images = found.mapping.counts, found.classes["images"]

    def shown(label: str, matches: tuple[Match, ...], meaning: str) -> Shown:
        of = found.mapping.table["match"].isin(list(matches))
        known = images[of].dropna()
        more = f" They have {counted(float(known.sum()), 'image')}." if len(known) else ""
        return Shown(label, sum(count[each] for each in matches), "classes", meaning + more)

    metrics(
        [
            shown(
                "Confirmed",
                ("exact", "accepted", "broader"),
                "Identified by a wnid, a synset or a proven number, or decided by a person.",
            ),
            shown(
                "Unconfirmed",
                ("published",),
                "Taken from a published mapping of a known class list; nobody here checked it.",
            ),
            shown("To review", ("",), "Proposed at most; they count as unmapped until decided."),
            shown("No synset", ("none",), "Decided to have none. Kept with their counts."),
        ],
    )


def _question(found: Draft, atlas: Atlas) -> None:
    if not found.proposal.question:
        return
    st.warning(plain(found.proposal.question), icon=":material/help:")
    options: list[Numbering] = ["ILSVRC class index", "devkit ID"]
    st.selectbox(
        "The class numbers are",
        options,
        index=None,
        key="your_numbering",
        placeholder="Choose",
        on_change=lambda: numbered(found, atlas, st.session_state["your_numbering"]),
    )


def _tools(found: Draft, atlas: Atlas, address: Address[YourDataView]) -> None:
    count = found.mapping.counts
    number = {"all": len(found.mapping), "to_review": count[""]}
    number |= {key: count[key] for key in SHOW if key in count}
    titles = {key: f"{TITLES[key]} ({written(number[key])})" for key in SHOW}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        address.choice("show", "Show", titles, width=240)
        st.text_input("Name contains", key=NAMED, width=200)
        st.text_input(
            "Decided by",
            key=BY,
            width=200,
            placeholder="your name",
            persist_state="session",
            help="Is written into the mapping beside each of your decisions.",
        )
    single = found.proposal.single
    single = single[single.index.isin(found.mapping.to_review)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Accept all with one candidate ({len(single):,})",
            key="your_accept_single",
            icon=":material/done_all:",
            disabled=not len(single),
            help="Classes whose name is the name of one synset only, its singular or another "
            "spelling of it.",
            on_click=found.decide,
            args=(single.index.tolist(), "accepted", single.tolist()),
        )
        st.download_button(
            "Download mapping.csv",
            lambda: mapping_file.write(found.mapping, atlas.lexicon),
            file_name="mapping.csv",
            mime="text/csv",
            key="your_mapping_csv",
            on_click="ignore",
            icon=":material/download:",
        )
        with st.popover("Upload an edited mapping.csv", icon=":material/upload:"):
            st.file_uploader(
                "mapping.csv with the columns name, wnid and match",
                key=EDITED,
                max_upload_size=settings().upload_megabytes,
                on_change=lambda: _edited(found, atlas),
                help="match is exact, published, accepted, broader or none; leave it empty for a "
                "class that is still to be reviewed.",
            )
    _told()


def _edited(found: Draft, atlas: Atlas) -> None:
    file = st.session_state[EDITED]
    if file is None:
        st.session_state.pop("your_edit", None)
        return
    try:
        read = mapping_file.read(
            file.getvalue(), found.content.classes, atlas.hierarchy, name=file.name
        )
    except UploadError as problem:
        st.session_state["your_edit"] = (False, str(problem))
        return
    found.mapping = changes.combined(read, found.mapping)
    sentence = f"{counted(len(read.mapped), 'class')} of {len(read):,} are mapped by this file."
    if len(read.unused):
        names = ", ".join(map(repr, read.unused["name"].head(3)))
        sentence += (
            f" {counted(len(read.unused), 'row')} of the file are of no class here ({names}); "
            "they are kept in the mapping and change nothing."
        )
    st.session_state["your_edit"] = (True, sentence)


def _told() -> None:
    """What became of the mapping that was uploaded last."""
    fine, sentence = st.session_state.get("your_edit", (True, ""))
    if sentence and fine:
        st.success(plain(sentence), icon=":material/check_circle:")
    elif sentence:
        st.error(plain(sentence), icon=":material/error:", title="The mapping was not read")


def _listed(found: Draft, show: str) -> pd.DataFrame:
    """The classes of a list, those with most images first."""
    table = found.mapping.table.assign(images=found.classes["images"])
    if show != "all":
        table = table[table["match"] == ("" if show == "to_review" else show)]
    asked = str(st.session_state.get(NAMED) or "").strip().lower()
    if asked:
        table = table[table["name"].str.lower().str.contains(asked, regex=False)]
    return table.sort_values("images", ascending=False, kind="stable", na_position="last")


def _rows(found: Draft, atlas: Atlas, address: Address[YourDataView], rows: pd.DataFrame) -> None:
    if rows.empty:
        st.caption("No class is in this list.")
        return
    size = settings().review_rows
    pages = -(-len(rows) // size)
    page = min(address.view.page, pages)
    here = rows.iloc[(page - 1) * size : page * size]
    listed = found.proposal.candidates
    listed = listed[listed["position"].isin(here.index)]
    candidates = {int(str(at)): frame for at, frame in listed.groupby("position")}
    some = here[(here["wnid"] != "") & here["match"].isin(["", "published"])]
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1 and address.view.page <= pages:
            address.pages("page", pages)
        st.caption(f"{counted(len(rows), 'class')}, those with most images first.")
        st.button(
            f"Accept the {len(some):,} shown here" if len(some) else "Accept all shown here",
            key="your_accept_page",
            icon=":material/done_all:",
            disabled=some.empty,
            help="Accepts the synset shown for every class of this page that is to be reviewed or "
            "unconfirmed. Read them first.",
            on_click=found.decide,
            args=(some.index.tolist(), "accepted", some["wnid"].tolist()),
        )
    for position, row in here.iterrows():
        _row(found, atlas, int(str(position)), row, candidates.get(int(str(position))))


def _row(
    found: Draft, atlas: Atlas, at: int, row: "pd.Series[Any]", known: pd.DataFrame | None
) -> None:
    """One class: its name, the synset with its gloss and branch, and what can be decided."""
    match, wnid = str(row["match"]), str(row["wnid"])
    options = _options(wnid, known)
    why = {} if known is None else dict(zip(known["wnid"], known["why"], strict=True))
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_heading(row), width="content")
            st.space("stretch")
            _buttons(found, atlas, at, row)
        st.selectbox(
            f"Synset of {visible(row['name'])}",
            options,
            index=options.index(wnid) if wnid else None,
            format_func=lambda each: _choice(atlas, each, why.get(each, "")),
            key=f"your_pick_{at}_{wnid}",
            placeholder="No candidate; search for a synset",
            label_visibility="collapsed",
            disabled=not options,
            on_change=_picked,
            args=(found, at, match, f"your_pick_{at}_{wnid}"),
        )
        said = [_about(atlas, wnid) if wnid else "", plain(_note(row))]
        if any(said):
            st.caption(" · ".join(filter(None, said)))


def _heading(row: "pd.Series[Any]") -> str:
    images = "" if pd.isna(row["images"]) else f" :gray[{counted(row['images'], 'image')}]"
    apart = f" :gray[{plain(row['id'])}]" if row["id"] not in ("", row["name"]) else ""
    return f"**{plain(row['name']) or '(no name)'}**{apart} {BADGES[row['match']]}{images}"


def _buttons(found: Draft, atlas: Atlas, at: int, row: "pd.Series[Any]") -> None:
    match, wnid = str(row["match"]), str(row["wnid"])
    decided: list[tuple[str, Match, str, str]] = []
    if wnid and match in ("", "published", "broader"):
        decided.append(("Accept", "accepted", wnid, ":material/check:"))
    if wnid and match in ("", "published", "accepted"):
        decided.append(("Broader", "broader", wnid, ":material/north:"))
    if match != "none":
        decided.append(("None", "none", "", ":material/block:"))
    if match in ("accepted", "broader", "none"):
        decided.append(("Undo", "", wnid, ":material/undo:"))
    for label, to, of, icon in decided:
        st.button(
            label,
            key=f"your_{label}_{at}",
            icon=icon,
            help=HELP[label],
            on_click=found.decide,
            args=([at], to, [of]),
        )
    if st.button("Search", key=f"your_search_{at}", icon=":material/search:", help=HELP["Search"]):
        _search(found, atlas, at)


HELP = {
    "Accept": "The class means this synset.",
    "Broader": "The synset means more than the class, and there is no better one.",
    "None": "No synset means the class; it is kept with its counts, outside the hierarchy.",
    "Undo": "Back to the classes to be reviewed.",
    "Search": "Choose any other synset.",
}


def _note(row: "pd.Series[Any]") -> str:
    by = f"By {row['by']}." if row["by"] else ""
    return " ".join(filter(None, (by, str(row["note"]))))


def _options(wnid: str, known: pd.DataFrame | None) -> list[str]:
    listed = [] if known is None else known["wnid"].tolist()
    return listed if not wnid or wnid in listed else [wnid, *listed]


def _choice(atlas: Atlas, wnid: str, why: str) -> str:
    gloss = atlas.lexicon.gloss(wnid)
    short = gloss if len(gloss) <= GLOSS else f"{gloss[: GLOSS - 1]}…"
    return f"{atlas.lexicon.sense(wnid)}: {short}" + (f" ({why})" if why else "")


def _about(atlas: Atlas, wnid: str) -> str:
    """Where a synset stands: its branch, and what ImageNet has there."""
    branch = " > ".join(atlas.lexicon.names(atlas.hierarchy.main_path(wnid)[-4:]))
    classes = int(atlas.roll_up("fall11").subtree("classes", atlas.hierarchy.positions([wnid]))[0])
    here = "a class of ImageNet-21K" if wnid in atlas.dataset("fall11") else "no ImageNet class"
    gloss = atlas.lexicon.gloss(wnid)
    whole = f" · {plain(gloss)}" if len(gloss) > GLOSS else ""
    classes_here = f"{here}, {counted(classes, 'class')} at or under it"
    return f"{plain(branch)} · {wnid} · {classes_here}{whole}"


def _picked(found: Draft, at: int, match: str, key: str) -> None:
    """Another candidate was chosen: what was accepted stays accepted, all else is proposed."""
    chosen = st.session_state[key]
    if chosen:
        found.decide([at], "accepted" if match in ("accepted", "none", "exact") else "", [chosen])


@st.dialog("Choose a synset", width="large")
def _search(found: Draft, atlas: Atlas, at: int) -> None:
    st.markdown(f"For the class **{plain(found.mapping.table['name'][at])}**")
    finder(
        atlas,
        f"your_find_{at}",
        "Search synsets",
        lambda wnid: found.decide([at], "accepted", [wnid]),
    )


def _merged(found: Draft, atlas: Atlas) -> None:
    together = merged(found.mapping)
    if together.empty:
        return
    st.markdown(
        f"**{counted(len(together), 'synset')} with several of these classes.** Their counts are "
        "added; where an image can have several classes, the sum counts image-class pairs."
    )
    folded_table(
        lambda: together.assign(
            name=atlas.lexicon.names(together["wnid"]),
            names=[", ".join(map(visible, names)) for names in together["names"]],
        )[["name", "wnid", "classes", "names"]],
        key="your_merged",
        name="merged-names",
        alt="Synsets that several classes are mapped to",
        columns={
            "name": "Synset",
            "wnid": "wnid",
            "classes": "Classes",
            "names": st.column_config.TextColumn("Names", width="large"),
        },
    )
