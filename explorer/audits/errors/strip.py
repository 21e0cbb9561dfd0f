"""A model's errors over the hierarchy: classes in WordNet's order, and the branches over them.

Errors are divided by the reassessed labels of their images, which reject the prediction as well,
accept it, or do not exist.
"""

import dataclasses
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.errors import model_comparison
from explorer.audits.overview import BRANCHES
from explorer.evaluations import ByImage, Flags, Model, Predictions, Truth
from explorer.evaluations.class_errors import by_class, classes_below, wrong, wrong_real
from explorer.formatting import counted, fixed
from explorer.owner import kept_by
from explorer.statistics import SIGNIFICANT
from explorer.wordnet.depth_first import REST, Branch, depth_first
from explorer.wordnet.hierarchy import Hierarchy
from explorer.wordnet.noun_table import ENTITY

PARTS = ("rejected", "unrated", "accepted")
"""The kinds of errors: the reassessed labels reject the prediction too, are missing, accept it."""

OUTSIDE = "under no entry point"
"""Name of the branch of all classes under none of the entry points."""

NARROWEST = 400
"""A band is at least this part of the strip's width, about 3 pixels: less could not be clicked."""

LEAST_CLASSES = 5
"""A branch needs as many classes to be named as the one with the highest or the lowest error."""


@dataclass(frozen=True, eq=False)
class Strip:
    """What the strip shows.

    Attributes:
        overall: of one model, its error over all its images; of two, the difference; in percent
            and percentage points.
        classes: one row per class in the order of the hierarchy; see ``errors`` and ``differences``
            for its columns.
        branches: one row per branch, parents before their children, with the same columns and
            level, first and end (places in ``classes``). The first row is the synset itself.
    """

    overall: float
    classes: pd.DataFrame
    branches: pd.DataFrame


@kept_by("truth")
def layout(hierarchy: Hierarchy, truth: Truth, focus: str) -> Sequence[Branch]:
    """The evaluation's classes at or under a synset in order; at the root from the entry points."""
    return depth_first(hierarchy, truth.wnids, focus, BRANCHES if focus == ENTITY else ())


