"""ImageNet explorer: the WordNet hierarchy behind ImageNet, and honest figures over it.

For notebooks and scripts: ``explorer.load()`` gives an ``Explorer``, whose methods answer what
the pages and the commands answer.
"""

from typing import TYPE_CHECKING

from explorer.errors import ExplorerError

if TYPE_CHECKING:
    from explorer.api import Explorer

__all__ = ["ExplorerError", "load"]


def load(*, show_offensive: bool = False) -> "Explorer":
    """Load WordNet and the tables; see ``explorer.api.load``."""
    from explorer import api  # pandas and SciPy, which ``import explorer`` does without

    return api.load(show_offensive=show_offensive)
