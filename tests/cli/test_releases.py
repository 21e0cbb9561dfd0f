"""Data sets compared in a terminal."""

import pytest

from explorer import cli


def test_two_data_sets_are_compared_under_a_synset(ask_json):
    found = ask_json("releases", "--dataset", "fall11", "--against", "winter21")
    assert found["classes"] == {"fall11": 21_841, "winter21": 19_167}
    assert len(found["missing"]) == 2_674
    assert sum(row["classes"] for row in found["intersections"]) == 21_842


def test_a_comparison_is_written_as_text_too(ask):
    assert "dog n02084071: 11.80 % of ilsvrc2012, 0.87 % of fall11" in ask("releases")


@pytest.mark.parametrize("key", ["wordnet", "imagenet"])
def test_what_is_no_list_of_classes_is_a_sentence(capsys, key):
    assert cli.main(["releases", "--against", key]) == 2
    assert key in capsys.readouterr().err
