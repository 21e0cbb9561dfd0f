"""What the panels on bounding boxes show, in a sentence each."""

import pandas as pd

from explorer.audits.subsets import share_written
from explorer.formatting import counted, fixed, precise, written

FEWEST = 2
"""Minimum number of classes for a statement about the largest one."""


def coverage(listed: pd.DataFrame, name: str) -> str:
    """How many classes have a package of boxes.

    Args:
        listed: what ``packages.packages`` gave: box_package (yes, no or uncertain).
        name: of the synset.
    """
    size = len(listed)
    if not size:
        return f"No class of ImageNet-21K is at or under {name}."
    yes, unsure = (int((listed["box_package"] == key).sum()) for key in ("yes", "uncertain"))
    if size == 1:
        one = {"yes": "has a box package", "no": "has no box package"}
        kind = str(listed["box_package"].iloc[0])
        return f"{name} {one.get(kind, 'may have a box package: two lists disagree')}."
    verb = "has" if yes == 1 else "have"
    text = (
        f"All {size:,} classes at or under {name} have a box package"
        if yes == size
        else f"{yes:,} of {size:,} classes at or under {name} {verb} a box package "
        f"({share_written(yes / size * 100)})"
        if yes
        else f"None of {size:,} classes at or under {name} has a box package for certain"
        if unsure
        else f"None of {size:,} classes at or under {name} has a box package"
    )
    more = " more" if yes else ""
    return f"{text}; for {unsure:,}{more} two lists disagree." if unsure else f"{text}."


def own_coverage(found: pd.DataFrame, title: str, name: str) -> str:
    """How many classes of a user's own data set have boxes.

    Args:
        found: what ``geometry.classes`` gave: name, boxes.
        title: of the data set.
        name: of the synset.
    """
    boxes = found["boxes"].fillna(0)
    some = int((boxes > 0).sum())
    size = len(found)
    text = (
        f"{written(some)} of {counted(size, 'class')} of {title} at or under {name} "
        f"{'has' if some == 1 else 'have'} boxes, {counted(float(boxes.sum()), 'box')} in all"
    )
    if some < FEWEST:
        return f"{text}."
    name = found["name"].iloc[int(boxes.argmax())]
    return f"{text}; {name} has the most ({written(float(boxes.max()))})."


def geometry(own: dict[str, float], other: dict[str, float], name: str, other_name: str) -> str:
    """How large objects are and how many an image has, compared with another set of boxes.

    Args:
        own: what ``geometry.summary`` gave.
        other: the same of the boxes that are compared with.
        name: what the first boxes are of.
        other_name: what the others are of; empty if they are the same boxes.
    """
    against = ["", ""]
    if other_name:
        against = [
            f", against {fixed(other[key], 1, '%')} for {other_name}"
            for key in ("mean_scale", "several_percent")
        ]
    return (
        f"Boxes of {name} cover {fixed(own['mean_scale'], 1, '%')} of their image on average"
        f"{against[0]}; {fixed(own['several_percent'], 1, '%')} of the images have multiple boxes"
        f"{against[1]}."
    )


def classes(found: pd.DataFrame) -> str:
    """Which class has the smallest and which the largest objects.

    Args:
        found: what ``geometry.classes`` gave, not empty: name, mean_scale (percent).
    """
    known = found.dropna(subset=["mean_scale"]).sort_values("mean_scale", kind="stable")
    if known.empty:
        return ""
    least, most = known.iloc[0], known.iloc[-1]
    sizes = [fixed(row["mean_scale"], 1, "%") for row in (least, most)]
    if len(known) < FEWEST:
        return f"Boxes of {least['name']} cover {sizes[0]} of their image on average."
    if sizes[0] == sizes[1]:
        return f"The boxes of all {len(known):,} classes cover {sizes[0]} of the image on average."
    return (
        f"Of {len(known):,} classes, {least['name']} has the smallest objects ({sizes[0]} of the "
        f"image on average) and {most['name']} the largest ({sizes[1]})."
    )


def detection(found: pd.DataFrame) -> str:
    """Which class of the detection task is in most and which in fewest training images.

    Args:
        found: what ``packages.detection`` gave, not empty.
    """
    rows = found.sort_values(["present", "wnid"], ascending=[False, True], kind="stable")
    most, least = rows.iloc[0], rows.iloc[-1]
    if len(rows) < FEWEST:
        return f"{most['name']} is in {counted(most['present'], 'training image')}."
    if most["present"] == least["present"]:
        return f"Each of {len(rows):,} classes is in {counted(most['present'], 'training image')}."
    # Of an even number of classes, half are in at least as many images as the upper one in the
    # middle.
    middle = rows["present"].iloc[(len(rows) + 1) // 2 - 1]
    return (
        f"Of {len(rows):,} classes, {most['name']} is in the most training images "
        f"({most['present']:,}) and {least['name']} in the fewest ({least['present']:,}); half are "
        f"in {middle:,} or more."
    )


def totals(found: pd.DataFrame, counts: tuple[str, str]) -> str:
    """How far two published counts of the same boxes are apart.

    Args:
        found: what ``packages.published`` gave: total, value.
        counts: what the two are called in ``total``: of the files, then of the paper.
    """
    values = found.set_index("total")["value"]
    files, paper = (float(values[each]) for each in counts)
    if files == paper:
        return f"The files and the paper agree: {precise(files)} boxes of training images."
    way = "more" if files > paper else "fewer"
    return (
        f"ILSVRC-2012's annotation files have {precise(files)} boxes of training images, "
        f"{precise(abs(files - paper))} {way} than the paper states ({precise(paper)})."
    )
