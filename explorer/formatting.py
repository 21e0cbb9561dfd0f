"""Formatting of values: numbers for people, and values for JSON and CSV.

All pages, charts and commands format their numbers with these functions, so that one value is never
rounded in two ways. Half a unit of the last decimal is rounded away from
zero, as the tables of the browser do it; Python's own ``format`` rounds half to even, which would
give 2.12 instead of their 2.13 for 2.125.
"""

import math
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

NOT_KNOWN = "–"
"""Text of an unknown value."""

SINGULAR = {
    "branches": "branch",
    "boxes": "box",
    "categories": "category",
    "children": "child",
    "classes": "class",
    "matches": "match",
    "superclasses": "superclass",
}
"""Irregular plurals, with their singular."""


def fixed(value: float | None, decimals: int, unit: str = "") -> str:
    """A value with a given number of decimals, its thousands separated by commas.

    Args:
        value: None and NaN are written as unknown.
        decimals: digits after the point.
        unit: "%" is written behind the value; other units belong into its label.
    """
    if value is None or math.isnan(value):
        return NOT_KNOWN
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    text = f"{Decimal(float(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    # A small negative value that is rounded to zero has no sign.
    text = text.removeprefix("-") if not text.strip("-0.,") else text
    return f"{text} %" if unit == "%" else text


def written(value: float | None, unit: str = "") -> str:
    """A value for people: whole numbers without decimals, all others with one."""
    if unit != "%" and value is not None and _is_whole(value):
        return fixed(value, 0)
    return fixed(value, 1, unit)


def _is_whole(value: float) -> bool:
    """Whether a value is a whole number up to rounding errors of floats."""
    return math.isfinite(value) and math.isclose(value, round(value), rel_tol=1e-10)


def precise(value: float | None, unit: str = "") -> str:
    """A value for people, with more decimals than ``written`` for small values."""
    if value is None or math.isnan(value) or _is_whole(value):
        return written(value, unit)
    if unit == "%":
        return fixed(value, 2, unit) if abs(value) < 1 else written(value, unit)
    return fixed(value, 3) if abs(value) < 10 else written(value, unit)


def counted(value: float | None, noun: str) -> str:
    """A number with what it counts: "1 class", "2 classes", "– classes".

    Args:
        value: how many; written as ``written`` does it.
        noun: what is counted, in the singular or the plural ("class", "images per class").
    """
    one = singular(noun)
    return f"{written(value)} {one if value == 1 else plural(one)}"


def singular(noun: str) -> str:
    """The singular of a noun that is counted, given in either number."""
    before, last, after = _parts(noun)
    ends = last.endswith("s") and not last.endswith("ss")
    return before + SINGULAR.get(last, last[:-1] if ends else last) + after


def plural(noun: str) -> str:
    """The plural of a noun that is counted, given in the singular."""
    before, last, after = _parts(noun)
    irregular = {one: many for many, one in SINGULAR.items()}
    return before + irregular.get(last, f"{last}s" if last.isalpha() else last) + after


def _parts(noun: str) -> tuple[str, str, str]:
    """The parts before, of and after the word that changes: "person | class | per branch"."""
    first, per, rest = noun.partition(" per ")
    before, space, last = first.rpartition(" ")
    return before + space, last, per + rest


_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that are invisible, besides the format characters of Unicode."""


def within(label: str) -> str:
    """A label within a sentence: "Top-1 error of ResNet-50" begins small, "ReaL error" as it is."""
    first, _, _ = label.partition(" ")
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]


def visible(text: str) -> str:
    """Text with every invisible character replaced by its number, such as U+202E.

    These are control and format characters (line breaks and marks of direction among them),
    unpaired surrogates, unassigned characters, variation selectors and blank letters: with
    them a name can look like another one. Spaces stay.
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(f"U+{ord(each):04X}" if _unseen(each) else each for each in text)


def _unseen(character: str) -> bool:
    if character in _BLANK or "\ufe00" <= character <= "\ufe0f":
        return True
    # Of what Python does not print, only spaces are seen; variation selectors 17 to 256 are
    # printed but drawn as nothing.
    code = ord(character)
    if 0xE0100 <= code <= 0xE01EF:
        return True
    return not character.isprintable() and unicodedata.category(character) != "Zs"


def known(value: float) -> float | int | None:
    """A value for JSON: None if it is unknown, whole numbers as integers."""
    if np.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _as_json(value: Any) -> Any:
    if value is pd.NA:
        return None
    return known(value) if isinstance(value, float) else value


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame for JSON: None for unknown values."""
    plain = {name: [_as_json(value) for value in column.tolist()] for name, column in frame.items()}
    names = [str(name) for name in plain]
    return [dict(zip(names, row, strict=True)) for row in zip(*plain.values(), strict=True)]


def csv(frame: pd.DataFrame) -> bytes:
    """A frame as CSV: UTF-8, one header line, an unknown value empty.

    Counts are floats where one of them may be unknown: a column of floats whose known values are
    whole is written as integers.
    """
    plain = frame.copy()
    for at, (_, column) in enumerate(frame.items()):
        if pd.api.types.is_float_dtype(column) and _whole(column.to_numpy(np.float64)):
            plain.isetitem(at, column.astype("Int64").array)
    return plain.to_csv(index=False).encode()


def _whole(values: NDArray[np.float64]) -> bool:
    present = values[~np.isnan(values)]
    return bool((np.abs(present) < 2**53).all() and (present % 1 == 0).all())
