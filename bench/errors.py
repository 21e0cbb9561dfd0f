"""Confusion and error at any node, for any model, once the tables are read."""

import time

import numpy as np

from explorer import atlas as atlases
from explorer.audits.errors import confusion, nodes
from explorer.evaluations import Predictions
from explorer.evaluations.class_errors import heights, severities
from explorer.evaluations.declared import ILSVRC
from explorer.settings import settings

NODES, MODELS = 40, 8


def measure() -> dict[str, float]:
    """Milliseconds of processor time of questions: a node, its branches and intervals, a matrix.

    The first of all is that of a model that is not asked again: it reads the tables.
    """
    atlas = atlases.load(settings())
    evaluation = atlas.evaluation(ILSVRC)
    truth = evaluation.truth
    severities(atlas.hierarchy, truth)
    numbers = np.random.default_rng(0)
    chosen = numbers.choice(np.flatnonzero(heights(atlas.hierarchy, truth) >= 0), NODES)
    other, *names = numbers.choice(list(evaluation.built_in), MODELS + 1, replace=False).tolist()
    root = atlas.hierarchy.roots[0]
    first = _asked(atlas, evaluation.built_in[other], root)
    taken = [
        _asked(atlas, evaluation.built_in[name], wnid)
        for name in names
        for wnid in (root, truth.wnids[0], *atlas.hierarchy.named(chosen.tolist()))
    ]
    return {
        "errors and confusion at a node, median": float(np.median(taken)),
        "errors and confusion at a node, slowest": float(max(taken)),
        "errors and confusion, the first question, which reads the tables": first,
    }


def _asked(atlas: atlases.Atlas, model: Predictions, wnid: str) -> float:
    start = time.process_time()
    nodes.nodes(atlas, model, [wnid])
    branches = nodes.branches(atlas, model, wnid)
    nodes.concept_intervals(atlas, model, [wnid, *branches["wnid"]], settings().resamples)
    confusion.matrix(atlas, model, wnid)
    return (time.process_time() - start) * 1e3
