"""How likely a synset is what a class of images is called by: everyday things first.

The costs of kinds of synsets are the rounded weights of a conditional logit (McFadden 1974) of the
published synset among all synsets of a name, fitted on the names of COCO, LVIS, PASCAL VOC and
CIFAR that have one agreed synset; those of Open Images were kept for the test. Only differences
between the synsets of one name matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer import datasets
from explorer.arrays import Integers, Numbers
from explorer.atlas import Atlas
from explorer.ingest.names.spelling import How
from explorer.owner import kept_by

PHYSICAL = "n00001930"
"""Physical entity: what can be photographed."""

KINDS = {
    PHYSICAL: -1.5,
    "n00021939": -1.0,  # artifact
    "n00021265": -0.7,  # food
    "n07705931": -1.0,  # edible fruit
    "n00017222": 1.0,  # plant
    "n00019613": 0.7,  # substance
}
"""Cost of a synset under each of these."""

PERSON, PERSON_BY_ANOTHER_WORD = "n00007846", 1.5
"""Cost of a person where the name is not the first lemma: "skunk" is rarely a rotter."""

SORTS = ("n00015388", "n00017222", "n00021265", "n00021939", PERSON)
"""Animals, plants, food, artifacts and people: what a data set can be mostly about."""

COMPANY = -3.0
"""Cost of a synset of the sort that all clear classes of the data set are of; nothing if only half
of them are."""

INSTANCE = 2.0
"""Cost of an individual, such as a person or a place by name."""

CHALLENGE_CLASS = -0.5
"""Cost of a class of ILSVRC-2012."""

CLASSES_BELOW = -1.5
"""Cost per power of ten of classes of ImageNet (Fall 2011) at and under a synset, and one."""

SENSE = 0.6
"""Cost per natural logarithm of the number of the sense: WordNet has frequent ones first."""

NO_SENSE = 8
"""Sense number of a lemma without one; higher ones cost the same."""

NOT_FIRST_LEMMA = 0.5
OTHER_CAPITALS = 1.0

HINT_ABOVE, HINT_IN_GLOSS = -5.0, -4.0
"""Cost of a synset that words in brackets, as in "bat (animal)", name one above, or its gloss."""

ALSO_CALLED = -3.0
"""Cost of a synset for each further one of several names that are all lemmas of it."""

WAYS: Mapping[How, float] = {
    "name": 0.0,
    "spelling": 0.5,
    "singular": 0.7,
    "part": 2.0,
    "similar spelling": 10.0,
    "last words": 10.0,
}
"""Cost of a way from a name to a lemma."""


@dataclass(frozen=True, eq=False, repr=False)
class Standing:
    """Features of every synset that do not depend on the name; arrays by position.

    Attributes:
        cost: less is likelier.
        imagenet: whether it is a class of Fall 2011.
        below: classes of Fall 2011 at and under it.
        sort: its place in ``SORTS``; one more than the last for anything else.
        person: whether it is a person.
        parent: position of its deepest parent; its own at a root.
    """

    cost: Numbers
    imagenet: NDArray[np.bool_]
    below: Integers
    sort: Integers
    person: NDArray[np.bool_]
    parent: Integers


@kept_by("atlas")
def standing(atlas: Atlas) -> Standing:
    """The features of every synset of an atlas."""
    tree = atlas.hierarchy
    below = atlas.roll_up("fall11").subtree(datasets.CLASSES).astype(np.int64)
    cost = CLASSES_BELOW * np.log10(1.0 + below)
    for wnid, kind in KINDS.items():
        cost[tree.subtree(wnid)] += kind
    cost[tree.positions(atlas.dataset("ilsvrc2012").wnids)] += CHALLENGE_CLASS
    imagenet = np.zeros(len(tree), dtype=np.bool_)
    imagenet[tree.positions(atlas.dataset("fall11").wnids)] = True
    above = tree.parents
    child = np.repeat(np.arange(len(tree)), np.diff(above.starts))
    cost[np.unique(child[above.instance])] += INSTANCE
    # Of a synset's parents the deepest is written last, so it stays.
    order = np.argsort(tree.depths[above.neighbours], kind="stable")
    parent = np.arange(len(tree))
    parent[child[order]] = above.neighbours[order]
    person = np.zeros(len(tree), dtype=np.bool_)
    person[tree.subtree(PERSON)] = True
    sort = np.full(len(tree), len(SORTS))
    for place, wnid in reversed(list(enumerate(SORTS))):
        sort[tree.subtree(wnid)] = place
    return Standing(cost, imagenet, below, sort, person, parent)
