"""NumPy's .npy and .npz as a table: classes, ranked classes, or outputs for all classes.

Run through ``confined``. Headers are read first and nothing is unpickled; a member of an .npz is
unpacked only to the size in its header, which is checked against the limits.
"""

import io
import math
import zipfile
from typing import IO

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

from explorer.errors import UploadError
from explorer.ingest.files import cells
from explorer.ingest.files.delimited import by_position
from explorer.ingest.files.text_table import IMAGE_BY_POSITION, PREDICTION, TextTable, shown
from explorer.settings import Settings

RANKED = 10
"""Columns of an array up to which they are ranked classes; more are outputs for all classes."""

TOP = 5
"""Classes that are kept of the outputs."""

BLOCK = 4_096
"""Rows of outputs that are sorted at one time."""

ROUNDED = 1e-3
"""Tolerance for probabilities below 0 or above 1, for rounding in half precision."""

HEADER_BYTES = 10_000
TABLE_KINDS = "iufU"
"""Kinds of array that are read: whole numbers, real numbers and text."""

Array = npt.NDArray[np.generic]


def read_npy(name: str, data: bytes, settings: Settings) -> TextTable:
    """The table in a .npy file.

    Raises:
        UploadError: the array contains objects or does not have the shape of predictions.
        ValueError: the file is damaged.
    """
    array = _array(name, "the array", io.BytesIO(data), len(data), settings)
    return _table(name, {PREDICTION: array}, settings)


def read_npz(name: str, data: bytes, settings: Settings) -> TextTable:
    """The table in a .npz file: an array per column, all of the same length.

    Raises:
        UploadError: the arrays are too large, contain objects or do not fit together.
        Exception: zipfile's several, for a damaged file.
    """
    arrays: dict[str, Array] = {}
    left = settings.upload_unpacked_megabytes * 1_000_000
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > settings.upload_columns:
            raise UploadError(
                f"{name} contains {len(members):,} arrays; the limit is {settings.upload_columns}."
            )
        for member in members:
            title = member.filename.removesuffix(".npy")
            with archive.open(member) as stream:
                arrays[title] = _array(name, title, stream, left, settings)
            left -= arrays[title].nbytes
    return _table(name, arrays, settings)


def _array(name: str, title: str, stream: IO[bytes], left: int, settings: Settings) -> Array:
    """An array from a stream, of at most ``left`` bytes."""
    version = npy.read_magic(stream)
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    if version not in readers:
        raise UploadError(
            f"{name} has .npy format {version[0]}.{version[1]}; supported are 1.0 and 2.0."
        )
    shape, fortran, dtype = readers[version](stream, max_header_size=HEADER_BYTES)
    if dtype.hasobject:
        raise UploadError(
            f"{name}, {shown(title)}: the array contains Python objects (a pickle), which is "
            "not supported. Save numbers (array.astype(int)) or text (array.astype(str))."
        )
    if dtype.kind not in TABLE_KINDS or dtype.subdtype is not None:
        raise UploadError(
            f"{name}, {shown(title)}: expected an array of numbers or text, found {dtype!s:.40}."
        )
    size = math.prod(shape) * dtype.itemsize
    if min(shape, default=0) < 0 or size > left:
        raise UploadError(
            f"{name}, {shown(title)}: an array of shape {shape} takes {size / 1e6:,.0f} MB; at "
            f"most {max(left, 0) / 1e6:,.0f} MB are available. Save the classes with the highest "
            "outputs "
            "instead: numpy.save(file, numpy.argsort(-outputs)[:, :5])."
        )
    if shape and shape[0] > settings.upload_rows:
        raise UploadError(
            f"{name}, {shown(title)}: the array has {shape[0]:,} rows; the limit is "
            f"{settings.upload_rows:,} (EXPLORER_UPLOAD_ROWS)."
        )
    content = stream.read(size + 1)
    if len(content) < size:
        raise ValueError(f"the array ends after {len(content):,} of {size:,} bytes")
    return np.frombuffer(content, dtype, count=math.prod(shape)).reshape(
        shape, order="F" if fortran else "C"
    )


