"""A session's own models: uploaded, kept in memory only, and taken away again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from explorer.atlas import Atlas
from explorer.errors import ExplorerError
from explorer.evaluations import ClassAccuracies, CorrectFlags, Model
from explorer.evaluations.declared import ILSVRC
from explorer.ingest.models import uploads
from explorer.ingest.models.reading import Choice, ChoiceNeeded, Option, Reading
from explorer.settings import settings
from explorer.ui.address import Address
from explorer.ui.markdown import plain
from explorer.ui.session import own_models
from explorer.views.errors import ErrorsView

_READINGS = "own_readings"
_UPLOAD = "own_upload"


@dataclass
class _Upload:
    """The file in the upload box, and what became of it.

    Attributes:
        file: id that Streamlit gave this upload; another upload of the same name has another.
        choice: what the user decided about it.
        model: name of the model that was read from it; empty if none was.
        problem: why it was not read.
        columns, numberings: what can be chosen.
    """

    file: str
    choice: Choice = field(default_factory=Choice)
    model: str = ""
    problem: str = ""
    columns: tuple[str, ...] = ()
    numberings: tuple[Option, ...] = ()


def own_panel(atlas: Atlas, address: Address[ErrorsView]) -> None:
    """Draw the panel: what can be uploaded, what was taken, and what is here."""
    limits = settings()
    st.markdown(
        "Upload your model's predictions on the ILSVRC-2012 validation set to compare it with the "
        "built-in models. It is kept in memory for this session only; nothing is written to disk."
    )
    st.file_uploader(
        "Predictions or per-class accuracies",
        key="own_file",
        max_upload_size=limits.upload_megabytes,
        on_change=lambda: _take(atlas, address),
        # No filter by ending: a pickle or a workbook gets a sentence that says what to do.
        help="CSV, TSV, JSON, JSON lines, Parquet, .npy or .npz. One row per image: file name or "
        "number, predicted class (class index 0 to 999, wnid or name) and, if you have "
        "it, the probability; for top-5, columns top1 to top5 or classes separated by spaces. Or "
        "one row per class with its accuracy (0 to 1) or accuracy_percent, and the number of "
        "images as support. Other numberings, such as devkit IDs, are recognised by the known "
        "labels.",
    )
    upload: _Upload | None = st.session_state.get(_UPLOAD)
    if upload is not None:
        _outcome(atlas, address, upload)
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
        _card(name, model, address)


def _card(name: str, model: Model, address: Address[ErrorsView]) -> None:
    """One of the session's models: what it covers, how it was read, and what can be done."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(name)}**  \n{_about(model)}")
            st.space("stretch")
            st.button(
                "Show errors",
                key=f"own_show_{name}",
                type="primary",
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
        reading = _readings().get(name)
        if reading is not None:
            st.caption(plain(" ".join((*reading.sentences(), *reading.warnings))))


def _readings() -> dict[str, Reading]:
    """How each of the session's files was read, by name of the model."""
    kept: dict[str, Reading] = st.session_state.setdefault(_READINGS, {})
    return kept


def _outcome(atlas: Atlas, address: Address[ErrorsView], upload: _Upload) -> None:
    """What became of the last upload, and what can be chosen about it."""
    reading = _readings().get(upload.model)
    if upload.problem:
        st.error(plain(upload.problem), icon=":material/error:", title="The file was not read")
    elif reading is not None:
        st.success(f"{plain(upload.model)} was added.", icon=":material/check_circle:")
        for warning in reading.warnings:
            st.warning(plain(warning), icon=":material/warning:")
    if upload.columns:
        _decision(
            "Column of the predictions",
            dict.fromkeys(upload.columns, ""),
            upload.choice.column,
            lambda column: _take(atlas, address, Choice(column=column)),
            key="own_column",
        )
    if upload.numberings:
        _decision(
            "Numbering of the classes and images",
            {option.key: option.title for option in upload.numberings},
            upload.choice.numbering,
            lambda key: _take(atlas, address, replace(upload.choice, numbering=key)),
            key="own_numbering",
        )


def _decision(
    label: str, options: Mapping[str, str], chosen: str, take: Callable[[str], None], *, key: str
) -> None:
    """A select box whose choice reads the file again."""
    st.selectbox(
        label,
        list(options),
        index=list(options).index(chosen) if chosen in options else None,
        format_func=lambda option: f"{option}: {options[option]}" if options[option] else option,
        key=key,
        placeholder="Choose",
        on_change=lambda: take(st.session_state[key]),
    )


def _about(model: Model) -> str:
    if isinstance(model, ClassAccuracies):
        known = int((model.accuracy == model.accuracy).sum())
        return f"Accuracies of {known:,} of the {model.truth.classes:,} classes."
    said = int(model.covered.sum())
    parts = [f"{said:,} of the {len(model.truth):,} images"]
    if isinstance(model, CorrectFlags):
        return f"{parts[0]}, right or wrong only."
    if model.ranked is not None:
        parts.append(f"up to {model.ranked.shape[1]} predictions per image")
    if model.confidence is not None:
        parts.append("with probabilities")
    return ", ".join(parts) + "."


def _take(atlas: Atlas, address: Address[ErrorsView], choice: Choice | None = None) -> None:
    """Read the file in the upload box; without a choice for the first time."""
    file = st.session_state["own_file"]
    if file is None:
        st.session_state.pop(_UPLOAD, None)
        return
    before: _Upload | None = st.session_state.get(_UPLOAD)
    again = before is not None and before.file == file.file_id
    upload = _Upload(file.file_id, choice or Choice())
    if before is not None and again:
        # The same file read in another way takes the place of the first reading.
        own_models().pop(before.model, None)
        _readings().pop(before.model, None)
        upload.columns, upload.numberings = before.columns, before.numberings
    st.session_state[_UPLOAD] = upload
    try:
        taken = uploads.model(
            file.name, file.getvalue(), atlas, settings(), upload.choice, tuple(own_models())
        )
    except ExplorerError as problem:
        upload.problem = str(problem)
        if isinstance(problem, ChoiceNeeded):
            upload.columns = problem.columns or upload.columns
            upload.numberings = problem.numberings or upload.numberings
        return
    upload.model = taken.model.model
    if taken.reading.others and taken.reading.numbering is not None:
        upload.numberings = (taken.reading.numbering, *taken.reading.others)
        upload.choice = replace(upload.choice, numbering=taken.reading.numbering.key)
    own_models()[upload.model] = taken.model
    _readings()[upload.model] = taken.reading
    address.move(model=upload.model)


def _remove(name: str, address: Address[ErrorsView]) -> None:
    own_models().pop(name, None)
    _readings().pop(name, None)
    upload: _Upload | None = st.session_state.get(_UPLOAD)
    if upload is not None and upload.model == name:
        st.session_state.pop(_UPLOAD)
    # Read anew without it, the address falls back to a model that is there.
    address.move(model="", other="")


def model_choice(atlas: Atlas, address: Address[Any]) -> None:
    """A select box over the field ``model`` of a view."""
    address.choice(
        "model",
        "Model",
        atlas.evaluation(ILSVRC).titles,
        help="Model whose error rates can be chosen as area or colour.",
    )
