"""A data set: a set of classes, by wnid, with columns of figures and how they roll up.

Fall 2011, ILSVRC-2012, ImageNet-R, WordNet itself and a user's upload are all this one
type, so that every page works for each of them, and a new figure is a new row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer import facts
from explorer.errors import UnknownDataSet, UnknownMeasure
from explorer.hierarchy import Hierarchy, Integers, Numbers

Places = Integers | slice
"""Positions of synsets in a hierarchy."""

EVERYWHERE = slice(None)

CLASSES = "classes"
"""The column that every data set has: 1 for each of its classes."""


@dataclass(frozen=True)
class Measure:
    """A figure that a data set knows of every class and, rolled up, of every synset.

    Attributes:
        key: its name in addresses and downloads.
        label: its name on a page, with no unit.
        unit: what one of it is; "%" for shares.
        numerator: column that is summed over the distinct classes of a subtree.
        denominator: column whose sum it is divided by; none for a plain sum. With
            ``classes`` below, it is a mean or a share of classes; with ``images``, a share
            of images; in general a mean weighted by the denominator.
        source: the fact table it comes from.
        meaning: a sentence on what it is, and on what is not known.
        derived: whether the explorer computed it from figures of another data set.
    """

    key: str
    label: str
    unit: str
    numerator: str
    denominator: str | None
    source: str
    meaning: str
    derived: bool = False

    @property
    def heading(self) -> str:
        """The label with its unit, said once."""
        return self.label if self.unit in self.label.lower() else f"{self.label} ({self.unit})"

    @property
    def additive(self) -> bool:
        """Whether it can be drawn as an area: parts add up to the whole."""
        return self.denominator is None

    @property
    def scale(self) -> float:
        """What a ratio is multiplied by to be in the measure's unit."""
        return 100.0 if self.unit == "%" else 1.0


@dataclass(frozen=True, eq=False, repr=False)
class DataSet:
    """Classes and their columns.

    Attributes:
        key: its name in addresses, downloads and the terminal.
        title: its name on a page.
        summary: a sentence on what it is.
        columns: a row a class, indexed by wnid; float64; NaN where a figure is not known.
        measures: what can be shown, the most telling first; ``classes`` always.
        source: the fact table that lists the classes.
        note: what is not known or easily mistaken, in a sentence; may be empty.
        noun: what a member is called, in the plural.
        published: key in ``published_totals`` of the published value of a measure.
    """

    key: str
    title: str
    summary: str
    columns: pd.DataFrame
    measures: tuple[Measure, ...]
    source: str
    note: str = ""
    noun: str = "classes"
    published: tuple[tuple[str, str], ...] = ()

    def __len__(self) -> int:
        return len(self.columns)

    def __contains__(self, wnid: object) -> bool:
        return wnid in self.columns.index

    def measure(self, key: str) -> Measure:
        """The measure of that key.

        Raises:
            UnknownMeasure: the data set has none.
        """
        for measure in self.measures:
            if measure.key == key:
                return measure
        have = ", ".join(measure.key for measure in self.measures)
        raise UnknownMeasure(f"{self.title} has no measure {key[:40]!r}; it has: {have}.")


