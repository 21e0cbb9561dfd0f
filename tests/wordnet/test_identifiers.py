"""Identifiers of synsets in every spelling, none of them taken for another synset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import UnknownSynset
from explorer.wordnet.identifiers import canonical
from explorer.wordnet.search import Match
from tests.support import real

DOG, TENCH = "n02084071", "n01440764"


def find(text: str) -> list[Match]:
    return real.atlas().search_index.search(text, 12, 200)


def identified(text: str) -> list[tuple[str, str]]:
    words = {"label", "name", "name begins", "word begins", "spelling", "gloss", "wnid begins"}
    return [(match.wnid, match.reason) for match in find(text) if match.reason not in words]


@pytest.mark.parametrize(
    ("text", "wnid", "reason"),
    [
        ("n02084071", DOG, "wnid"),
        ("N02084071", DOG, "wnid"),
        ("02084071-n", DOG, "WordNet 3.0 offset"),
        ("wn:02084071n", DOG, "WordNet 3.0 offset"),
        ("wn30:02084071-n", DOG, "WordNet 3.0 offset"),
        ("02084071", DOG, "WordNet 3.0 offset"),
        ("2084071", DOG, "WordNet 3.0 offset"),
        ("02086723-n", DOG, "WordNet 3.1 offset"),
        ("n02086723", DOG, "WordNet 3.1 offset"),
        ("wn31:02086723-n", DOG, "WordNet 3.1 offset"),
        ("00001740", "n00001740", "WordNet 3.0 and 3.1 offset"),
        ("dog.n.01", DOG, "sense"),
        ("domestic_dog.n.01", DOG, "sense"),
        ("crane.n.04", "n03126707", "sense"),
        ("crane.n.05", "n02012849", "sense"),
        ("n01440764 tench, Tinca tinca", TENCH, "wnid"),
        ("ILSVRC2012_val_00000293.JPEG", TENCH, "validation image"),
        ("ilsvrc2012_val_00000293_n01440764.jpeg", TENCH, "validation image"),
        ("val/n01440764/ILSVRC2012_val_00000293.JPEG", TENCH, "validation image"),
        ("n01440764_1234.JPEG", TENCH, "training file"),
        ("train/n01440764/n01440764_1234.JPEG", TENCH, "training file"),
    ],
)
def test_an_identifier_finds_its_synset_and_says_as_what_it_was_read(text, wnid, reason):
    assert identified(text) == [(wnid, reason)]


@pytest.mark.parametrize(
    "label",
    [
        "tench, Tinca tinca",
        "TENCH,Tinca_tinca",
        "great white shark, white shark, man-eater, man-eating shark, Carcharodon carcharias",
    ],
)
def test_a_whole_label_finds_its_class_alone_by_all_its_names(label):
    first = find(label)[0]
    names = [name.strip().replace("_", " ").lower() for name in label.split(",")]
    lemmas = [name.lower() for name in real.atlas().lexicon.lemmas_of(first.wnid)]
    assert (first.reason, names) == ("label", lemmas)


def test_every_label_of_the_challenge_finds_its_class_by_the_label():
    atlas = real.atlas()
    for wnid in list(atlas.class_index.values())[::37]:
        lemmas = atlas.lexicon.lemmas_of(wnid)
        if len(lemmas) > 1:
            assert find(", ".join(lemmas))[0] == Match(wnid, lemmas[0], "label")


def test_a_devkit_id_and_a_class_index_of_the_same_number_are_both_found_and_told_apart():
    assert identified("449") == [("n02859443", "ILSVRC index"), (TENCH, "devkit ID")]
    assert identified("0") == [(TENCH, "ILSVRC index")]
    assert identified("1000") == [("n03255030", "devkit ID")]


def test_a_number_that_is_index_and_devkit_id_of_one_class_says_both():
    numbers = real.atlas().numberings
    (number,) = [i for i, wnid in numbers.class_index.items() if numbers.devkit_id.get(i) == wnid]
    assert identified(str(number)) == [
        (numbers.class_index[number], "ILSVRC index and devkit ID"),
    ]


def test_a_number_that_is_an_offset_of_two_synsets_in_the_two_versions_gives_both():
    assert identified("00029677") == [
        ("n00029677", "WordNet 3.0 offset"),
        ("n00029378", "WordNet 3.1 offset"),
    ]
    assert identified("n00029677") == [("n00029677", "wnid")]


def test_no_offset_of_wordnet_31_is_taken_for_a_synset_of_30():
    atlas = real.atlas()
    for offset, meant in list(atlas.numberings.wordnet31.items())[::401]:
        found = identified(f"{offset:08d}-n")
        in_30 = f"n{offset:08d}"
        assert {wnid for wnid, reason in found if "3.1" in reason} == set(meant)
        assert {wnid for wnid, reason in found if "3.0" in reason} <= {in_30}


@pytest.mark.parametrize(
    "text",
    [
        "02084071-v",
        "n02084071n",
        "wn30:02086723-n",
        "ILSVRC2012_val_00050001.JPEG",
        "ILSVRC2012_val_00000000.JPEG",
        "n99999999_1.JPEG",
        "dog.v.01",
        "999999999",
        "٢٠٧",
    ],
)
def test_what_only_looks_like_an_identifier_identifies_nothing(text):
    assert identified(text) == []


@given(st.text())
def test_a_text_that_is_no_wnid_is_left_as_it_is_but_for_spaces_around_it(text: str):
    assert canonical(text) in (text.strip(), text.strip().lower())


@pytest.mark.parametrize("text", ["N02084071", " n02084071 "])
def test_an_atlas_understands_a_wnid_in_any_case(text):
    assert real.atlas().synset(text) == DOG


def test_an_atlas_names_the_synset_that_an_offset_of_31_means_but_does_not_take_it():
    with pytest.raises(UnknownSynset, match=r"In WordNet 3.1 this offset is dog \(n02084071\)"):
        real.atlas().synset("n02086723")


def test_wordnet31_is_not_read_until_a_number_needs_it():
    from explorer import facts, numberings

    made = numberings.load(facts.DATA, real.validation())
    assert "wordnet31" not in vars(made)
    assert made.wordnet31[2086723] == (DOG,)
    assert "wordnet31" in vars(made)


def test_nltk_has_the_same_synset_for_every_sense():
    reader = real.nltk_reader()
    for name in ("dog.n.01", "crane.n.05", "bank.n.09", "domestic_dog.n.01", "a.n.07"):
        wnid = f"n{reader.synset(name).offset():08d}"
        assert (wnid, "sense") in identified(name)
