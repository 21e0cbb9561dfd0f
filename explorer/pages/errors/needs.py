"""What a panel needs before it can draw; where that is missing, the page says so."""

import streamlit as st

from explorer.atlas import Atlas
from explorer.audits.boxes import geometry
from explorer.evaluations import ByImage, ClassAccuracies, Need, Predictions, lacking
from explorer.ui.address import Address
from explorer.ui.markdown import plain
from explorer.ui.nearest import nothing, with_classes
from explorer.views.errors import ErrorsView


def labels_here(atlas: Atlas, address: Address[ErrorsView]) -> list[int]:
    """Indices of the evaluation's classes at or under the synset; says so if there are none."""
    focus = address.view.focus
    labels = geometry.labels_under(atlas, focus)
    if not labels:
        nothing(
            atlas,
            focus,
            f"No class of ILSVRC-2012 is at or under {plain(atlas.lexicon.name(focus))}, and "
            "predictions are available only for images of these classes.",
            with_classes(atlas, "ilsvrc2012"),
            lambda wnid: address.move(focus=wnid),
        )
    return labels


def predictions_of(atlas: Atlas, view: ErrorsView, name: str) -> Predictions | None:
    """A model with the class that it predicts on each image; None, and said so, without that."""
    model = atlas.evaluation(view.evaluation).model(name)
    if isinstance(model, Predictions):
        return model
    _say(lacking(model, Need.PREDICTED_CLASS))
    return None


def by_image(atlas: Atlas, view: ErrorsView, name: str) -> ByImage | None:
    """A model of which is known on which images it is right; None, and said so, without that."""
    model = atlas.evaluation(view.evaluation).model(name)
    if not isinstance(model, ClassAccuracies):
        return model
    _say(lacking(model, Need.CORRECTNESS))
    return None


def _say(sentence: str) -> None:
    st.info(plain(sentence), icon=":material/info:")
