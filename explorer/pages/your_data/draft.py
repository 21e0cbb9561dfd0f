"""The data set that a session works on: read from files or a path, reviewed, not yet saved."""

import dataclasses
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

import pandas as pd
import streamlit as st

from explorer.atlas import Atlas
from explorer.errors import ExplorerError
from explorer.formatting import visible
from explorer.ingest.datasets import formats, header, uploaded
from explorer.ingest.datasets.content import Content
from explorer.ingest.datasets.format import Options
from explorer.ingest.datasets.formats import FormatChoiceNeeded, Recognised
from explorer.ingest.datasets.header import Header
from explorer.ingest.library import changes, keys
from explorer.ingest.library import source as source_files
from explorer.ingest.library.figures import of_classes
from explorer.ingest.library.own import OwnDataSet
from explorer.ingest.library.same import Same
from explorer.ingest.names.exact import Numbering
from explorer.ingest.names.mapping import Mapping, Match
from explorer.ingest.names.propose import Proposal, propose
from explorer.progress import Report
from explorer.settings import settings
from explorer.ui.faults import without_home
from explorer.ui.markdown import plain

_DRAFT, _SOURCE = "your_data_draft", "your_data_source"

REPORT_SECONDS = 0.1
"""A progress bar is drawn anew no more often."""


@dataclass
class Source:
    """What is to be read, or was, and how.

    Attributes:
        files: names and contents of dropped files; empty where a path is read.
        path: on this machine; None where files were dropped.
        format: key of the chosen format; empty if it is to be recognised.
        options: what else was chosen.
        state: of the files of the path, before they were read.
        waiting: whether it is still to be read.
        problem: why it was not read; may be empty.
        fitting: formats to choose from, where it can be of several.
        header: its columns, where they can be chosen.
        serial: another one for everything that is read, for the keys of its widgets.
    """

    files: tuple[uploaded.File, ...] = ()
    path: Path | None = None
    format: str = ""
    options: Options = field(default_factory=Options)
    state: source_files.State = field(default_factory=source_files.State)
    waiting: bool = True
    problem: str = ""
    fitting: tuple[Recognised, ...] = ()
    header: Header | None = None
    serial: int = field(default_factory=count().__next__)


@dataclass
class Draft:
    """A data set with its mapping, before it is saved.

    Attributes:
        content: what was read.
        proposal: candidates for its names.
        mapping: what was decided so far.
        title: its name on a page.
        source: how it was read; None for one that was opened again.
        saved: the data set as it was last saved; None if it never was.
        state: of the saved one, if it is kept in the user's data folder.
        told: what the last action did, in a sentence.
        same: the data set of the user's that this one is, read again.
        new: names of its classes that that one does not have.
        gone: names of classes that only that one has.
    """

    content: Content
    proposal: Proposal
    mapping: Mapping
    title: str
    source: Source | None = None
    saved: OwnDataSet | None = None
    state: str = ""
    told: str = ""
    same: Same | None = None
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @cached_property
    def classes(self) -> pd.DataFrame:
        """The classes as they were read: id and name, images, labels and boxes over all splits.

        A sum is missing where the figure of a split is not known.
        """
        listed = self.content.classes[["id", "name"]].map(visible)
        sums = {name: of_classes(self.content, name) for name in ("images", "labels", "boxes")}
        return listed.assign(
            **{name: pd.array(values, "Float64").astype("Int64") for name, values in sums.items()}
        )

    @property
    def changed(self) -> bool:
        """Whether it is not what was last saved."""
        return self.saved is None or self.saved.mapping is not self.mapping

    def decide(self, positions: Iterable[int], match: Match, wnids: Iterable[str]) -> None:
        """Put down what the user decided on some classes."""
        self.mapping = self.mapping.decided(positions, match, wnids, reviewer())
        self.told = ""


BY = "your_data_by"


def reviewer() -> str:
    """Who decides, as the user said it."""
    return str(st.session_state.get(BY) or "").strip() or "the user"


def draft() -> Draft | None:
    """The data set that this session works on."""
    found: Draft | None = st.session_state.get(_DRAFT)
    return found


