"""Python interface for notebooks and scripts: one object with one method per command.

>>> import explorer
>>> ex = explorer.load()
>>> ex.synset("dog.n.01").figures("fall11").loc["classes", "subtree"]
190

Every method has an example that runs as written, with ``ex`` as above and ``pd`` for
pandas. Frames have one row per thing, columns in snake_case and units in the docstring; counts
are integers (``Int64`` where they can be unknown). All errors are subclasses of
``explorer.ExplorerError``; their messages say what to do.
"""

import sys
import warnings

from explorer import atlas as atlases
from explorer.api.balance import Balance, Plan
from explorer.api.boxes import BoundingBoxes
from explorer.api.comparison import Comparison
from explorer.api.errors import Errors
from explorer.api.explorer import Explorer
from explorer.api.own_data import OwnData
from explorer.api.people import People
from explorer.api.predictions import OwnModel
from explorer.api.releases import Breeds, Releases
from explorer.api.superclasses import Superclasses
from explorer.api.synsets import Synset
from explorer.ingest.library.shelf import Shelf
from explorer.settings import settings

__all__ = [
    "Balance",
    "BoundingBoxes",
    "Breeds",
    "Comparison",
    "Errors",
    "Explorer",
    "OwnData",
    "OwnModel",
    "People",
    "Plan",
    "Releases",
    "Superclasses",
    "Synset",
    "load",
]


def load(*, show_offensive: bool = False) -> Explorer:
    """Load WordNet and the fact tables and validate them, which takes about a second.

    Data sets of your own that are stored on this machine are included.

    The first time, WordNet 3.0 is searched for on this machine or downloaded into the cache folder
    (EXPLORER_CACHE_DIR), which takes about a minute; progress is printed to standard error.

    Args:
        show_offensive: whether to show the names and glosses of the 437 person synsets that Yang
            et al. (2020) labelled offensive, instead of a placeholder.

    Raises:
        WordNetUnavailable: WordNet 3.0 was neither found nor could be downloaded.
        TableError: a table is missing or damaged.
        ExplorerError: an environment variable has a value that is not allowed.

    >>> explorer.load()
    Explorer(23 data sets, 2 evaluations)
    """
    atlas = atlases.load(settings(), _progress)
    if atlas.notice:
        warnings.warn(atlas.notice, stacklevel=2)
    atlas = atlas.revealed() if show_offensive else atlas
    own, problems = Shelf().datasets(atlas, settings())
    for problem in problems:
        warnings.warn(problem, stacklevel=2)
    return Explorer(atlas.with_datasets(own) if own else atlas)


def _progress(share: float, sentence: str) -> None:
    if share == 0.0:
        print(sentence, file=sys.stderr)
