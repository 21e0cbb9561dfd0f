"""Class lists of known data sets, recognised as a whole, with the synsets published for them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from explorer import facts
from explorer.atlas import Atlas
from explorer.audits.class_list import AGREED, OWN, SINGLE, class_list
from explorer.formatting import counted
from explorer.ingest.names.spelling import words
from explorer.owner import kept_by

IN_THE_LIST = 0.9
"""Least share of a data set's names that are in the list."""

OF_THE_LIST = 0.5
"""Least share of the list that the data set has: five animals are in many lists."""

LEAST = 5
"""A data set of fewer classes is never taken for a known one."""

TAKEN = frozenset({OWN, AGREED, SINGLE})
"""Published mappings that are taken, unconfirmed; where they differ, a person decides."""

OBJECTS365, OPEN_IMAGES = "objects365_names", "openimages"


@dataclass(frozen=True)
class Listed:
    """What is published for one class of a known list.

    Attributes:
        wnids: synsets, each with who has it; the first is the one that the explorer uses.
        taken: whether the first is taken without a person.
        by: who published the first.
    """

    wnids: tuple[tuple[str, str], ...]
    taken: bool = False
    by: str = ""


@dataclass(frozen=True)
class KnownList:
    """A known list whose names a data set has.

    Attributes:
        title: of the known data set.
        reason: why it was recognised, in a sentence.
        classes: per position of the data set, what is published; None for a name that is not in
            the list.
    """

    title: str
    reason: str
    classes: tuple[Listed | None, ...]


def recognised(names: Sequence[str], atlas: Atlas) -> KnownList | None:
    """The known list that a data set's names are, if there is one.

    Nine tenths of the names have to be in the list, and half of the list among the names; of
    several such lists the one with the most in common is taken.
    """
    if len(names) < LEAST:
        return None
    keys = [_key(name) for name in names]
    best: tuple[float, str, str, dict[str, int], int] | None = None
    for key, title, listed in _lists(atlas):
        rows = _rows_by_name(listed)
        hit = {rows[each] for each in keys if each in rows}
        known = sum(each in rows for each in keys)
        if known < IN_THE_LIST * len(keys) or len(hit) < OF_THE_LIST * len(listed):
            continue
        common = len(hit) / (len(listed) + len(keys) - known)
        if best is None or common > best[0]:
            best = common, key, title, rows, known
    if best is None:
        return None
    _, key, title, rows, known = best
    found = _objects365() if key == OBJECTS365 else _published(atlas, key)
    reason = f"{counted(known, 'name')} of {len(keys):,} are in the class list of {title}."
    return KnownList(title, reason, tuple(found[rows[e]] if e in rows else None for e in keys))


def by_mid(atlas: Atlas) -> Mapping[str, Listed]:
    """What is published for the classes of Open Images, by MID in small letters."""
    mapping = atlas.dataset(OPEN_IMAGES).mapping
    if mapping is None:
        return {}
    mids = mapping.read()["id"].str.lower().tolist()
    return dict(zip(mids, _published(atlas, OPEN_IMAGES), strict=True))


def _key(name: str) -> str:
    return words(re.sub(r"[;,/]", " ", name))


def _rows_by_name(names: Sequence[str]) -> dict[str, int]:
    """Rows by name, by the first of several names, and by the name without brackets if single."""
    short: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        for each in {_key(re.split(r"[;,/]", name)[0]), _key(re.sub(r"\(.*?\)", "", name))}:
            short.setdefault(each, []).append(row)
    single = {name: rows[0] for name, rows in short.items() if len(rows) == 1}
    return single | {_key(name): row for row, name in enumerate(names)}


def _lists(atlas: Atlas) -> Iterator[tuple[str, str, list[str]]]:
    """Key, title and names of every known list; of those with the same table only the first."""
    tables: set[str] = set()
    for key, dataset in atlas.datasets.items():
        mapping = dataset.mapping
        # What a user decided on another data set of theirs is published nowhere.
        listed = mapping is not None and mapping.names and not dataset.own
        if mapping is not None and listed and mapping.table not in tables:
            tables.add(mapping.table)
            yield key, dataset.title, mapping.read()[mapping.names].tolist()
    yield OBJECTS365, "Objects365", facts.read(OBJECTS365)["category"].tolist()


@kept_by("atlas", most=12)
def _published(atlas: Atlas, key: str) -> tuple[Listed, ...]:
    """What is published for every class of a data set, in its order."""
    title, mapping = atlas.dataset(key).title, atlas.dataset(key).mapping
    if mapping is None:
        return ()
    listed = class_list(atlas, key)
    columns = {who: mapping.read()[column].tolist() for who, column in mapping.published.items()}
    found: list[Listed] = []
    rows = zip(listed["wnid"], listed["certainty"], listed["after"], strict=True)
    for at, (wnid, certainty, after) in enumerate(rows):
        wnids = {wnid: f"{title}: {certainty}"} if wnid else {}
        for who, cells in columns.items():
            for each in cells[at].split():
                wnids.setdefault(each, f"{title}: {who}")
        found.append(Listed(tuple(wnids.items()), certainty in TAKEN, after or title))
    return tuple(found)


def _objects365() -> tuple[Listed, ...]:
    """The candidates for the classes of Objects365, which were not reviewed."""
    cells = facts.read(OBJECTS365)["candidate_wnids"].fillna("").tolist()
    why = "Objects365: class of LVIS of the same name, not reviewed"
    return tuple(Listed(tuple((wnid, why) for wnid in cell.split())) for cell in cells)
