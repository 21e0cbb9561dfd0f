"""The data sets that the fact tables describe: their classes, measures and what is not known."""

from pathlib import Path

import numpy as np
import pandas as pd

from explorer import facts
from explorer.datasets import CLASSES, DataSet, Measure
from explorer.hierarchy import Hierarchy

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


def load(hierarchy: Hierarchy, folder: Path = facts.DATA) -> dict[str, DataSet]:
    """Every data set that the fact tables describe, by key, widest first.

    Raises:
        TableError: a table is missing, damaged or names a wnid that WordNet does not have.
    """
    names = ("imagenet21k", "ilsvrc2012", "ilsvrc_det", "ilsvrc_vid")
    tables = {name: _table(name, hierarchy, folder) for name in names}
    facts.check_links(tables, folder)
    indexed = (frame.set_index("wnid").sort_index() for frame in tables.values())
    classes, challenge, detection, video = indexed
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


def _table(name: str, hierarchy: Hierarchy, folder: Path) -> pd.DataFrame:
    frame = facts.read(name, folder)
    facts.check_wnids(frame, hierarchy, name)
    return frame


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
