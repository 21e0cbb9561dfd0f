"""Files of one's own for tests: written from columns, read as a user's would be."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from explorer import facts
from explorer.arrays import Integers
from explorer.errors import UploadError
from explorer.evaluations import ClassAccuracies, Model, Predictions
from explorer.evaluations.declared import ILSVRC, load
from explorer.evaluations.listed import Known
from explorer.ingest.models import uploads
from explorer.ingest.models.reading import Choice, Taken
from explorer.settings import Settings
from tests.support.real import atlas

PREDICTING = [
    each.name for each in load()[ILSVRC].listed.values() if each.known is not Known.CORRECT
]
"""Built-in models whose predictions are known, not only where they are right."""

_PREDICTIONS = pq.read_table(
    facts.DATA / "validation_predictions.parquet", columns=["label", "vgg16"]
)
LABELS = _PREDICTIONS["label"].to_numpy().astype(np.int64)
VGG = _PREDICTIONS["vgg16"].to_numpy().astype(np.int64)
_CHALLENGE = facts.read("ilsvrc2012").sort_values("index")
WNIDS = _CHALLENGE["wnid"].to_numpy(dtype=str)
DEVKIT = _CHALLENGE["devkit_id"].to_numpy(np.int64)
FILES = np.array([f"ILSVRC2012_val_{image:08d}.JPEG" for image in range(1, 50_001)])


def csv(columns: Mapping[str, Any], rows: int | Sequence[int] | Integers = 500) -> bytes:
    """Columns as CSV: their first rows, or the ones given; scalars are repeated."""
    chosen = np.arange(rows) if isinstance(rows, int) else np.asarray(rows)
    frame = pd.DataFrame(
        {
            name: np.asarray(values)[chosen] if np.ndim(values) else np.full(len(chosen), values)
            for name, values in columns.items()
        }
    )
    return frame.to_csv(index=False).encode()


def taken(data: bytes | str, name: str = "mine.csv", **choice: str) -> Taken:
    """A file as a model, and how it was read."""
    content = data.encode() if isinstance(data, str) else data
    return uploads.model(name, content, atlas(), Settings(), Choice(**choice))


def predicted(data: bytes | str, **choice: str) -> Predictions:
    """A file of predictions."""
    model = taken(data, **choice).model
    assert isinstance(model, Predictions)
    return model


def accuracies(data: bytes | str, **choice: str) -> ClassAccuracies:
    """A file of accuracies by class."""
    model = taken(data, **choice).model
    assert isinstance(model, ClassAccuracies)
    return model


def refused(data: bytes | str, **choice: str) -> UploadError:
    """Why a file is refused."""
    with pytest.raises(UploadError) as fault:
        taken(data, **choice)
    return fault.value


def error(model: Model) -> float:
    """Top-1 error in percent over the images that are covered, counted anew."""
    assert isinstance(model, Predictions)
    covered = np.flatnonzero(model.predicted >= 0)
    wrong = sum(int(model.predicted[at]) != int(LABELS[at]) for at in covered.tolist())
    return 100 * wrong / len(covered)
