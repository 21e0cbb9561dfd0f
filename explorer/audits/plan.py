"""What to do about imbalance: how many images of each class to use, and with which weight."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.audits import balance
from explorer.closure import Numbers
from explorer.datasets import Figures
from explorer.formatting import known

SCHEMES = {
    "none": "All images alike",
    "inverse": "Inverse frequency",
    "root": "Inverse square root",
    "effective": "Effective number of samples",
}
"""Ways to weigh the images of a class of n images, and what each is called."""

SHORT = {
    "keep": "Use what there is",
    "repeat": "Repeat images up to the floor",
    "drop": "Leave the class out",
}
"""What to do with a class that has fewer images than the floor."""

FORMULAS = {
    "none": "Every image has weight 1.",
    "inverse": "1 / n: every class is drawn equally often.",
    "root": "1 / √n: half-way between classes alike and images alike (Mahajan et al. 2018).",
    "effective": "(1 − β) / (1 − βⁿ), the inverse of the effective number of samples of a class "
    "of n images (Cui et al. 2019). β = 0 is no weighting; β towards 1 is inverse frequency.",
}
"""Formula and source of each way."""


@dataclass(frozen=True)
class Rule:
    """How a training run draws images.

    Attributes:
        floor: images a class should have at least; 0 for no floor.
        cap: images of a class that are used at most; 0 for no cap.
        short: what is done with classes under the floor, a key of ``SHORT``.
        scheme: how images are weighed, a key of ``SCHEMES``.
        beta: of the effective number of samples, from 0 to below 1.
    """

    floor: int = 0
    cap: int = 0
    short: str = "keep"
    scheme: str = "inverse"
    beta: float = 0.999


def weights(planned: Numbers, rule: Rule) -> Numbers:
    """The weight of an image of each class; on average 1 over the classes that have images.

    Args:
        planned: images a class.
        rule: its scheme and beta are used.

    Returns:
        A weight a class; 0 for a class without images. See ``FORMULAS``.
    """
    used = planned > 0
    found = np.zeros(len(planned))
    found[used] = _raw_weights(planned[used], rule)
    return found / found[used].mean() if used.any() else found


def _raw_weights(images: Numbers, rule: Rule) -> Numbers:
    """Weights before they are scaled, of classes that each have an image."""
    match rule.scheme:
        case "inverse":
            return 1 / images
        case "root":
            return 1 / np.sqrt(images)
        case "effective":
            return (1 - rule.beta) / (1 - np.power(rule.beta, images))
    return np.ones(len(images))


def plan(atlas: Atlas, figures: Figures, focus: str, measure: str, rule: Rule) -> pd.DataFrame:
    """The plan, a row a class at or under a synset whose count is known, by wnid.

    Returns:
        wnid, name, index (the class's place among all classes of the data set by wnid, as
        an image folder numbers them; for ILSVRC-2012 its class index), images (there are),
        missing (to the floor), planned (to use in an epoch, repeats included), weight (of
        one image), share_before and share_after (percent of the images drawn).
    """
    wnids, images = balance.counts(figures, focus, measure)
    missing: Numbers = np.maximum(rule.floor - images, 0.0)
    planned: Numbers = np.minimum(images, float(rule.cap or np.inf))
    if rule.short == "drop":
        planned = np.where(missing > 0, 0.0, planned)
    elif rule.short == "repeat":
        # A class without any image has nothing to repeat.
        planned = np.where((missing > 0) & (images > 0), float(rule.floor), planned)
    weight = weights(planned, rule)
    numbered = figures.dataset.columns.index.get_indexer(pd.Index(wnids))
    return pd.DataFrame(
        {
            "wnid": wnids,
            "name": atlas.lexicon.names(wnids),
            "index": numbered,
            "images": images,
            "missing": missing,
            "planned": planned,
            "weight": weight,
            "share_before": _percent(images),
            "share_after": _percent(planned * weight),
        }
    )


def _percent(values: Numbers) -> Numbers:
    total = values.sum()
    return values / total * 100 if total else np.zeros(len(values))


def before_and_after(planned: pd.DataFrame) -> pd.DataFrame:
    """Share of the images drawn by rank, before and after: series, x (rank), y (%), hover."""
    curves = []
    for series, column in (("as it is", "share_before"), ("as planned", "share_after")):
        values = planned[column].to_numpy()
        curve = balance.rank_size(values[values > 0], series)
        curve["hover"] = [
            f"{series}<br>class {rank:,} by share: {share:.3g} % of the images drawn"
            for rank, share in zip(curve["x"], curve["y"], strict=True)
        ]
        curves.append(curve)
    return pd.concat(curves, ignore_index=True)


def short_classes(planned: pd.DataFrame) -> pd.DataFrame:
    """Classes that cannot reach the floor, those that miss most first."""
    short = planned.loc[planned["missing"] > 0, ["wnid", "name", "images", "missing", "planned"]]
    return short.sort_values(["missing", "wnid"], ascending=[False, True], ignore_index=True)


def summary(planned: pd.DataFrame) -> dict[str, float]:
    """What a plan comes to: classes, classes used, short, images and effective classes."""
    before, after = (np.sort(planned[f"share_{when}"].to_numpy()) for when in ("before", "after"))
    return {
        "classes": float(len(planned)),
        "classes_used": float((planned["planned"] > 0).sum()),
        "classes_short": float((planned["missing"] > 0).sum()),
        "images": float(planned["images"].sum()),
        "images_planned": float(planned["planned"].sum()),
        "effective_classes_before": balance.effective_classes(before),
        "effective_classes_after": balance.effective_classes(after),
    }


def document(
    planned: pd.DataFrame, dataset: str, focus: str, measure: str, rule: Rule, classes: int
) -> dict[str, Any]:
    """The plan as plain values, for a file that a training script reads.

    Args:
        planned: what ``plan`` gave.
        dataset: key of the data set.
        focus: wnid of the subtree.
        measure: key of the measure that was balanced.
        rule: how.
        classes: how many classes the data set has, so that every index has a weight.

    Returns:
        dataset, root, measure, rule, images_per_epoch, by_wnid (wnid to images, planned and
        weight) and weight_by_index (a weight for each class of the data set by wnid, 0 for
        those outside the plan).
    """
    by_index = np.zeros(classes)
    by_index[planned["index"]] = planned["weight"]
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
        },
        "images_per_epoch": int(planned["planned"].sum()),
        "by_wnid": {
            wnid: {
                "index": index,
                "images": known(images),
                "planned": known(used),
                "weight": weight,
            }
            for wnid, index, images, used, weight in zip(
                *(
                    planned[name].tolist()
                    for name in ("wnid", "index", "images", "planned", "weight")
                ),
                strict=True,
            )
        },
        "weight_by_index": by_index.tolist(),
    }


SAMPLER = """\
import json
from torch.utils.data import WeightedRandomSampler

plan = json.load(open("{name}.json"))
weights = [plan["weight_by_index"][target] for target in dataset.targets]
sampler = WeightedRandomSampler(weights, num_samples=plan["images_per_epoch"])
"""
"""How a training script takes up a plan; ``dataset`` is an image folder with a folder a wnid."""
