"""Commands about class balance: the distribution in a subtree, and a training plan."""

import argparse

from explorer.atlas import Atlas
from explorer.audits.balance import distribution
from explorer.audits.balance import plan as plans
from explorer.audits.balance import subtrees as audits
from explorer.audits.balance.plan import SCHEMES, SHORT, PlanRule
from explorer.audits.balance.subtrees import ALL, KINDS
from explorer.cli.columns import aligned
from explorer.cli.command import ROOT, Answer, Commands, number, whole
from explorer.datasets import RollUp
from explorer.formatting import counted, fixed, known, precise, records, written
from explorer.views.balance import MOST_BETA, MOST_IMAGES
from explorer.wordnet.noun_table import ENTITY


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    shape = commands.add(balance, _write_balance, dataset="fall11")
    planned = commands.add(plan, _write_plan, dataset="ilsvrc2012")
    for each in (shape, planned):
        each.add_argument("--root", default=ENTITY, help=f"{ROOT} (default: entity)")
        each.add_argument(
            "--measure",
            help="measure to count per class (default: images, or the first one the data set has)",
        )
        each.add_argument(
            "--classes",
            choices=KINDS,
            default=ALL,
            help="kind of classes: internal ones have other classes of the data set below them, "
            "leaves have none (default: all)",
        )
    images = whole(0, MOST_IMAGES)
    shape.add_argument(
        "--threshold",
        type=images,
        default=100,
        help="a class with fewer images is small (default: 100)",
    )
    planned.add_argument(
        "--floor", type=images, default=0, help="minimum images per class (default: none)"
    )
    planned.add_argument(
        "--cap", type=images, default=0, help="maximum images per class (default: none)"
    )
    planned.add_argument(
        "--short",
        choices=SHORT,
        default=PlanRule.short,
        help="classes below the floor: keep them as they are, oversample them to the floor, or "
        "drop them (default: keep)",
    )
    planned.add_argument(
        "--scheme",
        choices=SCHEMES,
        default=PlanRule.scheme,
        help="weights of images: none, inverse or inverse square root of the class size, or by the "
        "effective number of samples (default: inverse)",
    )
    planned.add_argument(
        "--beta",
        type=number(0, MOST_BETA),
        default=PlanRule.beta,
        help="beta of --scheme effective (default: 0.999)",
    )


def balance(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Summarise how images are distributed over the classes of a subtree."""
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
    """Make a training plan: images per class, sampler weights and loss weights."""
    rolled, measure = _counted(atlas, asked)
    rule = PlanRule(asked.floor, asked.cap, asked.short, asked.scheme, asked.beta, asked.classes)
    planned = plans.plan(atlas, rolled, asked.root, measure, rule)
    document = plans.document(
        planned, asked.dataset, asked.root, measure, rule, len(rolled.dataset)
    )
    return document | {
        "unit": rolled.dataset.measure(measure).unit,
        "summary": {key: known(value) for key, value in plans.summary(planned).items()},
        "short": records(plans.short_classes(planned)),
    }


def _counted(atlas: Atlas, asked: argparse.Namespace) -> tuple[RollUp, str]:
    atlas.hierarchy.position(asked.root)
    rolled = atlas.roll_up(asked.dataset)
    return rolled, audits.count_measure(rolled.dataset, asked.measure or "").key


def _write_balance(answer: Answer) -> list[str]:
    if not answer["shape"]["classes"]:
        where = f"{answer['root']} ({answer['name']})"
        return [f"{answer['dataset']} has no classes at or under {where}."]
    kind = KINDS[answer["classes"]].lower()
    lines = [
        f"{answer['root']}  {answer['name']}, {answer['measure']} of {answer['dataset']}, {kind}"
    ]
    apart = {key: shape for key, shape in answer["by_kind"].items() if key != ALL}
    kinds = apart if answer["classes"] == ALL and len(apart) > 1 else {}
    shapes = [answer["shape"], *kinds.values()]
    labels = {each.key: each.label for each in distribution.METRICS} | {"images": answer["counted"]}
    metrics = [
        (labels[each.key], *(precise(shape[each.key], each.unit) for shape in shapes))
        for each in distribution.METRICS
    ]
    header = ("metric", kind, *(KINDS[key].lower() for key in kinds))
    lines += aligned(header, metrics, indent="  ")
    branches = [
        (
            row["name"],
            row["wnid"],
            precise(row["median"]),
            written(row["classes"]),
            written(row["internal"]),
            precise(row["gini_corrected"]),
        )
        for row in answer["branches"]
    ]
    header = ("branch", "WordNet ID", "median", "classes", "internal", "Gini, corrected")
    return lines + (["", *aligned(header, branches, indent="  ")] if branches else [])


def _write_plan(answer: Answer) -> list[str]:
    total = answer["summary"]
    head = (
        f"{answer['dataset']} under {answer['root']}: {total['classes_used']:,} of "
        f"{counted(total['classes'], 'class')} used, "
        f"{counted(answer['images_per_epoch'], answer['unit'])} per epoch; "
        "effective number of classes "
        f"{precise(total['effective_classes_before'])} before, "
        f"{precise(total['effective_classes_after'])} after; "
        f"{counted(total['classes_short'], 'class')} below the floor"
    )
    missed = (
        "Drawn with replacement by the sampler weights, an epoch is expected to miss "
        f"{precise(total['missed_percent'], '%')} of the images of the classes used."
    )
    return [
        head,
        missed,
        *aligned(
            (
                "WordNet ID",
                "index",
                "planned",
                "sampler weight",
                "loss weight",
                "expected draws",
                "missed",
            ),
            [
                (
                    wnid,
                    str(each["index"]),
                    written(each["planned"]),
                    f"{each['sampler_weight']:.4g}",
                    f"{each['loss_weight']:.4g}",
                    fixed(each["draws"], 1),
                    fixed(each["missed_percent"], 1, "%"),
                )
                for wnid, each in answer["by_wnid"].items()
            ],
        ),
    ]
