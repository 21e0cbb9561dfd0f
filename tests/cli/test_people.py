"""The people subtree in a terminal."""

import pytest

from explorer import cli


def test_a_drop_list_is_a_wnid_and_a_reason_a_line(ask):
    lines = ask(
        "people", "--dataset", "12k", "--rule", "safe", "--min-imageability", "4", "--drop-list"
    ).splitlines()
    assert len(lines) == 854
    assert all(line.startswith("n") and "\t" in line for line in lines)


def test_the_whole_answer_has_the_published_totals(ask_json, ask):
    found = ask_json("people")
    assert [row["classes"] for row in found["funnel"]] == [2_832, 2_395, 1_239, 158, 139]
    assert found["reproduces_winter_2021"]
    assert len(found["dropped"]) == 2_674
    assert "it reproduces the Winter 2021 list" in ask("people")


@pytest.mark.parametrize("key", ["fall11", "12k", "ilsvrc2012", "vid", "det"])
def test_outcome_and_branches_are_of_the_data_set(ask_json, ask, key: str):
    found = ask_json("people", "--dataset", key)
    outcome = found["outcome"]
    (row,) = [each for each in found["held"] if each["key"] == key] or [None]
    labelled = row["safe"] + row["sensitive"] + row["offensive"] if row else 0
    assert outcome["classes_dropped"] == len(found["dropped"])
    assert outcome["classes_kept"] + outcome["classes_dropped"] == labelled
    assert all(each["classes"] <= labelled for each in found["branches"])
    assert "1 classes" not in ask("people", "--dataset", key)


def test_a_drop_list_of_nothing_is_an_empty_file(ask):
    assert ask("people", "--dataset", "winter21", "--rule", "safe", "--drop-list") == ""


def test_other_rules_keep_more(ask_json):
    every = ask_json("people", "--rule", "any", "--min-imageability", "1", "--drop-list")
    assert every["dropped"] == []
    some = ask_json("people", "--rule", "not-offensive", "--min-imageability", "1", "--drop-list")
    assert len(some["dropped"]) == 437


@pytest.mark.parametrize("option", [["--rule", "kind"], ["--min-imageability", "6"]])
def test_an_option_out_of_bounds_is_refused(capsys, option):
    with pytest.raises(SystemExit):
        cli.main(["people", *option])
    assert capsys.readouterr().err.startswith("usage:")
