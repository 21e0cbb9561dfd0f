"""Words that name only offensive synsets stand nowhere until asked for: pages, figures,
downloads, addresses and the terminal, one after another."""

import gzip
import importlib
import io
import re
from functools import cache

import pandas as pd
import pytest

from explorer import api, cli
from explorer import atlas as atlases
from explorer.audits.class_layers import LAYERS
from explorer.ui.class_map import shelf
from explorer.ui.navigation import BALANCE, OVERVIEW, PAGES, SUPERCLASSES, PageEntry
from explorer.wordnet.lexicon import HIDDEN_NAME
from tests.support import visit
from tests.support.hidden import innocent_words, offensive
from tests.support.real import atlas
from tests.support.visit import query, sound

PERSON = "n00007846"
HIDDEN_PARENT = "n09606527"
NAN = "n10345015"
"""Its only lemma is the text that tables like to read as a missing value."""


@cache
def forbidden() -> dict[str, frozenset[str]]:
    """Every lemma of an offensive synset that stands in no innocent lemma or gloss, with its
    words."""
    lexicon = atlas().revealed().lexicon
    lemmas = {lemma for wnid in offensive() for lemma in lexicon.lemmas_of(wnid)}
    found = sorted(lemma for lemma in lemmas if lemma not in innocent_words())
    assert len(found) > 400
    return {lemma: frozenset(WORD.findall(lemma)) for lemma in found}


WORD = re.compile(r"\w+")


def clean(text: str) -> bool:
    """Whether no forbidden lemma stands in a text as whole words."""
    words = set(WORD.findall(text))  # a lemma is there only if all its words are
    return not any(
        parts <= words and re.search(rf"(?<!\w){re.escape(lemma)}(?!\w)", text)
        for lemma, parts in forbidden().items()
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [("a {} b", True), ("({})", True), ("x{}", False), ("{}_", False), ("{}", True)],
)
def test_a_forbidden_lemma_is_noticed_as_whole_words(text: str, found: bool):
    lemmas = [min(forbidden(), key=len), next(each for each in forbidden() if " " in each)]
    assert [clean(text.format(lemma)) for lemma in lemmas] == [not found] * 2


def test_a_lemma_in_pieces_is_none():
    several = next(each for each in forbidden() if each.count(" ") == 1)
    assert clean(" ".join(reversed(several.split(" "))))


def panels(entry: PageEntry) -> list[str]:
    """The panels that a page's view knows; none where it has one alone."""
    view = importlib.import_module(f"explorer.views.{entry.url_path}")
    return list(getattr(view, "PANELS", [""]))


def foci(entry: PageEntry) -> list[str]:
    """Person, and an offensive synset's parent that is itself hidden."""
    return [PERSON, HIDDEN_PARENT] if entry.focused or entry.url_path == "people" else [""]


def test_the_hidden_parent_is_one():
    assert HIDDEN_PARENT in offensive()
    assert {*atlas().hierarchy.children_of(HIDDEN_PARENT)} & {*offensive()}


WAYS = [
    pytest.param(entry, panel, focus, id=f"{entry.url_path}-{panel}-{focus}")
    for entry in PAGES
    for panel in panels(entry)
    for focus in foci(entry)
]


@pytest.mark.parametrize(("entry", "panel", "focus"), WAYS)
def test_no_page_figure_download_or_address_spells_an_offensive_name(entry, panel, focus):
    params = {"panel": panel, "focus": focus}
    asked = {name: value for name, value in params.items() if value}
    with visit.downloads() as saved:
        opened = sound(visit.page(entry.file, **asked).run())
    assert clean(visit.everything(opened))
    assert all(clean(str(content)) for content in saved.values())
    assert all(clean(content.decode()) for content in saved.values() if isinstance(content, bytes))
    for shown in opened.dataframe:
        assert clean(shown.value.to_csv())
    assert clean(str(query(opened)))


@pytest.mark.parametrize("panel", ["groups", "settled", "exports"])
def test_no_superclass_of_people_spells_an_offensive_name(panel):
    cut = f"hand.take-{PERSON}.split-{PERSON}.take-{HIDDEN_PARENT}"
    asked = {"dataset": "fall11", "cut": cut, "group": HIDDEN_PARENT, "chosen": HIDDEN_PARENT}
    with visit.downloads() as saved:
        opened = sound(visit.page(SUPERCLASSES, panel=panel, **asked).run())
    assert clean(visit.everything(opened))
    assert all(clean(each if isinstance(each, str) else each.decode()) for each in saved.values())


@pytest.mark.parametrize("key", ["fall11", "wordnet"])
def test_no_class_map_that_a_browser_fetches_spells_an_offensive_name(key):
    address = shelf.put(atlas(), key)
    fetched = shelf.read(address.rpartition("/")[2]) or b""
    assert clean(gzip.decompress(fetched).decode("latin-1"))
    shown = shelf.read(shelf.put(atlas().revealed(), key).rpartition("/")[2]) or b""
    assert not clean(gzip.decompress(shown).decode("latin-1"))


