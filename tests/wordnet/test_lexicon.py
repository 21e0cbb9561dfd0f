"""Names and glosses, and what of them is shown."""

from collections import Counter

import pytest

from explorer.errors import UnknownSynset
from explorer.wordnet import lexicon
from explorer.wordnet.lexicon import HIDDEN_GLOSS, HIDDEN_NAME, Lexicon
from tests.support import example, real

OFFENSIVE = 437


def test_lemmas_and_gloss_are_those_of_the_table_in_its_order():
    words = example.words()
    for wnid, (lemmas, gloss) in example.WORDS.items():
        assert words.lemmas_of(wnid) == lemmas
        assert words.gloss(wnid) == gloss


def test_the_name_is_the_first_lemma():
    words = example.words()
    expected = [lemmas[0] for lemmas, _ in example.WORDS.values()]
    assert words.names(example.WORDS) == expected
    assert words.first_lemmas == expected


def test_a_hidden_synset_shows_neither_lemma_nor_gloss():
    words = example.words(example.DOG)
    assert words.lemmas_of(example.DOG) == [HIDDEN_NAME]
    assert words.name(example.DOG) == HIDDEN_NAME
    assert words.gloss(example.DOG) == HIDDEN_GLOSS
    assert words.names([example.DOG, example.POODLE]) == [HIDDEN_NAME, "poodle"]
    assert words.telling_names([example.DOG]) == [HIDDEN_NAME]
    assert words.first_lemmas[example.tree().position(example.DOG)] == HIDDEN_NAME


def test_an_innocent_synset_keeps_a_name_that_it_shares_with_a_hidden_one():
    words = example.words(example.CRANE_BIRD)
    assert words.name(example.CRANE_MACHINE) == "crane"
    assert words.gloss(example.CRANE_MACHINE) == "a machine that lifts heavy objects"


def test_a_hidden_parent_is_not_named_to_tell_its_children_apart():
    words = example.words(example.MACHINE)
    assert words.telling_names([example.CRANE_BIRD, example.CRANE_MACHINE]) == [
        "crane (animal)",
        f"crane ({HIDDEN_NAME})",
    ]


def test_revealing_shows_every_word_and_leaves_the_other_lexicon_as_it_was():
    words = example.words(example.DOG)
    assert words.revealed().lemmas_of(example.DOG) == example.WORDS[example.DOG][0]
    assert words.revealed().gloss(example.DOG) == example.WORDS[example.DOG][1]
    assert words.name(example.DOG) == HIDDEN_NAME


def test_names_that_are_alike_are_told_apart_by_parent_and_others_left_alone():
    wnids = [example.CRANE_BIRD, example.DOG, example.CRANE_MACHINE]
    assert example.words().telling_names(wnids) == ["crane (animal)", "dog", "crane (machine)"]


def test_a_name_that_stands_alone_needs_no_parent():
    assert example.words().telling_names([example.CRANE_BIRD]) == ["crane"]


def test_a_root_is_told_apart_by_its_wnid():
    wnids = [example.ENTITY, example.ENTITY]
    assert example.words().telling_names(wnids) == [f"entity ({example.ENTITY})"] * 2


@pytest.mark.parametrize("ask", [Lexicon.lemmas_of, Lexicon.name, Lexicon.gloss])
@pytest.mark.parametrize("words", [example.words(), example.words("n99999999")])
def test_an_unknown_wnid_is_refused_whether_or_not_it_is_hidden(ask, words):
    with pytest.raises(UnknownSynset, match="n99999999"):
        ask(words, "n99999999")


def test_words_stay_right_in_a_table_that_was_put_together_from_pieces():
    table = example.table()
    pieces = [table.slice(start, 3) for start in range(0, len(table), 3)]
    words = lexicon.from_nouns(
        example.tree(),
        type(table).from_batches([batch for piece in pieces for batch in piece.to_batches()]),
        (),
    )
    assert words.first_lemmas == example.words().first_lemmas
    assert words.gloss(example.CRANE_MACHINE) == example.words().gloss(example.CRANE_MACHINE)


# WordNet 3.0 itself.


def test_every_synset_that_yang_et_al_label_offensive_is_hidden_and_no_other():
    words = real.atlas().lexicon
    assert len(words.hidden) == OFFENSIVE
    hidden = [
        w
        for w, name in zip(words.hierarchy.wnids, words.first_lemmas, strict=True)
        if name == HIDDEN_NAME
    ]
    assert set(hidden) == words.hidden


def test_first_lemmas_are_the_names_one_by_one():
    words = real.atlas().lexicon
    sample = slice(0, len(words.hierarchy), 97)
    assert words.first_lemmas[sample] == words.names(words.hierarchy.wnids[sample])


def test_3243_classes_share_1470_names():
    words = real.atlas().lexicon.revealed()
    classes = real.atlas().dataset("fall11").wnids
    alike = Counter(name.lower() for name in words.names(classes))
    shared = [count for count in alike.values() if count > 1]
    assert (sum(shared), len(shared)) == (3_243, 1_470)


def test_underscores_of_the_files_are_spaces():
    lemmas = real.atlas().lexicon.lemmas_of("n02084071")
    assert lemmas == ["dog", "domestic dog", "Canis familiaris"]
