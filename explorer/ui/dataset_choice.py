"""Data sets to choose from, under headings."""

from collections.abc import Sequence

from explorer.atlas import Atlas
from explorer.ui.address import HEADING


def dataset_titles(atlas: Atlas, keys: Sequence[str]) -> dict[str, str]:
    """Titles by key for a select box, each group of data sets under a heading.

    A heading is an option that chooses nothing, since a select box knows no groups; there is
    none where all are of one group.

    Args:
        atlas: that has the data sets.
        keys: of those to choose from, those of a group following each other.
    """
    titles: dict[str, str] = {}
    groups = {atlas.datasets[key].group for key in keys}
    for key in keys:
        group = atlas.datasets[key].group
        if len(groups) > 1:
            titles.setdefault(f"{HEADING}{group}", f"— {group} —")
        titles[key] = atlas.datasets[key].title
    return titles
