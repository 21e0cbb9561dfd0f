"""The data sets that a user keeps: which there are, and each as a data set or as it was read."""

import dataclasses
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from explorer.atlas import Atlas
from explorer.datasets import DataSet
from explorer.datasets.boxes import Boxes
from explorer.errors import UnknownDataSet, UnknownSynset
from explorer.ingest.library import record, source, store
from explorer.ingest.library.figures import boxes_of
from explorer.ingest.library.own import (
    OwnDataSet,
    assembled,
    described,
    evaluation_of,
    named,
)
from explorer.ingest.library.store import MAPPING, Damaged, Folder
from explorer.ingest.names import mapping_file
from explorer.ingest.names.mapping import COLUMNS as MAPPING_COLUMNS
from explorer.ingest.names.mapping import Mapping as NamesToSynsets
from explorer.settings import Settings
from explorer.wordnet.hierarchy import Hierarchy

PLACE = "datasets"
"""Folder of all data sets, in the user's data folder."""


@dataclass(frozen=True)
class Listed:
    """The data sets that are kept.

    Attributes:
        folders: by key, in the order of the keys.
        problems: a sentence for each folder that cannot be used.
        damaged: those of them that are of a data set, by its key.
    """

    folders: Mapping[str, Folder]
    problems: tuple[str, ...]
    damaged: Mapping[str, str] = field(default_factory=dict)


def place(settings: Settings) -> Path:
    """Where a user's data sets are kept."""
    return settings.data_dir / PLACE


def listed(settings: Settings) -> Listed:
    """The stored data sets; those that cannot be used are reported and skipped."""
    found: dict[str, Folder] = {}
    problems: list[str] = []
    damaged: dict[str, str] = {}
    for path in store.folders(place(settings)):
        try:
            found[path.name] = store.opened(path)
        except Damaged as problem:
            if path.exists():  # and was not removed in the meantime
                problems.append(str(problem))
            if (path / store.DESCRIPTION).is_file():
                damaged[path.name] = str(problem)
    return Listed(found, tuple(problems), damaged)


def find(settings: Settings, key: str) -> Folder:
    """The data set of that key.

    Raises:
        UnknownDataSet: none of that key is kept.
        Damaged: its folder cannot be used.
    """
    there = listed(settings).folders
    if key in there:
        return there[key]
    if (place(settings) / key).is_dir() and key in {
        path.name for path in store.folders(place(settings))
    }:
        store.opened(place(settings) / key)
    own = f". Yours are: {', '.join(there)}" if there else ": you have not added any"
    raise UnknownDataSet(f"Unknown data set {key[:40]!r}{own}.")


def dataset(folder: Folder, hierarchy: Hierarchy) -> DataSet:
    """A data set that is kept; its tables are read when they are first asked for."""
    found = assembled(
        record.description(folder.about),
        partial(_columns, folder, hierarchy),
        lambda: named(opened(folder, boxes=False)),
        partial(_boxes, folder),
    )
    return dataclasses.replace(found, evaluation=str(folder.about["evaluation"]))


def opened(folder: Folder, *, boxes: bool = True) -> OwnDataSet:
    """A data set as it was read, with its mapping.

    Args:
        folder: where it is kept.
        boxes: whether its boxes are read, too.

    Raises:
        Damaged, Changed: a table cannot be used.
    """
    about = folder.about
    classes = _table(folder, record.CLASSES)
    counts = _table(folder, record.COUNTS)
    has_boxes = boxes and record.BOXES in about["files"]
    try:
        content = record.content(
            about,
            classes[["id", "name", "synset"]],
            counts,
            _table(folder, record.BOXES) if has_boxes else None,
        )
        return OwnDataSet(
            key=str(about["key"]),
            title=str(about["title"]),
            content=content,
            mapping=NamesToSynsets(classes[list(MAPPING_COLUMNS)]),
            path=str(about["path"]),
            options=record.options(about),
            format=str(about["format"]),
            state=source.of_json(about["source_state"]),
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise Damaged(
            f"{folder.path} is damaged: {fault!s:.200}. Remove the data set and add it again."
        ) from fault


def keep(own: OwnDataSet, atlas: Atlas, settings: Settings, before: str = "") -> Folder:
    """Keep a data set, all of it or nothing.

    Args:
        own: the data set.
        atlas: its words are written beside the mapping, and its evaluations are looked through.
        settings: have the data folder.
        before: the state that it takes the place of; empty for a new data set.

    Raises:
        Changed: another process was faster.
        ExplorerError: it cannot be written.
    """
    description, columns = described(own, settings)
    content = own.content
    table = own.mapping.table
    files = {
        record.COLUMNS: store.parquet(columns.reset_index()),
        record.CLASSES: store.parquet(table.assign(synset=content.classes["synset"].to_numpy())),
        record.COUNTS: store.parquet(content.counts),
        MAPPING: mapping_file.write(own.mapping, atlas.lexicon),
    }
    if content.boxes is not None:
        files[record.BOXES] = store.parquet(content.boxes)
    about = record.about(own, description, evaluation_of(columns.index, atlas))
    return store.write(place(settings), own.key, about, files, before)


def _table(folder: Folder, name: str) -> pd.DataFrame:
    data = folder.read(name)
    try:
        return pd.read_parquet(io.BytesIO(data), engine="pyarrow")
    except (OSError, ValueError) as fault:
        raise Damaged(
            f"{folder.path / folder.state / name} is no Parquet file ({fault!s:.100}). Remove the "
            "data set and add it again."
        ) from fault


def _columns(folder: Folder, hierarchy: Hierarchy) -> pd.DataFrame:
    frame = _table(folder, record.COLUMNS).set_index("wnid")
    try:
        hierarchy.positions(frame.index.tolist())
    except UnknownSynset as fault:
        raise Damaged(f"{folder.path} is damaged: {fault} Remove the data set.") from fault
    return frame


def _boxes(folder: Folder) -> Boxes | None:
    own = opened(folder)
    return boxes_of(own.content, own.mapping)


def taken(settings: Settings) -> set[str]:
    """Names that a new data set's folder must not have, those of folders of any kind."""
    return {path.name for path in store.folders(place(settings))}
