"""Command that compares two data sets."""

import argparse
from dataclasses import asdict

from explorer.atlas import Atlas
from explorer.audits import releases as audits
from explorer.audits.containment import containment, sentence
from explorer.cli.columns import aligned
from explorer.cli.command import ROOT, Answer, Commands
from explorer.datasets import CLASSES
from explorer.errors import ExplorerError
from explorer.formatting import counted, fixed, known, records
from explorer.wordnet.noun_table import ENTITY


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    compared = commands.add(releases, _write, dataset="ilsvrc2012")
    compared.add_argument(
        "--against", default="fall11", help="key of the data set to compare with (default: fall11)"
    )
    compared.add_argument("--root", default=ENTITY, help=f"{ROOT} (default: entity)")


def releases(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Compare two data sets: shared and missing classes, uneven branches, coverage."""
    at = atlas.hierarchy.positions([asked.root])
    for key in (asked.dataset, asked.against):
        atlas.dataset(key)
        if key not in audits.comparable(atlas):
            raise ExplorerError(
                f"{key} cannot be compared because it is not a list of classes. Choose one of: "
                f"{', '.join(audits.comparable(atlas))}."
            )
    inside = containment(atlas, asked.dataset, asked.against, asked.root)
    return {
        "first": asked.dataset,
        "second": asked.against,
        "root": asked.root,
        "classes": {
            key: int(atlas.roll_up(key).subtree(CLASSES, at)[0])
            for key in (asked.dataset, asked.against)
        },
        "inside": asdict(inside) | {"share": known(inside.share)},
        "answer": sentence(
            inside,
            atlas.dataset(asked.dataset).title,
            atlas.dataset(asked.against).title,
            "" if asked.root == ENTITY else atlas.lexicon.name(asked.root),
        ),
        "missing": records(audits.missing_classes(atlas, asked.dataset, asked.against, asked.root)),
        "representation": records(
            audits.representation(atlas, asked.dataset, asked.against, asked.root)
        ),
        "coverage_of_wordnet": records(audits.covered_branches(atlas, asked.dataset, asked.root)),
        "intersections": records(
            audits.intersections(
                audits.membership(
                    atlas, asked.root, audits.imagenet(atlas, asked.dataset, asked.against)
                )
            )
        ),
    }


def _write(answer: Answer) -> list[str]:
    first, second = answer["first"], answer["second"]
    head = (
        f"{answer['root']}: {counted(answer['classes'][first], 'class')} in {first}, "
        f"{answer['classes'][second]:,} in {second}; classes of {first} that are not in "
        f"{second}: {len(answer['missing']):,}"
    )
    rows = [
        (
            row["name"],
            row["wnid"],
            fixed(row["share_first"], 2, "%"),
            fixed(row["share_second"], 2, "%"),
        )
        for row in answer["representation"]
    ]
    header = ("branch", "WordNet ID", f"share of {first}", f"share of {second}")
    return [head, answer["answer"], *aligned(header, rows)]
