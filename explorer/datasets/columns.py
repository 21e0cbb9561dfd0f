"""Columns of figures per class, each loaded on first use."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from explorer.arrays import Numbers
from explorer.datasets.measure import CLASSES


@dataclass(frozen=True, kw_only=True)
class Group:
    """Columns that one reading or one computation gives.

    Attributes:
        names: of the columns.
        load: gives a frame indexed by wnid that has them; NaN where a value is not known. Rows
            of what is no class are left out, and a class without a row has unknown values.
    """

    names: tuple[str, ...]
    load: Callable[[], pd.DataFrame]


class Columns(Mapping[str, Numbers]):
    """Read-only arrays by name, in the order of the classes; a group is loaded on first use.

    Every set of columns has ``classes``, which is 1 throughout.
    """

    def __init__(self, wnids: Callable[[], pd.Index], groups: Sequence[Group] = ()) -> None:
        """Declare the columns; nothing is loaded.

        Args:
            wnids: gives the distinct classes.
            groups: columns besides ``classes``.

        Raises:
            ValueError: two groups have a column of the same name.
        """
        self._load_wnids = wnids
        self._groups = tuple(groups)
        self._group_of = {name: group for group in groups for name in group.names}
        if len(self._group_of) + 1 != 1 + sum(len(group.names) for group in groups):
            raise ValueError("two groups of columns have a name in common")
        self._index: pd.Index | None = None
        self._loaded: dict[str, Numbers] = {}
        self._loading = threading.RLock()

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Columns":
        """The columns of a frame that is at hand, indexed by wnid; ``classes`` may be in it."""
        names = tuple(str(name) for name in frame.columns if name != CLASSES)
        groups = [Group(names=names, load=lambda: frame)] if names else []
        return cls(lambda: frame.index, groups)

    @property
    def wnids(self) -> pd.Index:
        """The classes, in the order of every column."""
        if self._index is None:
            with self._loading:
                self._index = self._index if self._index is not None else self._load_wnids()
        return self._index

    def __getitem__(self, name: str) -> Numbers:
        """The column of that name, loaded first if it has not been.

        Raises:
            KeyError: no column has that name.
        """
        if name not in self._loaded:
            with self._loading:
                if name not in self._loaded:
                    self._load(name)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        """Names of all columns, loaded or not."""
        return iter((CLASSES, *self._group_of))

    def __len__(self) -> int:
        """How many columns there are."""
        return 1 + len(self._group_of)

    def at_hand(self, name: str) -> tuple[str, ...]:
        """Names of the columns that are loaded once ``name`` is: its group and all before it."""
        self[name]
        return tuple(self._loaded)

    def joined(self, *groups: Group) -> "Columns":
        """These columns and further ones, in the place of those of the same name."""
        fresh = {name for group in groups for name in group.names}
        kept = []
        for group in self._groups:
            names = tuple(name for name in group.names if name not in fresh)
            if names:
                # Columns that are loaded already are not loaded again.
                kept.append(Group(names=names, load=lambda names=names: self.frame(names)))  # type: ignore[misc]
        return Columns(lambda: self.wnids, [*kept, *groups])

    def frame(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """Some columns, or all, as a frame indexed by wnid; they are loaded for it."""
        wanted = list(self) if names is None else list(names)
        return pd.DataFrame({name: self[name] for name in wanted}, index=self.wnids)

    def _load(self, name: str) -> None:
        if name == CLASSES:
            found = {CLASSES: np.ones(len(self.wnids))}
        else:
            group = self._group_of[name]
            frame = group.load()
            if not frame.index.equals(self.wnids):
                frame = frame.reindex(self.wnids)
            found = {each: frame[each].to_numpy(np.float64).copy() for each in group.names}
        for array in found.values():
            array.flags.writeable = False
        self._loaded.update(found)
