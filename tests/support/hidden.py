"""Offensive synsets to test the hiding with, chosen by wnid so that no test spells one out."""

from functools import cache
from itertools import islice

from explorer import facts
from tests.support.real import atlas


@cache
def offensive() -> tuple[str, ...]:
    """The synsets that Yang et al. (2020) label offensive."""
    people = facts.read("people")
    return tuple(people.loc[people["safety"] == "offensive", "wnid"])


@cache
def innocent_words() -> str:
    """Every word that may be shown, so that a hidden one found elsewhere is no false alarm."""
    lexicon = atlas().lexicon
    shown = (wnid for wnid in atlas().hierarchy.wnids if wnid not in lexicon.hidden)
    return "\n".join("\n".join([*lexicon.lemmas_of(wnid), lexicon.gloss(wnid)]) for wnid in shown)


@cache
def unmistakable(count: int) -> tuple[str, ...]:
    """Some of them, all over the list, whose name stands nowhere but there."""
    lexicon = atlas().revealed().lexicon
    apart = offensive()[::23] + offensive()[5::23]
    found = (wnid for wnid in apart if lexicon.name(wnid) not in innocent_words())
    return tuple(islice(found, count))
