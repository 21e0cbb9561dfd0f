"""What a page is looking at, as one small value that an address can hold."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from explorer.atlas import Atlas
from explorer.datasets import CLASSES, DataSet
from explorer.errors import ExplorerError

ENTITY = "n00001740"
"""The root of WordNet's nouns: the focus where none is chosen."""

CHARTS = ("treemap", "icicle", "sunburst")


@dataclass(frozen=True)
class View:
    """One way of looking at the hierarchy.

    Attributes:
        dataset: key of the data set.
        focus: wnid of the synset looked at.
        size: key of the measure that areas show; an additive one.
        colour: key of the measure that colours show.
        chart: one of ``CHARTS``.
        compare: wnid of a second synset to hold against the focus; may be empty.
    """

    dataset: str
    focus: str
    size: str
    colour: str
    chart: str
    compare: str = ""

    def to_query(self, atlas: Atlas) -> dict[str, str]:
        """The address parameters that bring this view back; defaults are left out."""
        plain = default_view(atlas, self.dataset)
        said = {
            name: value
            for name, value in dataclasses.asdict(self).items()
            if value != getattr(plain, name)
        }
        if self.dataset != next(iter(ordered_keys(atlas))):
            said["dataset"] = self.dataset
        return said

    def moved(self, **changes: str) -> "View":
        """The view with some fields changed."""
        return dataclasses.replace(self, **changes)


def ordered_keys(atlas: Atlas) -> list[str]:
    """Data set keys in the order they are offered: ImageNet's first release leads."""
    return sorted(atlas.datasets, key=lambda key: key == "wordnet")


def sizes(dataset: DataSet) -> list[str]:
    """Keys of the measures that can be drawn as areas."""
    return [measure.key for measure in dataset.measures if measure.additive]


def default_view(atlas: Atlas, dataset: str) -> View:
    """How a data set is first shown."""
    keys = [measure.key for measure in atlas.dataset(dataset).measures]
    ratios = [key for key in keys if key not in sizes(atlas.dataset(dataset))]
    return View(dataset, ENTITY, CLASSES, (ratios or [CLASSES])[0], CHARTS[0])


def from_query(params: Mapping[str, str], atlas: Atlas) -> tuple[View, list[str]]:
    """The view that an address asks for, and a sentence for each part that makes no sense."""
    notices: list[str] = []
    key = params.get("dataset") or ordered_keys(atlas)[0]
    try:
        dataset = atlas.dataset(key)
    except ExplorerError as problem:
        notices.append(f"{problem} Showing {atlas.datasets[ordered_keys(atlas)[0]].title}.")
        dataset = atlas.dataset(ordered_keys(atlas)[0])
    view = default_view(atlas, dataset.key)
    allowed = {
        "size": sizes(dataset),
        "colour": [measure.key for measure in dataset.measures],
        "chart": list(CHARTS),
    }
    chosen: dict[str, str] = {}
    for name, values in allowed.items():
        value = params.get(name)
        if value in values:
            chosen[name] = value
        elif value:
            notices.append(
                f"The address asks for the {name} {value[:40]!r}; for {dataset.title} it can be: "
                f"{', '.join(values)}."
            )
    for name in ("focus", "compare"):
        wnid = (params.get(name) or "").strip()
        if wnid in atlas.hierarchy:
            chosen[name] = wnid
        elif wnid:
            try:
                atlas.hierarchy.position(wnid)
            except ExplorerError as problem:
                notices.append(f"{problem} Choose an entry point below, or search.")
    return view.moved(**chosen), notices