@dataclass(frozen=True, eq=False, repr=False)
class Figures:
    """A data set's columns rolled up over a hierarchy.

    Attributes:
        dataset: whose figures they are.
        hierarchy: over which they are rolled up.
        sums: column to n sums over each synset's distinct classes, unknown values left out.
        known: column to n counts of classes whose value is known, for columns with gaps.
        members: position of each class of the data set, in the order of its columns.
    """

    dataset: DataSet
    hierarchy: Hierarchy
    sums: Mapping[str, Numbers]
    known: Mapping[str, Numbers]
    members: Integers

    def subtree(self, measure: str, at: Places = EVERYWHERE) -> Numbers:
        """The measure of synsets' subtrees, by position; NaN where nothing is known."""
        wanted = self.dataset.measure(measure)
        top = self._known_sum(wanted.numerator, at)
        if wanted.denominator is None:
            return top
        return _ratio(top, self._known_sum(wanted.denominator, at)) * wanted.scale

    def own(self, measure: str, at: Places = EVERYWHERE) -> Numbers:
        """The measure of synsets' own classes; NaN where one is no class or it is not known."""
        wanted = self.dataset.measure(measure)
        columns = self.dataset.columns
        rows = self._row[at]
        # The row of what is no class is -1: the NaN put last.
        values = np.append(columns[wanted.numerator].to_numpy(), np.nan)[rows]
        if wanted.denominator is not None:
            divisors = np.append(columns[wanted.denominator].to_numpy(), np.nan)[rows]
            values = _ratio(values, divisors) * wanted.scale
        return values

    def unknown(self, measure: str, at: Places = EVERYWHERE) -> Numbers:
        """How many classes of subtrees have no known value of the measure."""
        column = self.dataset.measure(measure).numerator
        classes = self.sums[CLASSES][at]
        return classes - self.known[column][at] if column in self.known else classes * 0.0

    def _known_sum(self, column: str, at: Places) -> Numbers:
        classes = self.sums[CLASSES][at]
        known = self.known[column][at] if column in self.known else classes
        return np.where((known > 0) | (classes == 0), self.sums[column][at], np.nan)

    @cached_property
    def _row(self) -> NDArray[np.int32]:
        """By position, the row of the synset's class in the data set's columns, or -1."""
        row = np.full(len(self.hierarchy), -1, dtype=np.int32)
        row[self.members] = np.arange(len(self.members))
        return row


def _ratio(top: Numbers, bottom: Numbers) -> Numbers:
    """Elementwise quotient; NaN where there is nothing to divide by."""
    ratio = np.full(len(top), np.nan)
    np.divide(top, bottom, out=ratio, where=bottom > 0)
    return ratio


@lru_cache(maxsize=32)
def roll_up(hierarchy: Hierarchy, dataset: DataSet) -> Figures:
    """The figures of a data set at every synset, each distinct class counted once.

    Raises:
        UnknownSynset: a class of the data set is not in the hierarchy.
    """
    columns = dataset.columns
    names = columns.columns.astype(str).tolist()
    gaps = [name for name in names if columns[name].isna().any()]
    stacked = np.column_stack([columns.fillna(0.0).to_numpy(), columns[gaps].notna().to_numpy()])
    members = hierarchy.positions(columns.index.tolist())
    rolled = np.ascontiguousarray(hierarchy.roll_up(stacked.astype(np.float64), members).T)
    rolled.flags.writeable = False
    return Figures(
        dataset,
        hierarchy,
        dict(zip(names, rolled[: len(names)], strict=True)),
        dict(zip(gaps, rolled[len(names) :], strict=True)),
        members,
    )


FALL11_IMAGES = (
    "Images listed for the class in the URL list of the Fall 2011 release. The list has 8 "
    "malformed lines, so its total is 14,197,114 against the published 14,197,122."
)
DERIVED_IMAGES = (
    "Derived: the class's image count in Fall 2011. Counts of this data set itself were never "
    "published by class."
)
TRAIN_IMAGES = (
    "Training images of ILSVRC-2012. They are not a share of Fall 2011: the two were collected "
    "apart, and most shared classes have more training images than Fall 2011 lists."
)
BOXES = (
    "Classes that have a package of bounding boxes to download. How many boxes a class has was "
    "never published."
)


def built_in(hierarchy: Hierarchy, folder: Path = facts.DATA) -> dict[str, DataSet]:
    """Every data set that the fact tables describe, by key, widest first.

    Raises:
        TableError: a table is missing, damaged or names a wnid that WordNet does not have.
    """
    classes = _table("imagenet21k", hierarchy, folder)
    challenge = _table("ilsvrc2012", hierarchy, folder)
    detection = _table("ilsvrc_det", hierarchy, folder)
    video = _table("ilsvrc_vid", hierarchy, folder)
    sets = [
        _wordnet(hierarchy, classes),
        *_releases(classes),
        _ilsvrc2012(challenge),
        _detection(detection),
        _plain(
            "vid",
            "ILSVRC VID",
            "The 30 classes of the object detection from video task.",
            video.index,
            "ilsvrc_vid",
            "How many snippets or frames show each class is not in the tables.",
        ),
        *_ilsvrc_subsets(challenge),
    ]
    return {dataset.key: dataset for dataset in sets}


def find(datasets: Mapping[str, DataSet], key: str) -> DataSet:
    """The data set of that key.

    Raises:
        UnknownDataSet: there is none.
    """
    if key not in datasets:
        raise UnknownDataSet(
            f"There is no data set {key[:40]!r}; there are: {', '.join(datasets)}."
        )
    return datasets[key]


