"""Actions of ``errors`` beyond one model: lists of models, agreement, duplicates."""

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
from explorer.cli.command import Answer
from explorer.errors import ExplorerError
from explorer.evaluations.declared import ILSVRC
from explorer.formatting import counted, fixed, known, records
from explorer.wordnet.noun_table import ENTITY

LINES = 20
"""Rows that are printed of a long table; JSON has all."""


@dataclass(frozen=True)
class Action:
    """An action of ``errors``: what it answers, how that is printed, what its help says.

    Attributes:
        answer: from the command's options, as plain values.
        write: the same as lines.
        help: what it does, in a few words.
        images: key of the only evaluation that it is about; empty for any.
        subtree: whether ``--root`` chooses classes.
    """

    answer: Callable[[Atlas, argparse.Namespace], Answer]
    write: Callable[[Answer], list[str]]
    help: str
    images: str = ILSVRC
    subtree: bool = True


def answer(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """The answer to an action of ``ACTIONS``.

    Raises:
        ExplorerError: an option is given that the action does not take.
    """
    action = ACTIONS[asked.action]
    atlas.hierarchy.position(asked.root)
    named = {"--model": asked.model, "--with": asked.other, "--predictions": asked.predictions}
    unused = [option for option, value in named.items() if value]
    if not action.subtree and asked.root != ENTITY:
        unused.append("--root")
    if unused:
        raise ExplorerError(f"errors {asked.action} takes no {' or '.join(unused)}; leave it out.")
    title = atlas.evaluation(asked.evaluation).about.title
    if action.images and asked.evaluation != action.images:
        raise ExplorerError(
            f"errors {asked.action} is about {atlas.evaluation(action.images).about.title}, not "
            f"{title}; leave out --evaluation."
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
        *(
            f"{row['model']}: {fixed(row['top1_percent'], 2)} %, "
            f"{row['family'] or 'family unknown'}, {row['year'] or 'year unknown'} ({row['known']})"
            for row in answered["models"]
        ),
        f"{len(notes)} notes on single models are in the JSON (--json).",
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
    lines = [
        f"{row['year'] or 'year unknown'} {row['model']}: top-1 error {fixed(row['error'], 2)} %"
        f" on {row['images']:,.0f} images"
        for row in answered["models"]
    ]
    if "overall" in answered:
        lines.append(f"{len(answered['overall']):,} overall results; the best on each test set:")
        lines += [
            f"  {each.title}: {best['model']}, {fixed(best[each.key], 2)} % (validation "
            f"{fixed(best['top1'], 2)} %)"
            for each in robustness.SETS
            for best in answered["best_so_far"][each.key][-1:]
        ]
    return lines


def _doubts(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    truth = atlas.evaluation(ILSVRC).truth
    return {
        "root": asked.root,
        "models": agreement.models(),
        "minimum_share_of_models": agreement.MAJORITY,
        "source": agreement.SOURCE,
        "not_known": "The lists end near 1,000 pairs of each kind, so an image that is not listed "
        "is not an easy one.",
        "images": records(agreement.doubts(atlas, truth, _labels(atlas, asked))),
    }


def _write_doubts(answered: Answer) -> list[str]:
    first = (
        f"{counted(len(answered['images']), 'image')} on which at least half of "
        f"{answered['models']:,} models predict the same other class. {answered['not_known']}"
    )
    return [
        first,
        *(
            f"{row['image']} {row['label']}: {row['models']:,} models predict {row['predicted']} "
            f"({row['kind']})"
            for row in answered["images"][:LINES]
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
        f"{counted(total['across'], 'training image')} identical to one of another class, "
        f"{total['within']:,} to one of the same; {counted(total['pairs'], 'pair')} of classes."
    )
    return [
        first,
        *(
            f"{row['name']} {row['wnid']} and {row['second_name']} {row['second']}: "
            f"{counted(row['identical_images'], 'image')} ({fixed(row['percent'], 1)} % of the "
            "smaller class)"
            for row in answered["pairs"][:LINES]
        ),
        *_more(answered["pairs"]),
    ]


def _training(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    wnids = _wnids(atlas, asked)
    return {
        "root": asked.root,
        "network": "not named by the table; ResNet-50 is the example of its README",
        "training_sets": records(training_sets.overall(atlas, wnids)),
        "branches": records(training_sets.branches(atlas, asked.root)),
        "classes": records(training_sets.by_class(atlas, wnids)),
    }


def _write_training(answered: Answer) -> list[str]:
    return [
        f"One network ({answered['network']}), by training set:",
        *(
            f"  {row['title']}: top-1 error {fixed(row['error'], 2)} % (95% CI "
            f"{fixed(row['low'], 2)} to {fixed(row['high'], 2)}), "
            f"{counted(row['images'], 'training image')}"
            for row in answered["training_sets"]
        ),
        *(
            f"{row['name']} {row['wnid']}: "
            + ", ".join(
                f"{each.title} {fixed(row[f'{each.key}_error'], 1)} %"
                for each in training_sets.SETS
            )
            for row in answered["branches"]
        ),
    ]


def _confidences(_: Atlas, __: argparse.Namespace) -> Answer:
    return {"source": calibration.SOURCE, "models": records(calibration.listed())}


def _write_confidences(answered: Answer) -> list[str]:
    return [
        f"{row['model']}: accuracy {fixed(row['top1_percent'], 2)} %, mean confidence "
        f"{fixed(row['confidence_percent'], 2)} %{'' if row['by_image'] else ' (overall only)'}"
        for row in answered["models"]
    ]


def _more(rows: list[dict[str, Any]]) -> list[str]:
    left = len(rows) - LINES
    return [f"... and {known(left):,} more (--json)"] if left > 0 else []


ACTIONS = {
    "models": Action(_models, _write_models, "list the built-in models", images="", subtree=False),
    "field": Action(_field, _write_field, "all models with year and error", images=""),
    "doubts": Action(_doubts, _write_doubts, "labels that most of many models contradict"),
    "duplicates": Action(_duplicates, _write_duplicates, "identical training images of classes"),
    "training": Action(_training, _write_training, "one network on six training sets"),
    "confidences": Action(
        _confidences, _write_confidences, "mean confidence and accuracy of models", subtree=False
    ),
}
"""By the name that follows ``errors``."""
