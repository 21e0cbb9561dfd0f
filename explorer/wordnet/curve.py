"""A space-filling curve over a rectangle: what is near on the curve is near on the plane.

The curve generalises Hilbert's (1891) to rectangles, in the manner of Červený's "gilbert" curve:
a rectangle is halved along its longer side, or cut into three blocks that are walked as Hilbert's
curve walks its four squares, until a block is a single row.
"""

import math

import numpy as np

from explorer.arrays import Integers

Vector = tuple[int, int]


def rectangle(cells: int, aspect: float) -> tuple[int, int]:
    """Columns and rows of a rectangle for a number of cells.

    Both are even, which lets the curve go without a diagonal step. Of the rectangles whose aspect
    is within a tenth of the wanted one, the one with the fewest empty cells is taken.

    Args:
        cells: the least number of cells, at least 1.
        aspect: width over height that is wanted.

    Raises:
        ValueError: there is no cell, or the aspect is not positive.
    """
    if cells < 1 or not aspect > 0:
        raise ValueError(f"no rectangle of {cells} cells with an aspect of {aspect}")
    middle = max(1, round(math.sqrt(cells * aspect) / 2))  # pairs of columns
    spread = middle // 20  # the aspect is proportional to the square of the columns
    offered = [
        (2 * pairs, 2 * math.ceil(cells / (4 * pairs)))
        for pairs in range(middle - spread, middle + spread + 1)
    ]
    return min(offered, key=lambda each: (each[0] * each[1], abs(each[0] - 2 * middle)))


def curve(columns: int, rows: int) -> Integers:
    """The cells of a rectangle in the order of the curve.

    Args:
        columns: even and positive.
        rows: even and positive.

    Returns:
        columns * rows x 2: column and row of each cell. Every cell is there once, and each is
        beside the one before it.

    Raises:
        ValueError: a side is odd or not positive.
    """
    if min(columns, rows) < 2 or columns % 2 or rows % 2:
        raise ValueError(f"the sides of the rectangle must be even, not {columns} x {rows}")
    across, down = (columns, 0), (0, rows)
    long, short = (across, down) if columns >= rows else (down, across)
    cells: list[Vector] = []
    _walk(cells, (0, 0), long, short)
    return np.array(cells, dtype=np.int64)


def _walk(cells: list[Vector], start: Vector, along: Vector, aside: Vector) -> None:
    """Add the cells of the block at ``start``, which ends at the far end of ``along``."""
    length, width = _length(along), _length(aside)
    step, turn = _unit(along), _unit(aside)
    if width == 1 or length == 1:
        (x, y), (right, down) = start, step if width == 1 else turn
        cells.extend((x + right * at, y + down * at) for at in range(max(length, width)))
        return
    half, flank = _half(along), _half(aside)
    if 2 * length > 3 * width:
        if _length(half) % 2 and length > 2:  # an even first half ends where the second begins
            half = _sum(half, step)
        _walk(cells, start, half, aside)
        _walk(cells, _sum(start, half), _difference(along, half), aside)
        return
    if _length(flank) % 2 and width > 2:
        flank = _sum(flank, turn)
    # Up one flank, along the middle, and down the other flank.
    _walk(cells, start, flank, half)
    _walk(cells, _sum(start, flank), along, _difference(aside, flank))
    last = _sum(start, _difference(along, step), _difference(flank, turn))
    _walk(cells, last, _negative(flank), _negative(_difference(along, half)))


def _length(vector: Vector) -> int:
    return abs(vector[0] + vector[1])


def _unit(vector: Vector) -> Vector:
    return (vector[0] > 0) - (vector[0] < 0), (vector[1] > 0) - (vector[1] < 0)


def _half(vector: Vector) -> Vector:
    return int(vector[0] / 2), int(vector[1] / 2)


def _sum(*vectors: Vector) -> Vector:
    return sum(each[0] for each in vectors), sum(each[1] for each in vectors)


def _difference(first: Vector, second: Vector) -> Vector:
    return first[0] - second[0], first[1] - second[1]


def _negative(vector: Vector) -> Vector:
    return -vector[0], -vector[1]
