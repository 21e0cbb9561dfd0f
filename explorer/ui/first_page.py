"""What the first page shows to everybody, computed while the first browser is on its way."""

from explorer.atlas import Atlas
from explorer.audits import class_layers, overview
from explorer.audits.class_map import class_map
from explorer.ui.class_map import shelf
from explorer.views.overview import OverviewView


def prepare(atlas: Atlas) -> None:
    """Compute it, what the page needs last first, lest both compute it; the atlas keeps it."""
    view = OverviewView()
    overview.releases(atlas)
    shelf.put(atlas, view.dataset)
    class_layers.layer(atlas, view.dataset, view.layer)
    class_map(atlas.hierarchy, atlas.dataset(view.dataset))
    overview.headline(atlas)
