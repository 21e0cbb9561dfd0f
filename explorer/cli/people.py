"""Command about the person subtree, and the list of classes to drop."""

import argparse
from dataclasses import asdict

from explorer.atlas import Atlas
from explorer.audits import people as audits
from explorer.audits.people import LABELLED_BY, RULES, Outcome, PeopleRule
from explorer.cli.columns import aligned
from explorer.cli.command import Answer, Commands, number, whole
from explorer.formatting import counted, known, records, written
from explorer.views.people import MOST_IMAGES


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    command = commands.add(people, _write, dataset="fall11")
    command.add_argument(
        "--rule", choices=RULES, default="safe", help="safety labels to keep (default: safe)"
    )
    command.add_argument(
        "--min-imageability",
        type=number(1, 5),
        default=PeopleRule.min_imageability,
        help="minimum imageability; 1 also keeps unrated synsets (default: 4)",
    )
    command.add_argument(
        "--min-images",
        type=whole(0, MOST_IMAGES),
        default=PeopleRule.min_images,
        help="minimum images in Fall 2011 (default: 0)",
    )
    command.add_argument(
        "--drop-list",
        action="store_true",
        help="print only the drop list: per line a wnid, a tab and the reason",
    )


def people(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Show the person subtree and which classes of a data set a rule drops."""
    rule = PeopleRule(RULES[asked.rule], asked.min_imageability, asked.min_images)
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
    there = audits.within(atlas, audits.people(atlas), asked.dataset)
    return answer | {
        "outcome": _known(audits.outcome(there, rule, "images_there")),
        "reproduces_winter_2021": audits.reproduces_winter(atlas, rule),
        "funnel": records(audits.funnel(atlas)),
        "held": records(audits.held(atlas)),
        "branches": records(audits.branches(atlas, audits.PERSON, rule, asked.dataset)),
        "individuals": records(audits.individuals(atlas)),
    }


def _known(outcome: Outcome) -> Answer:
    return {name: known(value) for name, value in asdict(outcome).items()}


def _write(answer: Answer) -> list[str]:
    if answer["drop_list_only"]:
        return [f"{row['wnid']}\t{row['reason']}" for row in answer["dropped"]]
    steps = [
        (row["step"], written(row["classes"]), written(row["images"])) for row in answer["funnel"]
    ]
    labels = ("safe", "sensitive", "offensive", "not_labelled")
    remaining = [
        (row["title"], *(written(row[label]) for label in labels)) for row in answer["held"]
    ]
    lines = [
        *aligned(("filter, Fall 2011", "synsets", "images"), steps),
        "",
        *aligned(("data set", *(label.replace("_", " ") for label in labels)), remaining),
        "",
    ]
    same = "reproduces" if answer["reproduces_winter_2021"] else "does not reproduce"
    lines.append(
        f"The rule drops {counted(len(answer['dropped']), 'class')} of {answer['dataset']}, "
        f"{counted(answer['outcome']['images_dropped'], 'image')}; it {same} the "
        f"Winter 2021 list. Labels: {answer['labelled_by']}."
    )
    return lines
