"""The hierarchy in a terminal: true figures, text and JSON, a sentence where there is none."""

import json
import re
from pathlib import Path

import pytest

from explorer import atlas as atlases
from explorer import cli
from explorer.audits import branches
from explorer.audits.overview import TREE_ENTRIES
from explorer.datasets import CLASSES
from explorer.errors import WordNetUnavailable
from explorer.settings import settings
from explorer.wordnet.lexicon import HIDDEN_NAME
from tests.support.hidden import unmistakable
from tests.support.real import DATASETS, atlas

DOG, CAT, POODLE, ENTITY = "n02084071", "n02121620", "n02113335", "n00001740"
WRONG_SYNSETS = [
    "",
    "dog",
    "n2084071",
    "n99999999",
    "n02084071; ls",
    "\udcff",
    "['x']",
]


def words(wnid: str) -> tuple[str, str]:
    return atlas().revealed().lexicon.name(wnid), atlas().revealed().lexicon.gloss(wnid)


# show


def test_show_gives_the_true_figures_of_dog(ask_json):
    dog = ask_json("show", DOG, "--dataset", "fall11")
    assert dog["wnid"] == DOG
    assert dog["lemmas"] == ["dog", "domestic dog", "Canis familiaris"]
    assert dog["gloss"].startswith("a member of the genus Canis")
    assert dog["subtree"]["classes"] == 190
    assert dog["subtree"]["images"] == 222_142
    assert dog["own"]["classes"] == 1
    assert dog["own"]["images"] == 1_603


def test_show_names_parents_and_children_with_the_kind_of_edge(ask_json):
    dog = ask_json("show", DOG)
    assert {parent["name"] for parent in dog["parents"]} == {"canine", "domestic animal"}
    assert {"wnid": POODLE, "name": "poodle", "kind": "is-a"} in dog["children"]
    assert len(dog["children"]) == len(atlas().hierarchy.children_of(DOG))


def test_show_gives_the_published_totals_at_the_root(ask_json):
    root = ask_json("show", ENTITY)
    assert (root["subtree"]["classes"], root["subtree"]["images"]) == (21_841, 14_197_114)
    challenge = ask_json("show", ENTITY, "--dataset", "ilsvrc2012")["subtree"]
    assert (challenge["classes"], challenge["images"]) == (1_000, 1_281_167)


def test_show_writes_a_dash_where_a_synset_is_not_a_class(ask_json, ask_cells):
    teddy = ask_json("show", "n04399382")
    assert teddy["own"]["images"] is None
    assert teddy["subtree"]["classes"] == 0
    assert "ilsvrc2012" in teddy["datasets"]
    assert "fall11" not in teddy["datasets"]
    assert "Images listed (2011) 0 –\n" in ask_cells("show", "n04399382")


def test_show_as_text_has_what_json_has(ask_cells):
    text = ask_cells("show", DOG)
    for part in (DOG, "Canis familiaris", "canine (n02083346)", "poodle (n02113335)"):
        assert part in text
    assert "measure subtree this synset only\nClasses 190 1\n" in text
    assert "Images listed (2011) 222,142 1,603" in text


@pytest.mark.parametrize("key", DATASETS)
@pytest.mark.parametrize("wnid", [ENTITY, DOG, "n04399382", "n10994097", POODLE])
def test_show_answers_for_every_data_set_in_json_without_nan(ask_json, key: str, wnid: str):
    answer = ask_json("show", wnid, "--dataset", key)
    rolled = atlas().roll_up(key)
    at = atlas().hierarchy.position(wnid)
    assert answer["subtree"]["classes"] == rolled.subtree(CLASSES)[at]
    assert set(answer["own"]) == {measure.key for measure in rolled.dataset.measures}


def test_show_gives_every_number_of_a_class_and_its_tiered_category(ask_json, ask):
    tench = ask_json("show", "n01440764")
    assert (tench["ilsvrc2012_index"], tench["ilsvrc2012_devkit_id"]) == (0, 449)
    assert tench["tiered_category"] == {"wnid": "n01473806", "name": "aquatic vertebrate"}
    assert "ILSVRC-2012: index 0, devkit ID 449" in ask("show", "n01440764")
    assert "tieredImageNet category: aquatic vertebrate (n01473806)" in ask("show", "n01440764")
    dog = ask_json("show", DOG)
    assert [dog[key] for key in ("ilsvrc2012_devkit_id", "tiered_category")] == [None, None]
    assert "devkit" not in ask("show", DOG)


@pytest.mark.parametrize("command", ["show", "path", "tree"])
def test_a_wnid_is_understood_in_any_case(ask, command: str):
    assert ask(command, "N02084071") == ask(command, DOG)


@pytest.mark.parametrize("command", ["show", "path", "tree"])
def test_an_offset_of_wordnet_31_is_refused_with_the_synset_that_it_means(command: str, capsys):
    assert cli.main([command, "n02086723"]) == 2
    assert "In WordNet 3.1 this offset is dog (n02084071)" in capsys.readouterr().err


# search