@pytest.mark.parametrize("layer", LAYERS)
def test_no_layer_of_the_class_map_nor_its_table_spells_an_offensive_name(layer):
    opened = visit.page(OVERVIEW, layer=layer)
    opened.session_state["class_map_table_unfolded"] = True
    with visit.downloads() as saved:
        sound(opened.run())
    (table,) = (content for name, content in saved.items() if name.startswith("classes-fall11"))
    assert table.count(HIDDEN_NAME.encode()) > 400
    assert clean(table.decode())
    assert clean(visit.everything(opened))


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", PERSON],
        ["tree", PERSON, "--levels", "3", "--limit", "500", "--dataset", "wordnet"],
        ["search", "person", "--limit", "100"],
        ["balance", "--root", PERSON],
        ["plan", "--root", PERSON, "--dataset", "fall11"],
        ["superclasses", "--dataset", "fall11", "--cut", f"hand.take-{PERSON}.split-{PERSON}"],
        ["releases", "--root", PERSON, "--dataset", "fall11", "--against", "winter21"],
        ["boxes", "--root", PERSON],
        ["breeds", "--root", PERSON],
        ["people", "--dataset", "fall11"],
        ["people", "--dataset", "12k", "--drop-list"],
        ["claims"],
    ],
    ids=" ".join,
)
def test_no_answer_in_a_terminal_spells_an_offensive_name(monkeypatch, capsys, arguments):
    loaded = atlas()
    monkeypatch.setattr(atlases, "load", lambda *_: loaded)
    for form in ([], ["--json"]):
        assert cli.main([*arguments, *form]) == 0
        assert clean(capsys.readouterr().out)


def values(of: object) -> list[object]:
    """What the public properties of a value of the API give."""
    names = (name for name in dir(type(of)) if not name.startswith("_"))
    held = (name for name in names if isinstance(getattr(type(of), name), property))
    return [getattr(of, name) for name in held]


def test_no_value_of_the_notebook_interface_spells_an_offensive_name():
    ex = api.Explorer(atlas())
    person = ex.synset(PERSON)
    shown: list[object] = [
        *(value for each in (person, *person.children) for value in values(each)),
        *values(ex.balance(root=person)),
        *values(ex.releases("fall11", against="winter21", root=person)),
        *values(ex.boxes(person)),
        *values(ex.breeds(person)),
        *values(ex.people("fall11")),
        *(person.chart(size="classes", kind=kind).to_json() for kind in ("treemap", "icicle")),
        ex.search("person", limit=100),
        person.classes("fall11"),
        person.branches("fall11"),
        ex.plan("fall11", root=person).classes,
        ex.claims(),
    ]
    assert sum(isinstance(each, pd.DataFrame) for each in shown) > 20
    for each in shown:
        assert clean(each.to_csv() if isinstance(each, pd.DataFrame) else str(each))
    assert not clean(api.Explorer(atlas().revealed()).people("fall11").drop_list.to_csv())


def test_the_names_are_there_once_they_are_asked_for(monkeypatch, capsys):
    monkeypatch.setattr(atlases, "load", lambda *_: atlas())
    assert cli.main(["people", "--show-offensive", "--json"]) == 0
    assert not clean(capsys.readouterr().out)


def test_an_offensive_synset_is_found_by_its_word_without_the_word_being_printed():
    lexicon = atlas().revealed().lexicon
    wnid = next(wnid for wnid in offensive() if not clean(lexicon.name(wnid)))
    found = atlas().search_index.search(lexicon.name(wnid), 5)
    assert next(match.name for match in found if match.wnid == wnid) == HIDDEN_NAME


@pytest.mark.parametrize("safety", ["sensitive", "offensive"])
def test_a_sensitive_or_offensive_synset_carries_a_mark_with_who_made_it(safety: str):
    wnid = next(wnid for wnid, label in atlas().safety.items() if label == safety)
    marks = " ".join(each.value for each in visit.hierarchy(focus=wnid).markdown)
    assert f"{safety} label (Yang et al. 2020)" in marks


def test_a_safe_person_carries_no_mark():
    marks = " ".join(each.value for each in visit.hierarchy(focus="n09835506").markdown)
    assert "label (Yang" not in marks


def test_the_synset_called_nan_survives_tables_and_downloads():
    parent = atlas().hierarchy.parents_of(NAN)[0]
    assert atlas().lexicon.name(NAN) == "nan"
    with visit.downloads() as saved:
        opened = visit.hierarchy(focus=parent)
        sound(visit.page(BALANCE, focus=parent).run())
    for name in (f"{parent}-children-fall11.csv", f"{parent}-classes-fall11.csv"):
        frame = pd.read_csv(io.BytesIO(saved[name]), keep_default_na=False)
        assert frame.set_index("wnid").loc[NAN, "name"] == "nan"
    listed = (each.value for each in opened.dataframe if "wnid" in each.value)
    shown = next(frame for frame in listed if NAN in set(frame["wnid"]))
    assert shown.set_index("wnid").loc[NAN, "name"] == "nan"
