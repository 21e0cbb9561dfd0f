"""Model errors in a terminal: one model, two models, or a file of one's own."""

import argparse
from pathlib import Path

import pandas as pd

from explorer import predictions
from explorer.atlas import Atlas
from explorer.audits import box_geometry, calibration, confusion, label_quality, model_comparison
from explorer.audits import errors as audits
from explorer.cli.command import SYNSET, Answer, Commands
from explorer.errors import ExplorerError, UploadError
from explorer.formatting import known, precise, records
from explorer.ingest import uploads
from explorer.ingest.predictions import Taken
from explorer.predictions import ClassAccuracies, Model
from explorer.settings import settings
from explorer.views.reading import MODEL
from explorer.wordnet import ENTITY

PAIRS = 20


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add(errors, _write)
    command.add_argument(
        "action",
        nargs="?",
        choices=["show", "compare"],
        default="show",
        help="show one model (the default), or compare two",
    )
    command.add_argument("--model", default=MODEL, help=f"name of a model (default: {MODEL})")
    command.add_argument("--with", dest="other", help="name of the model to compare with")
    command.add_argument(
        "--predictions", type=Path, help="a file of your own predictions, instead of --model"
    )
    command.add_argument("--root", default=ENTITY, help=f"{SYNSET} (default: entity)")


def errors(atlas: Atlas, asked: argparse.Namespace) -> Answer:
    """Where a model fails, and where two models differ."""
    atlas.hierarchy.position(asked.root)
    model, taken = _model(atlas, asked)
    labels = box_geometry.labels_under(atlas, asked.root)
    if not labels:
        raise ExplorerError(
            f"No class of ILSVRC-2012 is at or under {asked.root}, and predictions are known of "
            "its validation images only."
        )
    if asked.action == "compare":
        return _compare(atlas, model, asked)
    answer: Answer = {
        "action": "show",
        "model": model.model,
        "root": asked.root,
        "read": taken,
        "here": records(audits.nodes(atlas, model, [asked.root]))[0],
        "concept_interval": _concept_interval(atlas, model, asked.root),
        "branches": records(audits.branches(atlas, model, asked.root)),
    }
    if isinstance(model, ClassAccuracies):
        return answer
    answer |= {
        "pairs": records(confusion.pairs(atlas, model, labels, PAIRS)),
        "confusion": records(confusion.long(confusion.matrix(atlas, model, asked.root))),
        "label_quality": {
            key: known(value)
            for key, value in label_quality.totals(
                label_quality.findings(atlas, model, labels)
            ).items()
        },
    }
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


def _model(atlas: Atlas, asked: argparse.Namespace) -> tuple[Model, Answer | None]:
    """The model that is asked for; of a file, what was read."""
    path: Path | None = asked.predictions
    if path is None:
        return predictions.find(asked.model), None
    try:
        if path.stat().st_size > settings().upload_megabytes * 1_000_000:
            raise UploadError(
                f"{path.name} is larger than the limit of {settings().upload_megabytes:,} MB."
            )
        data = path.read_bytes()
    except OSError as problem:
        raise UploadError(
            f"The file {str(path)[:200]!r} cannot be read ({problem.strerror})."
        ) from problem
    taken = uploads.model(path.name, data, atlas, settings())
    if isinstance(taken, Taken):
        return taken.predictions, {"images": taken.images, "ignored_columns": list(taken.ignored)}
    return taken, {"classes": int((taken.accuracy == taken.accuracy).sum())}


def _compare(atlas: Atlas, first: Model, asked: argparse.Namespace) -> Answer:
    if asked.other is None:
        raise ExplorerError("Name the model to compare with: --with senet154.")
    second = predictions.find(asked.other)
    if isinstance(first, ClassAccuracies) or isinstance(second, ClassAccuracies):
        raise ExplorerError("Two models can be compared only by their guesses image by image.")
    found = model_comparison.compare(atlas, first, second, asked.root)
    return {
        "action": "compare",
        "first": first.model,
        "second": second.model,
        "root": asked.root,
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
        return "The two models have no images in common here."
    here = model_comparison.widest(found)
    said = model_comparison.verdict(found, first, second)
    return f"{said} (McNemar, exact: p = {here['p']:.2g})"


def _write(answer: Answer) -> list[str]:
    if answer["action"] == "compare":
        return [answer["verdict"]] + [
            f"{row['name']} {row['wnid']}: {row['error_first']:.2f} % {answer['first']}, "
            f"{row['error_second']:.2f} % {answer['second']}, q = {row['q']:.2g}"
            for row in answer["nodes"]
            if row["different"]
        ]
    here = answer["here"]
    top1 = f"Wilson, these classes: {_percent(here['top1_low'])} to {_percent(here['top1_high'])}"
    lines = [
        f"{answer['model']} at {here['name']} {here['wnid']}, {here['images']:,} images:",
        f"  top-1 error {_percent(here['top1_error'])} ({top1})",
        f"  top-1 error on images with a ReaL label {_percent(here['top1_rated_error'])}",
        f"  ReaL error {_percent(here['real_error'])}",
        f"  top-5 error {_percent(here['top5_error'])}",
        f"  within-subtree error {_percent(here['inside'])}, outside {_percent(here['outside'])}",
        f"  mistake severity {precise(here['severity'])} edges",
        f"  hierarchical distance, all images {precise(here['hierarchical_distance'])} edges",
    ]
    low, high = answer["concept_interval"]
    lines.insert(
        2, f"  for the concept (bootstrap over classes) {_percent(low)} to {_percent(high)}"
    )
    lines += [
        f"  {row['name']} {row['wnid']}: top-1 error {_percent(row['top1_error'])}, ReaL "
        f"{_percent(row['real_error'])}"
        for row in answer["branches"]
    ]
    if here["predicted_classes"] < here["classes"]:
        lines.append(
            f"  covers {here['predicted_classes']:,} of {here['classes']:,} classes; macro top-1 "
            f"error (mean over these) {_percent(here['top1_macro'])}"
        )
    if "calibration" in answer:
        error = answer["calibration"]["expected_calibration_error_points"]
        lines.append(f"  expected calibration error {precise(error)} points")
    return lines


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f} %"
