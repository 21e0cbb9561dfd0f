"""What the panels on a model's errors show, in a sentence each."""

import pandas as pd

from explorer.formatting import counted, fixed


def confusions(pairs: pd.DataFrame, model: str) -> str:
    """Which two classes a model confuses most.

    Args:
        pairs: what ``confusion.pairs`` gave, most images first; not empty.
        model: its name.
    """
    row = pairs.iloc[0]
    first, second = row["first_name"], row["second_name"]
    return (
        f"{model} confuses {first} and {second} most: on {counted(row['images'], 'image')}, "
        f"{row['first_as_second']:,} of {first} predicted as {second} and "
        f"{row['second_as_first']:,} of {second} as {first}."
    )


def labels(total: dict[str, float]) -> str:
    """How many images have a label that the reassessment rejects.

    Args:
        total: what ``label_quality.totals`` gave, with images.
    """
    rejected, none, images = (
        total[key] for key in ("real_label_rejected", "real_without_label", "images")
    )
    return (
        f"ReaL rejects the original label of {rejected:,.0f} of {counted(images, 'image')} "
        f"({fixed(rejected / images * 100, 1, '%')}) and accepts no label for {none:,.0f} "
        f"({fixed(none / images * 100, 1, '%')})."
    )


def correlates(found: pd.DataFrame) -> str:
    """Which feature of a class correlates most with its error; may be empty.

    Args:
        found: what ``associations.correlations`` gave.
    """
    known = found.dropna(subset=["correlation", "low", "high"])
    apart = known[(known["low"] > 0) | (known["high"] < 0)]
    if known.empty:
        return ""
    if apart.empty:
        return "For none of these features does the 95% CI of the correlation exclude zero."
    most = apart.iloc[int(apart["correlation"].abs().argmax())]
    return (
        f"{most['label']} correlates most with error: {fixed(most['correlation'], 2)} (95% CI "
        f"{fixed(most['low'], 2)} to {fixed(most['high'], 2)})."
    )


def field(found: pd.DataFrame) -> str:
    """Which model has the smallest error, and which the largest.

    Args:
        found: what ``model_years.field`` gave.
    """
    known = found.dropna(subset=["error"])
    if len(known) < 2:
        return ""
    best, worst = (known.iloc[int(at)] for at in (known["error"].argmin(), known["error"].argmax()))
    return (
        f"{best['model']} ({best['year']}) has the smallest error here, "
        f"{fixed(best['error'], 1, '%')} (95% CI {fixed(best['low'], 1)} to "
        f"{fixed(best['high'], 1)}); {worst['model']} ({worst['year']}) has the largest, "
        f"{fixed(worst['error'], 1, '%')}."
    )


def training(found: pd.DataFrame, name: str) -> str:
    """On which training images a network has the smallest and the largest error.

    Args:
        found: what ``training_sets.overall`` gave: title, error, low, high.
        name: of the synset.
    """
    rows = found.sort_values("error", kind="stable")
    best, worst = rows.iloc[0], rows.iloc[-1]
    if best["error"] == worst["error"]:
        return (
            f"At {name} the error is {fixed(best['error'], 1, '%')}, whichever of "
            f"{len(found)} sets the network was trained on."
        )
    return (
        f"At {name} the error is smallest when trained on {best['title']} "
        f"({fixed(best['error'], 1, '%')}, 95% CI {fixed(best['low'], 1)} to "
        f"{fixed(best['high'], 1)}) and largest with the set "
        f'"{worst["title"]}" ({fixed(worst["error"], 1, "%")}).'
    )
