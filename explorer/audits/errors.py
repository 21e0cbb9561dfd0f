"""Where a model fails: its errors at every node and their severity, on original labels and ReaL.

Errors roll up like any other figure: columns by class, summed over the distinct classes of a
subtree. On original labels an error is a top-1 prediction that is not the label; on ReaL, over
the images that have a reassessed label, a top-1 prediction that is none of them.
"""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from explorer import datasets, facts
from explorer.atlas import Atlas
from explorer.audits.overview import branches_of
from explorer.closure import Integers, Numbers
from explorer.datasets import DataSet, Figures, Group, Measure
from explorer.hierarchy import Hierarchy
from explorer.predictions import (
    CLASSES,
    OWN,
    ClassAccuracies,
    Flags,
    Model,
    Predictions,
    Validation,
    validation,
)
from explorer.statistics import bootstrap_share, wilson

SOURCE = "validation_predictions"


@lru_cache(maxsize=2)
def ancestors(hierarchy: Hierarchy) -> sparse.csr_array:
    """Classes x synsets: 1 where a synset is a class of the challenge or above it."""
    members = hierarchy.positions(validation().wnids)
    return sparse.csr_array(hierarchy.closure[:, members].T)


@lru_cache(maxsize=2)
def classes_below(hierarchy: Hierarchy) -> sparse.csc_array:
    """``ancestors`` by synset: its column holds the challenge's classes at or under it."""
    return sparse.csc_array(ancestors(hierarchy))


@lru_cache(maxsize=2)
def heights(hierarchy: Hierarchy) -> Integers:
    """Edges on the longest way down from a synset to a class of the challenge; −1 without one."""
    above = np.asarray(ancestors(hierarchy).sum(axis=0)).ravel() > 0
    found: Integers = np.where(above, 0, -1).astype(np.int64)
    # Deepest first, so that a synset's children have theirs before it.
    for node in sorted(np.flatnonzero(above).tolist(), key=lambda at: -hierarchy.depths[at]):
        below = hierarchy.children.of(node)
        inside = found[below[above[below]]]
        if len(inside):
            found[node] = inside.max() + 1
    return found


@lru_cache(maxsize=2)
def severities(hierarchy: Hierarchy) -> NDArray[np.int8]:
    """Classes x classes: height of the lowest common ancestor, 0 for a class with itself.

    The hierarchy is cut down to the challenge's classes and what is above them, as in Deng et
    al. (2010) and Bertinetto et al. (2020); of several common ancestors the lowest counts.
    """
    found = np.full((CLASSES, CLASSES), 127, dtype=np.int8)
    below = classes_below(hierarchy)
    height = heights(hierarchy)
    inner = np.flatnonzero(np.diff(below.indptr) > 1)
    for node in inner[np.argsort(height[inner], kind="stable")].tolist():
        classes = below.indices[below.indptr[node] : below.indptr[node + 1]]
        block = np.ix_(classes, classes)
        found[block] = np.minimum(found[block], height[node])
    np.fill_diagonal(found, 0)
    found.flags.writeable = False
    return found


def wrong(truth: Validation, model: Predictions) -> Flags:
    """Whether the prediction is not the original label; false where there is no prediction."""
    return np.asarray((model.guesses != truth.labels) & model.covered)


def wrong_real(truth: Validation, model: Predictions) -> Flags:
    """Whether the prediction is no reassessed label; false where either is missing."""
    return np.asarray(~truth.among_real(model.guesses) & model.covered & truth.rated)


COLUMNS = (
    "guessed",
    "predicted_classes",
    "top1_wrong",
    "top1_share",
    "real_rated",
    "rated_wrong",
    "real_wrong",
    "top5_wrong",
    "severity",
)
"""What ``by_class`` counts."""


@lru_cache(maxsize=8)
def by_class(hierarchy: Hierarchy, model: Model) -> pd.DataFrame:
    """A model's errors by class.

    Of a model that is known by class only, each accuracy stands for its support, else for the 50
    validation images of a class.

    Returns:
        One row per class, by index: guessed (images with a prediction), predicted_classes (1 if
        there is any), top1_wrong, top1_share (top1_wrong / guessed; 0 without images),
        real_rated (of the guessed, those with a reassessed label), rated_wrong (of these, those
        whose prediction is not the original label), real_wrong, top5_wrong (NaN if not known),
        severity (sum over the wrong).
    """
    truth = validation()
    if isinstance(model, ClassAccuracies):
        return _by_class_only(model)

    def count(flags: Flags, weights: Numbers | None = None) -> Numbers:
        chosen = None if weights is None else weights[flags]
        counted = np.bincount(truth.labels[flags], weights=chosen, minlength=CLASSES)
        return counted.astype(np.float64)

    missed = wrong(truth, model)
    guessed, top1_wrong = count(model.covered), count(missed)
    far = severities(hierarchy)[truth.labels, model.guesses].astype(np.float64)
    return pd.DataFrame(
        {
            "guessed": guessed,
            "predicted_classes": (guessed > 0).astype(np.float64),
            "top1_wrong": top1_wrong,
            "top1_share": top1_wrong / guessed.clip(min=1),
            "real_rated": count(np.asarray(model.covered & truth.rated)),
            "rated_wrong": count(np.asarray(missed & truth.rated)),
            "real_wrong": count(wrong_real(truth, model)),
            "top5_wrong": _top5_wrong(model),
            "severity": count(missed, far),
        },
        index=pd.RangeIndex(CLASSES, name="index"),
    )


