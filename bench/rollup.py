"""The roll-up against networkx and NLTK, which answer one synset at a time."""

import time
from collections.abc import Callable

import networkx as nx
import numpy as np

from explorer import atlas as atlases
from explorer.settings import settings
from tests.support.real import nltk_reader

SAMPLE = 400
"""Synsets for which the slow ways are timed; their time for all follows in proportion."""


def median_ms(question: Callable[[], object], repeats: int = 15) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        question()
        times.append((time.perf_counter() - start) * 1e3)
    return float(np.median(times))


def measure() -> dict[str, float]:
    """Milliseconds: 32 columns to all synsets; a data set's 32 columns; the slow ways, for all."""
    atlas = atlases.load(settings())
    hierarchy = atlas.hierarchy
    numbers = np.random.default_rng(0)
    columns = numbers.random((len(hierarchy), 32))
    members = atlas.roll_up("fall11").members
    own = numbers.random((len(members), 32))
    sample = numbers.choice(len(hierarchy), SAMPLE, replace=False).tolist()
    share = len(hierarchy) / SAMPLE
    reader = nltk_reader()
    below = lambda synset: synset.hyponyms() + synset.instance_hyponyms()  # noqa: E731

    def descendants() -> None:
        for node in sample:
            nx.descendants(hierarchy.graph, hierarchy.wnids[node])

    def nltk_closure() -> None:
        for node in sample:
            set(
                reader.synset_from_pos_and_offset("n", int(hierarchy.wnids[node][1:])).closure(
                    below
                )
            )

    descendants()
    return {
        "roll-up of 32 columns over all synsets": median_ms(lambda: hierarchy.roll_up(columns)),
        "roll-up of 32 columns of the 21,841 classes": median_ms(
            lambda: hierarchy.roll_up(own, members)
        ),
        "networkx.descendants of all synsets, no sums": median_ms(descendants, 3) * share,
        "NLTK closure of all synsets, no sums": median_ms(nltk_closure, 1) * share,
    }
