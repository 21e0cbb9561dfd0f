"""An uploaded file as a model, whichever of the layouts it has."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from explorer.atlas import Atlas
from explorer.ingest import accuracies, predictions, tables
from explorer.ingest.predictions import Taken
from explorer.predictions import ClassAccuracies
from explorer.settings import Settings

SAMPLE = """\
file_name,predicted_class,predicted_probability
ILSVRC2012_val_00000001.JPEG,65,0.91
ILSVRC2012_val_00000002.JPEG,n09193705,0.40
3,230,
"""
"""A table in the layout that is taken: file names or numbers, indices or wnids."""


def model(name: str, data: bytes, atlas: Atlas, settings: Settings) -> Taken | ClassAccuracies:
    """The model in a file.

    Args:
        name: of the file.
        data: its content.
        atlas: classes and words.
        settings: limits.

    Raises:
        UploadError: the file is no table that can be taken; a sentence says why.
    """
    table = tables.read(name, data, settings)
    if not predictions.is_predictions(table) and accuracies.is_accuracies(table):
        return accuracies.take(table, atlas.index_of, _names(atlas), settings)
    return predictions.take(table, atlas.index_of, settings)


@lru_cache(maxsize=2)
def _names(atlas: Atlas) -> Mapping[str, Sequence[str]]:
    """Lower-case lemmas to the challenge's classes that have them."""
    found: dict[str, list[str]] = {}
    for wnid in atlas.class_index.values():
        for lemma in dict.fromkeys(each.lower() for each in atlas.lexicon.lemmas_of(wnid)):
            found.setdefault(lemma, []).append(wnid)
    return found
