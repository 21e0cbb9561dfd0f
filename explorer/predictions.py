"""What models say on the ILSVRC-2012 validation images, and what is true of them.

Images are numbered 1 to 50,000 and classes 0 to 999, as everywhere; arrays begin at 0, so
image i stands at place i − 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer import facts
from explorer.errors import UnknownModel

IMAGES, CLASSES = 50_000, 1_000

OWN = "your own upload"
"""Source of a model that is the user's own."""

NONE = -1
"""Stands where a model says nothing of an image."""

Indices = NDArray[np.int16]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, repr=False)
class Validation:
    """The validation images.

    Attributes:
        labels: original class index by image.
        real: image place × 1,000 + class index for each reassessed label (ReaL, Beyer et al.
            2020), ascending.
        wnids: the classes by index.
    """

    labels: Indices
    real: NDArray[np.int32]
    wnids: tuple[str, ...]

    @cached_property
    def rated(self) -> Flags:
        """Whether an image has a reassessed label at all."""
        return np.asarray(np.bincount(self.real // CLASSES, minlength=IMAGES) > 0)

    def among_real(self, guesses: Indices) -> Flags:
        """Whether each image's guess is one of its reassessed labels."""
        keys = np.arange(IMAGES, dtype=np.int32) * CLASSES + guesses
        places = np.searchsorted(self.real, keys).clip(max=len(self.real) - 1)
        found: Flags = np.asarray((self.real[places] == keys) & (guesses >= 0))
        return found

    def real_labels(self, place: int) -> list[int]:
        """The reassessed labels of the image at a place."""
        first, last = np.searchsorted(self.real, [place * CLASSES, (place + 1) * CLASSES])
        return (self.real[first:last] % CLASSES).tolist()  # type: ignore[no-any-return]


@dataclass(frozen=True, eq=False, repr=False)
class Predictions:
    """What one model says, image by image.

    Attributes:
        model: its name; of an uploaded one, text not to be trusted.
        guesses: its first guess by image, ``NONE`` where it says nothing.
        source: where the predictions are from, in a few words.
        ranked: images x k guesses in order, the first one included; None if only that is known.
        confidence: probability of the first guess by image, NaN where not known; None if never.
    """

    model: str
    guesses: Indices
    source: str
    ranked: Indices | None = None
    confidence: NDArray[np.float32] | None = None

    @property
    def covered(self) -> Flags:
        """Whether the model says anything of an image."""
        return np.asarray(self.guesses != NONE)

    @property
    def top5_known(self) -> bool:
        """Whether every covered image has five predictions."""
        ranked = self.ranked
        if ranked is None or ranked.shape[1] < 5:
            return False
        return bool((ranked[self.covered, :5] != NONE).all())


@dataclass(frozen=True, eq=False, repr=False)
class ClassAccuracies:
    """A model of which only the accuracy of each class is known.

    Attributes:
        model: its name, text not to be trusted.
        accuracy: top-1 accuracy by class index, from 0 to 1; NaN where not known.
        source: where it is from.
        support: images behind each accuracy by class index; None for the 50 of the validation
            set.
    """

    model: str
    accuracy: NDArray[np.float64]
    source: str
    support: NDArray[np.float64] | None = None


Model = Predictions | ClassAccuracies
"""A model that can be chosen."""


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> tuple[Validation, Mapping[str, Predictions]]:
    table = facts.read("validation_predictions", folder)
    classes = facts.read("ilsvrc2012", folder).sort_values("index")
    lists = table["real_labels"].tolist()
    lengths = [len(labels) for labels in lists]
    values = np.concatenate([np.asarray(labels, dtype=np.int32) for labels in lists])
    real = np.repeat(np.arange(IMAGES, dtype=np.int32), lengths) * CLASSES + values
    validation = Validation(
        table["label"].to_numpy(np.int16), np.sort(real), tuple(classes["wnid"].tolist())
    )
    models = facts.read("models", folder)
    sources = dict(zip(models["model"].tolist(), models["source"].tolist(), strict=True))
    found = {
        name: Predictions(name, table[name].to_numpy(np.int16).copy(), source.partition(":")[0])
        for name, source in sources.items()
    }
    validation.real.flags.writeable = False
    for array in (validation.labels, *(each.guesses for each in found.values())):
        array.flags.writeable = False
    return validation, found


def validation(folder: Path = facts.DATA) -> Validation:
    """The validation images, read once.

    Raises:
        TableError: a table is missing or damaged.
    """
    return _loaded(folder)[0]


def built_in(folder: Path = facts.DATA) -> Mapping[str, Predictions]:
    """The models of the fact tables by name, read once.

    Raises:
        TableError: a table is missing or damaged.
    """
    return _loaded(folder)[1]


@lru_cache(maxsize=1)
def names(folder: Path = facts.DATA) -> tuple[str, ...]:
    """Names of the models of the fact tables, the most accurate first, without their guesses."""
    models = facts.read("models", folder).sort_values("top1_percent", ascending=False)
    return tuple(models["model"].tolist())


def find(model: str, own: Mapping[str, Model] | None = None) -> Model:
    """A model by name, of the fact tables or one of one's ``own``, which never hides another.

    Raises:
        UnknownModel: there is none of that name.
    """
    if model in built_in():
        return built_in()[model]
    if own and model in own:
        return own[model]
    raise UnknownModel(f"There is no model {model[:40]!r}; there are: {', '.join(names())}.")
