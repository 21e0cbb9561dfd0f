"""A data set's class names with a synset proposed for each: exact ones taken, others to review."""

from collections.abc import Mapping as Known
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.formatting import counted, visible
from explorer.ingest.names import exact, known_lists
from explorer.ingest.names.candidates import Finder
from explorer.ingest.names.exact import Numbering
from explorer.ingest.names.known_lists import KnownList, Listed
from explorer.ingest.names.mapping import COLUMNS, Mapping, Match
from explorer.ingest.names.ranking import standing
from explorer.ingest.names.spelling import How
from explorer.settings import Settings
from explorer.settings import settings as of_process

CANDIDATE_COLUMNS = (
    "position",
    "rank",
    "wnid",
    "name",
    "gloss",
    "branch",
    "why",
    "imagenet_class",
    "classes_below",
)

WHY: Known[How, str] = {
    "name": "same name",
    "spelling": "same name, spelled differently",
    "singular": "singular of the name",
    "part": "one of the names",
    "last words": "end of the name, so it may be broader",
    "similar spelling": "similar spelling",
}

WEAK = (WHY["last words"], WHY["similar spelling"])

STEPS = 3
"""Synsets above a candidate that its branch names."""

ITS_ID = "its id"
THE_DATA_SET = "the data set"


@dataclass(frozen=True, eq=False, repr=False)
class Proposal:
    """A mapping with what can be taken without a person, and candidates for the rest.

    Attributes:
        mapping: exact and published synsets taken; the wnid of any other class is its likeliest
            candidate, which does not count until it is accepted.
        candidates: one row per class that is not exact and candidate, the likeliest first:
            position (of the class), rank (from 1), wnid, name (first lemma), gloss, branch (names
            of the synsets above, the nearest last), why, imagenet_class (whether it is a class of
            Fall 2011) and classes_below (classes of Fall 2011 at and under it).
        recognised: as which known list the names were recognised, in a sentence; may be empty.
        question: what the user has to decide before the classes can be mapped; may be empty.
    """

    mapping: Mapping
    candidates: pd.DataFrame
    recognised: str = ""
    question: str = ""

    @property
    def single(self) -> pd.Series:
        """By position the wnid of classes to review that have exactly one candidate.

        One that only shares the end of the name or a similar spelling is left out.
        """
        waiting = self.candidates[self.candidates["position"].isin(self.mapping.to_review)]
        alone = waiting[~waiting["position"].duplicated(keep=False)]
        return alone[~alone["why"].isin(WEAK)].set_index("position")["wnid"]


def propose(
    classes: pd.DataFrame,
    atlas: Atlas,
    *,
    numbering: Numbering = "",
    limits: Settings | None = None,
) -> Proposal:
    """Propose a synset for every class of a data set.

    The first candidate is the published synset for 97 % of the 64 names of COCO on which published
    mappings agree, 91 % of 1,202 of LVIS and 96 % of 268 of Open Images (counted without
    recognising these lists; Open Images took no part in fitting the ranking).

    Args:
        classes: one row per class, with texts id, name and synset (as the data set itself gives
            it; may be empty).
        atlas: hierarchy, words and data sets; what it hides stays hidden.
        numbering: meaning of class numbers, chosen by the user; empty to infer it or to ask.
        limits: settings; those of the process if None.
    """
    limits = of_process() if limits is None else limits
    classes = classes.reset_index(drop=True)
    names = [name or id_ for id_, name in zip(classes["id"], classes["name"], strict=True)]
    rows = _Rows(classes, atlas)
    question = rows.take_numbers(names, numbering)
    rows.take_ids()
    recognised = known_lists.recognised(names, atlas)
    rows.take_listed(recognised, known_lists.by_mid(atlas) if rows.has_mids() else {})
    candidates = _candidates(rows, names, atlas, limits)
    first = candidates[candidates["rank"] == 1].set_index("position")["wnid"]
    table = rows.table()
    waiting = table["match"] == ""
    table.loc[waiting, "wnid"] = first.reindex(table.index[waiting]).fillna("")
    return Proposal(Mapping(table), candidates, recognised.reason if recognised else "", question)


