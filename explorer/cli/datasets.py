"""The data sets in a terminal: which there are, and the classes of one by its own names."""

import argparse
from typing import Any

from explorer.atlas import Atlas
from explorer.audits import class_list
from explorer.cli.command import Answer, Commands
from explorer.datasets import DataSet
from explorer.formatting import counted, known, records
from explorer.wordnet.noun_table import ENTITY


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    listed = commands.add(datasets, _write)
    listed.add_argument("key", nargs="?", help="one data set, such as coco2017 (default: all)")
    listed.add_argument(
        "--classes",
        action="store_true",
        help="list its classes by its own names: synset, certainty, counts",
    )


def datasets(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """List the data sets, or describe one and the synsets of its classes."""
    keys = list(atlas.datasets) if asked.key is None else [atlas.dataset(asked.key).key]
    answer: Answer = {"datasets": [_about(atlas, atlas.dataset(key)) for key in keys]}
    if asked.classes and asked.key is not None:
        found = class_list.class_list(atlas, asked.key)
        edges = class_list.own_edges(atlas, asked.key)
        answer |= {
            "certainty": class_list.certainties(found),
            "classes": records(found),
            "own_edges": records(edges),
        }
    return answer


def _about(atlas: Atlas, dataset: DataSet) -> dict[str, Any]:
    at = atlas.hierarchy.positions([ENTITY])
    rolled = atlas.roll_up(dataset.key)
    published = class_list.images_in_all(dataset)
    names = None if dataset.mapping is None else dataset.mapping.read()
    return {
        "key": dataset.key,
        "title": dataset.title,
        "group": dataset.group,
        "summary": dataset.summary,
        "note": dataset.note,
        "caveats": class_list.caveats(dataset),
        "synsets": len(dataset),
        "class_names": None if names is None else len(names),
        "class_names_without_synset": None if names is None else int((names["wnid"] == "").sum()),
        "images_published": None
        if published is None
        else {"images": published.images, "of": published.of, "document": published.document},
        "totals": {
            measure.key: {
                "label": measure.label,
                "unit": measure.unit,
                "value": known(rolled.subtree(measure.key, at)[0]),
                "classes_not_known": int(rolled.unknown(measure.key, at)[0]),
                "source": measure.source,
            }
            for measure in dataset.measures
            if measure.denominator is None
        },
    }


def _write(answer: Answer) -> list[str]:
    lines: list[str] = []
    several = len(answer["datasets"]) > 1
    group = ""
    for each in answer["datasets"]:
        if several and each["group"] != group:
            group = each["group"]
            lines.append(group)
        if several:
            lines.append(f"  {each['key']}: {each['title']}, {counted(each['synsets'], 'synset')}")
            continue
        lines += [f"{each['key']}: {each['title']}", f"  {each['summary']}"]
        lines += [f"  {said}" for said in (each["note"], each["caveats"]) if said]
        lines += [f"  {total['label']}: {_total(total)}" for total in each["totals"].values()]
    for row in answer.get("classes", []):
        where = f"{row['wnid']} {row['synset']}" if row["wnid"] else "–"
        differs = f" ({row['differs']})" if row["differs"] else ""
        lines.append(f"  {row['id']}  {row['class_name']}: {where}; {row['certainty']}{differs}")
    if edges := answer.get("own_edges"):
        confirmed = sum(edge["confirmed"] for edge in edges)
        lines.append(f"  WordNet confirms {confirmed:,} of its own {len(edges):,} is-a edges.")
    return lines


def _total(total: dict[str, Any]) -> str:
    """A total with its unit, and how many classes are not in it."""
    value, unknown = counted(total["value"], total["unit"]), total["classes_not_known"]
    if not unknown or total["value"] is None:
        return value
    return f"at least {value}; {counted(unknown, 'class')} without a count"
