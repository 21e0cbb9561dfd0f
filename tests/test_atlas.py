"""Everything loaded together: whole, checked, hidden where it must be, and quick to ask."""

import shutil
from pathlib import Path

import pytest

from explorer import atlas as module
from explorer import facts
from explorer.atlas import Atlas
from explorer.errors import TableError, UnknownDataSet, WordNetUnavailable
from explorer.facts import sources
from explorer.progress import Report
from explorer.settings import Settings, settings
from explorer.wordnet import noun_table
from explorer.wordnet.lexicon import HIDDEN_NAME
from explorer.wordnet.noun_table import Nouns
from tests.support import example, real


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the fact tables that a test may damage."""
    return Path(shutil.copytree(facts.DATA, tmp_path / "data"))


def load(folder: Path) -> Atlas:
    return module.load(settings(), folder=folder)


def test_class_indices_are_those_of_the_table():
    table = facts.read("ilsvrc2012")
    expected = dict(zip(table["index"].tolist(), table["wnid"].tolist(), strict=True))
    assert real.atlas().class_index == expected


def test_classes_151_to_268_are_the_dogs():
    atlas = real.atlas()
    dogs = atlas.hierarchy.descendants("n02084071") | {"n02084071"}
    indices = [index for index, wnid in atlas.class_index.items() if wnid in dogs]
    assert sorted(indices) == list(range(151, 269))


def test_wnids_have_the_index_that_has_them():
    atlas = real.atlas()
    assert len(atlas.index_of) == 1_000
    assert all(atlas.class_index[index] == wnid for wnid, index in atlas.index_of.items())


def test_an_atlas_hides_offensive_words_unless_it_is_revealed():
    atlas = real.atlas()
    people = facts.read("people")
    offensive = set(people.loc[people["safety"] == "offensive", "wnid"])
    assert atlas.lexicon.hidden == offensive
    assert atlas.revealed().lexicon.hidden == frozenset()
    assert atlas.lexicon.name(min(offensive)) == HIDDEN_NAME


def test_a_revealed_atlas_shares_everything_but_the_words():
    atlas, revealed = real.atlas(), real.atlas().revealed()
    assert revealed.hierarchy is atlas.hierarchy
    assert revealed.datasets is atlas.datasets
    assert revealed.roll_up("fall11") is atlas.roll_up("fall11")


def test_an_unknown_data_set_is_refused_for_its_classes_and_for_its_figures():
    for ask in (real.atlas().dataset, real.atlas().roll_up):
        with pytest.raises(UnknownDataSet, match="'cifar'"):
            ask("cifar")


def test_what_the_user_should_know_of_the_loading_is_passed_on(monkeypatch):
    nouns = noun_table.load(settings())
    monkeypatch.setattr(noun_table, "load", lambda *_: Nouns(nouns.table, "It could not be kept."))
    assert load(facts.DATA).notice == "It could not be kept."
    assert real.atlas().notice == ""


def test_progress_is_passed_on_to_the_reading_of_wordnet(monkeypatch):
    nouns = noun_table.load(settings())

    def tell(_settings: Settings, report: Report) -> Nouns:
        report(0.5, "Half of it")
        return nouns

    monkeypatch.setattr(noun_table, "load", tell)
    told: list[str] = []
    module.load(settings(), lambda _share, sentence: told.append(sentence))
    assert told == ["Half of it"]


def test_no_wordnet_is_no_atlas(monkeypatch):
    def fail(*_: object) -> None:
        raise WordNetUnavailable("no source")

    monkeypatch.setattr(noun_table, "load", fail)
    with pytest.raises(WordNetUnavailable):
        load(facts.DATA)


@pytest.mark.parametrize(
    "name", ["people.csv", "imagenet21k.csv", "ilsvrc2012.csv", "ilsvrc_det.csv", "ilsvrc_vid.csv"]
)
def test_a_missing_table_is_named(data, name):
    (data / name).unlink()
    with pytest.raises(TableError, match=f"data/{name}".replace(".", r"\.")):
        load(data)


@pytest.mark.parametrize("name", ["people.csv", "imagenet21k.csv", "ilsvrc2012.csv"])
def test_a_wnid_that_is_no_noun_is_named_with_table_and_line(data, name):
    lines = (data / name).read_text(encoding="utf-8").splitlines(keepends=True)
    lines[-1] = "n99999999" + lines[-1][9:]
    (data / name).write_text("".join(lines), encoding="utf-8")
    package = data / facts.PACKAGE
    package.write_text(sources.hashed(package.read_text(encoding="utf-8"), data))
    with pytest.raises(TableError, match=rf"{name}, line {len(lines)}, column wnid.*n99999999"):
        load(data)


def test_an_atlas_of_another_hierarchy_can_be_made_by_hand():
    atlas = Atlas(example.tree(), example.words(), {"pets": example.pets()}, example.numberings())
    assert atlas.dataset("pets") is example.pets()
    assert atlas.roll_up("pets").subtree("images")[0] == 160
    assert atlas.index_of == {example.DOG: 0}
