"""All models by year and family, and the winners of the challenge."""

from pathlib import Path

import numpy as np
import pandas as pd

from explorer import facts
from explorer.evaluations import ClassAccuracies, CorrectFlags, Evaluation, Predictions
from explorer.evaluations.class_errors import wrong
from explorer.evaluations.listed import Known
from explorer.statistics import wilson


def field(evaluation: Evaluation, labels: list[int], folder: Path = facts.DATA) -> pd.DataFrame:
    """Each built-in model with its year and its error over some classes.

    Models with confidences are left out: they are some of these networks on squashed images.

    Args:
        evaluation: whose models.
        labels: class indices, at least one.
        folder: where the fact tables are.

    Returns:
        model, family, year (of the first public paper; missing where not known), paper,
        overall_error, error (over the classes), low and high (Wilson's interval), images (of the
        classes, for which it is known), top5_error (overall; NaN if not known on these images),
        errors in percent, known (what is known about the model, empty for its predictions), oldest
        first.
    """
    truth = evaluation.truth
    chosen = np.isin(truth.labels, labels)
    models = facts.read("models", folder).set_index("model")["top5_percent"]
    rows = []
    for each in evaluation.listed.values():
        if each.known is Known.CONFIDENCE:
            continue
        model = each.read()
        if isinstance(model, ClassAccuracies):
            continue
        missed = wrong(model)
        wrongly, images = float(missed[chosen].sum()), float((model.covered & chosen).sum())
        low, high = wilson(np.array([wrongly]), np.array([images]))
        top5 = float("nan")
        if isinstance(model, CorrectFlags) and model.correct_top5 is not None:
            top5 = float(model.correct_top5[model.covered].mean() * 100)
        elif isinstance(model, Predictions) and model.read_top5:
            top5 = float(models[each.name])
        rows.append(
            {
                "model": each.name,
                "family": each.family,
                "year": pd.NA if each.year is None else each.year,
                "paper": each.paper,
                "overall_error": float(missed[model.covered].mean() * 100),
                "error": wrongly / images * 100 if images else float("nan"),
                "low": float(low[0]),
                "high": float(high[0]),
                "images": images,
                "top5_error": 100 - top5,
                "known": each.known.value,
            }
        )
    frame = pd.DataFrame(rows).astype({"year": "Int64"})
    return frame.sort_values(["year", "family", "model"], ignore_index=True)


def winners(folder: Path = facts.DATA) -> pd.DataFrame:
    """The challenge's winners: year, team, model, top5_error_percent, note."""
    return facts.read("challenge", folder).sort_values("year", ignore_index=True)


LABELLED_APART = 0.06
"""Share of the range of errors by which a labelled record is below the one labelled before."""


def best_so_far(drawn: pd.DataFrame) -> pd.DataFrame:
    """The models with the smallest error of their year and all years before.

    Args:
        drawn: what ``points`` gave.

    Returns:
        x (year), y (error) and label (the model's name; empty where it would lie on that of another
        record), by year.
    """
    # The first of several equal ones is the one that the table has first.
    of_year = drawn.loc[drawn.groupby("x")["y"].idxmin()].sort_values("x")
    best = of_year[of_year["y"] < of_year["y"].cummin().shift(fill_value=np.inf)]
    apart = (drawn["y"].max() - drawn["y"].min()) * LABELLED_APART
    labels, last = [], np.inf
    rows = list(zip(best["name"].tolist(), best["y"].tolist(), strict=True))
    final = rows[-1][1] if rows else np.inf
    for at, (name, error) in enumerate(rows):
        # The best of all is always named.
        named = at == len(rows) - 1 or (error <= last - apart and error >= final + apart)
        labels.append(name if named else "")
        last = error if named else last
    return pd.DataFrame({"x": best["x"].to_numpy(), "y": best["y"].to_numpy(), "label": labels})


def points(found: pd.DataFrame, column: str) -> pd.DataFrame:
    """Models with a year as points: name, group (what is available), x, y, family, images."""
    some = found[found["year"].notna() & found[column].notna()]
    return pd.DataFrame(
        {
            "name": some["model"],
            "group": some["known"].replace("", "predictions known"),
            "x": some["year"].astype("int64"),
            "y": some[column].round(2),
            "family": some["family"],
            "images": some["images"],
        }
    )
