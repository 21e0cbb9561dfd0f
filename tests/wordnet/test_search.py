"""Finding a synset from what a person types."""

import re
from typing import get_args

import numpy as np
import pytest
from hypothesis import example as also
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.numberings import Numberings
from explorer.wordnet.identifiers import Named
from explorer.wordnet.lexicon import HIDDEN_NAME
from explorer.wordnet.search import Match, SearchIndex
from tests.support import example, real

STRENGTH = [
    *get_args(Named),
    "wnid begins",
    "sense",
    "label",
    "name",
    "name begins",
    "word begins",
    "spelling",
    "gloss",
]
"""Reasons from the strongest to the weakest."""

LIMIT = 12


def index(*hidden: str) -> SearchIndex:
    """A search over the example; the class under most synsets is no. 0."""
    counted = example.tree().roll_up(np.ones(len(example.tree())))
    numbers = Numberings({0: example.DOG, 1: example.POODLE})
    return SearchIndex(example.words(*hidden), counted, numbers)


def find(text: str, limit: int = LIMIT) -> list[Match]:
    return real.atlas().search_index.search(text, limit)


def wnids(matches: list[Match]) -> list[str]:
    return [match.wnid for match in matches]


def test_a_name_is_found_before_names_that_begin_with_it_and_words_that_do():
    matches = find("dog", 200)
    assert matches[0] == Match("n02084071", "dog", "name")
    reasons = [STRENGTH.index(match.reason) for match in matches]
    assert reasons == sorted(reasons)
    assert {"name", "name begins", "word begins"} <= {match.reason for match in matches}


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("dog", ["name", "word begins"]),
        ("ani", ["name begins", "word begins"]),
        ("machine", ["name", "gloss"]),
        ("familiaris", ["word begins"]),
        ("podle", ["spelling"]),
        ("carnivore", ["gloss"]),
    ],
)
def test_reasons_come_from_the_strongest_to_the_weakest(text, reasons):
    found = dict.fromkeys(match.reason for match in index().search(text, LIMIT))
    assert list(found) == reasons


def test_ties_go_to_the_synset_with_more_under_it():
    assert wnids(index().search("n00", LIMIT))[:2] == [example.ENTITY, example.ANIMAL]
    assert wnids(find("crane"))[:2] == ["n03126707", "n02012849"]


def test_a_wnid_finds_its_synset():
    assert index().search(example.BEAGLE, LIMIT) == [Match(example.BEAGLE, "beagle", "wnid")]


def test_the_beginning_of_a_wnid_finds_every_synset_that_has_it():
    expected = sorted([example.ARTIFACT, example.MACHINE, example.CRANE_MACHINE])
    assert sorted(wnids(index().search("n00001", LIMIT))) == expected


def test_a_class_index_finds_its_class_first():
    assert index().search("1", LIMIT)[0] == Match(example.POODLE, "poodle", "ILSVRC index")
    assert find("207")[0] == Match("n02099601", "golden retriever", "ILSVRC index")


def test_a_number_that_is_no_class_index_is_a_word_like_others():
    assert "ILSVRC index" not in {match.reason for match in find("1530")}


@pytest.mark.parametrize(
    ("typed", "wnid"),
    [
        ("daschund", "n02089232"),
        ("golden retreiver", "n02099601"),
        ("goldne retriever", "n02099601"),
        ("chihuaua", "n02085620"),
        ("rotweiler", "n02106550"),
        ("elefant", "n02503517"),
        ("girafe", "n02439033"),
        ("volkano", "n09472597"),
        ("strawbery", "n07745940"),
    ],
)
def test_a_misspelt_name_is_found_among_the_first(typed, wnid):
    assert wnid in wnids(find(typed))[:5]


def test_a_match_by_another_lemma_says_which():
    assert find("canis familiaris")[0] == Match("n02084071", "Canis familiaris", "name")


def test_words_of_a_gloss_find_a_synset_only_if_all_begin_a_word_of_it():
    assert wnids(index().search("lifts obj", LIMIT)) == [example.CRANE_MACHINE]
    assert index().search("lifts feathers", LIMIT) == []
    assert index().search("ifts", LIMIT) == []


def test_a_word_of_a_gloss_is_found_beside_punctuation():
    assert wnids(index().search("carnivore", LIMIT)) == [example.CANINE]
    assert wnids(index().search("legged", LIMIT)) == [example.BEAGLE]


