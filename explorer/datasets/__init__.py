"""Data sets: classes by wnid, columns of figures over them, and measures that roll up.

Fall 2011, ILSVRC-2012, ImageNet-R, WordNet itself and a user's own files are all this one
type, so every page works for each of them, and a new figure is a new measure.
"""

from explorer.datasets.columns import Columns, Group
from explorer.datasets.dataset import OTHERS, OWN, DataSet, find
from explorer.datasets.mapping import NameMapping
from explorer.datasets.measure import CLASSES, Measure
from explorer.datasets.roll_up import EVERYWHERE, Places, RollUp, roll_up

__all__ = [
    "CLASSES",
    "EVERYWHERE",
    "OTHERS",
    "OWN",
    "Columns",
    "DataSet",
    "Group",
    "Measure",
    "NameMapping",
    "Places",
    "RollUp",
    "find",
    "roll_up",
]
