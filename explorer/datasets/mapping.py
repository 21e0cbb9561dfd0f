"""How a data set's own class names were mapped to synsets: which, by whom, and who disagrees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True, eq=False, kw_only=True)
class NameMapping:
    """The classes of a data set by their own names, each with the synset it is mapped to.

    Attributes:
        table: the fact table that has a row per name, with columns ``id`` and ``wnid``.
        read: reads that table, checked; a row without a wnid has an empty text there.
        names: column of the names; empty where the synsets themselves are the classes.
        after: who made the mapping, or the column with that per class; may be empty.
        own: whether the makers of the data set give the synsets themselves.
        published: who published a mapping to its column, of wnids separated by spaces.
        parents: column of the ids of the parents in the data set's own hierarchy; may be empty.
        part: column that marks what is a part of its parents, not a kind of them.
        counts: columns of counts that a list of the classes shows.
        match: column that tells how each class was mapped, where no published mapping is
            compared: exact, published, accepted, broader, none, or empty for one to be reviewed.
    """

    table: str
    read: Callable[[], pd.DataFrame]
    names: str = ""
    after: str = ""
    own: bool = False
    published: Mapping[str, str] = field(default_factory=dict)
    parents: str = ""
    part: str = ""
    counts: tuple[str, ...] = ()
    match: str = ""
