"""``errors metrics``: metrics that know the hierarchy, of one model or the difference of two."""

from typing import Any

from explorer.atlas import Atlas
from explorer.audits.errors import class_precision, metric_tables
from explorer.cli.command import Answer
from explorer.errors import ExplorerError
from explorer.evaluations import Model, Need, Predictions, lacking
from explorer.formatting import counted, fixed, records

ACTION = "metrics"
HELP = (
    "hierarchical precision, recall and F1, distance, precision by class, for one model or as "
    "differences of two"
)
LINES = 10
"""Classes that are printed; JSON has all."""


def answer(atlas: Atlas, models: list[Model], read: list[Answer], root: str) -> Answer:
    """The answer to ``errors metrics``.

    Raises:
        ExplorerError: there are more than two models, or predicted classes of one are not known.
    """
    known = [_with_classes(model) for model in models]
    if len(known) > 2:
        raise ExplorerError(f"errors {ACTION} is for one model or two, and {len(known)} are named.")
    shared: Answer = {
        "action": ACTION,
        "evaluation": known[0].truth.about.key,
        "root": root,
        "models": [model.model for model in known],
        "read": read,
    }
    if len(known) == 2:
        found = metric_tables.differences(atlas, known[0], known[1], root)
        return shared | {"differences": records(found)}
    model = known[0]
    classes = class_precision.classes(atlas, model, root)
    return shared | {
        "verdict": class_precision.verdict(classes),
        "metrics": records(metric_tables.summary(atlas, model, root)),
        "distance_at": records(metric_tables.distance_at(atlas, model, root)),
        "branches": records(class_precision.branches(atlas, model, root)),
        "classes": records(classes),
        "by_training_images": {
            key: records(
                class_precision.by_frequency(
                    classes,
                    atlas.dataset(key),
                    *class_precision.thirds(atlas.dataset(key), model.truth.wnids),
                )
            )
            for key in class_precision.training_sets(atlas, model.truth)
        },
    }


def write(answered: Answer) -> list[str]:
    """An answer as lines of text."""
    if "differences" in answered:
        first, second = answered["models"]
        return [
            f"{second} less {first}, {answered['differences'][0]['images']:,} images of both:",
            *(
                f"  {row['title']}: {_value(row, 'difference', signed=True)} "
                f"(95% CI {_bare(row, 'low')} to {_bare(row, 'high')}), from "
                f"{_value(row, 'first')} to {_value(row, 'second')}"
                for row in answered["differences"]
            ),
        ]
    groups = [
        f"{key}, {row['group']}, {counted(row['classes'], 'class')}: recall "
        f"{fixed(row['recall'], 2, '%')}, precision {fixed(row['precision'], 2, '%')}, F1 "
        f"{fixed(row['f1'], 2, '%')}"
        for key, rows in answered["by_training_images"].items()
        for row in rows
        if row["classes"]
    ]
    return [
        answered["verdict"],
        *(
            f"  {row['title']}: {_value(row, 'value')} (95% CI {_bare(row, 'low')} to "
            f"{_bare(row, 'high')})"
            for row in answered["metrics"]
        ),
        *(
            f"  Hierarchical distance of the first {row['k']}: {fixed(row['distance'], 3)} edges"
            for row in answered["distance_at"]
            if row["k"] > 1
        ),
        *(f"  {group}" for group in groups),
        *(
            f"{row['name']} {row['wnid']}: F1 {fixed(row['f1'], 2, '%')}, recall "
            f"{fixed(row['recall'], 2, '%')}, precision {fixed(row['precision'], 2, '%')}"
            for row in answered["classes"][:LINES]
        ),
    ]


def _bare(row: dict[str, Any], name: str) -> str:
    """A figure of a metric without its unit."""
    return fixed(row[name], 2 if row["unit"] == "%" else 3)


def _value(row: dict[str, Any], name: str, *, signed: bool = False) -> str:
    """A figure of a metric in its unit; of a difference of shares that is percentage points."""
    share = row["unit"] == "%"
    unit = " points" if signed and share else " %" if share else " edges"
    sign = "+" if signed and row[name] is not None and row[name] > 0 else ""
    return f"{sign}{_bare(row, name)}{unit}"


def _with_classes(model: Model) -> Predictions:
    if not isinstance(model, Predictions):
        raise ExplorerError(lacking(model, Need.PREDICTED_CLASS, f"errors {ACTION} needs"))
    return model