def _table(name: str, hierarchy: Hierarchy, folder: Path) -> pd.DataFrame:
    frame = facts.read(name, folder)
    facts.check_wnids(frame, hierarchy, name)
    return frame.set_index("wnid").sort_index()


def _columns(index: pd.Index, **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame({CLASSES: 1.0, **columns}, index=index)
    return frame.astype(np.float64)


def _classes(source: str, noun: str = "classes") -> Measure:
    return Measure(
        CLASSES, noun.capitalize(), noun, CLASSES, None, source, f"{noun.capitalize()} counted."
    )


def _image_measures(source: str, meaning: str, label: str, derived: bool) -> tuple[Measure, ...]:
    return (
        Measure("images", label, "images", "images", None, source, meaning, derived),
        Measure(
            "images_per_class",
            f"{label} per class",
            "images per class",
            "images",
            "counted",
            source,
            f"Mean over the classes whose count is known. {meaning}",
            derived,
        ),
    )


def _wordnet(hierarchy: Hierarchy, classes: pd.DataFrame) -> DataSet:
    index = pd.Index(hierarchy.wnids, name="wnid")
    covered = np.zeros(len(index))
    listed = classes.index[classes["fall11_images"].notna()]
    covered[hierarchy.positions(listed.tolist())] = 1.0
    return DataSet(
        "wordnet",
        "WordNet 3.0 nouns",
        "All noun synsets: how much of WordNet does ImageNet cover?",
        _columns(index, covered=covered),
        (
            _classes("imagenet21k", "synsets"),
            Measure(
                "covered",
                "Synsets that are Fall 2011 classes",
                "classes",
                "covered",
                None,
                "imagenet21k",
                "Noun synsets that ImageNet's Fall 2011 release has as a class.",
            ),
            Measure(
                "coverage",
                "Share covered by Fall 2011",
                "%",
                "covered",
                CLASSES,
                "imagenet21k",
                "Share of the noun synsets under a synset that are classes of Fall 2011.",
            ),
        ),
        "imagenet21k",
        noun="synsets",
    )


def _releases(classes: pd.DataFrame) -> list[DataSet]:
    """ImageNet-21K and its later selections, all with the counts of Fall 2011."""
    listed = classes["fall11_images"].notna()
    return [
        _release(
            "fall11",
            "ImageNet-21K, Fall 2011",
            "The whole of ImageNet as first released: the 21,841-class hierarchy.",
            classes[listed],
            note="ILSVRC-2012 has one class, teddy (n04399382), that Fall 2011 has not.",
            published=((CLASSES, "fall11_classes"), ("images", "fall11_images")),
        ),
        _release(
            "winter21",
            "ImageNet-21K, Winter 2021",
            "Fall 2011 without the 2,674 person classes that are not safe and imageable.",
            classes[classes["in_winter21"]],
            published=(("images", "winter21_images"),),
        ),
        _release(
            "21k-p-fall11",
            "ImageNet-21K-P, Fall 2011",
            "Ridnik et al. 2021: the Fall 2011 classes with more than 500 images.",
            classes[classes["in_21k_p_fall11"]],
        ),
        _release(
            "21k-p-winter21",
            "ImageNet-21K-P, Winter 2021",
            "Ridnik et al. 2021: the Winter 2021 classes with more than 500 images.",
            classes[classes["in_21k_p_winter21"]],
        ),
        _release(
            "12k",
            "ImageNet-12K",
            "The 11,821-class selection that pre-trained models in timm use.",
            classes[classes["in_12k"]],
        ),
    ]


def _release(
    key: str,
    title: str,
    summary: str,
    classes: pd.DataFrame,
    note: str = "",
    published: tuple[tuple[str, str], ...] = (),
) -> DataSet:
    derived = key != "fall11"
    images = classes["fall11_images"].astype("Float64").to_numpy(np.float64, na_value=np.nan)
    boxed = classes["box_package"].to_numpy(np.float64)
    meaning = DERIVED_IMAGES if derived else FALL11_IMAGES
    label = "Images (derived)" if derived else "Images"
    columns = _columns(
        classes.index,
        images=images,
        counted=~np.isnan(images),
        boxed=boxed,
        boxed_images=np.where(np.isnan(images), np.nan, images * boxed),
    )
    measures = (
        _classes("imagenet21k"),
        *_image_measures("imagenet21k", meaning, label, derived),
        Measure(
            "boxed_classes",
            "Classes with a box package",
            "%",
            "boxed",
            CLASSES,
            "imagenet21k",
            f"Share of classes. {BOXES}",
        ),
        Measure(
            "boxed_images",
            "Images in classes with a box package",
            "%",
            "boxed_images",
            "images",
            "imagenet21k",
            f"Share of images that lie in such a class; not all of them are boxed. {BOXES}",
            derived,
        ),
    )
    return DataSet(key, title, summary, columns, measures, "imagenet21k", note, published=published)


def _ilsvrc2012(challenge: pd.DataFrame) -> DataSet:
    return DataSet(
        "ilsvrc2012",
        "ILSVRC-2012 (ImageNet-1K)",
        "The 1,000 classes of the classification challenge.",
        _columns(challenge.index, images=challenge["train_images"], counted=1.0),
        (
            _classes("ilsvrc2012"),
            *_image_measures("ilsvrc2012", TRAIN_IMAGES, "Training images", derived=False),
        ),
        "ilsvrc2012",
        "Every class also has 50 validation images; test images by class were never published.",
        published=((CLASSES, "ilsvrc2012_classes"), ("images", "ilsvrc2012_train_images")),
    )


def _detection(detection: pd.DataFrame) -> DataSet:
    present = detection["positive_images"] + detection["partial_images"]
    return DataSet(
        "det",
        "ILSVRC DET",
        "The 200 classes of the object detection task.",
        _columns(detection.index, presences=present, counted=1.0),
        (
            _classes("ilsvrc_det"),
            Measure(
                "presences",
                "Presences in training images",
                "presences",
                "presences",
                None,
                "ilsvrc_det",
                "Training images in which the class is present or partly annotated, summed over "
                "classes. An image with several classes counts once for each, so a sum is not a "
                "number of images.",
            ),
            Measure(
                "presences_per_class",
                "Presences per class",
                "images per class",
                "presences",
                "counted",
                "ilsvrc_det",
                "Mean number of training images in which a class is present or partly annotated.",
            ),
        ),
        "ilsvrc_det",
        "The training set has 456,567 images in all; a class can lie under another one.",
    )


def _ilsvrc_subsets(challenge: pd.DataFrame) -> list[DataSet]:
    """Data sets that take their classes from ILSVRC-2012."""
    chosen = {
        name: challenge.index[challenge[name]]
        for name in ("in_imagenet_a", "in_imagenet_r", "in_mini_imagenet", "stanford_dog")
    }
    tiered = challenge[challenge["tiered_superclass"] != ""]
    unknown = "Images by class are not in the tables."
    plain = [
        (
            "imagenet-a",
            "ImageNet-A",
            "Natural adversarial examples of 200 classes.",
            "in_imagenet_a",
        ),
        (
            "imagenet-r",
            "ImageNet-R",
            "Renditions (art, toys, ...) of 200 classes.",
            "in_imagenet_r",
        ),
        ("mini", "mini-ImageNet", "100 classes for few-shot learning.", "in_mini_imagenet"),
        (
            "stanford-dogs",
            "Stanford Dogs",
            "120 classes: ILSVRC's dogs without dalmatian, with dingo, dhole, African hunting dog.",
            "stanford_dog",
        ),
    ]
    return [
        DataSet(
            "tiered",
            "tieredImageNet",
            "608 classes for few-shot learning, split by branches of the hierarchy.",
            _columns(tiered.index, images=tiered["train_images"], counted=1.0),
            (
                _classes("ilsvrc2012"),
                *_image_measures(
                    "ilsvrc2012",
                    "Derived: the class's training images in ILSVRC-2012.",
                    "Training images (derived)",
                    derived=True,
                ),
            ),
            "ilsvrc2012",
        ),
        *(
            _plain(key, title, summary, chosen[column], "ilsvrc2012", unknown)
            for key, title, summary, column in plain
        ),
    ]


def _plain(key: str, title: str, summary: str, index: pd.Index, source: str, note: str) -> DataSet:
    """A data set of which only the list of classes is known."""
    return DataSet(key, title, summary, _columns(index), (_classes(source),), source, note)
