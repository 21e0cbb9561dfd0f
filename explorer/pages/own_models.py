"""A session's own models: uploaded, kept in memory only, and taken away again."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

import streamlit as st

from explorer.atlas import Atlas
from explorer.errors import ExplorerError
from explorer.ingest import uploads
from explorer.ingest.predictions import Taken
from explorer.pages.address import Address
from explorer.pages.text import plain
from explorer.predictions import IMAGES, ClassAccuracies, Model
from explorer.settings import settings
from explorer.views.errors import ErrorsView

V = TypeVar("V")

_KEPT = "own_models"
_TOLD = "own_model_told"


def own_models() -> dict[str, Model]:
    """The models of this session by name."""
    kept: dict[str, Model] = st.session_state.setdefault(_KEPT, {})
    return kept


def with_own(
    read: Callable[[Mapping[str, str], Atlas, Collection[str]], tuple[V, list[str]]],
) -> Callable[[Mapping[str, str], Atlas], tuple[V, list[str]]]:
    """A reader of addresses that knows the session's models at the time it reads."""
    return lambda params, atlas: read(params, atlas, tuple(own_models()))


def own_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel: what can be uploaded, what was taken, and what is here."""
    limits = settings()
    st.markdown(
        "Upload what your model says on the ILSVRC-2012 validation images. It then stands among "
        "the models on every panel, for this session only: nothing is written to disk."
    )
    st.file_uploader(
        "Predictions or accuracies by class",
        type=["csv", "tsv", "txt", "parquet"],
        key="own_file",
        max_upload_size=limits.upload_megabytes,
        on_change=lambda: _take(atlas, address),
        help="CSV, TSV or Parquet, in UTF-8, with a header. An image a row: file name or number, "
        "predicted class as index (0 to 999) or wnid, and if you have it the probability; several "
        "classes in order for top-5, in columns top1 to top5 or parted by spaces. Or a class a "
        "row with its accuracy (0 to 1), or accuracy_percent.",
    )
    told = st.session_state.get(_TOLD)
    if told:
        good, sentence = told
        if good:
            st.success(sentence, icon=":material/check_circle:")
        else:
            st.error(sentence, icon=":material/error:", title="The file was not taken")
    st.download_button(
        "Download a sample file",
        uploads.SAMPLE,
        file_name="predictions-sample.csv",
        mime="text/csv",
        key="own_sample",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )
    for name, model in own_models().items():
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(f"**{plain(name)}**  \n{_about(model)}")
            st.space("stretch")
            st.button(
                "Show where it errs",
                key=f"own_show_{name}",
                on_click=address.move,
                kwargs={"model": name, "panel": "where"},
            )
            st.button(
                "Remove",
                key=f"own_remove_{name}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_remove,
                args=(name, address),
            )


def _about(model: Model) -> str:
    if isinstance(model, ClassAccuracies):
        known = int((model.accuracy == model.accuracy).sum())
        return f"Accuracies of {known:,} of the 1,000 classes."
    said = int(model.covered.sum())
    parts = [f"{said:,} of the {IMAGES:,} images"]
    if model.ranked is not None:
        parts.append(f"up to {model.ranked.shape[1]} guesses an image")
    if model.confidence is not None:
        parts.append("with probabilities")
    return ", ".join(parts) + "."


def _take(atlas: Atlas, address: Address[ErrorsView]) -> None:
    file = st.session_state["own_file"]
    if file is None:
        return
    try:
        taken = uploads.model(file.name, file.getvalue(), atlas, settings())
    except ExplorerError as problem:
        st.session_state[_TOLD] = False, plain(str(problem))
        return
    model = taken.predictions if isinstance(taken, Taken) else taken
    own_models()[model.model] = model
    sentence = f"{plain(model.model)} was taken: {_about(model)}"
    if isinstance(taken, Taken) and taken.ignored:
        names = ", ".join(taken.ignored)
        sentence += f" Columns that were not looked at: {plain(names[:200])}."
    st.session_state[_TOLD] = True, sentence
    address.move(model=model.model)


def _remove(name: str, address: Address[ErrorsView]) -> None:
    own_models().pop(name, None)
    st.session_state.pop(_TOLD, None)
    # Read anew without it, the address falls back to a model that is there.
    address.move(model="", other="")
