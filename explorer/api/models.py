"""The model that an argument of the interface means, and what has to be known of it."""

from explorer.api.predictions import OwnModel
from explorer.atlas import Atlas
from explorer.errors import ExplorerError
from explorer.evaluations import ByImage, ClassAccuracies, Model, Need, Predictions, lacking
from explorer.evaluations.declared import ILSVRC
from explorer.evaluations.evaluation import DEFAULT_MODEL


def model_of(atlas: Atlas, model: str | OwnModel, evaluation: str | None) -> Model:
    """A model by name, or one's own.

    Raises:
        UnknownModel, UnknownEvaluation: a name or key does not exist.
        ExplorerError: one's own predictions are on the images of another evaluation.
    """
    if isinstance(model, str):
        return atlas.evaluation(evaluation or ILSVRC).model(model or DEFAULT_MODEL)
    about = model.model.truth.about
    if evaluation and evaluation != about.key:
        raise ExplorerError(
            f"{model.name} has predictions for {about.title}. Leave out evaluation={evaluation!r}."
        )
    return model.model


def with_classes(model: Model) -> Predictions:
    """A model with the class that it predicts on each image.

    Raises:
        ExplorerError: that is unknown for it.
    """
    if not isinstance(model, Predictions):
        raise ExplorerError(lacking(model, Need.PREDICTED_CLASS, "this needs"))
    return model


def by_image(model: Model) -> ByImage:
    """A model of which is known on which images it is right.

    Raises:
        ExplorerError: that is unknown for it.
    """
    if isinstance(model, ClassAccuracies):
        raise ExplorerError(lacking(model, Need.CORRECTNESS, "a comparison needs"))
    return model
