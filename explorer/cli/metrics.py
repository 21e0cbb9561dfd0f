"""``errors metrics``: hierarchical metrics of one model, or the differences of two."""

from typing import Any

from explorer.atlas import Atlas
from explorer.audits.errors import class_precision, metric_tables
from explorer.cli.columns import aligned
from explorer.cli.command import Answer
from explorer.errors import ExplorerError
from explorer.evaluations import Model, Need, Predictions, lacking
from explorer.formatting import fixed, records, written

ACTION = "metrics"
HELP = "compute hierarchical metrics and precision per class, of one model or as differences of two"
LINES = 10
"""Maximum number of classes in the text; the JSON has all."""


def answer(atlas: Atlas, models: list[Model], read: list[Answer], root: str) -> Answer:
    """The answer to ``errors metrics``.

    Raises:
        ExplorerError: more than two models are named, or one has no predicted classes.
    """
    known = [_with_classes(model) for model in models]
    if len(known) > 2:
        raise ExplorerError(f"errors {ACTION} takes one or two models, but {len(known)} are named.")
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
            (
                f"{second} minus {first}, on the {answered['differences'][0]['images']:,} images "
                "that "
                "both cover:"
            ),
            *aligned(
                ("metric", first, second, "difference", "95% CI"),
                [
                    (
                        row["title"],
                        _value(row, "first"),
                        _value(row, "second"),
                        _value(row, "difference", signed=True),
                        _interval(row),
                    )
                    for row in answered["differences"]
                ],
                indent="  ",
            ),
        ]
    metrics = [(row["title"], _value(row, "value"), _interval(row)) for row in answered["metrics"]]
    metrics += [
        (
            f"Hierarchical distance, first {row['k']} predictions",
            f"{fixed(row['distance'], 3)} edges",
            "",
        )
        for row in answered["distance_at"]
        if row["k"] > 1
    ]
    groups = [
        (key, row["group"], written(row["classes"]), *_shares(row))
        for key, rows in answered["by_training_images"].items()
        for row in rows
        if row["classes"]
    ]
    classes = [(row["name"], row["wnid"], *_shares(row)) for row in answered["classes"][:LINES]]
    shares = ("F1", "recall", "precision")
    return [
        answered["verdict"],
        *aligned(("metric", "value", "95% CI"), metrics, indent="  "),
        "",
        *aligned(("training set", "group", "classes", *shares), groups, indent="  "),
        "",
        *aligned(("class", "WordNet ID", *shares), classes, indent="  "),
    ]


def _shares(row: dict[str, Any]) -> list[str]:
    return [fixed(row[name], 2, "%") for name in ("f1", "recall", "precision")]


def _interval(row: dict[str, Any]) -> str:
    return f"{_bare(row, 'low')} to {_bare(row, 'high')}"


def _bare(row: dict[str, Any], name: str) -> str:
    """A value of a metric without its unit."""
    return fixed(row[name], 2 if row["unit"] == "%" else 3)


def _value(row: dict[str, Any], name: str, *, signed: bool = False) -> str:
    """A value of a metric with its unit; differences of shares are in percentage points."""
    share = row["unit"] == "%"
    unit = " points" if signed and share else " %" if share else " edges"
    sign = "+" if signed and row[name] is not None and row[name] > 0 else ""
    return f"{sign}{_bare(row, name)}{unit}"


def _with_classes(model: Model) -> Predictions:
    if not isinstance(model, Predictions):
        raise ExplorerError(lacking(model, Need.PREDICTED_CLASS, f"errors {ACTION} needs"))
    return model
