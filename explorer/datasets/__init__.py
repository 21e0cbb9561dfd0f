"""Data sets: classes by wnid, columns of figures over them, and measures that roll up.

Fall 2011, ILSVRC-2012, ImageNet-R, WordNet itself and a user's own files are all this one
type, so every page works for each of them, and a new figure is a new measure.
"""

from explorer.datasets.columns import Columns, Group
from explorer.datasets.dataset import DataSet, find
from explorer.datasets.measure import CLASSES, Measure
from explorer.datasets.roll_up import EVERYWHERE, Figures, Places, roll_up

__all__ = [
    "CLASSES",
    "EVERYWHERE",
    "Columns",
    "DataSet",
    "Figures",
    "Group",
    "Measure",
    "Places",
    "find",
    "roll_up",
]
