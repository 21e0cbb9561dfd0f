"""Where to go from a synset of which there is nothing to show."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.audits.nearest import nearest
from tests.support import example
from tests.support.example import BEAGLE, CANINE, DOG, ENTITY, MACHINE, SNOOPY


def shown(*wnids: str) -> np.ndarray:
    return np.isin(example.tree().wnids, wnids)


@pytest.mark.parametrize(
    ("focus", "having", "found"),
    [
        (SNOOPY, (DOG, ENTITY), DOG),
        (ENTITY, (BEAGLE, DOG), DOG),
        (DOG, (CANINE, BEAGLE), BEAGLE),
        (DOG, (ENTITY, SNOOPY), SNOOPY),
        (DOG, (DOG,), ""),
        (DOG, (MACHINE,), ""),
        (DOG, (), ""),
    ],
    ids=["up", "down", "down before up", "nearer down", "not itself", "no relative", "nothing"],
)
def test_the_nearest_relative_that_can_be_shown_is_found(focus, having, found):
    assert nearest(example.tree(), focus, shown(*having)) == found


@given(st.sampled_from(example.tree().wnids), st.sets(st.sampled_from(example.tree().wnids)))
def test_nothing_that_can_be_shown_is_nearer(focus: str, having: set[str]):
    graph = nx.DiGraph((parent, child) for parent, child, _ in example.EDGES)
    away = nx.single_source_shortest_path_length(graph, focus)
    away |= nx.single_source_shortest_path_length(graph.reverse(), focus)
    there = {away[wnid] for wnid in having - {focus} if wnid in away}
    found = nearest(example.tree(), focus, shown(*having))
    assert (away[found] == min(there)) if there else found == ""
