"""A built-in model as it is listed, before anything of its predictions is read."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from explorer.evaluations.models import Model


class Known(Enum):
    """What is available for a built-in model; the value is shown in lists of models."""

    PREDICTIONS = ""
    CORRECT = "right or wrong only"
    CONFIDENCE = "with confidence, squashed images"


@dataclass(frozen=True, eq=False, kw_only=True)
class Listed:
    """A built-in model as its table of models describes it.

    Attributes:
        name: as the tables have it.
        accuracy: top-1 accuracy in percent, over the images for which it is known.
        known: what is available for it.
        source: repository of its predictions.
        family, paper: of its architecture; empty where not known.
        year: of the first public version of the paper; None where not known.
        note: a caveat about its figures; may be empty.
        read: reads its results, with those of all models of the same table.
    """

    name: str
    accuracy: float
    known: Known
    source: str
    family: str = ""
    year: int | None = None
    paper: str = ""
    note: str = ""
    read: Callable[[], Model]

    @property
    def title(self) -> str:
        """Its name in a list of models, with a mark unless its predictions are known."""
        return f"{self.name} ({self.known.value})" if self.known.value else self.name