def source() -> Source | None:
    """What this session read last, or is about to read."""
    found: Source | None = st.session_state.get(_SOURCE)
    return found


def begin(chosen: Source | None) -> None:
    """Have something read in the next run; nothing if None."""
    st.session_state[_SOURCE] = chosen


def cancel() -> None:
    """Read no further; what is being read stops at its next report."""
    st.session_state.pop(_SOURCE, None)


def work_on(chosen: Draft | None) -> None:
    """Put another data set in the place of the one that the session works on."""
    st.session_state[_DRAFT] = chosen


def read(chosen: Source, atlas: Atlas) -> None:
    """Read what is waiting, with its progress and a way to cancel shown meanwhile."""
    named = chosen.path.name if chosen.path is not None else chosen.files[0][0]
    report = progress(cancel, f"Reading {visible(named)}")
    chosen.header = _header(chosen)
    try:
        if chosen.path is not None:
            whole = str(chosen.path)
            chosen.state = changes.state_of(whole, settings(), chosen.format, chosen.options)
        content = _content(chosen, report)
        report(0.95, "Looking up the class names in WordNet")
        proposal = propose(content.classes, atlas)
    except ExplorerError as problem:
        chosen.waiting, chosen.problem = False, without_home(str(problem))
        if isinstance(problem, FormatChoiceNeeded):
            chosen.fitting = problem.formats
        return
    chosen.waiting, chosen.problem, chosen.fitting = False, "", ()
    title = keys.title("", content.provenance.source.split(",")[0])
    work_on(Draft(content, proposal, proposal.mapping, title, chosen))


def numbered(found: Draft, atlas: Atlas, numbering: Numbering) -> None:
    """Propose synsets anew, now that the user has said what the class numbers are.

    What a person decided stays.
    """
    found.proposal = propose(found.content.classes, atlas, numbering=numbering)
    before, table = found.mapping.table, found.proposal.mapping.table.copy()
    decided = before["match"].isin(["accepted", "broader", "none"])
    columns = list(changes.DECIDED)
    table.loc[decided, columns] = before.loc[decided, columns]
    found.mapping = Mapping(table, found.mapping.unused)


def opened(own: OwnDataSet, atlas: Atlas, state: str = "") -> Draft:
    """A saved data set to be reviewed again."""
    proposal = propose(own.content.classes, atlas)
    return Draft(own.content, proposal, own.mapping, own.title, None, own, state)


def as_own(found: Draft, key: str, title: str) -> OwnDataSet:
    """The draft as a data set under a key."""
    if found.saved is not None:
        return dataclasses.replace(found.saved, key=key, title=title, mapping=found.mapping)
    origin = found.source or Source()
    return OwnDataSet(
        key=key,
        title=title,
        content=found.content,
        mapping=found.mapping,
        path="" if origin.path is None else str(origin.path),
        state=origin.state,
        options=origin.options,
        format=origin.format,
    )


def _content(chosen: Source, report: Report) -> Content:
    limits = settings()
    if chosen.path is not None:
        return formats.read(chosen.path, limits, report, chosen.format, chosen.options)
    return uploaded.read(chosen.files, limits, report, chosen.format, chosen.options)


def _header(chosen: Source) -> Header | None:
    limits = settings()
    if chosen.path is not None:
        return header.look(chosen.path, limits, chosen.format)
    return uploaded.look(chosen.files, limits, chosen.format)


def progress(stop: Callable[[], None], beginning: str) -> Report:
    """Draw how far a long step is, and a button that ends it; tells what is to be drawn.

    Args:
        stop: called when the button is pressed.
        beginning: what is shown before the first report.
    """
    with st.container(border=True):
        place = st.empty()
        place.progress(0.0, text=plain(beginning))
        st.button("Cancel", key="your_cancel", icon=":material/close:", on_click=stop)
    last = time.monotonic()

    def report(share: float, sentence: str) -> None:
        nonlocal last
        if time.monotonic() - last >= REPORT_SECONDS:
            last = time.monotonic()
            # Streamlit ends this run here, by an exception, once a button was pressed.
            place.progress(min(max(share, 0.0), 1.0), text=plain(sentence))

    return report
