"""A model's errors per class: columns that roll up like any other, and the measures over them.

On original labels an error is a top-1 prediction that is not the label; on reassessed labels,
over the images that have one, a top-1 prediction that is none of them.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from explorer.arrays import Integers, Numbers
from explorer.datasets import CLASSES, Columns, DataSet, Group, Measure
from explorer.evaluations.evaluation import Evaluation
from explorer.evaluations.models import (
    ByImage,
    ClassAccuracies,
    CorrectFlags,
    Model,
    Predictions,
)
from explorer.evaluations.truth import About, Flags, Truth
from explorer.owner import kept_by
from explorer.wordnet.hierarchy import Hierarchy

COLUMNS = (
    "labelled",
    "predicted_images",
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


@kept_by("truth")
def ancestors(hierarchy: Hierarchy, truth: Truth) -> sparse.csr_array:
    """Classes x synsets: 1 where a synset is a class of the evaluation or above it."""
    return sparse.csr_array(hierarchy.closure[:, hierarchy.positions(truth.wnids)].T)


@kept_by("truth")
def classes_below(hierarchy: Hierarchy, truth: Truth) -> sparse.csc_array:
    """``ancestors`` by synset: a synset's column marks the evaluation's classes at or under it."""
    return sparse.csc_array(ancestors(hierarchy, truth))


@kept_by("truth")
def heights(hierarchy: Hierarchy, truth: Truth) -> Integers:
    """Edges on the longest way down from a synset to a class; −1 for one without a class."""
    above = np.asarray(ancestors(hierarchy, truth).sum(axis=0)).ravel() > 0
    found: Integers = np.where(above, 0, -1).astype(np.int64)
    # Deepest first, so that a synset's children have theirs before it.
    for node in sorted(np.flatnonzero(above).tolist(), key=lambda at: -hierarchy.depths[at]):
        below = hierarchy.children.of(node)
        inside = found[below[above[below]]]
        if len(inside):
            found[node] = inside.max() + 1
    return found


@kept_by("truth")
def severities(hierarchy: Hierarchy, truth: Truth) -> NDArray[np.int8]:
    """Classes x classes: height of the lowest common ancestor, 0 for a class with itself.

    The hierarchy is cut down to the evaluation's classes and what is above them, as in Deng et
    al. (2010) and Bertinetto et al. (2020); of several common ancestors the lowest counts.
    """
    found = np.full((truth.classes, truth.classes), 127, dtype=np.int8)
    below = classes_below(hierarchy, truth)
    height = heights(hierarchy, truth)
    inner = np.flatnonzero(np.diff(below.indptr) > 1)
    for node in inner[np.argsort(height[inner], kind="stable")].tolist():
        classes = below.indices[below.indptr[node] : below.indptr[node + 1]]
        block = np.ix_(classes, classes)
        found[block] = np.minimum(found[block], height[node])
    np.fill_diagonal(found, 0)
    found.flags.writeable = False
    return found


def wrong(model: ByImage) -> Flags:
    """Whether the prediction is not the original label; false where that is not known."""
    if isinstance(model, CorrectFlags):
        return np.asarray(model.covered & ~model.correct)
    return np.asarray((model.predicted != model.truth.labels) & model.covered)


def wrong_real(model: Predictions) -> Flags:
    """Whether the prediction is no reassessed label; false where either is missing."""
    truth = model.truth
    return np.asarray(~truth.among_reassessed(model.predicted) & model.covered & truth.rated)


@kept_by("model")
def by_class(hierarchy: Hierarchy, model: Model) -> pd.DataFrame:
    """A model's errors per class.

    For a model with accuracies per class only, each accuracy counts with its support, or for all
    images of the class. What cannot be counted without the predicted class is NaN.

    Returns:
        One row per class, by index: labelled (all images), predicted_images (images with a
        prediction), predicted_classes (1 if there is any), top1_wrong, top1_share (top1_wrong /
        predicted_images; 0 without images), real_rated (of those, with a reassessed label),
        rated_wrong (of these, those whose prediction is not the original label), real_wrong,
        top5_wrong (NaN if not known), severity (sum over the wrong). real_wrong and severity
        are NaN without predicted classes; per class only, real_rated and rated_wrong are as well.
    """
    truth = model.truth
    if isinstance(model, ClassAccuracies):
        return _by_class_only(model)

    def count(flags: Flags, weights: Numbers | None = None) -> Numbers:
        chosen = None if weights is None else weights[flags]
        counted = np.bincount(truth.labels[flags], weights=chosen, minlength=truth.classes)
        return counted.astype(np.float64)

    missed = wrong(model)
    predicted_images, top1_wrong = count(model.covered), count(missed)
    unknown = np.full(truth.classes, np.nan)
    real_wrong = severity = unknown
    if isinstance(model, Predictions):
        far = severities(hierarchy, truth)[truth.labels, model.predicted].astype(np.float64)
        real_wrong, severity = count(wrong_real(model)), count(missed, far)
    return pd.DataFrame(
        {
            "labelled": truth.images_by_class.astype(np.float64),
            "predicted_images": predicted_images,
            "predicted_classes": (predicted_images > 0).astype(np.float64),
            "top1_wrong": top1_wrong,
            "top1_share": top1_wrong / predicted_images.clip(min=1),
            "real_rated": count(np.asarray(model.covered & truth.rated)),
            "rated_wrong": count(np.asarray(missed & truth.rated)),
            "real_wrong": real_wrong,
            "top5_wrong": _top5_wrong(model),
            "severity": severity,
        },
        index=pd.RangeIndex(truth.classes, name="index"),
    )


def _by_class_only(model: ClassAccuracies) -> pd.DataFrame:
    known = np.isfinite(model.accuracy)
    every = model.truth.images_by_class.astype(np.float64)
    images = every if model.support is None else model.support
    return pd.DataFrame(
        {
            "labelled": every,
            "predicted_images": np.where(known, images, 0.0),
            "predicted_classes": known.astype(np.float64),
            "top1_wrong": np.where(known, (1 - model.accuracy) * images, 0.0),
            "top1_share": np.where(known, 1 - model.accuracy, 0.0),
            **dict.fromkeys(
                ("real_rated", "rated_wrong", "real_wrong", "top5_wrong", "severity"), np.nan
            ),
        },
        index=pd.RangeIndex(model.truth.classes, name="index"),
    )


def _top5_wrong(model: ByImage) -> Numbers:
    truth = model.truth
    if isinstance(model, CorrectFlags):
        if model.correct_top5 is None:
            return np.full(truth.classes, np.nan)
        missed = truth.labels[model.covered & ~model.correct_top5]
        return np.bincount(missed, minlength=truth.classes).astype(np.float64)
    if model.ranked is not None and model.top5_known:
        among = (model.ranked[:, :5] == truth.labels[:, None]).any(axis=1)
        missed = truth.labels[~among & model.covered]
        return np.bincount(missed, minlength=truth.classes).astype(np.float64)
    if model.read_top5 is None:
        return np.full(truth.classes, np.nan)
    return model.read_top5()[model.model]


def measures(model: Model) -> tuple[Measure, ...]:
    """Errors of a model as measures, those that are known of it."""
    keys = {"top1_error"}
    if isinstance(model, Predictions):
        keys |= {"real_error", "error_severity", "hierarchical_distance"}
        if model.top5_known or model.read_top5 is not None:
            keys.add("top5_error")
    elif isinstance(model, CorrectFlags) and model.correct_top5 is not None:
        keys.add("top5_error")
    return tuple(each for each in declared(model.model, model.truth.about) if each.key in keys)


def declared(name: str, of: About) -> tuple[Measure, ...]:
    """The measures that a model of that name can have, before anything is read."""
    source, title, reassessed = of.source, of.title, of.reassessed
    return (
        Measure(
            key="top1_error",
            label=f"Top-1 error, {name}",
            unit="%",
            numerator="top1_wrong",
            denominator="predicted_images",
            centred=True,
            adverse=True,
            source=source,
            meaning=f"Share of the images ({title}) whose top-1 prediction by {name} differs from "
            "the original label.",
        ),
        Measure(
            key="real_error",
            label=f"{reassessed} error, {name}",
            unit="%",
            numerator="real_wrong",
            denominator="real_rated",
            centred=True,
            adverse=True,
            source=source,
            meaning=f"Share of the images ({title}) with reassessed labels whose top-1 prediction "
            f"by {name} is none of them ({of.reassessed_by}).",
        ),
        Measure(
            key="error_severity",
            label=f"Mistake severity, {name}",
            unit="edges",
            numerator="severity",
            denominator="top1_wrong",
            centred=True,
            adverse=True,
            source=source,
            meaning="Mean height of the lowest common ancestor of label and prediction, over the "
            "top-1 errors (Deng et al. 2010; Bertinetto et al. 2020).",
        ),
        Measure(
            key="hierarchical_distance",
            label=f"Hierarchical distance, {name}",
            unit="edges",
            numerator="severity",
            denominator="predicted_images",
            centred=True,
            adverse=True,
            source=source,
            meaning="Mean height of the lowest common ancestor of label and top-1 prediction, over "
            "all images, 0 for a correct one: hierarchical distance of top-1 (Bertinetto et al. "
            "2020). Unlike the severity, it does not fall when easy images are missed as well.",
        ),
        Measure(
            key="top5_error",
            label=f"Top-5 error, {name}",
            unit="%",
            numerator="top5_wrong",
            denominator="predicted_images",
            centred=True,
            adverse=True,
            source="top5_accuracy",
            meaning=f"Share of the images ({title}) whose label is not in the top 5 predictions by "
            f"{name}.",
        ),
    )


def judged(dataset: DataSet, hierarchy: Hierarchy, evaluation: Evaluation, name: str) -> DataSet:
    """A data set whose classes are the evaluation's, with the errors of a model, read on demand.

    Args:
        dataset: the data set; its errors of another model are replaced.
        hierarchy: over which severity is measured.
        evaluation: that has the model.
        name: of the model.
    """

    def columns() -> pd.DataFrame:
        model = evaluation.model(name)
        return by_class(hierarchy, model).set_index(pd.Index(model.truth.wnids))

    group, errors = Group(names=COLUMNS, load=columns), declared(name, evaluation.about)
    return dataset.extended(group, *errors, instead="predicted_images" in dataset.columns)


@kept_by("model")
def errors_of(hierarchy: Hierarchy, model: Model) -> DataSet:
    """The evaluation's classes as a data set whose measures are a model's errors."""
    truth, about = model.truth, model.truth.about
    index = pd.Index(truth.wnids, name="wnid")
    return DataSet(
        key=about.key,
        title=about.title,
        summary=f"The classes of {about.title} with the errors of {model.model}.",
        columns=Columns(
            lambda: index,
            [Group(names=COLUMNS, load=lambda: by_class(hierarchy, model).set_index(index))],
        ),
        measures=(
            Measure(
                key=CLASSES,
                label="Classes",
                unit="classes",
                numerator=CLASSES,
                source=about.source,
                meaning="Classes counted.",
            ),
            *measures(model),
        ),
        source=about.source,
    )
