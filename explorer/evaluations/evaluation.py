"""An evaluation: classes, images, their labels, and models."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from explorer.errors import UnknownEvaluation, UnknownModel
from explorer.evaluations.listed import Known, Listed
from explorer.evaluations.models import Model, Predictions
from explorer.evaluations.truth import About, Truth
from explorer.owner import Owner

DEFAULT_MODEL = "resnet50"
"""Model whose errors are shown by default."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Evaluation(Owner):
    """Labelled images and the results of models on them.

    Attributes:
        about: its key, title and source.
        read_truth: reads the images and their labels, once.
        list_models: lists the models that come with it, once, without reading their predictions:
            those whose predictions are known first, of each kind the most accurate first.
        own: the user's own models by name.
        default: name of the model that is shown where none is named.
    """

    about: About
    read_truth: Callable[[], Truth]
    list_models: Callable[[], tuple[Listed, ...]]
    own: Mapping[str, Model] = field(default_factory=dict)
    default: str = DEFAULT_MODEL

    @property
    def truth(self) -> Truth:
        """The images and their labels.

        Raises:
            TableError: a table is missing or damaged.
        """
        return self.read_truth()

    @cached_property
    def listed(self) -> Mapping[str, Listed]:
        """The models that come with it by name, without their predictions.

        Raises:
            TableError: a table of models is missing or damaged.
        """
        return {each.name: each for each in self.list_models()}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the models that come with it."""
        return tuple(self.listed)

    @cached_property
    def built_in(self) -> Mapping[str, Predictions]:
        """The models that come with it and whose predictions on the usual images are known.

        Those with confidences are left out: they are some of the same networks, on images that
        were prepared in another way.

        Raises:
            TableError: a table is missing or damaged.
        """
        wanted = [each for each in self.listed.values() if each.known is Known.PREDICTIONS]
        models = ((each.name, each.read()) for each in wanted)
        return {name: model for name, model in models if isinstance(model, Predictions)}

    @property
    def choices(self) -> tuple[str, ...]:
        """Names of all models: the user's own, then the built-in ones."""
        return (*self.own, *self.names)

    @property
    def titles(self) -> Mapping[str, str]:
        """The same by what each is called in a list: marked where not all is known about it."""
        return {name: name for name in self.own} | {
            name: each.title for name, each in self.listed.items() if name not in self.own
        }

    def model(self, name: str) -> Model:
        """The model with that name, built-in or the user's own.

        Raises:
            UnknownModel: no model has that name.
            TableError: a table is missing or damaged.
        """
        if name in self.own:
            return self.own[name]
        if name in self.listed:
            return self.listed[name].read()
        raise UnknownModel(
            f"Unknown model {name[:40]!r} on {self.about.title}. {_suggestion(name, self.choices)}"
        )

    def with_own(self, models: Mapping[str, Model]) -> "Evaluation":
        """The same evaluation with these models as the user's own."""
        return dataclasses.replace(self, own=dict(models))


def _suggestion(name: str, choices: tuple[str, ...]) -> str:
    similar = get_close_matches(name[:40], choices, n=3, cutoff=0.5)
    if similar:
        return f"Similar names: {', '.join(similar)}."
    return f"{len(choices):,} are known, such as {', '.join(choices[:3])}."


def find(evaluations: Mapping[str, Evaluation], key: str) -> Evaluation:
    """The evaluation with that key.

    Raises:
        UnknownEvaluation: no evaluation has that key.
    """
    if key not in evaluations:
        raise UnknownEvaluation(
            f"Unknown evaluation {key[:40]!r}. Choose one of: {', '.join(evaluations)}."
        )
    return evaluations[key]