def test_an_ambiguous_name_gives_every_synset_that_has_it():
    assert sorted(wnids(index().search("crane", LIMIT))) == [
        example.CRANE_BIRD,
        example.CRANE_MACHINE,
    ]


@pytest.mark.parametrize("typed", ["DOMESTIC DOG", "  domestic   dog ", "domestic_dog"])
def test_case_spaces_and_underscores_do_not_matter(typed):
    assert wnids(index().search(typed, LIMIT))[0] == example.DOG


def test_each_synset_comes_once():
    for text in ("dog", "n02", "a", "animal", "person with"):
        found = wnids(find(text, 100))
        assert len(found) == len(set(found))


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
def test_no_more_than_the_limit_is_found_and_fewer_are_the_first_of_more(limit):
    assert find("dog", limit) == find("dog", 100)[:limit]


def test_only_the_first_characters_are_looked_at():
    assert index().search("dogma", LIMIT, characters=3) == index().search("dog", LIMIT)


# Hidden synsets.


@pytest.mark.parametrize("text", ["beagle", "bea", "beegle", example.BEAGLE, "hound"])
def test_a_hidden_synset_is_found_by_word_spelling_gloss_or_wnid_but_not_named(text):
    matches = index(example.BEAGLE).search(text, LIMIT)
    assert example.BEAGLE in wnids(matches)
    names = {match.name for match in matches if match.wnid == example.BEAGLE}
    assert names == {HIDDEN_NAME}


def test_a_hidden_class_is_found_by_its_index_but_not_named():
    assert index(example.DOG).search("0", LIMIT)[0].name == HIDDEN_NAME


def test_a_revealed_atlas_names_what_it_finds():
    atlas = real.atlas()
    wnid = min(atlas.lexicon.hidden)
    (hidden,) = atlas.search_index.search(wnid, LIMIT)
    (shown,) = atlas.revealed().search_index.search(wnid, LIMIT)
    assert hidden.name == HIDDEN_NAME
    assert shown.name == atlas.revealed().lexicon.name(wnid)


def test_no_real_hidden_name_is_printed_for_a_search_of_its_words():
    atlas = real.atlas()
    words = atlas.revealed().lexicon
    for wnid in sorted(atlas.lexicon.hidden)[::20]:
        for lemma in words.lemmas_of(wnid):
            matches = atlas.search_index.search(lemma, 100)
            assert Match(wnid, HIDDEN_NAME, "name") in matches


# Nonsense.


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\t\n\r",
        "_",
        "xqzwvj",
        "<script>alert(1)</script>",
        "'; drop table synsets; --",
        r".*+?^$(){}[]|\1\b\d",
        "((((((((",
        "[",
        "\\",
        "n",
        "n02",
        "n99999999",
        "n000000000000",
        "-1",
        "1e9",
        "9" * 80,
        "٣",
        "n\u0660\u0662\u0660\u0668",
        "🐶",
        "İstanbul ǅ ß ﬁ",
        "\x00",
        "\ud800",
        "dog\udcff",
        "a" * 100_000,
        "a " * 50_000,
    ],
)
def test_nonsense_finds_something_or_nothing_but_never_fails(text):
    assert len(find(text)) <= LIMIT


@settings(max_examples=60)
@given(st.text(st.characters(codec=None), max_size=40), st.integers(1, 20))
@also("dog" + "\ud800", 3)
def test_no_text_makes_a_search_fail(text, limit):
    found = index().search(text, limit)
    assert len(found) <= limit
    assert all(match.reason in STRENGTH for match in found)


@settings(max_examples=60)
@given(st.sampled_from(sorted(example.WORDS)), st.data())
def test_every_lemma_every_beginning_of_it_and_every_wnid_finds_its_synset(wnid, data):
    lemma = data.draw(st.sampled_from(example.WORDS[wnid][0]))
    beginning = lemma[: data.draw(st.integers(1, len(lemma)))]
    for text in (lemma, lemma.upper(), beginning, wnid):
        assert wnid in wnids(index().search(text, 50))


@settings(max_examples=60)
@given(st.sampled_from(sorted(example.WORDS)), st.data())
def test_every_word_of_a_gloss_finds_its_synset(wnid, data):
    word = data.draw(st.sampled_from(re.findall(r"\w+", example.WORDS[wnid][1])))
    assert wnid in wnids(index().search(word, 50))
