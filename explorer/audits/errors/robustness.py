"""Overall accuracies of timm's and of CLIP-type models: each further test set against validation.

The accuracies are published ones, of models whose predictions are not available; accuracies on
ImageNet-A and ImageNet-R are over their own 200 classes, all others over the 1,000.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from explorer import facts
from explorer.evaluations import Evaluation
from explorer.formatting import counted
from explorer.owner import kept_by

TIMM, CLIP = "timm", "zero-shot CLIP-type"
SMALL_SETS = ("a", "r")
"""Keys of the test sets of 200 classes."""

LOWEST = 40.0
"""Validation accuracy in percent from which on models are drawn."""

APART = 4.0
"""Percentage points by which two labelled results differ at least, so that they do not overlap."""

CELL = 0.5
"""Side of the square, in percentage points, of whose models one is drawn."""


@dataclass(frozen=True)
class TestSet:
    """A further test set: key, title, and its columns in the two tables."""

    key: str
    title: str
    timm: str
    clip: str = ""


SETS = (
    TestSet("real", "ReaL labels", "real_top1_percent"),
    TestSet("v2", "ImageNetV2", "v2_top1_percent", "imagenet_v2"),
    TestSet("sketch", "ImageNet-Sketch", "sketch_top1_percent", "imagenet_sketch"),
    TestSet("a", "ImageNet-A", "a_top1_percent", "imagenet_a"),
    TestSet("r", "ImageNet-R", "r_top1_percent", "imagenet_r"),
)

KEYS = tuple(each.key for each in SETS)


@kept_by("evaluation")
def models(evaluation: Evaluation) -> pd.DataFrame:
    """Every model of the two tables with its accuracies.

    Family and training data are those that Peychev et al. (2023) give for the same timm name; a
    the year is known for the few weights whose errors per image are available as well.

    Args:
        evaluation: with the listed models, whose years are taken.

    Returns:
        model, source (``TIMM`` or ``CLIP``), size (side of the input; missing for CLIP),
        parameters (millions), family and training_data (empty where not known), year (missing
        where not known), top1 (validation) and each of ``KEYS``, in percent (NaN where not known).
    """
    timm, clip = facts.read("timm_models_overall"), facts.read("openclip_zero_shot_overall")
    described = facts.read("models962_by_branch")
    source, _, name = zip(*(each.partition("--") for each in described["model"]), strict=True)
    described = described.assign(source=source, name=name)
    described = described[described["source"] == "timm"].set_index("name")
    years = timm["model"].map(_years(evaluation)).astype("Int64")
    first = pd.DataFrame(
        {
            "model": timm["model"],
            "source": TIMM,
            "size": timm["img_size"].astype("Int64"),
            "parameters": timm["parameters_million"],
            "family": timm["model"].map(described["arch_group"]).fillna(""),
            "training_data": timm["model"].map(described["training_data"]).fillna(""),
            "year": years,
            "top1": timm["top1_percent"],
            **{each.key: timm[each.timm] for each in SETS},
        }
    )
    second = pd.DataFrame(
        {
            "model": clip["architecture"] + " " + clip["pretraining"],
            "source": CLIP,
            "size": pd.array([pd.NA] * len(clip), dtype="Int64"),
            "parameters": clip["parameters_million"],
            "family": "CLIP-type",
            "training_data": clip["pretraining"],
            "year": pd.array([pd.NA] * len(clip), dtype="Int64"),
            "top1": clip["imagenet_top1"] * 100,
            **{each.key: clip[each.clip] * 100 if each.clip else np.nan for each in SETS},
        }
    )
    whole = pd.concat([first, second], ignore_index=True)
    return whole.sort_values(["top1", "model"], ascending=[False, True], ignore_index=True)


def _years(evaluation: Evaluation) -> dict[str, int]:
    """Name of weights in timm to the year of their paper, if they are also built-in models."""
    known = facts.read("modern_correct_models").set_index("model")["published_source"]
    return {
        published.split()[1]: year
        for name, published in known.items()
        if published and (year := evaluation.listed[str(name)].year) is not None
    }


def best_so_far(found: pd.DataFrame, key: str) -> pd.DataFrame:
    """Models that no model of at most the same validation accuracy surpasses on a test set.

    Args:
        found: what ``models`` gave.
        key: of the test set.

    Returns:
        Its rows of these models, the least accurate on validation first.
    """
    known = found[found[key].notna()].sort_values(["top1", key], ascending=[True, False])
    before = known[key].cummax().shift(fill_value=-np.inf)
    return known[known[key] > before].reset_index(drop=True)


def thinned(found: pd.DataFrame, key: str, cell: float = CELL) -> pd.DataFrame:
    """One model per square cell of the plane from ``LOWEST`` on: of each, the best on the test set.

    Args:
        found: what ``models`` gave.
        key: of the test set.
        cell: side of the square, in percentage points.

    Returns:
        Its rows of these models with ``others``, the models of the same source in the cell that
        are not drawn.
    """
    known = found[found[key].notna() & (found["top1"] >= LOWEST)]
    at = [known["source"], np.floor(known["top1"] / cell), np.floor(known[key] / cell)]
    counts = known.groupby(at)[key].transform("size")
    best = known.groupby(at)[key].idxmax()
    return known.assign(others=counts - 1).loc[best].reset_index(drop=True)


def points(drawn: pd.DataFrame, key: str) -> pd.DataFrame:
    """The points of ``thinned``: name (with its number of models), group, x and y."""
    return pd.DataFrame(
        {
            "name": [
                f"{model} (and {counted(others, 'other')})" if others else str(model)
                for model, others in zip(
                    drawn["model"].tolist(), drawn["others"].tolist(), strict=True
                )
            ],
            "group": drawn["source"],
            "x": drawn["top1"],
            "y": drawn[key],
        }
    )


def labelled(found: pd.DataFrame, best: pd.DataFrame, key: str) -> pd.DataFrame:
    """What ``best_so_far`` gave from ``LOWEST`` on, as a line: x, y and label.

    Labelled are the best result of all and that of each source, where it is well apart from it.
    """
    best = best[best["top1"] >= LOWEST].reset_index(drop=True)
    of_source = found.loc[found[found[key].notna()].groupby("source")[key].idxmax()]
    highest = best[key].max()
    apart = of_source[(of_source[key] == highest) | (of_source[key] <= highest - APART)]
    top = set(apart["model"])
    return pd.DataFrame(
        {
            "x": best["top1"],
            "y": best[key],
            "label": [name if name in top else "" for name in best["model"].tolist()],
        }
    )
