"""Command about model errors: of one model, of two, or of the user's own predictions."""

import argparse
from pathlib import Path

import pandas as pd

from explorer.atlas import Atlas
from explorer.audits.boxes import geometry
from explorer.audits.errors import calibration, confusion, label_quality, model_comparison
from explorer.audits.errors import nodes as audits
from explorer.cli import metrics, model_tables, new_images
from explorer.cli.columns import aligned
from explorer.cli.command import ROOT, Answer, Commands
from explorer.errors import ExplorerError, UploadError
from explorer.evaluations import ClassAccuracies, Model, Need, Predictions, lacking
from explorer.evaluations.declared import ILSVRC
from explorer.formatting import counted, fixed, known, precise, records
from explorer.ingest.models import numbering, uploads
from explorer.ingest.models.reading import Choice, ChoiceNeeded, Taken
from explorer.settings import settings
from explorer.views.reading import MODEL
from explorer.wordnet.noun_table import ENTITY

PAIRS = 20
"""Maximum number of confused pairs of classes in the answer."""


def add(commands: Commands) -> None:
    """Register the commands of this module."""
    actions = {
        "show": "analyse the errors of one model",
        "compare": "find the branches in which two models differ significantly",
        metrics.ACTION: metrics.HELP,
        new_images.ACTION: new_images.HELP,
        **{name: each.help for name, each in model_tables.ACTIONS.items()},
    }
    command = commands.add(errors, _write)
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.epilog = "\n".join(
        ["actions:", *(f"  {name:<13}{text}" for name, text in actions.items())]
    )
    command.add_argument(
        "action",
        nargs="?",
        metavar="ACTION",
        choices=list(actions),
        help="what to do, see below (default: show)",
    )
    command.add_argument("--model", help=f"name of a built-in model (default: {MODEL})")
    command.add_argument(
        "--with", dest="other", help="name of a built-in model to compare with; implies compare"
    )
    command.add_argument(
        "--predictions",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="file of your own predictions or accuracies per class; give it twice to compare "
        "two files",
    )
    command.add_argument(
        "--column",
        action="append",
        default=[],
        help="name of the column of predictions in the file; once per file, in the same order",
    )
    command.add_argument(
        "--numbering",
        action="append",
        default=[],
        help="numbering of the classes in the file (and, after a plus sign, of the images), if "
        "it is "
        f"ambiguous: {', '.join(numbering.class_keys())}, ...; once per file, in the same order",
    )
    command.add_argument("--root", default=ENTITY, help=f"{ROOT} (default: entity)")
    command.add_argument(
        "--evaluation",
        default=ILSVRC,
        help="images that the predictions are for: ilsvrc2012 or imagenetv2 (default: ilsvrc2012)",
    )


