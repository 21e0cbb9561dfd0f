"""Axes, as every chart over a pair of them has them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """An axis: its title with the unit, how it is scaled, and what it marks.

    Attributes:
        title: with the unit.
        logarithmic: whether it is scaled by magnitude.
        range: its ends; those of the values if None.
        ticks: values that are marked, and how each is written; plotly's choice if None.
        years: whether its values are years, written without a comma.
    """

    title: str
    logarithmic: bool = False
    range: tuple[float, float] | None = None
    ticks: Mapping[float, str] | None = None
    years: bool = False

    def layout(self) -> dict[str, object]:
        """The axis as plotly's layout has it."""
        return {
            "title": {"text": self.title},
            "type": "log" if self.logarithmic else "linear",
            "range": self.range,
            "tickformat": ",~g" if self.logarithmic else "d" if self.years else ",~f",
            "automargin": True,
            "fixedrange": True,
            **(
                {"tickvals": list(self.ticks), "ticktext": list(self.ticks.values())}
                if self.ticks
                else {}
            ),
        }


FEW_RANKS = 12
"""Up to this number of classes every rank is marked; of more, plotly marks round ones."""


def ranks(size: int) -> Axis:
    """The axis of classes by rank, marked at whole numbers.

    Args:
        size: number of classes.
    """
    marked = {float(at): f"{at}" for at in range(1, size + 1)} if size <= FEW_RANKS else None
    return Axis("class rank (largest first)", ticks=marked)
