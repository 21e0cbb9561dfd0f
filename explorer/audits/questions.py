"""Answers to common questions about ImageNet, each as a sentence."""

from pathlib import Path

import numpy as np

from explorer import facts
from explorer.atlas import Atlas
from explorer.audits import claims, people
from explorer.audits.errors import nodes
from explorer.audits.overview import BRANCHES
from explorer.audits.questions_asked import Question
from explorer.datasets import CLASSES
from explorer.evaluations.declared import ILSVRC
from explorer.evaluations.evaluation import DEFAULT_MODEL
from explorer.formatting import counted, fixed, written
from explorer.wordnet.noun_table import ENTITY

FEW = 100
"""Images below which a class counts as small."""

LEAST_CLASSES = 20
"""Classes that a branch must have to be called the one where a model does worst or best."""


def questions(atlas: Atlas, folder: Path = facts.DATA) -> tuple[Question, ...]:
    """Every question with its answer, computed from the tables.

    Takes a second or two the first time, for the published figures are all measured.
    """
    return (
        _drop(atlas, folder),
        _fail(atlas),
        _few(atlas),
        _boxes(atlas),
        _shared(atlas),
        _published(atlas, folder),
    )


def _drop(atlas: Atlas, folder: Path) -> Question:
    found = people.within(atlas, people.people(atlas, folder=folder), "fall11")
    stay = people.kept(found, people.RELEASED)
    offensive, sensitive = (
        int((found["safety"] == each).sum()) for each in ("offensive", "sensitive")
    )
    gone = int((~stay).sum())
    rest = gone - offensive - sensitive
    return Question(
        "people",
        f"{written(gone)} of the {written(len(found))} person classes of Fall 2011: "
        f"{written(offensive)} are labelled offensive, {written(sensitive)} sensitive, and "
        f"{written(rest)} are rated hard to picture or were not rated.",
        (("panel", "rule"),),
    )


def _fail(atlas: Atlas) -> Question:
    model = atlas.evaluation(ILSVRC).built_in[DEFAULT_MODEL]
    overall = nodes.nodes(atlas, model, [ENTITY])["top1_error"].iloc[0]
    found = nodes.branches(atlas, model, ENTITY)
    found = found[found["classes"] >= LEAST_CLASSES]
    worst, best = found.iloc[0], found.iloc[-1]
    return Question(
        "errors",
        f"Its top-1 error is {fixed(overall, 1, '%')}: {fixed(worst['top1_error'], 1, '%')} on "
        f"{worst['name']}, but {fixed(best['top1_error'], 1, '%')} on {best['name']}.",
    )


def _few(atlas: Atlas) -> Question:
    rolled = atlas.roll_up("fall11")
    images = rolled.own("images", rolled.members)
    small = np.zeros(len(atlas.hierarchy))
    small[rolled.members[images < FEW]] = 1
    at = atlas.hierarchy.positions(BRANCHES)
    classes = rolled.subtree(CLASSES, at)
    few = np.array([small[atlas.hierarchy.subtree(wnid)].sum() for wnid in BRANCHES])
    share = np.where(classes >= LEAST_CLASSES, few / classes, 0)
    worst = int(np.argmax(share))
    (name,) = atlas.lexicon.names([BRANCHES[worst]])
    return Question(
        "balance",
        f"{name.capitalize()}: {fixed(100 * share[worst], 0, '%')} of its "
        f"{counted(classes[worst], 'class')} list fewer than {FEW} images, as do "
        f"{written(small.sum())} of all {written(len(images))}.",
        (("focus", BRANCHES[worst]),),
    )


def _boxes(atlas: Atlas) -> Question:
    rolled = atlas.roll_up("fall11")
    at = atlas.hierarchy.positions([ENTITY, *BRANCHES])
    share, boxed = rolled.subtree("boxed_classes", at), rolled.total("boxed", at)
    most, least = 1 + int(np.argmax(share[1:])), 1 + int(np.argmin(share[1:]))
    names = atlas.lexicon.telling_names(BRANCHES)
    return Question(
        "boxes",
        f"{written(boxed[0])} of {written(rolled.subtree(CLASSES, at)[0])} have a package of "
        f"boxes: {fixed(share[most], 0, '%')} of {names[most - 1]}, "
        f"{fixed(share[least], 0, '%')} of {names[least - 1]}.",
    )


def _shared(atlas: Atlas) -> Question:
    challenge, whole = atlas.dataset("ilsvrc2012"), set(atlas.dataset("fall11").wnids.tolist())
    missing = [wnid for wnid in challenge.wnids.tolist() if wnid not in whole]
    named = " and ".join(atlas.lexicon.names(missing))
    return Question(
        "releases",
        f"{written(len(challenge) - len(missing))} of the {written(len(challenge))} classes of "
        f"ILSVRC-2012 are in Fall 2011"
        + (f"; {named} {'is' if len(missing) == 1 else 'are'} not." if missing else "."),
    )


def _published(atlas: Atlas, folder: Path) -> Question:
    tally = claims.tally(claims.published_figures(atlas, folder))
    same, other = tally[claims.REPRODUCED], tally[claims.DIFFERS]
    return Question(
        "claims",
        f"{written(same)} of the {written(same + other)} that can be measured are reproduced, "
        f"{written(other)} differ; {written(tally[claims.NOT_MEASURABLE])} cannot be measured.",
    )
