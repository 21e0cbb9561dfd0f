"""Candidate synsets of a class name, the likeliest first."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from explorer.arrays import Numbers
from explorer.atlas import Atlas
from explorer.ingest.names import ranking
from explorer.ingest.names.lemmas import Lemmas, lemmas
from explorer.ingest.names.ranking import Standing, standing
from explorer.ingest.names.spelling import How, Spellings, singular, spellings, squeezed, words
from explorer.wordnet.search import SPELLING_LENGTH

SIMILAR = 0.8
"""Least share of characters that a misspelt name keeps."""

CLEAR = 1.0
"""Minimum margin of the best candidate of a name that is used to infer a data set's topics."""

LACKING = ("part", "last words")
"""Ways that are tried only if no other led to a lemma."""

FEW = 5
"""Minimum number of such names."""


@dataclass(frozen=True)
class Found:
    """A candidate synset of a name.

    Attributes:
        position: of the synset in the hierarchy.
        how: the name led to it.
        cost: less is likelier.
    """

    position: int
    how: How
    cost: float


class Finder:
    """Finds and ranks candidate synsets of names."""

    def __init__(self, atlas: Atlas, misspelt: int = 0) -> None:
        """Over all synsets of an atlas.

        Args:
            atlas: hierarchy and words.
            misspelt: for how many names that lead to nothing similar spellings are looked for,
                which takes much longer than all else.
        """
        self._atlas = atlas
        self._misspelt = misspelt
        self._lemmas: Lemmas = lemmas(atlas)
        self._standing: Standing = standing(atlas)

    def find(self, names: Sequence[str]) -> list[list[Found]]:
        """The synsets of each of a data set's names, the likeliest first, each once.

        If most of the other classes are of a sort, such as animals, so is each more likely.
        """
        found = [self._find(name) for name in names]
        sorts = [
            int(self._standing.sort[each[0].position])
            for each in found
            if len(each) == 1 or (each and each[1].cost - each[0].cost > CLEAR)
        ]
        count = np.bincount(sorts, minlength=len(ranking.SORTS) + 1)[:-1]
        if len(sorts) < FEW:
            return found
        most = np.maximum(2 * count / len(sorts) - 1, 0)
        company = np.append(ranking.COMPANY * most, 0.0)
        return [self._in_company(each, company) for each in found]

    def _in_company(self, found: list[Found], company: Numbers) -> list[Found]:
        costs = [each.cost + company[self._standing.sort[each.position]] for each in found]
        changed = [replace(each, cost=float(cost)) for each, cost in zip(found, costs, strict=True)]
        return sorted(changed, key=_likeliest)

    def _find(self, name: str) -> list[Found]:
        asked = spellings(name)
        best: dict[int, Found] = {}
        for how, lemma in self._lemmas_of(asked):
            found = self._ranked(lemma, how, asked)
            before = best.get(found.position)
            if before is None:
                best[found.position] = found
            else:
                cost = min(before.cost, found.cost)
                cost += ranking.ALSO_CALLED if how == "part" else 0
                best[found.position] = replace(before, cost=cost)
        return sorted(best.values(), key=_likeliest)

    def _lemmas_of(self, asked: Spellings) -> Iterator[tuple[How, int]]:
        """Lemmas that a name may mean, and the way to each; weak ways only for lack of others."""
        some, before = False, ""
        for spelling in asked.each:
            if some and spelling.how in LACKING and spelling.how != before:
                return
            before = spelling.how
            for lemma in self._lemmas.places.get(squeezed(spelling.words), ()):
                some = True
                changed = spelling.how == "name" and self._lemmas.spelt[lemma] != spelling.words
                yield "spelling" if changed else spelling.how, lemma
        if some or not self._misspelt or not asked.each:
            return
        if len(asked.each[0].words) >= SPELLING_LENGTH:
            self._misspelt -= 1
            near = process.extract(
                asked.each[0].words,
                self._lemmas.spelt,
                scorer=OSA.normalized_similarity,
                score_cutoff=SIMILAR,
                limit=8,
            )
            yield from (("similar spelling", lemma) for _, _, lemma in near)

    def _ranked(self, lemma: int, how: How, asked: Spellings) -> Found:
        known = self._lemmas
        position = int(known.owner[lemma])
        sense = min(int(known.sense[lemma]) or ranking.NO_SENSE, ranking.NO_SENSE)
        cost = ranking.WAYS[how] + float(self._standing.cost[position])
        cost += ranking.SENSE * math.log(sense)
        if not known.first[lemma]:
            cost += ranking.NOT_FIRST_LEMMA
            cost += ranking.PERSON_BY_ANOTHER_WORD if self._standing.person[position] else 0
        cost += ranking.OTHER_CAPITALS if known.capitals[lemma] > asked.capitals else 0
        cost += min((self._hinted(position, hint) for hint in asked.hints), default=0)
        return Found(position, how, cost)

    def _hinted(self, position: int, hint: str) -> float:
        """The cost of a synset for words in brackets that come with the name."""
        closure = self._atlas.hierarchy.closure
        above = closure.indices[closure.indptr[position] : closure.indptr[position + 1]]
        known = set(above.tolist())
        for text in (hint, *singular(hint)):
            owners = (self._lemmas.owner[at] for at in self._lemmas.places.get(squeezed(text), ()))
            if any(int(owner) in known for owner in owners):
                return ranking.HINT_ABOVE
        gloss = words(self._atlas.lexicon.glosses[position].as_py())
        telling = [word for word in hint.split(" ") if len(word) > 3]
        found = [any(one in gloss for one in (word, *singular(word))) for word in telling]
        return ranking.HINT_IN_GLOSS * sum(found) / len(found) if found else 0


def _likeliest(found: Found) -> tuple[float, int]:
    return found.cost, found.position
