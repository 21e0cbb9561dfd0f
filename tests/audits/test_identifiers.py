"""One synset in every catalogue, and back again from each."""

import pytest

from explorer.audits.identifiers import identifiers, meant
from explorer.errors import UnknownSynset
from tests.support.hidden import offensive
from tests.support.real import atlas, nltk_reader

DOG, GOLDEN, CLOSET = "n02084071", "n02099601", "n03148324"


def of(wnid: str) -> dict[str, list[str]]:
    found = identifiers(atlas(), wnid)
    return {str(key): each.tolist() for key, each in found.groupby("catalogue")["identifier"]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("n02084071", "wnid"),
        ("dog.n.01", "sense"),
        ("/m/0bt9lr", "Open Images MID"),
        ("i46360", "ILI concept"),
        ("ili:i46360", "ILI concept"),
        ("02086723-n (3.1)", "WordNet 3.1 offset"),
        ("02084071-n (3.0)", "WordNet 3.0 offset"),
        ("Q144", "Wikidata id"),
        ("https://www.wikidata.org/wiki/Q144", "Wikidata id"),
    ],
)
def test_every_spelling_of_dog_is_read_as_what_it_is(text: str, reason: str):
    (found,) = meant(atlas(), text)
    assert (found.wnid, found.reason) == (DOG, reason)


@pytest.mark.parametrize("text", ["class 207", "ILSVRC class 207", "class index 207"])
def test_a_number_called_a_class_is_the_index_alone(text: str):
    assert [match.wnid for match in meant(atlas(), text)] == [GOLDEN]


def test_a_bare_number_can_be_two_synsets():
    assert len(meant(atlas(), "207")) == 2


def test_dog_has_its_identifiers_in_wordnet_and_in_other_data_sets():
    found = of(DOG)
    assert found["WordNet 3.0 synset"] == ["dog.n.01"]
    assert found["WordNet 3.1 offset"] == ["02086723-n"]
    assert found["ILI concept"] == ["i46360"]
    assert found["COCO 2017"] == ["18"]
    assert found["Open Images, classes with boxes"] == ["/m/0bt9lr"]
    assert found["Wikidata, after Open Images"] == ["Q144"]
    assert "ILSVRC-2012 class index" not in found
    assert of(GOLDEN)["ILSVRC-2012 class index"] == ["207"]


def test_a_synset_with_two_names_in_a_data_set_has_both():
    assert len(of(CLOSET)["Open Images, classes with boxes"]) == 2


@pytest.mark.parametrize("catalogue", ["WordNet 3.0 synset", "WordNet 3.1 offset", "ILI concept"])
def test_an_identifier_leads_back_to_its_synset(catalogue: str):
    for wnid in atlas().hierarchy.wnids[:: 82_115 // 25]:
        for text in of(wnid).get(catalogue, []):
            told = f"{text} (3.1)" if "3.1" in catalogue else text
            assert wnid in [match.wnid for match in meant(atlas(), told)]


def test_synsets_are_written_as_nltk_writes_them():
    for wnid in atlas().hierarchy.wnids[:: 82_115 // 40]:
        if wnid in atlas().lexicon.hidden:
            continue
        theirs = nltk_reader().synset_from_pos_and_offset("n", int(wnid[1:])).name()
        assert of(wnid)["WordNet 3.0 synset"] == [theirs]


def test_the_name_of_a_hidden_synset_is_in_none_of_its_identifiers():
    lexicon = atlas().revealed().lexicon
    for wnid in list(offensive())[::40]:
        text = identifiers(atlas(), wnid).to_csv().lower()
        assert "WordNet 3.0 synset" not in of(wnid)
        assert lexicon.name(wnid).lower() not in text.replace("_", " ")


@pytest.mark.parametrize("text", ["dog", "/m/zzzz", "i999999", "Q1", "class 1000", "", "n0208"])
def test_what_identifies_nothing_is_a_sentence(text: str):
    with pytest.raises(UnknownSynset, match="identifies no synset"):
        meant(atlas(), text)
