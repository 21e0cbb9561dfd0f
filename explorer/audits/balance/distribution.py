"""The distribution of images over classes in figures: concentration, evenness, order statistics.

All functions take counts: one number of images per class, at least 0, in ascending order. They
return NaN where a figure is undefined.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from explorer.arrays import Numbers


@dataclass(frozen=True)
class Metric:
    """A figure of a distribution of images over classes.

    Attributes:
        key: its name in tables and downloads.
        label: its name on a page.
        unit: its unit; "ratio" or "0–1" where it has none.
        meaning: formula and source, in a sentence.
        of: counts (ascending, at least one) and a threshold to the figure; NaN where it is
            undefined.
        whole: whether it is a whole number.
    """

    key: str
    label: str
    unit: str
    meaning: str
    of: Callable[[Numbers, float], float]
    whole: bool = False


def gini(counts: Numbers) -> float:
    """Gini coefficient: 0 if all n classes are equal, (n − 1) / n if one class has all images.

    Σ (2i − n − 1) xᵢ / (n Σ xᵢ) over the counts xᵢ in ascending order (Gini 1912). Undefined
    without images.
    """
    size, total = len(counts), counts.sum()
    if total == 0:
        return float("nan")
    ranks = np.arange(1, size + 1)
    return float(((2 * ranks - size - 1) * counts).sum() / (size * total))


def gini_corrected(counts: Numbers) -> float:
    """Gini coefficient times n / (n − 1): 0 if all are equal, 1 if one class has all images.

    The plain coefficient cannot exceed (n − 1) / n, so it is too small where there are few
    classes (Deltas 2003, Review of Economics and Statistics 85(1)). Undefined for a single class
    and without images.
    """
    size = len(counts)
    return gini(counts) * size / (size - 1) if size > 1 else float("nan")


def entropy(counts: Numbers) -> float:
    """Shannon entropy −Σ pᵢ ln pᵢ of the classes' shares pᵢ of all images, in nats.

    Classes without images add nothing. Undefined without images.
    """
    total = counts.sum()
    if total == 0:
        return float("nan")
    shares = counts[counts > 0] / total
    return float(-(shares * np.log(shares)).sum())


def effective_classes(counts: Numbers) -> float:
    """Effective number of classes, exp of the entropy: the Hill number of order 1 (Hill 1973)."""
    return float(np.exp(entropy(counts)))


def evenness(counts: Numbers) -> float:
    """Pielou's evenness H / ln n (Pielou 1966): 1 if all n classes are equal, 0 if one has all.

    n counts every class, also those without images. Undefined for a single class and without
    images.
    """
    return entropy(counts) / float(np.log(len(counts))) if len(counts) > 1 else float("nan")


def imbalance(counts: Numbers) -> float:
    """Largest count over smallest (Buda, Maki and Mazurowski 2018); undefined if that is 0."""
    return float(counts[-1] / counts[0]) if counts[0] > 0 else float("nan")


def robust_ratio(counts: Numbers) -> float:
    """95th percentile over 5th, linear interpolation; undefined if the 5th is 0.

    Like the imbalance ratio, but a single very small or very large class does not decide it.
    """
    low, high = np.quantile(counts, [0.05, 0.95])
    return float(high / low) if low > 0 else float("nan")


def top_share(counts: Numbers, part: float) -> float:
    """Percent of all images in the largest ``part`` of the classes, rounded up to whole ones."""
    total = counts.sum()
    largest = int(np.ceil(part * len(counts) - 1e-9))
    return float(counts[len(counts) - largest :].sum() / total * 100) if total else float("nan")


def _quantile(share: float) -> Callable[[Numbers, float], float]:
    return lambda counts, _: float(np.quantile(counts, share))


def _top(key: str, percent: int) -> Metric:
    return Metric(
        key,
        f"Images in top {percent} % of classes",
        "%",
        f"Share of images in the largest {percent} % of classes, rounded up to whole classes.",
        lambda counts, _: top_share(counts, percent / 100),
    )


METRICS = (
    Metric(
        "classes",
        "Classes",
        "classes",
        "Classes whose count is known.",
        lambda n, _: len(n),
        whole=True,
    ),
    Metric("images", "Images", "images", "Sum over the classes.", lambda n, _: n.sum(), whole=True),
    Metric("median", "Median", "images per class", "Median images per class.", _quantile(0.5)),
    Metric(
        "under_threshold",
        "Small classes",
        "classes",
        "Classes with fewer images than the threshold chosen.",
        lambda n, threshold: (n < threshold).sum(),
        whole=True,
    ),
    Metric(
        "imbalance_ratio",
        "Imbalance ratio",
        "ratio",
        "Largest class over smallest class (Buda, Maki and Mazurowski 2018). Undefined where the "
        "smallest class has no image.",
        lambda n, _: imbalance(n),
    ),
    Metric(
        "robust_ratio",
        "Ratio p95/p5",
        "ratio",
        "95th over 5th percentile of the images per class, linear interpolation: an imbalance "
        "ratio that single extreme classes do not decide. Undefined where the 5th is 0.",
        lambda n, _: robust_ratio(n),
    ),
    Metric(
        "gini",
        "Gini coefficient",
        "0–1",
        "Σ (2i − n − 1) xᵢ / (n Σ xᵢ) over the n counts xᵢ in ascending order (Gini 1912): twice "
        "the area between the Lorenz curve and equality. 0 if all classes are equal, (n − 1) / n "
        "if one has all images.",
        lambda n, _: gini(n),
    ),
    Metric(
        "gini_corrected",
        "Gini, corrected",
        "0–1",
        "Gini coefficient × n / (n − 1), which reaches 1 also for few classes (Deltas 2003): for "
        "comparing subtrees of different sizes. Undefined for a single class.",
        lambda n, _: gini_corrected(n),
    ),
    Metric(
        "evenness",
        "Evenness",
        "0–1",
        "H / ln n, H = −Σ pᵢ ln pᵢ the entropy of the shares of images of the n classes (Pielou "
        "1966). 1 if all classes are equal, 0 if one has all images. Undefined for a single "
        "class.",
        lambda n, _: evenness(n),
    ),
    Metric(
        "effective_classes",
        "Effective number of classes",
        "classes",
        "exp(−Σ pᵢ ln pᵢ), pᵢ the share of images in class i: number of equally frequent classes "
        "with the same entropy (Hill 1973, order 1).",
        lambda n, _: effective_classes(n),
    ),
    Metric(
        "smallest",
        "Smallest",
        "images per class",
        "The smallest class.",
        lambda n, _: n[0],
        whole=True,
    ),
    Metric(
        "lower_quartile",
        "Lower quartile",
        "images per class",
        "25th percentile, linear interpolation.",
        _quantile(0.25),
    ),
    Metric(
        "upper_quartile",
        "Upper quartile",
        "images per class",
        "75th percentile, linear interpolation.",
        _quantile(0.75),
    ),
    Metric(
        "largest",
        "Largest",
        "images per class",
        "The largest class.",
        lambda n, _: n[-1],
        whole=True,
    ),
    _top("top_1_percent", 1),
    _top("top_10_percent", 10),
    _top("top_50_percent", 50),
)
"""The shape of a distribution, in the order of a page."""


def shape(values: Numbers, threshold: float) -> dict[str, float]:
    """Every metric of some counts, in any order; NaN where it is undefined.

    Args:
        values: images per class, at least 0.
        threshold: images below which a class counts as small.
    """
    ascending = np.sort(np.asarray(values, dtype=np.float64))
    if not len(ascending):
        empty = {"classes", "images", "under_threshold"}
        return {each.key: 0.0 if each.key in empty else float("nan") for each in METRICS}
    return {each.key: float(each.of(ascending, threshold)) for each in METRICS}


def beside(
    shapes: Mapping[str, Mapping[str, float]], counted: tuple[str, str] = ("Images", "images")
) -> pd.DataFrame:
    """Several shapes as columns of one frame.

    Args:
        shapes: column to what ``shape`` gave.
        counted: what the sum over the classes is called, and its unit: where an image counts
            for several classes, it is no number of images.

    Returns:
        One row per metric: key, metric (label), unit, then one column per shape.
    """
    return pd.DataFrame(
        [
            {"key": each.key}
            | dict(
                zip(
                    ("metric", "unit"),
                    counted if each.key == "images" else (each.label, each.unit),
                    strict=True,
                )
            )
            | {name: found[each.key] for name, found in shapes.items()}
            for each in METRICS
        ]
    )


def side_by_side(
    first: Mapping[str, float],
    second: Mapping[str, float],
    counted: tuple[str, str] = ("Images", "images"),
) -> pd.DataFrame:
    """Two shapes and their difference: as ``beside``, with a column difference (second − first)."""
    frame = beside({"first": first, "second": second}, counted)
    return frame.assign(difference=frame["second"] - frame["first"])
