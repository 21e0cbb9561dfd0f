"""What the panels on the people subtree show, in a sentence each."""

import numpy as np
import pandas as pd

from explorer.audits.people import REMOVED, UNSAFE, Outcome
from explorer.audits.subsets import share_written
from explorer.formatting import counted, fixed, written


def funnel(found: pd.DataFrame) -> str:
    """How many synsets are left after all steps, and which step removes most.

    Args:
        found: what ``people.funnel`` gave: step, classes.
    """
    first, last = int(found["classes"].iloc[0]), int(found["classes"].iloc[-1])
    removed = -found["classes"].diff().iloc[1:]
    largest = int(removed.argmax())
    why = REMOVED[largest][0].lower() + REMOVED[largest][1:]
    return (
        f"Of {counted(first, 'person synset')}, {last:,} ({share_written(last / first * 100)}) "
        f"are left; the step that removes most takes {removed.iloc[largest]:,.0f} ({why})."
    )


def rule(done: Outcome, title: str, name: str) -> str:
    """What a rule keeps of the labelled classes of a data set.

    Args:
        done: what ``people.outcome`` gave.
        title: of the data set.
        name: of the synset.
    """
    every = done.classes_kept + done.classes_dropped
    if not every:
        return f"{title} has no labelled class at or under {name}."
    if every == 1:
        return (
            f"The rule {'keeps' if done.classes_kept else 'removes'} the only labelled class of "
            f"{title} at or under {name}."
        )
    kept, images = done.classes_kept, done.images_kept + done.images_dropped
    which = "all" if kept == every else "none" if not kept else f"{kept:,}"
    share = f" ({share_written(kept / every * 100)})" if 0 < kept < every else ""
    text = f"The rule keeps {which} of {every:,} labelled classes of {title} at or under {name}"
    if np.isfinite(images) and images > 0 and 0 < kept < every:
        return (
            f"{text}{share} and {share_written(done.images_kept / images * 100)} of their images."
        )
    return f"{text}{share}."


def imageability(rated: "pd.Series[float]", enough: float) -> str:
    """How imageable the rated synsets are.

    Args:
        rated: mean ratings from 1 to 5, at least one.
        enough: rating from which the released list keeps a synset.
    """
    size, reach = len(rated), int((rated >= enough).sum())
    if size == 1:
        verb = "reaches" if reach else "does not reach"
        return f"The only rated synset has {fixed(rated.iloc[0], 2)}, which {verb} {enough:g}."
    which = "all" if reach == size else "none" if not reach else f"{reach:,}"
    share = f" ({share_written(reach / size * 100)})" if 0 < reach < size else ""
    verb = "reaches" if reach == 1 or not reach else "reach"
    return (
        f"Of {size:,} rated synsets, {which}{share} {verb} an imageability of {enough:g}; the "
        f"median is {fixed(float(rated.median()), 2)}."
    )


def held(found: pd.DataFrame, every: int) -> str:
    """Which data sets still have person classes that are labelled unsafe.

    Args:
        found: the frame of ``people.held``: title, classes and a count per safety label.
        every: number of data sets examined.
    """
    unsafe = found[list(UNSAFE)].sum(axis="columns")
    with_unsafe = int((unsafe > 0).sum())
    text = f"{len(found):,} of {counted(every, 'data set')} have person classes"
    if not with_unsafe:
        return f"{text}; none has a class labelled sensitive or offensive."
    most = int(unsafe.argmax())
    verb = "has" if with_unsafe == 1 else "have"
    return (
        f"{text}; {with_unsafe:,} {verb} classes labelled sensitive or offensive, most of them in "
        f"{found['title'].iloc[most]} ({unsafe.iloc[most]:,})."
    )


def loss(removed: int, every: float, name: str) -> str:
    """How many classes of Fall 2011 the Winter 2021 release removed.

    Args:
        removed: number of classes.
        every: number of classes of Fall 2011 at or under the synset.
        name: of the synset.
    """
    if not every:
        return f"Fall 2011 has no class at or under {name}."
    if every == 1:
        return (
            f"The only class of Fall 2011 at or under {name} was "
            f"{'removed' if removed else 'not removed'}."
        )
    if not removed:
        return f"None of {written(every)} classes at or under {name} was removed in Winter 2021."
    which = "All" if removed == every else f"{removed:,} of"
    share = "" if removed == every else f" ({share_written(removed / every * 100)})"
    return (
        f"{which} {written(every)} classes at or under {name}{share} "
        f"{'was' if removed == 1 else 'were'} removed in Winter 2021."
    )
