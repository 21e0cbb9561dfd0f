"""The columns and measures of a user's data set: its counts per class, summed by synset."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer.arrays import Integers, Numbers
from explorer.datasets import Measure
from explorer.datasets import boxes as box_columns
from explorer.datasets.boxes import Boxes
from explorer.ingest.datasets.content import FLAGS, Content
from explorer.ingest.library.wording import Wording, columns_of_splits
from explorer.ingest.names.mapping import Mapping
from explorer.settings import Settings

EXACT = 2**24
"""Whole numbers below this one are the same in float32."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of a data set for every synset that one of its classes is mapped to.

    Attributes:
        columns: one row per synset, by wnid, ascending; NaN where a figure is not known.
        measures: over these columns.
    """

    columns: pd.DataFrame
    measures: tuple[Measure, ...]


def figures(
    content: Content, mapping: Mapping, source: str, settings: Settings, boxes: Boxes | None
) -> Figures:
    """The figures of a data set by synset.

    Counts of names that are mapped to one synset are summed; a sum is not known if one of its
    counts is not.

    Args:
        content: what was read.
        mapping: of its classes to synsets.
        source: name of what was read, for the measures.
        settings: bounds the number of splits with figures of their own.
        boxes: its boxes by synset, as ``boxes_of`` gives them; None without any.
    """
    counts = _Counts(content, mapping)
    words = Wording(source, pairs=counts.pairs, exhaustive=content.exhaustive)
    columns: dict[str, Numbers] = {}
    measures: list[Measure] = [words.classes()]
    ends = columns_of_splits(content.splits["split"].tolist()[: settings.dataset_splits])
    ends = ends if len(content.splits) > 1 else {}
    images, labels = counts.sums("images"), counts.sums("labels")
    if counts.known("images"):
        columns |= {words.images: images, "counted": (~np.isnan(images)).astype(np.float64)}
        measures += [words.counts(not_counted=content.shared is None), words.per_class()]
        for split, end in ends.items():
            name = f"{words.images}_{end}"
            columns[name] = counts.sums("images", split)
            measures.append(words.counts(split, name))
    if counts.known("labels") and not np.array_equal(images, labels, equal_nan=True):
        columns["labels"] = labels
        measures.append(words.labels())
        if words.images in columns:
            measures.append(words.labels_per_image())
        for split, end in ends.items():
            columns[f"labels_{end}"] = counts.sums("labels", split)
            measures.append(words.labels(split, f"labels_{end}"))
    if boxes is None and counts.known("boxes"):
        columns["boxes"] = counts.sums("boxes")
        measures.append(words.counted_boxes())
    for flag in FLAGS:
        if flag in content.counts and np.nansum(flagged := counts.sums(flag)) > 0:
            columns[flag] = flagged
            measures.append(words.flagged(flag))
    if (counts.names > 1).any():
        columns["names"] = counts.names
        measures.append(words.names())
    frame = pd.DataFrame(columns, index=counts.wnids)
    if boxes is not None:
        # A table of another order of the classes has them by wnid, too.
        frame = frame.join(box_columns.by_class(boxes)[list(box_columns.COLUMNS)])
        # The files have none of such a class.
        frame = frame.fillna(dict.fromkeys(("boxes", "box_images", "several", "sized"), 0.0))
        most = settings.chance_boxes
        sampled = bool((np.bincount(boxes.label) > most).any())
        measures += words.boxes(most, sampled)
    return Figures(frame, tuple(measures))


class _Counts:
    """The counts of a data set, summed by synset."""

    def __init__(self, content: Content, mapping: Mapping) -> None:
        self.wnids, self.code = synsets(mapping)
        self._counts = content.counts
        self._rows = self.code[content.counts["position"].to_numpy(np.int64)]
        self._split = content.counts["split"].to_numpy(object)
        self.names: Numbers = self._added(self.code, np.ones(len(self.code)))
        self.pairs = shares_images(content)

    def known(self, column: str) -> bool:
        """Whether a column of the counts has any value."""
        return bool(self._counts[column].notna().any())

    def sums(self, column: str, split: str | None = None) -> Numbers:
        """A column of the counts by synset, in all or in one split; NaN if not known."""
        values = number(self._counts[column])
        if split is None:
            return self._added(self._rows, values)
        chosen = self._split == split
        return self._added(self._rows[chosen], values[chosen])

    def _added(self, rows: Integers, values: Numbers) -> Numbers:
        inside = rows >= 0
        found = np.bincount(rows[inside], values[inside], minlength=len(self.wnids))
        return found.astype(np.float64)


def synsets(mapping: Mapping) -> tuple[pd.Index, Integers]:
    """The synsets that classes are mapped to, ascending, and of each class its place there.

    Returns:
        The index of wnids, and per class the place of its synset; −1 for a class without one.
    """
    named = np.asarray(mapping.wnids, dtype=object)
    wnids = sorted({*named.tolist()} - {""})
    place = {wnid: at for at, wnid in enumerate(wnids)}
    code = np.array([place.get(wnid, -1) for wnid in named.tolist()], dtype=np.int64)
    return pd.Index(wnids, name="wnid", dtype=str), code


def shares_images(content: Content) -> bool:
    """Whether images of classes have to be taken as image-class pairs.

    So they are where an image can have several classes, and where that was not counted and there
    are more images of classes, or labels, than images.
    """
    if content.shared is not None:
        return content.shared
    images, labels = (number(content.counts[name]) for name in ("images", "labels"))
    of_classes = float(np.nansum(images))
    whole = number(content.splits["images"])
    if len(whole) and not np.isnan(whole).any():
        return of_classes > float(whole.sum())
    return float(np.nansum(labels)) > of_classes


def of_classes(content: Content, column: str) -> Numbers:
    """A column of the counts per class, over all splits; NaN if one of them is not known."""
    values = number(content.counts[column])
    position = content.counts["position"].to_numpy(np.int64)
    sums = np.bincount(position, values, minlength=len(content.classes)).astype(np.float64)
    sums[np.bincount(position, minlength=len(sums)) == 0] = np.nan
    return sums


def over_classes(content: Content, column: str) -> tuple[float, int]:
    """A column of the counts summed over the classes, and how many of these have no such count.

    The sum is NaN if no class has one.
    """
    sums = of_classes(content, column)
    missing = int(np.isnan(sums).sum())
    return (float("nan") if missing == len(sums) else float(np.nansum(sums))), missing


def number(column: "pd.Series[int]") -> Numbers:
    """A column of whole numbers as floats, NaN where one is missing."""
    return np.asarray(column.astype("Float64").to_numpy(np.float64, na_value=np.nan))


def boxes_of(content: Content, mapping: Mapping) -> Boxes | None:
    """The boxes of the classes that have a synset, by synset; None if the data set has none.

    A box has a place in its image where corners and size are in one unit: as shares of the image,
    or in pixels of an image whose size is known. Its shape in pixels is known where corners are
    in pixels, or the size is known.
    """
    if content.boxes is None:
        return None
    wnids, code = synsets(mapping)
    label = code[content.boxes["position"].to_numpy(np.int64)]
    kept = label >= 0
    table = content.boxes[kept]
    corners = table[["x0", "y0", "x1", "y1"]].to_numpy(np.float64, copy=True)
    size = np.column_stack([number(table[name]) for name in ("width", "height")])
    size[~(size > 0)] = np.nan
    size = np.tile(size, 2)
    shares = corners if content.box_unit == "shares" else corners / size
    pixels = corners * size if content.box_unit == "shares" else corners
    wide, high = pixels[:, 2] - pixels[:, 0], pixels[:, 3] - pixels[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        aspect = np.where(high > 0, wide / high, np.nan)
    # Some data sets have 14 million boxes: every byte of one counts, and nothing is kept twice
    # or by a view of more.
    places = {
        "image": table["image"].to_numpy(np.int32, copy=True),
        "label": label[kept].astype(np.int32),
        **dict(zip(("width", "height"), small(size[:, :2]).T, strict=True)),
        **dict(zip(("x0", "y0", "x1", "y1"), small(pixels).T, strict=True)),
    }
    return Boxes(
        tuple(wnids.tolist()),
        places["image"],
        places["label"],
        shares,
        aspect.astype(np.float32),
        pd.DataFrame(places, copy=False),
    )


def small(values: Numbers) -> NDArray[np.floating]:
    """The same values in float32 if all are whole numbers that it holds; else as they are."""
    known = values[~np.isnan(values)]
    if (known == np.rint(known)).all() and (np.abs(known) < EXACT).all():
        return values.astype(np.float32)
    return values
