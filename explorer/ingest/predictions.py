"""A table of predictions as a model among the others.

A row an image: the image as file name or number, the predicted class as index (0 to 999) or
wnid, or several in order, and if it is known the probability of the first one.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from explorer.ingest.tables import TextTable, refuse, shown
from explorer.predictions import CLASSES, IMAGES, NONE, OWN, Predictions
from explorer.settings import Settings

IMAGE_COLUMNS = (
    "file_name",
    "filename",
    "file",
    "image",
    "image_id",
    "image_name",
    "image_path",
    "img",
    "path",
)
CLASS_COLUMNS = (
    "predicted_class",
    "prediction",
    "predictions",
    "predicted",
    "predicted_label",
    "pred",
    "pred_class",
    "class",
    "class_index",
    "class_id",
    "wnid",
    "synset",
    "top5",
)
PROBABILITY_COLUMNS = ("predicted_probability", "probability", "prob", "confidence", "score")
RANKED_COLUMN = re.compile(r"(?:top|pred|prediction|predicted_class|class)_?([1-9])")

FILE_NAME = re.compile(r"(?:.*[/\\])?ILSVRC2012_val_(\d{8})(?:\.[A-Za-z]{2,5})?")
NUMBER = re.compile(r"\d{1,9}")
WNID = re.compile(r"n\d{8}")
SEVERAL = re.compile(r"[\s;|,]+")
MOST_RANKED = 10
"""Guesses of an image that are kept at most."""

NAME_LENGTH = 60


@dataclass(frozen=True)
class Taken:
    """A model that was taken from a file.

    Attributes:
        predictions: what it says.
        images: how many of the 50,000 images it speaks of.
        ignored: columns of the file that were not looked at.
    """

    predictions: Predictions
    images: int
    ignored: tuple[str, ...]


def is_predictions(table: TextTable) -> bool:
    """Whether a table has a column of images."""
    return column(table.header, IMAGE_COLUMNS) is not None


def take(table: TextTable, classes: Mapping[str, int], settings: Settings) -> Taken:
    """A model from a table.

    Args:
        table: what was read.
        classes: the challenge's wnids to their class index.
        settings: how many faults are named.

    Raises:
        UploadError: a column is missing or a cell makes no sense; every such row counts.
    """
    image_column = column(table.header, IMAGE_COLUMNS)
    ranked = _ranked(table.header)
    class_column = column(table.header, CLASS_COLUMNS)
    if image_column is None or (class_column is None and not ranked):
        fault = (
            f"Row 1: expected a column of images ({', '.join(IMAGE_COLUMNS[:4])}, ...) and one "
            f"of classes ({', '.join(CLASS_COLUMNS[:3])}, ..., or top1 to top5), found "
            f"{', '.join(map(shown, table.header[:8]))}."
        )
        raise refuse(table.name, [fault], settings.upload_faults)
    class_columns = ranked or [class_column]
    probability_column = column(table.header, PROBABILITY_COLUMNS)
    guesses = np.full((IMAGES, MOST_RANKED), NONE, dtype=np.int16)
    confidence = np.full(IMAGES, np.nan, dtype=np.float32)
    seen: dict[int, int] = {}
    faults: list[str] = []
    for row, cells in table.rows:
        found = _image(cells[image_column])
        said, wrong = _guesses([cells[at] for at in class_columns if at is not None], classes)
        problems = [wrong] if wrong else []
        if isinstance(found, str):
            problems.append(found)
        elif found in seen:
            problems.append(f"image {found:,} stands in row {seen[found]:,} already")
        else:
            seen[found] = row
        if probability_column is not None:
            share = _probability(cells[probability_column])
            if isinstance(share, str):
                problems.append(share)
            elif isinstance(found, int):
                confidence[found - 1] = share
        faults += [f"Row {row:,}: {problem}." for problem in problems]
        if isinstance(found, int) and not problems:
            guesses[found - 1, : len(said)] = said
    if faults:
        raise refuse(table.name, faults, settings.upload_faults)
    used = {image_column, probability_column, *class_columns}
    several = int((guesses != NONE).sum(axis=1).max())
    known = probability_column is not None and np.isfinite(confidence).any()
    return Taken(
        Predictions(
            model_name(table.name),
            guesses[:, 0].copy(),
            OWN,
            guesses[:, :several].copy() if several > 1 else None,
            confidence if known else None,
        ),
        len(seen),
        tuple(name for at, name in enumerate(table.header) if at not in used),
    )


def model_name(file: str) -> str:
    """What a model is called that comes from a file of that name.

    Letters, digits and a few signs are kept, so that no markup and no formula is left in it.
    """
    stem = re.sub(r"[^\w.() -]+", "_", file.rpartition(".")[0] or file)
    return stem.lstrip("-_. ")[:NAME_LENGTH].strip() or "my model"


def column(header: tuple[str, ...], names: tuple[str, ...]) -> int | None:
    """Place of the column that has the first of some names, in any case."""
    lower = [name.lower() for name in header]
    return next((lower.index(name) for name in names if name in lower), None)


def _ranked(header: tuple[str, ...]) -> list[int | None]:
    """Places of the columns top1, top2, ... in order; empty where there is no second one."""
    found: dict[int, int] = {}
    for at, name in enumerate(header):
        match = RANKED_COLUMN.fullmatch(name.lower())
        if match:
            found.setdefault(int(match[1]), at)
    if 1 not in found:
        return []
    run = next(rank for rank in range(2, 12) if rank not in found)
    return [found[rank] for rank in range(1, run)]


def _image(cell: str) -> int | str:
    """The number of an image, or what is wrong with the cell."""
    match = FILE_NAME.fullmatch(cell)
    digits = match[1] if match else cell if NUMBER.fullmatch(cell) else ""
    if digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= IMAGES:
        return int(digits)
    return (
        "expected an image such as ILSVRC2012_val_00000001.JPEG or a number from 1 to 50,000, "
        f"found {shown(cell)}"
    )


def _guesses(cells: list[str], classes: Mapping[str, int]) -> tuple[list[int], str]:
    """Class indices in order, and what is wrong with the cells, if anything."""
    words = [word for cell in cells for word in SEVERAL.split(cell.strip("[]() ")) if word]
    if not words:
        return [], "expected a class, found nothing"
    found = []
    for word in words[:MOST_RANKED]:
        index = _class(word, classes)
        if index is None:
            return [], (
                "expected a class index from 0 to 999 or the wnid of a class of ILSVRC-2012, "
                f"found {shown(word)}"
            )
        if index in found:
            return [], f"class {shown(word)} is guessed twice"
        found.append(index)
    return found, ""


def _class(word: str, classes: Mapping[str, int]) -> int | None:
    word = word.strip("'\"")
    if WNID.fullmatch(word):
        return classes.get(word)
    if word.isascii() and word.isdecimal() and len(word) < 9 and int(word) < CLASSES:
        return int(word)
    return None


def _probability(cell: str) -> float | str:
    """A probability, NaN for an empty cell, or what is wrong with it."""
    if not cell:
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if 0 <= value <= 1:
        return value
    return f"expected a probability from 0 to 1, found {shown(cell)}"
