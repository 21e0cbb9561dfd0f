"""The sectors of a view of the hierarchy page, as the page cuts them."""

import pandas as pd

from explorer.atlas import Atlas
from explorer.audits import subtree
from explorer.settings import Settings
from explorer.views.hierarchy import View


def of(atlas: Atlas, view: View, settings: Settings) -> pd.DataFrame:
    figures = atlas.figures(view.dataset)
    colour = subtree.measured(figures, view.colour)
    return subtree.sectors(atlas, figures, view.focus, view.size, colour, settings)
