"""Axes, as every chart over a pair of them has them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """An axis: its title with the unit, how it is scaled, and what it marks."""

    title: str
    logarithmic: bool = False
    range: tuple[float, float] | None = None
    ticks: Mapping[float, str] | None = None

    def layout(self) -> dict[str, object]:
        """The axis as plotly's layout has it."""
        return {
            "title": {"text": self.title},
            "type": "log" if self.logarithmic else "linear",
            "range": self.range,
            "tickformat": ",~g" if self.logarithmic else None,
            "automargin": True,
            "fixedrange": True,
            **(
                {"tickvals": list(self.ticks), "ticktext": list(self.ticks.values())}
                if self.ticks
                else {}
            ),
        }
