"""The evaluations that come with the explorer; their predictions are read when first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from explorer import facts
from explorer.evaluations.evaluation import Evaluation
from explorer.evaluations.listed import Known, Listed
from explorer.evaluations.sources import Row, Source, classes, listed
from explorer.evaluations.truth import About, Truth, keys_of

ILSVRC = "ilsvrc2012"
"""Key of the first evaluation, whose images have boxes, label audits and several data sets."""

IMAGENETV2 = "imagenetv2"

MLPERF = (
    "INT8, from the log of an MLPerf Mobile run on a telephone; the two runs of MobileNetV4 are of "
    "one network. MLPerf is a trademark of MLCommons, which has rules for the use of its results."
)


def _of_flags(row: Row) -> str:
    """Caveat for models of which only right or wrong is known."""
    images = f"Known on {row['images']:,} images"
    about = (
        f"{images}: not in classes 250 and 517. One prompt per class, so not comparable with "
        "zero-shot figures of prompt ensembles."
        if row["model"].startswith("clip")
        else f"{images}: not on those that are not in RGB mode, nor in classes 250 and 517, where "
        "the source counts every prediction as wrong; class 134 may be counted too high."
    )
    published = row["published_top1_percent"]
    if pd.isna(published):
        return about
    return (
        f"{about} Its accuracy differs by {row['top1_percent'] - published:+.2f} percentage points "
        "from the one that timm publishes for these weights on all images."
    )


def _of_squashed(row: Row) -> str:
    """Caveat for models with confidences."""
    return (
        "The images were squashed to a square, not cropped, so its accuracy is up to a few points "
        f"below the usual one; weights of {row['platform']}."
    )


@dataclass(frozen=True, kw_only=True)
class _Tables:
    """Where an evaluation is in the fact tables.

    Attributes:
        sources: what models predict; the truth is in the first one.
        reassessed: column of the first one that lists the reassessed labels.
        images: column of the first one that names the images, if they have names.
    """

    sources: tuple[Source, ...]
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
        _Tables(
            sources=(
                Source(results="validation_predictions", models="models"),
                Source(
                    results="mobile_predictions",
                    models="mobile_predictions_models",
                    note=lambda _: MLPERF,
                ),
                Source(
                    results="modern_correct",
                    models="modern_correct_models",
                    known=Known.CORRECT,
                    note=_of_flags,
                ),
                Source(
                    results="confidence_9_models",
                    models="confidence_models",
                    known=Known.CONFIDENCE,
                    note=_of_squashed,
                ),
            ),
            reassessed="real_labels",
        ),
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
            sources=(
                Source(
                    results="imagenetv2_mf_predictions",
                    models="imagenetv2_mf_models",
                    accuracy="v2_top1_percent",
                ),
            ),
            reassessed="refined_labels",
            images="image",
        ),
    ),
)


@lru_cache(maxsize=2)
def load(folder: Path = facts.DATA) -> Mapping[str, Evaluation]:
    """The evaluations by key, in the order they are offered; nothing is read yet.

    Their tables raise TableError, where one is missing or damaged, when they are first read.
    """
    found = {about.key: _evaluation(about, tables, folder) for about, tables in _DECLARED}
    return MappingProxyType(found)


def _evaluation(about: About, tables: _Tables, folder: Path) -> Evaluation:
    truth = cache(partial(_truth, about, tables, folder))

    def models() -> tuple[Listed, ...]:
        every = [each for source in tables.sources for each in listed(source, truth, folder)]
        kinds = list(Known)
        return tuple(sorted(every, key=lambda each: (kinds.index(each.known), -each.accuracy)))

    return Evaluation(about=about, read_truth=truth, list_models=cache(models))


def _truth(about: About, tables: _Tables, folder: Path) -> Truth:
    table = facts.read(about.source, folder)
    wnids = facts.read("ilsvrc2012", folder).sort_values("index")["wnid"].tolist()
    return Truth(
        about=about,
        wnids=tuple(wnids),
        labels=classes(table["label"]),
        keys=keys_of(table[tables.reassessed].tolist(), len(wnids)),
        names=tuple(table[tables.images].tolist()) if tables.images else None,
    )
