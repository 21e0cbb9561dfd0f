"""Answers that take longer than a page may: computed once in a process, after its first page."""

import threading
from weakref import WeakKeyDictionary

from explorer.atlas import Atlas
from explorer.audits.questions_asked import Question
from explorer.wordnet.hierarchy import Hierarchy

_computing = threading.Lock()
KEPT: "WeakKeyDictionary[Hierarchy, tuple[Question, ...]]" = WeakKeyDictionary()
"""By what all atlases of a process share; the answers say nothing of a session's own files."""


def known(atlas: Atlas) -> tuple[Question, ...] | None:
    """The answers to all questions, if they have been computed."""
    return KEPT.get(atlas.hierarchy)


def compute(atlas: Atlas) -> tuple[Question, ...]:
    """The answers to all questions; whoever asks meanwhile waits for them."""
    from explorer.audits.questions import questions  # here, as the first page waits for no answer

    with _computing:
        if atlas.hierarchy not in KEPT:
            KEPT[atlas.hierarchy] = questions(atlas)
        return KEPT[atlas.hierarchy]
