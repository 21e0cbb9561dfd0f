"""The atlas with box measures and a model's errors, for pages that show them like any other."""

from typing import Any

import streamlit as st

from explorer import predictions
from explorer.atlas import Atlas
from explorer.audits.overlays import WITHIN_ILSVRC, overlaid
from explorer.pages.address import Address
from explorer.pages.own_models import own_models
from explorer.pages.session import open_atlas
from explorer.views.reading import MODEL


def open_overlaid(dataset: str | None = None) -> Atlas:
    """The atlas, its data set extended if it is one whose classes are the challenge's.

    Args:
        dataset: key of the data set; the address's if None.
    """
    atlas = open_atlas()
    key = st.query_params.get("dataset", "") if dataset is None else dataset
    if key not in WITHIN_ILSVRC:
        return atlas
    own = own_models()
    asked = st.query_params.get("model", MODEL)
    known = asked in own or asked in predictions.names()
    return overlaid(atlas, key, predictions.find(asked if known else MODEL, own))


def model_choice(address: Address[Any]) -> None:
    """A select box over the field ``model`` of a view."""
    names = (*own_models(), *predictions.names())
    address.choice(
        "model",
        "Model of the errors",
        {name: name for name in names},
        help="Whose errors are among the measures of area and colour.",
    )
