"""A measure: a figure of every class, how it rolls up, and where it comes from."""

from dataclasses import dataclass

CLASSES = "classes"
"""The column and the measure that every data set has: 1 for each of its classes."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A figure that a data set has for every class and, rolled up, for every synset.

    Attributes:
        key: its name in addresses and downloads.
        label: its name on a page, without its unit.
        unit: the unit of a value; "%" for shares.
        numerator: column that is summed over the distinct classes of a subtree.
        denominator: column whose sum divides it; none for a plain sum. With ``classes`` below,
            the measure is a mean or a share of classes; with ``images``, a share of images; in
            general a mean weighted by the denominator.
        source: the fact table it comes from.
        meaning: one or two sentences: what it is, and what is not known.
        derived: whether the explorer computed it from another data set's figures.
        centred: whether colours show it against the data set's overall value, as a size or an
            error is; otherwise from nothing up.
        adverse: whether more of it is worse, as of an error.
        known: False where no class has a known value: it is listed, and shown as unknown.
    """

    key: str
    label: str
    unit: str
    numerator: str
    denominator: str | None = None
    source: str
    meaning: str
    derived: bool = False
    centred: bool = False
    adverse: bool = False
    known: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it is computed from."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def heading(self) -> str:
        """The label with its unit, said once: "boxes per validation image" has one already."""
        label = self.label.lower()
        named = self.unit in label or (" per " in self.unit and " per " in label)
        return self.label if named else f"{self.label} ({self.unit})"

    @property
    def additive(self) -> bool:
        """Whether it can be drawn as an area: parts add up to the whole."""
        return self.denominator is None and self.known

    @property
    def scale(self) -> float:
        """The factor from a ratio to the measure's unit."""
        return 100.0 if self.unit == "%" else 1.0
