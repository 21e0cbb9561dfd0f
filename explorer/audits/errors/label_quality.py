"""Label quality: findings about the labels, and a model's errors."""

import numpy as np
import pandas as pd

from explorer import facts
from explorer.atlas import Atlas
from explorer.audits.errors import nodes
from explorer.audits.overview import branches_of
from explorer.evaluations import Predictions
from explorer.evaluations.class_errors import by_class, wrong
from explorer.statistics import wilson

COUNTS = (
    "real_label_rejected",
    "real_without_label",
    "real_several_labels",
    "cleanlab_confirmed_errors",
    "vit3b_mistakes",
    "incorrect_images",
)
"""Findings that are numbers of validation images of a class."""


def findings(atlas: Atlas, model: Predictions, labels: list[int]) -> pd.DataFrame:
    """Classes with a model's errors and the findings about their labels.

    Args:
        atlas: words.
        model: whose errors; of a partly covered class, over the images with a prediction.
        labels: class indices.

    Returns:
        wnid, name, index, images, top1_error, top1_rated_error (over the images with a
        reassessed label) and real_error (over these same images), in percent, vanishing (percent
        of the top-1 errors on these images that ReaL accepts; NaN without errors),
        then numbers of the class's images: real_label_rejected, real_without_label,
        real_several_labels (Beyer et al. 2020), cleanlab_confirmed_errors (Northcutt et al.
        2021), vit3b_mistakes (Vasudevan et al. 2022), incorrect_images (wrong species; Luccioni
        and Rolnick 2023; NaN for classes that are no wildlife), and main_label_agreement (share
        of human votes on follow-up images; Tsipras et al. 2020; NaN where none was asked).
    """
    truth = model.truth
    wnids = [truth.wnids[label] for label in labels]
    missed = wrong(model) & truth.rated
    right = missed & truth.among_reassessed(model.predicted)
    errors, vanished = (
        np.bincount(truth.labels[flags], minlength=truth.classes)[labels]
        for flags in (missed, right)
    )
    own = by_class(atlas.hierarchy, model).loc[labels]
    quality = facts.read("label_quality").set_index("wnid").reindex(wnids)
    wildlife = facts.read("biodiversity").set_index("wnid").reindex(wnids)
    with np.errstate(divide="ignore", invalid="ignore"):
        return pd.DataFrame(
            {
                "wnid": wnids,
                "name": atlas.lexicon.telling_names(wnids),
                "index": labels,
                "images": truth.images_by_class[labels].astype(np.float64),
                "top1_error": (own["top1_wrong"] / own["predicted_images"] * 100).to_numpy(),
                "top1_rated_error": (own["rated_wrong"] / own["real_rated"] * 100).to_numpy(),
                "real_error": (own["real_wrong"] / own["real_rated"] * 100).to_numpy(),
                "vanishing": np.where(errors > 0, vanished / errors * 100, np.nan),
                **{name: quality[name].to_numpy(float) for name in COUNTS[:-1]},
                "incorrect_images": wildlife["incorrect_images"].to_numpy(float),
                "main_label_agreement": quality["madry_main_label_agreement"].to_numpy(float),
            }
        )


def totals(found: pd.DataFrame) -> dict[str, float]:
    """Sums over some classes: classes, images, and each of ``COUNTS`` (NaN where none is known)."""
    return {
        "classes": float(len(found)),
        "images": float(found["images"].sum()),
        **{name: float(found[name].sum(min_count=1)) for name in COUNTS},
    }


def vanishing(found: pd.DataFrame, least_errors: float = 10.0) -> pd.DataFrame:
    """Classes whose error mostly vanishes under ReaL, the largest part first.

    Their ReaL error is at most half of their top-1 error, both over the images with a reassessed
    label. That half of the errors are accepted would not be enough: ReaL also rejects correct
    predictions, and an error must not vanish because its image is left out.

    Args:
        found: what ``findings`` gave.
        least_errors: minimum top-1 error over these images, in percent, so that a single image
            makes no finding.
    """
    enough = found["top1_rated_error"] >= least_errors
    chosen = found[enough & (found["real_error"] <= found["top1_rated_error"] / 2)]
    return chosen.sort_values(
        ["vanishing", "top1_rated_error"], ascending=False, ignore_index=True, kind="stable"
    )


def reassessed_by_branch(atlas: Atlas, model: Predictions, focus: str) -> pd.DataFrame:
    """Top-1 error and the error on reassessed labels at each branch, over the same images.

    Returns:
        One row per branch with a reassessed label, the largest fall first: wnid, label, classes,
        first and second (percent), each with _low, _high (Wilson) and _images, and difference
        (percentage points, reassessed less original).
    """
    found = nodes.branches(atlas, model, focus)
    found = found[found["rated_images"] > 0]
    images = found["rated_images"].to_numpy(np.float64)
    low, high = wilson(found["top1_rated_error"].to_numpy(np.float64) / 100 * images, images)
    frame = pd.DataFrame(
        {
            "wnid": found["wnid"],
            "label": found["name"],
            "classes": found["classes"],
            "first": found["top1_rated_error"],
            "first_low": low,
            "first_high": high,
            "first_images": images,
            "second": found["real_error"],
            "second_low": found["real_low"],
            "second_high": found["real_high"],
            "second_images": images,
            "difference": found["real_error"] - found["top1_rated_error"],
        }
    )
    return frame.sort_values(["difference", "wnid"], ignore_index=True)


def by_branch(atlas: Atlas, model: Predictions, focus: str) -> pd.DataFrame:
    """The findings summed over the classes of each branch: wnid, name, classes, then ``COUNTS``."""
    index = model.truth.index
    every = findings(atlas, model, list(range(model.truth.classes)))
    children = branches_of(atlas, focus)
    rows = []
    for wnid, name in zip(children, atlas.lexicon.telling_names(children), strict=True):
        below = atlas.hierarchy.named(atlas.hierarchy.subtree(wnid))
        labels = [index[each] for each in below if each in index]
        if labels:
            rows.append({"wnid": wnid, "name": name} | totals(every.iloc[labels]))
    frame = pd.DataFrame(rows, columns=["wnid", "name", "classes", "images", *COUNTS])
    share = frame["real_label_rejected"] / frame["images"]
    return frame.loc[share.sort_values(ascending=False).index].reset_index(drop=True)