@kept_by("model")
def errors(atlas: Atlas, model: Model, focus: str) -> Strip:
    """The errors of a model at the classes and the branches of a synset.

    For a model without predicted classes, errors cannot be divided: their kinds are NaN.

    Returns:
        Columns: wnid, name, classes (with a prediction), images (with a prediction), error
        (percent of these images; NaN without any), its parts by ``PARTS`` (percentage points)
        and difference (error less ``Strip.overall``). Branches count all their distinct classes,
        which may be more than those in their run.
    """
    counts = _counts(atlas.hierarchy, model)
    images = counts["images"].sum()
    overall = float(counts["wrong"].sum() / images * 100) if images else float("nan")

    def shown(named: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
        shares = _percent(sums, ["wrong", *PARTS]).rename(columns={"wrong": "error"})
        frame = pd.concat([named, sums[["classes", "images"]], shares], axis="columns")
        return frame.assign(difference=frame["error"] - overall)

    return _strip(atlas, model.truth, focus, counts, overall, shown)


@kept_by("first")
def differences(atlas: Atlas, first: ByImage, second: ByImage, focus: str) -> Strip:
    """The second model's error less the first one's, over the images that both cover.

    Returns:
        Columns: wnid, name, classes and images (that both cover), error_first and error_second
        (percent), difference (percentage points, second less first), q (McNemar's exact test of the
        synset's set of classes, adjusted over the whole hierarchy; NaN where no outcome could be
        significant) and different (q under 0.05).
    """
    both = np.asarray(first.covered & second.covered)
    truth = first.truth
    counts = pd.DataFrame(
        {
            "images": _by_label(truth, both),
            "first": _by_label(truth, np.asarray(wrong(first) & both)),
            "second": _by_label(truth, np.asarray(wrong(second) & both)),
        }
    )
    counts.insert(0, "classes", (counts["images"] > 0).astype(np.float64))
    total = counts.sum()
    images = total["images"]
    overall = float((total["second"] - total["first"]) / images * 100) if images else float("nan")

    def shown(named: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
        shares = _percent(sums, ["first", "second"]).add_prefix("error_")
        real = named["wnid"] != REST
        q = np.full(len(named), np.nan)
        positions = atlas.hierarchy.positions(named["wnid"][real])
        q[real] = model_comparison.q_values(atlas.hierarchy, first, second, positions)
        frame = pd.concat([named, sums[["classes", "images"]], shares], axis="columns")
        return frame.assign(
            difference=frame["error_second"] - frame["error_first"], q=q, different=q < SIGNIFICANT
        )

    return _strip(atlas, truth, focus, counts, overall, shown)


def bands(found: Strip, levels: int, most: int) -> pd.DataFrame:
    """The branches that the strip draws as bands.

    The synset itself is the first row unless it is the root, which would add nothing; a click on
    it leads to its parent, which the caller knows.

    Args:
        found: what ``errors`` or ``differences`` gave.
        levels: levels below the synset.
        most: bands; the ones with the shortest runs are left out.

    Returns:
        The rows of ``Strip.branches`` that are drawn, with ``level`` counted from 1, ``value``
        (what colours show, the difference) and ``faded`` (whether it is not significant).
    """
    every = found.branches
    top = 0 if every["wnid"].iloc[0] != ENTITY else 1
    chosen = every[every["level"].between(top, levels)]
    run = chosen["end"] - chosen["first"]
    wide = run * NARROWEST >= len(found.classes)
    # Sorted stably, a parent comes before its children of the same run.
    kept = run[wide].sort_values(ascending=False, kind="stable").head(most).index
    chosen = chosen.loc[kept.sort_values()]
    faded = ~chosen["different"] if "different" in chosen else np.zeros(len(chosen), dtype=bool)
    return chosen.assign(
        level=chosen["level"] + 1 - top, value=chosen["difference"], faded=faded
    ).reset_index(drop=True)


def verdict(found: Strip, model: str) -> str:
    """What the strip of one model shows, in sentences.

    Args:
        found: what ``errors`` gave.
        model: its name, as it is to be written.
    """
    here = found.branches.iloc[0]
    if not here["images"] > 0:
        return f"{model} has no prediction for these images."
    away = here["difference"]
    compared = (
        ""
        if abs(away) < 0.05
        else f", {fixed(abs(away), 1)} percentage points {'above' if away > 0 else 'below'} its "
        "error over all classes"
    )
    text = (
        f"{model} is wrong on {fixed(here['error'], 1, '%')} of {counted(here['images'], 'image')}"
        f"{compared}."
    )
    extremes = _extremes(found.branches)
    if extremes is not None:
        low, high = extremes
        text += (
            f" Of branches with {LEAST_CLASSES} classes or more, its error is highest at "
            f"{high['name']} ({fixed(high['error'], 1, '%')}) and lowest at {low['name']} "
            f"({fixed(low['error'], 1, '%')})."
        )
    return text


def parts_verdict(found: Strip, labels: str) -> str:
    """How the errors of the synset divide by the reassessed labels, in a sentence; may be empty.

    Args:
        found: what ``errors`` gave.
        labels: what the reassessed labels are called: "ReaL labels".
    """
    here = found.branches.iloc[0]
    if not here["error"] > 0 or np.isnan(here["accepted"]):
        return ""
    shares = {part: fixed(here[part] / here["error"] * 100, 0, "%") for part in PARTS}
    return (
        f"Of these errors, {shares['accepted']} are accepted by {labels}, {shares['unrated']} are "
        f"on images without any, and {shares['rejected']} are wrong by {labels} too."
    )


def labels_called(model: Model) -> str:
    """What the reassessed labels of a model's images are called: "ReaL labels"."""
    return model.truth.about.reassessed_labels


def _extremes(
    branches: pd.DataFrame,
) -> tuple[Mapping[Hashable, Any], Mapping[Hashable, Any]] | None:
    """The branches below the top with the lowest and the highest error, of those large enough."""
    enough = branches.iloc[1:]
    enough = enough[(enough["classes"] >= LEAST_CLASSES) & (enough["wnid"] != REST)]
    if len(enough) < 2:
        return None
    rows = enough.sort_values("error", kind="stable").to_dict("records")
    return rows[0], rows[-1]


@kept_by("model")
def _counts(hierarchy: Hierarchy, model: Model) -> pd.DataFrame:
    """By class index: classes (1 if predicted), images, wrong, and the wrong by ``PARTS``."""
    own = by_class(hierarchy, model)
    counts = own[["predicted_classes", "predicted_images", "top1_wrong"]]
    counts = counts.set_axis(["classes", "images", "wrong"], axis="columns")
    if not isinstance(model, Predictions):
        return counts.assign(**dict.fromkeys(PARTS, np.nan))
    missed, rejected, rated = wrong(model), wrong_real(model), model.truth.rated
    kinds = (missed & rejected, missed & ~rated, missed & rated & ~rejected)
    return counts.assign(
        **{
            part: _by_label(model.truth, np.asarray(flags))
            for part, flags in zip(PARTS, kinds, strict=True)
        }
    )


def _by_label(truth: Truth, flags: Flags) -> Numbers:
    return np.bincount(truth.labels[flags], minlength=truth.classes).astype(np.float64)


def _percent(sums: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return sums[columns].div(sums["images"].where(sums["images"] > 0), axis="index") * 100


def _strip(
    atlas: Atlas,
    truth: Truth,
    focus: str,
    counts: pd.DataFrame,
    overall: float,
    shown: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame],
) -> Strip:
    """The strip of columns per class: ``shown`` makes figures of names and sums."""
    placed = layout(atlas.hierarchy, truth, focus)
    wnids = [branch.wnid for branch in placed if branch.wnid in truth.index]
    run = counts.iloc[[truth.index[wnid] for wnid in wnids]].reset_index(drop=True)
    names = iter(atlas.lexicon.telling_names(each.wnid for each in placed if each.wnid != REST))
    branches = pd.DataFrame([dataclasses.asdict(branch) for branch in placed])
    branches["name"] = [OUTSIDE if wnid == REST else next(names) for wnid in branches["wnid"]]
    below = classes_below(atlas.hierarchy, truth)
    real = branches["wnid"] != REST
    sums = np.empty((len(placed), counts.shape[1]))
    sums[real] = below[:, atlas.hierarchy.positions(branches["wnid"][real])].T @ counts.to_numpy()
    for at in np.flatnonzero(~real).tolist():
        sums[at] = run.iloc[placed[at].first : placed[at].end].sum()
    named = branches.set_index("wnid")["name"]
    return Strip(
        overall,
        shown(pd.DataFrame({"wnid": wnids, "name": named[wnids].tolist()}), run),
        branches[["level", "first", "end"]].join(
            shown(branches[["wnid", "name"]], pd.DataFrame(sums, columns=counts.columns))
        ),
    )
