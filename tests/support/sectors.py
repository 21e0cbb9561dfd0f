"""The sectors of a view of the hierarchy page, as the page cuts them."""

import pandas as pd

from explorer.atlas import Atlas
from explorer.audits import subtree
from explorer.settings import Settings
from explorer.views.hierarchy import HierarchyView


def of(atlas: Atlas, view: HierarchyView, settings: Settings) -> pd.DataFrame:
    rolled = atlas.roll_up(view.dataset)
    colour = subtree.measured(rolled, view.colour)
    return subtree.sectors(atlas, rolled, view.focus, view.size, colour, settings)
