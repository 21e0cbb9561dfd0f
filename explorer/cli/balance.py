"""Class balance in a terminal: the shape of a subtree, its branches, and a training plan."""

import argparse

from explorer.atlas import Atlas
from explorer.audits.balance import distribution
from explorer.audits.balance import plan as plans
from explorer.audits.balance import subtrees as audits
from explorer.audits.balance.plan import SCHEMES, SHORT, PlanRule
from explorer.audits.balance.subtrees import ALL, KINDS
from explorer.cli.command import SYNSET, Answer, Commands, number, whole
from explorer.datasets import RollUp
from explorer.formatting import counted, fixed, known, precise, records
from explorer.views.balance import MOST_BETA, MOST_IMAGES
from explorer.wordnet.noun_table import ENTITY


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    shape = commands.add(balance, _write_balance, dataset="fall11")
    planned = commands.add(plan, _write_plan, dataset="ilsvrc2012")
    for each in (shape, planned):
        each.add_argument("--root", default=ENTITY, help=f"{SYNSET} (default: entity)")
        each.add_argument("--measure", help="what is counted (default: images, or what there is)")
        each.add_argument(
            "--classes",
            choices=KINDS,
            default=ALL,
            help="internal classes have other classes of the data set below them, leaves have "
            "none (default: all)",
        )
    images = whole(0, MOST_IMAGES)
    shape.add_argument(
        "--threshold", type=images, default=100, help="a class with fewer is small (default: 100)"
    )
    planned.add_argument(
        "--floor", type=images, default=0, help="minimum of images per class (default: none)"
    )
    planned.add_argument(
        "--cap", type=images, default=0, help="maximum of images per class (default: none)"
    )
    planned.add_argument(
        "--short",
        choices=SHORT,
        default=PlanRule.short,
        help="classes below the floor: keep as is, oversample to the floor, or drop "
        "(default: keep)",
    )
    planned.add_argument(
        "--scheme",
        choices=SCHEMES,
        default=PlanRule.scheme,
        help="sample weighting (default: inverse)",
    )
    planned.add_argument(
        "--beta",
        type=number(0, MOST_BETA),
        default=PlanRule.beta,
        help="of the effective number (default: 0.999)",
    )


def balance(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """How images are distributed over the classes of a subtree."""
    rolled, measure = _counted(atlas, asked)
    focus, threshold, kind = asked.root, asked.threshold, asked.classes
    found = audits.counts(rolled, focus, measure, kind)
    return {
        "dataset": asked.dataset,
        "root": focus,
        "name": atlas.lexicon.name(focus),
        "measure": measure,
        "counted": audits.summed(rolled.dataset.measure(measure))[0],
        "classes": kind,
        "threshold": threshold,
        "not_counted": audits.not_counted(rolled, focus, measure, kind),
        "units": {each.key: each.unit for each in distribution.METRICS},
        "shape": _plain(distribution.shape(found.images, threshold)),
        "by_kind": {
            each: _plain(values)
            for each, values in audits.kinds(rolled, focus, measure, threshold).items()
        },
        "branches": records(audits.branches(atlas, rolled, focus, measure, threshold, kind)),
    }


def _plain(shape: dict[str, float]) -> Answer:
    return {key: known(value) for key, value in shape.items()}


def plan(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """A training plan: images to use of each class, and their sampler and loss weights."""
    rolled, measure = _counted(atlas, asked)
    rule = PlanRule(asked.floor, asked.cap, asked.short, asked.scheme, asked.beta, asked.classes)
    planned = plans.plan(atlas, rolled, asked.root, measure, rule)
    document = plans.document(
        planned, asked.dataset, asked.root, measure, rule, len(rolled.dataset)
    )
    return document | {
        "summary": {key: known(value) for key, value in plans.summary(planned).items()},
        "short": records(plans.short_classes(planned)),
    }


def _counted(atlas: Atlas, asked: argparse.Namespace) -> tuple[RollUp, str]:
    atlas.hierarchy.position(asked.root)
    rolled = atlas.roll_up(asked.dataset)
    return rolled, audits.count_measure(rolled.dataset, asked.measure or "").key


def _write_balance(answer: Answer) -> list[str]:
    kind = KINDS[answer["classes"]].lower()
    lines = [
        f"{answer['root']}  {answer['name']}, {answer['measure']} of {answer['dataset']}, {kind}"
    ]
    apart = {key: shape for key, shape in answer["by_kind"].items() if key != ALL}
    for metric in distribution.METRICS:
        value = precise(answer["shape"][metric.key], metric.unit)
        kinds = [
            f"{KINDS[key].lower()} {precise(shape[metric.key], metric.unit)}"
            for key, shape in apart.items()
        ]
        told = f"  ({', '.join(kinds)})" if answer["classes"] == ALL and len(kinds) > 1 else ""
        label = answer["counted"] if metric.key == "images" else metric.label
        lines.append(f"  {label}: {value}{told}")
    lines.append("  branches by median:")
    lines += [
        f"    {row['name']} {row['wnid']}: median {precise(row['median'])}, "
        f"{counted(row['classes'], 'class')} ({row['internal']:,} internal), Gini (corrected) "
        f"{precise(row['gini_corrected'])}"
        for row in answer["branches"]
    ]
    return lines


def _write_plan(answer: Answer) -> list[str]:
    total = answer["summary"]
    head = (
        f"{answer['root']} of {answer['dataset']}: {total['classes_used']:,} of "
        f"{counted(total['classes'], 'class')} used, "
        f"{counted(answer['images_per_epoch'], 'image')} per epoch; effective number of classes "
        f"{precise(total['effective_classes_before'])} before, "
        f"{precise(total['effective_classes_after'])} after; "
        f"{counted(total['classes_short'], 'class')} below the floor"
    )
    missed = (
        "  Drawn with replacement by the sampler weights, an epoch is expected to miss "
        f"{precise(total['missed_percent'], '%')} of the images of the classes used."
    )
    return [
        head,
        missed,
        *(
            f"{wnid}  index {each['index']}  planned {each['planned']}  sampler weight "
            f"{each['sampler_weight']:.4g}  loss weight {each['loss_weight']:.4g}  expected draws "
            f"{fixed(each['draws'], 1)}  missed {fixed(each['missed_percent'], 1, '%')}"
            for wnid, each in answer["by_wnid"].items()
        ),
    ]
