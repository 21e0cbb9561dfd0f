"""``errors drop``: a model's error on ImageNetV2 compared with the validation images."""

import argparse

from explorer.atlas import Atlas
from explorer.audits.boxes import geometry
from explorer.audits.errors import generalisation
from explorer.cli.columns import aligned
from explorer.cli.command import Answer, refuse
from explorer.errors import ExplorerError
from explorer.evaluations.declared import ILSVRC, IMAGENETV2
from explorer.formatting import fixed, records, written
from explorer.views.reading import MODEL

ACTION = "drop"
HELP = "compare a model's error on ImageNetV2 with that on the validation images"


def answer(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """The answer to ``errors drop``.

    Raises:
        ExplorerError: an option does not apply, the model has no predictions for one of the two
            sets of images, or no class is at or under the root.
    """
    given = {
        "--with": asked.other,
        "--predictions": asked.predictions,
        "--evaluation": asked.evaluation != ILSVRC,
    }
    refuse(f"errors {ACTION}", [option for option, value in given.items() if value])
    atlas.hierarchy.position(asked.root)
    name = asked.model or MODEL
    atlas.evaluation(ILSVRC).model(name)
    if not generalisation.in_both(atlas, name):
        raise ExplorerError(
            f"Predictions of {name} on ImageNetV2 are not available. Choose one of: "
            f"{', '.join(generalisation.models(atlas))}."
        )
    if not geometry.labels_under(atlas, asked.root):
        raise ExplorerError(f"No class of ILSVRC-2012 is at or under {asked.root}.")
    here = generalisation.drop(atlas, name, [asked.root])
    found = generalisation.branches(atlas, name, asked.root)
    return {
        "action": ACTION,
        "model": name,
        "root": asked.root,
        "evaluations": [ILSVRC, IMAGENETV2],
        "verdict": generalisation.verdict(here, found, name),
        "here": records(here)[0],
        "branches": records(found),
    }


def write(answered: Answer) -> list[str]:
    """An answer as lines of text."""
    return [
        answered["verdict"],
        *aligned(
            (
                "branch",
                "WordNet ID",
                "classes",
                "validation error",
                "ImageNetV2 error",
                "difference",
                "95% CI",
            ),
            [
                (
                    row["name"],
                    row["wnid"],
                    written(row["classes"]),
                    fixed(row["error"], 2, "%"),
                    fixed(row["new_error"], 2, "%"),
                    f"{fixed(row['difference'], 2)} points",
                    f"{fixed(row['low'], 2)} to {fixed(row['high'], 2)}",
                )
                for row in answered["branches"]
            ],
        ),
    ]
