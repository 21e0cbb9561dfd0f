"""The evaluations that come with the explorer; their predictions are read when first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Numbers
from explorer.evaluations.evaluation import Evaluation
from explorer.evaluations.models import Predictions
from explorer.evaluations.truth import About, Indices, Truth, keys_of

ILSVRC = "ilsvrc2012"
"""Key of the first evaluation, whose images have boxes, label audits and several data sets."""

IMAGENETV2 = "imagenetv2"


@dataclass(frozen=True, kw_only=True)
class _Tables:
    """Where an evaluation is in the fact tables.

    Attributes:
        models: the table of its models, with their ``accuracy`` in percent.
        accuracy: column of that table.
        reassessed: column of the predictions that lists the reassessed labels.
        images: column of the predictions that names the images, if they have names.
    """

    models: str
    accuracy: str
    reassessed: str
    images: str = ""


_DECLARED = (
    (
        About(
            key=ILSVRC,
            title="ILSVRC-2012 validation",
            summary="The 50,000 validation images of the challenge, 50 per class.",
            source="validation_predictions",
            reassessed="ReaL",
            reassessed_by="Beyer et al. 2020",
        ),
        _Tables(models="models", accuracy="top1_percent", reassessed="real_labels"),
    ),
    (
        About(
            key=IMAGENETV2,
            title="ImageNetV2, matched frequency",
            summary="10,000 new images of the same classes, 10 per class, collected as the "
            "validation images were (Recht et al. 2019).",
            source="imagenetv2_mf_predictions",
            reassessed="Refined-label",
            reassessed_by="Multilabelfy",
        ),
        _Tables(
            models="imagenetv2_mf_models",
            accuracy="v2_top1_percent",
            reassessed="refined_labels",
            images="image",
        ),
    ),
)


@lru_cache(maxsize=2)
def load(folder: Path = facts.DATA) -> Mapping[str, Evaluation]:
    """The evaluations by key, in the order they are offered.

    Raises:
        TableError: a table of models is missing or damaged; the predictions raise it when they
            are first asked for.
    """
    found = {about.key: _evaluation(about, tables, folder) for about, tables in _DECLARED}
    return MappingProxyType(found)


def _evaluation(about: About, tables: _Tables, folder: Path) -> Evaluation:
    models = facts.read(tables.models, folder)
    best_first = models.sort_values(tables.accuracy, ascending=False, kind="stable")
    return Evaluation(
        about=about,
        names=tuple(best_first["model"].tolist()),
        read=cache(partial(_read, about, tables, models, folder)),
    )


def _read(
    about: About, tables: _Tables, models: pd.DataFrame, folder: Path
) -> tuple[Truth, Mapping[str, Predictions]]:
    table = facts.read(about.source, folder)
    wnids = facts.read("ilsvrc2012", folder).sort_values("index")["wnid"].tolist()
    truth = Truth(
        about=about,
        wnids=tuple(wnids),
        labels=_classes(table["label"]),
        keys=keys_of(table[tables.reassessed].tolist(), len(wnids)),
        names=tuple(table[tables.images].tolist()) if tables.images else None,
    )
    top5 = cache(partial(_top5_missed, folder, truth))
    found = {}
    for row in models.to_dict("records"):
        name, published = str(row["model"]), pd.notna(row.get("top5_percent"))
        found[name] = Predictions(
            truth,
            name,
            _classes(table[name]),
            str(row.get("source", "")).partition(":")[0],
            read_top5=top5 if published else None,
        )
    return truth, found


def _classes(column: "pd.Series[Any]") -> Indices:
    classes = column.to_numpy(np.int16).copy()
    classes.flags.writeable = False
    return classes


def _top5_missed(folder: Path, truth: Truth) -> Mapping[str, Numbers]:
    """Model to how many images of each class have no label in its top 5 predictions."""
    table = facts.read("top5_accuracy", folder)
    wide = table.pivot(index="model", columns="wnid", values="top5_accuracy")
    missed = (truth.images_by_class * (1 - wide[list(truth.wnids)].to_numpy(np.float64))).round()
    return dict(zip(wide.index.tolist(), missed, strict=True))