def test_search_finds_by_name_wnid_and_class_index(ask_json):
    for text, reason in (("dog", "name"), (DOG, "wnid"), ("265", "ILSVRC index")):
        first = ask_json("search", text)["matches"][0]
        assert first["found_by"] == reason
        assert first["wnid"] == (DOG if text != "265" else "n02113624")
        assert first["parents"]
        assert first["gloss"]


def test_search_lists_no_more_than_the_limit(ask_json):
    assert len(ask_json("search", "dog", "--limit", "3")["matches"]) == 3


def test_search_in_words_has_the_matches_of_json(ask, ask_json):
    text = ask("search", "crane")
    for match in ask_json("search", "crane")["matches"]:
        assert f"{match['wnid']}  {match['name']}" in text
        assert match["gloss"] in text


def test_search_without_a_match_says_so_and_is_no_failure(ask, ask_json):
    assert ask("search", "qqqqqqqqqq") == "No matches.\n"
    assert ask_json("search", "qqqqqqqqqq")["matches"] == []


@pytest.mark.parametrize("text", ["", " ", "\udcff", "\x00", "(", "*" * 5_000, "犬", "n", "-1e9 "])
def test_search_bears_any_text(ask, text: str):
    assert ask("search", "--", text)
    assert json.loads(ask("search", "--json", "--", text))["text"] == text


# tree


def test_tree_carries_numbers_in_json(ask_json):
    answer = ask_json("tree", DOG, "--levels", "1")
    assert answer["units"] == {"classes": "classes", "images": "images"}
    first = answer["rows"][0]
    assert first["figures"] == {"classes": 190, "images": 222_142}
    assert (first["wnid"], first["level"], first["state"]) == (DOG, 1, "open")


def test_tree_lists_children_with_a_class_largest_first(ask_json):
    rows = ask_json("tree", DOG, "--levels", "1")["rows"][1:]
    sizes = [row["figures"]["classes"] for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) > 0
    assert {row["level"] for row in rows} == {2}


@pytest.mark.parametrize("levels", [1, 2, 4])
def test_tree_goes_down_as_many_levels_as_asked(ask_json, levels: int):
    rows = ask_json("tree", "n02075296", "--levels", str(levels), "--limit", "3")["rows"]
    assert max(row["level"] for row in rows) == levels + 1


def test_tree_says_how_many_children_it_leaves_out(ask_json, ask):
    rows = ask_json("tree", DOG, "--levels", "1", "--limit", "4")["rows"]
    whole = ask_json("tree", DOG, "--levels", "1", "--limit", "1000")["rows"]
    assert rows[-1]["rest"] == len(whole) - 5
    assert ask("tree", DOG, "--levels", "1", "--limit", "4").endswith(f"{rows[-1]['rest']} more\n")


def test_tree_without_a_synset_lists_every_entry_point(ask_json):
    tops = [row["wnid"] for row in ask_json("tree", "--levels", "1")["rows"] if row["level"] == 1]
    assert tops == list(TREE_ENTRIES)


def test_tree_as_text_has_one_line_per_row_with_its_figures(ask, ask_json):
    lines = ask("tree", DOG).splitlines()
    assert lines[0].split() == ["synset", "WordNet", "ID", "classes", "images"]
    assert lines[1].split() == ["dog", DOG, "190", "222,142"]
    assert len(lines) == 1 + len(ask_json("tree", DOG)["rows"])
    assert lines[2].startswith("  ")


def test_tree_ends_by_itself_however_many_levels_are_asked(ask_json, monkeypatch):
    looks, rows = [], branches.rows
    monkeypatch.setattr(branches, "rows", lambda *a, **k: looks.append(1) or rows(*a, **k))
    deep = ask_json("tree", DOG, "--levels", "100000", "--limit", "100000")["rows"]
    assert {row["state"] for row in deep} == {"open", "leaf"}
    assert len(looks) < 20


def test_tree_of_a_synset_without_a_class_says_so(ask, ask_json):
    assert ask_json("tree", "n04399382")["rows"] == []
    assert ask("tree", "n04399382").count("\n") == 1


@pytest.mark.parametrize("key", DATASETS)
def test_tree_answers_for_every_data_set(ask_json, key: str):
    answer = ask_json("tree", ENTITY, "--dataset", key, "--levels", "3", "--limit", "5")
    values = [value for row in answer["rows"] for value in row["figures"].values()]
    assert all(isinstance(value, int) for value in values)


# path


def test_path_gives_both_ways_to_dog(ask_json, ask):
    ways = ask_json("path", DOG)["paths"]
    assert [[step["wnid"] for step in way] for way in ways] == atlas().hierarchy.paths_to_root(DOG)
    assert {way[-2]["name"] for way in ways} == {"canine", "domestic animal"}
    assert ask("path", DOG).count("> dog 190\n") == 2
    assert ask("path", DOG, "--dataset", "ilsvrc2012").count("> dog 118\n") == 2


