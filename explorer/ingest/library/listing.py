"""The list of a user's data sets that are kept, those that cannot be used included."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from explorer.ingest.library import changes, kept, record, store
from explorer.ingest.library.store import Damaged, Folder
from explorer.ingest.names.mapping import CONFIRMED
from explorer.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A data set that is kept.

    Attributes:
        key, title: its names; the title of one that is damaged is its key.
        classes, confirmed, to_review: how many classes it has, and with which kind of mapping;
            None where it is damaged.
        source: name of what was read.
        path: from which it can be read again; may be empty.
        format: key of its format.
        read: when it was read; None where it is damaged.
        source_changes: what became of the files of its source, in a sentence; empty if nothing
            changed, None if that was not looked at.
        problem: why it cannot be used; may be empty.
    """

    key: str
    title: str
    classes: int | None = None
    confirmed: int | None = None
    to_review: int | None = None
    source: str = ""
    path: str = ""
    format: str = ""
    read: datetime | None = None
    source_changes: str | None = None
    problem: str = ""


def entries(settings: Settings, *, look: bool = False) -> list[Entry]:
    """The data sets that are kept, by key.

    Args:
        settings: have the data folder.
        look: whether to check if their sources changed, which examines all files of each.
    """
    found = []
    for path in store.folders(kept.place(settings)):
        try:
            found.append(_entry(store.opened(path), settings, look))
        except Damaged as problem:
            if path.exists():  # and was not removed in the meantime
                found.append(Entry(key=path.name, title=path.name, problem=str(problem)))
    return found


def _entry(folder: Folder, settings: Settings, look: bool) -> Entry:
    about = folder.about
    read = record.provenance(about)
    counts: Mapping[str, int] = about["mapping"]
    return Entry(
        key=folder.path.name,
        title=str(about["title"]),
        classes=sum(counts.values()),
        confirmed=sum(counts.get(match, 0) for match in CONFIRMED),
        to_review=counts.get("to review", 0),
        source=read.source,
        path=str(about["path"]),
        format=read.format,
        read=read.read,
        source_changes=str(changes.difference(folder, settings)) if look else None,
    )
