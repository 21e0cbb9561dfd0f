"""Actions of ``errors`` that list tables: models, agreement, duplicates, training sets."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from explorer.atlas import Atlas
from explorer.audits.boxes import geometry
from explorer.audits.errors import (
    agreement,
    calibration,
    duplicates,
    model_years,
    robustness,
    training_sets,
)
from explorer.cli.columns import aligned
from explorer.cli.command import Answer, refuse
from explorer.errors import ExplorerError
from explorer.evaluations.declared import ILSVRC
from explorer.formatting import NOT_KNOWN, counted, fixed, records, written
from explorer.wordnet.noun_table import ENTITY

LINES = 20
"""Maximum number of rows of a long table in the text; the JSON has all."""


@dataclass(frozen=True)
class Action:
    """An action of ``errors``.

    Attributes:
        answer: computes the answer from the command's options.
        write: formats the answer as lines of text.
        help: what the action does, in a few words.
        images: key of the only evaluation that the action can use; empty for any.
        subtree: whether ``--root`` restricts the classes.
    """

    answer: Callable[[Atlas, argparse.Namespace], Answer]
    write: Callable[[Answer], list[str]]
    help: str
    images: str = ILSVRC
    subtree: bool = True


def answer(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """The answer to an action of ``ACTIONS``.

    Raises:
        ExplorerError: an option does not apply to the action.
    """
    action = ACTIONS[asked.action]
    atlas.hierarchy.position(asked.root)
    named = {"--model": asked.model, "--with": asked.other, "--predictions": asked.predictions}
    unused = [option for option, value in named.items() if value]
    if not action.subtree and asked.root != ENTITY:
        unused.append("--root")
    refuse(f"errors {asked.action}", unused)
    title = atlas.evaluation(asked.evaluation).about.title
    if action.images and asked.evaluation != action.images:
        raise ExplorerError(
            f"errors {asked.action} covers {atlas.evaluation(action.images).about.title} only, not "
            f"{title}. Leave out --evaluation."
        )
    return {"action": asked.action, **action.answer(atlas, asked)}


def write(answered: Answer) -> list[str]:
    """An answer as lines of text."""
    return ACTIONS[answered["action"]].write(answered)


def _labels(atlas: Atlas, asked: argparse.Namespace) -> list[int]:
    labels = geometry.labels_under(atlas, asked.root)
    if not labels:
        raise ExplorerError(f"No class of ILSVRC-2012 is at or under {asked.root}.")
    return labels


def _wnids(atlas: Atlas, asked: argparse.Namespace) -> tuple[str, ...]:
    truth = atlas.evaluation(ILSVRC).truth
    return tuple(truth.wnids[label] for label in _labels(atlas, asked))


def _models(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    evaluation = atlas.evaluation(asked.evaluation)
    return {
        "evaluation": asked.evaluation,
        "models": [
            {
                "model": each.name,
                "top1_percent": each.accuracy,
                "known": each.known.value or "predictions",
                "family": each.family or None,
                "year": each.year,
                "paper": each.paper or None,
                "source": each.source,
                "note": each.note,
            }
            for each in evaluation.listed.values()
        ],
    }


def _write_models(answered: Answer) -> list[str]:
    notes = dict.fromkeys(row["note"] for row in answered["models"] if row["note"])
    return [
        *aligned(
            ("model", "top-1 accuracy", "family", "year", "available"),
            [
                (
                    row["model"],
                    fixed(row["top1_percent"], 2, "%"),
                    row["family"] or NOT_KNOWN,
                    str(row["year"] or NOT_KNOWN),
                    row["known"],
                )
                for row in answered["models"]
            ],
        ),
        *([f"{counted(len(notes), 'note')} on single models: see --json."] if notes else []),
    ]


def _field(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    evaluation = atlas.evaluation(asked.evaluation)
    answered: Answer = {
        "evaluation": asked.evaluation,
        "root": asked.root,
        "models": records(model_years.field(evaluation, _labels(atlas, asked))),
    }
    if asked.root == ENTITY and asked.evaluation == ILSVRC:
        found = robustness.models(evaluation)
        answered["overall"] = records(found)
        answered["best_so_far"] = {
            each.key: records(robustness.best_so_far(found, each.key)[["model", "top1", each.key]])
            for each in robustness.SETS
        }
    return answered


def _write_field(answered: Answer) -> list[str]:
    rows = [
        (
            str(row["year"] or NOT_KNOWN),
            row["model"],
            fixed(row["error"], 2, "%"),
            written(row["images"]),
        )
        for row in answered["models"]
    ]
    lines = aligned(("year", "model", "top-1 error", "images"), rows)
    if "overall" in answered:
        best = [
            (
                each.title,
                row["model"],
                fixed(row[each.key], 2, "%"),
                fixed(row["top1"], 2, "%"),
            )
            for each in robustness.SETS
            for row in answered["best_so_far"][each.key][-1:]
        ]
        lines += [
            "",
            f"Best of {counted(len(answered['overall']), 'overall result')} on each test set:",
            *aligned(("test set", "model", "top-1 accuracy", "on validation"), best, indent="  "),
        ]
    return lines


def _doubts(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    truth = atlas.evaluation(ILSVRC).truth
    return {
        "root": asked.root,
        "models": agreement.models(),
        "minimum_share_of_models": agreement.MAJORITY,
        "source": agreement.SOURCE,
        "not_known": "The lists have about 1,000 pairs of each kind, so an image that is not "
        "listed is not necessarily an easy one.",
        "images": records(agreement.doubts(atlas, truth, _labels(atlas, asked))),
    }


def _write_doubts(answered: Answer) -> list[str]:
    first = (
        f"{counted(len(answered['images']), 'image')} on which at least half of "
        f"{answered['models']:,} models predict the same other class. {answered['not_known']}"
    )
    return [
        first,
        *aligned(
            ("image", "label", "predicted", "models", "kind"),
            [
                (
                    str(row["image"]),
                    row["label"],
                    row["predicted"],
                    written(row["models"]),
                    row["kind"],
                )
                for row in answered["images"][:LINES]
            ],
        ),
        *_more(answered["images"]),
    ]


def _duplicates(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    wnids = _wnids(atlas, asked)
    return {
        "root": asked.root,
        "source": duplicates.SOURCE,
        "totals": duplicates.totals(atlas, wnids)._asdict(),
        "pairs": records(duplicates.pairs(atlas, wnids)),
        "classes": records(duplicates.by_class(atlas, wnids)),
    }


def _write_duplicates(answered: Answer) -> list[str]:
    total = answered["totals"]
    first = (
        f"{counted(total['across'], 'training image')} identical to an image of another class, "
        f"{total['within']:,} to one of the same class; {counted(total['pairs'], 'pair')} of "
        "classes share images."
    )
    return [
        first,
        *aligned(
            (
                "class",
                "WordNet ID",
                "second class",
                "WordNet ID",
                "identical images",
                "of the smaller class",
            ),
            [
                (
                    row["name"],
                    row["wnid"],
                    row["second_name"],
                    row["second"],
                    written(row["identical_images"]),
                    fixed(row["percent"], 1, "%"),
                )
                for row in answered["pairs"][:LINES]
            ],
        ),
        *_more(answered["pairs"]),
    ]


def _training(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    wnids = _wnids(atlas, asked)
    return {
        "root": asked.root,
        "network": "not named in the table; its README uses ResNet-50 as the example",
        "training_sets": records(training_sets.overall(atlas, wnids)),
        "branches": records(training_sets.branches(atlas, asked.root)),
        "classes": records(training_sets.by_class(atlas, wnids)),
    }


def _write_training(answered: Answer) -> list[str]:
    return [
        f"One network ({answered['network']}) on several training sets.",
        *aligned(
            ("training set", "top-1 error", "95% CI", "training images"),
            [
                (
                    row["title"],
                    fixed(row["error"], 2, "%"),
                    f"{fixed(row['low'], 2)} to {fixed(row['high'], 2)}",
                    written(row["images"]),
                )
                for row in answered["training_sets"]
            ],
        ),
        "",
        *aligned(
            ("top-1 error by branch", "WordNet ID", *(each.title for each in training_sets.SETS)),
            [
                (
                    row["name"],
                    row["wnid"],
                    *(fixed(row[f"{each.key}_error"], 1, "%") for each in training_sets.SETS),
                )
                for row in answered["branches"]
            ],
        ),
    ]


def _confidences(_: Atlas, __: argparse.Namespace) -> Answer:
    return {"source": calibration.SOURCE, "models": records(calibration.listed())}


def _write_confidences(answered: Answer) -> list[str]:
    return aligned(
        ("model", "top-1 accuracy", "mean confidence", "available"),
        [
            (
                row["model"],
                fixed(row["top1_percent"], 2, "%"),
                fixed(row["confidence_percent"], 2, "%"),
                "per image" if row["by_image"] else "overall",
            )
            for row in answered["models"]
        ],
    )


def _more(rows: list[dict[str, Any]]) -> list[str]:
    left = len(rows) - LINES
    return [f"... and {left:,} more; see --json."] if left > 0 else []


ACTIONS = {
    "models": Action(_models, _write_models, "list the built-in models", images="", subtree=False),
    "field": Action(_field, _write_field, "list all models with year and error", images=""),
    "doubts": Action(_doubts, _write_doubts, "list labels that most models contradict"),
    "duplicates": Action(
        _duplicates, _write_duplicates, "count identical training images of different classes"
    ),
    "training": Action(
        _training, _write_training, "compare one network trained on six training sets"
    ),
    "confidences": Action(
        _confidences,
        _write_confidences,
        "list mean confidence and accuracy of models",
        subtree=False,
    ),
}
"""Actions by their name on the command line."""
