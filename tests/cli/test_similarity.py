"""The command ``similarity``."""

import pytest

from explorer import cli


def test_every_pair_of_data_sets_has_a_divergence(ask_json, ask_cells):
    found = ask_json("similarity")
    keys = [row["key"] for row in found["datasets"]]
    assert list(found["divergences"]) == keys
    assert all(len(row) == len(keys) for row in found["divergences"].values())
    assert len(found["branches"]) == len(found["distributions"]["fall11"])
    assert "winter21 1.059 21k-p-winter21" in ask_cells("similarity")


def test_data_sets_without_image_counts_are_named(ask):
    text = ask("similarity", "--of", "images")
    assert "Left out, because no images at or under n00001740 are known: wordnet, det" in text


def test_an_unknown_synset_is_a_sentence(capsys):
    assert cli.main(["similarity", "--root", "n1"]) == 2
    assert "not a noun synset" in capsys.readouterr().err


@pytest.mark.parametrize("root", ["n02113799", "n09376526"])
def test_a_synset_with_little_below_it_is_answered(ask_json, root: str):
    divergences = ask_json("similarity", "--root", root)["divergences"]
    assert all(len(row) == len(divergences) for row in divergences.values())
