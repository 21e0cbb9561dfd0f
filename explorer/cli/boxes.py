"""Commands about bounding boxes and about fine-grained branches."""

import argparse

from explorer.atlas import Atlas
from explorer.audits import breeds as branches
from explorer.audits.boxes import geometry
from explorer.audits.boxes import packages as audits
from explorer.cli.columns import aligned
from explorer.cli.command import ROOT, Answer, Commands
from explorer.formatting import counted, known, precise, records, written
from explorer.wordnet.noun_table import ENTITY


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    commands.add(boxes, _write_boxes, dataset=geometry.BUILT_IN).add_argument(
        "--root", default=ENTITY, help=f"{ROOT} (default: entity)"
    )
    commands.add(breeds, _write_breeds).add_argument(
        "--root", default=branches.DOG, help=f"{ROOT} (default: dog)"
    )


def boxes(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Show which classes have bounding boxes, how many, how large and where."""
    at = atlas.hierarchy.positions([asked.root])
    rolled = atlas.roll_up("fall11")
    packages = audits.packages(atlas, asked.root)
    dataset = atlas.dataset(asked.dataset)
    every = dataset.boxes
    labels = geometry.labels_under(atlas, asked.root, dataset.key)
    own = every.of(labels)
    return {
        "root": asked.root,
        "dataset": asked.dataset,
        "title": dataset.title,
        "name": atlas.lexicon.name(asked.root),
        "packages": {
            "classes": len(packages),
            "note": audits.beyond_fall_2011(atlas, asked.root),
            **{
                answer: int((packages["box_package"] == answer).sum())
                for answer in ("yes", "no", "uncertain")
            },
            "boxed_classes_percent": known(rolled.subtree("boxed_classes", at)[0]),
            "boxed_images_percent": known(rolled.subtree("boxed_images", at)[0]),
        },
        "own_boxes" if dataset.own else "validation": {
            "classes": len(labels),
            **{key: known(value) for key, value in geometry.summary(own).items()},
            "by_class": records(geometry.classes(atlas, every, labels)),
            "positions_percent": geometry.positions(own).round(3).tolist(),
        },
        "detection": records(audits.detection(atlas, asked.root)),
        "published_totals": records(audits.published()),
    }


def breeds(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Compare a fine-grained branch in ImageNet-21K, ILSVRC-2012 and Stanford Dogs."""
    atlas.hierarchy.position(asked.root)
    return {
        "root": asked.root,
        "name": atlas.lexicon.name(asked.root),
        "summary": {
            key: known(value) for key, value in branches.summary(atlas, asked.root).items()
        },
        "groups": records(branches.groups(atlas, asked.root)),
        "members": records(branches.members(atlas, asked.root)),
    }


def _write_boxes(answer: Answer) -> list[str]:
    packages, own = answer["packages"], answer.get("own_boxes")
    found = own or answer["validation"]
    whose = answer["title"] if own else "ILSVRC-2012 validation"
    listed, boxed = (counted(each["classes"], "class") for each in (packages, found))
    return [
        f"{answer['root']}  {answer['name']}",
        f"  with a box package: {packages['yes']:,} of {listed} of ImageNet-21K",
        *([f"    {packages['note']}"] if packages["note"] else []),
        f"  box package uncertain: {counted(packages['uncertain'], 'class')}",
        f"  {whose}: {counted(found['boxes'], 'box')} of {boxed}",
        f"  boxes per image: {precise(found['boxes_per_image'])}",
        f"  images with several objects: {precise(found['several_percent'], '%')}",
        f"  mean object scale: {precise(found['mean_scale'], '%')}",
        f"  mean object scale per class: {precise(found['class_scale'], '%')}",
        f"  median object scale: {precise(found['median_scale'], '%')}",
    ]


def _write_breeds(answer: Answer) -> list[str]:
    total = answer["summary"]
    head = (
        f"{answer['root']}  {answer['name']}: {counted(total['fall11'], 'class')} in ImageNet-21K, "
        f"{total['ilsvrc2012']:,} in ILSVRC-2012, {total['stanford-dogs']:,} in Stanford Dogs"
    )
    lists = ("fall11", "ilsvrc2012", "stanford-dogs")
    rows = [
        (row["name"], row["wnid"], *(written(row[key]) for key in lists))
        for row in answer["groups"]
    ]
    return [head, *aligned(("group", "WordNet ID", *lists), rows, indent="  ")]
