"""Training plans against imbalance: how many images of each class to use, and their weights."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.balance import subtrees
from explorer.audits.balance.curves import rank_size
from explorer.audits.balance.distribution import effective_classes
from explorer.datasets import RollUp
from explorer.errors import ExplorerError
from explorer.formatting import known, records

SCHEMES = {
    "none": "No weighting",
    "inverse": "Inverse frequency",
    "root": "Inverse square root",
    "effective": "Effective number of samples",
}
"""Ways to weight the images of a class of n images, and what each is called."""

SHORT = {
    "keep": "Keep as is",
    "oversample": "Oversample to the floor",
    "drop": "Drop the class",
}
"""What to do with a class that has fewer images than the floor."""

FORMULAS = {
    "none": "Every planned image has weight 1.",
    "inverse": "1 / n: classes are sampled equally often.",
    "root": "1 / √n: between class-balanced and instance-balanced sampling (Mahajan et al. 2018).",
    "effective": "(1 − β) / (1 − βⁿ), the inverse of the effective number of samples of a class "
    "of n images (Cui et al. 2019). β = 0 is no weighting; β towards 1 is inverse frequency.",
}
"""Formula and source of each way; n is the number of planned images of the class."""


@dataclass(frozen=True)
class PlanRule:
    """How a training run samples images.

    Attributes:
        floor: minimum of images per class; 0 for no floor.
        cap: maximum of images per class; 0 for no cap. Not below the floor.
        short: what is done with classes below the floor, a key of ``SHORT``.
        scheme: how images are weighted, a key of ``SCHEMES``.
        beta: of the effective number of samples, from 0 to below 1.
        classes: which classes are used at all, a key of ``subtrees.KINDS``.
    """

    floor: int = 0
    cap: int = 0
    short: str = "keep"
    scheme: str = "inverse"
    beta: float = 0.999
    classes: str = subtrees.ALL

    def check(self) -> None:
        """Refuse a rule that no plan can follow.

        Raises:
            ExplorerError: the floor is above the cap.
        """
        if 0 < self.cap < self.floor:
            raise ExplorerError(
                f"The floor of {self.floor:,} images per class is above the cap of {self.cap:,}, "
                "so no class can satisfy both. Lower the floor or raise the cap."
            )


def weights(planned: Numbers, rule: PlanRule) -> Numbers:
    """The weight of one planned image of each class; mean 1 over the classes with images.

    Args:
        planned: planned images per class.
        rule: its scheme and beta are used.

    Returns:
        One weight per class; 0 for a class without planned images. See ``FORMULAS``.
    """
    used = planned > 0
    found = np.zeros(len(planned))
    found[used] = _raw_weights(planned[used], rule)
    return found / found[used].mean() if used.any() else found


def _raw_weights(images: Numbers, rule: PlanRule) -> Numbers:
    """Weights before scaling, of classes that each have a planned image."""
    match rule.scheme:
        case "inverse":
            return 1 / images
        case "root":
            return 1 / np.sqrt(images)
        case "effective":
            return (1 - rule.beta) / (1 - np.power(rule.beta, images))
    return np.ones(len(images))


def sampler_weights(images: Numbers, planned: Numbers, weight: Numbers) -> Numbers:
    """The weight of one image on disk, for a sampler that draws with replacement.

    A class of n images on disk, m planned ones and weight w per planned image has to be drawn
    with a probability proportional to m w. Its n images share that: each has m w / n.

    Args:
        images: images on disk, per class.
        planned: planned images, repeats included, per class.
        weight: of one planned image, per class.

    Returns:
        One weight per class; 0 where there are no images. Not scaled: a sampler divides by the
        sum over all images.
    """
    found = np.zeros(len(images))
    np.divide(planned * weight, images, out=found, where=images > 0)
    return found


def missed(images: Numbers, weight: Numbers, draws: float) -> Numbers:
    """The expected share of each class's images that no draw of an epoch hits, in percent.

    An image that a draw hits with probability p is missed by N independent draws with
    probability (1 − p)ᴺ. If N images are all equally likely, that is (1 − 1/N)ᴺ, about
    e⁻¹ = 36.8 %.

    Args:
        images: images on disk, per class.
        weight: sampler weight of one image on disk, per class.
        draws: N, draws with replacement in an epoch.

    Returns:
        One percentage per class; NaN for classes that are never drawn from.
    """
    total = (images * weight).sum()
    if not total:
        return np.full(len(images), np.nan)
    # A class with the only image of a plan has p = 1, give or take a rounding error.
    probability = np.minimum(weight / total, 1.0)
    return np.where(weight > 0, np.power(1 - probability, draws) * 100, np.nan)


def plan(atlas: Atlas, rolled: RollUp, focus: str, measure: str, rule: PlanRule) -> pd.DataFrame:
    """The plan: one row per class in use at or under a synset whose count is known, by wnid.

    Returns:
        wnid, name, index (position among all classes of the data set sorted by wnid; for
        ILSVRC-2012 the class index), images (on disk), missing (to the floor), planned (images
        to use in an epoch, repeats included), sampler_weight (of one image on disk, see
        ``sampler_weights``), loss_weight (of one planned image, see ``weights``), draws
        (expected draws of the class in an epoch of as many draws as planned images),
        share_before and share_after (percent of the sampled images), missed_percent (see
        ``missed``).

    Raises:
        ExplorerError: the rule's floor is above its cap.
        UnknownSynset, UnknownMeasure: the wnid or the key means nothing.
    """
    rule.check()
    wnids, images = subtrees.counts(rolled, focus, measure, rule.classes)
    missing: Numbers = np.maximum(rule.floor - images, 0.0)
    planned: Numbers = np.minimum(images, float(rule.cap or np.inf))
    if rule.short == "drop":
        planned = np.where(missing > 0, 0.0, planned)
    elif rule.short == "oversample":
        # A class without any image has nothing to repeat.
        planned = np.where((missing > 0) & (images > 0), float(rule.floor), planned)
    loss = weights(planned, rule)
    sampler = sampler_weights(images, planned, loss)
    share = _percent(images * sampler)
    index = rolled.dataset.wnids.get_indexer(pd.Index(wnids))
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "index": index,
            "images": images.astype(np.int64),
            "missing": missing.astype(np.int64),
            "planned": planned.astype(np.int64),
            "sampler_weight": sampler,
            "loss_weight": loss,
            "draws": share / 100 * planned.sum(),
            "share_before": _percent(images),
            "share_after": share,
            "missed_percent": missed(images, sampler, planned.sum()),
        }
    )


def _percent(values: Numbers) -> Numbers:
    total = values.sum()
    return values / total * 100 if total else np.zeros(len(values))


def before_and_after(planned: pd.DataFrame) -> pd.DataFrame:
    """Share of the sampled images by rank, before and after: series, x (rank), y (%)."""
    curves = []
    for series, column in (("before", "share_before"), ("after", "share_after")):
        values = planned[column].to_numpy()
        curves.append(rank_size(values[values > 0], series))
    return pd.concat(curves, ignore_index=True)


def short_classes(planned: pd.DataFrame) -> pd.DataFrame:
    """Classes with fewer images than the floor, the largest shortfall first."""
    short = planned.loc[planned["missing"] > 0, ["wnid", "name", "images", "missing", "planned"]]
    return short.sort_values(["missing", "wnid"], ascending=[False, True], ignore_index=True)


def summary(planned: pd.DataFrame) -> dict[str, float]:
    """A plan in totals.

    Returns:
        classes, classes_used, classes_short, images, images_planned, effective_classes_before
        and _after, and missed_percent: the share of the images of all classes in use that an
        epoch is expected to miss (NaN if no class is in use).
    """
    before, after = (np.sort(planned[f"share_{when}"].to_numpy()) for when in ("before", "after"))
    used = planned[planned["planned"] > 0]
    in_use = used["images"].sum()
    return {
        "classes": float(len(planned)),
        "classes_used": float(len(used)),
        "classes_short": float((planned["missing"] > 0).sum()),
        "images": float(planned["images"].sum()),
        "images_planned": float(planned["planned"].sum()),
        "effective_classes_before": effective_classes(before),
        "effective_classes_after": effective_classes(after),
        "missed_percent": float((used["images"] * used["missed_percent"]).sum() / in_use)
        if in_use
        else float("nan"),
    }


BY_CLASS = ("index", "images", "planned", "sampler_weight", "loss_weight", "draws")
"""The entry of each class in the file, without the share that an epoch misses."""


def document(
    planned: pd.DataFrame, dataset: str, focus: str, measure: str, rule: PlanRule, classes: int
) -> dict[str, Any]:
    """The plan as plain values, for a file that a training script reads.

    Args:
        planned: what ``plan`` gave.
        dataset: key of the data set.
        focus: wnid of the subtree.
        measure: key of the measure that was balanced.
        rule: how.
        classes: number of classes of the data set, so that every index has a weight.

    Returns:
        dataset, root, measure, rule, images_per_epoch, missed_percent, by_wnid (wnid to
        ``BY_CLASS`` and missed_percent) and loss_weight_by_index (one loss weight per class of
        the whole data set sorted by wnid, 0 outside the plan: for a model with an output for
        each of them, not for the targets of a folder with fewer classes).
    """
    by_index = np.zeros(classes)
    by_index[planned["index"]] = planned["loss_weight"]
    columns = [*BY_CLASS, "missed_percent"]
    rows = records(planned[columns])
    return {
        "dataset": dataset,
        "root": focus,
        "measure": measure,
        "rule": {
            "floor": rule.floor,
            "cap": rule.cap,
            "short": rule.short,
            "scheme": rule.scheme,
            "beta": rule.beta,
            "classes": rule.classes,
        },
        "images_per_epoch": int(planned["planned"].sum()),
        "missed_percent": known(summary(planned)["missed_percent"]),
        "by_wnid": dict(zip(planned["wnid"].tolist(), rows, strict=True)),
        "loss_weight_by_index": by_index.tolist(),
    }
