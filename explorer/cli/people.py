"""The people subtree in a terminal, and the list of classes to drop."""

import argparse
from dataclasses import asdict

from explorer.atlas import Atlas
from explorer.audits import people as audits
from explorer.audits.people import LABELLED_BY, SAFETY, Rule
from explorer.cli.command import Answer, Commands, number, whole
from explorer.formatting import precise, records
from explorer.views.people import MOST_IMAGES

RULES = {
    "safe": ("safe",),
    "not-offensive": ("safe", "sensitive"),
    "any": SAFETY,
}
"""What ``--rule`` can be, and the labels that it keeps."""


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add(people, _write, dataset="fall11")
    command.add_argument(
        "--rule", choices=RULES, default="safe", help="labels that may stay (default: safe)"
    )
    command.add_argument(
        "--min-imageability",
        type=number(1, 5),
        default=Rule.min_imageability,
        help="least mean rating; 1 keeps what was never rated (default: 4)",
    )
    command.add_argument(
        "--min-images",
        type=whole(0, MOST_IMAGES),
        default=Rule.min_images,
        help="least images in Fall 2011 (default: 0)",
    )
    command.add_argument(
        "--drop-list",
        action="store_true",
        help="print only the classes to drop: a wnid and the reason a line",
    )


def people(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """What the people subtree held and holds, and what a rule drops from a data set."""
    rule = Rule(RULES[asked.rule], asked.min_imageability, asked.min_images)
    dropped = audits.drop_list(atlas, asked.dataset, rule)
    answer: Answer = {
        "dataset": asked.dataset,
        "labelled_by": LABELLED_BY,
        "rule": asdict(rule) | {"keep": list(rule.keep)},
        "drop_list_only": asked.drop_list,
        "dropped": records(dropped),
    }
    if asked.drop_list:
        return answer
    return answer | {
        "outcome": asdict(audits.outcome(audits.people(atlas), rule)),
        "reproduces_winter_2021": audits.reproduces_winter(atlas, rule),
        "funnel": records(audits.funnel(atlas)),
        "held": records(audits.held(atlas)),
        "branches": records(audits.branches(atlas, audits.PERSON, rule)),
        "individuals": records(audits.individuals(atlas)),
    }


def _write(answer: Answer) -> list[str]:
    if answer["drop_list_only"]:
        return [f"{row['wnid']}\t{row['reason']}" for row in answer["dropped"]]
    lines = [
        f"{row['step']}: {row['classes']:,} synsets, {precise(row['images'])} images"
        for row in answer["funnel"]
    ]
    lines += [
        f"{row['title']}: {row['safe']:,} safe, {row['sensitive']:,} sensitive, "
        f"{row['offensive']:,} offensive, {row['not_labelled']:,} not labelled"
        for row in answer["held"]
    ]
    same = "reproduces" if answer["reproduces_winter_2021"] else "does not reproduce"
    lines.append(
        f"The rule drops {len(answer['dropped']):,} classes of {answer['dataset']}; it {same} the "
        f"Winter 2021 list. Labels: {answer['labelled_by']}."
    )
    return lines
