"""Cells that name validation images: file names, paths and numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.evaluations import NONE
from explorer.ingest.files.tables import shown
from explorer.ingest.models.validation import IMAGES

FILE_NAME = re.compile(
    r"(?:.*[/\\])?ILSVRC2012_val_(\d{8})(?:_(n\d{8}))?(?:\.[A-Z]{2,5})?", re.ASCII | re.IGNORECASE
)
NUMBER = re.compile(r"(\d{1,9})(?:\.0+)?", re.ASCII)
_FOLDER = re.compile(r"(?:^|[/\\])(n\d{8})[/\\]", re.ASCII | re.IGNORECASE)
_TRAINING = re.compile(r"(?:.*[/\\])?n\d{8}_\d{1,6}(?:\.[A-Z]{2,5})?", re.ASCII | re.IGNORECASE)
_TEST = re.compile(r"(?:.*[/\\])?ILSVRC2012_test_\d{8}.*", re.ASCII | re.IGNORECASE)

UNKNOWN = -2
"""A wnid in a path that is no class of ILSVRC-2012."""


@dataclass(frozen=True, eq=False)
class Images:
    """The images of a column.

    Attributes:
        numbers: as written, in a file name or bare; ``NONE`` where the cell is no image.
        named: whether the number is part of a file name, so that its meaning is certain.
        classes: class index of the wnid in the path or file name; ``NONE`` without one,
            ``UNKNOWN`` of one that is no class.
        faults: row (from 0) to what is wrong with its cell.
    """

    numbers: NDArray[np.int64]
    named: NDArray[np.bool_]
    classes: NDArray[np.int16]
    faults: Mapping[int, str]


def parse(cells: Sequence[str], index: Mapping[str, int]) -> Images:
    """The images in the cells of a column; ``index`` maps wnids to class indices."""
    numbers = np.full(len(cells), NONE, dtype=np.int64)
    named = np.zeros(len(cells), dtype=np.bool_)
    classes = np.full(len(cells), NONE, dtype=np.int16)
    faults: dict[int, str] = {}
    for at, cell in enumerate(cells):
        bare = NUMBER.fullmatch(cell)
        if bare:
            numbers[at] = int(bare[1])
            continue
        match = FILE_NAME.fullmatch(cell)
        if not match:
            faults[at] = _wrong(cell)
            continue
        numbers[at], named[at] = int(match[1]), True
        folder = _FOLDER.findall(cell)
        wnids = {wnid.lower() for wnid in (match[2], *folder[-1:]) if wnid}
        if len(wnids) > 1:
            faults[at] = f"{shown(cell)} names two classes, {' and '.join(sorted(wnids))}"
        for wnid in wnids:
            classes[at] = index.get(wnid, UNKNOWN)
    return Images(numbers, named, classes, faults)


def _wrong(cell: str) -> str:
    found = f"found {shown(cell)}"
    if _TRAINING.fullmatch(cell):
        found += ", a training image; only predictions on the validation images can be read"
    elif _TEST.fullmatch(cell):
        found += ", a test image, whose label was never published"
    return (
        "expected an image such as ILSVRC2012_val_00000001.JPEG or a number from 1 to "
        f"{IMAGES:,}, {found}"
    )
