"""Where a model fails: its errors at every node and their severity, on original labels and ReaL.

Errors roll up like any other figure: columns per class, summed over the distinct classes of a
subtree. On original labels an error is a top-1 prediction that is not the label; on ReaL, over
the images that have a reassessed label, a top-1 prediction that is none of them.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from explorer import datasets
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.overview import branches_of
from explorer.datasets import RollUp
from explorer.evaluations import Model, Predictions
from explorer.evaluations.class_errors import ancestors, by_class, classes_below, errors_of, wrong
from explorer.owner import kept_by
from explorer.statistics import bootstrap_share, wilson
from explorer.wordnet.hierarchy import Hierarchy


def roll_up(atlas: Atlas, model: Model) -> RollUp:
    """The evaluation's classes with a model's errors, rolled up over the hierarchy."""
    return datasets.roll_up(atlas.hierarchy, errors_of(atlas.hierarchy, model))


@kept_by("model")
def inside_errors(hierarchy: Hierarchy, model: Model) -> Numbers:
    """For every synset, how many of its subtree's errors stay in it, by position.

    An error stays inside where label and prediction are both at or under the synset. NaN for a
    model whose predicted classes are not known.
    """
    if not isinstance(model, Predictions):
        return np.full(len(hierarchy), np.nan)
    truth, missed = model.truth, wrong(model)
    keys = truth.labels[missed].astype(np.int64) * truth.classes + model.predicted[missed]
    pairs, count = np.unique(keys, return_counts=True)
    if not len(pairs):
        return np.zeros(len(hierarchy))
    above = ancestors(hierarchy, truth)
    shared = above[pairs // truth.classes].multiply(above[pairs % truth.classes])
    return np.asarray(count.astype(np.float64) @ sparse.csr_array(shared)).ravel()


def nodes(atlas: Atlas, model: Model, wnids: Iterable[str]) -> pd.DataFrame:
    """A model's errors at some synsets, each over the distinct classes at or under it.

    Returns:
        wnid, name, classes (of the evaluation), predicted_classes (of these, with a prediction),
        images (with a prediction) of all_images, then in percent top1_error, top1_low and
        top1_high (Wilson's interval, for these classes as given), top1_macro (mean over classes
        of their error), real_error with real_low and real_high, over the rated_images (with a
        reassessed label), top1_rated_error (top-1 error over these same images), top5_error (NaN
        if not known), inside and outside (parts of top1_error: the prediction is in the
        subtree, or is not), severity and hierarchical_distance (mean height of the lowest common
        ancestor, over the errors and over all images).
    """
    wnids = list(wnids)
    positions = atlas.hierarchy.positions(wnids)
    found = roll_up(atlas, model)
    # A subtree without a class has no images, and every share there is not known.
    columns = ("predicted_images", "top1_wrong", "real_rated", "real_wrong", "rated_wrong")
    predicted_images, missed, rated, missed_real, missed_rated = (
        np.nan_to_num(found.total(column, positions)) for column in columns
    )
    predicted = found.total("predicted_classes", positions)
    shares = found.total("top1_share", positions)
    inside = inside_errors(atlas.hierarchy, model)[positions]
    low, high = wilson(missed, predicted_images)
    real_low, real_high = wilson(missed_real, rated)
    keys = [measure.key for measure in found.dataset.measures]

    def known(key: str) -> Numbers:
        return found.subtree(key, positions) if key in keys else np.full(len(wnids), np.nan)

    with np.errstate(divide="ignore", invalid="ignore"):
        within, without = (
            inside / predicted_images * 100,
            (missed - inside) / predicted_images * 100,
        )
        macro, same_images = shares / predicted * 100, missed_rated / rated * 100
    real_error = known("real_error")
    unknown = np.isnan(real_error)
    real_low, real_high = np.where(unknown, np.nan, (real_low, real_high))
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.telling_names(wnids),
            "classes": found.subtree(datasets.CLASSES, positions),
            "predicted_classes": predicted,
            "images": predicted_images,
            "all_images": found.total("labelled", positions),
            "top1_error": found.subtree("top1_error", positions),
            "top1_low": low,
            "top1_high": high,
            "top1_macro": macro,
            "rated_images": rated,
            "top1_rated_error": same_images,
            "real_error": real_error,
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
    """Intervals of the top-1 error for concepts, whose classes are a sample.

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
    missed, predicted_images = (
        own[name].to_numpy(np.float64) for name in ("top1_wrong", "predicted_images")
    )
    below = classes_below(atlas.hierarchy, model.truth)
    found = []
    for at in atlas.hierarchy.positions(list(wnids)).tolist():
        classes = np.sort(below.indices[below.indptr[at] : below.indptr[at + 1]])
        found.append(bootstrap_share(missed[classes], predicted_images[classes], draws))
    low, high = np.array(found, dtype=np.float64).reshape(-1, 2).T
    return low, high


def branches(atlas: Atlas, model: Model, focus: str) -> pd.DataFrame:
    """The errors of every branch with a class, the worst first; see ``nodes``."""
    frame = nodes(atlas, model, branches_of(atlas, focus))
    frame = frame[frame["classes"] > 0]
    return frame.sort_values(["top1_error", "wnid"], ascending=[False, True], ignore_index=True)