def _table(name: str, arrays: dict[str, Array], settings: Settings) -> TextTable:
    """A table of arrays that have the same number of rows."""
    if not arrays:
        raise UploadError(f"{name} contains no array.")
    lengths = {title: array.shape[0] if array.ndim else 0 for title, array in arrays.items()}
    if len(set(lengths.values())) > 1 or not min(lengths.values()):
        told = ", ".join(f"{shown(title)} {array.shape}" for title, array in arrays.items())
        raise UploadError(
            f"{name}: expected arrays with one row per image, found the shapes {told[:300]}."
        )
    rows = next(iter(lengths.values()))
    columns: dict[str, list[object]] = {}
    notes = [f"Read as NumPy arrays: {rows:,} rows."]
    for title, array in arrays.items():
        columns |= _columns(name, title, array, notes)
    if list(columns) == [PREDICTION] and _is_shares(columns[PREDICTION]):
        notes.append("1,000 shares from 0 to 1 are taken as the accuracies of classes 0 to 999.")
        header = ["class_index", "accuracy"]
        return cells.table(name, header, [range(rows), columns[PREDICTION]], settings, notes)
    if not any(array.dtype.kind == "U" for array in arrays.values()):
        columns = {IMAGE_BY_POSITION: list(range(1, rows + 1)), **columns}
        notes.append(by_position(rows))
    return cells.table(name, list(columns), list(columns.values()), settings, notes)


def _is_shares(values: list[object]) -> bool:
    numbers = [each for each in values if isinstance(each, float)]
    return len(numbers) == len(values) == 1_000 and all(0 <= each <= 1.000_01 for each in numbers)


def _columns(name: str, title: str, array: Array, notes: list[str]) -> dict[str, list[object]]:
    """An array as columns: itself, ranked classes, or the classes with the highest outputs."""
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim == 1:
        return {title: array.tolist()}
    if array.ndim != 2 or not array.shape[1] or array.dtype.kind == "U":
        raise UploadError(
            f"{name}, {shown(title)}: expected one class per image, up to {RANKED} ranked classes, "
            f"or an output for every class, found an array of shape {array.shape}."
        )
    width = array.shape[1]
    if width <= RANKED:
        if array.dtype.kind == "f" and not (array == np.floor(array)).all():
            raise UploadError(
                f"{name}, {shown(title)}: expected ranked classes in {width} columns, found "
                "fractions."
            )
        return {title: array.astype(np.int64).tolist()}
    if array.dtype.kind != "f":
        square = array.shape[0] == width
        what = "a confusion matrix" if square else f"whole numbers in {width:,} columns"
        raise UploadError(
            f"{name}, {shown(title)}: expected outputs for all classes as real numbers, found "
            f"{what}. A prediction per image is needed."
        )
    ranked, highest = _highest(name, title, array)
    notes.append(f"{shown(title)} holds outputs for {width:,} classes: the highest {TOP} are kept.")
    found: dict[str, list[object]] = {title: ranked.tolist()}
    if highest is not None:
        found["probability"] = highest.tolist()
    else:
        notes.append("The outputs are no probabilities that sum to 1: no confidence is known.")
    return found


def _highest(
    name: str, title: str, outputs: Array
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64] | None]:
    """Classes with the highest outputs in order, and the first one's probability if it is one.

    Outputs are probabilities if every row is in [0, 1], within ``ROUNDED``, and sums to 1; percent
    if every row sums to 100; if any is outside [0, 1] otherwise they are taken as logits, whose
    softmax is the probability.
    """
    ranked = np.empty((len(outputs), TOP), dtype=np.int64)
    first = np.empty(len(outputs))
    largest = np.empty(len(outputs))
    sums = np.empty(len(outputs))
    low, high = math.inf, -math.inf
    for at in range(0, len(outputs), BLOCK):
        block = outputs[at : at + BLOCK].astype(np.float64)
        rows = slice(at, at + len(block))
        if not np.isfinite(block).all():
            row = at + int(np.flatnonzero(~np.isfinite(block).all(axis=1))[0]) + 1
            raise UploadError(
                f"{name}, {shown(title)}, row {row:,}: expected finite outputs, found NaN or an "
                "infinite one."
            )
        order = np.argsort(-block, axis=1, kind="stable")[:, :TOP]
        ranked[rows] = order
        largest[rows] = np.take_along_axis(block, order[:, :1], axis=1)[:, 0]
        sums[rows] = block.sum(axis=1)
        first[rows] = 1 / np.exp(block - largest[rows, None]).sum(axis=1)
        low, high = min(low, float(block.min())), max(high, float(block.max()))
    for whole in (1, 100):
        near = ROUNDED * whole
        if -near <= low and high <= whole + near and np.allclose(sums, whole, atol=0.01 * whole):
            return ranked, np.clip(largest / whole, 0, 1)
    if low >= 0 and high <= 1:
        return ranked, None
    return ranked, first
