"""What the squares of the class map are coloured by: one value per class, and its scale."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer import facts
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.people import IMAGEABLE
from explorer.datasets import DataSet, Measure, roll_up
from explorer.evaluations.declared import ILSVRC
from explorer.evaluations.evaluation import DEFAULT_MODEL
from explorer.formatting import counted, fixed, written
from explorer.owner import kept_by
from explorer.wordnet.noun_table import ENTITY

SMALLEST, IMAGES, BOXES, IMAGEABILITY, ERROR = (
    "smallest",
    "images",
    "boxes",
    "imageability",
    "error",
)
LAYERS: Mapping[str, str] = MappingProxyType(
    {
        SMALLEST: "Smallest data set that has the class",
        IMAGES: "Images per class",
        BOXES: "Box package",
        IMAGEABILITY: "Imageability (people)",
        ERROR: "Top-1 error (1K)",
    }
)
"""Every layer, and what it is called."""

COUNTS = ("images", "presences")
"""Measures that are a number of images, the first that a data set has is shown."""

ERROR_SPAN = 40.0
"""Points above or below the model's overall error at which the scale ends."""

LEAST_IMAGES = 10.0
"""Images at which the log scale begins where some class has fewer."""

FEW = 100
"""Classes with fewer images are counted in the sentence about images."""


@dataclass(frozen=True)
class Scale:
    """How values become colours.

    Attributes:
        kind: ``"category"`` (value = index into ``categories``), ``"log"``, ``"linear"``, or
            ``"difference"`` (two-sided, from ``low`` over the middle to ``high``).
        categories: the label of each value, with the number of classes that have it.
        ticks: values that the legend names, and what it writes there; the ends among them.
        low, high: ends of the scale; values beyond are drawn as the end.
    """

    kind: Literal["category", "log", "linear", "difference"]
    categories: tuple[tuple[str, int], ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, eq=False)
class Layer:
    """A value for each class of a data set, in the order of its columns.

    Attributes:
        key: one of ``LAYERS``.
        label: what it is called, without its unit.
        unit: of a value; "%" for shares.
        decimals: with which a value is written.
        values: NaN where the value is not known.
        scale: how they become colours.
        unknown: the text for an unknown value.
        verdict: the answer in a sentence.
        source: where the values come from, in a sentence.
    """

    key: str
    label: str
    unit: str
    decimals: int
    values: Numbers
    scale: Scale
    unknown: str
    verdict: str
    source: str

    def texts(self) -> list[str | None]:
        """Each value as it is written; None where it is not known."""
        if self.scale.kind == "category":
            names = [name for name, _ in self.scale.categories]
            return [None if np.isnan(each) else names[int(each)] for each in self.values]
        return [
            None if np.isnan(each) else fixed(each, self.decimals, self.unit)
            for each in self.values
        ]


@kept_by("dataset")
def available(atlas: Atlas, dataset: DataSet) -> tuple[str, ...]:
    """The layers of which a value can be known for a class of a data set; none is computed."""
    there = {
        SMALLEST: True,
        IMAGES: count_measure(dataset) is not None,
        BOXES: _held(atlas, dataset, "fall11").any(),
        IMAGEABILITY: not atlas.safety.keys().isdisjoint(dataset.wnids.tolist()),
        ERROR: _held(atlas, dataset, "ilsvrc2012").any(),
    }
    return tuple(name for name in LAYERS if there[name])


def _held(atlas: Atlas, dataset: DataSet, key: str) -> NDArray[np.bool_]:
    """Which classes of a data set another one has too.

    By position in the hierarchy, since pandas takes half a second to compare so many texts.
    """
    inside = np.zeros(len(atlas.hierarchy), dtype=np.bool_)
    inside[atlas.roll_up(key).members] = True
    return np.asarray(inside[roll_up(atlas.hierarchy, dataset).members])


def count_measure(dataset: DataSet) -> Measure | None:
    """The measure that is the number of images of a class."""
    measures = {measure.key: measure for measure in dataset.measures}
    return next((measures[key] for key in COUNTS if key in measures), None)


def layer(atlas: Atlas, key: str, name: str) -> Layer:
    """A layer of a data set.

    Args:
        atlas: what there is.
        key: of the data set.
        name: one of ``LAYERS``.

    Raises:
        UnknownDataSet: there is no data set of that key.
    """
    return _layer(atlas, atlas.dataset(key), name)


def table(atlas: Atlas, key: str, name: str) -> pd.DataFrame:
    """A layer as a table: wnid, name, value (a number, or the category's name), by wnid."""
    dataset, shown = atlas.dataset(key), layer(atlas, key, name)
    wnids = dataset.wnids.tolist()
    values = shown.texts() if shown.scale.kind == "category" else shown.values
    frame = pd.DataFrame({"wnid": wnids, "name": atlas.lexicon.names(wnids), "value": values})
    return frame.sort_values("wnid", ignore_index=True)


@kept_by("dataset", most=len(LAYERS))
def _layer(atlas: Atlas, dataset: DataSet, name: str) -> Layer:
    return _MAKERS[name](atlas, dataset)


