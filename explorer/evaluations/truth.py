"""Ground truth of an evaluation: original and reassessed labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Integers
from explorer.owner import Owner

Indices = NDArray[np.int16]
"""Class indices per image."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class About:
    """What an evaluation is, known before anything of it is read.

    Attributes:
        key: its name in addresses and in the terminal.
        title: its name on a page.
        summary: a sentence on what it is.
        source: the fact table of the predictions.
        reassessed: what errors on its reassessed labels are called: "ReaL" errors.
        reassessed_by: who reassessed the labels, as a citation.
    """

    key: str
    title: str
    summary: str
    source: str
    reassessed: str
    reassessed_by: str

    @property
    def reassessed_labels(self) -> str:
        """What the labels themselves are called: "ReaL labels"."""
        first = self.reassessed.removesuffix("-label")
        return f"{first.lower() if first == first.capitalize() else first} labels"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Truth(Owner):
    """The labels of n images over k classes; an image is addressed by its place, from 0.

    Attributes:
        about: the evaluation that they belong to.
        wnids: the classes by index.
        labels: index of the original label per image.
        keys: place × k + class index of each reassessed label, ascending; several or none
            per image.
        names: name of each image; None where images are numbered from 1, as ILSVRC's are.
    """

    about: About
    wnids: tuple[str, ...]
    labels: Indices
    keys: NDArray[np.int64]
    names: tuple[str, ...] | None = None

    def __len__(self) -> int:
        """How many images there are."""
        return len(self.labels)

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return len(self.wnids)

    def named(self, places: Integers) -> list[str] | list[int]:
        """What the images at some places are called: their names, or their numbers from 1."""
        if self.names is None:
            return [place + 1 for place in places.tolist()]
        return [self.names[place] for place in places.tolist()]

    @cached_property
    def index(self) -> dict[str, int]:
        """Class index by wnid."""
        return {wnid: at for at, wnid in enumerate(self.wnids)}

    @cached_property
    def images_by_class(self) -> NDArray[np.int64]:
        """How many images each class has."""
        return np.bincount(self.labels, minlength=self.classes)

    @cached_property
    def rated(self) -> Flags:
        """Whether an image has a reassessed label at all."""
        return np.asarray(np.bincount(self.keys // self.classes, minlength=len(self)) > 0)

    @cached_property
    def reassessed_by_image(self) -> NDArray[np.int64]:
        """How many reassessed labels each image has."""
        return np.bincount(self.keys // self.classes, minlength=len(self))

    def among_reassessed(self, predicted: Indices) -> Flags:
        """Whether each image's predicted class is one of its reassessed labels."""
        if not len(self.keys):
            return np.zeros(len(self), dtype=np.bool_)
        keys = np.arange(len(self), dtype=np.int64) * self.classes + predicted
        places = np.searchsorted(self.keys, keys).clip(max=len(self.keys) - 1)
        return np.asarray((self.keys[places] == keys) & (predicted >= 0))

    def reassessed_labels(self, place: int) -> list[int]:
        """The reassessed labels of the image at a place, as class indices."""
        ends = [place * self.classes, (place + 1) * self.classes]
        first, last = np.searchsorted(self.keys, ends)
        return [int(key) for key in self.keys[first:last] % self.classes]


def keys_of(lists: Sequence[Sequence[int]], classes: int) -> NDArray[np.int64]:
    """The keys of a ``Truth`` from a list of reassessed labels per image."""
    some = [np.asarray(each, dtype=np.int64) for each in lists if len(each)]
    values = np.concatenate(some) if some else np.zeros(0, dtype=np.int64)
    places = np.repeat(np.arange(len(lists)), [len(each) for each in lists])
    keys = np.sort(places * classes + values)
    keys.flags.writeable = False
    return keys
