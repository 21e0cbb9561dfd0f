"""Evaluations: labelled images, and what models predict on them.

ILSVRC-2012's validation set and ImageNetV2 are two of one type. The labels, the number of images
and the classes belong to the evaluation; no other code assumes them.
"""

from explorer.evaluations.evaluation import Evaluation, find
from explorer.evaluations.listed import Listed
from explorer.evaluations.models import (
    NONE,
    OWN,
    ByImage,
    ClassAccuracies,
    CorrectFlags,
    Model,
    Need,
    Predictions,
    lacking,
)
from explorer.evaluations.truth import About, Flags, Indices, Truth

__all__ = [
    "NONE",
    "OWN",
    "About",
    "ByImage",
    "ClassAccuracies",
    "CorrectFlags",
    "Evaluation",
    "Flags",
    "Indices",
    "Listed",
    "Model",
    "Need",
    "Predictions",
    "Truth",
    "find",
    "lacking",
]
