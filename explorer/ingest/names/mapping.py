"""Which synset each class of a user's data set is mapped to, by whom, and how surely."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer.arrays import Integers

Match = Literal["exact", "published", "accepted", "broader", "none", ""]

MATCHES: tuple[Match, ...] = get_args(Match)
"""How a class came to its synset: ``exact``, its id names the synset itself; ``published``, a
published mapping of a known class list has it, which is unconfirmed; ``accepted``, a
person chose a synset of the same meaning; ``broader``, a person chose one that means more;
``none``, the user decided that there is none; empty, still to be reviewed."""

MAPPED = frozenset({"exact", "published", "accepted", "broader"})
"""Matches that count: all figures of such a class are counted at its synset."""

CONFIRMED = frozenset({"exact", "accepted", "broader"})

COLUMNS = ("id", "name", "wnid", "match", "by", "note")


@dataclass(frozen=True, eq=False, repr=False)
class Mapping:
    """The synset of every class of a data set.

    Attributes:
        table: one row per class, in the order of the data set's classes (the index is the class's
            position), all texts: id and name as the data set has them, wnid (empty for none; that
            of a class still to be reviewed is only proposed), match (one of ``MATCHES``), by (who
            mapped it), note.
        unused: rows of a file of mappings whose class the data set does not have, same columns.
    """

    table: pd.DataFrame
    unused: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))

    def __post_init__(self) -> None:
        """Check that the table can be a mapping.

        Raises:
            ValueError: a column or a synset is missing, or a match is unknown.
        """
        if missing := [column for column in COLUMNS if column not in self.table]:
            raise ValueError(f"a mapping lacks the column {missing[0]!r}")
        if not self.table.index.equals(pd.RangeIndex(len(self.table))):
            raise ValueError("the rows of a mapping are not numbered by class")
        if unknown := {*self.table["match"]} - {*MATCHES}:
            raise ValueError(f"unknown match {min(unknown)!r}")
        without = self._is(MAPPED) & (self.table["wnid"] == "").to_numpy(np.bool_)
        if without.any():
            raise ValueError(f"class {int(np.argmax(without))} is mapped to no synset")

    def __len__(self) -> int:
        """How many classes there are."""
        return len(self.table)

    @property
    def mapped(self) -> Integers:
        """Positions of the classes that have a synset that counts."""
        return np.flatnonzero(self._is(MAPPED))

    @property
    def confirmed(self) -> Integers:
        """Positions of the classes whose synset is exact or was chosen by a person."""
        return np.flatnonzero(self._is(CONFIRMED))

    @property
    def to_review(self) -> Integers:
        """Positions of the classes that are still to be reviewed; they count as unmapped."""
        return np.flatnonzero(self._is({""}))

    @property
    def wnids(self) -> list[str]:
        """By position the wnid of the synset that counts; empty for a class without one."""
        return self.table["wnid"].where(self._is(MAPPED), "").tolist()

    @property
    def counts(self) -> dict[Match, int]:
        """How many classes have each match, all of ``MATCHES`` in their order."""
        found = self.table["match"].value_counts()
        return {match: int(found.get(match, 0)) for match in MATCHES}

    def decided(
        self, positions: Iterable[int], match: Match, wnids: Iterable[str], by: str, note: str = ""
    ) -> "Mapping":
        """The mapping with a decision on some classes.

        Args:
            positions: of the classes.
            match: what was decided, for all of them.
            wnids: the synset of each of them; ``""`` with ``none``.
            by: who decided.
            note: for all of them.

        Raises:
            ValueError: a class is out of range, or one that is mapped lacks a synset.
        """
        rows = list(positions)
        if rows and not 0 <= min(rows) <= max(rows) < len(self):
            raise ValueError("a position is of no class")
        table = self.table.copy()
        table.loc[rows, "wnid"] = list(wnids)
        table.loc[rows, ["match", "by", "note"]] = (match, by, note)
        return Mapping(table, self.unused)

    def _is(self, matches: Iterable[str]) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.table["match"].isin(list(matches)).to_numpy(np.bool_)
        return found


def unmapped(classes: pd.DataFrame) -> Mapping:
    """A mapping in which every class is still to be reviewed.

    Args:
        classes: one row per class, with texts id and name.
    """
    table = classes[["id", "name"]].reset_index(drop=True)
    empty = dict.fromkeys(COLUMNS[2:], "")
    return Mapping(table.assign(**empty)[list(COLUMNS)])


def merged(mapping: Mapping) -> pd.DataFrame:
    """Synsets that several classes of the data set are mapped to, so that their counts are added.

    Returns:
        One row per synset, in the order of its first class: wnid, classes (how many), positions
        and names (lists, in the order of the classes).
    """
    table = mapping.table.loc[mapping.mapped, ["wnid", "name"]]
    rows: list[dict[str, Any]] = []
    for wnid, group in table.groupby("wnid", sort=False):
        if len(group) > 1:
            places, names = group.index.tolist(), group["name"].tolist()
            rows.append({"wnid": wnid, "classes": len(group), "positions": places, "names": names})
    return pd.DataFrame(rows, columns=["wnid", "classes", "positions", "names"])