def _smallest(atlas: Atlas, dataset: DataSet) -> Layer:
    held = {
        key: _held(atlas, dataset, key)
        for key in ("ilsvrc2012", "winter21", "21k-p-fall11", "fall11")
    }
    removed = held["fall11"] & ~held["winter21"]
    # The first one with the class; a removed class is in none of the smaller ones that remain.
    kinds = (
        ("ILSVRC-2012 (1K)", held["ilsvrc2012"] & ~removed),
        ("ImageNet-21K-P, not 1K", held["21k-p-fall11"] & ~removed),
        ("ImageNet-21K only", held["fall11"] & ~removed),
        ("removed in 2021 (people)", removed),
    )
    values = np.select(
        [mask for _, mask in kinds], [float(at) for at in range(len(kinds))], default=np.nan
    )
    counts = [int((values == at).sum()) for at in range(len(kinds))]
    scale = Scale(
        "category",
        tuple((name, count) for (name, _), count in zip(kinds, counts, strict=True)),
    )
    total = len(dataset)
    said = f"{written(counts[0])} of {counted(total, dataset.noun)} are in ILSVRC-2012"
    if counts[3]:
        said += f"; the Winter 2021 release removed {written(counts[3])}, all under person"
    return Layer(
        SMALLEST,
        LAYERS[SMALLEST],
        "",
        0,
        values,
        scale,
        "not in ImageNet-21K",
        f"{said}.",
        "Class lists of ILSVRC-2012, ImageNet-21K-P (Ridnik et al. 2021) and of the Fall 2011 and "
        "Winter 2021 releases.",
    )


def _images(_: Atlas, dataset: DataSet) -> Layer:
    chosen = count_measure(dataset)
    values = (
        np.full(len(dataset), np.nan)
        if chosen is None
        else np.asarray(dataset.columns[chosen.numerator], dtype=np.float64)
    )
    known = values[np.isfinite(values)]
    least, high = float(known.min(initial=1e9)), max(2.0, float(known.max(initial=2.0)))
    # The scale begins later if there is room for that: few classes are at its lower end.
    low = max(least, LEAST_IMAGES) if high > 2 * LEAST_IMAGES else max(1.0, min(least, high / 2))
    few = int((known < FEW).sum())
    middle = float(np.median(known)) if len(known) else np.nan
    return Layer(
        IMAGES,
        chosen.label if chosen else LAYERS[IMAGES],
        "images",
        0,
        values,
        Scale("log", (), _decades(least, low, high), low, high),
        "number not published",
        f"{written(few)} of {counted(len(known), dataset.noun)} have under {FEW} images; half "
        f"have {written(middle)} or more.",
        chosen.meaning if chosen else "",
    )


def _decades(least: float, low: float, high: float) -> tuple[tuple[float, str], ...]:
    """The ends of a log scale and the powers of ten that are well apart from both."""
    powers = [10.0**power for power in range(10) if 2.5 * low <= 10.0**power <= high / 2.5]
    first = f"{written(low)} or fewer" if least < low else written(low)
    return ((low, first), *((each, written(each)) for each in powers), (high, written(high)))


def _boxes(atlas: Atlas, dataset: DataSet) -> Layer:
    members = roll_up(atlas.hierarchy, dataset).members
    values = 1 - atlas.roll_up("fall11").own("boxed_classes", members) / 100
    there, none = int((values == 0).sum()), int((values == 1).sum())
    return Layer(
        BOXES,
        LAYERS[BOXES],
        "",
        0,
        values,
        Scale("category", (("has a package of boxes", there), ("has no package", none))),
        "not in the Fall 2011 release",
        f"{written(there)} of {counted(there + none, dataset.noun)} have a package of bounding "
        "boxes to download.",
        "List of box packages for the Fall 2011 classes; the number of boxes per class was never "
        "published.",
    )


def _imageability(atlas: Atlas, dataset: DataSet) -> Layer:
    people = facts.read("people")
    rated = np.full(len(atlas.hierarchy), np.nan)
    rated[atlas.hierarchy.positions(people["wnid"].tolist())] = people["imageability"]
    values = rated[roll_up(atlas.hierarchy, dataset).members]
    known = values[np.isfinite(values)]
    high = int((known >= IMAGEABLE).sum())
    return Layer(
        IMAGEABILITY,
        LAYERS[IMAGEABILITY],
        "",
        2,
        values,
        Scale(
            "linear",
            (),
            ((1.0, "1 (hard to picture)"), (3.0, "3"), (5.0, "5 (easy)")),
            1.0,
            5.0,
        ),
        "not rated",
        f"{written(high)} of {written(len(known))} rated person classes have an imageability of "
        f"{IMAGEABLE:g} or more.",
        "Mean imageability rating from 1 to 5 (Yang et al. 2020); only person synsets were rated.",
    )


def _error(atlas: Atlas, dataset: DataSet) -> Layer:
    challenge = atlas.evaluation(ILSVRC)
    errors = atlas.roll_up("ilsvrc2012", DEFAULT_MODEL)
    values = errors.own("top1_error", roll_up(atlas.hierarchy, dataset).members)
    root = atlas.hierarchy.positions([ENTITY])
    overall = float(errors.subtree("top1_error", root)[0])
    known = values[np.isfinite(values)]
    high = overall + ERROR_SPAN
    ticks = (
        (0.0, "0 %"),
        (overall, f"{fixed(overall, 1, '%')} (overall)"),
        (high, f"{fixed(high, 0, '%')} or more"),
    )
    worst = int((known >= 50).sum())
    return Layer(
        ERROR,
        f"Top-1 error of {DEFAULT_MODEL}",
        "%",
        0,
        values,
        Scale("difference", (), ticks, overall - ERROR_SPAN, high),
        "not in ILSVRC-2012",
        f"{DEFAULT_MODEL} is wrong on {fixed(overall, 1, '%')} of the images; on half or more of "
        f"them for {written(worst)} of {counted(len(known), 'class')}.",
        f"Top-1 predictions of {DEFAULT_MODEL} on {challenge.about.title}, original labels.",
    )


_MAKERS: Mapping[str, Callable[[Atlas, DataSet], Layer]] = MappingProxyType(
    {
        SMALLEST: _smallest,
        IMAGES: _images,
        BOXES: _boxes,
        IMAGEABILITY: _imageability,
        ERROR: _error,
    }
)
