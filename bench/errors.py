"""Confusion and error at any node, for any model, once the tables are read."""

import time

import numpy as np

from explorer import atlas as atlases
from explorer.audits.errors import confusion, nodes
from explorer.evaluations.class_errors import heights, severities
from explorer.evaluations.declared import ILSVRC
from explorer.settings import settings

NODES, MODELS = 40, 8


def measure() -> dict[str, float]:
    """Milliseconds of the slowest and the median question: a node's figures and its matrix."""
    atlas = atlases.load(settings())
    evaluation = atlas.evaluation(ILSVRC)
    truth = evaluation.truth
    severities(atlas.hierarchy, truth)
    numbers = np.random.default_rng(0)
    chosen = numbers.choice(np.flatnonzero(heights(atlas.hierarchy, truth) >= 0), NODES)
    names = numbers.choice(list(evaluation.built_in), MODELS, replace=False)
    taken = []
    for name in names.tolist():
        model = evaluation.built_in[name]
        for wnid in ("n00001740", truth.wnids[0], *atlas.hierarchy.named(chosen.tolist())):
            start = time.perf_counter()
            nodes.nodes(atlas, model, [wnid])
            branches = nodes.branches(atlas, model, wnid)
            draws = settings().resamples
            nodes.concept_intervals(atlas, model, [wnid, *branches["wnid"]], draws)
            confusion.matrix(atlas, model, wnid)
            taken.append((time.perf_counter() - start) * 1e3)
    return {
        "errors and confusion at a node, median": float(np.median(taken)),
        "errors and confusion at a node, slowest": float(max(taken)),
    }
