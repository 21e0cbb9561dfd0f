"""Confusion of a model: pairs of classes, a matrix of branches, the images in a cell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.audits.errors import agreement
from explorer.audits.overview import branches_of
from explorer.evaluations import NONE, Evaluation, Flags, Predictions
from explorer.evaluations.class_errors import severities, wrong
from explorer.formatting import fixed

GROUPS = 20
"""Maximum children with a row of their own in a matrix; the smaller ones share one."""

LEAST_WRITTEN = 0.05
"""Percent of the smallest share that is written as a number."""

ELSEWHERE, OTHERS, ITSELF = "elsewhere", "others", "itself"
"""Keys of the groups that are no branch."""


def pairs(atlas: Atlas, model: Predictions, labels: list[int], most: int) -> pd.DataFrame:
    """The pairs of classes that a model confuses most, both directions together.

    Args:
        atlas: hierarchy and words.
        model: whose errors.
        labels: class indices; at least one of each pair is among them.
        most: maximum number of rows.

    Returns:
        first, second (wnids), first_name, second_name, first_as_second (images of the first
        predicted as the second), second_as_first, images (both), meet (names of the lowest common
        ancestors) and severity (height of the lowest of them), most images first.
    """
    truth, missed = model.truth, wrong(model)
    label, guess = truth.labels[missed].astype(np.int64), model.predicted[missed].astype(np.int64)
    chosen = np.isin(label, labels) | np.isin(guess, labels)
    label, guess = label[chosen], guess[chosen]
    low, high, size = np.minimum(label, guess), np.maximum(label, guess), truth.classes
    keys, count = np.unique(low * size + high, return_counts=True)
    forward = np.bincount(
        np.searchsorted(keys, low * size + high), weights=label < guess, minlength=len(keys)
    )
    order = np.lexsort((keys, -count))[:most]
    keys, count, forward = keys[order], count[order], forward[order].astype(np.int64)
    first = [truth.wnids[at] for at in keys // size]
    second = [truth.wnids[at] for at in keys % size]
    each = list(dict.fromkeys([*first, *second]))
    called = dict(zip(each, atlas.lexicon.telling_names(each), strict=True))
    meet = [
        ", ".join(atlas.lexicon.names(atlas.hierarchy.lowest_common_ancestors(*pair)))
        for pair in zip(first, second, strict=True)
    ]
    return pd.DataFrame(
        {
            "first": first,
            "second": second,
            "first_name": [called[wnid] for wnid in first],
            "second_name": [called[wnid] for wnid in second],
            "first_as_second": forward,
            "second_as_first": count - forward,
            "images": count,
            "meet": meet,
            "severity": severities(atlas.hierarchy, truth)[keys // size, keys % size],
        }
    )


@dataclass(frozen=True, eq=False)
class Matrix:
    """Images by group of their label and group of their prediction.

    Attributes:
        keys: of the groups: a branch's wnid, ``itself``, ``others`` or ``elsewhere``, last.
        names: what each is called.
        counts: groups x groups of images: rows by label, columns by prediction.
        group: group by class index.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    counts: NDArray[np.int64]
    group: NDArray[np.int64]


def matrix(atlas: Atlas, model: Predictions, focus: str) -> Matrix:
    """The confusion among the branches of a synset, with all other classes as one group.

    Each class is in one group: of several branches that it is under, in the smallest. Every
    image with a prediction is counted once, so the counts add up to these images.
    """
    hierarchy, truth = atlas.hierarchy, model.truth
    index = truth.index
    inside = {
        wnid: [index[each] for each in hierarchy.named(hierarchy.subtree(wnid)) if each in index]
        for wnid in branches_of(atlas, focus)
    }
    largest = sorted(
        (wnid for wnid, held in inside.items() if held), key=lambda wnid: (-len(inside[wnid]), wnid)
    )
    group = np.full(truth.classes, -1, dtype=np.int64)
    for at, wnid in enumerate(largest):
        group[inside[wnid]] = min(at, GROUPS)
    keys, names = largest[:GROUPS], atlas.lexicon.telling_names(largest[:GROUPS])
    if len(largest) > GROUPS:
        keys, names = [*keys, OTHERS], [*names, f"{len(largest) - GROUPS} other branches"]
    if focus in index:
        group[index[focus]] = len(keys)
        keys, names = [*keys, ITSELF], [*names, f"{atlas.lexicon.name(focus)} (this synset)"]
    group[group < 0] = len(keys)
    keys, names = [*keys, ELSEWHERE], [*names, "outside"]
    # A branch whose classes are all in smaller ones would be an empty row and column.
    used = np.bincount(group, minlength=len(keys)) > 0
    used[-1] = True
    group = (np.cumsum(used) - 1)[group]
    keys = [key for key, some in zip(keys, used, strict=True) if some]
    names = [name for name, some in zip(names, used, strict=True) if some]
    covered = model.covered
    rows, columns = group[truth.labels[covered]], group[model.predicted[covered]]
    size = len(keys)
    counts = np.bincount(rows * size + columns, minlength=size * size).reshape(size, size)
    return Matrix(tuple(keys), tuple(names), counts.astype(np.int64), group)


