"""``errors drop``: a model's error on ImageNetV2 against that on the validation images."""

import argparse

from explorer.atlas import Atlas
from explorer.audits.boxes import geometry
from explorer.audits.errors import generalisation
from explorer.cli.command import Answer
from explorer.errors import ExplorerError
from explorer.evaluations.declared import ILSVRC, IMAGENETV2
from explorer.formatting import counted, fixed, records
from explorer.views.reading import MODEL

ACTION = "drop"
HELP = "how much a model's error grows on the new images of ImageNetV2"


def answer(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """The answer to ``errors drop``.

    Raises:
        ExplorerError: an option is given that it does not take, the model is not known on both
            sets of images, or no class is at or under the root.
    """
    given = {
        "--with": asked.other,
        "--predictions": asked.predictions,
        "--evaluation": asked.evaluation != ILSVRC,
    }
    unused = [option for option, value in given.items() if value]
    if unused:
        raise ExplorerError(f"errors {ACTION} takes no {' or '.join(unused)}; leave it out.")
    atlas.hierarchy.position(asked.root)
    name = asked.model or MODEL
    atlas.evaluation(ILSVRC).model(name)
    if not generalisation.in_both(atlas, name):
        raise ExplorerError(
            f"Predictions of {name} are not known on ImageNetV2; they are for: "
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
        *(
            f"{row['name']} {row['wnid']}: {fixed(row['difference'], 2)} points (95% CI "
            f"{fixed(row['low'], 2)} to {fixed(row['high'], 2)}), {fixed(row['error'], 2)} % to "
            f"{fixed(row['new_error'], 2)} %, {counted(row['classes'], 'class')}"
            for row in answered["branches"]
        ),
    ]
