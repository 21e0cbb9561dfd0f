"""An evaluation as a value: classes, images, what is true of them, and models."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from explorer.errors import UnknownEvaluation, UnknownModel
from explorer.evaluations.models import Model, Predictions
from explorer.evaluations.truth import About, Truth
from explorer.owner import Owner

DEFAULT_MODEL = "resnet50"
"""The model whose errors are shown where none is named."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Evaluation(Owner):
    """Labelled images and the models that were tried on them.

    Attributes:
        about: its key, title and source.
        names: the models that come with it, the most accurate first; known without reading the
            predictions.
        read: reads the truth and these models; called at most once by the declaration.
        own: the user's own models by name.
        default: name of the model that is shown where none is named.
    """

    about: About
    names: tuple[str, ...]
    read: Callable[[], tuple[Truth, Mapping[str, Predictions]]]
    own: Mapping[str, Model] = field(default_factory=dict)
    default: str = DEFAULT_MODEL

    @property
    def truth(self) -> Truth:
        """The images and what is true of them.

        Raises:
            TableError: a table is missing or damaged.
        """
        return self.read()[0]

    @property
    def built_in(self) -> Mapping[str, Predictions]:
        """The models that come with it, by name.

        Raises:
            TableError: a table is missing or damaged.
        """
        return self.read()[1]

    @property
    def choices(self) -> tuple[str, ...]:
        """Names of all models: the user's own, then the built-in ones."""
        return (*self.own, *self.names)

    def model(self, name: str) -> Model:
        """A model by name.

        Raises:
            UnknownModel: there is none of that name.
            TableError: a table is missing or damaged.
        """
        if name in self.own:
            return self.own[name]
        if name in self.names:
            return self.built_in[name]
        raise UnknownModel(
            f"There is no model {name[:40]!r} on {self.about.title}; there are: "
            f"{', '.join(self.choices)}."
        )

    def with_own(self, models: Mapping[str, Model]) -> "Evaluation":
        """The same evaluation with these models as the user's own."""
        return dataclasses.replace(self, own=dict(models))


def find(evaluations: Mapping[str, Evaluation], key: str) -> Evaluation:
    """The evaluation of that key.

    Raises:
        UnknownEvaluation: there is none.
    """
    if key not in evaluations:
        raise UnknownEvaluation(
            f"There is no evaluation {key[:40]!r}; there are: {', '.join(evaluations)}."
        )
    return evaluations[key]
