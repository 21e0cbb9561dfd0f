"""URL state of the superclasses page: a data set, a cut through it, and a group of that cut.

The cut is one parameter, ``cut``, in the text form of ``explorer.audits.superclasses.cut``. The
parameters ``method``, ``number``, ``by`` and ``preset`` change it. A text that is too long for a
URL is kept by the session, and the URL contains its checksum.
"""

import dataclasses
import hashlib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from types import MappingProxyType

from explorer.atlas import Atlas
from explorer.audits.superclasses import cut as cuts
from explorer.audits.superclasses import splits
from explorer.audits.superclasses.cut import BOUNDS, BY, KEY, METHODS, NUMBERS, PRESETS, Cut
from explorer.errors import ExplorerError
from explorer.settings import settings
from explorer.views.reading import MODEL, Reader, query_parameters

PANELS = ("groups", "settled", "errors", "exports")

FIRST = "ilsvrc2012"
"""Data set that the page shows by default."""

SAVED = "saved-"
"""Prefix of the name of a cut that is too long for a URL."""

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class SuperclassesView:
    """State of the superclasses page.

    Attributes:
        dataset: key of the data set.
        cut: how its classes are grouped.
        group: key of the group that is selected; empty for none.
        chosen: wnid of the class that is to be placed; empty for none.
        panel: one of ``PANELS``.
        model: name of the model whose errors are shown.
        split_by: a key of ``splits.BY``.
        seed: of the split.
    """

    dataset: str = FIRST
    cut: Cut = dataclasses.field(default_factory=Cut)
    group: str = ""
    chosen: str = ""
    panel: str = PANELS[0]
    model: str = MODEL
    split_by: str = "classes"
    seed: int = 0

    @property
    def method(self) -> str:
        """Of the cut."""
        return self.cut.method

    @property
    def number(self) -> int:
        """Of the cut."""
        return self.cut.number

    @property
    def by(self) -> str:
        """Of the cut."""
        return self.cut.by

    @property
    def preset(self) -> str:
        """Of the cut."""
        return self.cut.preset

    @property
    def is_long(self) -> bool:
        """Whether the cut's text is too long for a URL."""
        return len(self.cut.text) > settings().cut_characters

    def to_query(self, _: Atlas) -> dict[str, str]:
        """The query parameters of this view, without those that have their default."""
        query = query_parameters(self, SuperclassesView())
        if "cut" in query:
            query["cut"] = saved_name(self.cut) if self.is_long else self.cut.text
        return query


def saved_name(cut: Cut) -> str:
    """What a URL calls a cut that it does not hold."""
    return SAVED + hashlib.sha256(cut.text.encode()).hexdigest()[:16]


def keep(view: SuperclassesView, kept: MutableMapping[str, str], most: int = 8) -> None:
    """Keep the text of a cut that is too long for a URL; of several, the latest."""
    if view.is_long:
        name = saved_name(view.cut)
        kept.pop(name, None)
        kept[name] = view.cut.text
        while len(kept) > most:
            del kept[next(iter(kept))]


def from_query(
    params: Mapping[str, str], atlas: Atlas, kept: Mapping[str, str] = NOTHING
) -> tuple[SuperclassesView, list[str]]:
    """The view of a URL's query parameters, and a message for each invalid one.

    Args:
        params: of the address.
        atlas: what there is.
        kept: texts of cuts that are too long for a URL, by what it calls them.
    """
    read = Reader(params, atlas)
    dataset = read.dataset("dataset", FIRST)
    cut = _with_changes(read, _cut(read, kept))
    key, chosen = read.text("group"), read.text("chosen")
    evaluation = dataset.evaluation
    view = SuperclassesView(
        dataset.key,
        cut,
        key if KEY.fullmatch(key) else "",
        chosen if chosen in dataset else "",
        read.one_of("panel", PANELS, PANELS[0]),
        read.model("model", MODEL, evaluation) if evaluation else MODEL,
        read.one_of("split_by", splits.BY, "classes"),
        read.whole("seed", 0, splits.MOST_SEED, 0),
    )
    return view, read.notices


def _cut(read: Reader, kept: Mapping[str, str]) -> Cut:
    text = read.text("cut")
    if text.startswith(SAVED):
        if text not in kept:
            read.notices.append(
                "This address names a cut that is too long for an address and was kept by another "
                f"session. Open its file under Exports. Showing {Cut().text}."
            )
            return Cut()
        text = kept[text]
    try:
        return cuts.parsed(text) if text else Cut()
    except ExplorerError as problem:
        read.notices.append(f"{problem} Showing {Cut().text}.")
        return Cut()


def _with_changes(read: Reader, cut: Cut) -> Cut:
    """The cut, changed by the parameters beside it: a method, a number, a size or a list."""
    method = read.one_of("method", METHODS, cut.method)
    number = cut.number if method == cut.method else NUMBERS.get(method, 0)
    if method in NUMBERS:
        number = read.whole("number", *BOUNDS[method], number)
    by = read.one_of("by", BY, cut.by)
    preset = read.one_of("preset", PRESETS, cut.preset)
    return cuts.made(method, number, by, preset, cut.edits)
