"""Command that lists the data sets, or the classes of one by their own names."""

import argparse
from typing import Any

from explorer.atlas import Atlas
from explorer.audits import class_list
from explorer.cli.columns import aligned
from explorer.cli.command import Answer, Commands
from explorer.datasets import DataSet
from explorer.formatting import counted, known, records, written
from explorer.wordnet.noun_table import ENTITY


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    listed = commands.add(datasets, _write)
    listed.add_argument(
        "key", nargs="?", help="key of one data set, such as coco2017 (default: all)"
    )
    listed.add_argument(
        "--classes",
        action="store_true",
        help="list its classes by their own names, each with its synset and how certain that is",
    )


def datasets(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """List the data sets, or describe one and list its classes."""
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
    if len(answer["datasets"]) > 1:
        return _write_list(answer["datasets"])
    about = answer["datasets"][0]
    lines = [f"{about['key']}: {about['title']}", f"  {about['summary']}"]
    lines += [f"  {sentence}" for sentence in (about["note"], about["caveats"]) if sentence]
    totals = [(total["label"], _total(total)) for total in about["totals"].values()]
    lines += aligned(("measure", "total"), totals, indent="  ")
    rows = [
        (
            str(row["id"]),
            row["class_name"],
            row["wnid"] or "–",
            row["synset"] or "–",
            row["certainty"] + (f" ({row['differs']})" if row["differs"] else ""),
        )
        for row in answer.get("classes", [])
    ]
    lines += aligned(("id", "class", "WordNet ID", "synset", "certainty"), rows, indent="  ")
    if edges := answer.get("own_edges"):
        confirmed = sum(edge["confirmed"] for edge in edges)
        lines.append(
            f"  WordNet confirms {confirmed:,} of the data set's own "
            f"{counted(len(edges), 'is-a edge')}."
        )
    return lines


def _total(total: dict[str, Any]) -> str:
    """A total, with the number of classes whose count is unknown."""
    value, unknown = written(total["value"]), total["classes_not_known"]
    if not unknown or total["value"] is None:
        return value
    return f"at least {value}; {counted(unknown, 'class')} without a count"


def _write_list(listed: list[dict[str, Any]]) -> list[str]:
    rows = [(each["key"], each["title"], written(each["synsets"])) for each in listed]
    header, *lines = aligned(("data set", "title", "synsets"), rows, indent="  ")
    written_lines, group = [header], ""
    for each, line in zip(listed, lines, strict=True):
        if each["group"] != group:
            group = each["group"]
            written_lines.append(group)
        written_lines.append(line)
    return written_lines
