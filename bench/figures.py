"""How large the figures get that a page sends."""

from dataclasses import dataclass

import numpy as np

from explorer import atlas as atlases
from explorer.charts import hovers, nested
from explorer.charts.sector_colours import Colouring
from explorer.settings import settings
from explorer.views.hierarchy import default_view
from tests.support import sectors

FOCI = 60
CHARTS: tuple[nested.Kind, ...] = ("treemap", "icicle", "sunburst")


@dataclass(frozen=True)
class Figure:
    name: str
    sectors: int
    kilobytes: float


HOVER = hovers.sector(("Classes", "classes"), ("Images per class", "images per class"))


def largest() -> Figure:
    """The largest figure of the widest subtrees, in every data set and chart."""
    atlas = atlases.load(settings())
    found = []
    for key in atlas.datasets:
        classes = atlas.roll_up(key).subtree("classes")
        for position in np.argsort(-classes)[:FOCI]:
            chart = CHARTS[position % len(CHARTS)]
            view = default_view(atlas, key).moved(
                focus=atlas.hierarchy.wnids[position], chart=chart
            )
            frame = sectors.of(atlas, view, settings())
            top = frame.loc[frame["kind"] == "focus", "id"].iloc[0]
            colouring = Colouring("colour")
            figure = nested.nested(frame, chart, top, colouring, 560, HOVER)
            found.append(
                Figure(f"{key} {view.focus} {chart}", len(frame), len(figure.to_json()) / 1e3)
            )
    return max(found, key=lambda figure: figure.kilobytes)
