"""Figures as JSON has them and as a person reads them."""

from typing import Any

import numpy as np
import pandas as pd

NOT_KNOWN = "–"
"""What stands where a figure is not known."""


def known(value: float) -> float | int | None:
    """A figure as JSON has it: None where it is not known, whole numbers without a point."""
    if np.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def precise(value: float | None, unit: str = "") -> str:
    """A figure as a person reads it, small ones with more decimals."""
    if value is None or np.isnan(value) or float(value).is_integer():
        return written(value, unit)
    if unit == "%":
        return f"{value:.2f} %" if abs(value) < 1 else written(value, unit)
    return f"{value:.3f}" if abs(value) < 10 else written(value, unit)


def _plain(value: Any) -> Any:
    if value is pd.NA:
        return None
    return known(value) if isinstance(value, float) else value


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as JSON has them: None where a figure is not known."""
    plain = {name: [_plain(value) for value in column.tolist()] for name, column in frame.items()}
    names = [str(name) for name in plain]
    return [dict(zip(names, row, strict=True)) for row in zip(*plain.values(), strict=True)]


def written(value: float | None, unit: str = "") -> str:
    """A figure as a person reads it; shares with their sign, other units stand in its label."""
    if value is None or np.isnan(value):
        return NOT_KNOWN
    if unit == "%":
        return f"{value:,.1f} %"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
