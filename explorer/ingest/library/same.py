"""Whether what was read is a data set that there is already: read from the same place, or the same.

Saving it then takes the place of the one that there is, unless the user wants both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from explorer.ingest.datasets.content import Content
from explorer.ingest.library import kept, record
from explorer.ingest.library.own import OwnDataSet, fingerprint, source_name
from explorer.ingest.library.store import Damaged, Folder

Why = Literal["path", "content", "name"]

SHARED = 0.5
"""Share of the classes of the smaller of two files of one name that both must have."""


@dataclass(frozen=True)
class Same:
    """A data set that what was read is, or was before it changed.

    Attributes:
        held: it, as it is kept or as this session has it.
        why: it was read from the same path, has the same classes and counts, or was read from a
            file of the same name with mostly the same classes.
    """

    held: Folder | OwnDataSet
    why: Why

    @property
    def key(self) -> str:
        """Its key."""
        return self.held.key if isinstance(self.held, OwnDataSet) else self.held.path.name

    @property
    def title(self) -> str:
        """Its title."""
        held = self.held
        return held.title if isinstance(held, OwnDataSet) else str(held.about["title"])

    @property
    def state(self) -> str:
        """Of the one that is kept; empty for one of a session."""
        return "" if isinstance(self.held, OwnDataSet) else self.held.state


def look(content: Content, path: str, known: Iterable[Folder | OwnDataSet]) -> Same | None:
    """The data set that what was read is; of several the one for the best reason.

    Args:
        content: what was read.
        path: absolute path of its source; empty where there is none.
        known: the data sets that there are.
    """
    mine = fingerprint(content)
    reasons: list[Why] = ["path", "content", "name"]
    found = [
        Same(held, why) for held in known if (why := _why(content, path, mine, held)) is not None
    ]
    return min(found, key=lambda each: reasons.index(each.why), default=None)


def _why(content: Content, path: str, mine: str, held: Folder | OwnDataSet) -> Why | None:
    if isinstance(held, OwnDataSet):
        place, theirs = held.path, fingerprint(held.content)
        source = source_name(held.content.provenance)
    else:
        place, theirs = str(held.about["path"]), str(held.about.get("fingerprint", ""))
        source = source_name(record.provenance(held.about))
    if path and path == place:
        return "path"
    if mine == theirs:
        return "content"
    # Another file of that name elsewhere on this machine is another data set.
    if not path and source == source_name(content.provenance) and _share(content, held) >= SHARED:
        return "name"
    return None


def _share(content: Content, held: Folder | OwnDataSet) -> float:
    """Share of the classes of the smaller of two data sets that both have."""
    try:
        other = held if isinstance(held, OwnDataSet) else kept.opened(held, boxes=False)
    except Damaged:
        return 0.0
    names, others = {*content.classes["name"]}, {*other.content.classes["name"]}
    return len(names & others) / max(min(len(names), len(others)), 1)
