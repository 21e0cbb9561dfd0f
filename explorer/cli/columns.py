"""Rows of text in aligned columns."""

import re
import unicodedata
from collections.abc import Sequence

_NUMBER = re.compile(r"(?:[+-]?[\d.,]+(?:[eE][+-]?\d+)?|–|-?∞)(?: (?:%|points|edges|bits))?")


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]], *, indent: str = "") -> list[str]:
    """A table as lines of text; nothing if it has no rows.

    Columns are two spaces apart. A column whose cells are numbers or empty is aligned on the
    right, every other one on the left.

    Args:
        header: the name of each column.
        rows: one text per column.
        indent: written in front of every line.
    """
    if not rows:
        return []
    columns = list(zip(header, *rows, strict=True))
    numeric = [all(not cell or _NUMBER.fullmatch(cell) for cell in cells[1:]) for cells in columns]
    widths = [max(map(_width, cells)) for cells in columns]
    return [
        indent + "  ".join(map(_padded, cells, widths, numeric)).rstrip()
        for cells in zip(*columns, strict=True)
    ]


def _padded(text: str, width: int, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def _width(text: str) -> int:
    """How many cells of a terminal a text takes: two per wide character, none per mark."""
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(unicodedata.combining(each) > 0 for each in text)
