"""Bounding boxes for a notebook."""

from dataclasses import dataclass, field

import pandas as pd

from explorer.api.frames import whole, whole_values
from explorer.api.synsets import Synset
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.boxes import geometry, packages
from explorer.errors import UnknownMeasure


@dataclass(frozen=True)
class BoundingBoxes:
    """Which classes under a synset have boxes, how many, how large and where.

    Made by ``Explorer.boxes``. Packages are those of ImageNet-21K; geometry is that of the
    ILSVRC-2012 validation images, or of a data set of your own.

    Attributes:
        root: the subtree.
        dataset: key of the data set whose boxes they are.
    """

    root: Synset
    _atlas: Atlas = field(repr=False, compare=False)
    dataset: str = geometry.BUILT_IN

    @property
    def packages(self) -> pd.DataFrame:
        """The classes of ImageNet-21K and whether they have a package of boxes.

        Returns:
            wnid, name, box_package (yes, no, or uncertain where two copies of the list
            disagree), images (Fall 2011).

        >>> ex.boxes("dog.n.01").packages["box_package"].value_counts().to_dict()
        {'yes': 168, 'no': 22}
        """
        return whole(packages.packages(self._atlas, self.root.wnid), "images")

    @property
    def summary(self) -> dict[str, int | float]:
        """The boxes of the validation images in totals.

        Returns:
            boxes, images, boxes_per_image, several_percent (images with several boxes),
            mean_scale, median_scale (percent of the image, over boxes) and class_scale (mean
            over classes of their mean); NaN without boxes.

        >>> total = ex.boxes().summary
        >>> total["boxes"], round(total["class_scale"], 1)
        (80477, 35.2)
        """
        boxes = self._atlas.dataset(self.dataset).boxes.of(self._labels)
        return whole_values(geometry.summary(boxes), "boxes", "images")

    @property
    def classes(self) -> pd.DataFrame:
        """The ILSVRC-2012 classes with statistics of their validation boxes.

        Returns:
            wnid, name, index, boxes, boxes_per_image, several_percent (of images), most_boxes
            (on one image), mean_scale, median_scale (percent of the image) and chance_percent
            (chance performance of localisation, Russakovsky et al. 2015), by class index.

        >>> dogs = ex.boxes("dog.n.01").classes
        >>> len(dogs), str(dogs["boxes"].dtype)
        (118, 'Int64')
        """
        boxes = self._atlas.dataset(self.dataset).boxes
        found = geometry.classes(self._atlas, boxes, self._labels)
        return whole(found, "boxes", "most_boxes")

    @property
    def positions(self) -> Numbers:
        """Where the boxes are: 28 x 28, percent of the boxes that cover the centre of a cell.

        Rows run from the top of the image, columns from the left.

        >>> ex.boxes("dog.n.01").positions.shape
        (28, 28)
        """
        return geometry.positions(self._atlas.dataset(self.dataset).boxes.of(self._labels))

    @property
    def geometry(self) -> pd.DataFrame:
        """Every validation box: image, wnid, label, width, height, x0, y0, x1, y1 (pixels).

        >>> len(ex.boxes().geometry) == ex.boxes().summary["boxes"]
        True
        """
        return geometry.geometry(self._atlas.dataset(self.dataset).boxes.of(self._labels))

    @property
    def detection(self) -> pd.DataFrame:
        """The classes of ILSVRC DET and in how many training images they are.

        Returns:
            wnid, name, present, partly (annotated in part) and absent, the most present first.

        >>> ex.boxes("dog.n.01").detection["name"].tolist()
        ['dog']
        """
        return packages.detection(self._atlas, self.root.wnid)

    @property
    def _labels(self) -> list[int]:
        return geometry.labels_under(self._atlas, self.root.wnid, self.dataset)


def check(atlas: Atlas, dataset: str) -> None:
    """Check that a data set has boxes.

    Raises:
        UnknownDataSet: no data set has that key.
        UnknownMeasure: it has no boxes.
    """
    held = atlas.dataset(dataset)
    if held.read_boxes is None:
        raise UnknownMeasure(f"{held.title} has no bounding boxes by class.")
