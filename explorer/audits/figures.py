"""Figures as JSON has them and as a person reads them."""

import numpy as np

NOT_KNOWN = "–"
"""What stands where a figure is not known."""


def known(value: float) -> float | int | None:
    """A figure as JSON has it: None where it is not known, whole numbers without a point."""
    if np.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def written(value: float | None, unit: str = "") -> str:
    """A figure as a person reads it; shares with their sign, other units stand in its label."""
    if value is None or np.isnan(value):
        return NOT_KNOWN
    if unit == "%":
        return f"{value:,.1f} %"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
