"""An uploaded file as a model, whichever of the layouts it has."""

import dataclasses
import re
from collections.abc import Collection
from pathlib import Path

from explorer.atlas import Atlas
from explorer.errors import UploadError
from explorer.ingest.files import tables
from explorer.ingest.models import accuracies, classes, predictions
from explorer.ingest.models.reading import UNCONFIRMED, Choice, Taken
from explorer.ingest.models.validation import names
from explorer.settings import Settings

SAMPLE = """\
file_name,predicted_class,predicted_probability
ILSVRC2012_val_00000001.JPEG,65,0.91
ILSVRC2012_val_00000002.JPEG,n09193705,0.40
3,230,
"""
"""A table in the layout that is taken: file names or numbers, indices or wnids."""

NAME_LENGTH = 60
YOURS = " (yours)"
"""Follows the name of an own model that is called like a built-in one."""


def model(
    name: str,
    data: bytes,
    atlas: Atlas,
    settings: Settings,
    choice: Choice | None = None,
    others: Collection[str] = (),
) -> Taken:
    """The model in a file, and how it was read.

    Args:
        name: of the file.
        data: its content.
        atlas: classes and words.
        settings: limits.
        choice: what the user decided about the file.
        others: names of the user's other models, which this one does not take.

    Raises:
        UploadError: the file cannot be read as a table; the message says why.
        ChoiceNeeded: it can be read, but only after the user has decided something.
    """
    table = tables.read(name, data, settings)
    words = classes.vocabulary(atlas)
    taker = accuracies.take if accuracies.is_accuracies(table) else predictions.take
    taken = taker(table, words, settings, choice)
    called = own_name(table.name, taken.reading.confirmed, others)
    return dataclasses.replace(taken, model=dataclasses.replace(taken.model, model=called))


def from_file(
    path: Path,
    atlas: Atlas,
    settings: Settings,
    choice: Choice | None = None,
    others: Collection[str] = (),
    name: str = "",
) -> Taken:
    """``model`` for a file on disk; ``name`` is what the model is called instead of the file.

    Raises:
        UploadError: the file cannot be read, is too large, or is no table that can be read.
        ChoiceNeeded: it can be read, but only after the user has decided something.
    """
    most = settings.upload_megabytes * 1_000_000
    try:
        with path.open("rb") as file:
            # Devices and pipes have no size, so at most the limit is read.
            data = file.read(most + 1)
    except OSError as problem:
        raise UploadError(
            f"The file {str(path)[:200]!r} cannot be read ({problem.strerror}). Correct the path."
        ) from problem
    if len(data) > most:
        raise UploadError(
            f"{path.name} is larger than the limit of {settings.upload_megabytes:,} MB "
            "(EXPLORER_UPLOAD_MEGABYTES)."
        )
    return model(
        f"{name}{path.suffix}" if name else path.name, data, atlas, settings, choice, others
    )


def own_name(file: str, confirmed: bool, others: Collection[str]) -> str:
    """What a model is called that comes from a file of that name.

    It is never the name of a built-in model or one of ``others``, and tells whether its
    numbering is confirmed. Letters, digits and a few signs are kept, so that no markup and no
    formula is left in it.
    """
    stem = re.sub(r"[^\w.() -]+", "_", file.rpartition(".")[0] or file)
    stem = stem.lstrip("-_. ")[:NAME_LENGTH].strip() or "my model"
    if stem.lower() in {name.lower() for name in names()}:
        stem += YOURS
    mark = "" if confirmed else f" ({UNCONFIRMED})"
    # Two models never differ only in the mark.
    taken = {other.removesuffix(f" ({UNCONFIRMED})").lower() for other in others}
    called, count = stem, 2
    while called.lower() in taken:
        called = f"{stem} ({count})"
        count += 1
    return called + mark
