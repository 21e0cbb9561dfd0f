"""Frames as a notebook gets them: counts are integers, and arguments are checked."""

import math
from collections.abc import Collection, Mapping

import pandas as pd

from explorer.datasets import DataSet
from explorer.errors import ExplorerError


def whole(frame: pd.DataFrame, *counts: str) -> pd.DataFrame:
    """The frame with its counts as Int64, ``<NA>`` where one is unknown.

    Args:
        frame: with a fresh index from 0.
        counts: columns that contain whole numbers; names that are not in the frame are ignored.
    """
    return frame.astype({name: "Int64" for name in counts if name in frame.columns})


def whole_measures(frame: pd.DataFrame, dataset: DataSet) -> pd.DataFrame:
    """``whole`` for a frame with a data set's measures: every plain sum is a count."""
    sums = [measure.key for measure in dataset.measures if measure.additive]
    return whole(frame, *sums, *(f"{key}_own" for key in sums))


def whole_values(values: Mapping[str, float], *counts: str) -> dict[str, int | float]:
    """A record with its counts as ``int``; other values stay ``float``, NaN where unknown."""
    return {
        name: int(value) if name in counts and not math.isnan(value) else value
        for name, value in values.items()
    }


def one_of(argument: str, value: str, choices: Collection[str]) -> str:
    """The value of an argument that is one of some words.

    Raises:
        ExplorerError: it is none of them.
    """
    if value not in choices:
        raise ExplorerError(
            f"{argument} is {value!r:.60}; it must be one of: {', '.join(choices)}."
        )
    return value


def within(argument: str, value: float, least: float, most: float) -> None:
    """Check that a number is within bounds, both included.

    Raises:
        ExplorerError: it is not.
    """
    if not least <= value <= most:
        raise ExplorerError(f"{argument} is {value!r:.60}; it must be from {least:g} to {most:g}.")
