"""Axes, as every chart over a pair of them has them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """An axis: its title with the unit, and how it is scaled."""

    title: str
    logarithmic: bool = False
    range: tuple[float, float] | None = None

    def layout(self) -> dict[str, object]:
        """The axis as plotly's layout has it."""
        return {
            "title": {"text": self.title},
            "type": "log" if self.logarithmic else "linear",
            "range": self.range,
            "automargin": True,
            "fixedrange": True,
        }
