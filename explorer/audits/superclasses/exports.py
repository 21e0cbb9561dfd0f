"""Superclasses for a training script: class to superclass as tables, a file, and code."""

import json
from typing import Any

import numpy as np
import pandas as pd

from explorer.atlas import Atlas
from explorer.audits.superclasses.groups import Grouping, classes, group_names
from explorer.datasets import RollUp

_CODE = """\
import json

with open({file}, encoding="utf-8") as source:
    superclasses = json.load(source)["by_wnid"]
# `dataset` is a torchvision ImageFolder with one folder per wnid, of all classes or of some.
dataset.target_transform = lambda target: superclasses.get(dataset.classes[target], -1)
"""

_LINE = "ImageFolder(root, target_transform={targets}.__getitem__)"


def class_table(atlas: Atlas, rolled: RollUp, found: Grouping) -> pd.DataFrame:
    """Class to superclass, one row per class in the order of the class index.

    Returns:
        index (of the class, as torchvision's ImageFolder counts all folders of the data set), wnid,
        name, superclass_index (−1 under none), superclass (wnid or short name; empty under none)
        and superclass_name.
    """
    columns = ["index", "wnid", "name", "superclass_index", "superclass", "superclass_name"]
    return classes(atlas, rolled, found)[columns]


def targets(found: Grouping) -> list[int]:
    """Superclass index by class index: classes sorted by wnid; −1 under none."""
    order = np.argsort(np.array(found.wnids), kind="stable")
    return found.group[order].tolist()  # type: ignore[no-any-return]


def document(atlas: Atlas, rolled: RollUp, found: Grouping) -> dict[str, Any]:
    """The superclasses as plain values, for a file that a training script reads.

    Returns:
        dataset (key), cut (the text that makes the same cut again), superclasses (one entry per
        new class: index, key, wnid, name, classes), by_wnid (superclass index), by_index (the same
        by class index, classes sorted by wnid) and under_none (wnids). −1 means none.
    """
    names = group_names(atlas, found)
    group = found.group.tolist()
    sizes = np.bincount(found.group[found.group >= 0], minlength=len(found.keys)).tolist()
    return {
        "dataset": rolled.dataset.key,
        "cut": found.cut.text,
        "superclasses": [
            {
                "index": at,
                "key": key,
                "wnid": None if key in found.names else key,
                "name": names[at],
                "classes": sizes[at],
            }
            for at, key in enumerate(found.keys)
        ],
        "by_wnid": dict(sorted(zip(found.wnids, group, strict=True))),
        "by_index": targets(found),
        "under_none": sorted(found.wnids[row] for row in found.under_none.tolist()),
    }


def as_json(held: dict[str, Any]) -> str:
    """A document as the text of a file."""
    return json.dumps(held, indent=1, allow_nan=False)


def target_transform(found: Grouping) -> str:
    """One expression that makes a data set with superclasses as targets.

    It names ``ImageFolder`` and ``root``, a folder with one folder per wnid for every class of the
    data set. Images of a class under no group get −1, as ``CrossEntropyLoss(ignore_index=-1)``
    leaves them out.
    """
    return _LINE.format(targets=targets(found))


def code(file: str) -> str:
    """Code that gives ``dataset`` its superclasses, whichever of the classes it has.

    Args:
        file: name of the file that contains the document as JSON.
    """
    return _CODE.format(file=json.dumps(file))
