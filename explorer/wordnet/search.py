"""Ranked search for synsets: identifiers first, then names, spellings and definitions."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process
from rapidfuzz.distance import OSA

from explorer.arrays import Integers, Numbers
from explorer.numberings import Numberings
from explorer.wordnet.identifiers import Named, identified
from explorer.wordnet.lexicon import Lexicon

WNID_BEGINNING = re.compile(r"n[0-9]{2,7}")

SENSE = re.compile(r"(?P<lemma>.+)\.n\.(?P<number>[0-9]{1,3})")
"""A synset as NLTK names it: a lemma and the number of its sense."""

Words = Literal["label", "name", "name begins", "word begins", "spelling", "gloss"]
WORDS = frozenset(get_args(Words)) | {"wnid begins"}
"""Reasons that are likenesses, not identities."""

Reason = Named | Literal["wnid begins", "sense"] | Words

SPELLING_CUTOFF = 0.65
"""Least share of characters that a misspelt name keeps; found by trying common slips."""

SPELLING_LENGTH = 4
"""Shorter words are within a slip or two of everything."""


@dataclass(frozen=True)
class Match:
    """A synset found, the name it was found by (first lemma where by other means), and why."""

    wnid: str
    name: str
    reason: Reason


@dataclass(frozen=True, eq=False, repr=False)
class SearchIndex:
    """What a search looks through.

    Attributes:
        lexicon: words to show; hidden synsets are found all the same, but not spelt out.
        weight: size of each synset's subtree by position; breaks ties, larger first.
        numberings: the wnids of class indices and other numbers.
    """

    lexicon: Lexicon
    weight: Numbers
    numberings: Numberings

    @cached_property
    def _owner(self) -> Integers:
        """Position of the synset that each lemma belongs to."""
        lengths = np.diff(self.lexicon.lemmas.offsets.to_numpy())
        return np.repeat(np.arange(len(lengths)), lengths)

    @cached_property
    def _lemmas(self) -> pa.Array:
        return pc.utf8_lower(self.lexicon.lemmas.flatten())

    @cached_property
    def _senses(self) -> Integers:
        """The sense number of each lemma."""
        return np.asarray(self.lexicon.senses.flatten().to_numpy(), dtype=np.int64)

    @cached_property
    def _spellings(self) -> list[str]:
        return list(self._lemmas.to_pylist())

    @cached_property
    def _glosses(self) -> pa.Array:
        return pc.utf8_lower(self.lexicon.glosses)

    def called(self, text: str) -> list[str]:
        """The wnids of the synsets that have a name, or a sense such as dog.n.01; any case.

        Args:
            text: a lemma, with spaces or underscores, or a lemma and the number of its sense.
        """
        sound = text.encode("utf-8", "ignore").decode("utf-8")
        query = " ".join(sound.replace("_", " ").lower().split())
        sense = SENSE.fullmatch(query)
        lemmas = self._lemmas_of_sense(sense) if sense else self._lemmas_called(query)
        return self.lexicon.hierarchy.named(np.unique(self._owner[lemmas]))

    def search(self, text: str, limit: int, characters: int = 80) -> list[Match]:
        """The best matches for a text, best first, each synset once.

        Identifiers, whole labels and names come first, then beginnings of names and of words
        in names, then similar spellings, then glosses that contain every word.

        Args:
            text: what was typed.
            limit: matches at most, 1 or more.
            characters: maximum length of the text; the rest is ignored.
        """
        # A terminal may hand over half a character, which Arrow's UTF-8 has no place for.
        sound = text[:characters].encode("utf-8", "ignore").decode("utf-8")
        query = " ".join(sound.replace("_", " ").lower().split())
        found: dict[int, Match] = {}
        for each in identified(sound, self.lexicon.hierarchy, self.numberings)[:limit]:
            position = self.lexicon.hierarchy.position(each.wnid)
            found[position] = self._match(position, None, 0, each.reason)
        if len(found) == limit:
            return list(found.values())
        for reason, lemmas, positions in self._tiers(query, limit):
            order = np.lexsort((positions, -self.weight[positions]))
            for at in order:
                position = int(positions[at])
                if position not in found:
                    found[position] = self._match(position, lemmas, int(at), reason)
                if len(found) == limit:
                    return list(found.values())
        return list(found.values())

    def _tiers(self, query: str, limit: int) -> Iterator[tuple[Reason, Integers | None, Integers]]:
        """Ever weaker reasons; with each the lemmas it was found by, if any, and positions."""
        if not query:
            return
        hierarchy = self.lexicon.hierarchy
        if WNID_BEGINNING.fullmatch(query):
            first, last = (bisect_left(hierarchy.wnids, query + end) for end in ("", ":"))
            yield "wnid begins", None, np.arange(first, last)
        sense = SENSE.fullmatch(query)
        if sense:
            lemmas = self._lemmas_of_sense(sense)
            yield "sense", lemmas, self._owner[lemmas]
        if "," in query:
            yield "label", None, self._labelled(query)
        named = 0
        tests: list[tuple[Reason, pa.Array]] = [
            ("name", pc.equal(self._lemmas, query)),
            ("name begins", pc.starts_with(self._lemmas, query)),
            ("word begins", pc.match_substring(self._lemmas, f" {query}")),
        ]
        for reason, test in tests:
            lemmas = np.flatnonzero(test.to_numpy(zero_copy_only=False))
            named += len(lemmas)
            yield reason, lemmas, self._owner[lemmas]
        if named < limit and len(query) >= SPELLING_LENGTH:
            for lemma in self._misspelt(query, limit):
                yield "spelling", lemma, self._owner[lemma]
        yield "gloss", None, self._in_gloss(query)

    def _lemmas_called(self, name: str) -> Integers:
        """Places of the lemmas that are a name."""
        equal = pc.equal(self._lemmas, name)
        return np.flatnonzero(equal.to_numpy(zero_copy_only=False))

    def _lemmas_of_sense(self, sense: "re.Match[str]") -> Integers:
        """Places of the lemmas that a match of ``SENSE`` names: one, or none."""
        lemmas = self._lemmas_called(sense["lemma"])
        found: Integers = lemmas[self._senses[lemmas] == int(sense["number"])]
        return found

    def _labelled(self, query: str) -> Integers:
        """Positions of synsets that have every name of a list with commas.

        A wnid can precede the first name, as in LOC_synset_mapping.txt.
        """
        names = [name.strip() for name in re.sub(r"^n[0-9]{8}\W*", "", query).split(",")]
        owners = [self._owner[self._lemmas_called(name)] for name in names if name]
        return reduce(np.intersect1d, owners) if owners else np.zeros(0, dtype=np.int64)

    def _misspelt(self, query: str, limit: int) -> Iterator[Integers]:
        """Lemmas of similar spelling, one a step, nearest first."""
        near = process.extract(
            query,
            self._spellings,
            scorer=OSA.normalized_similarity,
            score_cutoff=SPELLING_CUTOFF,
            limit=limit,
        )
        for _, _, lemma in near:
            yield np.array([lemma])

    def _in_gloss(self, query: str) -> Integers:
        """Positions of synsets whose gloss has a word beginning with each word typed."""
        hits = np.arange(len(self._glosses))
        for word in query.split():
            beginning = rf"(?:^|\W){re.escape(word)}"
            begins = pc.match_substring_regex(self._glosses.take(hits), beginning)
            hits = hits[begins.to_numpy(zero_copy_only=False)]
        return hits

    def _match(self, position: int, lemmas: Integers | None, at: int, reason: Reason) -> Match:
        wnid = self.lexicon.hierarchy.wnids[position]
        name = self.lexicon.name(wnid)
        if lemmas is not None and wnid not in self.lexicon.hidden:
            name = self.lexicon.lemmas.values[int(lemmas[at])].as_py()
        return Match(wnid, name, reason)
