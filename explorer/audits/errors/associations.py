"""Correlates of error: features of a class against its error. Correlation, not causation."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from explorer import facts
from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.evaluations import Model, Truth
from explorer.evaluations.class_errors import by_class
from explorer.owner import kept_by
from explorer.statistics import spearman

FEATURES: Mapping[str, str] = MappingProxyType(
    {
        "train_images": "Training images",
        "mean_scale": "Mean object scale (% of the image)",
        "boxes_per_image": "Boxes per image",
        "depth": "Depth in the hierarchy (edges)",
        "near_siblings": "Sibling classes",
    }
)
"""Features of a class that are correlated with its error, and the label of each."""

CAPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "cc3m": "cc3m_captions",
        "cc12m": "cc12m_captions",
        "yfcc15m": "yfcc15m_captions",
        "laion400m": "laion400m_captions",
    }
)
"""Pre-training data of CLIP-type models to the column that counts their captions."""


@kept_by("truth")
def features(atlas: Atlas, truth: Truth) -> pd.DataFrame:
    """The features of each class, by index: ``FEATURES`` as columns.

    Sibling classes are other classes of the evaluation under one of its parents.
    """
    hierarchy = atlas.hierarchy
    classes = set(truth.wnids)
    rolled = atlas.roll_up("ilsvrc2012")
    at = hierarchy.positions(truth.wnids)
    return pd.DataFrame(
        {
            "train_images": rolled.own("images", at),
            "mean_scale": rolled.own("object_scale", at),
            "boxes_per_image": rolled.own("boxes_per_image", at),
            "depth": [float(hierarchy.depth(wnid)) for wnid in truth.wnids],
            "near_siblings": [
                float(len(classes.intersection(hierarchy.siblings_of(wnid))))
                for wnid in truth.wnids
            ],
        },
        index=pd.RangeIndex(truth.classes, name="index"),
    )


def points(
    truth: Truth, known: pd.DataFrame, error: Numbers, labels: list[int], feature: str
) -> pd.DataFrame:
    """Classes as points: wnid, group, x (the feature) and y (error in percent)."""
    chosen = [label for label in labels if np.isfinite(error[label])]
    frame = pd.DataFrame(
        {
            "wnid": [truth.wnids[label] for label in chosen],
            "group": "classes",
            "x": known[feature].to_numpy(np.float32)[chosen],
            "y": error.astype(np.float32)[chosen],
        }
    )
    return frame.dropna(subset=["x"]).reset_index(drop=True)


def top1_error(atlas: Atlas, model: Model) -> Numbers:
    """Top-1 error of every class by index, in percent; NaN without a prediction."""
    found = by_class(atlas.hierarchy, model)
    predicted_images: Numbers = found["predicted_images"].to_numpy(np.float64)
    error = np.full(len(predicted_images), np.nan)
    np.divide(
        found["top1_wrong"].to_numpy(np.float64),
        predicted_images,
        out=error,
        where=predicted_images > 0,
    )
    return error * 100


def correlations(known: pd.DataFrame, error: Numbers, labels: list[int]) -> pd.DataFrame:
    """Rank correlation of each feature with error over some classes.

    Args:
        known: what ``features`` gave.
        error: percent by class index.
        labels: class indices.

    Returns:
        feature, label, correlation, low, high, classes.
    """
    rows = []
    for feature, label in FEATURES.items():
        values: Numbers = known[feature].to_numpy(np.float64)
        r, low, high, size = spearman(values[labels], error[labels])
        rows.append(
            {
                "feature": feature,
                "label": label,
                "correlation": r,
                "low": low,
                "high": high,
                "classes": size,
            }
        )
    return pd.DataFrame(rows)


def clip_models(truth: Truth, labels: list[int]) -> pd.DataFrame:
    """CLIP models: error against concept frequency in pre-training captions.

    Returns:
        One row per model: architecture, pretraining, zero_shot_error (percent, mean over the
        classes), correlation of error with the number of captions, low, high (NaN where the
        captions of its data were not counted), classes.
    """
    wnids = list(truth.wnids)
    captions = facts.read("pretraining_frequency").set_index("wnid").loc[wnids]
    accuracy = facts.read("clip_zero_shot")
    rows = []
    for (architecture, pretraining), of in accuracy.groupby(["architecture", "pretraining"]):
        error = 100 - of.set_index("wnid")["top1_accuracy"].loc[wnids].to_numpy(np.float64) * 100
        column = CAPTIONS.get(str(pretraining))
        counted = (
            np.full(truth.classes, np.nan)
            if column is None
            else captions[column].to_numpy(np.float64)
        )
        r, low, high, size = spearman(counted[labels], error[labels])
        rows.append(
            {
                "architecture": architecture,
                "pretraining": pretraining,
                "zero_shot_error": float(error[labels].mean()) if labels else float("nan"),
                "correlation": r,
                "low": low,
                "high": high,
                "classes": size,
            }
        )
    return pd.DataFrame(rows)