class _Rows:
    """The intermediate results per class, by position."""

    def __init__(self, classes: pd.DataFrame, atlas: Atlas) -> None:
        self.classes, self.atlas = classes, atlas
        size = len(classes)
        self.match: list[Match] = [""] * size
        self.wnid, self.by, self.note = [""] * size, [""] * size, [""] * size
        self.first: list[dict[str, str]] = [{} for _ in range(size)]
        self._texts = list(
            zip(
                *(classes[column].tolist() for column in ("synset", "id", "name")),
                strict=True,
            )
        )

    def table(self) -> pd.DataFrame:
        given = zip(self.wnid, self.match, self.by, self.note, strict=True)
        decided = pd.DataFrame(given, columns=list(COLUMNS[2:]), dtype=object)
        return self.classes[["id", "name"]].join(decided)

    def _take(self, at: int, match: Match, wnid: str, by: str, note: str = "") -> None:
        self.match[at], self.wnid[at], self.by[at], self.note[at] = match, wnid, by, note

    def take_numbers(self, names: Sequence[str], said: Numbering) -> str:
        """Map class numbers whose meaning is chosen or proven; otherwise return the question."""
        ids = [id_ if id_.strip().isdecimal() else name for _, id_, name in self._texts]
        found = exact.numbers(ids, self.atlas)
        if found is None:
            return ""
        known = exact.numberings(self.atlas)
        what = said or exact.proven(found, names, self.atlas)
        if not what and all(map(str.isdecimal, names)):
            for at, number in enumerate(found):
                self.first[at] = {
                    numbers[number]: f"{name} {number}"
                    for name, numbers in reversed(list(known.items()))
                    if number in numbers
                }
            return (
                f"The {counted(len(found), 'class')} are only numbered. Say whether the numbers "
                "are ILSVRC class indices (0 to 999, in the order of the wnids) or devkit IDs (1 "
                "to 1,000); nothing in the data set proves either."
            )
        for at, (number, name) in enumerate(zip(found, names, strict=True)):
            wnid = known[what].get(number, "") if what else ""
            if wnid and (said or exact.agrees(name, wnid, self.atlas)):
                self._take(at, "exact", wnid, ITS_ID, f"{what} {number}")
            elif wnid:
                self.first[at] = {wnid: f"{what} {number}"}
        return ""

    def take_ids(self) -> None:
        """Map wnids and senses in any column; if two differ, the user decides."""
        for at, texts in enumerate(self._texts):
            found = [exact.identified(text, self.atlas) for text in texts]
            wnids = {wnid for wnid in found if wnid}
            if len(wnids) > 1:
                self.match[at] = ""
                self.first[at] = dict.fromkeys(wnids, "named by the data set")
                self.note[at] = "Its id, its name and its synset do not name the same synset."
            elif wnids:
                self._take(at, "exact", wnids.pop(), THE_DATA_SET if found[0] else ITS_ID)
            elif texts[0] and not texts[0].startswith("/"):
                self.note[at] = (
                    f"The data set gives {visible(texts[0][:60])}, which names no noun synset of "
                    "WordNet 3.0."
                )

    def has_mids(self) -> bool:
        return any(text.startswith("/") for texts in self._texts for text in texts)

    def take_listed(self, known: KnownList | None, mids: Known[str, Listed]) -> None:
        """Take what is published for a MID, or for a name of a list that was recognised."""
        for at, texts in enumerate(self._texts):
            found = next((mids[text.lower()] for text in texts if text.lower() in mids), None)
            if found is None and known is not None:
                found = known.classes[at]
            if found is None or self.match[at]:
                continue
            self.first[at] = dict(found.wnids) | self.first[at]
            if found.taken and found.wnids and not self.note[at]:
                self._take(at, "published", found.wnids[0][0], found.by)


def _candidates(rows: _Rows, names: Sequence[str], atlas: Atlas, limits: Settings) -> pd.DataFrame:
    """Candidates of the classes that are not exact; see ``Proposal``."""
    places = [at for at, match in enumerate(rows.match) if match != "exact"]
    finder = Finder(atlas, limits.misspelt_names)
    position: list[int] = []
    wnid: list[str] = []
    why: list[str] = []
    for at, each in zip(places, finder.find([names[at] for at in places]), strict=True):
        found = dict(rows.first[at])
        for candidate in each[: limits.name_candidates]:
            found.setdefault(atlas.hierarchy.wnids[candidate.position], WHY[candidate.how])
        some = list(found.items())[: limits.name_candidates]
        position += [at] * len(some)
        wnid += [key for key, _ in some]
        why += [reason for _, reason in some]
    known, where = standing(atlas), atlas.hierarchy.positions(wnid)
    frame = pd.DataFrame({"wnid": wnid, "why": why}, dtype=str)
    frame["position"] = np.array(position, dtype=np.int64)
    frame["rank"] = frame.groupby("position").cumcount() + 1
    words = {each: _words(each, atlas) for each in dict.fromkeys(wnid)}
    for at, column in enumerate(("name", "gloss", "branch")):
        frame[column] = pd.Series([words[each][at] for each in wnid], dtype=str)
    frame["imagenet_class"] = known.imagenet[where]
    frame["classes_below"] = known.below[where]
    return frame[list(CANDIDATE_COLUMNS)]


def _words(wnid: str, atlas: Atlas) -> tuple[str, str, str]:
    """Name, gloss and branch of a synset, masked where they are hidden."""
    parent, names = standing(atlas).parent, atlas.lexicon.first_lemmas
    at = atlas.hierarchy.position(wnid)
    above: list[str] = []
    while len(above) < STEPS and parent[at] != at:
        at = int(parent[at])
        above.insert(0, names[at])
    return atlas.lexicon.name(wnid), atlas.lexicon.gloss(wnid), " > ".join(above)
