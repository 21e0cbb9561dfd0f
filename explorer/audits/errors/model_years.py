"""All models by year and family, and the winners of the challenge."""

from pathlib import Path

import numpy as np
import pandas as pd

from explorer import facts
from explorer.evaluations import Evaluation
from explorer.evaluations.class_errors import wrong
from explorer.statistics import wilson


def field(evaluation: Evaluation, labels: list[int], folder: Path = facts.DATA) -> pd.DataFrame:
    """Each built-in model with its year and its error over some classes.

    Args:
        evaluation: whose models.
        labels: class indices, at least one.
        folder: where the fact tables are.

    Returns:
        model, family, year (of the first public paper), paper, overall_error, error (over the
        classes), low and high (Wilson's interval), top5_error (overall; NaN if not known on
        these images), all in percent, oldest first.
    """
    truth = evaluation.truth
    chosen = np.isin(truth.labels, labels)
    years = facts.read("model_families", folder).set_index("model")
    models = facts.read("models", folder).set_index("model")
    rows = []
    for name, model in evaluation.built_in.items():
        missed = wrong(model)
        hits, trials = float(missed[chosen].sum()), float(chosen.sum())
        low, high = wilson(np.array([hits]), np.array([trials]))
        rows.append(
            {
                "model": name,
                "family": years.loc[name, "family"],
                "year": int(str(years.loc[name, "year"])),
                "paper": years.loc[name, "paper"],
                "overall_error": float(missed.mean() * 100),
                "error": hits / trials * 100,
                "low": float(low[0]),
                "high": float(high[0]),
                "top5_error": 100 - float(str(models.loc[name, "top5_percent"]))
                if model.read_top5
                else float("nan"),
            }
        )
    return pd.DataFrame(rows).sort_values(["year", "family", "model"], ignore_index=True)


def winners(folder: Path = facts.DATA) -> pd.DataFrame:
    """The challenge's winners: year, team, model, top5_error_percent, note."""
    return facts.read("challenge", folder).sort_values("year", ignore_index=True)


def points(found: pd.DataFrame, column: str) -> pd.DataFrame:
    """Models as points: wnid (the model's name), group (family), x (year), y (percent), hover."""
    return pd.DataFrame(
        {
            "wnid": found["model"],
            "group": found["family"],
            "x": found["year"],
            "y": found[column].round(2),
            "hover": [
                f"{model}<br>{family}, {year}<br>{error:.2f} %"
                for model, family, year, error in zip(
                    *(found[name].tolist() for name in ("model", "family", "year", column)),
                    strict=True,
                )
            ],
        }
    )
