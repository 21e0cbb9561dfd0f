"""The command ``releases``."""

import pytest

from explorer import cli


def test_two_data_sets_are_compared_under_a_synset(ask_json):
    found = ask_json("releases", "--dataset", "fall11", "--against", "winter21")
    assert found["classes"] == {"fall11": 21_841, "winter21": 19_167}
    assert len(found["missing"]) == 2_674
    assert sum(row["classes"] for row in found["intersections"]) == 21_842


def test_a_comparison_is_written_as_a_table_too(ask_cells):
    text = ask_cells("releases")
    assert "branch WordNet ID share of ilsvrc2012 share of fall11" in text
    assert "dog n02084071 11.80 % 0.87 %" in text


@pytest.mark.parametrize("key", ["wordnet", "imagenet"])
def test_what_is_no_list_of_classes_is_a_sentence(capsys, key):
    assert cli.main(["releases", "--against", key]) == 2
    assert key in capsys.readouterr().err