def _by_class_only(model: ClassAccuracies) -> pd.DataFrame:
    known = np.isfinite(model.accuracy)
    images = np.full(CLASSES, 50.0) if model.support is None else model.support
    return pd.DataFrame(
        {
            "guessed": np.where(known, images, 0.0),
            "predicted_classes": known.astype(np.float64),
            "top1_wrong": np.where(known, (1 - model.accuracy) * images, 0.0),
            "top1_share": np.where(known, 1 - model.accuracy, 0.0),
            **dict.fromkeys(
                ("real_rated", "rated_wrong", "real_wrong", "top5_wrong", "severity"), np.nan
            ),
        },
        index=pd.RangeIndex(CLASSES, name="index"),
    )


def _top5_wrong(model: Model) -> Numbers:
    truth = validation()
    if isinstance(model, ClassAccuracies):
        return np.full(CLASSES, np.nan)
    if model.ranked is not None and model.top5_known:
        among = (model.ranked[:, :5] == truth.labels[:, None]).any(axis=1)
        missed = ~among & model.covered
        return np.bincount(truth.labels[missed], minlength=CLASSES).astype(np.float64)
    known = top5_missed().get(model.model)
    if known is None or model.source == OWN:
        return np.full(CLASSES, np.nan)
    return known


@lru_cache(maxsize=1)
def top5_missed() -> dict[str, Numbers]:
    """Model to how many of the 50 images of each class have no label in its top 5 predictions.

    Raises:
        TableError: the table is missing or damaged.
    """
    table = facts.read("top5_accuracy")
    wide = table.pivot(index="model", columns="wnid", values="top5_accuracy")
    wide = wide[list(validation().wnids)]
    missed = (50 * (1 - wide.to_numpy(np.float64))).round()
    return dict(zip(wide.index.tolist(), missed, strict=True))


def measures(model: Model) -> tuple[Measure, ...]:
    """Errors of a model as measures, those that are known of it."""
    name = model.model
    found = [
        Measure(
            key="top1_error",
            label=f"Top-1 error, {name}",
            unit="%",
            numerator="top1_wrong",
            denominator="guessed",
            source=SOURCE,
            meaning=f"Share of validation images whose top-1 prediction by {name} differs from the "
            "original label.",
        )
    ]
    if isinstance(model, ClassAccuracies):
        return tuple(found)
    found += [
        Measure(
            key="real_error",
            label=f"ReaL error, {name}",
            unit="%",
            numerator="real_wrong",
            denominator="real_rated",
            source=SOURCE,
            meaning="Share of validation images with reassessed labels whose top-1 prediction by "
            f"{name} is none of them (Beyer et al. 2020).",
        ),
        Measure(
            key="error_severity",
            label=f"Mistake severity, {name}",
            unit="edges",
            numerator="severity",
            denominator="top1_wrong",
            source=SOURCE,
            meaning="Mean height of the lowest common ancestor of label and prediction, over the "
            "top-1 errors (Deng et al. 2010; Bertinetto et al. 2020).",
        ),
        Measure(
            key="hierarchical_distance",
            label=f"Hierarchical distance, {name}",
            unit="edges",
            numerator="severity",
            denominator="guessed",
            source=SOURCE,
            meaning="Mean height of the lowest common ancestor of label and top-1 prediction, over "
            "all images, 0 for a correct one: hierarchical distance of top-1 (Bertinetto et al. "
            "2020). Unlike the severity, it does not fall when easy images are missed as well.",
        ),
    ]
    if np.isfinite(_top5_wrong(model)).all():
        found.append(
            Measure(
                key="top5_error",
                label=f"Top-5 error, {name}",
                unit="%",
                numerator="top5_wrong",
                denominator="guessed",
                source="top5_accuracy",
                meaning="Share of validation images whose label is not in the top 5 predictions by "
                f"{name}.",
            )
        )
    return tuple(found)


@lru_cache(maxsize=16)
def overlay(hierarchy: Hierarchy, dataset: DataSet, model: Model) -> DataSet:
    """A data set with a model's errors on those of its classes that the challenge has."""

    def columns() -> pd.DataFrame:
        return by_class(hierarchy, model).set_index(pd.Index(validation().wnids))

    return dataset.extended(Group(names=COLUMNS, load=columns), *measures(model))


def figures(atlas: Atlas, model: Model) -> Figures:
    """The challenge's classes with a model's errors, rolled up over the hierarchy."""
    plain = atlas.dataset("ilsvrc2012")
    taken = {measure.key for measure in measures(model)}
    if any(measure.key in taken for measure in plain.measures):
        raise ValueError("the data set has errors of a model already")
    return datasets.roll_up(atlas.hierarchy, overlay(atlas.hierarchy, plain, model))


