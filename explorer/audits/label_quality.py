"""Is it the model or the label? What was found about the labels, beside a model's errors."""

import numpy as np
import pandas as pd

from explorer import facts
from explorer.atlas import Atlas
from explorer.audits.errors import by_class, wrong
from explorer.audits.overview import branches_of
from explorer.predictions import CLASSES, Predictions, validation

IMAGES_A_CLASS = 50
"""Validation images of every class."""

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
    """Classes with a model's errors and what is known of their labels.

    Args:
        atlas: words.
        model: whose errors; of a partly covered class, over the images it speaks of.
        labels: class indices.

    Returns:
        wnid, name, index, top1_error and real_error (percent), vanishing (percent of the top-1
        errors, on images with a reassessed label, that are right by ReaL; NaN without errors),
        then numbers of the class's 50 images: real_label_rejected, real_without_label,
        real_several_labels (Beyer et al. 2020), cleanlab_confirmed_errors (Northcutt et al.
        2021), vit3b_mistakes (Vasudevan et al. 2022), incorrect_images (wrong species; Luccioni
        and Rolnick 2023; NaN for classes that are no wildlife), and main_label_agreement (share
        of human votes on follow-up images; Tsipras et al. 2020; NaN where none was asked).
    """
    truth = validation()
    wnids = [truth.wnids[label] for label in labels]
    missed = wrong(truth, model) & truth.rated
    right = missed & truth.among_real(model.guesses)
    errors, vanished = (
        np.bincount(truth.labels[flags], minlength=CLASSES)[labels] for flags in (missed, right)
    )
    own = by_class(atlas.hierarchy, model).loc[labels]
    quality = facts.read("label_quality").set_index("wnid").reindex(wnids)
    wildlife = facts.read("biodiversity").set_index("wnid").reindex(wnids)
    with np.errstate(divide="ignore", invalid="ignore"):
        return pd.DataFrame(
            {
                "wnid": wnids,
                "name": atlas.lexicon.names(wnids),
                "index": labels,
                "top1_error": (own["top1_wrong"] / own["guessed"] * 100).to_numpy(),
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
        "images": float(len(found) * IMAGES_A_CLASS),
        **{name: float(found[name].sum(min_count=1)) for name in COUNTS},
    }


def vanishing(found: pd.DataFrame, least_errors: float = 10.0) -> pd.DataFrame:
    """Classes of which at least half the errors vanish under ReaL, the most first.

    Args:
        found: what ``findings`` gave.
        least_errors: percent of top-1 error that a class has at least, so that a single image
            makes no finding.
    """
    chosen = found[(found["vanishing"] >= 50) & (found["top1_error"] >= least_errors)]
    return chosen.sort_values(
        ["vanishing", "top1_error"], ascending=False, ignore_index=True, kind="stable"
    )


def by_branch(atlas: Atlas, model: Predictions, focus: str) -> pd.DataFrame:
    """The findings summed over the classes of each branch: wnid, name, classes, then ``COUNTS``."""
    index = {wnid: at for at, wnid in enumerate(validation().wnids)}
    every = findings(atlas, model, list(range(CLASSES)))
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
