"""Lists of superclasses: published ones that the fact tables have, and the entry points."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from explorer import facts
from explorer.audits.overview import BRANCHES
from explorer.audits.superclasses.cut import PRESETS


@dataclass(frozen=True)
class Preset:
    """A list of superclasses.

    Attributes:
        key: one of ``PRESETS``.
        about: what it is, in a sentence.
        source: the fact table; empty where there is none.
        column: of that table, the group of each class; empty for groups that are synsets only.
        synsets: whether the groups are synsets, under which further classes can be put.
        heads: the synsets, where no table lists them.
    """

    key: str
    about: str
    source: str = ""
    column: str = ""
    synsets: bool = False
    heads: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its name on a page."""
        return PRESETS[self.key]


LISTS = {
    each.key: each
    for each in (
        Preset(
            "tiered",
            "The 34 synsets under which tieredImageNet files 608 classes of ILSVRC-2012 (Ren et "
            "al. 2018). The other classes of ILSVRC-2012 are in none of them, as in the list; "
            "classes of other data sets are grouped under the same synsets.",
            "ilsvrc2012",
            "tiered_superclass",
            synsets=True,
        ),
        Preset(
            "category67",
            "Hand-made everyday categories of the classes of ILSVRC-2012. They are names, not "
            "synsets, so other classes are in none of them.",
            "ilsvrc2012",
            "category67",
        ),
        Preset(
            "wildlife",
            "The seven categories of the 269 wild animal classes of ILSVRC-2012 that ecologists "
            "reviewed (Luccioni and Rolnick 2023). They are names, not synsets.",
            "biodiversity",
            "category",
        ),
        Preset(
            "entry_points",
            "The ten main branches of the explorer: artifact, animal, plant, person, food "
            "and others.",
            synsets=True,
            heads=BRANCHES,
        ),
    )
}
"""Every list by key."""


@dataclass(frozen=True)
class Listing:
    """The content of a list.

    Attributes:
        group: wnid of a class to the key of its group; empty where the list leaves it out.
        names: key of a group that is no synset to its name.
        heads: wnids of the groups that are synsets.
    """

    group: Mapping[str, str]
    names: Mapping[str, str]
    heads: tuple[str, ...]


@lru_cache(maxsize=8)
def listing(key: str, folder: Path = facts.DATA) -> Listing:
    """The content of the list with that key.

    Raises:
        TableError: its table is missing or damaged.
    """
    preset = LISTS[key]
    if not preset.source:
        return Listing({}, {}, preset.heads)
    table = facts.read(preset.source, folder)
    named = table[preset.column].tolist()
    keys: Callable[[str], str] = str if preset.synsets else partial(slug)
    group = dict(zip(table["wnid"].tolist(), map(keys, named), strict=True))
    if preset.synsets:
        return Listing(group, {}, tuple(sorted({*named} - {""})))
    return Listing(group, {slug(name): name.lower() for name in named}, ())


def slug(name: str) -> str:
    """The key of a group with that name: its letters and digits, joined by underscores."""
    kept = "".join(each if each.isascii() and each.isalnum() else " " for each in name.lower())
    return "_".join(kept.split())
