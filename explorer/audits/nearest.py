"""Where to go from a synset of which there is nothing to show."""

import numpy as np
from numpy.typing import NDArray

from explorer.wordnet.closure import Adjacency
from explorer.wordnet.hierarchy import Hierarchy


def nearest(hierarchy: Hierarchy, focus: str, shown: NDArray[np.bool_]) -> str:
    """The nearest ancestor or descendant of a synset that can be shown.

    Nearest is by edges. Of several at the same distance a descendant comes before an
    ancestor, then the deepest, then the first by wnid.

    Args:
        hierarchy: the synsets.
        focus: wnid of the synset.
        shown: by position, whether there is anything to show.

    Returns:
        A wnid other than the focus; empty if neither an ancestor nor a descendant can be shown.

    Raises:
        UnknownSynset: the focus is not in the hierarchy.
    """
    start = hierarchy.position(focus)
    levels = {start}, {start}
    while any(levels):
        levels = _next(hierarchy.children, levels[0]), _next(hierarchy.parents, levels[1])
        for level in levels:
            found = [position for position in level if shown[position]]
            if found:
                return hierarchy.wnids[max(found, key=lambda at: (hierarchy.depths[at], -at))]
    return ""


def _next(edges: Adjacency, level: set[int]) -> set[int]:
    return {int(each) for position in level for each in edges.of(position)}
