"""Splits of subclasses: source and target domains of each superclass, as BREEDS makes them.

Santurkar, Tsipras and Madry (2021, ICLR, "BREEDS: Benchmarks for Subpopulation Shift"): a model is
trained to distinguish superclasses on some of their subclasses, and tested on the others.
"""

import zlib
from typing import Any

import numpy as np
import pandas as pd

from explorer.arrays import Integers, Numbers
from explorer.atlas import Atlas
from explorer.audits.superclasses.groups import Grouping, class_images, group_names
from explorer.datasets import RollUp
from explorer.errors import ExplorerError

SIDES = ("source", "target")

BY = {"classes": "Classes", "images": "Images"}
"""What source and target of a superclass have about as much of."""

MOST_SEED = 2**31 - 1


def split(
    atlas: Atlas, rolled: RollUp, found: Grouping, seed: int = 0, by: str = "classes"
) -> pd.DataFrame:
    """The subclasses of each superclass, each in source or target.

    By classes, the two sides of a superclass differ by one class at most. By images, classes come
    in random order, the largest first, and each is added to the side with fewer images, so that the
    sides differ by the images of its largest class at most. The draws of a superclass depend on the
    seed and its own classes only, not on the other superclasses. A superclass of one class cannot
    be divided and is left out; so are classes under no group.

    Args:
        atlas: words.
        rolled: the data set.
        found: its groups.
        seed: the same seed gives the same split.
        by: a key of ``BY``.

    Returns:
        One row per subclass: superclass_index, superclass (key), superclass_name, wnid, name,
        images (NaN where unknown) and side, by superclass, side and wnid.

    Raises:
        ExplorerError: the measure is images, and the images of a class are unknown.
    """
    if by not in BY:
        raise ExplorerError(f"A split is balanced by {' or '.join(BY)}; found {by[:40]!r}.")
    images, _ = class_images(rolled)
    grouped = found.group >= 0
    if by == "images" and not np.isfinite(images[grouped]).all():
        unknown = int((~np.isfinite(images[grouped])).sum())
        raise ExplorerError(
            f"{rolled.dataset.title} has {unknown:,} classes in groups without a known number of "
            "images, so subclasses cannot be balanced by images. Balance them by classes."
        )
    names = group_names(atlas, found)
    wnids = np.array(found.wnids)
    parts = []
    for at, key in enumerate(found.keys):
        rows = np.flatnonzero(found.group == at)
        if len(rows) < 2:
            continue
        rows = rows[np.argsort(wnids[rows], kind="stable")]
        generator = np.random.default_rng([seed, zlib.crc32(key.encode())])
        second = _second(rows, images if by == "images" else None, generator)
        parts.append(
            pd.DataFrame(
                {
                    "superclass_index": at,
                    "superclass": key,
                    "superclass_name": names[at],
                    "wnid": wnids[rows],
                    "images": images[rows],
                    "side": [SIDES[each] for each in second.astype(int).tolist()],
                }
            )
        )
    columns = ["superclass_index", "superclass", "superclass_name", "wnid", "name", "images"]
    if not parts:
        return pd.DataFrame(columns=[*columns, "side"])
    frame = pd.concat(parts, ignore_index=True)
    frame["name"] = atlas.lexicon.names(frame["wnid"].tolist())
    return frame.sort_values(["superclass_index", "side", "wnid"], ignore_index=True)[
        [*columns, "side"]
    ]


def _second(
    rows: Integers, images: Numbers | None, generator: np.random.Generator
) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Which of the rows of a superclass are on the second side."""
    shuffled = generator.permutation(len(rows))
    first = int(generator.integers(2))  # the side that has one more
    side = np.zeros(len(rows), dtype=np.int64)
    if images is None:
        side[shuffled] = (np.arange(len(rows)) + first) % 2
        return np.asarray(side == 1)
    order = shuffled[np.argsort(-images[rows][shuffled], kind="stable")]
    held = [0.0, 0.0]
    number = [0, 0]
    for place in order.tolist():
        # Of two sides with the same images, the one with fewer classes: none stays empty.
        smaller = min((first, 1 - first), key=lambda each: (held[each], number[each]))
        side[place] = smaller
        held[smaller] += images[rows[place]]
        number[smaller] += 1
    return np.asarray(side == 1)


def left_out(found: Grouping) -> list[str]:
    """Keys of the superclasses of one class, which cannot be divided."""
    sizes = np.bincount(found.group[found.group >= 0], minlength=len(found.keys))
    return [key for key, size in zip(found.keys, sizes.tolist(), strict=True) if size == 1]


def summary(divided: pd.DataFrame) -> pd.DataFrame:
    """A split in totals.

    Returns:
        One row per superclass: superclass_index, superclass, superclass_name, source_classes,
        target_classes, source_images and target_images (NaN where one of them is unknown).
    """
    rows = []
    keys = ["superclass_index", "superclass", "superclass_name"]
    for held, own in divided.groupby(keys, sort=True):
        row: dict[str, Any] = dict(zip(keys, held, strict=True))
        for side in SIDES:
            part = own[own["side"] == side]
            row[f"{side}_classes"] = len(part)
            row[f"{side}_images"] = part["images"].sum(skipna=False)
        rows.append(row)
    columns = [*keys, *(f"{side}_{what}" for what in ("classes", "images") for side in SIDES)]
    return pd.DataFrame(rows, columns=columns)


def document(divided: pd.DataFrame, found: Grouping, dataset: str, seed: int, by: str) -> Any:
    """A split as plain values: dataset, cut, seed, balanced_by, source and target by superclass.

    ``source`` and ``target`` have a list of wnids per superclass index; superclasses of one class
    have empty lists, and are named in ``left_out``.
    """
    sides: dict[str, list[list[str]]] = {side: [[] for _ in found.keys] for side in SIDES}
    for at, wnid, side in zip(
        divided["superclass_index"].tolist(),
        divided["wnid"].tolist(),
        divided["side"].tolist(),
        strict=True,
    ):
        sides[side][at].append(wnid)
    held = {"dataset": dataset, "cut": found.cut.text, "seed": seed, "balanced_by": by}
    return held | sides | {"left_out": left_out(found)}
