"""Further measures of data sets whose classes are the challenge's, read when first wanted.

They rest on large tables, so a start does without them: a page that looks at such a data
set gets the atlas with that data set extended by what is known of its validation boxes and of
a model's errors, and every measure list then has them.
"""

from functools import lru_cache

from explorer.atlas import Atlas
from explorer.audits import box_geometry, errors
from explorer.predictions import Model

WITHIN_ILSVRC = ("ilsvrc2012", "tiered", "imagenet-a", "imagenet-r", "mini", "stanford-dogs")
"""Data sets of which every class is one of the 1,000."""


@lru_cache(maxsize=16)
def overlaid(atlas: Atlas, key: str, model: Model) -> Atlas:
    """The atlas with the data set of that key extended by box measures and a model's errors.

    An unknown key, or a data set of which nothing more is known, gives the atlas as it is.

    Raises:
        TableError: a table is missing or damaged.
    """
    if key not in WITHIN_ILSVRC:
        return atlas
    boxed = box_geometry.boxed(atlas.dataset(key))
    return atlas.exchanged(errors.overlay(atlas.hierarchy, boxed, model))