def test_path_of_two_tells_where_they_meet_and_how_alike_they_are(ask_json, ask):
    found = ask_json("path", DOG, CAT)["comparison"]
    assert [each["name"] for each in found["lowest_common_ancestors"]] == ["carnivore"]
    assert [found["path"][at]["wnid"] for at in (0, -1)] == [DOG, CAT]
    assert found["edges"] == len(found["path"]) - 1
    assert found["wu_palmer"] == atlas().hierarchy.wu_palmer(DOG, CAT)
    text = ask("path", DOG, CAT)
    assert "lowest common ancestor: carnivore (n02075296)" in text
    assert f"{found['wu_palmer']:.4f}" in text


def test_path_from_a_synset_to_itself_is_no_step(ask_json):
    found = ask_json("path", DOG, DOG)["comparison"]
    assert (found["edges"], found["wu_palmer"]) == (0, 1.0)


# wordnet


def test_wordnet_says_that_all_is_ready(ask, ask_json):
    assert ask("wordnet").startswith("WordNet 3.0 is ready: 82,115 noun synsets.")
    answer = ask_json("wordnet")
    assert answer["datasets"]["fall11"] == 21_841
    assert Path(answer["cache_dir"]) == settings().cache_dir


# Bad questions


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What standard error holds after a question that makes no sense; nothing else may."""
    assert cli.main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"explorer: .+\.( .+\.)*\n", printed.err)
    assert printed.err.count("\n") == 1
    return printed.err


@pytest.mark.parametrize("command", [["show"], ["tree"], ["path"], ["path", DOG]])
@pytest.mark.parametrize("wnid", WRONG_SYNSETS)
def test_an_unknown_synset_is_refused_in_a_sentence(capsys, command: list[str], wnid: str):
    assert repr(wnid) in refused(capsys, *command, wnid)


@pytest.mark.parametrize("command", [["show", DOG], ["tree"], ["tree", DOG]])
@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_an_unknown_data_set_is_refused_with_those_there_are(capsys, command, as_json):
    said = refused(capsys, *command, "--dataset", "imagenet", *as_json)
    assert all(key in said for key in atlas().datasets)


def test_wordnet_that_cannot_be_had_is_told_in_its_sentence(capsys, monkeypatch):
    def fail(*_: object) -> None:
        raise WordNetUnavailable("WordNet is not here. Fetch it.")

    monkeypatch.setattr(atlases, "load", fail)
    assert refused(capsys, "show", DOG) == "explorer: WordNet is not here. Fetch it.\n"


def test_a_setting_that_makes_no_sense_is_told_in_a_sentence(capsys, monkeypatch):
    monkeypatch.setenv("EXPLORER_TREE_ROWS", "many")
    settings.cache_clear()
    try:
        assert "EXPLORER_TREE_ROWS is 'many'" in refused(capsys, "tree")
    finally:
        settings.cache_clear()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["show"],
        ["search"],
        ["tree", "--levels", "0"],
        ["tree", "--levels", "two"],
        ["search", "dog", "--limit", "9" * 5_000],
        ["show", DOG, "--loudly"],
    ],
)
def test_a_command_line_that_makes_no_sense_is_refused_with_its_usage(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    printed = capsys.readouterr()
    assert stopped.value.code == 2
    assert printed.out == ""
    assert printed.err.startswith("usage: python -m explorer")


# Offensive synsets


def answers(wnid: str) -> list[list[str]]:
    parent = atlas().hierarchy.parents_of(wnid)[0]
    return [
        ["show", wnid],
        ["show", parent],
        ["search", wnid],
        ["path", wnid],
        ["path", DOG, wnid],
        ["tree", parent, "--dataset", "wordnet", "--levels", "1", "--limit", "1000"],
    ]


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_offensive_synsets_are_hidden_unless_asked_for(ask, which: int, as_json: list[str]):
    wnid = unmistakable(4)[which]
    name, gloss = words(wnid)
    for command in answers(wnid):
        hidden, shown = ask(*command, *as_json), ask(*command, *as_json, "--show-offensive")
        assert HIDDEN_NAME in hidden
        assert name not in hidden
        assert gloss not in hidden
        assert name in shown


def test_a_search_for_an_offensive_name_does_not_spell_it_out(ask_json):
    for wnid in unmistakable(8):
        name, gloss = words(wnid)
        found = {
            each["wnid"]: each for each in ask_json("search", name, "--limit", "50")["matches"]
        }
        assert found[wnid]["name"] == HIDDEN_NAME
        assert found[wnid]["gloss"] != gloss


def test_an_identifier_is_translated_into_all_others(ask_json, ask):
    (found,) = ask_json("id", "/m/0bt9lr")["synsets"]
    assert (found["wnid"], found["read_as"]) == ("n02084071", "Open Images MID")
    rows = {row["catalogue"]: row["identifier"] for row in found["identifiers"]}
    assert rows["ILI concept"] == "i46360"
    assert "ILI concept: i46360" in ask("id", "dog.n.01")


def test_what_is_no_identifier_is_a_sentence(capsys):
    assert cli.main(["id", "dog"]) == 2
    assert "use search" in capsys.readouterr().err