@lru_cache(maxsize=8)
def inside_errors(hierarchy: Hierarchy, model: Model) -> Numbers:
    """For every synset, how many of its subtree's errors stay in it, by position.

    An error stays inside where label and prediction are both at or under the synset. NaN for a
    model that is known by class only.
    """
    truth = validation()
    if isinstance(model, ClassAccuracies):
        return np.full(len(hierarchy), np.nan)
    missed = wrong(truth, model)
    keys = truth.labels[missed].astype(np.int64) * CLASSES + model.guesses[missed]
    pairs, count = np.unique(keys, return_counts=True)
    if not len(pairs):
        return np.zeros(len(hierarchy))
    above = ancestors(hierarchy)
    shared = above[pairs // CLASSES].multiply(above[pairs % CLASSES])
    return np.asarray(count.astype(np.float64) @ sparse.csr_array(shared)).ravel()


def nodes(atlas: Atlas, model: Model, wnids: Iterable[str]) -> pd.DataFrame:
    """A model's errors at some synsets, each over the distinct classes at or under it.

    Returns:
        wnid, name, classes (of the challenge), predicted_classes (of these, with a prediction),
        images (with a prediction), then in percent top1_error, top1_low and top1_high (Wilson's
        interval, for these classes as given), top1_macro (mean over classes of their error),
        real_error with real_low and real_high, over the rated_images (with a reassessed label),
        top1_rated_error (top-1 error over these same images), top5_error (NaN if not known),
        inside and outside (parts of top1_error: the prediction is in the subtree, or is not), and
        severity and hierarchical_distance (mean height of the lowest common ancestor, over the
        errors and over all images).
    """
    wnids = list(wnids)
    positions = atlas.hierarchy.positions(wnids)
    found = figures(atlas, model)
    # A subtree without a class has no images, and every share there is not known.
    columns = ("guessed", "top1_wrong", "real_rated", "real_wrong", "rated_wrong")
    guessed, missed, rated, missed_real, missed_rated = (
        np.nan_to_num(found.total(column, positions)) for column in columns
    )
    predicted = found.total("predicted_classes", positions)
    shares = found.total("top1_share", positions)
    inside = inside_errors(atlas.hierarchy, model)[positions]
    low, high = wilson(missed, guessed)
    real_low, real_high = wilson(missed_real, rated)
    keys = [measure.key for measure in found.dataset.measures]

    def known(key: str) -> Numbers:
        return found.subtree(key, positions) if key in keys else np.full(len(wnids), np.nan)

    with np.errstate(divide="ignore", invalid="ignore"):
        within, without = inside / guessed * 100, (missed - inside) / guessed * 100
        macro, same_images = shares / predicted * 100, missed_rated / rated * 100
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.telling_names(wnids),
            "classes": found.subtree(datasets.CLASSES, positions),
            "predicted_classes": predicted,
            "images": guessed,
            "top1_error": found.subtree("top1_error", positions),
            "top1_low": low,
            "top1_high": high,
            "top1_macro": macro,
            "rated_images": rated,
            "top1_rated_error": same_images,
            "real_error": known("real_error"),
            "real_low": real_low,
            "real_high": real_high,
            "top5_error": known("top5_error"),
            "inside": within,
            "outside": without,
            "severity": known("error_severity"),
            "hierarchical_distance": known("hierarchical_distance"),
        }
    )


def concept_intervals(
    atlas: Atlas, model: Model, wnids: Iterable[str], draws: int
) -> tuple[Numbers, Numbers]:
    """Intervals of the top-1 error for concepts, beyond the classes that stand for them.

    Wilson's interval takes the classes as given. This one asks what the error would be with
    other classes of the same kind: classes are drawn with replacement, each with its images.

    Args:
        atlas: hierarchy.
        model: whose errors.
        wnids: the concepts.
        draws: bootstrap samples; see ``statistics.bootstrap_share``.

    Returns:
        Low and high by wnid, in percent; NaN for concepts of too few classes.
    """
    own = by_class(atlas.hierarchy, model)
    missed, guessed = (own[name].to_numpy(np.float64) for name in ("top1_wrong", "guessed"))
    below = classes_below(atlas.hierarchy)
    found = []
    for at in atlas.hierarchy.positions(list(wnids)).tolist():
        classes = np.sort(below.indices[below.indptr[at] : below.indptr[at + 1]])
        found.append(bootstrap_share(missed[classes], guessed[classes], draws))
    low, high = np.array(found, dtype=np.float64).reshape(-1, 2).T
    return low, high


def branches(atlas: Atlas, model: Model, focus: str) -> pd.DataFrame:
    """The errors of every branch with a class of the challenge, the worst first; see ``nodes``."""
    frame = nodes(atlas, model, branches_of(atlas, focus))
    frame = frame[frame["classes"] > 0]
    return frame.sort_values(["top1_error", "wnid"], ascending=[False, True], ignore_index=True)