def errors(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Analyse the errors of a model, compare two models, or list all models."""
    if asked.action in model_tables.ACTIONS:
        return model_tables.answer(atlas, asked)
    if asked.action == new_images.ACTION:
        return new_images.answer(atlas, asked)
    comparing = asked.action != metrics.ACTION and _comparing(asked)
    atlas.hierarchy.position(asked.root)
    models, read = _models(atlas, asked)
    labels = geometry.labels_under(atlas, asked.root)
    if not labels:
        raise ExplorerError(
            f"No class of ILSVRC-2012 is at or under {asked.root}, and predictions are available "
            "for ILSVRC-2012 classes only."
        )
    if asked.action == metrics.ACTION:
        return metrics.answer(atlas, models, read, asked.root)
    if comparing:
        return _compare(atlas, models, read, asked.root)
    model = models[0]
    answer: Answer = {
        "action": "show",
        "evaluation": asked.evaluation,
        "model": model.model,
        "root": asked.root,
        "reassessed": model.truth.about.reassessed,
        "reassessed_labels": model.truth.about.reassessed_labels,
        "read": read[0] if read else None,
        "here": records(audits.nodes(atlas, model, [asked.root]))[0],
        "concept_interval": _concept_interval(atlas, model, asked.root),
        "branches": records(audits.branches(atlas, model, asked.root)),
    }
    if not isinstance(model, Predictions):
        return answer | {"not_available": lacking(model, Need.PREDICTED_CLASS)}
    answer |= {
        "pairs": records(confusion.pairs(atlas, model, labels, PAIRS)),
        "confusion": records(confusion.long(confusion.matrix(atlas, model, asked.root))),
    }
    if asked.evaluation == ILSVRC:  # whose labels were reviewed
        totals = label_quality.totals(label_quality.findings(atlas, model, labels))
        answer["label_quality"] = {key: known(value) for key, value in totals.items()}
    if model.confidence is not None:
        sure, correct = calibration.outcomes(model, labels)
        bins = settings().calibration_bins
        scored = calibration.scores(sure, correct, bins, settings().resamples)
        answer["calibration"] = {
            "expected_calibration_error_points": known(scored.expected_error),
            "perfectly_calibrated_mean_points": known(scored.null_mean),
            "perfectly_calibrated_95_percent_points": known(scored.null_high),
            "debiased_rms_error_points": known(scored.debiased_error),
            "top1_brier_score": known(scored.brier),
            "top1_log_loss_nats": known(scored.log_loss),
            "bins": records(calibration.reliability(sure, correct, bins)),
        }
    return answer


def _comparing(asked: argparse.Namespace) -> bool:
    """Whether to compare two models.

    Raises:
        ExplorerError: more or fewer models are named than the action uses.
    """
    named = [
        *([asked.model] if asked.model else []),
        *(path.name for path in asked.predictions),
        *([asked.other] if asked.other else []),
    ]
    comparing = asked.action == "compare" or (asked.action is None and asked.other is not None)
    if comparing and asked.other and len(named) == 1:
        named = [MODEL, *named]
    if not comparing and asked.other:
        raise ExplorerError(
            "errors show takes one model. To compare two, use errors compare --with NAME."
        )
    if not comparing and len(named) > 1:
        raise ExplorerError(
            f"errors show takes one model, but {len(named)} are named: {', '.join(named)}. To "
            "compare two, use errors compare."
        )
    if comparing and len(named) != 2:
        count = "none is" if not named else "1 is" if len(named) == 1 else f"{len(named)} are"
        raise ExplorerError(
            f"errors compare takes two models, but {count} named. Name them with --model, "
            "--predictions (once or twice) and --with, for example --predictions mine.csv "
            "--with senet154."
        )
    for option, values in (("--column", asked.column), ("--numbering", asked.numbering)):
        if len(values) > len(asked.predictions):
            raise ExplorerError(
                f"{option} is given {counted(len(values), 'time')} for "
                f"{counted(len(asked.predictions), 'file')} of --predictions. Give it once per "
                "file at most."
            )
    return comparing


def _models(atlas: Atlas, asked: argparse.Namespace) -> tuple[list[Model], list[Answer]]:
    """The models in the order in which they are named, and how each file was read."""
    evaluation = atlas.evaluation(asked.evaluation)
    if asked.predictions and asked.evaluation != ILSVRC:
        raise ExplorerError(
            f"Files of predictions must be for {atlas.evaluation(ILSVRC).about.title}. Leave out "
            f"--evaluation {asked.evaluation}."
        )
    found: list[Model] = []
    read: list[Answer] = []
    if asked.model or not asked.predictions:
        found.append(evaluation.model(asked.model or MODEL))
    for at, path in enumerate(asked.predictions):
        choice = Choice(
            *(values[at] if at < len(values) else "" for values in (asked.column, asked.numbering))
        )
        taken = _read(atlas, path, choice, [model.model for model in found])
        found.append(taken.model)
        read.append(_reading(taken))
    if asked.other:
        found.append(evaluation.model(asked.other))
    return found, read


def _read(atlas: Atlas, path: Path, choice: Choice, others: list[str]) -> Taken:
    try:
        return uploads.from_file(path, atlas, settings(), choice, others)
    except ChoiceNeeded as problem:
        option = "--column NAME" if problem.columns else "--numbering KEY"
        raise UploadError(f"{problem} Choose with {option}.") from problem


def _reading(taken: Taken) -> Answer:
    """How a file was read, as plain values."""
    model, reading = taken.model, taken.reading
    if isinstance(model, ClassAccuracies):
        covered: Answer = {"classes": int((model.accuracy == model.accuracy).sum())}
    else:
        covered = {"images": int(model.covered.sum())}
    return {
        "model": model.model,
        **covered,
        "used_columns": [{"use": use, "column": name} for use, name in reading.used],
        "ignored_columns": list(reading.ignored),
        "numbering": reading.numbering.key if reading.numbering else None,
        "numbering_confirmed": reading.confirmed,
        "other_numberings": [option.key for option in reading.others],
        "sentences": reading.sentences(),
        "warnings": list(reading.warnings),
    }


def _compare(atlas: Atlas, models: list[Model], read: list[Answer], root: str) -> Answer:
    first, second = models
    if isinstance(first, ClassAccuracies) or isinstance(second, ClassAccuracies):
        by_class = first if isinstance(first, ClassAccuracies) else second
        raise ExplorerError(lacking(by_class, Need.CORRECTNESS))
    found = model_comparison.compare(atlas, first, second, root)
    return {
        "action": "compare",
        "evaluation": first.truth.about.key,
        "first": first.model,
        "second": second.model,
        "root": root,
        "read": read,
        "verdict": _verdict(found, first.model, second.model),
        "nodes": records(found),
        "better_model_worse": records(model_comparison.against_the_trend(found)),
    }


def _concept_interval(atlas: Atlas, model: Model, root: str) -> list[float | None]:
    """Low and high of the top-1 error for the concept (bootstrap over classes), in percent."""
    low, high = audits.concept_intervals(atlas, model, [root], settings().resamples)
    return [known(low[0]), known(high[0])]


def _verdict(found: pd.DataFrame, first: str, second: str) -> str:
    if found.empty:
        return "The two models have no images in common under this root."
    here = model_comparison.widest(found)
    said = model_comparison.verdict(found, first, second)
    return f"{said} (McNemar, exact: p = {here['p']:.2g})"


def _write(answer: Answer) -> list[str]:
    if answer["action"] in model_tables.ACTIONS:
        return model_tables.write(answer)
    if answer["action"] == new_images.ACTION:
        return new_images.write(answer)
    if answer["action"] == metrics.ACTION:
        read = [line for each in answer["read"] for line in _reading_lines(each)]
        return [*read, *metrics.write(answer)]
    if answer["action"] == "compare":
        return _write_comparison(answer)
    here = answer["here"]
    read = _reading_lines(answer["read"]) if answer["read"] else []
    low, high = answer["concept_interval"]
    figures = [
        ("top-1 error", _percent(here["top1_error"])),
        ("  95% CI, these classes (Wilson)", _interval(here["top1_low"], here["top1_high"])),
        ("  95% CI, the concept (bootstrap over classes)", _interval(low, high)),
        (
            f"top-1 error on images with {answer['reassessed_labels']}",
            _percent(here["top1_rated_error"]),
        ),
        (f"{answer['reassessed']} error", _percent(here["real_error"])),
        ("top-5 error", _percent(here["top5_error"])),
        ("within-subtree error", _percent(here["inside"])),
        ("out-of-subtree error", _percent(here["outside"])),
        ("mistake severity", f"{precise(here['severity'])} edges"),
        (
            "hierarchical distance, all images",
            f"{precise(here['hierarchical_distance'])} edges",
        ),
    ]
    if here["predicted_classes"] < here["classes"]:
        covered = f"{here['predicted_classes']:,} of {here['classes']:,}"
        figures.append(("classes with predictions", covered))
        figures.append(("macro top-1 error of these classes", _percent(here["top1_macro"])))
    if "calibration" in answer:
        error = answer["calibration"]["expected_calibration_error_points"]
        figures.append(("expected calibration error", f"{precise(error)} points"))
    branches = [
        (row["name"], row["wnid"], _percent(row["top1_error"]), _percent(row["real_error"]))
        for row in answer["branches"]
    ]
    header = ("branch", "WordNet ID", "top-1 error", f"{answer['reassessed']} error")
    images = counted(here["images"], "image")
    return [
        *read,
        f"{answer['model']} at {here['name']} {here['wnid']}, {images}:",
        *aligned(("measure", "value"), figures, indent="  "),
        *(["", *aligned(header, branches, indent="  ")] if branches else []),
    ]


def _write_comparison(answer: Answer) -> list[str]:
    nodes = [
        (
            row["name"],
            row["wnid"],
            _percent(row["error_first"]),
            _percent(row["error_second"]),
            f"{row['q']:.2g}",
        )
        for row in answer["nodes"]
        if row["different"]
    ]
    header = ("synset", "WordNet ID", answer["first"], answer["second"], "q")
    return [
        *(line for each in answer["read"] for line in _reading_lines(each)),
        answer["verdict"],
        *(
            ["Top-1 error of the synsets that differ significantly:", *aligned(header, nodes)]
            if nodes
            else ["No synset differs significantly."]
        ),
    ]


def _interval(low: float | None, high: float | None) -> str:
    return f"{_percent(low)} to {_percent(high)}"


def _reading_lines(read: Answer) -> list[str]:
    """How a file was read, as lines."""
    what = "images" if "images" in read else "classes"
    covered = counted(read[what], what)
    return [
        f"{read['model']}, {covered}. {read['sentences'][0]}",
        *(f"  {sentence}" for sentence in read["sentences"][1:]),
        *(f"  Warning: {sentence}" for sentence in read["warnings"]),
    ]


def _percent(value: float | None) -> str:
    return fixed(value, 2, "%")
