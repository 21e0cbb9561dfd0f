"""Tables of what models predict, each with its list of models, and how each kind is read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Numbers
from explorer.evaluations.listed import Known, Listed
from explorer.evaluations.models import CorrectFlags, Model, Predictions
from explorer.evaluations.truth import Flags, Indices, Truth

FAMILIES = ("model_families", "model_families_further")
"""Tables with the family and the year of models."""

CONFIDENCE = "_confidence"
"""Ending of the column with the confidence of a model."""

TOP5 = "top5_accuracy"
"""Top-5 accuracies per class, for models with top-1 predictions only."""

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table of what models predict on the images of an evaluation, and the list of them.

    Attributes:
        results: the table with a row per image.
        models: the table with a row per model.
        accuracy: column of that table with the top-1 accuracy in percent.
        known: what is available for its models.
        note: function from a model's row to a caveat; may be empty.
    """

    results: str
    models: str
    accuracy: str = "top1_percent"
    known: Known = Known.PREDICTIONS
    note: Callable[[Row], str] = lambda _: ""


def listed(source: Source, truth: Callable[[], Truth], folder: Path) -> Iterator[Listed]:
    """The models of a source; its results are read when the first of them is asked for.

    Raises:
        TableError: a table of models is missing or damaged; the results raise it when read.
    """
    families = {name: row for table in FAMILIES for name, row in _rows(table, folder)}
    described = facts.catalogue(folder)[source.results]
    fields = {field.name.removesuffix("_top1") for field in described.fields}
    rows = {name: row for name, row in _rows(source.models, folder) if name in fields}
    read = cache(partial(_read, source, rows, truth, folder))
    for name, row in rows.items():
        family = families.get(name, {})
        yield Listed(
            name=name,
            accuracy=float(row[source.accuracy]),
            known=source.known,
            source=_repository(row, described.sources[0].title),
            family=family.get("family", ""),
            year=family.get("year"),
            paper=family.get("paper", ""),
            note=source.note(row),
            read=partial(_one, read, name),
        )


def _one(read: Callable[[], Mapping[str, Model]], name: str) -> Model:
    return read()[name]


def _rows(table: str, folder: Path) -> Iterator[tuple[str, Row]]:
    """Rows of a table of models, with the name that each has in the table of results."""
    for row in facts.read(table, folder).to_dict("records"):
        name = str(row["model"])
        if "platform" in row:
            name = f"{row['platform']}_{name.lower()}"
        yield name, {str(column): value for column, value in row.items()}


def _repository(row: Row, described: str) -> str:
    """The repository of a model's results: of its row, or of the description of the table."""
    return str(row.get("source", described)).partition(":")[0].partition("@")[0]


def _read(
    source: Source, rows: Mapping[str, Row], of: Callable[[], Truth], folder: Path
) -> Mapping[str, Model]:
    table, truth = facts.read(source.results, folder), of()
    repository = facts.catalogue(folder)[source.results].sources[0].title
    top5 = cache(partial(_top5_missed, folder, truth))
    found: dict[str, Model] = {}
    for name, row in rows.items():
        origin = _repository(row, repository)
        if source.known is Known.CORRECT:
            found[name] = _correct(truth, table, name, origin)
        elif source.known is Known.CONFIDENCE:
            parts = table[f"{name}{CONFIDENCE}"].to_numpy(np.float64)
            sure = (parts / 10_000).astype(np.float32)
            sure.flags.writeable = False
            found[name] = Predictions(truth, name, classes(table[name]), origin, confidence=sure)
        else:
            published = pd.notna(row.get("top5_percent"))
            found[name] = Predictions(
                truth, name, classes(table[name]), origin, read_top5=top5 if published else None
            )
    return found


def _correct(truth: Truth, table: pd.DataFrame, name: str, origin: str) -> CorrectFlags:
    top1, top5 = table[f"{name}_top1"], table[f"{name}_top5"]
    return CorrectFlags(
        truth,
        name,
        covered=_flags(top1.notna()),
        correct=_flags(top1.fillna(False)),
        source=origin,
        correct_top5=_flags(top5.fillna(False)),
    )


def classes(column: "pd.Series[Any]") -> Indices:
    """A column of class indices, as an array that cannot be changed."""
    found = column.to_numpy(np.int16).copy()
    found.flags.writeable = False
    return found


def _flags(column: "pd.Series[Any]") -> Flags:
    found: Flags = column.to_numpy(np.bool_).copy()
    found.flags.writeable = False
    return found


def _top5_missed(folder: Path, truth: Truth) -> Mapping[str, Numbers]:
    """Model to how many images of each class have no label in its top 5 predictions."""
    table = facts.read(TOP5, folder)
    wide = table.pivot(index="model", columns="wnid", values="top5_accuracy")
    missed = (truth.images_by_class * (1 - wide[list(truth.wnids)].to_numpy(np.float64))).round()
    return dict(zip(wide.index.tolist(), missed, strict=True))
