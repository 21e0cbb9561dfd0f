"""Further measures of data sets whose classes are the challenge's, read when first wanted.

They rest on large tables, so a start does without them: a page that looks at such a data
set gets the atlas with that data set extended, and every measure list then has them.
"""

from functools import lru_cache

from explorer.atlas import Atlas
from explorer.audits import box_geometry

WITHIN_ILSVRC = ("ilsvrc2012", "tiered", "imagenet-a", "imagenet-r", "mini", "stanford-dogs")
"""Data sets of which every class is one of the 1,000."""


@lru_cache(maxsize=24)
def overlaid(atlas: Atlas, key: str) -> Atlas:
    """The atlas with the data set of that key extended by what is known of its images.

    An unknown key, or a data set of which nothing more is known, gives the atlas as it is.

    Raises:
        TableError: a table is missing or damaged.
    """
    if key not in WITHIN_ILSVRC:
        return atlas
    dataset = atlas.dataset(key)
    if any(measure in dataset.measures for measure in box_geometry.MEASURES):
        return atlas
    return atlas.exchanged(box_geometry.boxed(dataset))
