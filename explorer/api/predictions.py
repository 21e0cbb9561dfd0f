"""One's own predictions for a notebook, checked before anything is computed from them."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from explorer.atlas import Atlas
from explorer.errors import UploadError
from explorer.evaluations import Model
from explorer.ingest.models import uploads
from explorer.ingest.models.reading import Choice, ChoiceNeeded, Reading
from explorer.settings import settings


@dataclass(frozen=True, eq=False)
class OwnModel:
    """Predictions of one's own, and how they were read. Made by ``Explorer.read_predictions``.

    Attributes:
        model: the checked predictions, or accuracies per class.
        reading: which columns and which numbering were used.
    """

    model: Model = field(repr=False)
    reading: Reading = field(repr=False)

    @property
    def name(self) -> str:
        """What the model is called; never the name of a built-in model.

        >>> mine = pd.DataFrame({"image": [1, 2, 3], "prediction": [65, 970, 230]})
        >>> ex.read_predictions(mine, name="resnet50").name
        'resnet50 (yours)'
        """
        return self.model.model

    @property
    def sentences(self) -> list[str]:
        """How the predictions were read, in sentences; read them before you trust a figure.

        >>> mine = pd.DataFrame({"image": [1, 2, 3], "prediction": [65, 970, 230]})
        >>> ex.read_predictions(mine).sentences[0]
        'Read as: prediction = prediction; image = image.'
        """
        return self.reading.sentences()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is probably not as meant, in sentences.

        >>> mine = pd.DataFrame({"image": [1, 2, 3], "prediction": [65, 970, 230]})
        >>> ex.read_predictions(mine).warnings
        ()
        """
        return self.reading.warnings


def read(
    atlas: Atlas, source: str | Path | pd.DataFrame, name: str, column: str, numbering: str
) -> OwnModel:
    """See ``Explorer.read_predictions``."""
    choice = Choice(column, numbering)
    try:
        if isinstance(source, pd.DataFrame):
            data = source.to_csv(index=False).encode()
            taken = uploads.model(f"{name or 'my model'}.csv", data, atlas, settings(), choice)
        else:
            taken = uploads.from_file(Path(source), atlas, settings(), choice, name=name)
    except ChoiceNeeded as problem:
        argument = "column" if problem.columns else "numbering"
        raise UploadError(f"{problem} Choose with {argument}=.") from problem
    return OwnModel(taken.model, taken.reading)