def shares(found: Matrix) -> Numbers:
    """Percent of the images of each true group by predicted group; zeros for one without images."""
    totals = found.counts.sum(axis=1, keepdims=True).clip(min=1)
    result: Numbers = found.counts / totals * 100
    return result


def texts(found: Matrix, *, as_counts: bool) -> list[list[str]]:
    """What is written into the cells: counts or shares, nothing for no image."""
    rows = zip(found.counts.tolist(), shares(found).tolist(), strict=True)
    return [
        [
            (f"{count:,}" if as_counts else _share(share)) if count else ""
            for count, share in zip(counts, row, strict=True)
        ]
        for counts, row in rows
    ]


def _share(share: float) -> str:
    if share < LEAST_WRITTEN:
        return "<0.1"
    return fixed(share, 0 if share >= 1 else 1)


def long(found: Matrix) -> pd.DataFrame:
    """A matrix as rows: label_group, predicted_group (names), images, percent (of label_group)."""
    size = len(found.keys)
    totals = found.counts.sum(axis=1, keepdims=True).clip(min=1)
    return pd.DataFrame(
        {
            "label_group": np.repeat(found.names, size),
            "predicted_group": np.tile(found.names, size),
            "images": found.counts.ravel(),
            "percent": (found.counts / totals * 100).ravel(),
        }
    )


def images_in_cell(found: Matrix, model: Predictions, row: int, column: int) -> Flags:
    """Whether each image is counted in a cell of the matrix."""
    truth = model.truth
    return np.asarray(
        model.covered
        & (found.group[truth.labels] == row)
        & (found.group[model.predicted.clip(min=0)] == column)
    )


def images(
    atlas: Atlas, evaluation: Evaluation, model: Predictions, chosen: Flags, most: int
) -> pd.DataFrame:
    """Some images with their labels and predictions.

    Args:
        atlas: words.
        evaluation: whose built-in models are asked too.
        model: whose predictions.
        chosen: which images.
        most: maximum number of rows, lowest image numbers first.

    Returns:
        image (number or name), label, prediction, real_labels (names; empty if none was accepted),
        label_wnid, prediction_wnid, agree (number of built-in models with the same prediction),
        of_962 (number of the 962 models of ``agreement`` with it; NaN where not listed).
    """
    truth = model.truth
    places = np.flatnonzero(chosen)[:most]
    predicted = np.stack([each.predicted[places] for each in evaluation.built_in.values()])
    own = model.predicted[places]

    def named(index: int) -> str:
        return "" if index == NONE else atlas.lexicon.name(truth.wnids[index])

    return pd.DataFrame(
        {
            "image": truth.named(places),
            "label": [named(index) for index in truth.labels[places].tolist()],
            "prediction": [named(index) for index in own.tolist()],
            "real_labels": [
                ", ".join(named(index) for index in truth.reassessed_labels(place))
                for place in places.tolist()
            ],
            "label_wnid": [truth.wnids[index] for index in truth.labels[places].tolist()],
            "prediction_wnid": [
                "" if index == NONE else truth.wnids[index] for index in own.tolist()
            ],
            "agree": (predicted == own[None, :]).sum(axis=0),
            "of_962": agreement.agreeing(truth, places, own),
        }
    )
