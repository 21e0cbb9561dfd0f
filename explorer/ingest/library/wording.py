"""What the measures of a user's data set are called, and what they mean."""

from collections.abc import Mapping, Sequence

from explorer.datasets import CLASSES, Measure
from explorer.datasets import boxes as box_columns

LOWER_BOUND = (
    " Classes were looked for in some of the images only, so every count is a lower bound."
)

FLAGS: Mapping[str, tuple[str, str]] = {
    "crowd": ("Crowd regions", "Boxes or regions that hold a crowd of objects of the class."),
    "difficult": ("Difficult boxes", "Boxes that the data set marks as difficult."),
    "truncated": ("Truncated boxes", "Boxes of objects that reach beyond the image."),
    "occluded": ("Occluded boxes", "Boxes of objects that are partly hidden."),
    "group_of": ("Group boxes", "Boxes around a group of objects of the class."),
    "depiction": ("Depictions", "Boxes of drawings or other depictions of the class."),
}

BOXES = {
    "val_boxes": ("Boxes", "Bounding boxes of the class in the data set's own files."),
    "boxes_per_image": (
        "Boxes per image",
        "Mean number of boxes of a class per image that has one; mean over image-class pairs.",
    ),
    "several_objects": (
        "Images with multiple objects",
        "Share of the images with a box of the class that have more than one.",
    ),
    "object_scale": (
        "Mean object scale",
        (
            "Mean share of the image that a box covers; mean over the boxes whose image has a "
            "known size."
        ),
    ),
    "class_object_scale": (
        "Mean object scale per class",
        (
            "Mean share of the image that a class's boxes cover; mean over the classes where it is "
            "known, so that classes with many small objects count no more than others."
        ),
    ),
    "chance_localisation": (
        "Chance performance of localisation",
        (
            "Share of pairs of a class's boxes that overlap by an intersection over union of at "
            "least 0.5 on a unit square (Russakovsky et al. 2015); mean over the classes where it "
            "is known."
        ),
    ),
}


class Wording:
    """Makes the measures of one data set, in the order they are asked for."""

    def __init__(self, source: str, *, pairs: bool, exhaustive: bool) -> None:
        """Fix what all measures share.

        Args:
            source: name of what was read.
            pairs: whether an image can count for several classes.
            exhaustive: whether every class was looked for in every image.
        """
        self._source = source
        self._pairs = pairs
        self._bound = "" if exhaustive else " (lower bound)"
        self._meant = "" if exhaustive else LOWER_BOUND

    @property
    def images(self) -> str:
        """Key and column of the counts of images, or of image-class pairs."""
        return "pairs" if self._pairs else "images"

    def classes(self) -> Measure:
        """The classes themselves."""
        return Measure(
            key=CLASSES,
            label="Classes",
            unit="classes",
            numerator=CLASSES,
            source=self._source,
            meaning="Synsets that at least one class of the data set is mapped to.",
        )

    def counts(self, split: str = "", column: str = "", not_counted: bool = False) -> Measure:
        """Images per class, in all or in one split."""
        of = f" of the split {split}" if split else ""
        label = "Image-class pairs" if self._pairs else "Images"
        meaning = (
            f"Images{of} that show the class, summed over classes. An image counts once for each "
            "class it shows, so a sum is a number of image-class pairs and not of images."
            if self._pairs
            else f"Images{of} of the class."
        )
        if not_counted and not self._pairs:
            meaning += " Whether an image has several classes was not counted."
        return self._sum(column or self.images, label, label.lower(), meaning, split)

    def per_class(self) -> Measure:
        """Mean images per class."""
        more = " An image counts for every class it shows." if self._pairs else ""
        return Measure(
            key=f"{self.images}_per_class",
            label=f"Images per class{self._bound}",
            unit="images per class",
            numerator=self.images,
            denominator="counted",
            centred=True,
            source=self._source,
            meaning="Mean number of images of a class, over the classes whose count is known."
            f"{more}{self._meant}",
        )

    def labels(self, split: str = "", column: str = "labels") -> Measure:
        """Labels per class, in all or in one split."""
        of = f" in the split {split}" if split else ""
        meaning = f"Rows, annotations or files{of} that name the class."
        return self._sum(column, "Labels", "labels", meaning, split)

    def labels_per_image(self) -> Measure:
        """Mean labels per image."""
        return Measure(
            key="labels_per_image",
            label="Labels per image with the class",
            unit="labels per image",
            numerator="labels",
            denominator=self.images,
            centred=True,
            source=self._source,
            meaning="Mean number of labels of a class per image that shows it.",
        )

    def flagged(self, flag: str) -> Measure:
        """Boxes with a flag."""
        label, meaning = FLAGS[flag]
        return self._sum(flag, label, "boxes", f"{meaning} They are among the boxes, too.")

    def counted_boxes(self) -> Measure:
        """Boxes per class, where only their number is known."""
        return self._sum("boxes", "Boxes", "boxes", "Bounding boxes of the class.")

    def boxes(self, most: int, sampled: bool) -> tuple[Measure, ...]:
        """The measures over boxes; ``sampled`` if a class has more than ``most``."""
        label, meaning = BOXES["chance_localisation"]
        more = f" Of a class with more boxes, a random sample of {most:,}." if sampled else ""
        words = BOXES | {"chance_localisation": (label, f"{meaning}{more}")}
        boxes, counted = words["val_boxes"]
        words["val_boxes"] = (f"{boxes}{self._bound}", f"{counted}{self._meant}")
        return box_columns.measures(self._source, words)

    def names(self) -> Measure:
        """How many of the data set's classes a synset has."""
        return Measure(
            key="names",
            label="Names of the data set",
            unit="names",
            numerator="names",
            source=self._source,
            meaning="Classes of the data set that are mapped to the synset; several of its names "
            "can have the same one, and their counts are summed.",
        )

    def _sum(self, column: str, label: str, unit: str, meaning: str, split: str = "") -> Measure:
        which = f", {split}" if split else ""
        return Measure(
            key=column,
            label=f"{label}{which}{self._bound}",
            unit=unit,
            numerator=column,
            source=self._source,
            meaning=f"{meaning}{self._meant}",
        )


def columns_of_splits(splits: Sequence[str]) -> dict[str, str]:
    """The end of a column's name for each split: letters, digits and underscores, each once."""
    found: dict[str, str] = {}
    for split in splits:
        plain = "".join(each if each.isascii() and each.isalnum() else "_" for each in split)
        word = plain.strip("_").lower()[:24] or "split"
        name, count = word, 1
        while name in found.values():
            count += 1
            name = f"{word}_{count}"
        found[split] = name
    return found
